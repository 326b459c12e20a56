"""Install policy packs: the content under its hash, the published figures as records."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone

from kaifang.core.observation import Observation
from kaifang.core.statement import Authority
from kaifang.store.models import Batch, InstalledPack, PackContent, Record
from kaifang.store.observations import BatchResult, Origin, append
from kaifang.store.writing import one_writer


class Content(Protocol):
    """A pack as far as the store wants to know it."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def canonical(self) -> bytes: ...


class Installable(Content, Protocol):
    """A pack with its figures; where it has `packs`, these are all it stands on, itself last."""

    @property
    def hash(self) -> str: ...
    def observations(self) -> Iterable[Observation]: ...


@dataclass(frozen=True, slots=True)
class Installation:
    """What installing did; `vanished` names figures of earlier versions that this one lacks.

    Vanished figures stay in the records: a figure is withdrawn by a revision, not by silence.
    """

    pack: InstalledPack
    recorded: BatchResult
    vanished: tuple[str, ...] = ()


def is_installed(pack: Installable) -> bool:
    """Whether the store holds this very content, active or not."""
    return InstalledPack.objects.filter(hash=pack.hash).exists()


def install(pack: Installable, *, who: str = "") -> Installation:
    """Keep a pack for ever, record its figures and make it the active version, all or nothing.

    The active version once more changes nothing; another version adds what differs.

    Raises: what `observations.append` raises.
    """
    with one_writer():
        row = _keep(pack)
        if row.active:
            return Installation(row, BatchResult(None, 0, 0))
        stated = list(pack.observations())
        recorded = append(
            stated,
            kind=Batch.Kind.DEMO if _is_demo(stated) else Batch.Kind.PACK,
            reason=f"{pack.id} {pack.version}",
            origin=Origin(pack_hash=pack.hash, who=who),
        )
        _activate(row)
        return Installation(row, recorded, _vanished(pack.id, stated))


def _keep(pack: Installable) -> InstalledPack:
    contents = [_keep_content(one) for one in getattr(pack, "packs", (pack,))]
    facts = {
        "pack": pack.id,
        "version": pack.version,
        "contents": contents,
        "installed_at": timezone.now(),
    }
    return InstalledPack.objects.get_or_create(hash=pack.hash, defaults=facts)[0]


def _keep_content(pack: Content) -> str:
    sha256 = hashlib.sha256(pack.canonical).hexdigest()
    if not PackContent.objects.filter(sha256=sha256).exists():
        compressed = zlib.compress(pack.canonical)
        PackContent.objects.create(
            sha256=sha256, pack=pack.id, version=pack.version, compressed=compressed
        )
    return sha256


def _is_demo(stated: list[Observation]) -> bool:
    return any(o.authority is Authority.DEMO for o in stated)


def _activate(row: InstalledPack) -> None:
    InstalledPack.objects.filter(pack=row.pack, active=True).update(active=False)
    row.active = True
    row.save(update_fields=["active"])


def _vanished(pack: str, stated: list[Observation]) -> tuple[str, ...]:
    """Name the pack's recorded figures that are no longer stated; its batches bound the search."""
    hashes = InstalledPack.objects.filter(pack=pack).values_list("hash", flat=True)
    batches = Batch.objects.filter(pack_hash__in=list(hashes)).exclude(kind=Batch.Kind.IMPORT)
    known: set[str] = set()
    for first, last in batches.values_list("first_row", "last_row"):
        rows = Record.objects.filter(id__range=(first, last), pack=pack)
        known.update(rows.values_list("figure", flat=True).distinct())
    return tuple(sorted(known - {o.figure for o in stated} - {""}))
