"""Rules 规则: what cases are judged by, apart from its wording; two versions with the same are one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from kaifang.packs.loading import plain
from kaifang.packs.schema.processes import ProcessEntry

# What the fold, its guards, clocks and alarms read; all else is read of the law in force.
_JUDGING = (
    "mode", "roles", "evidence", "reasons", "fields", "states", "start", "end", "transitions",
    "clocks", "alarms", "guards", "order",
)  # fmt: skip
_WORDING = {"name", "note", "cite", "renamed_from"}
_CALLED_BY = ("id", "event", "clock")


def rules(process: ProcessEntry) -> dict[str, Any]:
    """The rules of a process as plain values, without names, notes and citations."""
    told = plain(process)
    return {kind: _bare(told[kind]) for kind in _JUDGING if kind in told}


def rules_hash(process: ProcessEntry) -> str:
    """SHA-256 of the rules: another wording leaves it as it is, another rule does not."""
    text = json.dumps(rules(process), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def changed_rules(before: ProcessEntry, after: ProcessEntry) -> list[str]:
    """Which rules differ, by their paths: `transitions.sign.evidence.0`; none where none does.

    Rules that only stand in another order are told by their kind: `transitions`.
    """
    old, new = rules(before), rules(after)
    flat_old, flat_new = dict(_flat(old)), dict(_flat(new))
    paths = [one for one in {**flat_old, **flat_new} if flat_old.get(one) != flat_new.get(one)]
    return paths or [kind for kind in _JUDGING if old.get(kind) != new.get(kind)]


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if key not in _WORDING}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _flat(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every scalar under its path; what has a name stands under it, else under its number."""
    if not isinstance(value, dict | list):
        yield at, str(value)
        return
    pairs = value.items() if isinstance(value, dict) else _listed(value)
    for name, one in pairs:
        yield from _flat(one, f"{at}.{name}" if at else str(name))


def _listed(values: list[Any]) -> Iterator[tuple[str, Any]]:
    met: set[str] = set()
    for number, one in enumerate(values):
        named = one if isinstance(one, dict) else {}
        name = next((str(named[key]) for key in _CALLED_BY if key in named), str(number))
        while name in met:
            name = f"{name}.{number}"
        met.add(name)
        yield name, one
