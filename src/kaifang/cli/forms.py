"""kaifang forms: what is owed, one form, its workbook, submitting, reviewing, closing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.edge import BadWord
from kaifang.cli.options import AsJson, AsUser, PackName, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.core.units import number_text
from kaifang.packs.loading import find_pack
from kaifang.programme.opening import Programme

if TYPE_CHECKING:
    from decimal import Decimal

    from kaifang.programme.reporting.due import Owed
    from kaifang.programme.reporting.errors import FormRefused
    from kaifang.programme.reporting.forms import FormLine, OpenForm

app = App()
FormId = Annotated[str, typer.Argument(metavar="FORM")]
OrgCode = Annotated[str, typer.Argument(metavar="ORG")]
PeriodCode = Annotated[str, typer.Argument(metavar="PERIOD")]


def programme_named(pack: str) -> Programme:
    """A programme by the name or folder of its pack, on the store of this machine."""
    return Programme.open(str(find_pack(pack)))


@app.command("list")
def show_owed(
    pack: PackName,
    form: Annotated[str, typer.Option("--form", metavar="FORM")] = "",
    period: Annotated[str, typer.Option("--period", metavar="PERIOD")] = "",
    org: Annotated[str, typer.Option("--org", metavar="ORG")] = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """List who owes which form, and how it stands."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.reporting.due import owed_by

    found = owed_by(who, programme, form, period, org)
    if as_json:
        show_json([_owed_json(one) for one in found])
        return
    heads = ("form", "org", "period", "due", "timeliness", "state", "version")
    rows = [_owed_row(programme, one) for one in found]
    show_table([f"cli.forms.head.{name}" for name in heads], rows, right=(6,))


@app.command("show")
def show_form(
    pack: PackName,
    form: FormId,
    org: OrgCode,
    period: PeriodCode,
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Show one form with its values and what is wrong with them."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.reporting.forms import open_form

    found = open_form(who, programme, form, org, period)
    if as_json:
        show_json(_form_json(found))
        return
    say(found.title)
    heads = ("row", "unit", "value", "before", "last_year", "lock", "findings")
    rows = [_line_row(line) for line in found.lines]
    show_table([f"cli.forms.head.{name}" for name in heads], rows, right=(2, 3, 4))


@app.command("template")
def write_template(
    pack: PackName,
    form: FormId,
    org: OrgCode,
    period: PeriodCode,
    out: Annotated[Path, typer.Option("--out", metavar="FILE")],
    actor: AsUser = "",
) -> None:
    """Write a form as a workbook to be filled in."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.reporting.books import template

    out.write_bytes(template(who, programme, form, org.split(","), period, lang()))
    say(word("cli.forms.written", path=str(out)))


@app.command("submit")
def submit_file(
    pack: PackName,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    marked_copy: Annotated[Path | None, typer.Option("--marked", metavar="FILE")] = None,
    actor: AsUser = "",
) -> None:
    """Submit a returned workbook; a wrong one comes back marked."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.reporting.books import marked, submit_book
    from kaifang.programme.reporting.errors import FormRefused

    data = file.read_bytes()
    try:
        done = submit_book(who, programme, data, file.name)
    except FormRefused as refused:
        show_findings(refused)
        if marked_copy is not None:
            marked_copy.write_bytes(marked(data, refused, lang()))
            say(word("cli.forms.marked", path=str(marked_copy)))
        raise typer.Exit(1) from None
    say(word("cli.forms.submitted", form=done.form, period=done.period, count=done.changed))


@app.command("review")
def review(
    pack: PackName,
    form: FormId,
    org: OrgCode,
    period: PeriodCode,
    accept_all: Annotated[bool, typer.Option("--accept")] = False,
    reject_cells: Annotated[list[str] | None, typer.Option("--reject", metavar="ROW=TEXT")] = None,
    actor: AsUser = "",
) -> None:
    """Accept a form whole, or return single cells with their reasons."""
    if accept_all == bool(reject_cells):
        raise BadWord(found="--accept", expected="--accept | --reject ROW=TEXT")
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.reporting.acting import standing
    from kaifang.programme.reporting.duties import duty_of
    from kaifang.programme.reporting.reviewing import accept, reject
    from kaifang.programme.reporting.telling import standing_text

    duty = duty_of(programme.law, form, org, period)
    version = standing(duty).version
    if accept_all:
        accept(who, programme, form, org, period, version)
    else:
        cells = dict(_cell(one) for one in reject_cells or ())
        reject(who, programme, form, org, period, cells, version)
    say(f"{duty.title(programme.law).in_(lang())} · {standing_text(standing(duty)).in_(lang())}")


@app.command("close")
def close_period(
    pack: PackName,
    form: FormId,
    period: PeriodCode,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")] = "",
    actor: AsUser = "",
) -> None:
    """Close a form's period: from here on a change is a correction."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.reporting.closing import close

    done = close(who, programme, form, period, reason)
    say(word("cli.forms.closed", period=done.closing.period, count=len(done.missing)))


def show_findings(refused: FormRefused) -> None:
    """Print every wrong cell with what was found and expected, and the remedy below."""
    rows = [
        [
            one.where or one.cell.row,
            one.says.in_(lang()),
            one.found.in_(lang()),
            one.expected.in_(lang()),
        ]
        for one in refused.findings
    ]
    show_table([f"cli.forms.head.{name}" for name in ("where", "wrong", "found", "expected")], rows)
    say(refused.remedy)


def _cell(text: str) -> tuple[str, str]:
    row, sign, reason = text.partition("=")
    if not sign:
        raise BadWord(found=text, expected="investment.funds_in_place:to_date=…")
    return row, reason


def _owed_row(programme: Programme, one: Owed) -> list[str]:
    duty = one.duty
    return [
        duty.form.id,
        programme.law.orgs[duty.org].name.in_(lang(), short=True),
        duty.period.code,
        duty.due.isoformat(),
        one.timeliness.label.in_(lang()),
        _state(one.state),
        str(one.version),
    ]


def _state(state: str) -> str:
    from kaifang.programme.reporting.telling import state_text

    return state_text(state).in_(lang()) if state else "—"


def _owed_json(one: Owed) -> dict[str, Any]:
    return {
        "form": one.duty.form.id,
        "org": one.duty.org,
        "period": one.duty.period.code,
        "due": one.duty.due.isoformat(),
        "law_due": one.duty.law_due.isoformat(),
        "timeliness": one.timeliness.value,
        "state": one.state or None,
        "level": one.level or None,
        "version": one.version,
        "submitted_on": one.submitted_on.isoformat() if one.submitted_on else None,
    }


def _line_row(line: FormLine) -> list[str]:
    return [
        line.indicator.name.text.in_(lang()),
        line.unit.code,
        _number(line.given.value if line.given else None),
        _number(line.before),
        _number(line.last_year),
        word("cli.forms.unlocked" if line.is_unlocked else "cli.forms.locked"),
        "；".join([line.returned, *(one.says.in_(lang()) for one in line.findings)]).strip("；"),
    ]


def _number(value: Decimal | None) -> str:
    return "—" if value is None else number_text(value)


def _form_json(form: OpenForm) -> dict[str, Any]:
    return {
        **_owed_json(form.owed),
        "closed": form.closing is not None,
        "rows": [_line_json(line) for line in form.lines],
    }


def _line_json(line: FormLine) -> dict[str, Any]:
    numbers = {"before": line.before, "last_year": line.last_year, "official": line.official}
    return {
        "row": line.key,
        "unit": line.unit.code,
        "value": _exact(line.given.value if line.given else None),
        "reason": line.given.reason if line.given else "",
        **{name: _exact(value) for name, value in numbers.items()},
        "unlocked": line.is_unlocked,
        "returned": line.returned or None,
        "findings": [{"rule": one.rule, "hard": one.hard} for one in line.findings],
    }


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
