"""Lights 灯号 of projects: by the rules of the pack, or of another place for comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kaifang.cases.events import MIGRATE
from kaifang.core.errors import nearest
from kaifang.facts.light_rules import Given, Scheme
from kaifang.facts.lights import Light, effects, evaluate
from kaifang.packs.law import Law
from kaifang.packs.schema.duplicates import RULED_EVENTS
from kaifang.packs.schema.rules import LightEntry
from kaifang.programme.lighting import scheme_of
from kaifang.programme.projects.errors import UnknownScheme
from kaifang.programme.projects.fields import PLANNED_START
from kaifang.programme.projects.portfolio import Portfolio, Project

START, STATISTICS = "start", "enter_statistics"
_NO_ACTS = (MIGRATE, *RULED_EVENTS)
KNOWN = ("months_without_progress", "months_unstarted", "months_to_statistics")


@dataclass(frozen=True, slots=True)
class ProjectLight:
    """A project under way with its light; `effects` are what follows, such as removal."""

    project: Project
    light: Light
    effects: tuple[str, ...] = ()
    says: tuple[object, ...] = ()


def schemes(law: Law) -> list[LightEntry]:
    """The schemes that read nothing but what is known of projects, the pack's own first."""
    own = law.pack.entries["lights"]
    found = [one for one in law.lights.values() if _fits(scheme_of(law, one.id))]
    return sorted(found, key=lambda one: one.id not in own)


def _fits(scheme: Scheme) -> bool:
    return set(scheme.inputs) <= set(KNOWN)


def is_own(law: Law, scheme: str) -> bool:
    """Whether the pack itself makes the rule; others are those of other places."""
    return scheme in law.pack.entries["lights"]


def project_lights(portfolio: Portfolio, name: str = "") -> tuple[LightEntry, list[ProjectLight]]:
    """The light of each project under way, by a scheme; without a name by the first.

    Raises: UnknownScheme.
    """
    offered = {one.id: one for one in schemes(portfolio.law)}
    entry = offered.get(name) if name else next(iter(offered.values()), None)
    if entry is None:
        found = name or portfolio.law.id
        raise UnknownScheme(found=found, near=nearest(name, offered) or list(offered))
    scheme = scheme_of(portfolio.law, entry.id)
    under_way = [one for one in portfolio.projects if not one.ended]
    return entry, [_light(portfolio, scheme, one) for one in under_way]


def _light(portfolio: Portfolio, scheme: Scheme, project: Project) -> ProjectLight:
    values = light_inputs(portfolio, project)
    light = evaluate(scheme, values)
    follows = effects(scheme, values)
    return ProjectLight(
        project, light, tuple(one.name for one in follows), tuple(one.rule.says for one in follows)
    )


def light_inputs(portfolio: Portfolio, project: Project) -> dict[str, Given | None]:
    """What the rules read of a project; None where it is not known."""
    return {
        "months_without_progress": _without_progress(portfolio, project),
        "months_unstarted": _unstarted(portfolio, project),
        "months_to_statistics": _to_statistics(portfolio, project),
    }


def _without_progress(portfolio: Portfolio, project: Project) -> int:
    """Full months since anything was recorded of it but that it stalled.

    What was ruled of it, or to what version of its process it was taken over, is no progress.
    """
    steps = [one for one in project.view.state.history if one.event.type not in _NO_ACTS]
    moves = [one for one in steps if one.after not in portfolio.paused or one.after == one.before]
    last = max((one.event.occurred_at for one in moves), default=project.since)
    return full_months(portfolio.day_of(last), portfolio.day)


def _unstarted(portfolio: Portfolio, project: Project) -> int | None:
    """Month-ends gone by without a start, that of the month in which it was due being the first."""
    if START in project.happened:
        return 0
    due = project.told(*PLANNED_START)
    try:
        day = date.fromisoformat(str(due)) if due else None
    except ValueError:
        return None
    return (
        None
        if day is None
        else max(0, _month(portfolio.day) - _month(day) + _is_last(portfolio.day))
    )


def _to_statistics(portfolio: Portfolio, project: Project) -> int | None:
    """Full months since the start without entry in statistics; None before the start."""
    if STATISTICS in project.happened:
        return 0
    started = project.happened.get(START)
    return None if started is None else full_months(portfolio.day_of(started), portfolio.day)


def full_months(start: date, end: date) -> int:
    """Whole months from one day to another; a month is whole on the same day, or at its end.

    >>> (
    ...     full_months(date(2023, 1, 31), date(2023, 2, 28)),
    ...     full_months(date(2023, 1, 15), date(2023, 3, 14)),
    ... )
    (1, 1)
    """
    months = _month(end) - _month(start)
    return max(0, months - (end.day < start.day and not _is_last(end)))


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _is_last(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


def counted(lights: Sequence[ProjectLight]) -> Mapping[str, int]:
    """How many projects shine in each colour, the worst first."""
    order = ("red", "amber", "green", "grey")
    colours = list(_colours(lights))
    return {colour: colours.count(colour) for colour in order if colour in colours}


def _colours(lights: Sequence[ProjectLight]) -> Iterator[str]:
    yield from (one.light.colour.value for one in lights)
