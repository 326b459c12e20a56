"""Read records from the database as a table of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

import numpy as np
from django.db import connection

from kaifang.facts.columns import micros
from kaifang.store.models import Batch
from kaifang.store.table import NUMBERS, TEXTS, Array, Coded, Table

_CHUNK = 50_000
_DAYS = {
    "sqlite": r"CAST(julianday(\1) - 2440587.5 AS INTEGER)",
    "postgresql": r"(\1 - DATE '1970-01-01')",
}
_READ = {
    "row": "id",
    "start": "days(period_start)",
    "end": "days(period_end)",
    "announced": "COALESCE(days(announced), -1)",
    "embargo": "embargo",
    "value": "value_digits",
    "value_scale": "value_scale",
    "high": "high_digits",
    "high_scale": "high_scale",
    "visibility": "visibility",
    "firms": "COALESCE(firms, -1)",
    **{name: name for name in TEXTS},
}


def scan(after: int = 0) -> Table:
    """Return all records numbered above `after`, in the order in which they were recorded."""
    batches = _batches(after)
    if not batches:
        return Table.empty()
    places: dict[str, dict[str, int]] = {name: {} for name in TEXTS}
    chunks = [_read(chunk, places) for chunk in _chunks(after, batches[-1][1]) if chunk]
    if not chunks:
        return Table.empty()
    columns = {name: np.concatenate([c[name] for c in chunks]) for name in chunks[0]}
    columns["recorded"] = _recorded(columns["row"], batches)
    return Table(
        {name: Coded(columns[name], list(places[name])) for name in TEXTS},
        {name: columns[name] for name in NUMBERS},
    )


def _batches(after: int) -> list[tuple[int, int, int]]:
    """First row, last row and instant of the batches that reach beyond `after`, in order."""
    newest_first = Batch.objects.order_by("-id").values_list("first_row", "last_row", "recorded_at")
    fresh = takewhile(lambda batch: batch[1] > after, newest_first.iterator())
    return [(first, last, micros(instant)) for first, last, instant in fresh][::-1]


def _chunks(after: int, last: int) -> Iterator[list[tuple[Any, ...]]]:
    statement = f"SELECT {_columns()} FROM store_record WHERE id > %s AND id <= %s ORDER BY id"  # noqa: S608
    for low in range(after, last, _CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(statement, [low, min(low + _CHUNK, last)])
            yield cursor.fetchall()


def _columns() -> str:
    """List what to read, with `days(…)` as this database counts days since 1970."""
    listed = ", ".join(_READ.values())
    return re.sub(r"days\((\w+)\)", _DAYS[connection.vendor], listed)


def _read(chunk: list[tuple[Any, ...]], places: dict[str, dict[str, int]]) -> dict[str, Array]:
    columns = dict(zip(_READ, zip(*chunk, strict=True), strict=True))
    read = {name: _codes(columns[name], places[name]) for name in TEXTS}
    for name in ("value", "high"):
        read[f"has_{name}"] = np.array([one is not None for one in columns[name]], np.bool_)
        columns[name] = tuple(one or 0 for one in columns[name])
    columns["embargo"] = tuple(map(_micros, columns["embargo"]))
    numbers = (name for name in NUMBERS if name in columns)
    return read | {name: np.array(columns[name], NUMBERS[name]) for name in numbers}


def _codes(texts: tuple[str, ...], places: dict[str, int]) -> Array:
    """Code texts by the order in which they first appear."""
    return np.array([places.setdefault(text, len(places)) for text in texts], np.int32)


def _recorded(rows: Array, batches: list[tuple[int, int, int]]) -> Array:
    """The instant of each row's batch, int64 microseconds."""
    firsts, _, instants = (np.array(column, np.int64) for column in zip(*batches, strict=True))
    found: Array = instants[np.searchsorted(firsts, rows, side="right") - 1]
    return found


def _micros(moment: datetime | None) -> int:
    """SQLite gives instants without their zone, which is UTC."""
    if moment is None:
        return 0
    return micros(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
