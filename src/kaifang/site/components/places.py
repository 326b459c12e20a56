"""Where a page stands: its trail, its period and dates, the choices beside it, its pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from kaifang.site.components.addresses import keep

PAPERS = ("a4", "a3")


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the trail; the last has no address."""

    label: object
    href: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few ways to see the same page."""

    label: object
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Dateline:
    """Of which programme and period a page speaks, and how far its data reach.

    `as_of` is the date it is told for, `seen_at` the date as whose store it is told; both are
    empty when they are today's. With `programmes` one may go over to another programme; with
    `now`, the address of the page as of today, one may ask for other dates, and `held` is what
    of the address stays then.
    """

    programme: object
    period: object = ""
    up_to: object = ""
    release: object = ""
    as_of: str = ""
    seen_at: str = ""
    programmes: Sequence[Choice] = ()
    held: Sequence[tuple[str, str]] = ()
    now: str = ""


def choices(query: QueryDict, name: str, ways: Iterable[tuple[str, object]]) -> list[Choice]:
    """Offer ways to see a page, the first being the one without a parameter."""
    listed = list(ways)
    now = query.get(name, listed[0][0])
    return [
        Choice(label, keep(query, **{name: None if i == 0 else key, "page": None}), key == now)
        for i, (key, label) in enumerate(listed)
    ]


def paged(query: QueryDict, listed: Sequence[object], size: int) -> Page:
    """The page that the address names; on paper (`paper=a4` or `a3`) all rows stand on one."""
    whole = query.get("paper") in PAPERS
    return Paginator(listed, max(len(listed), 1) if whole else size).get_page(query.get("page"))


def page_links(page: Page, query: QueryDict) -> list[Choice]:
    """List the pages around this one; an empty address is a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [
        Choice(n, keep(query, page=n) if isinstance(n, int) else "", n == page.number)
        for n in numbers
    ]
