"""Occasions 招商活动: what each signed, what became of it, and what a landed project cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kaifang.core.bilingual import Text, same
from kaifang.packs.schema.rates import ProcessRate
from kaifang.programme.casework.reading import all_cases, sees
from kaifang.programme.projects.fields import OCCASION
from kaifang.programme.projects.pipeline import Sums, sums
from kaifang.programme.projects.portfolio import Portfolio
from kaifang.programme.projects.rates import Member, members_of
from kaifang.programme.rights import Actor

NAME, STARTS, PLACE, COST = "name", "starts", "place", "cost"


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event where projects were first signed; `cost` is None where nobody told, or may see, it."""

    id: str
    name: Text
    starts: date | None = None
    place: str = ""
    cost: Decimal | None = None
    is_seen: bool = True


@dataclass(frozen=True, slots=True)
class OccasionRow:
    """What an event came to, among the projects that the actor may see.

    members: those that came to the denominator of the rate (signed) and name the event.
    """

    occasion: Occasion
    members: Sequence[Member]
    planned: Sums
    whole: bool

    def count(self, outcome: str) -> int:
        return sum(outcome in ("of", one.outcome) for one in self.members)

    @property
    def cost_per_landed(self) -> Decimal | None:
        """The cost over the landed; None without a cost, without a landed one, or seen in part."""
        landed = self.count("reached")
        cost = self.occasion.cost
        return cost / landed if cost is not None and landed and self.whole else None


def occasion_rows(actor: Actor, portfolio: Portfolio, rate: ProcessRate) -> list[OccasionRow]:
    """The events, the newest on top: those the actor may see, and those his projects name."""
    named: dict[str, list[Member]] = {}
    for one in members_of(portfolio, rate, None, portfolio.day):
        event = one.project.told(*OCCASION)
        if event is not None:
            named.setdefault(str(event), []).append(one)
    known = known_occasions(actor, portfolio)
    shown = [known.get(id) or Occasion(id, same(id)) for id in named]
    shown += [one for id, one in known.items() if one.is_seen and id not in named]
    whole = _sees_all(actor, portfolio)
    rows = [_row(one, named.get(one.id, []), whole) for one in shown]
    return sorted(rows, key=lambda one: (one.occasion.starts or date.min, one.occasion.id))[::-1]


def _row(occasion: Occasion, members: Sequence[Member], whole: bool) -> OccasionRow:
    return OccasionRow(occasion, members, sums([one.project for one in members]), whole)


def _sees_all(actor: Actor, portfolio: Portfolio) -> bool:
    """Whether the actor sees the projects of everybody, so that a cost is set against all of them."""
    head = portfolio.law.head.org
    return head is not None and sees(actor, portfolio.programme, head)


def known_occasions(actor: Actor, portfolio: Portfolio) -> Mapping[str, Occasion]:
    """The events by the number of their case.

    The name of an event is told to whoever has a project there; its cost to those alone who may
    see its case.
    """
    process = occasion_process(portfolio)
    if not process:
        return {}
    views = all_cases(portfolio.programme, process, portfolio.moment.seen_at)
    return {
        one.case: _occasion(one.case, one.state.values, sees(actor, portfolio.programme, one.org))
        for one in views
    }


def occasion_process(portfolio: Portfolio) -> str:
    """The process of events that projects name, "" where they name them in words."""
    fields = {one.id: one for one in portfolio.process.fields}
    return next(
        (str(of) for id in OCCASION if id in fields and (of := getattr(fields[id], "of", None))), ""
    )


def cost_unit(portfolio: Portfolio) -> str:
    """The unit in which events tell what they cost."""
    process = portfolio.law.processes.get(occasion_process(portfolio))
    fields = process.fields if process else ()
    return next((one.unit for one in fields if one.id == COST), "")


def _occasion(case: str, values: Mapping[str, Any], seen: bool) -> Occasion:
    name = str(values.get(NAME) or case)
    return Occasion(
        case,
        same(name),
        _day(values.get(STARTS)),
        str(values.get(PLACE) or ""),
        _amount(values.get(COST)) if seen else None,
        seen,
    )


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _amount(text: object) -> Decimal | None:
    try:
        return None if text in (None, "") else Decimal(str(text))
    except InvalidOperation:
        return None
