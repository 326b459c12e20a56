"""Portfolio 项目库: the projects that somebody may see, as of a day and as seen at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kaifang.cases.definition import Definition
from kaifang.cases.renaming import in_present_names, is_of_earlier
from kaifang.cases.visits import Visit, visits
from kaifang.core.bilingual import Text
from kaifang.packs.law import Law
from kaifang.packs.schema.processes import PREVIOUS, ProcessEntry
from kaifang.packs.schema.rates import RateStage
from kaifang.programme.casework.clocking import due_day
from kaifang.programme.casework.past import is_merged, views_at
from kaifang.programme.casework.reading import CaseView, sees
from kaifang.programme.errors import InternalOnly
from kaifang.programme.moment import Moment
from kaifang.programme.projects.errors import NoProjects
from kaifang.programme.rights import Actor

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

OBJECT = "project"


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it stands, with its stays in states and the first time of each of its events."""

    view: CaseView
    visits: tuple[Visit, ...]
    happened: Mapping[str, datetime]

    @property
    def case(self) -> str:
        return self.view.case

    @property
    def org(self) -> str:
        return self.view.org

    @property
    def state(self) -> str:
        return self.view.state.state or ""

    @property
    def since(self) -> datetime:
        """When it came into its state; one that no event has moved stands there from the first."""
        if not self.visits:
            return self.view.state.history[0].event.occurred_at
        return self.visits[-1].entered

    @property
    def ended(self) -> str:
        """`good`, `bad`, or blank while it is under way."""
        return self.view.state.ended

    @property
    def is_overdue(self) -> bool:
        """Whether a clock that still runs has used up its limit."""
        clocks = self.view.state.clocks.values()
        return any(one.overdue and one.status != "stopped" for one in clocks)

    @property
    def due(self) -> str:
        """The next day on which a clock that has not stopped is due; blank where none is."""
        state = self.view.state
        running = (one for one in state.clocks.values() if one.status != "stopped")
        days = (due_day(one.due, state.definition.zone) for one in running)
        return min((str(day) for day in days if day), default="")

    def told(self, *fields: str) -> Any:
        """What is known of the first of some fields that says anything, else None."""
        values = self.view.state.values
        return next((values[one] for one in fields if values.get(one) not in (None, "")), None)

    def first(self, stage: RateStage) -> datetime | None:
        """When it first came to a stage."""
        if stage.kind == "event":
            times = [self.happened[one] for one in stage.event if one in self.happened]
        else:
            times = [one.entered for one in self.visits if one.state in stage.state]
        return min(times, default=None)

    def first_bad(self, bad: Iterable[str]) -> Visit | None:
        """Its stay in a bad end, where it came to one."""
        ends = set(bad)
        return next((one for one in self.visits if one.state in ends), None)


@dataclass(frozen=True)
class Portfolio:
    """Projects of one process at one instant, those alone that the actor may see."""

    programme: Programme
    process: ProcessEntry
    definition: Definition
    moment: Moment
    now: datetime
    projects: Sequence[Project]

    @property
    def law(self) -> Law:
        return self.programme.law

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.law.head.zone)

    @property
    def day(self) -> date:
        """The day as of which it is told."""
        return self.now.astimezone(self.zone).date()

    @cached_property
    def paused(self) -> tuple[str, ...]:
        """States that a project waits in and goes back from: stalled."""
        back = {
            state for one in self.process.transitions if one.to == PREVIOUS for state in one.from_
        }
        return tuple(one.id for one in self.process.states if one.id in back)

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The states of the way from the first to the good end, in the order of the pack."""
        aside = {*self.paused, *self.process.end.bad}
        return tuple(one.id for one in self.process.states if one.id not in aside)

    def is_of_earlier(self, project: Project) -> bool:
        """Whether a project rests in a state that only an earlier version of the process knows."""
        return is_of_earlier(project.view.state, self.process)

    def state_name(self, project: Project) -> Text:
        """What the state of a project is called, by the version that knows it."""
        own = project.view.state.definition if self.is_of_earlier(project) else self.definition
        return own.label("states", project.state)

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def days_since(self, at: datetime) -> int:
        """Days of the calendar from an instant to the day as of which it is told."""
        return (self.day - self.day_of(at)).days

    def only(self, projects: Iterable[Project]) -> Portfolio:
        return replace(self, projects=tuple(projects))


def project_process(law: Law) -> ProcessEntry:
    """The process by which the projects of a pack move. Raises: NoProjects."""
    for one in law.processes.values():
        if one.object == OBJECT and one.mode == "command":
            return one
    raise NoProjects(found=law.id)


def open_portfolio(
    actor: Actor,
    programme: Programme,
    *,
    as_of: str | date | None = None,
    seen_at: str | date | datetime | None = None,
) -> Portfolio:
    """The projects that a person may see as they stood at the end of a day, as known at an instant.

    A project that was found to be another one and merged into it does not count again, nor as of
    a day before that was ruled; one that rests in a state of an earlier version, which the present
    one has no name for, does (`earlier`).

    Raises: NoProjects, InternalOnly for whoever sees nothing internal, UnreadableDate.
    """
    process = project_process(programme.law)
    if not programme.viewer.is_internal:
        raise InternalOnly
    moment = programme.moment(as_of, seen_at)
    reader, views = views_at(programme, process.id, moment)
    moving = {one.event for one in process.transitions if one.to}
    whole = tuple(
        _project(one, process, moving)
        for one in views
        if one.state.state and not is_merged(one) and sees(actor, programme, one.org)
    )
    return Portfolio(programme, process, reader.definition, moment, reader.now, whole)


def _project(found: CaseView, present: ProcessEntry, moving: set[str]) -> Project:
    """A case with its stays; an event that should have moved it and did not never happened.

    One of an earlier version is counted by what the present one calls its states.
    """
    view = replace(found, state=in_present_names(found.state, present))
    history = view.state.history
    happened: dict[str, datetime] = {}
    for step in history:
        if step.before != step.after or step.event.type not in moving:
            happened.setdefault(step.event.type, step.event.occurred_at)
    return Project(view, visits(history), happened)
