"""Corrections that name an event of another process: they would change it in no view of either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaifang.store.events.bodies import EventContent
from kaifang.store.events.errors import AmendsOtherProcess
from kaifang.store.models import CaseEvent

_AT_ONCE = 500


def strays(bodies: Iterable[EventContent]) -> list[AmendsOtherProcess]:
    """What corrects an event of another process, among these and what is recorded.

    Each process has its own rules, rights and mirror, so no correction reaches across. One whose
    event is not there yet is taken: it counts in its own process, and there alone.
    """
    given = list(bodies)
    amending = [body for body in given if body.amends]
    if not amending:
        return []
    process_of = {(body.source, body.event): body.process for body in given}
    process_of.update(_recorded({_target(body) for body in amending}))
    return [
        AmendsOtherProcess.at(
            f"{body.source} {body.event}", amends=body.amends, found=body.process, expected=expected
        )
        for body in amending
        if (expected := process_of.get(_target(body), body.process)) != body.process
    ]


def _target(body: EventContent) -> tuple[str, str]:
    return (body.amends_source or body.source, body.amends)


def _recorded(names: set[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], str]]:
    for source in sorted({source for source, _ in names}):
        events = sorted(event for one, event in names if one == source)
        for at in range(0, len(events), _AT_ONCE):
            rows = CaseEvent.objects.filter(source=source, event__in=events[at : at + _AT_ONCE])
            for event, process in rows.values_list("event", "process"):
                yield (source, event), process
