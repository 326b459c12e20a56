"""Which column of a table holds case, activity and time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kaifang.cases.errors import ColumnMissing
from kaifang.core.errors import nearest

USUAL = (
    ("case:concept:name", "case_id", "case id", "case", "caseid", "办件编号", "办件", "项目编号", "报关单号"),
    ("concept:name", "activity", "event", "环节", "事件", "状态"),
    ("time:timestamp", "timestamp", "time", "occurred_at", "completetime", "complete timestamp", "时间", "发生时间"),
)  # fmt: skip


class LogColumns(NamedTuple):
    """Names of columns; an empty one is to be found."""

    case: str = ""
    activity: str = ""
    time: str = ""


def find_columns(named: LogColumns, columns: Sequence[str]) -> LogColumns:
    """Return the columns of a table, as named or under a usual name, whatever their case.

    Raises: ColumnMissing.

    >>> find_columns(LogColumns(case="port"), ["port", "Activity", "时间"])
    LogColumns(case='port', activity='Activity', time='时间')
    """
    return LogColumns(
        *(_find(name, usual, columns) for name, usual in zip(named, USUAL, strict=True))
    )


def _find(name: str, usual: Sequence[str], columns: Sequence[str]) -> str:
    if name:
        if name not in columns:
            raise ColumnMissing(
                near=nearest(name, columns), found=", ".join(columns), expected=name
            )
        return name
    lowered = {column.strip().lower(): column for column in reversed(columns)}
    for one in usual:
        if one in lowered:
            return lowered[one]
    raise ColumnMissing(found=", ".join(columns), expected=usual[0])
