"""Period 时期: an interval of whole days; year, quarter or "January to May" are names for intervals.

Two periods with the same first and last day are equal, however they were written: the first
quarter *is* January to March to date. Offices count to date (累计), so that name is a kind of
its own wherever no shorter name exists.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError

# Years beyond these are slips of the pen; within them every code has four digits.
FIRST_YEAR, LAST_YEAR = 1000, 9000


class UnreadablePeriod(KaifangError):
    code = "KF-CORE-002"


class Kind(StrEnum):
    """What an interval is called."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    TO_DATE = "to_date"
    APRIL_YEAR = "april_year"
    YEARS = "years"
    SPAN = "span"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Hold the first and the last day, both included.

    >>> Period.parse("2021-01/2021-03") == Period.parse("2021-Q1")
    True
    >>> Period.parse("2021").last_year().code
    '2020'
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.start.year <= self.end.year <= LAST_YEAR or self.end < self.start:
            raise UnreadablePeriod(found=f"{self.start}/{self.end}")

    # -- making ---------------------------------------------------------------------------

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a code (`2021-H1`, `2021-01/2021-05`, SDMX `2021-M05`) or Chinese (2021年1-5月).

        Raises: UnreadablePeriod.
        """
        return _parse(text.strip())

    @classmethod
    def day(cls, day: date) -> Self:
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), _month_end(year, month))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        return cls(date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter))

    @classmethod
    def half(cls, year: int, half: int) -> Self:
        return cls(date(year, 6 * half - 5, 1), _month_end(year, 6 * half))

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def to_date(cls, year: int, month: int) -> Self:
        """January to `month` (累计)."""
        return cls(date(year, 1, 1), _month_end(year, month))

    # -- naming ---------------------------------------------------------------------------

    @property
    def kind(self) -> Kind:
        if self.start == self.end:
            return Kind.DAY
        return _kind_of_months(self.start, self.end) if self._whole_months else Kind.SPAN

    @property
    def months(self) -> int:
        """Number of whole calendar months; 0 for a day or a span of days."""
        if not self._whole_months:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def is_to_date(self) -> bool:
        """Whether it runs from 1 January to a month's end of the same year."""
        return self._whole_months and self.start.month == 1 and self.start.year == self.end.year

    @property
    def code(self) -> str:
        """The canonical code; `Period.parse` reads it back."""
        s, e = self.start, self.end
        match self.kind:
            case Kind.DAY:
                return s.isoformat()
            case Kind.MONTH:
                return f"{s:%Y-%m}"
            case Kind.QUARTER:
                return f"{s.year}-Q{(s.month + 2) // 3}"
            case Kind.HALF:
                return f"{s.year}-H{(s.month + 5) // 6}"
            case Kind.YEAR:
                return f"{s.year}"
            case Kind.YEARS:
                return f"{s.year}/{e.year}"
            case _ if self._whole_months:
                return f"{s:%Y-%m}/{e:%Y-%m}"
        return f"{s.isoformat()}/{e.isoformat()}"

    @property
    def slug(self) -> str:
        """The code as it stands in an address (ISO 8601 allows "--" for "/")."""
        return self.code.replace("/", "--")

    @property
    def sdmx(self) -> str:
        """The SDMX 2.1 time period; intervals without a code become start/duration."""
        s = self.start
        match self.kind:
            case Kind.MONTH:
                return f"{s.year}-M{s.month:02}"
            case Kind.HALF:
                return f"{s.year}-S{(s.month + 5) // 6}"
            case Kind.YEAR:
                return f"{s.year}-A1"
            case Kind.DAY | Kind.QUARTER:
                return self.code
        if self._whole_months:
            return f"{s.isoformat()}/P{self.months}M"
        return f"{s.isoformat()}/P{(self.end - s).days + 1}D"

    def name(self, *, cumulative: bool = False) -> Text:
        """Name it as offices write it: 2021年1-5月; with `cumulative`, a quarter is 1-3月 too."""
        return _name(self, cumulative)

    def __str__(self) -> str:
        return self.code

    # -- arithmetic -----------------------------------------------------------------------

    def contains(self, other: Period | date) -> bool:
        if isinstance(other, date):
            return self.start <= other <= self.end
        return self.start <= other.start and other.end <= self.end

    def last_year(self, years: int = 1) -> Period:
        """The same period of the year before (同期); what ends with a month does so then too.

        >>> Period.parse("2021-02-28").last_year().code  # a stock at the end of February
        '2020-02-29'
        """
        return Period(_shift_years(self.start, -years), _shift_years(self.end, -years))

    def in_year(self) -> Period:
        """The calendar year in which it ends."""
        return Period.year(self.end.year)

    def last_month(self) -> Period:
        """The single month in which it ends."""
        return Period.month(self.end.year, self.end.month)

    def each_month(self) -> list[Period]:
        """All calendar months that begin and end within it."""
        found, at = [], date(self.start.year, self.start.month, 1)
        while at <= self.end:
            month = Period.month(at.year, at.month)
            if self.contains(month):
                found.append(month)
            at = month.end + timedelta(days=1)
        return found

    @property
    def _whole_months(self) -> bool:
        return self.start.day == 1 and self.end == _month_end(self.end.year, self.end.month)


_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    for pattern, make in _FORMS:
        if match := pattern.fullmatch(text):
            try:
                return make(*match.groups())
            except (ValueError, OverflowError, UnreadablePeriod):
                break
    raise UnreadablePeriod(found=text)


def _interval(first: str, last: str) -> Period:
    return Period(_parse(first).start, _parse(last).end)


def _duration(start: str, n: str, unit: str) -> Period:
    first = _parse(start).start
    if unit == "D":
        return Period(first, first + timedelta(days=int(n) - 1))
    months = first.month - 1 + int(n) * (12 if unit == "Y" else 1)
    after = date(first.year + months // 12, months % 12 + 1, first.day)
    return Period(first, after - timedelta(days=1))


def _years(first: int, last: int) -> Period:
    return Period(date(first, 1, 1), date(last, 12, 31))


def _april_year(year: int) -> Period:
    return Period(date(year, 4, 1), date(year + 1, 3, 31))


def _number(text: str) -> int:
    return _NUMBERS.get(text) or int(text)


_Y, _MM, _M, _D = r"(\d{4})", r"(\d\d)", r"(\d\d?)", r"(\d\d?)"
_TO = r"[-—–~至]"
_CODE = r"\d{4}(?:-?[QHS]\d|-M?\d\d|-A1|-\d\d-\d\d)?"
_DATE = rf"{_Y}年{_M}月{_D}日"
_FORMS: list[tuple[re.Pattern[str], Callable[..., Period]]] = [
    (re.compile(pattern, re.ASCII), make)
    for pattern, make in (
        (rf"{_Y}(?:-A1|年度?)?", lambda y: Period.year(int(y))),
        (rf"{_Y}-?[HS]([12])", lambda y, n: Period.half(int(y), int(n))),
        (rf"{_Y}-?Q([1-4])", lambda y, n: Period.quarter(int(y), int(n))),
        (rf"{_Y}-M?{_MM}", lambda y, m: Period.month(int(y), int(m))),
        (rf"{_Y}-{_MM}-{_MM}", lambda y, m, d: Period.day(date(int(y), int(m), int(d)))),
        (rf"({_CODE})/P(\d{{1,5}})([DMY])", _duration),
        (rf"({_CODE})(?:/|--)({_CODE})", _interval),
        (rf"{_Y}年{_M}月份?", lambda y, m: Period.month(int(y), int(m))),
        (rf"{_Y}年1{_TO}{_M}月份?(?:累计)?", lambda y, m: Period.to_date(int(y), int(m))),
        (rf"{_Y}年第?([一二三四1-4])季度", lambda y, n: Period.quarter(int(y), _number(n))),
        (rf"{_Y}年([上下])半年", lambda y, n: Period.half(int(y), _number(n))),
        (rf"{_Y}{_TO}{_Y}年", lambda y, z: _years(int(y), int(z))),
        (rf"{_Y}年度\(4月起\)", lambda y: _april_year(int(y))),
        (_DATE, lambda y, m, d: Period.day(date(int(y), int(m), int(d)))),
        (
            rf"{_DATE}至{_DATE}",
            lambda y, m, d, *last: Period(date(int(y), int(m), int(d)), date(*map(int, last))),
        ),
        (
            rf"[“\"]?({'|'.join(_PLANS)})[”\"]?(?:时期)?",
            lambda plan: _years(_PLANS[plan], _PLANS[plan] + 4),
        ),
    )
]


def _kind_of_months(start: date, end: date) -> Kind:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return Kind.MONTH
    if months == 3 and start.month % 3 == 1:
        return Kind.QUARTER
    if months == 6 and start.month in (1, 7):
        return Kind.HALF
    if months == 12 and start.month in (1, 4):
        return Kind.YEAR if start.month == 1 else Kind.APRIL_YEAR
    if start.month == 1 and start.year == end.year:
        return Kind.TO_DATE
    if start.month == 1 and end.month == 12:
        return Kind.YEARS
    return Kind.SPAN


# Not strftime's names: those follow the machine's locale.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@lru_cache(maxsize=4096)
def _name(period: Period, cumulative: bool) -> Text:
    s, e, kind = period.start, period.end, period.kind
    if cumulative and period.is_to_date and kind in (Kind.QUARTER, Kind.HALF):
        kind = Kind.TO_DATE
    match kind:
        case Kind.DAY:
            return Text(
                f"{s.year}年{s.month}月{s.day}日", f"{s.day} {_MONTHS[s.month - 1]} {s.year}"
            )
        case Kind.MONTH:
            return Text(f"{s.year}年{s.month}月", f"{_MONTHS[s.month - 1]} {s.year}")
        case Kind.QUARTER:
            n = (s.month + 2) // 3
            return Text(f"{s.year}年{'一二三四'[n - 1]}季度", f"Q{n} {s.year}")
        case Kind.HALF:
            n = (s.month + 5) // 6
            return Text(f"{s.year}年{'上下'[n - 1]}半年", f"H{n} {s.year}")
        case Kind.YEAR:
            return Text(f"{s.year}年", f"{s.year}")
        case Kind.TO_DATE:
            return Text(f"{s.year}年1-{e.month}月", f"Jan–{_MONTHS[e.month - 1][:3]} {s.year}")
        case Kind.APRIL_YEAR:
            return Text(f"{s.year}年度(4月起)", f"year from April {s.year}")
        case Kind.YEARS:
            return Text(f"{s.year}-{e.year}年", f"{s.year}–{e.year}")
    return Text(
        f"{s.year}年{s.month}月{s.day}日至{e.year}年{e.month}月{e.day}日",
        f"{s.day} {_MONTHS[s.month - 1][:3]} {s.year} to {e.day} {_MONTHS[e.month - 1][:3]} {e.year}",
    )


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _shift_years(day: date, years: int) -> date:
    """The same day of another year; the last day of a month stays the last."""
    year = day.year + years
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadablePeriod(found=year)
    last = _month_end(year, day.month)
    return last if day == _month_end(day.year, day.month) else day.replace(year=year)
