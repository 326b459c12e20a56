"""Record what was accepted: cells as observations, in the indicator's own unit, once each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kaifang.core.messages import message
from kaifang.core.observation import SUBMISSION, Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.core.units import Quantity
from kaifang.facts.check_rules import unit_of
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.packs.schema.reporting import FormRow
from kaifang.programme.reporting.acting import standing
from kaifang.programme.reporting.cells import Values
from kaifang.programme.reporting.clock import announced_in
from kaifang.programme.reporting.duties import Duty
from kaifang.programme.reporting.origins import figure_of
from kaifang.programme.rights import Actor
from kaifang.store.models import Batch, Record, SubmissionEvent
from kaifang.store.observations import BatchResult, Origin, append


def record_cells(
    actor: Actor,
    law: Law,
    duty: Duty,
    event: SubmissionEvent,
    values: Values,
    authority: Authority,
) -> BatchResult:
    """Record cells in the transaction of the event that accepted them.

    A blank cell is not recorded, for missing is missing, unless the same form brought a value
    before: that one is withdrawn.
    """
    values = _with_firms(duty, values)
    rows = [(row, values[row.key].value) for row in duty.form.rows if row.key in values]
    blank = [row.indicator for row, value in rows if value is None]
    before = _brought(duty, event, blank) if blank else set()
    stated = [
        replace(
            observation_of(law, duty, row, value, authority, figure_of(event)),
            firms=_firms(duty, row, values),
        )
        for row, value in rows
        if value is not None or (row.indicator, row.within(duty.period)) in before
    ]
    reason = event.reason or message(f"reporting.{event.kind}", what=duty.title(law)).zh
    origin = Origin(pack_hash=law.hash, who=actor.user)
    return append(stated, kind=Batch.Kind("entry"), reason=reason, origin=origin)


def _with_firms(duty: Duty, values: Values) -> Values:
    """The cells, with what they rest on: a corrected count of firms records its rows anew."""
    counted = [(row, duty.form.firms_of(row)) for row in duty.form.rows]
    pairs = [(row.key, count.key) for row, count in counted if count]
    wanted = {key for pair in pairs if set(pair) & set(values) for key in pair} - set(values)
    if not wanted:
        return values
    stands = standing(duty).values
    return {**values, **{key: stands[key] for key in wanted if key in stands}}


def _firms(duty: Duty, row: FormRow, values: Values) -> int | None:
    """On how many firms a cell rests; None where the form does not ask or was not told."""
    count = duty.form.firms_of(row)
    told = values[count.key].value if count and count.key in values else None
    return None if told is None else int(told)


def _brought(duty: Duty, event: SubmissionEvent, indicators: list[str]) -> set[tuple[str, Period]]:
    """For which indicators and periods the submission has recorded something."""
    own = f"{SUBMISSION}{event.dossier_id}:"
    rows = Record.objects.filter(indicator__in=indicators, org=duty.org, figure__startswith=own)
    known = rows.values_list("indicator", "period_start", "period_end")
    return {(indicator, Period(start, end)) for indicator, start, end in known}


def observation_of(
    law: Law,
    duty: Duty,
    row: FormRow,
    value: Decimal | None,
    authority: Authority = Authority.REPORTED,
    figure: str = "",
) -> Observation:
    """One cell as an observation; of an invented place it stays a demo."""
    entry = law.indicator(row.indicator)
    period = row.within(duty.period)
    own = Quantity(value, unit_of(law, row)).to(entry.unit) if value is not None else None
    return Observation(
        indicator=entry.id,
        org=duty.org,
        period=period,
        value=own.value if own else None,
        unit=entry.unit.code,
        authority=Authority.DEMO if law.orgs[duty.org].is_demo else authority,
        source=law.orgs[duty.org].name.zh,
        definition=definition_on(entry, period),
        visibility=visibility_of(entry),
        announced=announced_in(law),
        figure=figure,
    )


def definition_on(entry: IndicatorEntry, period: Period) -> str:
    """The definition in force when the period ended."""
    known = [one for one in entry.versions if one.from_ <= period.end]
    return max(known, key=lambda one: one.from_).id if known else ""


def visibility_of(entry: IndicatorEntry) -> Visibility:
    """What comes up from below is internal, unless the indicator expressly says otherwise."""
    if "visibility" not in entry.model_fields_set:
        return Visibility.INTERNAL
    return Visibility[entry.visibility.upper()]
