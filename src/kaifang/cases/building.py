"""Build an event log of rows, of arrays or of any dataframe, and add events to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import narwhals as nw
import numpy as np
import numpy.typing as npt

from kaifang.cases.clustering import coarsest, order_by_case, smallest_codes
from kaifang.cases.errors import ColumnMissing, EventIncomplete, TimeUnreadable
from kaifang.cases.logs import Attribute, EventLog
from kaifang.core.errors import nearest

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONE = "Asia/Shanghai"
Columns = Mapping[str, Sequence[str]]


def log_of(rows: Iterable[tuple[str, str, int | datetime]]) -> EventLog:
    """Build a log of (case, activity, time) rows; a time is an aware instant or whole seconds.

    >>> log = log_of([("a", "arrive", 0), ("b", "arrive", 5), ("a", "leave", 60)])
    >>> log.cases, log.events, log.activities
    (2, 3, ('arrive', 'leave'))
    """
    rows = list(rows)
    times = np.array([_microseconds(time) for _, _, time in rows], np.int64)
    return build([case for case, _, _ in rows], [activity for _, activity, _ in rows], times)


def _microseconds(time: int | datetime) -> int:
    if isinstance(time, datetime):
        if time.tzinfo is None:
            raise TimeUnreadable(found=time.isoformat(), expected="2023-04-20T08:20:00+08:00")
        since = time - EPOCH
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return time * 1_000_000


def build(
    cases: Iterable[Hashable],
    activities: Iterable[str],
    microseconds: npt.NDArray[np.int64],
    attributes: Columns | None = None,
    order: Sequence[str] = (),
) -> EventLog:
    """Build a log of columns of equal length, microseconds since 1970 in UTC.

    An attribute belongs to the case and is taken from its first event that has one. `order` says
    which activity comes first where times are equal; without it the row above does.
    """
    case, case_ids = number(cases)
    activity, names = number(activities)
    per_case = {
        name: _of_cases(case, len(case_ids), texts) for name, texts in (attributes or {}).items()
    }
    ranks = _ranks(names, order)[activity] if order else None
    return assemble(case, activity, microseconds, tuple(map(str, case_ids)), names, per_case, ranks)


def assemble(
    case: npt.NDArray[np.int32],
    activity: npt.NDArray[np.int32],
    microseconds: npt.NDArray[np.int64],
    case_ids: Sequence[str],
    names: Sequence[str],
    attributes: Mapping[str, Attribute] | None = None,
    ranks: npt.NDArray[np.int32] | None = None,
) -> EventLog:
    """Cluster coded columns; cases are numbered as they first appear, none without an event."""
    start = int(microseconds.min()) // 1_000_000 * 1_000_000 if len(microseconds) else 0
    ticks, per_second = coarsest(microseconds - start)
    placed = order_by_case(case, ticks, ranks)
    counts = np.bincount(case, minlength=len(case_ids))
    return EventLog(
        activities=tuple(names),
        activity=smallest_codes(activity[placed], len(names)),
        ticks=ticks[placed],
        offsets=np.concatenate([[0], np.cumsum(counts)]),
        case_ids=case_ids,
        origin=EPOCH + timedelta(microseconds=start),
        ticks_per_second=per_second,
        attributes=attributes or {},
    )


def number(values: Iterable[Hashable]) -> tuple[npt.NDArray[np.int32], tuple[Any, ...]]:
    """Number values as they first appear.

    >>> number("abca")
    (array([0, 1, 2, 0], dtype=int32), ('a', 'b', 'c'))
    """
    numbers: defaultdict[Hashable, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    codes = np.fromiter(map(numbers.__getitem__, values), np.int32)
    return codes, tuple(numbers)


def of_frame(
    frame: Any,
    case: str,
    activity: str,
    time: str,
    *,
    zone: str = ZONE,
    attributes: Sequence[str] = (),
    order: Sequence[str] = (),
) -> EventLog:
    """Build a log of any dataframe that Narwhals knows: pandas, Polars, DuckDB, PyArrow and others.

    A time without a zone is taken as that of `zone`. Empty cells of the three columns are
    refused: an event is somebody's, something, and at some time.
    Raises: ColumnMissing, EventIncomplete, TimeUnreadable.
    """
    table = nw.from_native(frame)
    wanted = tuple(dict.fromkeys((case, activity, time, *attributes)))
    _expect_columns(table.collect_schema().names(), wanted)
    held = _eager(table, wanted, time) if isinstance(table, nw.LazyFrame) else table
    for name in (case, activity, time):
        _expect_whole(held[name], name)
    return build(
        _listed(held[case]),
        map(str, _listed(held[activity])),
        _utc(held[time], zone),
        {name: _texts(_listed(held[name])) for name in attributes},
        order,
    )


def _expect_columns(found: Sequence[str], wanted: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in found]
    if missing:
        raise ColumnMissing(
            near=nearest(missing[0], found), found=", ".join(found), expected=", ".join(missing)
        )


def _eager(table: nw.LazyFrame[Any], wanted: Sequence[str], time: str) -> Any:
    """The columns of a table that is only a question yet.

    DuckDB answers with rows, its times as texts: for others it would want a library of its own.
    """
    kind = table.collect_schema()[time]
    if not hasattr(table.to_native(), "fetchall"):
        return table.select(*wanted).collect()
    if not isinstance(kind, nw.Datetime):
        raise TimeUnreadable(found=str(kind), expected="datetime")
    asked = [nw.col(one).cast(nw.String) if one == time else nw.col(one) for one in wanted]
    rows = table.select(*asked).to_native().fetchall()
    return {name: [row[place] for row in rows] for place, name in enumerate(wanted)}


def _listed(column: nw.Series[Any] | list[Any]) -> list[Any]:
    return column if isinstance(column, list) else column.to_list()


def _expect_whole(column: nw.Series[Any] | list[Any], name: str) -> None:
    empty = (
        [one is None for one in column] if isinstance(column, list) else column.is_null().to_list()
    )
    if any(empty):
        raise EventIncomplete.at(str(empty.index(True) + 1), column=name, found=sum(empty))


def _utc(times: nw.Series[Any] | list[str], zone: str) -> npt.NDArray[np.int64]:
    """Microseconds since 1970, UTC."""
    if isinstance(times, list):
        place = ZoneInfo(zone)
        return np.array([_microseconds(_instant(one, place)) for one in times], np.int64)
    kind = times.dtype
    if not isinstance(kind, nw.Datetime):
        raise TimeUnreadable(found=str(kind), expected="datetime")
    if kind.time_zone is None:
        times = times.dt.replace_time_zone(zone)
    return np.asarray(times.dt.timestamp("us").to_numpy(), np.int64)


def _instant(text: str, zone: ZoneInfo) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise TimeUnreadable(found=text, expected="2023-04-20 08:20:00+08:00") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _texts(values: Sequence[Any]) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _of_cases(case: npt.NDArray[np.int32], count: int, texts: Sequence[str]) -> Attribute:
    """What the first event of each case that says anything says; an empty text says nothing."""
    codes, values = number(["", *texts])
    of_case = np.full(count, -1, np.int32)
    says = np.flatnonzero(codes[1:])[::-1]  # backwards, so that the first is written last
    of_case[case[says]] = codes[1:][says] - 1
    return Attribute(tuple(map(str, values[1:])), of_case)


def _ranks(names: Sequence[str], order: Sequence[str]) -> npt.NDArray[np.int32]:
    """Where each activity stands in the declared order; one that is not declared comes last."""
    places = {name: place for place, name in enumerate(order)}
    return np.array([places.get(name, len(places)) for name in names], np.int32)
