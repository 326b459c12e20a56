"""Moment: as of which date an answer holds, and as seen at which instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kaifang.core.errors import KaifangError


class UnreadableDate(KaifangError):
    code = "KF-PROG-001"


@dataclass(frozen=True, slots=True)
class Moment:
    """`as_of` is a day of the programme's zone; `seen_at` None means as the store knows it now."""

    as_of: date
    seen_at: datetime | None = None

    @classmethod
    def read(
        cls, as_of: str | date | None, seen_at: str | date | datetime | None, zone: str
    ) -> Moment:
        """Read both from texts; a day of `seen_at` means its end. Raises: UnreadableDate."""
        today = datetime.now(ZoneInfo(zone)).date()
        return cls(_day(as_of) or today, _instant(seen_at, zone))

    def end_in(self, zone: str) -> datetime:
        """The last instant of the day, which still counts."""
        last = self.as_of == date.max  # which no day follows
        return datetime.max.replace(tzinfo=UTC) if last else _end_of(self.as_of, zone)

    def known_in(self, zone: str) -> date:
        """The day by whose knowledge it is told: that of the answer, or the earlier one of the sight."""
        seen = self.seen_at.astimezone(ZoneInfo(zone)).date() if self.seen_at else self.as_of
        return min(seen, self.as_of)

    @property
    def query(self) -> dict[str, str]:
        """How it stands in an address."""
        seen = {"seen_at": self.seen_at.isoformat()} if self.seen_at else {}
        return {"as_of": self.as_of.isoformat(), **seen}


_played: ContextVar[date | None] = ContextVar("played", default=None)
_later: ContextVar[timedelta] = ContextVar("later", default=timedelta())


@contextmanager
def playing_on(day: date, later: timedelta = timedelta()) -> Iterator[None]:
    """Let a demo play on another day for a while, `later` than the clock says there.

    Other programmes take no notice.
    """
    token, shift = _played.set(day), _later.set(later)
    try:
        yield
    finally:
        _played.reset(token)
        _later.reset(shift)


def played_day(today: date | None) -> date | None:
    """The day on which a demo plays, given the one of its pack; None for what is no demo."""
    return today and (_played.get() or today)


def instant_of(today: date | None, zone: str) -> datetime:
    """The instant at which a programme stands: now, in a demo this hour of the day it plays on."""
    now, played = datetime.now(ZoneInfo(zone)), played_day(today)
    return now + timedelta(days=(played - now.date()).days) + _later.get() if played else now


def _day(text: str | date | None) -> date | None:
    if text is None or text == "":
        return None
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableDate(found=text) from None


def _instant(text: str | date | datetime | None, zone: str) -> datetime | None:
    """An instant in UTC; of a day its last microsecond. Raises: UnreadableDate."""
    try:
        if isinstance(text, str) and len(text) > len("2022-06-30"):
            text = datetime.fromisoformat(text)
        if isinstance(text, datetime):
            return (text if text.tzinfo else text.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
        day = _day(text)
        return _end_of(day, zone).astimezone(UTC) if day else None
    except (ValueError, OverflowError):
        raise UnreadableDate(found=text) from None


def _end_of(day: date, zone: str) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return midnight - timedelta(microseconds=1)
