"""Record observed events: the one door for files, feeds and watchers, with what follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from kaifang.cases.events import MIGRATE
from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.core.event import GivenEvent
from kaifang.packs.law import Law
from kaifang.packs.schema.duplicates import RULED_EVENTS
from kaifang.programme.casework.fed_jobs import ask_after
from kaifang.programme.clearance.notifying import SOURCE, open_notices
from kaifang.programme.rights import Actor
from kaifang.store import events
from kaifang.store.events import Appended
from kaifang.store.events.bodies import EventContent

_MOST_ERRORS = 50
_OURS = (MIGRATE, *RULED_EVENTS)


class ReservedEvent(KaifangError):
    """A sender tells, or takes back, what we alone can tell.

    That a notice went out or is known; that a case goes over to another version, or was ruled on.
    """

    code = "KF-CASE-393"


def record(law: Law, given: Sequence[GivenEvent], who: Actor, source_name: str) -> Appended:
    """Record a batch, all or nothing, and send in the same transaction the notices it opens.

    Raises: SeveralErrors with what is unsound or ReservedEvent; BatchTooLarge.
    """
    if wrong := reserved(law, given):
        raise SeveralErrors(wrong)
    return events.append(
        given,
        source_name=source_name,
        actor=who.user,
        pack_hash=law.hash,
        pack_version=str(law.head.version),
        person=who.told,
        then=partial(follow, law),
    )


def follow(law: Law, fresh: Sequence[EventContent]) -> None:
    """Do what new events call for: notices to firms, registers counted anew."""
    open_notices(law, fresh)
    ask_after(law, fresh)


def reserved(law: Law, given: Sequence[GivenEvent]) -> list[KaifangError]:
    """The events of a batch that nobody may send, the first fifty."""
    return list(_reserved(law, given))[:_MOST_ERRORS]


def _reserved(law: Law, given: Sequence[GivenEvent]) -> Iterator[KaifangError]:
    own = {
        (id, event)
        for id, process in law.processes.items()
        for one in process.notices
        for event in (one.sent, one.acknowledged)
    }
    for one in given:
        is_ours = SOURCE in (one.source, one.amends_source) or one.type in _OURS
        if is_ours or (one.process, one.type) in own:
            where = f"{str(one.source)[:80]} {str(one.id)[:80]}"
            yield ReservedEvent.at(where, found=one.type, source=one.source)
