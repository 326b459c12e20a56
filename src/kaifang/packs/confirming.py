"""Move the entries of worksheets that a person has confirmed to where a pack keeps them.

An entry is confirmed by taking the "# " away before its lines. All entries of all worksheets are
checked first; one that will not do stops them all, and nothing is moved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.packs.faults import faults, wrong_shape
from kaifang.packs.kinds import model_for
from kaifang.packs.loading import DRAFTS
from kaifang.packs.reading import Source, read_yaml

# What an entry must have to be of a kind; the first kind that fits is taken.
_MARKS = (
    ("documents", ("title", "issuer")),
    ("targets", ("target",)),
    ("checks", ("compute",)),
    ("facts", ("indicator", "cite")),
    ("tasks", ("doc", "no")),
    ("not_figures", ("doc", "text")),
    ("not_figures", ("doc", "pattern")),
    ("parameters", ("valid", "value")),
    ("indicators", ("unit", "definition")),
    ("lists", ("name", "items")),
    ("lists", ("name", "expected")),
    ("orgs", ("name", "kind")),
)
_NOTHING = re.compile(r"^\[\]\s*$", re.MULTILINE)  # how a file without entries is written
_PROPOSAL = re.compile(r"^# - ", re.MULTILINE)


class NothingConfirmed(KaifangError):
    """No worksheet of a pack holds an entry without its comment signs."""

    code = "KF-PACK-048"


class KindUnclear(KaifangError):
    """The keys of a confirmed entry do not tell what it is."""

    code = "KF-PACK-049"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One entry as it stands in a worksheet, and the file of the pack it belongs to."""

    kind: str
    text: str
    file: Path


@dataclass(frozen=True, slots=True)
class Moved:
    """How many entries of each kind were moved, and how many proposals are left."""

    counts: dict[str, int]
    left: int


def confirm(folder: Path) -> Moved:
    """Move what is confirmed in drafts/ of a pack to its files.

    Raises: NothingConfirmed; SeveralErrors with everything wrong, at its line of the worksheet.
    """
    sheets = sorted((folder / DRAFTS).glob("*.yaml"))
    confirmed = {sheet: _confirmed(folder, sheet) for sheet in sheets if _has_entries(sheet)}
    if not confirmed:
        raise NothingConfirmed(found=str(folder / DRAFTS))
    entries = [one for found in confirmed.values() for one in found]
    for one in entries:
        _append(one.file, one.text)
    for sheet in confirmed:
        _keep_comments(sheet)
    left = {sheet: len(_PROPOSAL.findall(sheet.read_text("utf-8"))) for sheet in sheets}
    for sheet in confirmed:
        if not left[sheet]:
            sheet.unlink()  # nothing but its head remains
    return Moved(dict(Counter(one.kind for one in entries)), sum(left.values()))


def _has_entries(sheet: Path) -> bool:
    return any(_is_entry(line) for line in sheet.read_text("utf-8").splitlines())


def _is_entry(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _confirmed(folder: Path, sheet: Path) -> list[Confirmed]:
    source = read_yaml(sheet, f"packs/{folder.name}/{DRAFTS}/{sheet.name}")
    if not isinstance(source.data, list):
        raise wrong_shape(source.data, "list", source.where(()))
    errors = [error for n, data in enumerate(source.data) for error in _wrong(source, n, data)]
    if errors:
        raise SeveralErrors(errors)
    texts = _texts(sheet, [source.lines[(number,)] for number in range(len(source.data))])
    kinds = [_kind(data) for data in source.data]
    files = [_file(folder, kind, sheet.stem) for kind in kinds]
    return [Confirmed(*one) for one in zip(kinds, texts, files, strict=True)]


def _wrong(source: Source, number: int, data: Any) -> Iterator[KaifangError]:
    if not isinstance(data, dict):
        yield wrong_shape(data, "mapping", source.where((number,)))
        return
    kind = _kind(data)
    if not kind:
        yield KindUnclear.at(source.where((number,)), found=", ".join(data))
        return
    model = model_for(kind, data)
    try:
        model.model_validate(data)
    except ValidationError as error:
        yield from faults(model, error, source, (number,))


def _kind(data: dict[str, Any]) -> str:
    return next((kind for kind, marks in _MARKS if all(mark in data for mark in marks)), "")


def _texts(sheet: Path, starts: list[int]) -> list[str]:
    """The lines of each entry as written; comments between them stay in the worksheet."""
    lines = sheet.read_text("utf-8").splitlines()
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    spans = (lines[start - 1 : end] for start, end in zip(starts, ends, strict=True))
    return ["".join(f"{line}\n" for line in span if _is_entry(line)) for span in spans]


def _file(folder: Path, kind: str, document: str) -> Path:
    """The one file of a kind where the pack keeps it so, else one a document."""
    alone = folder / f"{kind}.yaml"
    is_alone = alone.exists() and not (folder / kind).is_dir()
    return alone if is_alone or kind == "documents" else folder / kind / f"{document}.yaml"


def _append(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    before = _NOTHING.sub("", file.read_text("utf-8")) if file.exists() else ""
    file.write_text(f"{before.rstrip()}\n{text}".lstrip(), "utf-8")


def _keep_comments(sheet: Path) -> None:
    lines = sheet.read_text("utf-8").splitlines()
    sheet.write_text("".join(f"{line}\n" for line in lines if not _is_entry(line)), "utf-8")
