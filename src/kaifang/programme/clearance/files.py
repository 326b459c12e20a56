"""Files of events, whatever their format, read one event after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kaifang.cases.building import ZONE
from kaifang.cases.columns import LogColumns
from kaifang.cases.errors import LogUnreadable, TimeUnreadable
from kaifang.core.event import GivenEvent
from kaifang.core.messages import message
from kaifang.exchange.cloud_events import events_in_lines
from kaifang.exchange.xes_events import xes_events
from kaifang.store.event_rows import table_events

LINES = (".jsonl", ".ndjson")
XES = (".xes", ".xes.gz")
TABLES = (".csv", ".csv.gz", ".parquet")
FORMATS = (*LINES, *XES, *TABLES)
USUAL_COLUMNS = LogColumns()
FILE = "file"  # the source of events that nobody but their file names


@dataclass(frozen=True, slots=True)
class FileWay:
    """How a file is read: its columns, the zone of its times, and what names its events.

    Without `id_column` an event is named by the hash of its file and its row there, so the same
    file again is the same events, but a file that has grown is others. With it the events are
    those of `source`, whichever file they come in.
    """

    columns: LogColumns = USUAL_COLUMNS
    zone: str = ZONE
    id_column: str = ""
    source: str = FILE


USUAL = FileWay()


def is_readable(path: Path) -> bool:
    """Whether a file's name tells a format of ours; hidden and unfinished ones are left alone."""
    return path.is_file() and not path.name.startswith(".") and _ends(path, FORMATS)


def events_of(path: Path, process: str, way: FileWay) -> Iterator[GivenEvent]:
    """Read the events of a file.

    Raises: LogUnreadable, ColumnMissing, EventIncomplete, TimeUnreadable, CloudEventUnreadable.
    """
    if not path.is_file():
        raise LogUnreadable.at(str(path), why=message("cases.no_file"))
    if _ends(path, LINES):
        with path.open("rb") as lines:
            yield from events_in_lines(lines, process)
    elif _ends(path, XES):
        yield from _of_xes(path, process, way)
    elif _ends(path, TABLES):
        yield from _of_table(path, process, way)
    else:
        raise LogUnreadable.at(str(path), why=message("cases.no_format", found=path.name))


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _of_table(path: Path, process: str, way: FileWay) -> Iterator[GivenEvent]:
    start = "" if way.id_column else f"{sha256_of(path)}:"
    for one in table_events(path, way.columns, zone=way.zone, id_column=way.id_column):
        data = dict(one.data)
        yield GivenEvent(
            source=way.source,
            id=f"{start}{one.id}",
            process=process,
            case=one.case,
            type=one.activity,
            occurred_at=one.time,
            actor=data.pop("actor", ""),
            org=data.pop("org", ""),
            data=data,
        )


def _of_xes(path: Path, process: str, way: FileWay) -> Iterator[GivenEvent]:
    start, zone = f"{sha256_of(path)}:", ZoneInfo(way.zone)
    for one in xes_events(path):
        yield GivenEvent(
            source=way.source,
            id=f"{start}{one.row}",
            process=process,
            case=one.case,
            type=one.activity,
            occurred_at=_instant(one.time, zone, f"{path} event {one.row}"),
            actor=one.actor,
            data=one.data,
        )


def _instant(text: str, zone: ZoneInfo, where: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        expected = "2023-04-20T08:20:00.000+08:00"
        raise TimeUnreadable.at(where, found=text, expected=expected) from None
    return time if time.tzinfo else time.replace(tzinfo=zone)


def _ends(path: Path, endings: tuple[str, ...]) -> bool:
    return path.name.lower().endswith(endings)
