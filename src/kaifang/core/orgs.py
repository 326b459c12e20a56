"""Org 单位: nation, province, city, zone or department, dated, in one tree with groupings beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest

NATION = "100000"
_UNORDERED = 10**6  # siblings without a place of their own come after those that have one


class UnknownOrg(KaifangError):
    code = "KF-CORE-007"


@dataclass(frozen=True, slots=True)
class Org:
    """One organisation; `codes` maps a scheme (gbt2260, iso3166) to its code there.

    `order` is the place among its siblings in administrative order (行政区划序).
    """

    id: str
    name: Text
    kind: str
    parent: str | None = None
    order: int = 0
    level: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    codes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_demo: bool = False

    def exists_on(self, day: date) -> bool:
        """Whether it existed on the day; open ends count as always."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Grouping:
    """A named set of organisations that cuts across the tree, such as a coastal belt."""

    id: str
    name: Text
    members: tuple[str, ...]


class Orgs:
    """All organisations of a programme, as a tree in administrative order.

    A parent that nobody knows makes a root; a circle of parents is walked once, never for ever.
    """

    def __init__(self, orgs: Iterable[Org], groupings: Iterable[Grouping] = ()) -> None:
        siblings = sorted(orgs, key=lambda org: (org.order, org.id))
        self.groupings = {grouping.id: grouping for grouping in groupings}
        self._orgs = {org.id: org for org in siblings}
        self._children: dict[str | None, list[Org]] = {}
        for org in self._orgs.values():
            self._children.setdefault(org.parent, []).append(org)
        self._ordered = self._in_order()
        self._place = {org.id: place for place, org in enumerate(self._ordered)}

    def __getitem__(self, id: str) -> Org:
        if id not in self._orgs:
            raise UnknownOrg(found=id, near=nearest(id, self._orgs))
        return self._orgs[id]

    def __contains__(self, id: object) -> bool:
        return id in self._orgs

    def __iter__(self) -> Iterator[Org]:
        return iter(self._ordered)

    def __len__(self) -> int:
        return len(self._orgs)

    def place(self, id: str) -> int:
        """The place in administrative order over the whole tree; unknown ones come last."""
        return self._place.get(id, len(self._place))

    def children(self, id: str, kind: str | None = None, on: date | None = None) -> list[Org]:
        """Direct children in administrative order, of one kind or those of a day if asked."""
        found = (org for org in self._children.get(id, []) if kind in (None, org.kind))
        return [org for org in found if on is None or org.exists_on(on)]

    def within(self, id: str) -> list[Org]:
        """The organisation and everything below it, parents first."""
        return list(self._walk(self[id], set()))

    def is_within(self, id: str, ancestor: str) -> bool:
        """Whether `id` is `ancestor` or stands below it."""
        return id == ancestor or any(org.id == ancestor for org in self._upwards(id))

    def ancestor(self, id: str, kind: str) -> Org | None:
        """The nearest organisation of `kind` at or above `id`, such as a zone's own city."""
        return next((org for org in self._upwards(id) if org.kind == kind), None)

    def _upwards(self, id: str) -> Iterator[Org]:
        at: str | None = id
        seen: set[str] = set()
        while at in self._orgs and at not in seen:
            org = self._orgs[at]
            seen.add(at)
            yield org
            at = org.parent

    def _in_order(self) -> list[Org]:
        roots = [org for org in self._orgs.values() if org.parent not in self._orgs]
        seen: set[str] = set()
        return [org for root in (*roots, *self._orgs.values()) for org in self._walk(root, seen)]

    def _walk(self, org: Org, seen: set[str]) -> Iterator[Org]:
        if org.id in seen:
            return
        seen.add(org.id)
        yield org
        for child in self._children.get(org.id, []):
            yield from self._walk(child, seen)
