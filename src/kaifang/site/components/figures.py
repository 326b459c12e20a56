"""A figure: every one is a link to its explanation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kaifang.core.units import Quantity, Unit
from kaifang.site.components.marks import mark
from kaifang.site.components.markup import element, is_english, joined, said, unseen
from kaifang.site.components.numbers import MISSING, aligned, written

# How a comparator is said around the number it limits.
COMPARED = {
    "ge": pgettext_lazy("comparator", "at least {}"),
    "gt": pgettext_lazy("comparator", "more than {}"),
    "le": pgettext_lazy("comparator", "at most {}"),
    "lt": pgettext_lazy("comparator", "less than {}"),
    "about": pgettext_lazy("comparator", "about {}"),
    "approx": pgettext_lazy("comparator", "some {}"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value ready to be shown; `value` None is missing, and `reason` says why.

    What it leads to opens in the side panel, or, without `panel`, as a page of its own.
    """

    value: Decimal | None
    href: str = ""
    unit: object = ""
    digits: int | None = None
    authority: str = "published"
    reason: object = ""
    comparator: str = "eq"
    high: Decimal | None = None
    signed: bool = False
    panel: bool = True

    def __html__(self) -> SafeString:
        return self.html()

    def html(self, widest: int = 0, with_unit: bool = True) -> SafeString:
        """Write the figure; in a column the unit stands in the head and the points in line."""
        if self.value is None:
            return missing(self.reason, self.href)
        number = self._with_unit() if with_unit else self._alone(widest)
        if self.comparator in COMPARED:
            number = format_html(COMPARED[self.comparator], number)
        linked = _linked(number, self.href, "figure", panel=self.panel)
        return mark_safe(linked + mark(self.authority))  # noqa: S308

    @property
    def plain(self) -> Decimal | None:
        """The value for an export."""
        return self.value

    def __str__(self) -> str:
        if self.value is None:
            return MISSING
        return str(COMPARED.get(self.comparator, "{}")).format(strip_tags(self._with_unit()))

    def _alone(self, widest: int) -> SafeString:
        low = aligned(self.value, self.digits, widest)
        if self.signed and self.value > 0:
            low = joined(["+", low])
        return low if self.high is None else joined([low, f"–{written(self.high, self.digits)}"])

    def _with_unit(self) -> SafeString:
        """Chinese counts in 亿元, English in billions: the unit itself knows."""
        if isinstance(self.unit, Unit) and is_english() and self.high is None:
            return joined([Quantity(self.value, self.unit).text("en", self.digits)])
        name = said(self.unit)
        if name in {"", "%"}:
            return joined([self._alone(0), name])
        return joined(
            [self._alone(0), element("span", " " if is_english() else "", name, class_="unit")]
        )


def missing(reason: object = "", href: str = "") -> SafeString:
    """Write the dash of a missing figure, its reason on hover and for screen readers."""
    why = said(reason) or _("no data yet")
    return _linked(_dash(why), href, "figure missing", why)


@lru_cache(maxsize=256)
def _dash(why: str) -> SafeString:
    """A page may miss thousands of figures, for a few reasons."""
    return joined([element("span", MISSING, aria_hidden="true"), unseen(why)])


def _linked(
    inside: SafeString, href: str, kind: str, title: str = "", panel: bool = True
) -> SafeString:
    """Written without `element`: a page may hold thousands of figures."""
    titled = f' title="{escape(title)}"' if title else ""
    if not href:
        return mark_safe(f'<span class="{kind}"{titled}>{inside}</span>')  # noqa: S308
    opens = " data-panel" if panel else ""
    link = f'<a class="{kind}" href="{escape(href)}"{titled}{opens}>{inside}</a>'
    return mark_safe(link)  # noqa: S308
