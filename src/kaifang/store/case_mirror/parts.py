"""Coded events on disk: parts of arrays, and a manifest that says up to which batch they reach."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from array import array
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np

from kaifang.store.case_mirror.arrays import (
    NUMBERS,
    Amending,
    CodedEvents,
    EventColumns,
    GivenAttribute,
    Telling,
)
from kaifang.store.errors import MirrorDamaged, MirrorUnwritable
from kaifang.store.events.marks import EventMark
from kaifang.store.home import home, put_in_place
from kaifang.store.manifest import Part

FORMAT = 2
_OF_ATTRIBUTE = ("told", "times", "again")


@dataclass(frozen=True, slots=True)
class EventManifest:
    """What the mirror of a process holds on disk: all events up to `mark`."""

    mark: EventMark = field(default_factory=EventMark)
    parts: tuple[Part, ...] = ()

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read it; one that is missing, unreadable or of another store is empty."""
        try:
            found = json.loads((folder / "manifest.json").read_text("utf-8"))
            fits = found["format"] == FORMAT
            parts = tuple(Part(**part) for part in found["parts"])
            known = cls(EventMark(**found["mark"]), parts) if fits else cls()
        except (OSError, ValueError, KeyError, TypeError):
            return cls()
        return known if known.mark.is_in_store() else cls()

    def write(self, folder: Path) -> None:
        fresh = folder / "manifest.json.new"
        fresh.write_text(json.dumps({"format": FORMAT, **asdict(self)}, indent=1), "utf-8")
        put_in_place(fresh, folder / "manifest.json")


def folder_of(process: str) -> Path:
    """Where the parts of a process lie; any name of a process makes a name of a folder."""
    return home("case_mirror", hashlib.sha256(process.encode()).hexdigest()[:16])


def write_part(coded: CodedEvents, folder: Path) -> Part:
    """Write all events of a process as one part. Raises: MirrorUnwritable."""
    names = {
        "cases": list(coded.cases),
        "activities": list(coded.activities),
        "sources": list(coded.sources),
        "told": {name: list(told.values) for name, told in coded.told.items()},
        "amending": coded.amending,
    }
    text = json.dumps(names, ensure_ascii=False).encode()
    arrays: dict[str, Any] = {**coded.columns, "names": np.frombuffer(text, np.uint8)}
    for place, told in enumerate(coded.told.values()):
        arrays[f"told_{place}"] = np.array([told.codes, told.rows], np.int32)
        arrays[f"times_{place}"] = np.array(told.times, np.int64)
        arrays[f"again_{place}"] = np.array(told.again, np.int32).reshape(-1, 3)
    fresh = folder / f"{uuid.uuid4().hex}.new"
    try:
        with fresh.open("wb") as out:
            np.savez(out, **arrays)
        place_of = folder / f"events-{len(coded)}-{uuid.uuid4().hex[:8]}.npz"
        put_in_place(fresh, place_of)
        return Part.of(place_of, len(coded))
    except OSError as refusal:
        raise MirrorUnwritable(str(folder), why=str(refusal)) from refusal
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def load_part(part: Part, folder: Path) -> CodedEvents:
    """Read a part. Raises: MirrorDamaged."""
    path = part.check(folder)
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as found:
            names = json.loads(found["names"].tobytes())
            told = {
                name: _told(values, *(found[f"{one}_{place}"] for one in _OF_ATTRIBUTE))
                for place, (name, values) in enumerate(names["told"].items())
            }
            return CodedEvents(
                EventColumns(
                    {name: found[name].astype(kind, copy=False) for name, kind in NUMBERS.items()}
                ),
                _numbered(names["cases"]),
                _numbered(names["activities"]),
                _numbered(names["sources"]),
                told,
                [Amending(*one) for one in names["amending"]],
            )
    except (OSError, ValueError, KeyError, TypeError) as damage:
        raise MirrorDamaged(found=part.file) from damage


def _told(values: list[str], told: Any, times: Any, again: Any) -> GivenAttribute:
    codes, rows = (array("i", one.astype(np.int32).tobytes()) for one in told)
    kept = array("q", times.astype(np.int64).tobytes())
    return GivenAttribute(
        _numbered(values), codes, rows, kept, [Telling(*one) for one in again.tolist()]
    )


def _numbered(names: list[str]) -> dict[str, int]:
    return {name: code for code, name in enumerate(names)}
