"""iCalendar (RFC 5545): days on which something is due, as text that diaries subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_WIDTH = 75  # octets of a line, its end not counted
_PRODUCT = "-//Kaifang//Kaifang//ZH"


@dataclass(frozen=True, slots=True)
class Entry:
    """One whole day; the same `uid` once more is the same entry, changed."""

    uid: str
    day: date
    title: str
    text: str = ""
    link: str = ""


def calendar_text(name: str, entries: Iterable[Entry]) -> str:
    """Write a calendar; the same entries give the same text, so that a feed may be cached.

    Source: RFC 5545, 3.1 (folding), 3.3.11 (escaping), 3.6.1 (all-day events).
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in entries:
        lines += _lines(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    r"""A text as a value of iCalendar.

    >>> escaped("省商务厅; 一季度, 二季度")
    '省商务厅\\; 一季度\\, 二季度'
    """
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> Iterator[str]:
    """Break a line so that no part is longer than 75 octets and no character is cut in two.

    >>> [len(part.encode()) for part in folded("SUMMARY:" + "报" * 40)]
    [74, 55]
    """
    part, used = "", 0
    for char in line:
        width = len(char.encode())
        if used + width > _WIDTH:
            yield part
            part, used = " ", 1
        part, used = part + char, used + width
    yield part


def _lines(entry: Entry) -> list[str]:
    """The stamp is of the day itself: a feed says when it is due, not when it was asked for."""
    after = entry.day + timedelta(days=1)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{entry.day:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{escaped(entry.title)}",
    ]
    lines += [f"DESCRIPTION:{escaped(entry.text)}"] if entry.text else []
    lines += [f"URL:{entry.link}"] if entry.link else []
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]
