"""Codebooks: the code lists of a law in their editions, and of the libraries beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation
from kaifang.core.codes import CodeList
from kaifang.core.errors import nearest
from kaifang.packs.kinds import LABELS, entry_id
from kaifang.packs.law import Law, UnknownName, compose
from kaifang.packs.loading import find_packs, read_pack
from kaifang.packs.schema.places import CodeListEntry
from kaifang.programme.code_lists import code_list


@dataclass(frozen=True)
class Codebook:
    """One edition of a code list, full where it was imported; `is_own` where the law carries it."""

    entry: CodeListEntry
    codes: CodeList
    citations: Sequence[Citation]
    is_own: bool

    @property
    def id(self) -> str:
        """List and edition: hs@2022."""
        return entry_id(self.entry)

    @property
    def name(self) -> Text:
        return self.codes.name

    @property
    def is_sample(self) -> bool:
        return self.codes.is_sample


def codebooks(law: Law) -> list[Codebook]:
    """The code lists of a law, then those of other libraries that are found."""
    own = _of(law, is_own=True)
    known = {one.id for one in own}
    beside = [one for other in _libraries() for one in _of(other, is_own=False)]
    return [*own, *(one for one in beside if one.id not in known)]


def codebook(law: Law, id: str) -> Codebook:
    """One code list by list and edition. Raises: UnknownName."""
    found = {one.id: one for one in codebooks(law)}
    if id not in found:
        raise UnknownName(kind=LABELS["codes"], found=id, near=nearest(id, found))
    return found[id]


def _of(law: Law, *, is_own: bool) -> list[Codebook]:
    entries = [e for pack in law.packs for e in pack.entries["codes"].values()]
    return [
        Codebook(entry, code_list(law, entry.id, entry.edition), law.citations(entry), is_own)
        for entry in entries
        if isinstance(entry, CodeListEntry)
    ]


@cache
def _libraries() -> tuple[Law, ...]:
    """All library packs that carry code lists, read once."""
    packs = [read_pack(folder) for folder in find_packs().values()]
    return tuple(
        compose(pack.folder)
        for pack in packs
        if pack.head.kind == "library" and pack.entries["codes"]
    )
