"""Shape: trees without circles, grids without clashes, lists of the length their document says."""

from __future__ import annotations

import re
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


class SeasonUnfit(KaifangError):
    """A target follows a seasonal profile that its period or indicator cannot follow."""

    code = "KF-PACK-052"


def seasons(law: Law) -> Iterator[KaifangError]:
    """Targets whose profile has another number of months, or that no schedule applies to."""
    for target in law.targets.values():
        season = law.seasons.get(target.season or "")
        indicator = law.indicators.get(target.indicator or "")
        if season is None:
            continue
        if indicator is None or indicator.kind != "flow" or target.target.form in _UNSCHEDULED:
            yield SeasonUnfit.at(target.where_of("season"), found=season.id, expected="flow")
        elif len(season.weights) != target.period.months:
            found, expected = len(season.weights), target.period.months
            yield SeasonUnfit.at(target.where_of("season"), found=found, expected=expected)


_UNSCHEDULED = ("share_not_below", "rank", "reduction", "growth_above", "milestone", "by")


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
            yield Circle.at(
                entries[start].where_of(_UPWARDS[kind]), kind=LABELS[kind], found=" → ".join(path)
            )


_UPWARDS = {"orgs": "parent", "tasks": "parent", "indicators": "formula", "codes": "items"}


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
        cells: dict[tuple[int, int], list[int]] = {}
        for number, tile in enumerate(grid.tiles):
            cells.setdefault((tile.col, tile.row), []).append(number)
        for (col, row), numbers in cells.items():
            if len(numbers) > 1:
                orgs = ", ".join(grid.tiles[number].org for number in numbers)
                where = grid.where_of("tiles", numbers[1])
                yield TilesClash.at(where, found=orgs, col=col, row=row)
        yield from _repeated((tile.org for tile in grid.tiles), "orgs", grid, "tiles")


def lists(law: Law) -> Iterator[KaifangError]:
    """Lists that hold more than their document says, or one thing twice."""
    for entry in law.lists.values():
        if entry.expected is not None and len(entry.items) > entry.expected.base:
            found, expected = len(entry.items), str(entry.expected)
            where = entry.where_of("expected")
            yield ListOverfull.at(where, found=found, expected=expected)
        names = (one if isinstance(one, str) else None for one in entry.items)
        yield from _repeated(names, "orgs", entry, "items")
    for grouping in law.entries("groupings").values():
        yield from _repeated(getattr(grouping, "members", ()), "orgs", grouping, "members")


def _repeated(
    names: Iterable[str | None], kind: str, entry: Entry, field: str
) -> Iterator[KaifangError]:
    """Names that a field lists twice, each told once, where it stands again."""
    first: dict[str, str] = {}
    told: set[str] = set()
    for number, name in enumerate(names):
        where = entry.where_of(field, number)
        if name in first and name not in told:
            told.add(name)
            yield DuplicateId.at(where, found=name, expected=first[name], kind=LABELS[kind])
        if name is not None:
            first.setdefault(name, where)


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
    yield from _repeated((item.code for item in entry.items), "codes", entry, "items")
    for number, item in enumerate(entry.items):
        if item.parent is not None and item.parent not in known:
            where = entry.where_of("items", number, "parent")
            yield _unknown_code(where, item.parent, f"{entry.id} {entry.edition}", known)


def _weights(entry: ConcordanceEntry) -> Iterator[KaifangError]:
    weights: dict[str, list[Decimal | None]] = {}
    first: dict[str, int] = {}
    for number, row in enumerate(entry.rows):
        first.setdefault(row.source, number)
        weights.setdefault(row.source, []).append(row.weight)
    for code, given in weights.items():
        whole = sum((weight for weight in given if weight is not None), Decimal(0))
        if any(weight is not None for weight in given) and (None in given or whole != 1):
            where = entry.where_of("rows", first[code], "weight")
            yield WeightsOff.at(where, found=code, expected=whole)


def _unknown_codes(law: Law, entry: ConcordanceEntry) -> Iterator[KaifangError]:
    """Codes that a complete list does not have; a sample does not know all of them."""
    for side, ref in (("from", entry.source), ("to", entry.target)):
        known = law.entries("codes").get(f"{ref.list}@{ref.edition}")
        if isinstance(known, CodeListEntry) and not known.sample:
            codes = {item.code for item in known.items}
            for code, number in _first_rows(entry, side).items():
                if code not in codes:
                    where = entry.where_of("rows", number, side)
                    yield _unknown_code(where, code, f"{ref.list} {ref.edition}", codes)


def _first_rows(entry: ConcordanceEntry, side: str) -> dict[str, int]:
    """Every code of one side, and the first row that names it."""
    first: dict[str, int] = {}
    for number, row in enumerate(entry.rows):
        first.setdefault(row.source if side == "from" else row.target, number)
    return first


def _unknown_code(where: str, code: str, of: str, known: set[str]) -> UnknownCode:
    return UnknownCode.at(where, found=code, expected=of, near=nearest(code, known))


def patterns(law: Law) -> Iterator[KaifangError]:
    """Patterns of not_figures that are no regular expressions."""
    for entry in law.not_figures:
        if entry.pattern:
            try:
                re.compile(entry.pattern)
            except re.error as error:
                yield BadPattern.at(entry.where_of("pattern"), found=str(error))
