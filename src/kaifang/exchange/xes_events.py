"""The events of a XES file one by one, with all that it says of each; `xes` reads whole logs."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from kaifang.cases.errors import EventIncomplete, LogUnreadable
from kaifang.core.messages import message
from kaifang.exchange.xes_files import open_xes

NAME, TIME, RESOURCE = "concept:name", "time:timestamp", "org:resource"


class XesEvent(NamedTuple):
    """An event of a trace; `data` holds the attributes of both, those of the event first."""

    row: int
    case: str
    activity: str
    time: str
    actor: str
    data: dict[str, str]


def xes_events(path: Path) -> Iterator[XesEvent]:
    """Read the events of a file as they stand, numbered from 1.

    Raises: LogUnreadable, EventIncomplete.
    """
    try:
        with open_xes(path) as file:
            yield from _events(file, str(path))
    except (ParseError, OSError, EOFError, zlib.error) as fault:
        raise LogUnreadable.at(str(path), why=str(fault)) from fault
    except ValueError as fault:  # "multi-byte encodings are not supported"
        raise LogUnreadable.at(str(path), why=message("cases.encoding")) from fault
    except DefusedXmlException as fault:
        raise LogUnreadable.at(str(path), why=message("cases.dtd")) from fault


def _events(file: Any, path: str) -> Iterator[XesEvent]:
    row = traces = 0
    for _, element in iterparse(file, forbid_dtd=True):
        if _tag(element) != "trace":
            continue
        traces += 1
        own = _values(element)
        case = own.pop(NAME, "") or f"#{traces}"
        for event in element:
            if _tag(event) == "event":
                row += 1
                yield _event(row, case, own, _values(event), path)
        element.clear()


def _event(row: int, case: str, trace: dict[str, str], said: dict[str, str], path: str) -> XesEvent:
    activity, time = said.pop(NAME, ""), said.pop(TIME, "")
    if not activity or not time:
        column = TIME if activity else NAME
        raise EventIncomplete.at(f"{path} event {row}", column=column, found=1)
    return XesEvent(row, case, activity, time, said.pop(RESOURCE, ""), {**trace, **said})


def _values(element: Any) -> dict[str, str]:
    return {
        one.attrib["key"]: one.attrib["value"]
        for one in element
        if "key" in one.attrib and one.attrib.get("value")
    }


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
