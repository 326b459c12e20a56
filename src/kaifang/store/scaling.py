"""Give all values of an indicator's measure one scale, as the cube wants them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kaifang.core.statement import LEADING
from kaifang.facts.columns import COMPARATORS, Columns
from kaifang.store.decimals import LARGEST, MOST_DECIMALS, decimal_of
from kaifang.store.errors import TooWideTogether
from kaifang.store.table import KEY_TEXTS, Array, Coded, Table

_POWERS = 10 ** np.arange(MOST_DECIMALS + 1, dtype=np.int64)
_AS_THEY_ARE = (
    *("row", "start", "end", "announced", "recorded", "embargo"),
    *("visibility", "has_value", "has_high", "firms"),
)
_CLOSED = {"comparator": COMPARATORS, "authority": LEADING}


def columns_of(table: Table) -> Columns:
    """Return the cube's columns of a table.

    Raises: TooWideTogether, where a value does not fit at the scale its measure needs.
    """
    pair, scales = _scales(table)
    arrays: dict[str, Any] = {name: table.texts[name].codes for name in KEY_TEXTS}
    arrays |= {name: _closed(table.texts[name], order) for name, order in _CLOSED.items()}
    arrays |= {name: table.numbers[name] for name in _AS_THEY_ARE}
    arrays |= {name: _scaled(table, name, scales[pair]) for name in ("value", "high")}
    names = {name: table.texts[name].names for name in KEY_TEXTS}
    return Columns(names=names, scales=_named(table, pair, scales), **arrays)


def _scales(table: Table) -> tuple[Array, Array]:
    """Number the pairs of indicator and measure, and find the most decimals of each pair."""
    indicator, measure = table.texts["indicator"], table.texts["measure"]
    pair = indicator.codes * np.int32(len(measure.names)) + measure.codes
    scales = np.zeros(len(indicator.names) * len(measure.names), np.int8)
    for scale in range(1, MOST_DECIMALS + 1):
        for name in ("value_scale", "high_scale"):
            scales[pair[table.numbers[name] == scale]] = scale
    return pair, scales


def _named(table: Table, pair: Array, scales: Array) -> dict[tuple[str, str], int]:
    indicator, measure = table.texts["indicator"].names, table.texts["measure"].names
    there = np.flatnonzero(np.bincount(pair, minlength=len(scales)))
    return {
        (indicator[one // len(measure)], measure[one % len(measure)]): int(scales[one])
        for one in there
    }


def _closed(coded: Coded, order: tuple[str, ...]) -> npt.NDArray[np.int8]:
    """Codes by the fixed order of a closed vocabulary."""
    places = np.array([order.index(name) for name in coded.names], np.int8)
    return places[coded.codes]


def _scaled(table: Table, name: str, scale: Array) -> npt.NDArray[np.int64]:
    digits, own = table.numbers[name], table.numbers[f"{name}_scale"]
    coarse = np.flatnonzero(scale != own)  # the others stay as they are
    if not len(coarse):
        return digits
    factor = _POWERS[scale[coarse] - own[coarse]]
    if (too_wide := np.abs(digits[coarse]) > LARGEST // factor).any():
        raise _too_wide(table, int(coarse[too_wide][0]), name, scale)
    scaled = digits.copy()
    scaled[coarse] *= factor
    return scaled


def _too_wide(table: Table, row: int, name: str, scale: Array) -> TooWideTogether:
    text = {column: c.names[c.codes[row]] for column, c in table.texts.items()}
    digits, own = int(table.numbers[name][row]), int(table.numbers[f"{name}_scale"][row])
    return TooWideTogether(
        indicator=text["indicator"],
        measure=text["measure"],
        found=decimal_of(digits, own),
        expected=int(scale[row]),
    )
