"""List suspected duplicates for the province, and rule on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kaifang.cli.cases.asked import Reason
from kaifang.cli.forms import programme_named
from kaifang.cli.options import AsJson, AsUser, PackName, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.core.messages import message

if TYPE_CHECKING:
    from kaifang.programme.duplicates.finding import SuspectedPair
    from kaifang.programme.opening import Programme

_HEADS = ("pair", "first", "second", "alike", "why")


def list_duplicates(
    pack: PackName,
    process: Annotated[str, typer.Argument(metavar="[PROCESS]")] = "",
    ruled: Annotated[bool, typer.Option("--ruled")] = False,
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """List the pairs that wait for a ruling, or those that were ruled on."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.duplicates import finding
    from kaifang.programme.duplicates.telling import tell_pair

    finding.demand_sight(who, programme.law)
    find = finding.ruled if ruled else finding.suspected
    processes = [process] if process else finding.processes_of(programme.law)
    found = [pair for one in processes for pair in find(who, programme, one)]
    if as_json:
        show_json([tell_pair(programme.law, one, lang()) for one in found])
        return
    show_table(
        [f"cli.duplicates.head.{one}" for one in _HEADS], [_row(programme, p) for p in found]
    )
    say(word("cli.duplicates.counted", count=len(found)))


def rule_on_duplicate(
    pack: PackName,
    pair: Annotated[str, typer.Argument(metavar="PAIR")],
    verdict: Annotated[str, typer.Argument(metavar="distinct|merge|separate")],
    reason: Reason = "",
    kept: Annotated[str, typer.Option("--keep", metavar="CASE")] = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Rule that two cases are two projects, or one, or two again."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.duplicates.finding import find_pair
    from kaifang.programme.duplicates.ruling import rule
    from kaifang.programme.duplicates.rulings import verdict_named
    from kaifang.programme.duplicates.telling import tell_pair

    before = find_pair(who, programme, pair)
    found = rule(
        who, programme, before.process, pair, verdict_named(verdict), reason,
        version=before.version, kept=kept,
    )  # fmt: skip
    told = tell_pair(programme.law, found, lang())
    if as_json:
        show_json(told)
    else:
        last = told["rulings"][-1]
        say(word("cli.duplicates.ruled", verdict=last["says"], reason=last["reason"]))


def _row(programme: Programme, pair: SuspectedPair) -> list[str]:
    from kaifang.programme.duplicates.comparing import called
    from kaifang.programme.naming import org_name

    sides = [
        f"{called(one)}（{org_name(programme.law, one.org).in_(lang())}）"
        for one in (pair.first, pair.second)
    ]
    like = pair.likeness
    why = [
        message(f"duplicates.reason.{one}").in_(lang()) for one in (like.reasons if like else ())
    ]
    alike = f"{len(like.reasons)}/{like.compared}" if like else "—"
    return [pair.id, *sides, alike, "；".join(why) or "—"]
