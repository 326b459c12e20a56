"""Cells: what was announced for each period of one series, release after release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kaifang.core.period import Period
from kaifang.facts.rounding import nearest_quotient
from kaifang.programme.demo.courses import MONTHS
from kaifang.programme.demo.monthly import Monthly
from kaifang.programme.demo.noise import happens, noise
from kaifang.programme.demo.releases import Practice, Stage


@dataclass(frozen=True, slots=True)
class Release:
    """One announcement: whole steps of the last printed digit, None where nothing was reported."""

    announced: date
    steps: int | None
    reason: str


Cells = Mapping[Period, tuple[Release, ...]]

_REBASED, _REBASED_BY = 0.06, 10
_REBASED_WORDS = "基数经修订，增速按可比口径计算"
_NOT_REPORTED = "当月未报送，数据缺失"
_RESTATED = "按新口径调整的可比基期数"


def cells_of(months: Monthly, practice: Practice) -> dict[Period, tuple[Release, ...]]:
    """Single months and to-date figures with all their releases."""
    found = {}
    for n, (year, month) in enumerate(MONTHS):
        if not (practice.is_combined and month <= 2):
            found[Period.month(year, month)] = _releases(months, practice, n, n)
        if month > 1:
            to_date = _releases(months, practice, n - month + 1, n)
            found[Period.to_date(year, month)] = to_date
    return found


def growth_cells(cells: Cells, *about: object) -> dict[Period, tuple[Release, ...]]:
    """Published growth in tenths of a per cent, now and then over a base revised since."""
    found = {}
    for period, releases in cells.items():
        base = cells.get(period.last_year())
        if base is None:
            continue
        shift = _rebased(period, *about)
        rates = list(_rates(releases, base, shift))
        if rates:
            found[period] = tuple(rates)
    return found


def not_reported(cells: Cells, period: Period) -> dict[Period, tuple[Release, ...]]:
    """The same cells, but the month and the figure to date of it stated as missing."""
    gone = {period, Period.to_date(period.end.year, period.end.month)}
    return {
        at: (Release(releases[0].announced, None, _NOT_REPORTED),) if at in gone else releases
        for at, releases in cells.items()
    }


def before(cells: Cells, day: date) -> dict[Period, tuple[Release, ...]]:
    """Periods that end before a day, and what was announced of them before the new definition."""
    new = min(releases[0].announced for at, releases in cells.items() if at.end >= day)
    old = {at: releases for at, releases in cells.items() if at.end < day}
    return {at: tuple(r for r in releases if r.announced < new) for at, releases in old.items()}


def since(cells: Cells, day: date) -> dict[Period, tuple[Release, ...]]:
    """Periods from a day on, and the year before it restated as their comparable base."""
    new = min(releases[0].announced for at, releases in cells.items() if at.end >= day)
    year_before = day.replace(year=day.year - 1)
    return {
        at: releases if at.end >= day else (_restated(releases, new),)
        for at, releases in cells.items()
        if at.end >= year_before
    }


def _releases(months: Monthly, practice: Practice, first: int, last: int) -> tuple[Release, ...]:
    """Releases of the months `first` to `last`; an unchanged revision is none."""
    found: list[Release] = []
    for stage, day in zip(practice.stages, practice.days(*MONTHS[last]), strict=True):
        steps = sum(_known(months, practice, n, day) for n in range(first, last + 1))
        if stage is not Stage.REVISED or steps != found[-1].steps:
            found.append(Release(day, steps, stage.value))
    return tuple(found)


def _known(months: Monthly, practice: Practice, n: int, day: date) -> int:
    days = practice.days(*MONTHS[n])
    return [steps for steps, at in zip(months[n], days, strict=True) if at <= day][-1]


def _rates(
    releases: tuple[Release, ...], base: tuple[Release, ...], shift: int
) -> Iterator[Release]:
    last: int | None = None
    for release in releases:
        over = _standing(base, release.announced)
        if not over or release.steps is None:
            continue
        thousand = over * (1000 + shift)
        rate = nearest_quotient(1000 * (1000 * release.steps - thousand), thousand)
        if rate != last:
            yield Release(release.announced, rate, _REBASED_WORDS if shift else release.reason)
        last = rate


def _standing(releases: tuple[Release, ...], day: date) -> int | None:
    known = [release.steps for release in releases if release.announced <= day]
    return known[-1] if known else None


def _rebased(period: Period, *about: object) -> int:
    if not happens(_REBASED, "rebased", period.code, *about):
        return 0
    return round(_REBASED_BY * noise("rebased by", period.code, *about))


def _restated(releases: tuple[Release, ...], day: date) -> Release:
    known = [release for release in releases if release.announced <= day]
    return Release(day, known[-1].steps, _RESTATED)
