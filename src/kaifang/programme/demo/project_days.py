"""The days of a demo project: when each stage came, and when it stalled or left."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate, pairwise

from kaifang.programme.demo.chances import between, roll, weekday
from kaifang.programme.demo.releases import TODAY
from kaifang.programme.demo.shape import LOOKED, RUNNING, STAGES, UNSIGNED, Outcome

Days = dict[str, date]
_SIGN = STAGES.index("sign")
_USUAL = {"register": 40, "start": 110, "enter_statistics": 60, "produce": 250,
          "reach_capacity": 140, "stall": 70, "terminate": 90, "move": 80}  # fmt: skip
_MARGIN = timedelta(days=5)  # a weekend at the end, and nothing on the last days
_LONG = 45  # days from registration to start within which a project may stall and go on


def days_of(number: int, outcome: Outcome, signed: date) -> Days:
    """The day of each stage that was reached, in order; `signed` is ignored before signing."""
    if outcome.group == UNSIGNED:
        return _before_signing(number, outcome)
    talk = weekday(signed - timedelta(days=between(20, 110, "talk", number)))
    report = weekday(talk - timedelta(days=between(7, 45, "report", number)))
    days = {"report": report, "talk": talk, "sign": signed}
    reached = STAGES[_SIGN + 1 : STAGES.index(outcome.stage) + 1]
    until_start = [one for one in reached if one in ("register", "start")]
    if "start" in reached:
        days |= _until_start(number, outcome, signed)
        reached = reached[len(until_start) :]
    rest = [*reached, *([outcome.leaves] if outcome.leaves else [])]
    return days | _spread(number, rest, days[max(days, key=lambda one: days[one])], _last())


def halts(number: int, days: Days) -> Days:
    """When a project stalled and went on before it started; most never did."""
    if "start" not in days or number % 5 != 2:
        return {}
    gap = (days["start"] - days["register"]).days
    if gap < _LONG:
        return {}
    stalled, resumed = (days["register"] + timedelta(days=gap * part // 3) for part in (1, 2))
    return {"stall": weekday(stalled), "resume": weekday(resumed)}


def signing_day(number: int, group: str, years: tuple[int, int] = (2021, 2023)) -> date:
    """The day of a signing outside all events, on any weekday of the group's year."""
    year = years[1] if group == RUNNING else years[0]
    most = 150 if group == RUNNING else 360
    return weekday(date(year, 1, 4) + timedelta(days=roll(most, "signed", number)))


def _before_signing(number: int, outcome: Outcome) -> Days:
    report = weekday(TODAY - timedelta(days=between(60, 260, "report", number)))
    days = {"report": report}
    if outcome.stage == "talk":
        days["talk"] = weekday(report + timedelta(days=between(5, 25, "talk", number)))
    if outcome.leaves:
        days[outcome.leaves] = weekday(days["talk"] + timedelta(days=between(9, 25, number)))
    return days


def _until_start(number: int, outcome: Outcome, signed: date) -> Days:
    """Registration and start: of the first cohort before the day on which it was looked at."""
    if outcome.is_late:
        start = weekday(LOOKED + timedelta(days=between(6, 150, "late", number)))
        register = weekday(signed + timedelta(days=between(20, 120, "register", number)))
        return {"register": register, "start": start}
    until = LOOKED - _MARGIN if signed.year < LOOKED.year - 1 else _last()
    return _spread(number, ["register", "start"], signed, until)


def _spread(number: int, names: list[str], start: date, until: date) -> Days:
    """Days at about their usual distance, drawn together where the time is short.

    So drawn, they end at some day of the last third: not all on the last.
    """
    gaps = [_USUAL[one] * between(50, 150, one, number) // 100 for one in names]
    room = max(0, (until - start).days) * between(66, 100, "room", number) // 100
    if sum(gaps) > room:
        gaps = [gap * room // sum(gaps) for gap in gaps]
    days = [weekday(start + timedelta(days=so_far)) for so_far in accumulate(gaps)]
    assert all(one <= other for one, other in pairwise(days))
    return dict(zip(names, days, strict=True))


def _last() -> date:
    return TODAY - _MARGIN
