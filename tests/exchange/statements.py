"""Statements as an engine would give them, one with a number and one without."""

from kaifang.core.bilingual import Text, same
from kaifang.core.period import Period
from kaifang.core.statement import Explanation, Statement
from kaifang.core.units import Quantity


def stated(quantity: Quantity | None, *, digits: int = 1, missing: Text | None = None) -> Statement:
    return Statement(
        "trade.total",
        "210000",
        Period.year(2021),
        "level",
        quantity,
        lambda: Explanation(same("—"), same("—")),
        digits=digits,
        missing=missing,
    )


def missing(because: Text) -> Statement:
    return stated(None, missing=because)
