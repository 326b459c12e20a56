"""Cases as they stood at the end of a day, as the store knew them at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from kaifang.packs.schema.duplicates import MERGED, MERGED_STATE, SEPARATED
from kaifang.programme.casework.errors import NoSuchCase
from kaifang.programme.casework.reading import (
    CaseFold,
    CaseView,
    all_cases,
    by_case,
    expect_seen,
    is_in,
    sees,
)
from kaifang.programme.moment import Moment
from kaifang.programme.rights import Actor
from kaifang.store import events

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


def views_at(
    programme: Programme, process: str, moment: Moment
) -> tuple[CaseFold, Iterable[CaseView]]:
    """Every case as it stood then with what folded it; nobody's right is asked.

    A case that began later has no state.

    Raises: UnknownProcess, NotCommanded.
    """
    reader, end = (
        CaseFold.of(programme, process, moment.seen_at),
        moment.end_in(programme.law.head.zone),
    )
    if reader.now <= end:
        return reader, all_cases(programme, process, moment.seen_at)
    reader = replace(reader, now=end)
    return reader, _folded(reader, process, moment.seen_at)


def cases_at(
    actor: Actor, programme: Programme, process: str, moment: Moment, state: str = ""
) -> list[CaseView]:
    """The cases that a person may see and that had begun by then, the last on top.

    What was ruled since to be another case is listed only where merged ones are asked for.

    Raises: UnknownProcess, NotCommanded.
    """
    _reader, views = views_at(programme, process, moment)
    wants_merged = state == MERGED_STATE
    seen = [
        one
        for one in views
        if one.state.state and is_merged(one) == wants_merged and sees(actor, programme, one.org)
    ]
    return seen[::-1]


def cases_in(
    actor: Actor, programme: Programme, process: str, moment: Moment, state: str = "", org: str = ""
) -> list[CaseView]:
    """Those of `cases_at` that were in a state and are of an organisation; blank asks for all.

    Raises: UnknownProcess, NotCommanded.
    """
    seen = cases_at(actor, programme, process, moment, state)
    present = programme.law.processes[process]
    return [
        one
        for one in seen
        if org in ("", one.org) and (state == MERGED_STATE or is_in(one, state, present))
    ]


def case_at(
    actor: Actor, programme: Programme, process: str, case: str, moment: Moment
) -> CaseView:
    """A case as it stood then.

    Raises: UnknownProcess, NotCommanded; NoSuchCase also where it had not begun.
    """
    reader, end = (
        CaseFold.of(programme, process, moment.seen_at),
        moment.end_in(programme.law.head.zone),
    )
    found = expect_seen(actor, programme, process, case, moment.seen_at)
    view = replace(reader, now=min(reader.now, end)).view(found)
    if not view.state.state:
        raise NoSuchCase(found=case)
    return _without_what_came(view)


def _without_what_came(view: CaseView) -> CaseView:
    """A case of then: that more was to come is nothing that was wrong with it."""
    later = {event.key for event in view.state.pending}
    own = tuple(one for one in view.state.deviations if one.event.key not in later)
    return replace(view, state=replace(view.state, deviations=own))


def is_merged(view: CaseView) -> bool:
    """Whether a case is known to be another one, also as of a day before that was ruled."""
    ruled = [one.type for one in view.state.pending if one.type in (MERGED, SEPARATED)]
    return ruled[-1] == MERGED if ruled else view.state.is_merged


def _folded(reader: CaseFold, process: str, seen_at: datetime | None) -> Iterator[CaseView]:
    """Every case as it stood at the reader's instant, of what the store had by another."""
    known = (
        one for one in events.recorded(process) if seen_at is None or one.recorded_at <= seen_at
    )
    return map(reader.view, by_case(known))
