"""Record observations 数据: appended in batches, all or nothing, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils import timezone

from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.store.adding import add, next_row
from kaifang.store.errors import OverlappingRevisions, ReasonMissing
from kaifang.store.models import Batch, Record
from kaifang.store.room import check_room
from kaifang.store.rows import Row, observations_of, row_of
from kaifang.store.soundness import flaws
from kaifang.store.vintages import Chain, Revision, line_of, said
from kaifang.store.writing import last_batch, next_instant, one_writer

# Above this many organisations all rows of an indicator are read to compare with.
_MANY = 400


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a batch comes from and who recorded it."""

    pack_hash: str = ""
    file_sha256: str = ""
    map_id: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What an act of recording changed; `batch` is None when it changed nothing."""

    batch: Batch | None
    added: int
    unchanged: int
    revisions: tuple[Revision, ...] = ()


@dataclass(slots=True)
class _Sorted:
    """A batch set against what is known."""

    fresh: list[Observation] = field(default_factory=list)
    unchanged: int = 0
    revisions: list[Revision] = field(default_factory=list)
    conflicts: list[KaifangError] = field(default_factory=list)


def append(
    observations: Iterable[Observation],
    *,
    kind: Batch.Kind,
    reason: str,
    origin: Origin = Origin(),
) -> BatchResult:
    """Record observations in one batch, all or nothing.

    What repeats the latest statement of its key is not stored again. A different value for the
    same key and authority is stored and listed as a revision of what was known. A file that was
    imported with the same map before changes nothing.

    Raises: SeveralErrors with IncompleteObservation, TooManyDigits, TooManyDecimals, NotFinite or
    OverlappingRevisions; TooWideTogether; ReasonMissing.
    """
    given = list(observations)
    if wrong := [flaw for o in given for flaw in flaws(o)]:
        raise SeveralErrors(wrong)
    with one_writer():
        if earlier := _imported_before(kind, origin):
            return BatchResult(earlier, 0, len(given))
        known = _compare(given)
        if known.conflicts:
            raise SeveralErrors(known.conflicts)
        if known.revisions and not reason.strip():
            raise ReasonMissing(count=len(known.revisions))
        check_room(known.fresh)
        batch = _write(known.fresh, kind, reason, origin) if known.fresh else None
    return BatchResult(batch, len(known.fresh), known.unchanged, tuple(known.revisions))


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


def _imported_before(kind: Batch.Kind, origin: Origin) -> Batch | None:
    if kind != Batch.Kind.IMPORT or not origin.file_sha256:
        return None
    same = Batch.objects.filter(kind=kind, file_sha256=origin.file_sha256, map_id=origin.map_id)
    return same.first()


def _compare(given: list[Observation]) -> _Sorted:
    result = _Sorted()
    in_order = sorted(given, key=lambda o: o.indicator)  # stable: keeps the order given
    for indicator, group in groupby(in_order, key=lambda o: o.indicator):
        _compare_one(indicator, list(group), result)
    return result


def _compare_one(indicator: str, group: list[Observation], result: _Sorted) -> None:
    today = timezone.localdate()
    chains = _chains(indicator, {o.org for o in group})
    first: dict[tuple[object, ...], Observation] = {}
    for o in group:
        line = line_of(o)
        other = first.setdefault((line, o.announced), o)
        if said(other) != said(o):
            result.conflicts.append(_overlap(other, o))
            continue
        chain = chains.setdefault(line, Chain(today))
        if chain.repeats(o):
            result.unchanged += 1
            continue
        old = chain.before(o)
        if old and old.id and said(old) != said(o):
            result.revisions.append(Revision(old, o))
        chain.add(o)
        result.fresh.append(o)


def _chains(indicator: str, orgs: set[str]) -> dict[tuple[object, ...], Chain]:
    rows = Record.objects.filter(indicator=indicator)
    if len(orgs) <= _MANY:
        rows = rows.filter(org__in=orgs)
    lines: dict[tuple[object, ...], list[Observation]] = {}
    for o in observations_of(rows):
        lines.setdefault(line_of(o), []).append(o)
    today = timezone.localdate()
    return {line: Chain.of(known, today) for line, known in lines.items()}


def _overlap(one: Observation, other: Observation) -> OverlappingRevisions:
    return OverlappingRevisions(
        one=_named(one), two=_named(other), what=" ".join(filter(None, one.key))
    )


def _named(o: Observation) -> str:
    value = "—" if o.value is None else format(o.value, "f")
    return f"{value}{o.unit}{f' ({o.figure})' if o.figure else ''}"


def _write(fresh: list[Observation], kind: Batch.Kind, reason: str, origin: Origin) -> Batch:
    last = last_batch()
    first_row, number = next_row(), last.id + 1 if last else 1
    content = add(_rows(fresh, first_row, number, reason))
    batch = Batch(
        id=number,
        recorded_at=next_instant(last),
        kind=kind,
        first_row=first_row,
        last_row=first_row + len(fresh) - 1,
        content=content,
        pack_hash=origin.pack_hash,
        file_sha256=origin.file_sha256,
        map_id=origin.map_id,
        who=origin.who,
        reason=reason,
    )
    batch.save()
    return batch


def _rows(fresh: list[Observation], first: int, batch: int, reason: str) -> Iterator[Row]:
    return (row_of(o, first + n, batch, reason) for n, o in enumerate(fresh))
