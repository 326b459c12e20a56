"""Full code lists: imported from the office's own file, and preferred to the pack's sample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kaifang.core.bilingual import same
from kaifang.core.codes import Code, CodeList
from kaifang.core.errors import nearest
from kaifang.exchange.code_tables import completed, pack_codes, read_codes, unpack_codes
from kaifang.exchange.sheets import media_type, read_grid
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.schema.places import CodeListEntry
from kaifang.packs.schema.rules import CodeMapEntry
from kaifang.programme.permitting import allowed
from kaifang.programme.rights import Act, Actor


@dataclass(frozen=True)
class ImportedCodes:
    """A list as it holds now, and how it differs from what held before."""

    codes: CodeList
    read: int
    added: int
    gone: int
    changed: int

    @property
    def is_unchanged(self) -> bool:
        return not (self.added or self.gone or self.changed)


def import_codes(law: Law, file: Path, map_id: str, *, actor: Actor | None = None) -> ImportedCodes:
    """Read a full list by a map of the law and keep it, with the file it was read from.

    A code list is law, so it takes the right to install packs; without an actor it is whoever
    sits at the machine. Raises: NotAllowed; UnknownName; SeveralErrors with every wrong row; nothing is kept then.
    """
    from kaifang.store import audit, files
    from kaifang.store import codes as store
    from kaifang.store.writing import one_writer

    actor = allowed(actor, Act.INSTALL_PACK)
    map = find_code_map(law, map_id)
    sample = _sample(law, map.list, map.edition)
    found = read_codes(read_grid(file, map.sheet), map, sample)
    before = _held(law, map.list, map.edition)
    with one_writer():
        received = files.put(file.read_bytes(), name=file.name, media_type=media_type(file))
        data, count = pack_codes(found), len(found)
        last = store.current(map.list, map.edition)
        kept = store.keep(
            map.list, map.edition, data, received, count=count, map_id=map.id, who=actor.user
        )
        if kept != last:
            audit.record(
                "import_codes",
                f"codes:{map.list}@{map.edition}",
                actor=actor.user,
                after={"file": received.sha256, "count": count},
                person=actor.told,
            )
    return _compared(before, code_list(law, map.list, map.edition), len(found))


def code_list(law: Law, id: str, edition: str) -> CodeList:
    """One edition of a list: the full one if it was imported, else the sample of the law.

    Raises: UnknownName.
    """
    found = _held(law, id, edition)
    if found is None:
        known = law.entries("codes")
        name = f"{id}@{edition}"
        raise UnknownName(kind=LABELS["codes"], found=name, near=nearest(name, known))
    return found


def code_lists(law: Law) -> list[CodeList]:
    """All lists that a law carries or has a map for and that were imported."""
    own = [(one.id, one.edition) for one in _entries(law).values()]
    mapped = [(one.list, one.edition) for one in code_maps(law).values()]
    found = [_held(law, *key) for key in dict.fromkeys([*own, *mapped])]
    return [one for one in found if one is not None]


def code_maps(law: Law) -> dict[str, CodeMapEntry]:
    """The maps by which full lists are read, by id."""
    found = law.entries("maps")
    return {id: one for id, one in found.items() if isinstance(one, CodeMapEntry)}


def find_code_map(law: Law, id: str) -> CodeMapEntry:
    """One map by id. Raises: UnknownName."""
    maps = code_maps(law)
    if id not in maps:
        raise UnknownName(kind=LABELS["maps"], found=id, near=nearest(id, maps))
    return maps[id]


def _entries(law: Law) -> dict[str, CodeListEntry]:
    found = law.entries("codes")
    return {id: one for id, one in found.items() if isinstance(one, CodeListEntry)}


def _sample(law: Law, id: str, edition: str) -> CodeList | None:
    entry = _entries(law).get(f"{id}@{edition}")
    return entry.code_list if entry else None


def _held(law: Law, id: str, edition: str) -> CodeList | None:
    """The list as the store holds it, completed from the sample; else the sample."""
    from kaifang.store import codes as store

    sample = _sample(law, id, edition)
    kept = store.current(id, edition)
    if kept is None:
        return sample
    codes = _kept_codes(kept.file_id)
    map = code_maps(law).get(kept.map_id)
    name = map.name.text if map else same(f"{id} {edition}")
    return CodeList(id, edition, name, completed(codes, sample) if sample else codes)


@lru_cache(maxsize=16)
def _kept_codes(sha256: str) -> tuple[Code, ...]:
    """The codes of a kept file: the same hash, the same codes for ever."""
    from kaifang.store import files
    from kaifang.store.models import StoredFile

    return tuple(unpack_codes(files.read(StoredFile.objects.get(sha256=sha256))))


def _compared(before: CodeList | None, now: CodeList, read: int) -> ImportedCodes:
    old = {one.code: one for one in before or ()}
    new = {one.code: one for one in now}
    changed = sum(1 for code, one in new.items() if code in old and old[code] != one)
    return ImportedCodes(now, read, len(new.keys() - old), len(old.keys() - new), changed)
