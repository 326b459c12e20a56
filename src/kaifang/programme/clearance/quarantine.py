"""Quarantine 隔离: what is set aside, how it differs from what is recorded, and how it is settled."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from kaifang.cases.events import VOID
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.event import GivenEvent
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.clearance.recording import follow
from kaifang.programme.permitting import allowed
from kaifang.programme.rights import Act, Actor
from kaifang.store import events
from kaifang.store.events.bodies import laid_out, written
from kaifang.store.events.errors import NoSuchHeldEvent
from kaifang.store.models import HeldEvent
from kaifang.store.writing import one_writer

Body = Mapping[str, Any]


class SettledWithoutReason(KaifangError):
    """An event set aside is to be settled, and nobody says why."""

    code = "KF-CASE-218"


class CannotTakeOther(KaifangError):
    """The other body cannot stand for the recorded one as its correction."""

    code = "KF-CASE-219"


class Settlement(StrEnum):
    """Which of two bodies counts from now on."""

    KEEP = "keep"
    TAKE = "take"

    @property
    def label(self) -> Text:
        return message(f"quarantine.{self.value}")


@dataclass(frozen=True, slots=True)
class BodyDifference:
    """A field in which two bodies differ; None where a body does not state it."""

    field: str
    recorded: str | None
    other: str | None


@dataclass(frozen=True, slots=True)
class HeldPair:
    """An event set aside and the one that is recorded under its name, each as it was stated.

    `recorded` is None where the event was set aside for another reason than its words.
    """

    number: int
    why: str
    given_by: str
    held_at: datetime
    other: Body
    recorded: Body | None

    @property
    def differences(self) -> list[BodyDifference]:
        """Field by field; what both state alike is left out."""
        recorded, other = dict(_flat(self.recorded or {})), dict(_flat(self.other))
        return [
            BodyDifference(name, recorded.get(name), other.get(name))
            for name in dict.fromkeys([*recorded, *other])
            if recorded.get(name) != other.get(name)
        ]

    @property
    def can_take(self) -> bool:
        """Whether the other body can correct the recorded one.

        A correction stays within its case. One that takes an event away, or amends something else,
        would change what it was not sent to change.
        """
        return self.recorded is not None and all(
            self.recorded.get(name) == self.other.get(name)
            for name in ("process", "case", "amends", "amends_source")
        ) and VOID not in (self.recorded["type"], self.other["type"])  # fmt: skip


def waiting(law: Law, actor: Actor | None = None) -> list[HeldPair]:
    """What waits of the processes of a law, the oldest first. Raises: NotAllowed."""
    allowed(actor, Act.IMPORT, law)
    return [_pair(one) for one in events.waiting() if _is_of(law, one)]


def open_held(law: Law, number: int, actor: Actor | None = None) -> HeldPair:
    """One of those that wait. Raises: NotAllowed, NoSuchHeldEvent."""
    allowed(actor, Act.IMPORT, law)
    found = HeldEvent.objects.filter(pk=number, resolved_at=None).first()
    if found is None or not _is_of(law, found):
        raise NoSuchHeldEvent(found=number)
    return _pair(found)


def settle(
    law: Law, number: int, settlement: Settlement, reason: str, actor: Actor | None = None
) -> int | None:
    """Keep the recorded event, or record the other body as an event that amends it.

    Returns the batch of the amending event; nothing that is recorded is overwritten. Raises:
    NotAllowed, NoSuchHeldEvent, SettledWithoutReason, CannotTakeOther.
    """
    who = allowed(actor, Act.IMPORT, law)
    if not reason.strip():
        raise SettledWithoutReason
    with one_writer():
        pair = open_held(law, number, actor)
        batch = _take(law, pair, who) if settlement is Settlement.TAKE else None
        told = {"settlement": settlement.value, "batch": batch}
        events.settle(number, reason.strip(), actor=who.user, person=who.told, told=told)
    return batch


def tell(pair: HeldPair) -> dict[str, Any]:
    """An event set aside as plain values."""
    return {
        "number": pair.number,
        "why": pair.why,
        "given_by": pair.given_by,
        "held_at": pair.held_at.isoformat(),
        "can_take": pair.can_take,
        "recorded": pair.recorded,
        "other": pair.other,
        "differences": [
            {"field": one.field, "recorded": one.recorded, "other": one.other}
            for one in pair.differences
        ],
    }


def _take(law: Law, pair: HeldPair, who: Actor) -> int | None:
    if not pair.can_take:
        raise CannotTakeOther(found=pair.number)
    done = events.append(
        [_amending(pair)],
        source_name=f"quarantine:{pair.number}",
        actor=who.user,
        pack_hash=law.hash,
        pack_version=str(law.head.version),
        person=who.told,
        then=partial(follow, law),
    )
    if not done.new:  # somebody sent an event under this very name before
        raise CannotTakeOther(found=pair.number)
    return done.batch


def _amending(pair: HeldPair) -> GivenEvent:
    """The other body under a name of our own, as the correction of the recorded event."""
    said = {**pair.other}
    source, event = said.pop("source"), said.pop("id")
    return GivenEvent(
        **{**said, "amends": event, "amends_source": source},
        source="kaifang/quarantine",
        id=str(pair.number),
    )


def _is_of(law: Law, held: HeldEvent) -> bool:
    return not law.processes or held.process in law.processes


def _pair(held: HeldEvent) -> HeldPair:
    kept = events.named(held.source, held.event) if held.kept_hash else None
    return HeldPair(
        held.pk,
        held.why,
        held.given_by,
        held.held_at,
        json.loads(held.body),
        json.loads(written(laid_out(kept.event))) if kept else None,
    )


def _flat(body: Body, path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in body.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{path}{name}.")
        else:
            yield (
                f"{path}{name}",
                value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
            )
