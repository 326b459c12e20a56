"""Pipeline 阶段分布: how many projects stand in each state, with how much, for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from kaifang.cases.renaming import EARLIER
from kaifang.cases.spreads import Spread, spread
from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.programme.projects.fields import CURRENCY, OWN_AMOUNT, YUAN, amount
from kaifang.programme.projects.portfolio import Portfolio, Project

_YUAN = "CNY"


@dataclass(frozen=True, slots=True)
class Sums:
    """Planned investment: in yuan and in the currencies of the contracts.

    yuan, own: the unit of their fields. untold: projects that tell no amount in yuan, which is not
    zero; `yuan` is None where no project tells one.
    """

    yuan: Decimal | None
    own: Mapping[str, Decimal]
    untold: int


@dataclass(frozen=True, slots=True)
class StageRow:
    """One state: `kind` is stage, stalled, ended or earlier; `days` since projects came into it."""

    state: str
    name: Text
    kind: str
    count: int
    sums: Sums
    days: Spread | None
    overdue: int


@dataclass(frozen=True, slots=True)
class Pipeline:
    """All states in the order of the way, then the stalled, then the bad ends.

    Last, where there are any, the projects in states that only earlier versions know.
    """

    rows: Sequence[StageRow]
    projects: int
    open: int
    stalled: int
    overdue: int


def pipeline(portfolio: Portfolio) -> Pipeline:
    """Count the projects of each state, as of the portfolio's day."""
    kinds = {
        **dict.fromkeys(portfolio.stages, "stage"),
        **dict.fromkeys(portfolio.paused, "stalled"),
        **dict.fromkeys(portfolio.process.end.bad, "ended"),
    }
    rows = [_state_row(portfolio, state, kind) for state, kind in kinds.items()]
    if former := [one for one in portfolio.projects if portfolio.is_of_earlier(one)]:
        rows.append(_row(portfolio, EARLIER, message("projects.earlier"), EARLIER[1:], former))
    under_way = [one for one in portfolio.projects if not one.ended]
    return Pipeline(
        rows,
        projects=len(portfolio.projects),
        open=len(under_way),
        stalled=sum(one.state in portfolio.paused for one in under_way),
        overdue=sum(one.is_overdue for one in under_way),
    )


def _state_row(portfolio: Portfolio, state: str, kind: str) -> StageRow:
    here = [one for one in portfolio.projects if one.state == state]
    return _row(portfolio, state, portfolio.definition.label("states", state), kind, here)


def _row(
    portfolio: Portfolio, state: str, name: Text, kind: str, here: Sequence[Project]
) -> StageRow:
    days = np.array([portfolio.days_since(one.since) for one in here], np.int64)
    overdue = sum(one.is_overdue for one in here)
    return StageRow(state, name, kind, len(here), sums(here), spread(days), overdue)


def sums(projects: Sequence[Project]) -> Sums:
    """Add up what projects plan to invest."""
    yuan = [told for one in projects if (told := amount(one, YUAN)) is not None]
    own: dict[str, Decimal] = {}
    untold = 0
    for one in projects:
        currency = one.told(*CURRENCY)
        told = amount(one, YUAN if currency == _YUAN and not one.told(*OWN_AMOUNT) else OWN_AMOUNT)
        untold += amount(one, YUAN) is None
        if told is not None and currency is not None:
            own[str(currency)] = own.get(str(currency), Decimal(0)) + told
    return Sums(sum(yuan, Decimal(0)) if yuan else None, own, untold)


def currency_name(portfolio: Portfolio, code: str) -> Text:
    """The name of a currency by the pack's code list; a code that it has not stands for itself."""
    lists = [one for one in portfolio.law.code_lists.values() if one.id == "currency"]
    return next((one[code].name for one in lists if code in one), same(code))
