"""Columns of one row, and amounts from small counts to the ends of int64."""

import numpy as np
from hypothesis import strategies as st

from kaifang.facts.measures import Measured

INT64 = st.integers(-(2**63), 2**63 - 1)
SMALL = st.integers(-300, 300)
MONEY = st.integers(-(10**13), 10**13)
AMOUNTS = st.one_of(SMALL, MONEY, INT64)
DIGITS = st.integers(0, 4)


def column(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def mask(*values: bool) -> np.ndarray:
    return np.array(values, np.bool_)


def steps_of(measured: Measured, digits: int) -> int | None:
    """The scalar answer as the column would hold it; None where it has none."""
    value = measured.at(digits)
    if value is None:
        return None
    steps = int(value.scaleb(digits))
    return steps if abs(steps) < 2**63 else None


def only(answer: tuple[np.ndarray, np.ndarray]) -> int | None:
    steps, has = answer
    assert steps.dtype == np.int64
    assert has.dtype == np.bool_
    return int(steps[0]) if has[0] else None
