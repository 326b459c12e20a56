"""Feeding 计入指标: from where cases stand to the numbers that they make, and which made each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from kaifang.cases.clocks import Step
from kaifang.cases.folding import CaseState
from kaifang.cases.guards import OUT_OF_PLACE
from kaifang.cases.position import amount
from kaifang.core.errors import KaifangError
from kaifang.core.observation import FEWEST_FIRMS
from kaifang.core.orgs import Orgs
from kaifang.core.period import Period
from kaifang.core.units import EXACT
from kaifang.packs.schema.feeds import ProcessFeed

_MONTHS = {"month": range(1, 13), "quarter": (3, 6, 9, 12), "year": (12,)}


@dataclass(frozen=True, slots=True)
class OwnedCase:
    """A case as it stands, and whose it is."""

    id: str
    org: str
    state: CaseState


@dataclass(frozen=True, slots=True)
class FedFigure:
    """A number that cases make for an organisation and those below it; `cases` are those counted.

    value: in the unit of the field that is summed, or a number of cases. firms: on how many firms
    it rests at least, or that which it adds to the number shown before it; None where no field
    tells of them.
    """

    org: str
    period: Period
    value: Decimal
    cases: tuple[str, ...]
    firms: int | None = None


class _Counted(NamedTuple):
    """One thing that counts: an event of a case, on a day."""

    case: str
    day: date
    value: Decimal
    firms: int | None


def figures_of(
    feed: ProcessFeed, cases: Iterable[OwnedCase], orgs: Orgs, top: str, before: date
) -> list[FedFigure]:
    """Work out every number of a feed, for all organisations up to `top` that have a case.

    One a period that ended `before` a day, from the one in which the first case of the
    organisation began: none of its cases in it is 0, no case at all is no number. Cases of
    organisations outside `top` count nowhere, nor does one that was merged into another.
    """
    found: list[FedFigure] = []
    for org, own in _by_org(cases, orgs, top).items():
        counted = [one for case in own for one in _counted(feed, case)]
        first = _first(own, counted)
        periods = _periods(feed, first, before) if first else ()
        figures = [_figure(feed, org, period, own, counted) for period in periods]
        found += _held_back(feed, figures, counted) if feed.firms else figures
    return found


def _by_org(cases: Iterable[OwnedCase], orgs: Orgs, top: str) -> dict[str, list[OwnedCase]]:
    """The cases of each organisation and of those below it."""
    found: defaultdict[str, list[OwnedCase]] = defaultdict(list)
    for case in (one for one in cases if not one.state.is_merged):
        for org in _upwards(case.org, orgs, top):
            found[org].append(case)
    return found


def _upwards(org: str, orgs: Orgs, top: str) -> list[str]:
    """An organisation and those above it up to `top`; none where it is not within."""
    if org not in orgs or not orgs.is_within(org, top):
        return []
    found, at = [org], org
    while at != top and (parent := orgs[at].parent) is not None:
        found.append(parent)
        at = parent
    return found


def _first(cases: Sequence[OwnedCase], counted: Sequence[_Counted]) -> date | None:
    began = [_occurred(one, one.state.history[0]) for one in cases if one.state.history]
    return min([*began, *(one.day for one in counted)], default=None)


def _periods(feed: ProcessFeed, first: date, before: date) -> Iterator[Period]:
    """January to each month that ends a period, from the first day's on."""
    for year in range(first.year, before.year + 1):
        for month in _MONTHS[feed.period]:
            period = Period.to_date(year, month)
            if first <= period.end < before:
                yield period


def _figure(
    feed: ProcessFeed,
    org: str,
    period: Period,
    cases: Sequence[OwnedCase],
    counted: Sequence[_Counted],
) -> FedFigure:
    if feed.count_in:
        standing = [one.id for one in cases if _stands(feed, one, period.end)]
        return FedFigure(org, period, Decimal(len(standing)), tuple(standing))
    inside = [one for one in counted if period.contains(one.day)]
    ids = tuple(dict.fromkeys(one.case for one in inside))
    total = reduce(EXACT.add, (one.value for one in inside), Decimal(0))
    value = total if feed.sum else Decimal(len(ids))
    return FedFigure(org, period, value, ids, _firms(feed, inside))


def _firms(feed: ProcessFeed, counted: Iterable[_Counted]) -> int | None:
    """On how many firms a number rests at least: several events of a case may be of the same.

    Of an event that does not tell them nobody knows more than that there is one.
    """
    told: dict[str, int] = {}
    for one in counted:
        firms = 1 if one.firms is None or one.firms < 0 else one.firms
        told[one.case] = max(firms, told.get(one.case, 0))
    return sum(told.values()) if feed.firms else None


def _held_back(
    feed: ProcessFeed, figures: Iterable[FedFigure], counted: Sequence[_Counted]
) -> Iterator[FedFigure]:
    """Let no number be shown that tells of one or two firms beside the one shown before it.

    January to May less January to April is May: where that rests on one firm, May is kept back,
    and so is each month behind it until enough have been added.
    """
    shown: Period | None = None
    for one in figures:
        shown = shown if shown and shown.start == one.period.start else None
        added = (
            each
            for each in counted
            if one.period.contains(each.day) and not (shown and shown.contains(each.day))
        )
        firms = _firms(feed, added) or 0
        if 0 < firms < FEWEST_FIRMS:
            yield replace(one, firms=firms)
        else:
            shown = one.period
            yield one


def _stands(feed: ProcessFeed, case: OwnedCase, day: date) -> bool:
    """Whether a case stood in one of the states at the end of a day."""
    state = None
    for step in case.state.history:
        if _occurred(case, step) <= day:
            state = step.after
    return state in feed.count_in and _meets(feed, case, {})


def _counted(feed: ProcessFeed, case: OwnedCase) -> Iterator[_Counted]:
    """What of a case counts: events that took effect, as they were corrected."""
    refused = {
        one.event.key for one in case.state.deviations if isinstance(one.error, OUT_OF_PLACE)
    }
    for step in case.state.history:
        event = step.event
        if event.type not in feed.events or event.key in refused:
            continue
        if not _meets(feed, case, event.data):
            continue
        day, value = _day(feed, case, step), _value(feed, event.data)
        if day is not None and value is not None:
            yield _Counted(case.id, day, value, _whole(_told(feed.firms, case, event.data)))


def _meets(feed: ProcessFeed, case: OwnedCase, data: Any) -> bool:
    return all(str(_told(name, case, data)) in values for name, values in feed.where.items())


def _told(name: str | None, case: OwnedCase, data: Any) -> Any:
    """What an event says of a field, else what is known of the case."""
    if not name:
        return None
    value = data.get(name)
    return case.state.values.get(name) if value in (None, "") else value


def _value(feed: ProcessFeed, data: Any) -> Decimal | None:
    """What an event adds; one that tells no amount adds nothing."""
    return amount(data.get(feed.sum)) if feed.sum else Decimal(1)


def _whole(value: Any) -> int | None:
    number = amount(value)
    return int(number) if number is not None else None


def _day(feed: ProcessFeed, case: OwnedCase, step: Step) -> date | None:
    """The day on which an event counts; of a month that a field tells, the last."""
    if not feed.period_field:
        return _occurred(case, step)
    told = _told(feed.period_field, case, step.event.data)
    if isinstance(told, date):
        return told
    try:
        return Period.parse(str(told)).end
    except KaifangError:
        return None


def _occurred(case: OwnedCase, step: Step) -> date:
    return step.event.occurred_at.astimezone(ZoneInfo(case.state.definition.zone)).date()
