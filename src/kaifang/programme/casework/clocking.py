"""Clocks of cases in words, and which of them presses most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from kaifang.cases.alarms import rungs
from kaifang.cases.clocks import ClockState
from kaifang.cases.folding import CaseState
from kaifang.core.bilingual import Text
from kaifang.core.messages import message

_SHOWN = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ClockFace:
    """A clock as it is shown: how it stands in words, its light, its due day.

    colour: green, amber once an alarm has rung, red overdue, grey where nothing runs.
    due: the day on which it is or was due, None without one.
    """

    state: ClockState
    name: Text
    says: Text
    colour: str
    due: date | None


def faces(state: CaseState) -> list[ClockFace]:
    """All clocks of a case, in the order of the definition."""
    rung = {one.clock for one in rungs(state)}
    return [_face(state, clock, clock.clock in rung) for clock in state.clocks.values()]


def nearest_clock(state: CaseState) -> ClockFace | None:
    """The clock with a limit that is due first while it counts; None where none does."""
    if state.ended:
        return None
    live = [one for one in faces(state) if one.state.status in ("running", "suspended")]
    limited = [one for one in live if one.due is not None]
    return min(limited, key=lambda one: (one.due or date.max, one.state.clock), default=None)


def is_overdue(state: CaseState) -> bool:
    """Whether a clock that still counts has gone over its limit."""
    nearest = nearest_clock(state)
    return nearest is not None and nearest.state.overdue


def counted(amount: Fraction | int, unit: str) -> Text:
    """So much of a unit in words: 12个工作日.

    >>> counted(Fraction(5, 2), "hour").en
    '2.5 hours'
    """
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    n = format(exact.quantize(_SHOWN, ROUND_HALF_UP).normalize(), "f")
    return message(f"case.unit.{unit}.one" if n == "1" else f"case.unit.{unit}", n=n)


def _face(state: CaseState, clock: ClockState, has_rung: bool) -> ClockFace:
    own = state.definition
    name = own.clocks[clock.clock].name.text
    due = due_day(clock.due, own.zone)
    return ClockFace(clock, name, _says(clock), _colour(clock, has_rung), due)


def _colour(clock: ClockState, has_rung: bool) -> str:
    if clock.overdue:
        return "red"
    if clock.status in ("not_started", "stopped") or clock.left is None:
        return "grey"
    return "amber" if has_rung or clock.status == "suspended" else "green"


def _says(clock: ClockState) -> Text:
    if clock.status == "not_started":
        return message("case.clock.not_started")
    if clock.used is None:
        return message("case.clock.unknown")
    if clock.left is None:
        return message("case.clock.used", n=counted(clock.used, clock.unit))
    over = counted(-clock.left, clock.unit)
    if clock.status == "stopped":
        return message("case.clock.late", n=over) if clock.overdue else message("case.clock.kept")
    if clock.overdue:
        return message("case.clock.over", n=over)
    if clock.left == 0:
        return message("case.clock.last")
    return message("case.clock.left", n=counted(clock.left, clock.unit))


def due_day(due: date | datetime | None, zone: str) -> date | None:
    """Tell the day on which a limit ends at a place; those in hours end at an instant.

    >>> from datetime import UTC
    >>> due_day(datetime(2023, 5, 1, 16, 30, tzinfo=UTC), "Asia/Shanghai")
    datetime.date(2023, 5, 2)
    """
    return due.astimezone(ZoneInfo(zone)).date() if isinstance(due, datetime) else due
