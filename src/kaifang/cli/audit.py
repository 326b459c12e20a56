"""kaifang audit: read the chain, take it out, verify it; erase what it keeps of a person."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaifang.cli.bars import bar
from kaifang.cli.commands import App
from kaifang.cli.edge import BadWord
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.programme.setting_up import ready_store

if TYPE_CHECKING:
    from kaifang.programme.auditing.reading import EntryRead

app = App()
HEADS = ("number", "at", "who", "act", "subject", "changes")
FromDay = Annotated[str, typer.Option("--from", metavar="DATE")]
ToDay = Annotated[str, typer.Option("--to", metavar="DATE")]


@app.command("head")
def show_head(as_json: AsJson = False) -> None:
    """Print the head of the chain, as it is printed on notices."""
    ready_store()
    from kaifang.store.audit import head

    if as_json:
        show_json({"head": head().printed})
    else:
        say(head().printed)


@app.command("verify")
def verify(
    head: Annotated[str, typer.Option("--head", metavar="HEAD")] = "", as_json: AsJson = False
) -> int:
    """Find what was changed, removed or inserted; with a head printed earlier, what was rewritten."""
    who = actor_named("")
    from kaifang.programme.auditing import checking

    with bar("cli.audit.verifying") as watch:
        found = checking.verify(who, head, watch)
    if as_json:
        chain = [{"kind": one.kind, "number": one.number} for one in found.faults]
        show_json([*chain, *map(asdict, found.events)])
    elif found.is_whole:
        say(word("cli.audit.whole", head=found.head.printed))
    else:
        faults = [fault.says for fault in found.faults] + [fault.says for fault in found.events]
        for says in faults:
            say(says.in_(lang()))
    return 0 if found.is_whole else 1


@app.command("list")
def show_entries(
    act: Annotated[str, typer.Option("--act", metavar="ACT")] = "",
    subject: Annotated[str, typer.Option("--subject", metavar="RECORD")] = "",
    person: Annotated[str, typer.Option("--person", metavar="USER")] = "",
    from_day: FromDay = "",
    to_day: ToDay = "",
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, max=10_000)] = 50,
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """List entries, the newest first."""
    days = _day("--from", from_day), _day("--to", to_day)
    who = actor_named(actor)
    from kaifang.programme.auditing.reading import AuditFilter, entries
    from kaifang.programme.auditing.telling import tell_entry

    found = entries(who, AuditFilter(act, subject, person, *days), count=count)
    if as_json:
        show_json([tell_entry(one, lang()) for one in found])
    else:
        show_table([f"cli.head.{name}" for name in HEADS], [_row(one) for one in found])


@app.command("export")
def export(
    file: Annotated[str, typer.Argument(metavar="FILE")],
    from_day: FromDay = "",
    to_day: ToDay = "",
    first: Annotated[int | None, typer.Option("--first", metavar="N", min=1)] = None,
    last: Annotated[int | None, typer.Option("--last", metavar="N", min=1)] = None,
    actor: AsUser = "",
) -> None:
    """Write a range of the chain into a file, with the head at its foot."""
    path, days = Path(file), (_day("--from", from_day), _day("--to", to_day))
    who = actor_named(actor)
    from kaifang.programme.auditing import exporting
    from kaifang.programme.auditing.reading import AuditFilter

    format = path.suffix.removeprefix(".")
    if format not in exporting.FORMATS:
        raise BadWord(found=path.name, expected=".csv | .jsonl")
    wanted = AuditFilter(from_day=days[0], to_day=days[1], first=first, last=last)
    made = exporting.export(who, wanted, format, lang())
    path.write_bytes(made.content)
    say(word("cli.audit.exported", file=path, count=made.count, head=made.head.printed))


@app.command("erase")
def erase(
    name: Annotated[str, typer.Argument(metavar="USER")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")] = "",
    actor: AsUser = "",
) -> None:
    """Erase a user's names and addresses, which lie outside the seal."""
    who = actor_named(actor)
    from kaifang.programme.auditing.erasing import erase_personal_data
    from kaifang.programme.people.actors import user_named

    count = erase_personal_data(who, user_named(name), reason)
    say(word("cli.audit.erase_done", count=count))


def _row(one: EntryRead) -> list[str]:
    from django.utils import timezone

    from kaifang.programme.auditing import wording

    told: tuple[Any, ...] = (
        one.who,
        wording.act_in_words(one.act),
        wording.subject_in_words(one.subject),
    )
    changes = " · ".join(filter(None, (wording.differences_in_words(one).in_(lang()), one.reason)))
    at = f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}"
    return [str(one.number), at, *(each.in_(lang()) for each in told), changes]


def _day(option: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadWord(found=option, expected="2022-07-18") from None
