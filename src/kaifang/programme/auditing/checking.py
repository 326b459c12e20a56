"""Verifying the chain, whole and against a head that was printed earlier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaifang.programme.rights import CONSOLE, Act, Actor, demand
from kaifang.store import audit
from kaifang.store.audit import Fault, Head
from kaifang.store.models import AuditEntry
from kaifang.store.reading import one_instant

# Told how many entries there are, gives what is called after each.
Watch = Callable[[int], Callable[[], None]]


@dataclass(frozen=True, slots=True)
class ChainVerified:
    """What verifying found: `head` is the chain's end then, `printed` the head held against it."""

    count: int
    head: Head
    printed: Head | None
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def _unwatched(_: int) -> Callable[[], None]:
    return lambda: None


def verify(actor: Actor, printed: str = "", watch: Watch = _unwatched) -> ChainVerified:
    """Go through the whole chain; with a printed head, also see whether it still holds that one.

    Whoever sits at the machine may too: it tells numbers only. Raises: NotAllowed, UnreadableHead.
    """
    if actor.user != CONSOLE:
        demand(actor, Act.READ_AUDIT)
    known = Head.read(printed) if printed.strip() else None
    with one_instant():
        count = AuditEntry.objects.count()
        faults = audit.verify(known, watch(count))
        return ChainVerified(count, audit.head(), known, tuple(faults))
