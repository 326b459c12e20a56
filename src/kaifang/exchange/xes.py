"""XES, the exchange format of event logs (IEEE 1849), read as a stream."""

from __future__ import annotations

import zlib
from array import array
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.parsers import expat  # defusedxml reads it twice as slowly; see _refuse_dtd
from zoneinfo import ZoneInfo

import numpy as np
from defusedxml import DTDForbidden

from kaifang.cases.building import EPOCH, assemble, number
from kaifang.cases.errors import EventIncomplete, LogUnreadable, TimeUnreadable
from kaifang.cases.logs import Attribute, EventLog
from kaifang.core.messages import message
from kaifang.exchange.xes_files import XesFile, open_xes

NAME, TIME = "concept:name", "time:timestamp"
_VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
_DAY = 86_400
_CHUNK = 1 << 18


def read_xes(path: Path, *, zone: str) -> EventLog:
    """Read the events of a file as they stand; the attributes of a trace become the case's.

    Traces of one name are one case; a trace without a name is a case of its own. A time without
    a zone is taken as that of `zone`.
    Raises: LogUnreadable, EventIncomplete, TimeUnreadable.
    """
    reader = _Reader(str(path), ZoneInfo(zone))
    try:
        with open_xes(path) as file:
            _parse(reader.parser, file)
    except (expat.ExpatError, OSError, EOFError, zlib.error) as fault:
        raise LogUnreadable.at(str(path), why=str(fault)) from fault
    except ValueError as fault:  # "multi-byte encodings are not supported"
        raise LogUnreadable.at(str(path), why=message("cases.encoding")) from fault
    except DTDForbidden as fault:
        raise LogUnreadable.at(str(path), why=message("cases.dtd")) from fault
    return reader.log()


def _parse(parser: expat.XMLParserType, file: XesFile) -> None:
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


class _Reader:
    """What the parser has seen so far: arrays of coded events, and the trace and event at hand."""

    def __init__(self, path: str, zone: ZoneInfo) -> None:
        self.parser = expat.ParserCreate(intern={})
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = _refuse_dtd
        self._path, self._zone = path, zone
        self._within: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._first = 0
        self._cases: dict[str, int] = {}
        self._activities: dict[str, int] = {}
        self._case, self._activity, self._times = array("i"), array("i"), array("q")
        self._attributes: dict[str, dict[int, str]] = {}

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        within = self._within
        if tag in _VALUES:
            holder = within[-1] if within else ""
            if holder == "event":
                self._event[attributes.get("key", "")] = attributes.get("value", "")
            elif holder == "trace":
                self._trace[attributes.get("key", "")] = attributes.get("value", "")
        elif tag == "event":
            self._event = {}
        elif tag == "trace":
            self._trace, self._first = {}, len(self._times)
        within.append(tag)

    def _end(self, tag: str) -> None:
        self._within.pop()
        if tag == "event" and self._within and self._within[-1] == "trace":
            self._add_event()
        elif tag == "trace":
            self._add_case()

    def _add_event(self) -> None:
        event = self._event
        name = event.get(NAME)
        if name is None or not event.get(TIME):
            column = TIME if name is not None else NAME
            raise EventIncomplete.at(self._place(), column=column, found=1)
        self._activity.append(self._activities.setdefault(name, len(self._activities)))
        self._times.append(self._microseconds(event[TIME]))

    def _add_case(self) -> None:
        """Give the events since the trace began to its case; a trace without events is none."""
        count = len(self._times) - self._first
        if not count:
            return
        name = self._trace.pop(NAME, "") or f"#{len(self._cases) + 1}"
        case = self._cases.setdefault(name, len(self._cases))
        self._case.extend([case] * count)
        for key, value in self._trace.items():
            self._attributes.setdefault(key, {}).setdefault(case, value)

    def _microseconds(self, text: str) -> int:
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            expected = "2023-04-20T08:20:00.000+08:00"
            raise TimeUnreadable.at(self._place(), found=text, expected=expected) from None
        since = (time if time.tzinfo else time.replace(tzinfo=self._zone)) - EPOCH
        return (since.days * _DAY + since.seconds) * 1_000_000 + since.microseconds

    def _place(self) -> str:
        return f"{self._path}:{self.parser.CurrentLineNumber}"

    def log(self) -> EventLog:
        """Cluster what was read."""
        if not self._within and not self.parser.CurrentByteIndex:
            raise LogUnreadable.at(self._path, why=message("cases.empty"))
        return assemble(
            np.frombuffer(self._case, np.int32),
            np.frombuffer(self._activity, np.int32),
            np.frombuffer(self._times, np.int64),
            tuple(self._cases),
            tuple(self._activities),
            {key: _attribute(values, len(self._cases)) for key, values in self._attributes.items()},
        )


def _attribute(values: dict[int, str], cases: int) -> Attribute:
    codes, names = number(values.values())
    of_case = np.full(cases, -1, np.int32)
    of_case[list(values)] = codes
    return Attribute(names, of_case)


def _refuse_dtd(name: str, system: str | None, public: str | None, _: Any) -> None:
    raise DTDForbidden(name, system, public)
