"""Shape: trees without circles, grids without clashes, lists of the length their document says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kaifang.core.codes import UnknownCode
from kaifang.core.errors import KaifangError, nearest
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law
from kaifang.packs.loading import DuplicateId
from kaifang.packs.quoting import BadPattern
from kaifang.packs.schema.base import Entry
from kaifang.packs.schema.places import CodeListEntry, ConcordanceEntry


class Circle(KaifangError):
    """Things stand above one another in a circle."""

    code = "KF-PACK-043"


class WeightsOff(KaifangError):
    code = "KF-PACK-044"


class TilesClash(KaifangError):
    code = "KF-PACK-045"


class ListOverfull(KaifangError):
    code = "KF-PACK-046"


def circles(law: Law) -> Iterator[KaifangError]:
    """Organisations, tasks, codes and formulas that come back to themselves."""
    parents = {org.id: [org.parent] for org in law.orgs if org.parent}
    yield from _circles(parents, "orgs", law.entries("orgs"))
    tasks = {id: [task.parent] for id, task in law.tasks.items() if task.parent}
    yield from _circles(tasks, "tasks", law.tasks)
    formulas = {id: list(e.formula.operands) for id, e in law.indicators.items() if e.formula}
    yield from _circles(formulas, "indicators", law.indicators)
    for entry in law.entries("codes").values():
        if isinstance(entry, CodeListEntry):
            above = {item.code: [item.parent] for item in entry.items if item.parent}
            yield from _circles(above, "codes", dict.fromkeys(above, entry))


def _circles(
    steps: Mapping[str, list[str]], kind: str, entries: Mapping[str, Entry]
) -> Iterator[KaifangError]:
    """Each circle once, at the entry where it is entered first."""
    told: set[str] = set()
    for start in steps:
        path = _way_back(start, steps)
        if path and not told & set(path):
            told |= set(path)
            yield Circle.at(entries[start].where, kind=LABELS[kind], found=" → ".join(path))


def _way_back(start: str, steps: Mapping[str, list[str]]) -> list[str]:
    """A way from `start` to itself, or nothing."""
    waiting, seen = [[start]], {start}
    while waiting:
        path = waiting.pop()
        for name in steps.get(path[-1], ()):
            if name == start:
                return [*path, start]
            if name not in seen:
                seen.add(name)
                waiting.append([*path, name])
    return []


def grids(law: Law) -> Iterator[KaifangError]:
    """Tiles that lie on one another, organisations with two tiles."""
    for grid in law.grids.values():
        cells = Counter((tile.col, tile.row) for tile in grid.tiles)
        for (col, row), count in cells.items():
            if count > 1:
                orgs = ", ".join(t.org for t in grid.tiles if (t.col, t.row) == (col, row))
                yield TilesClash.at(grid.where, found=orgs, col=col, row=row)
        yield from _repeated((tile.org for tile in grid.tiles), "orgs", grid)


def lists(law: Law) -> Iterator[KaifangError]:
    """Lists that hold more than their document says, or one thing twice."""
    for entry in law.lists.values():
        if entry.expected is not None and len(entry.items) > entry.expected.base:
            found, expected = len(entry.items), str(entry.expected)
            yield ListOverfull.at(entry.where, found=found, expected=expected)
        yield from _repeated((one for one in entry.items if isinstance(one, str)), "orgs", entry)
    for grouping in law.entries("groupings").values():
        yield from _repeated(getattr(grouping, "members", ()), "orgs", grouping)


def _repeated(names: Iterable[str], kind: str, entry: Entry) -> Iterator[KaifangError]:
    for name, count in Counter(names).items():
        if count > 1:
            yield DuplicateId.at(entry.where, found=name, expected=entry.where, kind=LABELS[kind])


def codes(law: Law) -> Iterator[KaifangError]:
    """Codes that stand twice or below nothing, concordances that lose or invent a share."""
    for entry in law.entries("codes").values():
        if isinstance(entry, CodeListEntry):
            yield from _code_list(entry)
    for concordance in law.entries("concordances").values():
        if isinstance(concordance, ConcordanceEntry):
            yield from _weights(concordance)
            yield from _unknown_codes(law, concordance)


def _code_list(entry: CodeListEntry) -> Iterator[KaifangError]:
    known = {item.code for item in entry.items}
    yield from _repeated((item.code for item in entry.items), "codes", entry)
    for item in entry.items:
        if item.parent is not None and item.parent not in known:
            yield _unknown_code(entry, item.parent, f"{entry.id} {entry.edition}", known)


def _weights(entry: ConcordanceEntry) -> Iterator[KaifangError]:
    weights: dict[str, list[Decimal | None]] = {}
    for row in entry.rows:
        weights.setdefault(row.source, []).append(row.weight)
    for code, given in weights.items():
        whole = sum((weight for weight in given if weight is not None), Decimal(0))
        if any(weight is not None for weight in given) and (None in given or whole != 1):
            yield WeightsOff.at(entry.where, found=code, expected=whole)


def _unknown_codes(law: Law, entry: ConcordanceEntry) -> Iterator[KaifangError]:
    """Codes that a complete list does not have; a sample does not know all of them."""
    for side, ref in (("source", entry.source), ("target", entry.target)):
        known = law.entries("codes").get(f"{ref.list}@{ref.edition}")
        if isinstance(known, CodeListEntry) and not known.sample:
            codes = {item.code for item in known.items}
            for code in dict.fromkeys(getattr(row, side) for row in entry.rows):
                if code not in codes:
                    yield _unknown_code(entry, code, f"{ref.list} {ref.edition}", codes)


def _unknown_code(entry: Entry, code: str, of: str, known: set[str]) -> UnknownCode:
    return UnknownCode.at(entry.where, found=code, expected=of, near=nearest(code, known))


def patterns(law: Law) -> Iterator[KaifangError]:
    """Patterns of not_figures that are no regular expressions."""
    for entry in law.not_figures:
        if entry.pattern:
            try:
                re.compile(entry.pattern)
            except re.error as error:
                yield BadPattern.at(entry.where, found=str(error))
