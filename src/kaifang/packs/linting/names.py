"""Names: defined once, defined at all, and gone for good once they are retired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, singledispatch
from pathlib import Path

from kaifang.core.errors import KaifangError, nearest
from kaifang.packs.kinds import KINDS, LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.loading import DuplicateId, Pack
from kaifang.packs.reading import Location
from kaifang.packs.schema.base import Entry
from kaifang.packs.schema.figures import FactEntry, IndicatorEntry, TargetEntry
from kaifang.packs.schema.places import ConcordanceEntry, GridEntry
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.packs.schema.reporting import CalendarEntry, FormEntry
from kaifang.packs.schema.rules import DifferenceEntry, ListEntry, TaskEntry
from kaifang.packs.schema.supervising import NoticeEntry
from kaifang.packs.texts import OtherText, check_registered


class StillThere(KaifangError):
    """An id is retired, or renamed, and stands in the pack all the same."""

    code = "KF-PACK-042"


Known = Mapping[str, object]
Named = tuple[str, str, Location]  # what kind of thing, its id, the field that names it


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
        named: list[tuple[Entry, str, str, Location]]
        named = [(pack.head, *one) for one in _names_in_head(pack)]
        named += [(entry, *one) for entry in pack for one in _names_in(entry)]
        for entry, kind, name, at in named:
            if name not in known(kind):
                near = nearest(name, known(kind))
                where = entry.where_of(*at)
                yield UnknownName.at(where, kind=LABELS[kind], found=name, near=near)


def returns(law: Law) -> Iterator[KaifangError]:
    """Ids that a pack retires or renames and defines all the same."""
    for pack in law.packs:
        for entry in pack:
            was = getattr(entry, "renamed_from", None)
            if was and was in pack.entries[_kind_of(pack, entry)]:
                yield StillThere.at(entry.where_of("renamed_from"), found=was)
        for number, id in enumerate(pack.head.retired):
            if any(id in entries for entries in pack.entries.values()):
                yield StillThere.at(pack.head.where_of("retired", number), found=id)


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
    if kind == "code_lists":
        return {one.id: one for one in law.code_lists.values()}
    if kind == "work_calendars":
        return {pack.id: pack for pack in law.packs if pack.entries["workdays"]}
    if kind == "wholes":
        return {**_known(law, "bodies"), **_known(law, "indicators")}
    defined = {id: entry for pack in law.packs for id, entry in pack.entries[kind].items()}
    return {**defined, **law.renamed(kind)}


def _names_in_head(pack: Pack) -> Iterator[Named]:
    head = pack.head
    named = [("orgs", head.org, "org"), ("grids", head.grid, "grid")]
    named.append(("lights", head.lights, "lights"))
    named.append(("orgs", head.signs_as, "signs_as"))
    if "nation" in head.model_fields_set:
        named.append(("orgs", head.nation, "nation"))
    yield from ((kind, name, (field,)) for kind, name, field in named if name)
    yield from _listed("indicators", head.headline, "headline")


def _names_in(entry: Entry) -> Iterator[Named]:
    """Every reference of an entry."""
    for at, cite in entry.citing():
        if cite.doc:
            yield "documents", cite.doc, (*at, "doc")
    for field, kind in _FIELDS.items():
        value = getattr(entry, field, None)
        if isinstance(value, str):
            yield from [(kind, value, (field,))] if value else []
        else:
            yield from _listed(kind, value or (), field)
    if parent := getattr(entry, "parent", None):
        yield "tasks" if isinstance(entry, TaskEntry) else "orgs", parent, ("parent",)
    yield from _own_names(entry)


def _listed(kind: str, names: Iterable[object], *field: str) -> Iterator[Named]:
    """The names in a list of an entry; what the list holds beside names is passed over."""
    for number, name in enumerate(names):
        if isinstance(name, str) and name:
            yield kind, name, (*field, number)


_FIELDS = {
    "indicator": "indicators",
    "org": "bodies",
    "lead": "bodies",
    "partners": "bodies",
    "members": "bodies",
    "doc": "documents",
    "task": "tasks",
    "light": "lights",
    "season": "seasons",
    "difference": "differences",
}


@singledispatch
def _own_names(_: Entry) -> Iterator[Named]:
    """What only entries of one kind name."""
    yield from ()


@_own_names.register
def _of_fact(entry: FactEntry) -> Iterator[Named]:
    yield from _listed("wholes", entry.of, "of")


@_own_names.register
def _of_target(entry: TargetEntry) -> Iterator[Named]:
    form = entry.target
    yield from _listed("bodies", form.growth_above, "target", "growth_above")
    for field, name in (("share_not_below", form.share_not_below), ("each", form.each)):
        if name:
            yield "bodies", name, ("target", field)


@_own_names.register
def _of_indicator(entry: IndicatorEntry) -> Iterator[Named]:
    if entry.formula:
        operation = entry.formula.operation
        yield from _listed("indicators", entry.formula.operands, "formula", operation)
        if entry.formula.of:
            yield "bodies", entry.formula.of, ("formula", "of")


@_own_names.register
def _of_difference(entry: DifferenceEntry) -> Iterator[Named]:
    yield from _listed("figures", entry.figures, "figures")


@_own_names.register
def _of_list(entry: ListEntry) -> Iterator[Named]:
    yield from _listed("orgs", entry.items, "items")


@_own_names.register
def _of_grid(entry: GridEntry) -> Iterator[Named]:
    for number, tile in enumerate(entry.tiles):
        yield "orgs", tile.org, ("tiles", number, "org")


@_own_names.register
def _of_concordance(entry: ConcordanceEntry) -> Iterator[Named]:
    for field, ref in (("from", entry.source), ("to", entry.target)):
        yield "codes", f"{ref.list}@{ref.edition}", (field,)


@_own_names.register
def _of_calendar(entry: CalendarEntry) -> Iterator[Named]:
    for number, one in enumerate(entry.earlier):
        yield "orgs", one.org, ("earlier", number, "org")


@_own_names.register
def _of_notice(entry: NoticeEntry) -> Iterator[Named]:
    yield from _listed("indicators", entry.indicators, "indicators")


@_own_names.register
def _of_process(entry: ProcessEntry) -> Iterator[Named]:
    for number, field in enumerate(entry.fields):
        if field.list:
            yield "code_lists", field.list, ("fields", number, "list")
    for number, clock in enumerate(entry.clocks):
        if clock.calendar:
            yield "work_calendars", clock.calendar, ("clocks", number, "calendar")


@_own_names.register
def _of_form(entry: FormEntry) -> Iterator[Named]:
    yield "bodies", entry.issuer, ("issuer",)
    yield "calendars", entry.calendar, ("calendar",)
    yield from _listed("bodies", entry.orgs, "orgs")
    for number, row in enumerate(entry.rows):
        yield "indicators", row.indicator, ("rows", number, "indicator")
