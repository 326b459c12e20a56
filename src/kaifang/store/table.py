"""A table of records in memory: integer-coded texts and plain number arrays, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# The texts that place a value in the cube; the others are read with the record itself.
KEY_TEXTS = ("indicator", "org", "part", "measure", "base", "definition")
CLOSED_TEXTS = ("comparator", "authority")
FREE_TEXTS = ("unit", "source", "figure", "pack", "reason")
TEXTS = (*KEY_TEXTS, *CLOSED_TEXTS, *FREE_TEXTS)
NUMBERS: Mapping[str, type[np.generic]] = {
    "row": np.int64,
    "start": np.int32,
    "end": np.int32,
    "announced": np.int32,
    "recorded": np.int64,
    "embargo": np.int64,
    "value": np.int64,
    "value_scale": np.int8,
    "has_value": np.bool_,
    "high": np.int64,
    "high_scale": np.int8,
    "has_high": np.bool_,
    "visibility": np.int8,
    "firms": np.int32,  # -1: not told
}


@dataclass(frozen=True, slots=True)
class Coded:
    """A text column: `names[codes[n]]` is the text of row n."""

    codes: npt.NDArray[np.int32]
    names: list[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        places: dict[str, int] = {}
        codes = [places.setdefault(text, len(places)) for text in texts]
        return cls(np.array(codes, np.int32), list(places))

    def then(self, other: Self) -> Self:
        """Set the rows of another column below these; names already here keep their codes."""
        places = {name: code for code, name in enumerate(self.names)}
        moved = [places.setdefault(name, len(places)) for name in other.names]
        below = np.array(moved, np.int32)[other.codes] if moved else other.codes
        return type(self)(np.concatenate([self.codes, below]), list(places))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of records; `value` and `high` are integers at the scale of their own row."""

    texts: dict[str, Coded]
    numbers: dict[str, Array]

    @classmethod
    def empty(cls, texts: Sequence[str] = TEXTS) -> Self:
        numbers = {name: np.zeros(0, kind) for name, kind in NUMBERS.items()}
        return cls({name: Coded.of(()) for name in texts}, numbers)

    def __len__(self) -> int:
        return len(self.numbers["row"])

    @property
    def last_row(self) -> int:
        return int(self.numbers["row"].max(initial=0))

    def then(self, other: Self) -> Self:
        """Set the rows of another table below these; texts that this one lacks are left out."""
        if not len(other):
            return self
        return type(self)(
            {name: coded.then(other.texts[name]) for name, coded in self.texts.items()},
            {name: np.concatenate([a, other.numbers[name]]) for name, a in self.numbers.items()},
        )
