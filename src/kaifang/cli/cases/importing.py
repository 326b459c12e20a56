"""Write the book of a process, and bring in a returned one: looked at first, then as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaifang.cli.bars import bar
from kaifang.cli.cases.asked import ProcessId
from kaifang.cli.forms import programme_named
from kaifang.cli.options import AsJson, AsUser, PackName, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaifang.facts.form_values import Finding
    from kaifang.programme.intake.planning import IntakePlan

_MOST = 40  # findings that a person reads on a terminal


def write_template(
    pack: PackName,
    process: ProcessId,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE")],
    filled: Annotated[bool, typer.Option("--filled")] = False,
    actor: AsUser = "",
) -> None:
    """Write the book of a process, blank or with the cases on record, to go on with them."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.intake.bringing import template

    out.write_bytes(template(who, programme, process, lang(), filled=filled))
    say(word("cli.forms.written", path=str(out)))


def import_book(
    pack: PackName,
    process: ProcessId,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    check: Annotated[bool, typer.Option("--check")] = False,
    marked: Annotated[Path | None, typer.Option("--marked", metavar="FILE")] = None,
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Bring in a book of cases with their history, all or nothing; --check only looks at it."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.intake.bringing import look_at, record_looked_at

    with bar("cli.cases.importing") as watch:
        looked = look_at(who, programme, process, file.read_bytes(), file.name, watch)
    found, is_recorded = looked.plan, looked.is_sound and not check
    if is_recorded:
        found = record_looked_at(who, programme, looked)
    elif marked is not None and not looked.is_sound:
        marked.write_bytes(looked.marked(lang()))
    if as_json:
        show_json(_json(found, marked, is_recorded=is_recorded))
    else:
        _print(found, marked, is_recorded=is_recorded)
    if found.findings:
        raise typer.Exit(1)


def _print(found: IntakePlan, marked: Path | None, *, is_recorded: bool) -> None:
    if found.findings:
        _print_findings(found.findings)
        if marked is not None:
            say(word("cli.forms.marked", path=str(marked)))
    key = "recorded" if is_recorded else "refused" if found.findings else "checked"
    say(word(f"cli.cases.{key}", **_counts(found)))


def _print_findings(findings: Sequence[Finding]) -> None:
    texts = ("found", "expected", "says")
    rows = [
        [one.where, *(getattr(one, name).in_(lang()) for name in texts), one.rule]
        for one in findings[:_MOST]
    ]
    heads = [f"cli.forms.head.{name}" for name in ("where", "found", "expected", "wrong")]
    show_table([*heads, "cli.cases.head.rule"], rows)
    if len(findings) > _MOST:
        say(word("cli.cases.more", count=len(findings) - _MOST))


def _counts(found: IntakePlan) -> dict[str, int]:
    counts = {name: getattr(found, name) for name in ("new", "continued", "unchanged")}
    return {**counts, "findings": len(found.findings)}


def _json(found: IntakePlan, marked: Path | None, *, is_recorded: bool) -> dict[str, Any]:
    return {
        **_counts(found),
        "recorded": is_recorded,
        "marked": str(marked) if marked is not None and found.findings else None,
        "findings": [
            {
                "where": one.where,
                "rule": one.rule,
                "found": one.found.in_(lang()),
                "expected": one.expected.in_(lang()),
                "says": one.says.in_(lang()),
                "cite": one.cite.text(lang()) if one.cite else None,
            }
            for one in found.findings
        ],
    }
