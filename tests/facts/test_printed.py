"""Printed figures against exact ones."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kaifang.facts.printed import Agreement, agreement, implied_base
from kaifang.facts.rounding import half_up


@pytest.mark.parametrize(
    ("printed", "exact", "expected"),
    [
        ("65.4", Fraction(25100, 384), Agreement.SAME),
        ("6.9", Fraction("6.83"), Agreement.ROUNDED_ON_THE_WAY),
        ("3.63", Fraction(325700, 4634) - Fraction(200, 3), Agreement.ROUNDED_ON_THE_WAY),
        ("3.62", Fraction(325700, 4634) - Fraction(200, 3), Agreement.SAME),
        ("3.7", Fraction("3.5"), Agreement.DIFFERENT),
        ("3.7", Fraction("3.55"), Agreement.ROUNDED_ON_THE_WAY),  # one and a half units exactly
        ("13", Fraction("12.5"), Agreement.SAME),
    ],
)
def test_printed_figures_agree_within_the_roundings_of_offices(
    printed: str, exact: Fraction, expected: Agreement
) -> None:
    assert agreement(Decimal(printed), exact) is expected


def test_implied_base_carries_both_roundings() -> None:
    # 7,723.5 / 1.1765 = 6,564.81 and 7,724.5 / 1.1755 = 6,571.25
    base = implied_base(Decimal(7724), Decimal("17.6"))
    assert base is not None
    assert half_up(base.low, 2) == Decimal("6564.81")
    assert half_up(base.high, 2) == Decimal("6571.25")
    assert implied_base(Decimal(5), Decimal(-100)) is None
