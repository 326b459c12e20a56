"""The board in one pass: nothing is worked out of a figure that is not exact."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.facts.board import Board, build
from kaifang.facts.columns import columns_of
from kaifang.facts.cube import Cube


def told(org: str, period: str, value: str, **more: Any) -> Observation:
    return Observation(
        "trade",
        org,
        Period.parse(period),
        Decimal(value),
        "亿元",
        announced=date(2023, 3, 20),
        recorded=datetime(2023, 3, 20, tzinfo=UTC),
        **more,
    )


def board(now: dict[str, Any], before: dict[str, Any], earlier: dict[str, Any]) -> Board:
    """110 of 1,000 to February after 100 a year ago, 60 of it in January."""
    known = [
        told("p", "2023-01/2023-02", "110", **now),
        told("p", "2022-01/2022-02", "100", **before),
        told("p", "2023-01", "60", **earlier),
        told("nation", "2023-01/2023-02", "1000"),
    ]
    snapshot = Cube(columns_of(known)).at(date(2023, 4, 1), now=datetime(2024, 1, 1, tzinfo=UTC))
    return build(snapshot, ["trade"], ["p"], nation="nation")


MORE = {"comparator": "gt"}
FROM_TO = {"comparator": "range", "high": Decimal(120)}


@pytest.mark.parametrize(
    ("now", "before", "earlier", "growth", "month", "share"),
    [
        ({}, {}, {}, "10.0", "50", "11.0"),
        (MORE, {}, {}, None, None, None),
        (FROM_TO, {}, {}, None, None, None),
        ({}, MORE, {}, None, "50", "11.0"),
        ({}, {}, MORE, "10.0", None, "11.0"),
    ],
)
def test_only_exact_figures_are_reckoned_with(
    now: dict[str, Any],
    before: dict[str, Any],
    earlier: dict[str, Any],
    growth: str | None,
    month: str | None,
    share: str | None,
) -> None:
    found = board(now, before, earlier)
    assert found.latest.at(0) == 110
    answers = (found.growth.at(0), found.month.at(0), found.share_of_nation.at(0))
    assert answers == tuple(None if one is None else Decimal(one) for one in (growth, month, share))
