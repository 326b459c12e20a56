"""The leader's page: how it stands, what presses, what is proposed, and how the words moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaifang.core.bilingual import Text
from kaifang.facts.lights import Colour
from kaifang.programme.dispatch.remarks import Remarked
from kaifang.programme.dispatch.table import DispatchLine, DispatchTable
from kaifang.programme.errors import InternalOnly
from kaifang.programme.naming import org_name

_WORST = (Colour.RED, Colour.AMBER)


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """What an organisation says of an item, beside its line."""

    line: DispatchLine
    remark: Remarked

    @property
    def speaker(self) -> Text:
        """Who says it: the organisation itself, or a lead body."""
        return org_name(self.line.progress.figures.law, self.remark.org)


@dataclass(frozen=True, slots=True)
class Briefing:
    """One page: the province's own items, what lags, problems and proposals."""

    table: DispatchTable
    lights: Mapping[Colour, int]
    own: Sequence[DispatchLine]
    behind: Sequence[DispatchLine]
    problems: Sequence[RemarkLine]
    proposals: Sequence[RemarkLine]


def briefing(table: DispatchTable, most: int = 10) -> Briefing:
    """Sum a table up; at most so many of the items that lag, the worst first.

    Raises: InternalOnly for a public viewer.
    """
    if not table.programme.viewer.is_internal:
        raise InternalOnly
    head = table.programme.law.head.org
    own = [one for one in table if one.org.id == head]
    behind = sorted((one for one in table if one.is_behind), key=_worst)
    spoken = [RemarkLine(one, remark) for one in table for remark in one.remarks]
    return Briefing(
        table,
        Counter(one.light.colour for one in table),
        own,
        behind[:most],
        [one for one in spoken if _says(one, "problem") or _says(one, "next_step")],
        [one for one in spoken if _says(one, "proposal")],
    )


def _worst(line: DispatchLine) -> tuple[int, Fraction, int]:
    ahead = line.progress.stands.points_ahead.exact
    return _WORST.index(line.light.colour), ahead if ahead is not None else Fraction(0), line.number


def _says(one: RemarkLine, field: str) -> bool:
    """Whether something is said, or was said last time and struck out since."""
    remark = one.remark
    return bool(getattr(remark.words, field) or getattr(remark.before, field))
