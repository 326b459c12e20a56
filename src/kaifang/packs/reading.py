"""Read YAML strictly: scalars stay text, duplicate keys are refused, every key keeps its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kaifang.core.errors import KaifangError

Location = tuple[str | int, ...]
LARGEST_FILE = 8 * 1024 * 1024


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


@dataclass(slots=True)
class Source:
    """One file as read: plain dicts, lists and texts, and the line of each key and item."""

    place: str
    data: Any = None
    lines: dict[Location, int] = field(default_factory=dict)

    def where(self, at: Location) -> str:
        """Return `file:line` of the nearest thing at or above a location."""
        while at and at not in self.lines:
            at = at[:-1]
        return f"{self.place}:{self.lines.get(at, 1)}"


def read_yaml(path: Path, place: str) -> Source:
    """Read one YAML file; `place` is how errors name it.

    Raises: FileTooLarge, BadEncoding, EmptyFile, BadSyntax, DuplicateKey.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise FileTooLarge.at(place, found=size, expected=LARGEST_FILE)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadEncoding.at(place, found=f"0x{error.object[error.start]:02x}") from None
    return read_text(text, place)


def read_text(text: str, place: str) -> Source:
    """Read YAML from a text; see `read_yaml`."""
    source = Source(place)
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BadSyntax.at(f"{place}:{line}", found=error.problem or "") from None
    except yaml.YAMLError as error:
        raise BadSyntax.at(f"{place}:1", found=str(error).splitlines()[0]) from None
    if root is None:
        raise EmptyFile.at(place)
    source.data = _plain(root, (), source)
    return source


def _plain(node: yaml.Node, at: Location, source: Source) -> Any:
    source.lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, source)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*at, n), source) for n, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, at: Location, source: Source) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in plain:
            raise DuplicateKey.at(f"{source.place}:{line}", found=key)
        source.lines[(*at, key)] = line
        plain[key] = _plain(value_node, (*at, key), source)
    return plain


def _scalar(node: yaml.Node) -> str | None:
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return str(node.value)
