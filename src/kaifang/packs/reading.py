"""Read YAML strictly: scalars stay text, duplicate keys are refused, every key keeps its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kaifang.core.errors import KaifangError

Location = tuple[str | int, ...]
LARGEST_FILE = 8 * 1024 * 1024
DEEPEST = 16  # the deepest entry of a pack, a nested calculation, needs about ten levels


class FileTooLarge(KaifangError):
    code = "KF-PACK-001"


class BadEncoding(KaifangError):
    code = "KF-PACK-002"


class BadSyntax(KaifangError):
    code = "KF-PACK-003"


class DuplicateKey(KaifangError):
    code = "KF-PACK-004"


class EmptyFile(KaifangError):
    code = "KF-PACK-005"


class NotPlain(KaifangError):
    """YAML that a pack does without: aliases, several documents, lists as keys, deep nesting."""

    code = "KF-PACK-040"


@dataclass(slots=True)
class Source:
    """One file as read: plain dicts, lists and texts, and the line of each key and item."""

    place: str
    data: Any = None
    lines: dict[Location, int] = field(default_factory=dict)

    def where(self, at: Location) -> str:
        """Return `file:line` of the nearest thing at or above a location.

        Steps that the file does not have are passed over: a schema may speak of the first item
        of what the file writes as one mapping, or name the branch that it tried.
        """
        known: Location = ()
        for step in at:
            if (*known, step) in self.lines:
                known = (*known, step)
        return f"{self.place}:{self.lines.get(known, 1)}"


def read_yaml(path: Path, place: str) -> Source:
    """Read one YAML file; `place` is how errors name it.

    Raises: FileTooLarge, BadEncoding, EmptyFile, BadSyntax, DuplicateKey, NotPlain.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise FileTooLarge.at(place, found=size, expected=LARGEST_FILE)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"0x{error.object[error.start]:02x}"
        raise BadEncoding.at(f"{place}:{line}", found=found) from None
    return read_text(text, place)


def read_text(text: str, place: str) -> Source:
    """Read YAML from a text; see `read_yaml`."""
    reader = _Reader(Source(place), text)
    try:
        return reader.read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BadSyntax.at(f"{place}:{line}", found=error.problem or "") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadSyntax.at(f"{place}:{line}", found=error.reason) from None


class _Reader:
    """Builds plain values from YAML's events, which unlike its nodes may be of any depth."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def read(self) -> Source:
        """Read the one document of the stream."""
        for event in self.events:
            if isinstance(event, yaml.StreamEndEvent):
                break
            if isinstance(event, yaml.DocumentStartEvent):
                if self.source.lines:
                    raise self._refuse(event, "---")
                self.source.data = self._value(next(self.events), ())
        if not self.source.lines or (self.source.data is None and len(self.source.lines) == 1):
            raise EmptyFile.at(self.source.place)
        return self.source

    def _value(self, event: Any, at: Location) -> Any:
        self.source.lines.setdefault(at, _line(event))
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and event.value in _NULLS and not event.tag
            return None if is_null else str(event.value)
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, f"*{event.anchor}")
        if len(at) >= DEEPEST:
            raise self._refuse(event, "…")
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._items(at))
        return self._mapping(at)

    def _items(self, at: Location) -> Iterator[Any]:
        number = 0
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._value(event, (*at, number))
            number += 1

    def _mapping(self, at: Location) -> dict[str, Any]:
        plain: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refuse(event, "?")
            key, line = str(event.value), _line(event)
            if key in plain:
                raise DuplicateKey.at(f"{self.source.place}:{line}", found=key)
            self.source.lines[(*at, key)] = line
            plain[key] = self._value(next(self.events), (*at, key))
        return plain

    def _refuse(self, event: Any, found: str) -> NotPlain:
        return NotPlain.at(f"{self.source.place}:{_line(event)}", found=found)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
