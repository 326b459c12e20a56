"""Import of official tables: read by a map of the pack, recorded, revisions told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kaifang.core.bilingual import Text
from kaifang.core.errors import SeveralErrors, nearest
from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.exchange.fact_tables import read_table
from kaifang.exchange.sheets import media_type, read_grid
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.mapping import check_map
from kaifang.packs.schema.rules import FactMapEntry
from kaifang.programme.naming import org_name
from kaifang.programme.permitting import allowed
from kaifang.programme.restating import restated
from kaifang.programme.rights import Act, Actor

if TYPE_CHECKING:
    from kaifang.store.observations import BatchResult


@dataclass(frozen=True)
class Revised:
    """A value that the table gives differently from what was known (上月被修订)."""

    indicator: Text
    org: Text
    period: Text
    before: Observation
    now: Observation


@dataclass(frozen=True)
class Imported:
    """What an import changed, and what it says of earlier totals without printing them.

    Every value read is new, unchanged or revised, so `read` is the sum of the three.
    """

    read: int
    added: int
    unchanged: int
    revised: Sequence[Revised]
    implied: Sequence[Revised] = ()


def import_table(
    law: Law,
    file: Path,
    map: str | FactMapEntry,
    *,
    period: Period | None = None,
    announced: date | None = None,
    reason: str = "",
    actor: Actor | None = None,
    dry_run: bool = False,
) -> Imported:
    """Read a table by a map, or by the law's map of that id, and record it with its file.

    Without an actor it is whoever sits at the machine. The same file twice changes nothing. With `dry_run` nothing is kept, and the answer says what
    would have been.

    Raises: NotAllowed; SeveralErrors with every wrong cell; nothing is recorded then.
    """
    actor = allowed(actor, Act.IMPORT, law)
    entry = find_map(law, map) if isinstance(map, str) else map
    if wrong := list(check_map(law, entry)):
        raise SeveralErrors(wrong)
    grid = read_grid(file, entry.sheet)
    found = read_table(grid, entry, law.indicator, period=period, announced=announced)
    stated = [_of_its_place(law, one) for one in found]
    result = _record(law, file, entry, stated, reason, actor, dry_run=dry_run)
    revised = [_revised(law, one.old, one.new) for one in result.revisions]
    flows = (one for one in stated if law.indicator(one.indicator).kind == "flow")
    implied = [_revised(law, one.known, one.implied) for one in restated(flows, _known)]
    unchanged = result.unchanged + result.confirmed
    added = len(found) - unchanged - len(revised)
    return Imported(len(found), added, unchanged, revised, implied)


def find_map(law: Law, id: str) -> FactMapEntry:
    """A map of the law by id. Raises: UnknownName."""
    if id not in law.maps:
        raise UnknownName(kind=LABELS["maps"], found=id, near=nearest(id, law.maps))
    return law.maps[id]


def _of_its_place(law: Law, observation: Observation) -> Observation:
    """No figure of an invented place may pass for a real one."""
    if law.orgs[observation.org].is_demo:
        return replace(observation, authority=Authority.DEMO)
    return observation


def _record(
    law: Law,
    file: Path,
    map: FactMapEntry,
    stated: Sequence[Observation],
    reason: str,
    actor: Actor,
    *,
    dry_run: bool,
) -> BatchResult:
    from django.db import transaction

    from kaifang.store import audit, files
    from kaifang.store.models import Batch
    from kaifang.store.observations import Origin, append
    from kaifang.store.writing import one_writer

    data = file.read_bytes()
    origin = Origin(law.hash, hashlib.sha256(data).hexdigest(), map.id, actor.user)
    text = reason or f"{map.name.zh} {file.name}"
    with one_writer():
        result = append(stated, kind=Batch.Kind("import"), reason=text, origin=origin)
        if not dry_run:
            files.put(data, name=file.name, media_type=media_type(file))
            if result.added:
                audit.record(
                    "import_table",
                    f"batch:{result.batch.id if result.batch else ''}",
                    actor=actor.user,
                    after={"pack": law.id, "map": map.id, "file": origin.file_sha256},
                    reason=text,
                    person=actor.told,
                )
        transaction.set_rollback(dry_run)
    return result


def _known(about: Observation) -> Observation | None:
    """What stood for the key and authority of an observation when it became known."""
    from django.utils import timezone

    from kaifang.store.observations import vintages
    from kaifang.store.vintages import Chain

    said = [one for one in vintages(about.key) if one.authority is about.authority]
    return Chain.of(said, timezone.localdate()).before(about)


def _revised(law: Law, before: Observation, now: Observation) -> Revised:
    return Revised(
        law.indicator(now.indicator).name.text,
        org_name(law, now.org),
        now.period.name(cumulative=True),
        before,
        now,
    )
