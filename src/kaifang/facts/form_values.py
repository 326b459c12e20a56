"""What stands on a form: the cells that it asks for, what was given for each, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation


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
    "required" …).
    """

    cell: Cell
    rule: str
    hard: bool
    found: Text
    expected: Text
    says: Text
    cite: Citation | None = None
    where: str = ""


Sheet = Mapping[Cell, Given]
