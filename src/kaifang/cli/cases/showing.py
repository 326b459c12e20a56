"""List the cases of a process, and show one with its history, its clocks and what is possible."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from kaifang.cli.cases.asked import CaseId, ProcessId
from kaifang.cli.forms import programme_named
from kaifang.cli.options import AsJson, AsUser, PackName, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word

if TYPE_CHECKING:
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme
    from kaifang.programme.rights import Actor

_MOST_VALUES = 3  # fields of a case that the list shows


def list_cases(
    pack: PackName,
    process: ProcessId,
    state: Annotated[str, typer.Option("--state", metavar="STATE")] = "",
    org: Annotated[str, typer.Option("--org", metavar="ORG")] = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """List the cases of a process that one may see, the one that began last on top."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.casework.reading import case_list
    from kaifang.programme.casework.telling import tell_case

    found = case_list(who, programme, process, state, org)
    told = [tell_case(programme.law, one, lang()) for one in found]
    if as_json:
        show_json(told)
        return
    rows = [_row(programme, *both) for both in zip(found, told, strict=True)]
    show_table(
        [f"cli.cases.head.{one}" for one in ("case", "org", "state", "since", "values")], rows
    )
    say(word("cli.cases.listed", count=len(rows)))


def show_case(
    pack: PackName,
    process: ProcessId,
    case: CaseId,
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Show where a case stands with its fields, clocks and history, and what one may do next."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.casework.reading import case_state

    print_case(who, programme, case_state(who, programme, process, case), as_json=as_json)


def print_case(who: Actor, programme: Programme, view: CaseView, *, as_json: bool) -> None:
    """Print a case as it stands."""
    from kaifang.programme.casework.telling import tell_case_whole

    told = tell_case_whole(who, programme, view, lang())
    if as_json:
        show_json(told)
        return
    say(
        word(
            "cli.cases.stands",
            **{key: told[key] or "—" for key in ("case", "org_name", "state_name")},
        )
    )
    show_table([f"cli.cases.head.{one}" for one in ("field", "value")], _values(programme, view))
    say("")
    clocks = [[one["name"], _status(one), one["due"] or "—"] for one in told["clocks"]]
    show_table([f"cli.cases.head.{one}" for one in ("clock", "status", "due")], clocks)
    say("")
    steps = [_step(one, programme.law.head.zone) for one in told["history"]]
    heads = ("event", "act", "at", "actor", "corrects")
    show_table([f"cli.cases.head.{one}" for one in heads], steps, right=(0,))
    say("")
    if told["tasks"]:
        tasks = [[str(one["number"]), one["title"], one["standing"]] for one in told["tasks"]]
        show_table([f"cli.cases.head.{one}" for one in ("task", "title", "standing")], tasks)
        say("")
    names = [f"{one['act']}（{one['name']}）" for one in told["possible"]]
    say(word("cli.cases.possible", acts="、".join(names) or "—", version=told["version"]))


def _row(programme: Programme, view: CaseView, told: dict[str, Any]) -> list[str]:
    values = "；".join(value for _, value in _values(programme, view)[:_MOST_VALUES])
    since = _shown(told["since"], programme.law.head.zone)[:10]
    return [told["case"], told["org_name"], told["state_name"], since, values]


def _values(programme: Programme, view: CaseView) -> list[list[str]]:
    from kaifang.programme.casework.values import told_value

    known = view.state.values
    return [
        [one.name.text.in_(lang()), told_value(programme.law, one, known[one.id]).in_(lang())]
        for one in view.state.definition.process.fields
        if known.get(one.id) not in (None, "")
    ]


def _status(clock: dict[str, Any]) -> str:
    return word(f"case.clock.{clock['status']}")


def _shown(instant: str | None, zone: str) -> str:
    """An instant by the clock of the pack, as `--at` takes it; blank where there is none."""
    if not instant:
        return ""
    return f"{datetime.fromisoformat(instant).astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def _step(one: dict[str, Any], zone: str) -> list[str]:
    behalf = f"（{one['on_behalf_of']}）" if one["on_behalf_of"] else ""
    corrects = word("cli.cases.correction") if one["corrects"] else ""
    return [
        str(one["event"]),
        one["name"],
        _shown(one["occurred_at"], zone),
        one["actor"] + behalf,
        corrects,
    ]
