"""Forms 报表: one form opened for an organisation and a period, with all that stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation
from kaifang.core.period import Period
from kaifang.core.units import Unit
from kaifang.facts.check_rules import Past, unit_of
from kaifang.facts.form_values import Finding, Given
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.packs.schema.reporting import FormRow
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.acting import closing_of, standing
from kaifang.programme.reporting.checked import findings_of
from kaifang.programme.reporting.due import Owed, owed_by, standings
from kaifang.programme.reporting.duties import Duty, duty_of
from kaifang.programme.reporting.history import ACCEPTED, CORRECTING, SUBMITTED, Change, Filled
from kaifang.programme.reporting.levels import may_review
from kaifang.programme.reporting.past import past_of
from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.store.models import Closing

__all__ = ["FormLine", "OpenForm", "open_form", "owed_by"]


@dataclass(frozen=True, slots=True)
class FormLine:
    """One row of an open form; all values are in `unit`, None where none is known.

    `before` is the period before, `last_year` the same period a year ago, `official` what
    others published. `returned` is the reviewer's reason, `asked` the value that a correction
    wants.
    """

    row: FormRow
    key: str
    indicator: IndicatorEntry
    unit: Unit
    period: Period
    citations: tuple[Citation, ...]
    given: Given | None
    before: Decimal | None
    last_year: Decimal | None
    official: Decimal | None
    is_unlocked: bool
    returned: str
    asked: Given | None
    findings: tuple[Finding, ...]
    history: tuple[Change, ...]

    @property
    def definition(self) -> Text:
        return self.indicator.definition.text


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form with its rows, its state, and what the actor may do with it now.

    `filled.version` is what the next act expects.
    """

    duty: Duty
    title: Text
    owed: Owed
    filled: Filled
    lines: tuple[FormLine, ...]
    closing: Closing | None
    may_fill: bool
    is_for: bool
    may_review: bool
    may_ask: bool
    may_decide: bool


def open_form(actor: Actor, programme: Programme, form: str, org: str, period: str) -> OpenForm:
    """Open a form for an organisation and a period.

    Findings are of what stands on it now, an untouched form has none.
    Raises: NotAllowed, UnknownForm, UnknownOrg, UnreadablePeriod, NotAsked, NoSuchDue.
    """
    law = programme.law
    duty = duty_of(law, form, org, period)
    demand(actor, Act.SEE_INTERNAL, org, law.orgs)
    sheet, closing = standing(duty), closing_of(form, duty.period.code)
    lines = _lines(programme, duty, sheet, is_closed=closing is not None)
    may_fill = may(actor, Act.FILL, org, law.orgs)
    is_for = not may_fill and may(actor, Act.FILL_FOR, org, law.orgs)
    return OpenForm(
        duty,
        duty.title(law),
        next(iter(standings(law, [duty]))),
        sheet,
        lines,
        closing,
        (may_fill or is_for) and any(line.is_unlocked for line in lines),
        is_for,
        _may_judge(actor, law, duty, sheet),
        _may_ask(actor, law, duty, sheet, closing),
        _may_decide(actor, law, duty, sheet),
    )


def _lines(
    programme: Programme, duty: Duty, sheet: Filled, *, is_closed: bool
) -> tuple[FormLine, ...]:
    past, found = past_of(programme, duty), _findings(programme, duty, sheet)
    return tuple(
        _line(programme.law, duty, row, sheet, past, found, is_closed=is_closed)
        for row in duty.form.rows
    )


def _findings(programme: Programme, duty: Duty, sheet: Filled) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    if sheet.version:
        for one in findings_of(programme, duty, sheet, sheet.values):
            found.setdefault(one.cell.row, []).append(one)
    return found


def _line(
    law: Law,
    duty: Duty,
    row: FormRow,
    sheet: Filled,
    past: Past,
    found: dict[str, list[Finding]],
    *,
    is_closed: bool,
) -> FormLine:
    entry, cell = law.indicator(row.indicator), duty.cell(row.key)
    return FormLine(
        row,
        row.key,
        entry,
        unit_of(law, row),
        row.within(duty.period),
        law.citations(entry) or law.citations(duty.form),
        sheet.values.get(row.key),
        past.previous.get(cell),
        past.last_year.get(cell),
        past.official.get(cell),
        not is_closed and sheet.is_unlocked(row.key),
        sheet.rejected.get(row.key, ""),
        sheet.asked.get(row.key),
        tuple(found.get(row.key, ())),
        tuple(sheet.history.get(row.key, ())),
    )


def _may_judge(actor: Actor, law: Law, duty: Duty, sheet: Filled) -> bool:
    own = actor.user in sheet.fillers and not actor.solo
    return sheet.state == SUBMITTED and not own and may_review(actor, law, duty, sheet.level)


def _may_ask(actor: Actor, law: Law, duty: Duty, sheet: Filled, closing: Closing | None) -> bool:
    settled = closing is not None or sheet.state == ACCEPTED
    is_free = sheet.state != CORRECTING
    return settled and is_free and may(actor, Act.CORRECT, duty.org, law.orgs)


def _may_decide(actor: Actor, law: Law, duty: Duty, sheet: Filled) -> bool:
    own = actor.user == sheet.asked_by and not actor.solo
    waits = sheet.state == CORRECTING and not own
    return waits and may(actor, Act.APPROVE_CORRECTION, duty.org, law.orgs)
