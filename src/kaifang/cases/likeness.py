"""Likeness: cases that may be the same project, told twice by two cities or at two events.

Nothing is merged here: pairs are found and their reasons named, a person rules. What must be equal
is compared as it is; names are compared by their pairs of characters, without the words that all
projects share.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

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


@dataclass(frozen=True, slots=True)
class Registered:
    """What a first registration says of a project; an empty field says nothing.

    `amount` in one unit for all that are compared (亿元), of one `currency`; `site` as the zone or
    plot is written.
    """

    id: str
    name: str
    investor: str = ""
    investor_code: str = ""
    amount: Decimal | None = None
    site: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two registrations that may be one project, and why; `names` is how alike their names are.

    compared: of investor, name, amount and site, how many both tell; so `reasons` are so many of
    those.
    """

    one: str
    other: str
    reasons: tuple[str, ...]
    names: float
    compared: int


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
    return LikePairs(projects).all()


class LikePairs:
    """The like pairs of registrations that change: one that does is compared anew, alone.

    Never all are compared with all. Two names of which the shorter shares so much with the other
    share one of any few marks of the shorter (so few that the rest would not do): by these, the
    rarest of each, candidates are found.
    """

    def __init__(self, projects: Iterable[Registered] = ()) -> None:
        rows = {one.id: _Marked(one) for one in projects}
        self._often = Counter(key for row in rows.values() for key in row.keys)
        self._rows: dict[str, _Marked] = {}
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        self._known_by: defaultdict[str, set[str]] = defaultdict(set)
        self._found: defaultdict[str, dict[str, Likeness]] = defaultdict(dict)
        for row in rows.values():
            self._add(row)

    def put(self, project: Registered) -> None:
        """Compare a registration with all that are there, in the place of what it was before."""
        self.drop(project.id)
        row = _Marked(project)
        self._often.update(row.keys)
        self._add(row)

    def drop(self, id: str) -> None:
        """Forget a registration, if it is there."""
        row = self._rows.pop(id, None)
        if row is None:
            return
        self._often.subtract(row.keys)
        for key in row.keys:
            self._holders[key].discard(id)
        for key in row.known_by:
            self._known_by[key].discard(id)
        for other in self._found.pop(id, {}):
            self._found[other].pop(id, None)

    def between(self, one: str, other: str) -> Likeness | None:
        """How alike two registrations are, None where they are not."""
        return self._found.get(one, {}).get(other)

    def all(self) -> list[Likeness]:
        """The pairs, the most alike first."""
        once = [
            pair for id, pairs in self._found.items() for pair in pairs.values() if pair.one == id
        ]
        return sorted(
            once, key=lambda pair: (-len(pair.reasons), -pair.names, pair.one, pair.other)
        )

    def _add(self, row: _Marked) -> None:
        row.known_by = row.telling(self._often)
        for other in self._candidates(row):
            if (pair := _likeness(row, self._rows[other])) is not None:
                self._found[pair.one][pair.other] = self._found[pair.other][pair.one] = pair
        self._rows[row.project.id] = row
        for key in row.keys:
            self._holders[key].add(row.project.id)
        for key in row.known_by:
            self._known_by[key].add(row.project.id)

    def _candidates(self, row: _Marked) -> set[str]:
        by_own = (self._holders[key] for key in row.known_by if key in self._holders)
        by_theirs = (self._known_by[key] for key in row.keys if key in self._known_by)
        return set().union(*by_own, *by_theirs)


class _Marked:
    """A registration with the marks by which it is compared.

    keys: under which it may be found: its credit code, the marks of its investor, and, as a like
    name alone tells nothing, the marks of its name together with its site.
    """

    __slots__ = ("groups", "investor", "keys", "known_by", "name", "project", "site")

    def __init__(self, project: Registered) -> None:
        self.project = project
        self.name = _marks(project.name)
        self.investor = _marks(project.investor)
        self.site = _told(project.site)
        whole = project.amount is not None and bool(self.site)
        self.groups = (
            [f"#{project.investor_code}"] if project.investor_code else [],
            [f"i{mark}" for mark in self.investor],
            [f"n{mark} {self.site}" for mark in self.name] if whole else [],
        )
        self.keys = [key for group in self.groups for key in group]
        self.known_by: list[str] = []

    def telling(self, often: Mapping[str, int]) -> list[str]:
        """The rarest keys of each group: one of them is shared by all that are alike in it."""
        return [key for group in self.groups for key in _rarest(group, often)]


def _rarest(keys: list[str], often: Mapping[str, int]) -> list[str]:
    spare = len(keys) - math.ceil(len(keys) * _LIKE) + 1 if keys else 0
    return sorted(keys, key=lambda key: (often[key], key))[:spare]


def _told(text: str) -> str:
    """A text without what width, punctuation and common words add to it."""
    return re.sub(r"[\W_]+", "", _COMMON.sub("", repair(text).text.lower()))


def _marks(text: str) -> frozenset[str]:
    told = _told(text)
    return frozenset(map("".join, pairwise(told))) or frozenset({told} - {""})


def _likeness(one: _Marked, other: _Marked) -> Likeness | None:
    investor = _investor(one, other)  # most candidates fail here, or in the site
    if investor is None and (not one.site or one.site != other.site):
        return None
    names = _shared(one.name, other.name)
    also = [
        reason
        for reason, holds in (
            (LIKE_NAME, names >= _LIKE),
            (LIKE_AMOUNT, _like_amount(one.project, other.project)),
            (SAME_SITE, bool(one.site) and one.site == other.site),
        )
        if holds
    ]
    if not also or (investor is None and len(also) < 3):
        return None
    reasons = (*([investor] if investor else []), *also)
    first, second = sorted((one.project.id, other.project.id))
    return Likeness(first, second, reasons, round(names, 3), _compared(one, other))


def _investor(one: _Marked, other: _Marked) -> str | None:
    """How the investors are one: by their codes where both tell one, else by their names."""
    mine, theirs = one.project.investor_code, other.project.investor_code
    if mine and theirs:
        return SAME_INVESTOR if mine == theirs else None
    return LIKE_INVESTOR if _shared(one.investor, other.investor) >= _LIKE else None


def _compared(one: _Marked, other: _Marked) -> int:
    return sum((
        bool(one.project.investor_code and other.project.investor_code)
        or bool(one.investor and other.investor),
        bool(one.name and other.name),
        _in_one_currency(one.project, other.project),
        bool(one.site and other.site),
    ))  # fmt: skip


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter's marks that the other has as well."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _in_one_currency(one: Registered, other: Registered) -> bool:
    """Whether both tell an amount, of one currency or of none that is told."""
    told = one.amount is not None and other.amount is not None
    return told and one.currency == other.currency


def _like_amount(one: Registered, other: Registered) -> bool:
    if one.amount is None or other.amount is None or not _in_one_currency(one, other):
        return False
    most = max(one.amount, other.amount)
    return most > 0 and abs(one.amount - other.amount) <= most * _AMOUNT
