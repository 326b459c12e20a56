"""Record observations 数据: appended in batches, all or nothing, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaifang.core.errors import SeveralErrors
from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.store.adding import add, hash_of, next_row
from kaifang.store.comparing import compare
from kaifang.store.errors import ReasonMissing
from kaifang.store.models import Batch, Record
from kaifang.store.room import check_room
from kaifang.store.rows import observations_of, row_of
from kaifang.store.soundness import flaws
from kaifang.store.vintages import Revision
from kaifang.store.writing import last_batch, next_instant, one_writer


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a batch comes from and who recorded it."""

    pack_hash: str = ""
    file_sha256: str = ""
    map_id: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What an act of recording changed; `batch` is None when there was nothing to record.

    `added` counts records; `confirmed` of them say what stood already, and `revisions` differ.
    """

    batch: Batch | None
    added: int
    unchanged: int
    revisions: tuple[Revision, ...] = ()
    confirmed: int = 0


def append(
    observations: Iterable[Observation],
    *,
    kind: str,
    reason: str,
    origin: Origin = Origin(),
) -> BatchResult:
    """Record observations in one batch of a `Batch.Kind`, all or nothing.

    What repeats the latest statement of its key is not stored again. A different value for the
    same key and authority is stored and listed as a revision of what was known. An import of the
    same file that reads the same from it changes nothing, whatever was recorded since; `batch`
    is then that of the first time.

    Raises: SeveralErrors with IncompleteObservation, TooManyDigits, TooManyDecimals, NotFinite,
    OtherUnit or OverlappingRevisions; TooWideTogether; ReasonMissing.
    """
    stated = list(observations)
    if wrong := [flaw for o in stated for flaw in flaws(o)]:
        raise SeveralErrors(wrong)
    given = _given(stated, origin) if kind == Batch.Kind.IMPORT else ""
    with one_writer():
        if given and (earlier := Batch.objects.filter(given=given).first()):
            return BatchResult(earlier, 0, len(stated))
        found = compare(stated)
        if found.wrong:
            raise SeveralErrors(found.wrong)
        if found.revisions and not reason.strip():
            raise ReasonMissing(count=len(found.revisions))
        check_room(found.fresh)
        batch = _write(found.fresh, kind, reason, origin, given) if found.fresh else None
    revisions = tuple(found.revisions)
    return BatchResult(batch, len(found.fresh), found.unchanged, revisions, found.confirmed)


def vintages(key: Sequence[str]) -> list[Observation]:
    """Return all that was ever recorded of a key (`Observation.key`), the oldest record first."""
    indicator, org, period, measure, base, part, definition = key
    days = Period.parse(period)
    rows = Record.objects.filter(
        indicator=indicator,
        org=org,
        period_end=days.end,
        period_start=days.start,
        measure=measure,
        base=base,
        part=part,
        definition=definition,
    )
    return list(observations_of(rows.order_by("id")))


def by_id(ids: Iterable[int]) -> dict[int, Observation]:
    """Return records by their number; numbers that are not there are left out."""
    wanted, found = list(ids), {}
    for at in range(0, len(wanted), 900):
        rows = Record.objects.filter(id__in=wanted[at : at + 900])
        found.update({o.id: o for o in observations_of(rows)})
    return found


def _given(stated: list[Observation], origin: Origin) -> str:
    """Hash a file, its map and all that was read from it."""
    rows = (row_of(o, 0, 0, "") for o in stated)
    return hash_of([(origin.file_sha256, origin.map_id), *rows]) if origin.file_sha256 else ""


def _write(fresh: list[Observation], kind: str, reason: str, origin: Origin, given: str) -> Batch:
    last = last_batch()
    first, number = next_row(), last.id + 1 if last else 1
    content = add(row_of(o, row, number, reason) for row, o in enumerate(fresh, first))
    batch = Batch(
        id=number,
        recorded_at=next_instant(last),
        kind=Batch.Kind(kind),
        first_row=first,
        last_row=first + len(fresh) - 1,
        content=content,
        given=given,
        pack_hash=origin.pack_hash,
        file_sha256=origin.file_sha256,
        map_id=origin.map_id,
        who=origin.who,
        reason=reason,
    )
    batch.save()
    return batch
