"""Single consignments 单票货物: the cases behind a figure, and one with its history, for those inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, overload

import numpy as np
import numpy.typing as npt

from kaifang.cases import definition as definitions
from kaifang.cases.logs import EventLog, Mask, Ticks
from kaifang.cases.studies import gone_through, started
from kaifang.core.errors import KaifangError
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.calendars import work_calendar
from kaifang.programme.casework.earlier import earlier_definitions
from kaifang.programme.casework.errors import NoSuchCase
from kaifang.programme.casework.reading import CaseFold, CaseView, now_of, org_of
from kaifang.programme.clearance.parts import FlowPart, cases_of
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.promising import step_named
from kaifang.programme.clearance.studying import step_of
from kaifang.programme.moment import Moment
from kaifang.programme.rights import Act, Actor, demand, may
from kaifang.store import events
from kaifang.store.case_mirror.arrays import ORG

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

WAYS = ("through", "open", "backwards")
MOST_IN_A_FILE = 100_000


class UnknownWay(KaifangError):
    """Cases were asked for by what no case can be to a step."""

    code = "KF-CASE-222"


@dataclass(frozen=True, slots=True)
class Consignment:
    """A case behind a figure. began: its first event; seconds: None where it did not go through."""

    case: str
    org: str
    began: datetime
    seconds: float | None


class TooManyCases(KaifangError):
    """More cases were asked for as a file than a workbook is good for."""

    code = "KF-CASE-402"


def sees_cases(actor: Actor) -> bool:
    """Whether somebody may see single cases of any organisation."""
    return actor.solo or any(may(actor, Act.SEE_CASE, post.org) for post in actor.posts)


def consignments(
    actor: Actor, programme: Programme, picked: Selection, step: str = "", way: str = "through"
) -> Sequence[Consignment]:
    """The cases selected that went through a step, are still in it or went backwards.

    Of these, those that the person may see; the one that took longest on top.

    Raises: NotAllowed when he may see none at all, UnknownStep, UnknownWay.
    """
    _expect_sight(actor)
    if way not in WAYS:
        raise UnknownWay(found=way, expected=", ".join(WAYS))
    chosen = step_of(step_named(picked.process, step))
    log = picked.log
    began, has_begun = started(log, chosen.start)
    ended, has_ended = log.time_of(chosen.stop)
    asked = {
        "through": gone_through(log, chosen),
        "open": has_begun & ~has_ended,
        "backwards": has_begun & has_ended & (ended < began),
    }[way]
    mine = asked & picked.now & _seen(actor, programme, log)
    return _longest_first(log, mine, None if way == "open" else ended - began)


def cases_behind(
    actor: Actor, programme: Programme, picked: Selection, part: FlowPart
) -> Sequence[Consignment]:
    """The cases selected that are behind a part of the flow, as far as the person may see them.

    The one that took longest on top. Raises: NotAllowed when he may see none at all.
    """
    _expect_sight(actor)
    cases, took = cases_of(picked, programme.law, part)
    return _longest_first(picked.log, cases & _seen(actor, programme, picked.log), took)


def expect_fits(found: Sequence[Consignment]) -> Sequence[Consignment]:
    """The cases, all of which are to stand in one file. Raises: TooManyCases."""
    if len(found) > MOST_IN_A_FILE:
        raise TooManyCases(found=len(found), expected=MOST_IN_A_FILE)
    return found


def _expect_sight(actor: Actor) -> None:
    if not sees_cases(actor):
        demand(actor, Act.SEE_CASE)


def _longest_first(log: EventLog, cases: Mask, took: Ticks | None) -> Consignments:
    rows = np.flatnonzero(cases)
    if took is not None:
        rows = rows[np.argsort(-np.abs(took[rows]), kind="stable")]
    return Consignments(log, rows, took)


class Consignments(Sequence[Consignment]):
    """Cases read when they are asked for: behind a figure are tens of thousands, on a page fifty."""

    def __init__(self, log: EventLog, rows: npt.NDArray[np.intp], took: Ticks | None) -> None:
        self._log, self._rows, self._took = log, rows, took

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Consignment: ...

    @overload
    def __getitem__(self, place: slice) -> list[Consignment]: ...

    def __getitem__(self, place: int | slice) -> Consignment | list[Consignment]:
        if isinstance(place, slice):
            return [self._one(int(row)) for row in self._rows[place]]
        return self._one(int(self._rows[place]))

    def _one(self, row: int) -> Consignment:
        log = self._log
        org = log.attributes.get(ORG)
        code = -1 if org is None else int(org.codes[row])
        took = None if self._took is None else int(self._took[row]) / log.ticks_per_second
        began = log.instant(int(log.ticks[log.offsets[row]]))
        of = "" if org is None or code < 0 else org.values[code]
        return Consignment(log.case_ids[row], of, began, took)


def consignment(
    actor: Actor,
    programme: Programme,
    process: ProcessEntry,
    case: str,
    moment: Moment | None = None,
) -> CaseView:
    """One case with its history, its clocks and where it left the declared way.

    As it stood at the end of the moment's day, as it was seen then; today as it stands now.

    Raises: NoSuchCase also where it is not this person's to see, or has not begun.
    """
    moment = moment or programme.moment()
    found = events.of_case(process.id, case, moment.seen_at)
    if not found or not may(actor, Act.SEE_CASE, org_of(found), programme.law.orgs):
        raise NoSuchCase(found=case)
    law = programme.law
    own = definitions.compile(process, str(law.head.version), law.head.zone)
    calendar = work_calendar(law).known_on(moment.known_in(law.head.zone))
    reader = CaseFold(
        own, calendar, _stands(programme, moment), earlier_definitions(law, process.id)
    )
    view = reader.view(found)
    view = view if moment.as_of == programme.moment().as_of else _without_what_comes(view)
    if not view.state.history:
        raise NoSuchCase(found=case)
    return view


def _stands(programme: Programme, moment: Moment) -> datetime:
    """The instant of a moment: today's is now, that of another day is its end."""
    if moment.as_of != programme.moment().as_of:
        return moment.end_in(programme.law.head.zone)
    return now_of(programme)


def _without_what_comes(view: CaseView) -> CaseView:
    """The case without events later than the day: then nobody could know of them."""
    state = view.state
    told = tuple(one for one in state.deviations if one.event not in state.pending)
    return replace(view, state=replace(state, pending=(), deviations=told))


def _seen(actor: Actor, programme: Programme, log: EventLog) -> Mask:
    """The cases that somebody may see: of his organisation and those below it."""
    having = log.attributes.get(ORG)
    orgs = programme.law.orgs
    if having is None or actor.solo:
        return np.full(log.cases, may(actor, Act.SEE_CASE, "", orgs))
    seen = [may(actor, Act.SEE_CASE, org, orgs) for org in having.values]
    found: Mask = np.array([*seen, may(actor, Act.SEE_CASE, "", orgs)])[having.codes]
    return found
