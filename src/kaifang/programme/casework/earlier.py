"""Earlier versions of a process: a case keeps the one that it began with until it is migrated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kaifang.cases.definition import Definition
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.store.former import former_contents, former_entry


def earlier_definitions(law: Law, process: str) -> Mapping[str, Definition]:
    """The definitions of a process in other installed versions of its pack, by their versions."""
    present = str(law.head.version)
    return {
        version: _definition(sha256, process, version, law.head.zone)
        for version, sha256 in former_contents(law.id, "processes", process).items()
        if version != present
    }


@lru_cache(maxsize=64)
def _definition(sha256: str, process: str, version: str, zone: str) -> Definition:
    """What was installed was sound then, and is not checked anew."""
    said = former_entry(sha256, "processes", process)
    return Definition(ProcessEntry.model_validate(said), version, zone)
