"""Load one pack folder into entries that know their file and line, or into what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from kaifang.core.errors import KaifangError, SeveralErrors, nearest
from kaifang.core.messages import message
from kaifang.packs.faults import InvalidValue, faults, wrong_shape
from kaifang.packs.kinds import KINDS, LABELS, entry_id, model_for
from kaifang.packs.reading import Location, Source, read_yaml
from kaifang.packs.schema.base import Entry
from kaifang.packs.schema.head import PackHead
from kaifang.packs.texts import Received, read_document

DRAFTS = "drafts"
TEXTS = "texts"


class DuplicateId(KaifangError):
    code = "KF-PACK-010"


class UnknownPack(KaifangError):
    code = "KF-PACK-020"


class StrangeFile(KaifangError):
    code = "KF-PACK-023"


@dataclass
class Pack:
    """One pack's own entries, by kind and in file order; `findings` is what could not be read.

    `drafts` names the files of drafts/: worksheets of the author, never part of the law.
    `texts` holds the documents of texts/ by id, where their author may give them to everyone.
    """

    head: PackHead
    folder: Path
    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: defaultdict(dict))
    findings: list[KaifangError] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    texts: dict[str, Received] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def version(self) -> str:
        return self.head.version

    @property
    def count(self) -> int:
        return sum(len(entries) for entries in self.entries.values())

    def __iter__(self) -> Iterator[Entry]:
        for kind in KINDS:
            yield from self.entries[kind].values()

    @cached_property
    def canonical(self) -> bytes:
        """The content in canonical JSON: independent of files, comments and order of keys."""
        content: dict[str, Any] = {"head": plain(self.head)}
        for kind in KINDS:
            if self.entries[kind]:
                content[kind] = {id: plain(e) for id, e in sorted(self.entries[kind].items())}
        return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical content."""
        return hashlib.sha256(self.canonical).hexdigest()


def search_path() -> list[Path]:
    """Folders that hold packs: KAIFANG_PACKS first, then those that ship with Kaifang."""
    own = [Path(part) for part in os.environ.get("KAIFANG_PACKS", "").split(os.pathsep) if part]
    shipped = Path(str(files("kaifang"))) / "_packs"
    checkout = Path(str(files("kaifang"))).parents[1] / "packs"
    return [folder for folder in (*own, shipped, checkout) if folder.is_dir()]


def find_packs() -> dict[str, Path]:
    """All packs on the search path by folder name; an earlier folder hides a later one."""
    found: dict[str, Path] = {}
    for root in search_path():
        for file in sorted(root.glob("*/pack.yaml")):
            found.setdefault(file.parent.name, file.parent)
    return found


def find_pack(name: str) -> Path:
    """The folder of a pack, by name or by path. Raises: UnknownPack."""
    as_path = Path(name)
    if (as_path / "pack.yaml").is_file():
        return as_path.resolve()
    packs = find_packs()
    if name not in packs:
        raise UnknownPack(found=name, near=nearest(name, packs))
    return packs[name]


def read_pack(folder: Path) -> Pack:
    """Read every file of a pack, gathering what is wrong in `findings`.

    Raises: the error of pack.yaml itself, without which there is no pack.
    """
    place = f"packs/{folder.name}"
    head_source = read_yaml(folder / "pack.yaml", f"{place}/pack.yaml")
    head, errors = _validate(PackHead, head_source.data, head_source, ())
    if head is None:
        raise errors[0] if len(errors) == 1 else SeveralErrors(errors)
    assert isinstance(head, PackHead)
    head.placed(head_source, (), head.id)
    pack = Pack(head, folder)
    if head.id != folder.name:
        where, expected = head_source.where(("id",)), message("pack.needs.folder", name=folder.name)
        pack.findings.append(InvalidValue.at(where, found=head.id, expected=expected))
    for file in _files(folder):
        _read_file(pack, file, f"{place}/{file.relative_to(folder).as_posix()}")
    return pack


def _files(folder: Path) -> Iterator[Path]:
    """Everything a pack holds beside pack.yaml, but what is hidden and what only explains."""
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        is_aside = any(part.startswith(".") for part in parts) or parts[-1].startswith("README")
        if file.is_file() and not is_aside and parts != ("pack.yaml",):
            yield file


def read_entries(file: Path, kind: str) -> list[Entry]:
    """Read a file of one kind that stands by itself, outside any pack.

    Raises: SeveralErrors with everything wrong in it; errors of the file itself.
    """
    source = read_yaml(file, str(file))
    items = source.data if isinstance(source.data, list) else [source.data]
    entries, errors = [], []
    for number, data in enumerate(items):
        at: Location = (number,) if items is source.data else ()
        entry, wrong = _validate(model_for(kind, data), data, source, at)
        errors += wrong
        if entry is not None:
            entry.placed(source, at, "")
            entries.append(entry)
    if errors:
        raise SeveralErrors(errors)
    return entries


def _read_file(pack: Pack, file: Path, place: str) -> None:
    relative = file.relative_to(pack.folder)
    kind = relative.parts[0] if len(relative.parts) > 1 else file.stem
    if kind == DRAFTS:
        pack.drafts.append(place)
        return
    if kind == TEXTS and file.suffix == ".txt":
        _read_text(pack, file, place)
        return
    if kind not in KINDS or file.suffix != ".yaml":
        pack.findings.append(StrangeFile.at(place, found=place, near=nearest(kind, KINDS)))
        return
    try:
        source = read_yaml(file, place)
    except KaifangError as error:
        pack.findings.append(error)
        return
    if not isinstance(source.data, list):
        pack.findings.append(wrong_shape(source.data, "list", source.where(())))
        return
    for number, data in enumerate(source.data):
        _read_entry(pack, kind, data, source, number)


def _read_text(pack: Pack, file: Path, place: str) -> None:
    try:
        pack.texts[file.stem] = read_document(file)
    except KaifangError as error:
        error.where = place
        pack.findings.append(error)


def _read_entry(pack: Pack, kind: str, data: Any, source: Source, number: int) -> None:
    entry, errors = _validate(model_for(kind, data), data, source, (number,))
    pack.findings += errors
    if entry is None:
        return
    entry.placed(source, (number,), pack.id)
    id = entry_id(entry)
    if id in pack.entries[kind]:
        first = pack.entries[kind][id].where
        duplicate = DuplicateId.at(entry.where, found=id, expected=first, kind=LABELS[kind])
        pack.findings.append(duplicate)
        return
    pack.entries[kind][id] = entry


def _validate(
    model: type[Entry], data: Any, source: Source, at: Location
) -> tuple[Entry | None, list[KaifangError]]:
    if not isinstance(data, dict):
        return None, [wrong_shape(data, "mapping", source.where(at))]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, list(faults(model, error, source, at))


def plain(value: Any) -> Any:
    """Turn an entry into JSON values, without defaults; every scalar is a text."""
    if isinstance(value, BaseModel):
        return {
            info.alias or name: plain(given)
            for name, info in sorted(type(value).model_fields.items())
            if (given := getattr(value, name)) != _default(info)
        }
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, bool) else str(value)


def _default(info: FieldInfo) -> Any:
    return info.get_default(call_default_factory=True, validated_data={})
