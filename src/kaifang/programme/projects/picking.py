"""Picking 筛选: the projects behind a number, named so that an address can carry it.

A pick is a name and a value; several leave the projects that all of them keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kaifang.cases.renaming import EARLIER
from kaifang.core.bilingual import Text, joined
from kaifang.core.errors import nearest
from kaifang.core.messages import message
from kaifang.core.period import Period, UnreadablePeriod
from kaifang.facts.light_rules import Colour
from kaifang.packs.schema.rates import RateStage
from kaifang.programme.casework.values import told_value
from kaifang.programme.naming import org_name
from kaifang.programme.projects.channels import channel_lists
from kaifang.programme.projects.errors import UnknownPick
from kaifang.programme.projects.fields import OCCASION, is_central
from kaifang.programme.projects.funnel import OUTCOMES as OF_FUNNEL
from kaifang.programme.projects.funnel import with_outcome
from kaifang.programme.projects.lights import project_lights
from kaifang.programme.projects.places import of_place
from kaifang.programme.projects.portfolio import Portfolio, Project
from kaifang.programme.projects.rates import OUTCOMES as OF_COHORT
from kaifang.programme.projects.rates import cohort_rows, members_of, rate_groups, rate_of
from kaifang.programme.projects.stalled import reason_name, stalls

STANDING = ("open", "stalled", "overdue", "ended")


def pick(portfolio: Portfolio, picks: Mapping[str, str]) -> Portfolio:
    """The portfolio of those projects that every pick keeps, the newest on top.

    Raises: UnknownPick, UnknownRate, UnknownScheme.
    """
    kept = {one.case for one in portfolio.projects}
    for name, value in picks.items():
        if name not in PICKS:
            raise UnknownPick(found=name, near=nearest(name, PICKS) or list(PICKS))
        kept &= {one.case for one in PICKS[name](portfolio, value)}
    chosen = [one for one in portfolio.projects if one.case in kept]
    return portfolio.only(sorted(chosen, key=_newest, reverse=True))


def _newest(one: Project) -> tuple[object, str]:
    return one.since, one.case


def _state(portfolio: Portfolio, value: str) -> Iterable[Project]:
    if value == EARLIER:
        return filter(portfolio.is_of_earlier, portfolio.projects)
    _expect(value, [one.id for one in portfolio.process.states])
    return (one for one in portfolio.projects if one.state == value)


def _standing(portfolio: Portfolio, value: str) -> Iterable[Project]:
    _expect(value, STANDING)
    keeps: dict[str, Callable[[Project], bool]] = {
        "open": lambda one: not one.ended,
        "stalled": lambda one: one.state in portfolio.paused,
        "overdue": lambda one: one.is_overdue,
        "ended": lambda one: one.ended == "bad",
    }
    return filter(keeps[value], portfolio.projects)


def _funnel(portfolio: Portfolio, value: str) -> Iterable[Project]:
    state, outcome = _parts(value, 2)
    _expect(state, [*portfolio.stages, EARLIER])
    _expect(outcome, OF_FUNNEL)
    return with_outcome(portfolio, state, outcome)


def _cohort(portfolio: Portfolio, value: str) -> Iterable[Project]:
    """`landing:2021:reached`; without a period of all cohorts together: `landing::open`."""
    name, code, outcome = _parts(value, 3)
    rate = rate_of(portfolio.process, name)
    _expect(outcome, OF_COHORT)
    if not code:
        members = members_of(portfolio, rate, None, portfolio.day)
        return [one.project for one in members if outcome in ("of", one.outcome)]
    period = _period(code)
    row = next((one for one in cohort_rows(portfolio, rate) if one.period == period), None)
    return [one.project for one in row.those(outcome)] if row else []


def _group(portfolio: Portfolio, value: str) -> Iterable[Project]:
    """`landing:reached:fair-2021`; behind the last colon nothing for those that tell no value."""
    name, outcome, told = [*value.split(":", 2), "", ""][:3]
    _expect(outcome, OF_COHORT)
    groups = rate_groups(portfolio, rate_of(portfolio.process, name))
    members = [one for group in groups if (group.value or "") == told for one in group.members]
    return [one.project for one in members if outcome in ("of", one.outcome)]


def _reason(portfolio: Portfolio, value: str) -> Iterable[Project]:
    _expect(value, [*(one.id for one in portfolio.process.reasons), "none"])
    wanted = "" if value == "none" else value
    return [one.project for one in stalls(portfolio) if one.reason == wanted]


def _org(portfolio: Portfolio, value: str) -> Iterable[Project]:
    return of_place(portfolio, value)


def _occasion(portfolio: Portfolio, value: str) -> Iterable[Project]:
    return (one for one in portfolio.projects if one.told(*OCCASION) == value)


def _central(portfolio: Portfolio, value: str) -> Iterable[Project]:
    _expect(value, ("yes",))
    return filter(is_central, portfolio.projects)


def _channel(portfolio: Portfolio, value: str) -> Iterable[Project]:
    lists = {one.channel.id: one for one in channel_lists(portfolio)}
    _expect(value, lists)
    return [one.project for one in lists[value].admitted]


def _light(portfolio: Portfolio, value: str) -> Iterable[Project]:
    name, colour = _parts(value, 2)
    _expect(colour, list(Colour))
    _, lights = project_lights(portfolio, name)
    return [one.project for one in lights if one.light.colour.value == colour]


PICKS: Mapping[str, Callable[[Portfolio, str], Iterable[Project]]] = {
    "state": _state,
    "standing": _standing,
    "org": _org,
    "funnel": _funnel,
    "cohort": _cohort,
    "group": _group,
    "reason": _reason,
    "occasion": _occasion,
    "central": _central,
    "channel": _channel,
    "light": _light,
}


def _parts(value: str, count: int) -> list[str]:
    parts = value.split(":")
    if len(parts) != count:
        raise UnknownPick(found=value, near=[])
    return parts


def _expect(value: str, known: Iterable[str]) -> None:
    offered = [str(one) for one in known]
    if value not in offered:
        raise UnknownPick(found=value, near=nearest(value, offered) or offered)


def _period(code: str) -> Period:
    try:
        return Period.parse(code)
    except UnreadablePeriod:
        raise UnknownPick(found=code, near=[]) from None


# -- in words -------------------------------------------------------------------------------


def pick_text(portfolio: Portfolio, picks: Mapping[str, str], names: Mapping[str, Text]) -> Text:
    """What was picked, in words; `names` are those of events. "" where nothing was."""
    told = [_told(portfolio, name, value, names) for name, value in picks.items()]
    return joined([one for one in told if one.zh], "，", ", ")


def _told(portfolio: Portfolio, name: str, value: str, names: Mapping[str, Text]) -> Text:
    parts = value.split(":")
    if name == "state":
        return _stage_text(portfolio, value)
    if name == "org":
        return org_name(portfolio.law, value)
    if name == "funnel":
        return message(f"projects.funnel.{parts[1]}", stage=_stage_text(portfolio, parts[0]))
    if name == "cohort":
        return _cohort_text(portfolio, parts)
    if name == "group":
        return _group_text(portfolio, value, names)
    if name == "reason":
        return reason_name(portfolio, "" if value == "none" else value)
    if name == "occasion":
        return names.get(value, Text(value, value))
    if name == "light":
        return message(f"facts.light.{parts[1]}")
    if name == "channel":
        return next(one.name.text for one in portfolio.process.channels if one.id == value)
    return message("projects.central" if name == "central" else f"projects.standing.{value}")


def _stage_text(portfolio: Portfolio, state: str) -> Text:
    earlier = state == EARLIER
    return message("projects.earlier") if earlier else portfolio.definition.label("states", state)


def _group_text(portfolio: Portfolio, value: str, names: Mapping[str, Text]) -> Text:
    name, outcome, told = [*value.split(":", 2), "", ""][:3]
    rate = rate_of(portfolio.process, name)
    words = [rate.name.text, value_text(portfolio, rate.by or "", told, names)]
    return joined([*words, message(f"projects.cohort.{outcome}")], " · ", " · ")


def value_text(portfolio: Portfolio, field: str, value: str, names: Mapping[str, Text]) -> Text:
    """A value of a field in words: an event or a choice by its name, "" as not told."""
    if not value:
        return message("projects.not_told")
    entry = next((one for one in portfolio.process.fields if one.id == field), None)
    if value in names or entry is None:
        return names.get(value, Text(value, value))
    return told_value(portfolio.law, entry, value)


def _cohort_text(portfolio: Portfolio, parts: list[str]) -> Text:
    rate = rate_of(portfolio.process, parts[0])
    outcome = message(f"projects.cohort.{parts[2]}")
    whole = message("projects.cohort.all")
    period = Period.parse(parts[1]).name() if parts[1] else whole
    return joined([rate.name.text, period, outcome], " · ", " · ")


def stage_text(portfolio: Portfolio, stage: RateStage) -> Text:
    """A stage of a rate in words: any of its events or states."""
    named = [portfolio.definition.label(f"{stage.kind}s", one) for one in stage.ids]
    return joined(named, "、", " / ")
