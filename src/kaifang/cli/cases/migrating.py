"""Take cases over to the present version of their process, one or all."""

from __future__ import annotations

from typing import Annotated

import typer

from kaifang.cli.cases.asked import ProcessId, Reason
from kaifang.cli.edge import BadWord
from kaifang.cli.forms import programme_named
from kaifang.cli.options import AsUser, PackName, actor_named
from kaifang.cli.voice import lang, say, show_table, word

_HEADS = ("case", "version", "state")


def migrate_cases(
    pack: PackName,
    process: ProcessId,
    case: Annotated[str, typer.Argument(metavar="[CASE]")] = "",
    states: Annotated[list[str] | None, typer.Option("--map", metavar="OLD=NEW")] = None,
    reason: Reason = "",
    only_list: Annotated[bool, typer.Option("--list")] = False,
    actor: AsUser = "",
) -> None:
    """Migrate a case, or all that have not ended; or list them."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.casework import migrating

    found = migrating.outdated(who, programme, process)
    if only_list:
        rows = [
            [one.case, own.version, own.label("states", one.state.state or "").in_(lang())]
            for one in found
            for own in [one.state.definition]
        ]
        show_table([f"cli.migration.head.{one}" for one in _HEADS], rows)
        say(word("cli.migration.listed", count=len(rows)))
        return
    mapped = dict(_pair(one) for one in states or ())
    if case:
        version = next((one.version for one in found if one.case == case), 0)
        migrating.migrate(who, programme, process, case, mapped, reason, version=version)
        count = 1
    else:
        count = migrating.migrate_all(who, programme, process, mapped, reason)
    say(word("cli.migration.done", count=count))


def _pair(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not (old and sign and new):
        raise BadWord(found=text, expected="--map OLD=NEW")
    return old.strip(), new.strip()
