"""Funnel 漏斗: of those that came to each stage, how many went on, were dropped, or are there still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from kaifang.cases.renaming import EARLIER
from kaifang.cases.spreads import Spread, spread
from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.projects.portfolio import Portfolio, Project

OUTCOMES = ("entered", "on", "dropped", "open")


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """One stage: entered = on + dropped + open.

    open: no further stage yet, stalled ones included; at the last stage those that arrived.
    took: seconds from entering to the next stage, of those that went on; what is still under way
    is not in it, so it says nothing of how long the others will take.
    """

    state: str
    name: Text
    entered: int
    on: int
    dropped: int
    open: int
    took: Spread | None
    is_last: bool = False


def funnel(portfolio: Portfolio) -> list[FunnelStage]:
    """The stages in order; a stage that a project left out was not entered by it.

    Last, where there are any, the projects that rest in a state only an earlier version knows:
    that says nothing of how far they are, so at the stages behind them they count as still there.
    """
    ways = [_way(portfolio, one) for one in portfolio.projects]
    found = [_stage(portfolio, place, state, ways) for place, state in enumerate(portfolio.stages)]
    return [*found, *_earlier(portfolio)]


@dataclass(frozen=True, slots=True)
class _Way:
    """When a project first came to each stage, and whether it came to a bad end."""

    project: Project
    came: dict[int, datetime]
    bad: bool

    @property
    def furthest(self) -> int:
        return max(self.came, default=-1)

    def next(self, place: int) -> datetime | None:
        """When it first went beyond a stage, once it was there."""
        since, came = self.came[place], self.came.items()
        return min((at for further, at in came if further > place and at >= since), default=None)

    def outcome(self, place: int) -> str:
        """What became of it at a stage: on, dropped or open; blank where it never was there."""
        if place not in self.came:
            return ""
        if self.furthest > place:
            return "on"
        return "dropped" if self.bad else "open"


def _way(portfolio: Portfolio, project: Project) -> _Way:
    places = {state: place for place, state in enumerate(portfolio.stages)}
    came: dict[int, datetime] = {}
    for one in project.visits:
        if one.state in places:
            came.setdefault(places[one.state], one.entered)
    return _Way(project, came, project.ended == "bad")


def _stage(portfolio: Portfolio, place: int, state: str, ways: Sequence[_Way]) -> FunnelStage:
    outcomes = [one.outcome(place) for one in ways]
    took = [
        int((later - one.came[place]).total_seconds())
        for one, outcome in zip(ways, outcomes, strict=True)
        if outcome == "on" and (later := one.next(place)) is not None
    ]
    return FunnelStage(
        state,
        portfolio.definition.label("states", state),
        entered=sum(outcome != "" for outcome in outcomes),
        on=outcomes.count("on"),
        dropped=outcomes.count("dropped"),
        open=outcomes.count("open"),
        took=spread(np.array(took, np.int64)),
        is_last=state == portfolio.stages[-1],
    )


def _earlier(portfolio: Portfolio) -> Iterator[FunnelStage]:
    here = [one for one in portfolio.projects if portfolio.is_of_earlier(one)]
    dropped = sum(one.ended == "bad" for one in here)
    if here:
        name = message("projects.earlier")
        open = len(here) - dropped
        yield FunnelStage(EARLIER, name, len(here), 0, dropped, open, None, is_last=True)


def with_outcome(portfolio: Portfolio, state: str, outcome: str) -> list[Project]:
    """The projects behind one number of the funnel."""
    if state == EARLIER:
        former = [one for one in portfolio.projects if portfolio.is_of_earlier(one)]
        bad = {"on": (), "dropped": (True,), "open": (False,)}.get(outcome, (True, False))
        return [one for one in former if (one.ended == "bad") in bad]
    if state not in portfolio.stages:
        return []
    place = portfolio.stages.index(state)
    ways = [_way(portfolio, one) for one in portfolio.projects]
    wanted = {"entered": ("on", "dropped", "open")}.get(outcome, (outcome,))
    return [one.project for one in ways if one.outcome(place) in wanted]
