"""What stands on a form: the cells that it asks for, what was given for each, what is wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation
from kaifang.core.units import EXACT


class Cell(NamedTuple):
    """One number that a form asks of one organisation; `row` is a `FormRow.key`."""

    org: str
    row: str


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for a cell. `value` is in the unit of the row; None means left blank.

    `reason` says why a value that a soft check doubts stands, or why it is missing; `typed` is
    what stood there and `where` its place ("表一!D7"), as far as they are known.
    """

    value: Decimal | None
    reason: str = ""
    typed: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a cell: hard ones refuse the form, soft ones want a reason.

    `rule` is the id of the check, or the word for what every cell must obey ("number", "unit",
    "required" …), or the code of an error; `remedy` says what to do where the kind does not.
    """

    cell: Cell
    rule: str
    hard: bool
    found: Text
    expected: Text
    says: Text
    cite: Citation | None = None
    where: str = ""
    remedy: Text | None = None


Sheet = Mapping[Cell, Given]


def content_hash(sheet: Sheet) -> str:
    """SHA-256 of what a sheet says: its values and reasons, in whatever order and spelling.

    1.50 is 1.5; a cell left blank without a reason says nothing, as one that is not there.

    >>> content_hash({Cell("a", "x:month"): Given(Decimal("1.50"), typed="１.５")}) == content_hash(
    ...     {Cell("a", "x:month"): Given(Decimal("1.5")), Cell("b", "x:month"): Given(None)}
    ... )
    True
    """
    said = sorted(
        [cell.org, cell.row, _spelled(given.value), given.reason.strip()]
        for cell, given in sheet.items()
        if given.value is not None or given.reason.strip()
    )
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _spelled(value: Decimal | None) -> str:
    """A number in its one spelling; "" for none."""
    return "" if value is None else format(value.normalize(EXACT) or Decimal(0), "f")
