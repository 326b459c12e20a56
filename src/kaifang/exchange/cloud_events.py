"""CloudEvents 1.0 (structured JSON) as events of cases, one a line or in a list.

`subject` is the case, `time` when it happened. Our extension attributes: `process`, `announcedat`,
`actor`, `onbehalfof`, `org`, `sequence`, `amends`, `amendssource`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kaifang.core.errors import KaifangError
from kaifang.core.event import GivenEvent

VERSION = "1.0"
_TEXTS = ("source", "id", "subject", "type", "time")
_OURS = (
    "process",
    "announcedat",
    "actor",
    "onbehalfof",
    "org",
    "sequence",
    "amends",
    "amendssource",
)
_KNOWN = frozenset({*_TEXTS, *_OURS, "specversion", "datacontenttype", "dataschema", "data"})


class CloudEventUnreadable(KaifangError):
    """Something sent is no CloudEvent, or says what nobody reads."""

    code = "KF-CASE-207"


def events_in_lines(lines: Iterable[bytes], process: str = "") -> Iterator[GivenEvent]:
    """Read one CloudEvent a line; empty lines are passed over. Raises: CloudEventUnreadable."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield event_of(_parsed(line, str(number)), process, str(number))


def events_in_body(body: bytes, process: str = "") -> list[GivenEvent]:
    """Read a JSON list of CloudEvents, one CloudEvent, or one a line. Raises: CloudEventUnreadable."""
    text = body.lstrip()
    if not text.startswith(b"["):
        return list(events_in_lines(body.splitlines(), process))
    found = _parsed(body, "")
    return [event_of(one, process, str(place)) for place, one in enumerate(found, 1)]


def event_of(said: Any, process: str = "", where: str = "") -> GivenEvent:
    """One CloudEvent as an event of a case. Raises: CloudEventUnreadable."""
    if not isinstance(said, dict):
        raise _unreadable(where, type(said).__name__, "{…}")
    if said.get("specversion") != VERSION:
        raise _unreadable(where, f"specversion: {said.get('specversion')}", VERSION)
    if strange := sorted(map(str, said.keys() - _KNOWN)):
        raise _unreadable(where, strange[0], ", ".join(sorted(_KNOWN)))
    for name in _TEXTS:
        if not isinstance(said.get(name), str):
            raise _unreadable(where, f"{name}: {said.get(name)}", name)
    named = said.get("process") or process
    if process and named != process:
        raise _unreadable(where, f"process: {named}", process)
    return GivenEvent(
        source=said["source"],
        id=said["id"],
        process=named,
        case=said["subject"],
        type=said["type"],
        occurred_at=said["time"],
        announced_at=said.get("announcedat"),
        actor=_told(said, "actor", ""),
        on_behalf_of=_told(said, "onbehalfof", ""),
        org=_told(said, "org", ""),
        sequence=_sequence(said.get("sequence"), where),
        data=_told(said, "data", {}),
        amends=_told(said, "amends", ""),
        amends_source=_told(said, "amendssource", ""),
    )


def _told(said: dict[str, Any], name: str, nothing: Any) -> Any:
    """What is said of a name, whatever it is: only null says the same as nothing."""
    found = said.get(name)
    return nothing if found is None else found


def _sequence(given: Any, where: str) -> int | None:
    """The extension `sequence` of CloudEvents is a text; a number says the same."""
    if given is None or isinstance(given, int):
        return given
    if isinstance(given, str) and given.isascii() and given.isdigit():
        return int(given[:20])
    raise _unreadable(where, f"sequence: {given}", "0, 1, 2 …")


def _parsed(text: bytes, where: str) -> Any:
    try:
        found = json.loads(text.decode("utf-8-sig"))
        if b"\\u" in text:  # half a character is no text, and no answer could repeat it
            json.dumps(found, ensure_ascii=False).encode()
        return found
    except (ValueError, RecursionError) as fault:
        raise _unreadable(where, str(fault)[:120], "JSON") from fault


def _unreadable(where: str, found: str, expected: str) -> CloudEventUnreadable:
    return CloudEventUnreadable.at(where, found=found[:200], expected=expected)
