"""Read the events of a process from the database, in the order in which they were recorded."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from django.db import connection

from kaifang.store.case_mirror.arrays import EventRow

_CHUNK = 50_000
_TIME = {
    "sqlite": "occurred_at",
    "postgresql": "(extract(epoch FROM occurred_at) * 1000000)::bigint",
}
_PLACE = EventRow._fields.index("microseconds")


def scan(process: str, after: int, last: int) -> Iterator[EventRow]:
    """The events of a process numbered above `after` up to `last`, as they were recorded."""
    columns = (
        f'id, source, event, "case", type, {_TIME[connection.vendor]}, sequence, org, data,'
        " amends, amends_source"
    )
    statement = (
        f"SELECT {columns} FROM store_caseevent"  # noqa: S608
        " WHERE id > %s AND id <= %s AND process = %s ORDER BY id"
    )
    for low in range(after, last, _CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(statement, [low, min(low + _CHUNK, last), process])
            rows = cursor.fetchall()
        if connection.vendor == "sqlite":  # gives datetimes in UTC, without their zone
            told = np.array([row[_PLACE] for row in rows], "datetime64[us]").astype(np.int64)
            times = told.tolist()
        else:
            times = [row[_PLACE] for row in rows]
        for row, time in zip(rows, times, strict=True):
            yield EventRow._make((*row[:_PLACE], time, *row[_PLACE + 1 :]))
