"""A line as high as a row: the shape of the last periods, drawn by the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaifang.site.components.markup import element, joined
from kaifang.site.components.numbers import MISSING, written

WIDTH, HEIGHT, EDGE = 88, 24, 3


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Values in order of time, None where one is missing; `target` draws a dashed line."""

    values: Sequence[Decimal | None]
    digits: int | None = None
    target: Decimal | None = None

    def __str__(self) -> str:
        return self.__html__()  # a template writes str(value), which stays safe

    def __html__(self) -> SafeString:
        known = [v for v in self.values if v is not None]
        if len(known) < 2:
            return element("span", MISSING, class_="missing", title=_("Too few periods for a line"))
        level = [*known, self.target] if self.target is not None else known
        scale = _Scale(min(level), max(level), len(self.values))
        parts = [_target(scale, self.target), *_runs(scale, self.values), _last(scale, self.values)]
        return element(
            "svg", joined(parts), class_="sparkline", viewBox=f"0 0 {WIDTH} {HEIGHT}",
            width=WIDTH, height=HEIGHT, role="img", aria_label=self._spoken(known),
        )  # fmt: skip

    @property
    def plain(self) -> str:
        return ""

    def _spoken(self, known: list[Decimal]) -> str:
        return _("%(count)s periods: lowest %(low)s, highest %(high)s, latest %(last)s") % {
            "count": len(self.values),
            "low": written(min(known), self.digits),
            "high": written(max(known), self.digits),
            "last": written(known[-1], self.digits),
        }


@dataclass(frozen=True, slots=True)
class _Scale:
    low: Decimal
    high: Decimal
    count: int

    def x(self, place: int) -> float:
        return round(EDGE + place * (WIDTH - 2 * EDGE) / max(self.count - 1, 1), 1)

    def y(self, value: Decimal) -> float:
        if self.high == self.low:
            return HEIGHT / 2
        share = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)


def _runs(scale: _Scale, values: Sequence[Decimal | None]) -> list[SafeString]:
    """Draw one line for each unbroken run; a missing value leaves a gap."""
    runs: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{scale.x(place)},{scale.y(value)}")
    return [
        element("polyline", points=" ".join(r), class_="spark-line") for r in runs if len(r) > 1
    ]


def _last(scale: _Scale, values: Sequence[Decimal | None]) -> SafeString:
    place = max(i for i, v in enumerate(values) if v is not None)
    value = values[place]
    assert value is not None
    return element("circle", cx=scale.x(place), cy=scale.y(value), r="2.5", class_="spark-end")


def _target(scale: _Scale, target: Decimal | None) -> SafeString | None:
    if target is None:
        return None
    y = scale.y(target)
    return element("line", x1=EDGE, x2=WIDTH - EDGE, y1=y, y2=y, class_="spark-target")
