"""Compare two versions of a law: what was added, removed, changed, renamed and retired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.packs.kinds import KINDS, LABELS
from kaifang.packs.law import Law
from kaifang.packs.loading import plain
from kaifang.packs.schema.base import Entry


class Act(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry before and after; None where it was not or is no longer there."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one entry; `was` is its former id when it was renamed."""

    act: Act
    kind: str
    id: str
    was: str = ""
    fields: tuple[FieldChange, ...] = ()

    @property
    def says(self) -> Text:
        """One line: what became of which entry."""
        label = LABELS.get(self.kind, _HEAD)
        return message(f"pack.diff.{self.act}", kind=label, id=self.id, was=self.was)

    def json(self, lang: str = "zh") -> dict[str, Any]:
        """The change as plain values, its sentence in `lang`."""
        return {
            "act": self.act.value,
            "kind": self.kind,
            "id": self.id,
            "was": self.was or None,
            "fields": [
                {"name": one.name, "before": one.before, "after": one.after} for one in self.fields
            ],
            "text": self.says.in_(lang),
        }


_HEAD = Text("政策包", "pack")


def diff(old: Law, new: Law) -> list[Change]:
    """Return all changes from one law to another, by kind of entry and then by id.

    A law is compared with what it extends, without the libraries that it uses. An entry that
    carries `renamed_from` is renamed, one named in `retired` is retired, not removed.
    """
    changes = list(_head_changes(old, new))
    for kind in KINDS:
        found = _changes(kind, _own(old, kind), _own(new, kind), set(new.head.retired))
        changes += sorted(found, key=lambda change: (change.id, change.act))
    return changes


def _own(law: Law, kind: str) -> dict[str, Entry]:
    """Entries of one kind of the pack and of the packs it extends, the later overriding."""
    packs = {pack.id: pack for pack in law.packs}
    chain, at = [], law.id
    while at in packs:
        chain.append(packs[at])
        at = packs[at].head.extends or ""
    merged: dict[str, Entry] = {}
    for pack in reversed(chain):
        merged.update(pack.entries[kind])
    return {id: entry for id, entry in merged.items() if id not in law.head.retired}


def _changes(
    kind: str, old: Mapping[str, Entry], new: Mapping[str, Entry], retired: set[str]
) -> Iterator[Change]:
    former = {id: _former_id(id, entry, old) for id, entry in new.items()}
    for id, was in former.items():
        if was not in old:
            yield Change(Act.ADDED, kind, id)
            continue
        fields = _fields(old[was], new[id])
        if was != id:
            yield Change(Act.RENAMED, kind, id, was, fields)
        elif fields:
            yield Change(Act.CHANGED, kind, id, "", fields)
    for id in old.keys() - set(former.values()):
        yield Change(Act.RETIRED if id in retired else Act.REMOVED, kind, id)


def _former_id(id: str, entry: Entry, old: Mapping[str, Entry]) -> str:
    was: str | None = getattr(entry, "renamed_from", None)
    return was if was and was in old and id not in old else id


def _head_changes(old: Law, new: Law) -> Iterator[Change]:
    if fields := _fields(old.head, new.head):
        yield Change(Act.CHANGED, "pack", new.id, old.id if old.id != new.id else "", fields)


_OF_ITS_OWN = {"id", "renamed_from", "retired"}  # told by the act itself


def _fields(old: Entry, new: Entry) -> tuple[FieldChange, ...]:
    before, after = _flat(plain(old)), _flat(plain(new))
    names = [*before, *(name for name in after if name not in before)]
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name) and name.partition(".")[0] not in _OF_ITS_OWN
    )


def _flat(value: Any, at: str = "") -> dict[str, str]:
    """Every scalar under its path: `target.growth`, `cite.0.quote`."""
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = [(str(number), one) for number, one in enumerate(value)]
    else:
        return {} if value is None else {at: str(value)}
    found: dict[str, str] = {}
    for name, one in pairs:
        found |= _flat(one, f"{at}.{name}" if at else name)
    return found
