"""Funds in place of the demo's projects, month by month, in yuan and (foreign) in dollars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaifang.programme.demo.chances import between, roll, weekday
from kaifang.programme.demo.project_days import Days
from kaifang.programme.demo.project_plans import RATES, ProjectPlan
from kaifang.programme.demo.releases import TODAY

# Per cent of the investment that has arrived by the last stage reached.
_ARRIVED = {"register": (3, 12), "start": (15, 40), "enter_statistics": (30, 70),
            "produce": (65, 95), "reach_capacity": (90, 103)}  # fmt: skip
_USD = Decimal(RATES["USD"][0])


@dataclass(frozen=True, slots=True)
class FundsEntry:
    """What arrived in a month and on which day it was entered; amounts in 万元 and 万美元."""

    month: str
    entered: date
    origin: str
    amount: Decimal
    usd: int = 0


def funds_of(plan: ProjectPlan, days: Days) -> Iterator[FundsEntry]:
    """The entries of a project in the order of their months."""
    if "register" not in days:
        return
    left = [days[one] for one in ("stall", "terminate", "move") if one in days]
    last = min([*left, TODAY])
    months = [one for one in _months(days["register"], last) if _entered(one) < last]
    paying = [one for one in months if roll(100, "pays", plan.number, *one) < 45] or months[:1]
    weights = [between(50, 150, "weight", plan.number, *one) for one in paying]
    low, high = _ARRIVED[plan.outcome.stage]
    total = int(plan.investment) * between(low, high, "arrived", plan.number) // 100
    for month, weight in zip(paying, weights, strict=True):
        yield _entry(plan, month, total * weight // sum(weights))


def _entry(plan: ProjectPlan, month: tuple[int, int], amount: int) -> FundsEntry:
    told, entered = f"{month[0]}-{month[1]:02}", _entered(month)
    if plan.is_foreign and roll(100, "origin", plan.number, *month) < 70:
        usd = max(1, int(amount / _USD))
        return FundsEntry(told, entered, "foreign", usd * _USD, usd)
    return FundsEntry(told, entered, "domestic", Decimal(max(1, amount)))


def _months(start: date, end: date) -> list[tuple[int, int]]:
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    return [(one // 12, one % 12 + 1) for one in range(first, last + 1)]


def _entered(month: tuple[int, int]) -> date:
    """The fourth of the next month, or the Monday after it."""
    year, number = month if month[1] < 12 else (month[0] + 1, 0)
    return weekday(date(year, number + 1, 4))
