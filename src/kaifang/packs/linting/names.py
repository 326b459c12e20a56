"""Names: defined once, defined at all, and gone for good once they are retired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, singledispatch
from pathlib import Path

from kaifang.core.errors import KaifangError, nearest
from kaifang.packs.kinds import KINDS, LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.loading import DuplicateId, Pack
from kaifang.packs.schema.base import Entry
from kaifang.packs.schema.figures import FactEntry, IndicatorEntry, TargetEntry
from kaifang.packs.schema.places import ConcordanceEntry, GridEntry
from kaifang.packs.schema.reporting import CalendarEntry, FormEntry
from kaifang.packs.schema.rules import DifferenceEntry, ListEntry, TaskEntry
from kaifang.packs.texts import OtherText, check_registered


class StillThere(KaifangError):
    """An id is retired, or renamed, and stands in the pack all the same."""

    code = "KF-PACK-042"


Known = Mapping[str, object]


def duplicates(law: Law) -> Iterator[KaifangError]:
    """Ids that two packs define, unless the later one extends the earlier."""
    below = _extended(law)
    for kind in KINDS:
        first: dict[str, Entry] = {}
        for pack in law.packs:
            for id, entry in pack.entries[kind].items():
                if id in first and first[id].pack not in below[pack.id]:
                    where = first[id].where
                    yield DuplicateId.at(entry.where, found=id, expected=where, kind=LABELS[kind])
                first[id] = entry


def references(law: Law) -> Iterator[KaifangError]:
    """Names that nothing defines."""

    @cache
    def known(kind: str) -> Known:
        return _known(law, kind)

    for pack in law.packs:
        named = [(kind, name, pack.head.where) for kind, name in _names_in_head(pack)]
        named += [(kind, name, entry.where) for entry in pack for kind, name in _names_in(entry)]
        for kind, name, where in named:
            if name not in known(kind):
                near = nearest(name, known(kind))
                yield UnknownName.at(where, kind=LABELS[kind], found=name, near=near)


def returns(law: Law) -> Iterator[KaifangError]:
    """Ids that a pack retires or renames and defines all the same."""
    for pack in law.packs:
        for entry in pack:
            was = getattr(entry, "renamed_from", None)
            if was and was in pack.entries[_kind_of(pack, entry)]:
                yield StillThere.at(entry.where, found=was)
        for id in pack.head.retired:
            if any(id in entries for entries in pack.entries.values()):
                yield StillThere.at(pack.head.where, found=id)


def unregistered_texts(law: Law) -> Iterator[KaifangError]:
    """Texts of documents that the pack does not register, or registers with another digest."""
    for pack in law.packs:
        documents = pack.entries["documents"]
        for id, received in pack.texts.items():
            place = f"packs/{pack.folder.name}/texts/{id}.txt"
            if id not in documents:
                near = nearest(id, documents)
                yield UnknownName.at(place, kind=LABELS["documents"], found=id, near=near)
                continue
            try:
                check_registered(received, law.documents[id], Path(place))
            except OtherText as error:
                yield error


def _extended(law: Law) -> dict[str, set[str]]:
    """For each pack those it extends, directly or through another."""
    above: dict[str, set[str]] = {}
    for pack in law.packs:
        one = pack.head.extends
        above[pack.id] = {one, *above.get(one, ())} if one else set()
    return above


def _kind_of(pack: Pack, entry: Entry) -> str:
    return next(kind for kind in KINDS if entry in pack.entries[kind].values())


def _known(law: Law, kind: str) -> Known:
    """Everything that a reference of a kind may name; a former name is known by its new one."""
    if kind == "figures":
        return {**law.facts, **law.targets, **law.parameters}
    if kind == "orgs":
        return {**{org.id: org for org in law.orgs}, **law.renamed("orgs")}
    if kind == "bodies":
        return {**_known(law, "orgs"), **law.orgs.groupings, **law.lists, "own_city": 1}
    if kind == "wholes":
        return {**_known(law, "bodies"), **_known(law, "indicators")}
    defined = {id: entry for pack in law.packs for id, entry in pack.entries[kind].items()}
    return {**defined, **law.renamed(kind)}


def _names_in_head(pack: Pack) -> Iterator[tuple[str, str]]:
    head = pack.head
    named = [("orgs", head.org), ("grids", head.grid), ("lights", head.lights)]
    named += [("indicators", id) for id in head.headline]
    if "nation" in head.model_fields_set:
        named.append(("orgs", head.nation))
    yield from ((kind, name) for kind, name in named if name)


def _names_in(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every reference of an entry: (kind, id)."""
    for cite in getattr(entry, "cite", None) or ():
        if cite.doc:
            yield "documents", cite.doc
    for field, kind in _FIELDS.items():
        value = getattr(entry, field, None)
        names = (value,) if isinstance(value, str) else value or ()
        yield from ((kind, name) for name in names if isinstance(name, str) and name)
    if parent := getattr(entry, "parent", None):
        yield "tasks" if isinstance(entry, TaskEntry) else "orgs", parent
    yield from _own_names(entry)


_FIELDS = {
    "indicator": "indicators",
    "org": "bodies",
    "lead": "bodies",
    "partners": "bodies",
    "members": "bodies",
    "doc": "documents",
    "task": "tasks",
    "light": "lights",
    "difference": "differences",
}


@singledispatch
def _own_names(_: Entry) -> Iterator[tuple[str, str]]:
    """What only entries of one kind name."""
    yield from ()


@_own_names.register
def _of_fact(entry: FactEntry) -> Iterator[tuple[str, str]]:
    yield from (("wholes", name) for name in entry.of)


@_own_names.register
def _of_target(entry: TargetEntry) -> Iterator[tuple[str, str]]:
    form = entry.target
    yield from (("bodies", name) for name in form.growth_above)
    yield from (("bodies", name) for name in (form.share_not_below, form.each) if name)


@_own_names.register
def _of_indicator(entry: IndicatorEntry) -> Iterator[tuple[str, str]]:
    if entry.formula:
        yield from (("indicators", name) for name in entry.formula.operands)
        if entry.formula.of:
            yield "bodies", entry.formula.of


@_own_names.register
def _of_difference(entry: DifferenceEntry) -> Iterator[tuple[str, str]]:
    yield from (("figures", name) for name in entry.figures)


@_own_names.register
def _of_list(entry: ListEntry) -> Iterator[tuple[str, str]]:
    yield from (("orgs", item) for item in entry.items if isinstance(item, str))


@_own_names.register
def _of_grid(entry: GridEntry) -> Iterator[tuple[str, str]]:
    yield from (("orgs", tile.org) for tile in entry.tiles)


@_own_names.register
def _of_concordance(entry: ConcordanceEntry) -> Iterator[tuple[str, str]]:
    yield from (("codes", f"{ref.list}@{ref.edition}") for ref in (entry.source, entry.target))


@_own_names.register
def _of_calendar(entry: CalendarEntry) -> Iterator[tuple[str, str]]:
    yield from (("orgs", one.org) for one in entry.earlier)


@_own_names.register
def _of_form(entry: FormEntry) -> Iterator[tuple[str, str]]:
    yield "bodies", entry.issuer
    yield "calendars", entry.calendar
    yield from (("bodies", name) for name in entry.orgs)
    yield from (("indicators", row.indicator) for row in entry.rows)
