"""Earlier definitions of a process: a case keeps the one that it began with until it is migrated.

Which one that is, is told by the hash of the pack under which its first event was recorded: a
version may be changed without being raised, a hash cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from kaifang.cases.definition import Definition
from kaifang.cases.rules import changed_rules, rules_hash
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.store.former import EntryVersion, former_contents, former_entry


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A process whose rules changed while the version of its pack did not; `rules` differ."""

    process: ProcessEntry
    version: str
    rules: tuple[str, ...]


def earlier_definitions(law: Law, process: str) -> Mapping[str, Definition]:
    """The definitions of a process in every installed pack, by the pack's hash and by version.

    The version of the law's own pack alone tells of events that name no pack which is installed:
    of several contents under one version the last counts. A content with the rules of the present
    process is that process, in today's words.
    """
    return _earlier(law, process, tuple(former_contents("processes", process)))


def is_outdated(definition: Definition, present: Definition) -> bool:
    """Whether a case under a definition is judged by other rules than a new one."""
    return definition.rules != present.rules


def unraised_changes(law: Law) -> list[RuleChange]:
    """The processes of a law that are installed under its version with other rules.

    Cases that began under those keep them, and are told apart by a mark behind the version.
    """
    found: dict[str, RuleChange] = {}
    for id, process in law.processes.items():
        for one in former_contents("processes", id):
            if (one.pack, one.version) == (law.id, law.version):
                before = _entry(one.sha256, id)
                if differs := changed_rules(before, process):
                    found[id] = RuleChange(process, law.version, tuple(differs))
    return list(found.values())


@lru_cache(maxsize=64)
def _earlier(law: Law, process: str, found: tuple[EntryVersion, ...]) -> Mapping[str, Definition]:
    present = Definition(law.processes[process], law.version, law.head.zone)
    own = {one.version: one.sha256 for one in found if one.pack == law.id}
    named: dict[str, Definition] = {}
    for one in found:
        definition = _under(present, law.id, one, own)
        named[one.hash] = named[definition.version] = definition
    return named


def _under(present: Definition, pack: str, one: EntryVersion, own: Mapping[str, str]) -> Definition:
    """The definition of one content: of other rules under a version, marked by their hash."""
    entry = _entry(one.sha256, present.process.id)
    mark = rules_hash(entry)
    version = one.version if one.pack == pack else f"{one.pack}-{one.version}"
    if mark == present.rules:
        return present if version == present.version else replace(present, version=version)
    last = present.rules if version == present.version else _rules_of(own.get(version), present)
    if last and last != mark:
        version = f"{version}+{mark[:8]}"
    return Definition(entry, version, present.zone)


def _rules_of(sha256: str | None, present: Definition) -> str:
    return rules_hash(_entry(sha256, present.process.id)) if sha256 else ""


@lru_cache(maxsize=256)
def _entry(sha256: str, process: str) -> ProcessEntry:
    """What was installed was sound then, and is not checked anew."""
    return ProcessEntry.model_validate(former_entry(sha256, "processes", process))
