"""How far along: done against the whole, with a tick where the schedule stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaifang.site.components.markup import element, joined
from kaifang.site.components.numbers import written

WIDTH, HEIGHT = 96, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A share in per cent (may pass 100) and the schedule's share, both as Decimal."""

    share: Decimal
    schedule: Decimal | None = None
    colour: str = ""

    def __str__(self) -> str:
        return self.__html__()  # a template writes str(value), which stays safe

    def __html__(self) -> SafeString:
        parts = [
            element("rect", x=0, y=3, width=WIDTH, height=6, class_="bar-track"),
            element("rect", x=0, y=3, width=_across(self.share), height=6, class_="bar-done"),
            _tick(self.schedule),
        ]
        return element(
            "svg", joined(parts), class_=f"bar bar--{self.colour or 'plain'}",
            viewBox=f"0 0 {WIDTH} {HEIGHT}", width=WIDTH, height=HEIGHT,
            role="img", aria_label=self._spoken(),
        )  # fmt: skip

    @property
    def plain(self) -> Decimal:
        return self.share

    def _spoken(self) -> str:
        done = _("%(share)s%% done") % {"share": written(self.share, 1)}
        if self.schedule is None:
            return done
        return f"{done}, " + _("schedule %(share)s%%") % {"share": written(self.schedule, 1)}


def _across(share: Decimal) -> float:
    return round(float(min(max(share, Decimal(0)), Decimal(100))) * WIDTH / 100, 1)


def _tick(schedule: Decimal | None) -> SafeString | None:
    if schedule is None:
        return None
    x = min(_across(schedule), WIDTH - 1)
    return element("rect", x=x, y=0, width="1.5", height=HEIGHT, class_="bar-tick")
