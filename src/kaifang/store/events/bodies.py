"""Lay out an event: what it says as canonical JSON, its hash, its row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from kaifang.core.canonical import canonical, quoted
from kaifang.core.errors import KaifangError
from kaifang.core.event import GivenEvent
from kaifang.store.events.errors import (
    DataNotExact,
    EventOutOfTime,
    EventTooLarge,
    EventUnsound,
    EventWithoutZone,
)

LONGEST_NAME, LONGEST_TEXT = 200, 400
MOST_DATA_BYTES = 64 * 1024
_MOST_SEQUENCE = 2**53 - 1
# 0001-01-01 and 9999-12-31 stand for what is not known: no zone shows them, no month holds them.
_FIRST_YEAR, _BEHIND_YEARS = "1900", "2200"
_NEEDED = ("source", "id", "process", "case", "type")
_MAYBE = ("actor", "on_behalf_of", "org", "amends", "amends_source")


class EventContent(NamedTuple):
    """An event laid out; instants are texts in UTC as both databases take them.

    The fields up to `amends_source` stand in the order of the row's columns.
    """

    source: str
    event: str
    process: str
    case: str
    type: str
    occurred_at: str
    announced_at: str | None
    actor: str
    on_behalf_of: str
    org: str
    sequence: int | None
    data: str
    amends: str
    amends_source: str
    hash: bytes


COLUMNS = EventContent._fields


def laid_out(given: GivenEvent) -> EventContent:
    """Check an event and seal what it says.

    Raises: EventUnsound, EventWithoutZone, EventOutOfTime, DataNotExact, EventTooLarge.
    """
    _check_texts(given)
    sequence = given.sequence
    if sequence is not None and not _is_sequence(sequence):
        raise _unsound(given, "sequence", sequence, f"0–{_MOST_SEQUENCE}")
    stated = (
        given.source,
        given.id,
        given.process,
        given.case,
        given.type,
        _instant(given, "occurred_at", given.occurred_at),
        None if given.announced_at is None else _instant(given, "announced_at", given.announced_at),
        given.actor,
        given.on_behalf_of,
        given.org,
        sequence,
        _data(given),
        given.amends,
        given.amends_source,
    )
    try:
        return EventContent(*stated, hash_of(stated))
    except UnicodeEncodeError as half:
        raise _unsound(given, "text", ascii(half.object)[:80], "UTF-8") from half


def hash_of(stated: tuple[Any, ...]) -> bytes:
    """SHA-256 over the canonical JSON of what an event says, in the order of `EventContent`."""
    return hashlib.sha256(written(stated).encode()).digest()


def written(stated: tuple[Any, ...]) -> str:
    """What an event says as canonical JSON; what is empty is left out."""
    (source, event, process, case, type_, occurred, announced, actor, behalf, org, sequence,
     data, amends, amends_source) = stated[:14]  # fmt: skip
    # in the order of keys, as RFC 8785 wants them
    return "".join(
        (
            "{",
            f'"actor":{quoted(actor)},' if actor else "",
            f'"amends":{quoted(amends)},' if amends else "",
            f'"amends_source":{quoted(amends_source)},' if amends_source else "",
            f'"announced_at":"{_iso(announced)}",' if announced else "",
            f'"case":{quoted(case)},"data":{data},"id":{quoted(event)},"occurred_at":"{_iso(occurred)}",',
            f'"on_behalf_of":{quoted(behalf)},' if behalf else "",
            f'"org":{quoted(org)},' if org else "",
            f'"process":{quoted(process)},',
            f'"sequence":{sequence},' if sequence is not None else "",
            f'"source":{quoted(source)},"type":{quoted(type_)}}}',
        )
    )


def _iso(instant: str) -> str:
    return f"{instant.replace(' ', 'T')}Z"


def sound(events: Iterator[GivenEvent], wrong: list[KaifangError]) -> Iterator[EventContent]:
    """Lay out events one after the other; what is wrong with any is put into `wrong`."""
    for given in events:
        try:
            yield laid_out(given)
        except KaifangError as error:
            wrong.append(error)


def _check_texts(given: GivenEvent) -> None:
    for name in _NEEDED:
        text = getattr(given, name)
        if type(text) is not str or not text.strip():
            raise _unsound(given, name, text, "…")
        if len(text) > LONGEST_NAME or "\0" in text:
            raise _unsound(given, name, text[:80], f"≤ {LONGEST_NAME}")
    for name in _MAYBE:
        text = getattr(given, name)
        if type(text) is not str or len(text) > LONGEST_TEXT or "\0" in text:
            raise _unsound(given, name, str(text)[:80], f"≤ {LONGEST_TEXT}")


def _is_sequence(number: object) -> bool:
    return type(number) is int and 0 <= number <= _MOST_SEQUENCE


def _instant(given: GivenEvent, field: str, time: object) -> str:
    """An instant as Django writes it on either database, so that it compares with its own."""
    try:
        found = time if isinstance(time, datetime) else datetime.fromisoformat(str(time))
        offset = found.utcoffset()
        if offset is not None:
            if offset:
                found = found.astimezone(UTC)
            written = found.replace(tzinfo=None).isoformat(" ")
            if _FIRST_YEAR <= written < _BEHIND_YEARS:
                return written
            raise _out_of_time(given, field, time)
    except ValueError:
        pass
    except OverflowError:
        raise _out_of_time(given, field, time) from None
    raise EventWithoutZone.at(
        _place(given), field=field, found=str(time)[:80], expected="2023-04-20T08:20:00+08:00"
    )


def _out_of_time(given: GivenEvent, field: str, time: object) -> EventOutOfTime:
    expected = f"{_FIRST_YEAR}–{int(_BEHIND_YEARS) - 1}"
    return EventOutOfTime.at(_place(given), field=field, found=str(time)[:80], expected=expected)


def _data(given: GivenEvent) -> str:
    if not isinstance(given.data, dict):
        raise _unsound(given, "data", type(given.data).__name__, "{…}")
    if not given.data:
        return "{}"
    try:
        text = canonical(given.data)
    except UnicodeEncodeError as half:
        raise _unsound(given, "data", ascii(half.object)[:80], "UTF-8") from half
    except (TypeError, ValueError, RecursionError) as inexact:
        raise DataNotExact.at(_place(given), found=str(inexact)[:80]) from inexact
    size = len(text) if text.isascii() else len(text.encode())
    if size > MOST_DATA_BYTES:
        raise EventTooLarge.at(_place(given), found=size, expected=MOST_DATA_BYTES)
    if "\\u0000" in text and _holds_nul(given.data):
        raise _unsound(given, "data", "\\0", "…")
    return text


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_holds_nul(one) for pair in value.items() for one in pair)
    return isinstance(value, list | tuple) and any(map(_holds_nul, value))


def _place(given: GivenEvent) -> str:
    return f"{str(given.source)[:80]} {str(given.id)[:80]}".strip()


def _unsound(given: GivenEvent, field: str, found: object, expected: str) -> EventUnsound:
    shown = "—" if found in (None, "") else str(found)
    return EventUnsound.at(_place(given), field=field, found=shown, expected=expected)


def of_instant(moment: datetime | None) -> str | None:
    """An instant read from a row as it was written there; SQLite gives it without its zone.

    >>> of_instant(datetime(2023, 4, 20, 8, 20))
    '2023-04-20 08:20:00'
    """
    if moment is None:
        return None
    if moment.utcoffset() not in (None, timedelta()):
        moment = moment.astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(" ")
