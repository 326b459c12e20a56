"""Duplicates: what is compared is declared and of a kind that compares; nobody else uses its words."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.packs.reading import Location
from kaifang.packs.schema.duplicates import MERGED_STATE, RULED_EVENTS
from kaifang.packs.schema.processes import ProcessEntry

_KINDS = {"amount": ("amount", "integer"), "credit_code": ("credit_code", "text")}
Named = tuple[str, str, Location]


class DuplicatesObserved(KaifangError):
    """A process that only observes cannot obey a ruling."""

    code = "KF-PACK-235"


class ComparedWrong(KaifangError):
    """A field is compared as what it is not."""

    code = "KF-PACK-236"


class ReservedName(KaifangError):
    """A state or an event bears the name of what a ruling on duplicates does."""

    code = "KF-PACK-237"


def duplicate_names(process: ProcessEntry) -> Iterator[Named]:
    """What the block names: fields, roles and events, with their places."""
    rule = process.duplicates
    if rule is None:
        return
    for name, fields in rule.compare.named:
        for number, field in enumerate(fields):
            yield "fields", field, ("duplicates", "compare", name, number)
    for number, role in enumerate(rule.who):
        yield "roles", role, ("duplicates", "who", number)
    for number, event in enumerate(rule.until):
        yield "events", event, ("duplicates", "until", number)


def reserved_names(process: ProcessEntry) -> Iterator[KaifangError]:
    """States and events that a ruling on duplicates would be taken for."""
    for number, state in enumerate(process.states):
        if state.id == MERGED_STATE:
            yield ReservedName.at(process.where_of("states", number, "id"), found=state.id)
    for number, one in enumerate(process.transitions):
        if one.event in RULED_EVENTS:
            where = process.where_of("transitions", number, "event")
            yield ReservedName.at(where, found=one.event)


def duplicate_findings(process: ProcessEntry) -> Iterator[KaifangError]:
    """What is wrong with the block once every name is declared."""
    rule = process.duplicates
    if rule is None:
        return
    if process.mode != "command":
        yield DuplicatesObserved.at(process.where_of("duplicates"), found=process.id)
    kinds = {one.id: one.kind for one in process.fields}
    for name, fields in rule.compare.named:
        wanted = _KINDS.get(name)
        for number, field in enumerate(fields):
            if wanted and kinds[field] not in wanted:
                where = process.where_of("duplicates", "compare", name, number)
                near = nearest(field, [id for id, kind in kinds.items() if kind in wanted])
                expected = message(f"duplicates.compared.{name}")
                yield ComparedWrong.at(where, found=field, expected=expected, near=near)
