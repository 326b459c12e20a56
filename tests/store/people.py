"""The places and figures the store's tests speak of: a province, two cities and their trade."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kaifang.core.observation import Observation
from kaifang.core.period import Period

PROVINCE, CITY, OTHER_CITY = "210000", "210100", "210200"

TRADE = Observation(
    indicator="trade.total",
    org=PROVINCE,
    period=Period.year(2021),
    value=Decimal("7724.0"),
    unit="亿元",
    source="海关",
    announced=date(2022, 1, 25),
    figure="trade.total.2021",
    pack="liaoning-2022",
)


def trade(value: str | None = "7724.0", **changes: Any) -> Observation:
    """The province's trade of 2021, with what is different about it."""
    return replace(TRADE, value=None if value is None else Decimal(value), **changes)
