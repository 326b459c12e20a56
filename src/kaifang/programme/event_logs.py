"""Read an event log from a file, whatever its format: no store is needed."""

from __future__ import annotations

from pathlib import Path

from kaifang.cases.building import ZONE
from kaifang.cases.columns import LogColumns
from kaifang.cases.errors import LogUnreadable
from kaifang.cases.logs import EventLog
from kaifang.core.messages import message
from kaifang.exchange.xes import read_xes
from kaifang.store.event_tables import read_table

XES = (".xes", ".xes.gz")
TABLES = (".csv", ".csv.gz", ".parquet")


def read_log(
    path: str | Path, *, case: str = "", activity: str = "", time: str = "", zone: str = ZONE
) -> EventLog:
    """Read XES, CSV or Parquet; the columns of a table are named, or found by their usual names.

    A time without a zone is taken as that of `zone`. Events of equal time keep their order in
    the file.
    Raises: LogUnreadable, ColumnMissing, EventIncomplete, TimeUnreadable.
    """
    path = Path(path)
    if not path.is_file():
        raise LogUnreadable.at(str(path), why=message("cases.no_file"))
    if path.name.lower().endswith(XES):
        return read_xes(path, zone=zone)
    if path.name.lower().endswith(TABLES):
        return read_table(path, LogColumns(case, activity, time), zone=zone)
    raise LogUnreadable.at(str(path), why=message("cases.no_format", found=path.name))
