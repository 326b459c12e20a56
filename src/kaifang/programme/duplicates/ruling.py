"""Rule on a pair: two projects, one project, or two again; recorded at once for all it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kaifang.core.bilingual import Text
from kaifang.core.event import GivenEvent
from kaifang.core.messages import message
from kaifang.packs.schema.duplicates import MERGED, RECEIVED, RELEASED, SEPARATED, DuplicateRule
from kaifang.programme.casework.doers import doer_of
from kaifang.programme.casework.fed_jobs import ask_to_feed
from kaifang.programme.casework.reading import commanded, now_of
from kaifang.programme.duplicates.errors import (
    FirstRegistrationStays,
    MergedTooLate,
    RulingOutOfPlace,
    RulingReserved,
    RulingWithoutReason,
)
from kaifang.programme.duplicates.finding import SuspectedPair, demand_sight, pair_of
from kaifang.programme.duplicates.registrations import Registration, rule_of
from kaifang.programme.duplicates.rulings import Verdict, merged_into, rulings, rulings_process
from kaifang.programme.messages.posting import post
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit, events
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.writing import one_writer

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

SOURCE = "duplicates"
RULED = "rule_on_duplicate"


def may_rule(actor: Actor, programme: Programme, process: str) -> bool:
    """Whether somebody holds a role that rules, at the organisation whose programme it is."""
    law, rule = programme.law, rule_of(programme, process)
    doer = doer_of(actor, programme, commanded(law, process), law.head.org or "")
    return not actor.reads_only and not set(rule.who).isdisjoint(doer.roles)


def rule(
    actor: Actor,
    programme: Programme,
    process: str,
    pair: str,
    verdict: Verdict,
    reason: str,
    *,
    version: int,
    kept: str = "",
) -> SuspectedPair:
    """Record what two cases are; `kept` is the one that stays of two merged, else the first.

    A merged case counts in the other alone and rests there with all that it holds; a ruling that
    separates them undoes it. Both organisations are told of it, neither what the other's is.
    `version` is that of the pair as it was read.

    Raises: NotAllowed, RulingReserved, DuplicatesUndeclared, NoSuchPair, RulingWithoutReason,
    ChangedMeanwhile, RulingOutOfPlace, MergedTooLate, FirstRegistrationStays.
    """
    demand_ruling(actor, programme, process)
    if not reason.strip():
        raise RulingWithoutReason
    with one_writer():
        found = pair_of(actor, programme, process, pair)
        if found.version != version:
            raise ChangedMeanwhile(found=found.version, expected=version)
        stays, goes = _sides(programme, process, found, verdict, kept)
        told = _told(found, verdict, reason.strip(), stays, goes)
        number = _record(actor, programme, found, verdict, told, stays, goes)
        if verdict is not Verdict.DISTINCT:
            _tell(process, verdict, number, stays, goes)
    return pair_of(actor, programme, process, pair)


def demand_ruling(actor: Actor, programme: Programme, process: str) -> None:
    """Refuse whoever may not rule. Raises: NotAllowed, DuplicatesUndeclared, RulingReserved."""
    law = programme.law
    demand_sight(actor, law)
    demand(actor, Act.KEEP_CASE, law.head.org or "", law.orgs)
    if not may_rule(actor, programme, process):
        own = commanded(law, process)
        names = [own.label("roles", one) for one in rule_of(programme, process).who]
        zh, en = "、".join(one.zh for one in names), ", ".join(one.en for one in names)
        raise RulingReserved(expected=Text(zh, en))


def _sides(
    programme: Programme, process: str, pair: SuspectedPair, verdict: Verdict, kept: str
) -> tuple[Registration, Registration]:
    """Which case stays and which goes, where the ruling is one that can be given."""
    into = merged_into(rulings(process))
    if verdict is Verdict.SEPARATE:
        last = pair.last
        if last is None or last.verdict is not Verdict.MERGE or into.get(last.gone) != last.kept:
            raise RulingOutOfPlace(found=verdict.label)
        sides = (pair.first, pair.second)
        return sides if last.kept == pair.first.case else (pair.second, pair.first)
    if {pair.first.case, pair.second.case} & {*into}:
        raise RulingOutOfPlace(found=verdict.label)
    if verdict is Verdict.MERGE:
        _demand_in_time(programme, process, pair)
        return _chosen(rule_of(programme, process), pair, kept)
    return pair.first, pair.second


def _demand_in_time(programme: Programme, process: str, pair: SuspectedPair) -> None:
    until = rule_of(programme, process).until
    had = [one for one in until if one in pair.first.had | pair.second.had]
    if had:
        raise MergedTooLate(found=commanded(programme.law, process).label("events", had[0]))


def _chosen(
    rule: DuplicateRule, pair: SuspectedPair, kept: str
) -> tuple[Registration, Registration]:
    if kept not in ("", pair.first.case, pair.second.case):
        raise RulingOutOfPlace(found=kept)
    if kept != pair.second.case:
        return pair.first, pair.second
    if rule.keeps == "first_registered":
        raise FirstRegistrationStays(found=kept, expected=pair.first.case)
    return pair.second, pair.first


def _told(
    pair: SuspectedPair, verdict: Verdict, reason: str, stays: Registration, goes: Registration
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "one": pair.first.case,
        "other": pair.second.case,
        "reason": reason,
        "reasons": list(pair.likeness.reasons) if pair.likeness else [],
    }
    return told if verdict is Verdict.DISTINCT else {**told, "kept": stays.case, "gone": goes.case}


def _record(
    actor: Actor,
    programme: Programme,
    pair: SuspectedPair,
    verdict: Verdict,
    told: dict[str, Any],
    stays: Registration,
    goes: Registration,
) -> str:
    """Record the ruling with what it does to both cases in one batch; return its number."""
    law, number, at = programme.law, uuid4().hex, now_of(programme)
    own: dict[str, Any] = {"source": SOURCE, "occurred_at": at, "actor": actor.user}
    batch = [
        GivenEvent(
            id=number,
            process=rulings_process(pair.process),
            case=pair.id,
            type=verdict.value,
            org=law.head.org or "",
            data=told,
            **own,
        ),
        *(
            GivenEvent(
                id=uuid4().hex,
                process=pair.process,
                case=side.case,
                type=type,
                org=side.org,
                data={"ruling": number},
                **own,
            )
            for type, side in _events(verdict, stays, goes)
        ),
    ]
    done = events.append(
        batch,
        source_name=SOURCE,
        actor=actor.user,
        pack_hash=law.hash,
        pack_version=str(law.head.version),
        person=actor.told,
    )
    ask_to_feed(law, pair.process, done.batch)  # what a merged case fed counts no more
    audit.record(
        RULED,
        f"duplicate:{pair.id}",
        actor=actor.user,
        after={"verdict": verdict.value, **told},
        reason=told["reason"],
        person=actor.told,
    )
    return number


def _events(
    verdict: Verdict, stays: Registration, goes: Registration
) -> Sequence[tuple[str, Registration]]:
    if verdict is Verdict.MERGE:
        return ((MERGED, goes), (RECEIVED, stays))
    return ((SEPARATED, goes), (RELEASED, stays)) if verdict is Verdict.SEPARATE else ()


def _tell(
    process: str, verdict: Verdict, number: str, stays: Registration, goes: Registration
) -> None:
    """Let both organisations know what became of their own case, and nothing of the other's."""
    for type, side in _events(verdict, stays, goes):
        post(
            type,
            message(f"duplicates.told.{type}"),
            to_org=side.org,
            body=message(f"duplicates.told.{type}.body"),
            link=f"/cases/{process}/{side.case}/",
            key=f"{number}:{side.case}",
        )
