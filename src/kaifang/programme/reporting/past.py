"""Past: what is known already of the cells of a form, for its checks and beside its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from kaifang.core.observation import Measure
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.core.units import Quantity
from kaifang.facts.check_rules import Past, unit_of
from kaifang.facts.cube import Snapshot
from kaifang.facts.form_values import Cell
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import FormRow
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.duties import Duty
from kaifang.programme.reporting.history import ACCEPTED, SUBMITTED, filled, submission_of
from kaifang.programme.viewer import INTERNAL

OFFICIAL = (Authority.ANNUAL, Authority.PUBLISHED, Authority.FLASH)


def past_of(programme: Programme, duty: Duty) -> Past:
    """What is known of a duty's cells, in the units of its rows."""
    law, before = programme.law, _form_before(programme.law, duty)
    snapshot = programme.for_viewer(INTERNAL).figures().snapshot
    history = {duty.cell(row.key): _history(law, snapshot, duty, row) for row in duty.form.rows}
    rows = {duty.cell(row.key): row for row in duty.form.rows}
    earlier = before or previous(duty.period)
    reported = _reported(duty, before) if before else {}
    return Past(
        duty.period,
        before,
        history,
        {**reported, **_at(history, rows, earlier)},
        _at(history, rows, duty.period.last_year()),
        _official(programme, snapshot, duty),
    )


def previous(period: Period) -> Period:
    """The period of the same length just before: the quarter before a quarter.

    >>> previous(Period.parse("2023-Q1")).code, previous(Period.parse("2023-03")).code
    ('2022-Q4', '2023-02')
    """
    end = period.start - timedelta(days=1)
    months = end.year * 12 + end.month - period.months
    return Period(end.replace(year=months // 12, month=months % 12 + 1, day=1), end)


def _form_before(law: Law, duty: Duty) -> Period | None:
    """The period of the form just before this one."""
    asked = [one.period for one in law.calendars[duty.form.calendar].due]
    return max((one for one in asked if one.end < duty.period.end), default=None)


def _history(
    law: Law, snapshot: Snapshot, duty: Duty, row: FormRow
) -> tuple[tuple[Period, Decimal], ...]:
    """Earlier values of a row, each of one period once."""
    own, unit = law.indicator(row.indicator).unit, unit_of(law, row)
    points = dict(snapshot.points(row.indicator, duty.org))
    now = row.within(duty.period)
    return tuple(
        (period, Quantity(value, own).to(unit).value)
        for period, value in points.items()
        if period.end < now.end and row.within(period) == period
    )


def _at(
    history: Mapping[Cell, tuple[tuple[Period, Decimal], ...]],
    rows: Mapping[Cell, FormRow],
    period: Period,
) -> dict[Cell, Decimal]:
    found = {}
    for cell, points in history.items():
        value = dict(points).get(rows[cell].within(period))
        if value is not None:
            found[cell] = value
    return found


def _reported(duty: Duty, before: Period) -> dict[Cell, Decimal]:
    """What the organisation itself sent in for the period before, where nothing is recorded yet."""
    sheet = filled(submission_of(replace(duty, period=before).key))
    if sheet.state not in (SUBMITTED, ACCEPTED):
        return {}
    given = sheet.values.items()
    return {duty.cell(row): one.value for row, one in given if one.value is not None}


def _official(programme: Programme, snapshot: Snapshot, duty: Duty) -> dict[Cell, Decimal]:
    """Figures of the same period that others published."""
    found = {}
    for row in duty.form.rows:
        value = _official_value(programme, snapshot, duty, row)
        if value is not None:
            found[duty.cell(row.key)] = value
    return found


def _official_value(
    programme: Programme, snapshot: Snapshot, duty: Duty, row: FormRow
) -> Decimal | None:
    """The newest one, even where a verified value of ours leads."""
    law = programme.law
    entry, period = law.indicator(row.indicator), row.within(duty.period)
    held = snapshot.get(row.indicator, duty.org, period)
    if held is None:
        return None
    value = held.value if held.authority in OFFICIAL else None
    if held.authority in (Authority.VERIFIED, Authority.REPORTED):
        key = (entry.id, duty.org, period.code, str(Measure.LEVEL), "", "", held.definition)
        said = [one for one in programme.records.vintages(key) if one.authority in OFFICIAL]
        value = said[-1].value if said else None
    return None if value is None else Quantity(value, entry.unit).to(unit_of(law, row)).value
