"""Verifying the chain, whole and against a head that was printed earlier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaifang.programme.rights import CONSOLE, Act, Actor, demand
from kaifang.store import audit
from kaifang.store.audit import ChainProgress, Fault, Head
from kaifang.store.events import verifying
from kaifang.store.events.verifying import EventFault, EventProgress
from kaifang.store.reading import one_instant

# So many entries are verified in well under a second.
PART = 20_000
START, FIRST_EVENT = ChainProgress(), EventProgress()
# Told how many entries there are, gives what is called after each.
Watch = Callable[[int], Callable[[], None]]


@dataclass(frozen=True, slots=True)
class ChainVerified:
    """What verifying found: `head` is the chain's end then, `printed` the head held against it.

    `count` is the number of the last entry, `number` how far verifying has come; it `is_over` at
    the end of the chain and of the events of cases, whose batches the chain names: these are
    gone through behind the chain, `event_count` of them.
    """

    count: int
    head: Head
    printed: Head | None
    walk: ChainProgress
    event_walk: EventProgress
    event_count: int

    @property
    def number(self) -> int:
        return self.walk.number

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.walk.faults

    @property
    def event_number(self) -> int:
        return max(self.event_walk.event, 0)

    @property
    def events(self) -> tuple[EventFault, ...]:
        return self.event_walk.faults

    @property
    def all_faults(self) -> tuple[Fault | EventFault, ...]:
        return (*self.faults, *self.events)

    @property
    def is_over(self) -> bool:
        return self.walk.ended and self.event_walk.ended

    @property
    def is_whole(self) -> bool:
        return self.is_over and not self.all_faults


def _unwatched(_: int) -> Callable[[], None]:
    return lambda: None


def verify(actor: Actor, printed: str = "", watch: Watch = _unwatched) -> ChainVerified:
    """Go through the whole chain, and every event of a case that it seals.

    With a printed head, also see whether the chain still holds that one. Whoever sits at the machine may too: it tells numbers only. Raises: NotAllowed, UnreadableHead.
    """
    _demand(actor)
    known = _read(printed)
    with one_instant():
        head = audit.head()
        count = verifying.count()
        tell = watch(head.number + count)
        reached = audit.go_on(START, known, None, tell)
        events = verifying.go_on(FIRST_EVENT, tell=tell)
        return ChainVerified(head.number, head, known, reached, events, count)


def verify_part(
    actor: Actor,
    printed: str = "",
    walk: ChainProgress = START,
    most: int = PART,
    *,
    events: EventProgress = FIRST_EVENT,
) -> ChainVerified:
    """Go on where a verification of the same head stood, so far that nobody waits for it.

    The chain first, then the events in whole batches. What was added meanwhile is gone through
    too. Raises: NotAllowed, UnreadableHead.
    """
    _demand(actor)
    known = _read(printed)
    with one_instant():
        head = audit.head()
        count = verifying.count()
        if not walk.ended:
            walk, left = audit.go_on(walk, known, most), most - (head.number - walk.number)
        else:  # what was added since; whether the printed head was met is told already
            walk, left = audit.go_on(walk), most
        if walk.ended and left > 0:
            events = verifying.go_on(events, left)
        return ChainVerified(head.number, head, known, walk, events, count)


def _demand(actor: Actor) -> None:
    if actor.user != CONSOLE:
        demand(actor, Act.READ_AUDIT)


def _read(printed: str) -> Head | None:
    return Head.read(printed) if printed.strip() else None
