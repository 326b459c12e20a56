"""Likeness: cases that may be the same project, told twice by two cities or at two events.

Nothing is merged here: pairs are found and their reasons named, a person rules. What must be equal
is compared as it is; names are compared by their pairs of characters, without the words that all
projects share.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise

from kaifang.core.text import repair

SAME_INVESTOR = "same_investor"
LIKE_INVESTOR = "like_investor"
LIKE_NAME = "like_name"
LIKE_AMOUNT = "like_amount"
SAME_SITE = "same_site"

# Words that say nothing of which project it is.
_COMMON = re.compile(
    r"有限责任公司|股份有限公司|有限公司|集团|公司|项目|工程|建设|投资|产业园|生产线|基地|一期|二期|三期"
    r"|年产|扩建|新建|\b(?:co|ltd|inc|llc|group|company|project|phase)\b\.?",
    re.IGNORECASE,
)
_LIKE = 0.6  # share of the pairs of characters that two like names have in common
_AMOUNT = Decimal("0.1")  # two amounts are alike within a tenth of the greater
_WIDEST = 200  # a pair of characters that more names have tells nothing


@dataclass(frozen=True, slots=True)
class Registered:
    """What a first registration says of a project; an empty field says nothing.

    `amount` in one currency for all that are compared (亿元); `site` as the zone or plot is written.
    """

    id: str
    name: str
    investor: str = ""
    investor_code: str = ""
    amount: Decimal | None = None
    site: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two registrations that may be one project, and why; `names` is how alike their names are."""

    one: str
    other: str
    reasons: tuple[str, ...]
    names: float


def alike(projects: Iterable[Registered]) -> list[Likeness]:
    """Find the pairs that may be the same project, the most alike first.

    A pair is told when the investor is the same (by credit code, or by a like name) and name,
    amount or site are alike as well; or when the names are alike and amount and site too.

    >>> found = alike(
    ...     [
    ...         Registered("a", "碧湾电池材料项目", "晨星公司", amount=Decimal(30)),
    ...         Registered("b", "电池材料（碧湾）一期", "晨星有限公司", amount=Decimal(31)),
    ...     ]
    ... )
    >>> found[0].reasons
    ('like_investor', 'like_name', 'like_amount')
    """
    rows = [_Marked(one) for one in projects]
    found = [pair for one, other in _candidates(rows) if (pair := _likeness(one, other))]
    return sorted(found, key=lambda pair: (-len(pair.reasons), -pair.names, pair.one, pair.other))


class _Marked:
    """A registration with the marks by which it is compared."""

    __slots__ = ("investor", "name", "project", "site")

    def __init__(self, project: Registered) -> None:
        self.project = project
        self.name = _marks(project.name)
        self.investor = _marks(project.investor)
        self.site = _told(project.site)


def _told(text: str) -> str:
    """A text without what width, punctuation and common words add to it."""
    return re.sub(r"[\W_]+", "", _COMMON.sub("", repair(text).text.lower()))


def _marks(text: str) -> frozenset[str]:
    told = _told(text)
    return frozenset(map("".join, pairwise(told))) or frozenset({told} - {""})


def _candidates(rows: Sequence[_Marked]) -> Iterator[tuple[_Marked, _Marked]]:
    """Pairs that share a credit code or a telling pair of characters; never all with all."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.project.investor_code:
            holders[f"#{row.project.investor_code}"].append(place)
        for mark in row.name | row.investor:
            holders[mark].append(place)
    pairs = {
        pair
        for mark, places in holders.items()
        if len(places) <= _WIDEST or mark.startswith("#")
        for pair in combinations(places, 2)
    }
    yield from ((rows[one], rows[other]) for one, other in sorted(pairs))


def _likeness(one: _Marked, other: _Marked) -> Likeness | None:
    names = _shared(one.name, other.name)
    reasons = [
        reason
        for reason, holds in (
            (SAME_INVESTOR, _same_code(one, other)),
            (
                LIKE_INVESTOR,
                not _codes(one, other) and _shared(one.investor, other.investor) >= _LIKE,
            ),
            (LIKE_NAME, names >= _LIKE),
            (LIKE_AMOUNT, _like_amount(one.project.amount, other.project.amount)),
            (SAME_SITE, bool(one.site) and one.site == other.site),
        )
        if holds
    ]
    by_investor = {SAME_INVESTOR, LIKE_INVESTOR} & {*reasons} and len(reasons) > 1
    by_project = {LIKE_NAME, LIKE_AMOUNT, SAME_SITE} <= {*reasons}
    if not (by_investor or by_project):
        return None
    return Likeness(one.project.id, other.project.id, tuple(reasons), round(names, 3))


def _codes(one: _Marked, other: _Marked) -> bool:
    """Whether both name a credit code: then it decides, and not how the name is written."""
    return bool(one.project.investor_code and other.project.investor_code)


def _same_code(one: _Marked, other: _Marked) -> bool:
    return _codes(one, other) and one.project.investor_code == other.project.investor_code


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter's marks that the other has as well."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _like_amount(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None or max(one, other) <= 0:
        return False
    return abs(one - other) <= max(one, other) * _AMOUNT
