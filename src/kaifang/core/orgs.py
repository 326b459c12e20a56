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
    """All organisations of a programme, as a tree in administrative order."""

    def __init__(self, orgs: Iterable[Org], groupings: Iterable[Grouping] = ()) -> None:
        ordered = sorted(orgs, key=lambda org: (org.order or _UNORDERED, org.id))
        self._orgs = {org.id: org for org in ordered}
        self.groupings = {grouping.id: grouping for grouping in groupings}
        self._children: dict[str | None, list[Org]] = {}
        for org in ordered:
            self._children.setdefault(org.parent, []).append(org)
        self._rank = {org.id: place for place, org in enumerate(self._walk_roots())}

    def __getitem__(self, id: str) -> Org:
        if id not in self._orgs:
            raise UnknownOrg(found=id, near=nearest(id, self._orgs))
        return self._orgs[id]

    def __contains__(self, id: object) -> bool:
        return id in self._orgs

    def __iter__(self) -> Iterator[Org]:
        return iter(sorted(self._orgs.values(), key=lambda org: self.place(org.id)))

    def __len__(self) -> int:
        return len(self._orgs)

    def place(self, id: str) -> int:
        """The place in administrative order over the whole tree; unknown ones come last."""
        return self._rank.get(id, len(self._rank))

    def children(self, id: str, kind: str | None = None) -> list[Org]:
        """Direct children in administrative order, of one kind if asked."""
        return [org for org in self._children.get(id, []) if kind in (None, org.kind)]

    def within(self, id: str) -> list[Org]:
        """The organisation and everything below it, parents first."""
        return list(self._walk(self[id]))

    def is_within(self, id: str, ancestor: str) -> bool:
        """Whether `id` is `ancestor` or stands below it."""
        at: str | None = id
        while at is not None:
            if at == ancestor:
                return True
            at = self._orgs[at].parent if at in self._orgs else None
        return False

    def ancestor(self, id: str, kind: str) -> Org | None:
        """The nearest organisation of `kind` at or above `id`, such as a zone's own city."""
        at: str | None = id
        while at is not None and at in self._orgs:
            if self._orgs[at].kind == kind:
                return self._orgs[at]
            at = self._orgs[at].parent
        return None

    def _walk_roots(self) -> Iterator[Org]:
        for parent, children in self._children.items():
            if parent is None or parent not in self._orgs:
                for org in children:
                    yield from self._walk(org)

    def _walk(self, org: Org) -> Iterator[Org]:
        yield org
        for child in self._children.get(org.id, []):
            yield from self._walk(child)
