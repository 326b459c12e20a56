"""Observation <-> row of the table of records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import models

from kaifang.core.observation import Measure, Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.store.decimals import decimal_of, digits_of
from kaifang.store.models import Record

COLUMNS = tuple(field.attname for field in Record._meta.fields)
Row = tuple[Any, ...]


def row_of(o: Observation, row: int, batch: int, reason: str) -> Row:
    """Lay an observation out in the order of `COLUMNS`.

    Raises: NotFinite, TooManyDecimals, TooManyDigits.
    """
    return (
        row,
        batch,
        o.indicator,
        o.org,
        o.period.start.isoformat(),
        o.period.end.isoformat(),
        o.measure.value,
        o.base,
        o.part,
        o.definition,
        *digits_of(o.value),
        *digits_of(o.high),
        o.unit,
        o.comparator,
        o.authority.value,
        o.source,
        int(o.visibility),
        _instant(o.embargo),
        o.announced.isoformat() if o.announced else None,
        o.figure,
        o.pack,
        o.reason or reason,
        o.firms,
    )


def observations_of(rows: models.QuerySet) -> Iterator[Observation]:
    """Read rows as observations, with the instant their batch was recorded."""
    fields = (*COLUMNS, "batch__recorded_at")
    for row in rows.values_list(*fields, named=True).iterator(chunk_size=10_000):
        yield _observation(row)


def _observation(row: Any) -> Observation:
    return Observation(
        indicator=row.indicator,
        org=row.org,
        period=Period(row.period_start, row.period_end),
        value=decimal_of(row.value_digits, row.value_scale),
        unit=row.unit,
        measure=Measure(row.measure),
        base=row.base,
        part=row.part,
        comparator=row.comparator,
        high=decimal_of(row.high_digits, row.high_scale),
        authority=Authority(row.authority),
        source=row.source,
        definition=row.definition,
        visibility=Visibility(row.visibility),
        embargo=row.embargo,
        announced=row.announced,
        figure=row.figure,
        pack=row.pack,
        reason=row.reason,
        recorded=row.batch__recorded_at,
        id=row.id,
        firms=row.firms,
    )


def _instant(moment: datetime | None) -> str | None:
    """Write an instant as both databases take it: in UTC, the zone of the connection."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
