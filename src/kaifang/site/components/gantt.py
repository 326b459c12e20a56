"""When things run: one bar a row over the months, with milestones and today.

Days lie across in per cent, so that a bar grows with the screen and its words do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaifang.site.components.markup import element, joined

HEIGHT, HEAD = 28, 22
BAR_TOP, BAR_HEIGHT = 9, 10
# The shortest bar, in per cent of the whole.
LEAST = 0.4
DIAMOND = "M0 -6L6 0L0 6L-6 0Z"
# Up to so many months each is named; of more, only the first of a quarter.
MOST_NAMED = 14


@dataclass(frozen=True, slots=True)
class Span:
    """One row: from when till when, how much is done, how it stands, and its milestones.

    A milestone is its day, its title and whether it is reached; `tone` is plain, watch or late.
    """

    label: str
    href: str
    start: date
    end: date
    percent: int | None
    tone: str
    standing: str
    milestones: Sequence[tuple[date, str, bool]] = ()


@dataclass(frozen=True)
class Gantt:
    """Spans over the months that they need."""

    spans: Sequence[Span]
    today: date

    @property
    def first(self) -> date:
        return min([self.today, *(one.start for one in self.spans)]).replace(day=1)

    @property
    def last(self) -> date:
        """The first day after the last month shown."""
        return _next_month(max([self.today, *(one.end for one in self.spans)]))

    @property
    def head(self) -> SafeString:
        """The months, each at its first day."""
        months = list(_months(self.first, self.last))
        step = 1 if len(months) <= MOST_NAMED else 3
        named = [one for one in months if (one.month - 1) % step == 0]
        texts = [
            element(
                "text",
                f"{one:%Y-%m}",
                x=_percent(self._across(one)),
                dx=4,
                y=15,
                class_="gantt-month",
            )
            for one in named
        ]
        return self._svg([*self._lines(named, HEAD), *texts], HEAD, _("Months"))

    @property
    def rows(self) -> list[tuple[Span, SafeString]]:
        """Each span with its bar."""
        return [(one, self._row(one)) for one in self.spans]

    def _row(self, one: Span) -> SafeString:
        left, right = self._across(one.start), self._across(one.end + timedelta(days=1))
        width = max(right - left, LEAST)
        done = width * (one.percent or 0) / 100
        parts = [
            *self._lines(list(_months(self.first, self.last)), HEIGHT),
            _bar(left, width, f"gantt-bar gantt-bar--{one.tone}"),
            _bar(left, done, "gantt-done") if done else None,
            *(self._milestone(*stage) for stage in one.milestones),
        ]
        return self._svg(parts, HEIGHT, self._spoken(one))

    def _milestone(self, day: date, title: str, is_reached: bool) -> SafeString:
        state = "reached" if is_reached else "open"
        told = element("title", f"{day.isoformat()} {title}")
        diamond = element("path", told, d=DIAMOND, class_=f"gantt-stage gantt-stage--{state}")
        x, middle = _percent(self._across(day)), BAR_TOP + BAR_HEIGHT / 2
        return element("svg", diamond, x=x, y=middle, overflow="visible")

    def _lines(self, months: Sequence[date], height: int) -> Iterator[SafeString]:
        for one in months:
            at = _percent(self._across(one))
            yield element("line", x1=at, x2=at, y1=0, y2=height, class_="gantt-line")
        now = _percent(self._across(self.today))
        yield element("line", x1=now, x2=now, y1=0, y2=height, class_="gantt-today")

    def _across(self, day: date) -> float:
        return (day - self.first).days * 100 / (self.last - self.first).days

    def _svg(self, parts: list[object], height: int, label: str) -> SafeString:
        return element("svg", joined(parts), class_="gantt", width="100%", height=height,
                       role="img", aria_label=label)  # fmt: skip

    def _spoken(self, one: Span) -> str:
        told = _("%(start)s to %(end)s") % {"start": one.start, "end": one.end}
        return f"{told}, {one.standing}"


def _bar(left: float, width: float, name: str) -> SafeString:
    return element("rect", x=_percent(left), y=BAR_TOP, width=_percent(width), height=BAR_HEIGHT,
                   class_=name)  # fmt: skip


def _percent(share: float) -> str:
    return f"{share:.2f}%"


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _months(first: date, last: date) -> Iterator[date]:
    while first < last:
        yield first
        first = _next_month(first)
