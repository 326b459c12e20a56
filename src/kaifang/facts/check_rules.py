"""The checks of a form, made ready once: what each wants of the cells of one organisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kaifang.core.bands import Band
from kaifang.core.bilingual import Text, joined
from kaifang.core.citation import Citation
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.units import EXACT, Unit, number_text
from kaifang.facts.form_values import Cell, Given
from kaifang.facts.jumps import History, usual
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import CheckRule, FormEntry, FormRow, Over

_SHOWN = 4  # digits of what is only likely


@dataclass(frozen=True, slots=True)
class Past:
    """What is known already of the cells of a form, in the units of its rows.

    `period` is the form's, `before` the form's period before it (None: no form before). A row to
    date that begins a new year has nothing before it in that year, and is not held against what
    `previous` shows. `last_year` is the same period of the year before, `official` the imported
    figure of the same period; `history` are earlier values, each with the row's own period.
    """

    period: Period
    before: Period | None = None
    history: Mapping[Cell, History] = field(default_factory=dict)
    previous: Mapping[Cell, Decimal] = field(default_factory=dict)
    last_year: Mapping[Cell, Decimal] = field(default_factory=dict)
    official: Mapping[Cell, Decimal] = field(default_factory=dict)


Rows = Mapping[str, Given]  # the cells of one organisation, by row
Judge = Callable[[str, Decimal, Rows], Text | None]
"""Says what was expected of a value where it is wrong: organisation, value, the cells beside."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A check that is ready to judge one row."""

    id: str
    hard: bool
    says: Text
    cite: Citation | None
    judge: Judge


def unit_of(law: Law, row: FormRow) -> Unit:
    """The unit that a row is filled in with."""
    return row.unit or law.indicator(row.indicator).unit


def amount(value: Decimal, unit: Unit) -> Text:
    """A number of a row in words, as it stands on the form."""
    return message("checks.amount", value=number_text(value), unit=unit.name)


def rules_of(law: Law, form: FormEntry, past: Past) -> dict[str, list[Rule]]:
    """The rules of every row by its key, in the order of the form."""
    ready: dict[str, list[Rule]] = {row.key: [] for row in form.rows}
    for check in form.checks:
        cites = law.cited(check.cite or form.cite, form.where)
        for row in form.rows:
            if row.indicator == check.row and check.span in (None, row.span):
                judge = _JUDGES[check.kind](_Setting(law, form, row, check, past))
                if judge is not None:
                    cite = cites[0] if cites else None
                    ready[row.key].append(Rule(check.id, check.hard, check.says.text, cite, judge))
    return ready


@dataclass(frozen=True)
class _Setting:
    """A check with the row that it is made ready for."""

    law: Law
    form: FormEntry
    row: FormRow
    check: CheckRule
    past: Past

    @property
    def unit(self) -> Unit:
        return unit_of(self.law, self.row)

    def beside(self, indicator: str) -> tuple[str, Decimal, Text] | None:
        """The row of another indicator over the same span: key, factor into our unit, name."""
        for row in self.form.rows:
            theirs = unit_of(self.law, row)
            alike = row.span == self.row.span and theirs.dimension == self.unit.dimension
            if row.indicator == indicator and alike:
                name = self.law.indicator(indicator).name.text
                return row.key, EXACT.divide(theirs.factor, self.unit.factor), name
        return None


def _range(at: _Setting) -> Judge:
    low, high, unit = at.check.low, at.check.high, at.unit

    def judge(_org: str, value: Decimal, _rows: Rows) -> Text | None:
        if (low is None or value >= low) and (high is None or value <= high):
            return None
        return _limits(low, high, unit)

    return judge


def _limits(low: Decimal | None, high: Decimal | None, unit: Unit) -> Text:
    if low is None or high is None:
        key = "checks.at_least" if high is None else "checks.at_most"
        limit = low if high is None else high
        shown = amount(limit, unit) if limit is not None else ""
        return message(key, low=shown, high=shown)
    return message("checks.between", low=amount(low, unit), high=amount(high, unit))


def _part(at: _Setting) -> Judge | None:
    beside = at.beside(at.check.whole or "")
    if beside is None:
        return None
    (key, factor, name), unit, slack = beside, at.unit, at.check.tolerance or Decimal(0)

    def judge(_org: str, value: Decimal, rows: Rows) -> Text | None:
        given = rows.get(key)
        if given is None or given.value is None:
            return None
        whole = EXACT.multiply(given.value, factor)
        if value <= EXACT.add(whole, slack):
            return None
        return message("checks.part", name=name, whole=amount(whole, unit))

    return judge


def _sum(at: _Setting) -> Judge | None:
    found = [at.beside(part) for part in at.check.parts]
    parts = [one for one in found if one is not None]
    if len(parts) < len(found):
        return None
    unit, slack = at.unit, at.check.tolerance or Decimal(0)
    names = joined([name for _, _, name in parts])

    def judge(_org: str, value: Decimal, rows: Rows) -> Text | None:
        total = Decimal(0)
        for key, factor, _ in parts:
            given = rows.get(key)
            if given is None or given.value is None:
                return None  # what is missing is not nought: the sum is not known
            total = EXACT.add(total, EXACT.multiply(given.value, factor))
        if abs(EXACT.subtract(value, total)) <= slack:
            return None
        within = {"tolerance": amount(slack, unit)} if slack else {}
        key = "checks.sum.within" if slack else "checks.sum"
        return message(key, names=names, total=amount(total, unit), **within)

    return judge


def _not_falling(at: _Setting) -> Judge | None:
    past, row = at.past, at.row
    before = row.within(past.before) if past.before else None
    if before is None or row.span != "to_date" or before.start != row.within(past.period).start:
        return None
    name, unit = before.name(cumulative=True), at.unit

    def judge(org: str, value: Decimal, _rows: Rows) -> Text | None:
        earlier = past.previous.get(Cell(org, row.key))
        if earlier is None or value >= earlier:
            return None
        return message("checks.not_falling", period=name, before=amount(earlier, unit))

    return judge


def _jump(at: _Setting) -> Judge | None:
    factor, past, row = at.check.factor, at.past, at.row
    if factor is None:
        return None
    over, period, unit = _over(at), row.within(past.period), at.unit
    bases = past.previous if over == "period" else past.last_year

    def judge(org: str, value: Decimal, _rows: Rows) -> Text | None:
        cell = Cell(org, row.key)
        band = usual(past.history.get(cell, ()), period, bases.get(cell), over, factor)
        return None if band is None or band.holds(value) else _usually(band, unit)

    return judge


def _over(at: _Setting) -> Over:
    """To date, the period before holds less of the year: only the year before compares."""
    asked, to_date = at.check.over, at.row.span == "to_date"
    if asked is None or (asked == "period" and to_date):
        return "year" if to_date else "period"
    return asked


def _usually(band: Band, unit: Unit) -> Text:
    low, high = (amount(_likely(one), unit) for one in (band.low, band.high))
    return message("checks.jump", likely=amount(_likely(band.likely), unit), low=low, high=high)


def _likely(value: float) -> Decimal:
    """With the few digits that what is only likely deserves."""
    return Decimal(f"{Decimal(f'{value:.{_SHOWN}g}'):f}")


def _official(at: _Setting) -> Judge | None:
    tolerance, past, row, unit = at.check.tolerance, at.past, at.row, at.unit
    if tolerance is None:
        return None

    def judge(org: str, value: Decimal, _rows: Rows) -> Text | None:
        figure = past.official.get(Cell(org, row.key))
        if figure is None:
            return None
        allowed = EXACT.multiply(abs(figure), tolerance.scaleb(-2, EXACT))
        if abs(EXACT.subtract(value, figure)) <= allowed:
            return None
        shown = number_text(tolerance)
        return message("checks.official", official=amount(figure, unit), tolerance=shown)

    return judge


_JUDGES: Mapping[str, Callable[[_Setting], Judge | None]] = {
    "range": _range,
    "part": _part,
    "sum": _sum,
    "not_falling": _not_falling,
    "jump": _jump,
    "official": _official,
}
