"""Record events that were decided: single acts and whole histories alike, with their audit entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaifang.cases.events import Event
from kaifang.core.event import GivenEvent
from kaifang.programme.casework.fed_jobs import ask_to_feed
from kaifang.programme.rights import Actor
from kaifang.store import events
from kaifang.store.errors import ChangedMeanwhile

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

SOURCE = "casework"
_AT_ONCE = 50_000


def record(
    actor: Actor,
    programme: Programme,
    process: str,
    decided: Sequence[Event],
    source_name: str = SOURCE,
) -> None:
    """Record events, all or nothing; call it as the one writer, who judged them as it stands.

    Raises: what the store's `append` raises; ChangedMeanwhile where one of them is there already.
    """
    law = programme.law
    for at in range(0, len(decided), _AT_ONCE):
        some = decided[at : at + _AT_ONCE]
        done = events.append(
            [_stated(process, one) for one in some],
            source_name=source_name,
            actor=actor.user,
            pack_hash=law.hash,
            pack_version=str(law.head.version),
            person=actor.told,
        )
        if done.new != len(some):
            raise ChangedMeanwhile(found=done.new, expected=len(some))
        ask_to_feed(law, process, done.batch)


def _stated(process: str, event: Event) -> GivenEvent:
    amends = event.amends
    return GivenEvent(
        source=event.source,
        id=event.id,
        process=process,
        case=event.case,
        type=event.type,
        occurred_at=event.occurred_at,
        actor=event.actor,
        on_behalf_of=event.on_behalf_of,
        org=event.org,
        data=event.data,
        amends=amends.id if amends else "",
        amends_source=amends.source if amends else "",
    )
