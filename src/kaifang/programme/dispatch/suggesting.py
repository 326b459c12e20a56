"""Suggestions 建议名单: whom the pack's rules would name in a notice or ask to an interview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.facts.lights import Colour
from kaifang.packs.schema.supervising import NoticeEntry
from kaifang.programme.dispatch.periods import PeriodProgress, before
from kaifang.programme.dispatch.table import DispatchLine, DispatchTable, Kind, kind_of
from kaifang.programme.errors import InternalOnly
from kaifang.programme.reach import inside_for

_AT_LEAST = {"amber": (Colour.AMBER, Colour.RED), "red": (Colour.RED,)}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One rule that holds of one organisation, with the lines it rests on."""

    rule: NoticeEntry
    org: Org
    period: Period
    lines: tuple[DispatchLine, ...]


def suggestions(table: DispatchTable) -> list[Suggestion]:
    """Everything that the rules of the pack suggest, rule by rule, in administrative order.

    Light, rank and schedule are those known now; periods in a row are looked up to date, month by
    month. A viewer is shown what is suggested of organisations whose internal records are his to
    see: a city learns nothing about another. Raises: InternalOnly for a public viewer.
    """
    programme = table.programme
    if not programme.viewer.is_internal:
        raise InternalOnly
    inside = inside_for(programme.law, programme.viewer)
    found = [one for rule in programme.law.notices.values() for one in _of_rule(table, rule)]
    return [one for one in found if inside is None or one.org.id in inside]


def _of_rule(table: DispatchTable, rule: NoticeEntry) -> Iterator[Suggestion]:
    tails = _tails(table, rule.when.tail) if rule.when.tail else set()
    by_org: dict[str, list[DispatchLine]] = defaultdict(list)
    for line in table:
        if _is_meant(rule, line) and _holds(table, rule, line, tails):
            by_org[line.org.id].append(line)
    for id, lines in by_org.items():
        if len(lines) >= rule.when.items:
            yield Suggestion(rule, table.programme.law.orgs[id], table.period, tuple(lines))


def _is_meant(rule: NoticeEntry, line: DispatchLine) -> bool:
    about = not rule.indicators or line.target.indicator in rule.indicators
    return about and line.org.kind in rule.kinds


def _holds(table: DispatchTable, rule: NoticeEntry, line: DispatchLine, tails: set[int]) -> bool:
    when = rule.when
    if when.tail and line.number not in tails:
        return False
    if when.behind and not _is_behind(line, Fraction(when.behind)):
        return False
    return when.light is None or _in_row(table, line, _AT_LEAST[when.light], when.in_row)


def _is_behind(line: DispatchLine, points: Fraction) -> bool:
    ahead = line.progress.stands.points_ahead.exact
    return ahead is not None and -ahead >= points


def _in_row(
    table: DispatchTable, line: DispatchLine, colours: Sequence[Colour], periods: int
) -> bool:
    """Whether a line showed one of the colours in this and the periods before it."""
    at: Period | None = table.period
    for _ in range(periods):
        if at is None:
            return False
        told = PeriodProgress.at(table.figures, line.target, line.target.org, at.end)
        if told.light.colour not in colours:
            return False
        at = before(at)
    return True


def _tails(table: DispatchTable, last: int) -> set[int]:
    """The numbers of the lines among the last of their kind; nobody where all would be last."""
    groups: dict[Kind, list[DispatchLine]] = defaultdict(list)
    for line in table:
        if line.rank is not None:
            groups[kind_of(line)].append(line)
    found: set[int] = set()
    for group in groups.values():
        ranks = sorted((one.rank or 0 for one in group), reverse=True)
        if len(ranks) > last:
            found |= {one.number for one in group if (one.rank or 0) >= ranks[last - 1]}
    return found
