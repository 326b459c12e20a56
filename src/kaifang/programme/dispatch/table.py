"""The dispatch table 调度表 of a period: what was asked of whom, and where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from kaifang.core.bilingual import Text, joined
from kaifang.core.orgs import Org
from kaifang.core.period import Period
from kaifang.core.ranking import rank
from kaifang.core.statement import Statement
from kaifang.facts.lights import Colour, Light
from kaifang.facts.measures import PER_CENT, Measured
from kaifang.packs.schema.figures import TargetEntry
from kaifang.programme.dispatch.periods import PeriodProgress, periods
from kaifang.programme.dispatch.remarks import Remarked, leads_of, of_item, remarks, speakers
from kaifang.programme.documents import target_name
from kaifang.programme.figures import Figures
from kaifang.programme.naming import org_name, strength_text
from kaifang.programme.opening import Programme, Seen, When
from kaifang.programme.progress import Progress

BEHIND = (Colour.AMBER, Colour.RED)
_FEWEST = 2


class Kind(NamedTuple):
    """What is ranked with one another; of a ceiling, who has used least leads."""

    about: str
    form: str
    time: str
    orgs: str
    is_ceiling: bool


@dataclass(frozen=True)
class DispatchLine:
    """One item of one organisation; `rank` is among those of its kind, by attainment as printed."""

    number: int
    progress: Progress
    remarks: tuple[Remarked, ...] = ()
    rank: int | None = None

    @property
    def target(self) -> TargetEntry:
        return self.progress.target

    @property
    def org(self) -> Org:
        return self.progress.figures.law.orgs[self.target.org]

    @property
    def name(self) -> Text:
        return target_name(self.progress.figures.law, self.target)

    @property
    def asked(self) -> Text:
        """What the target asks for, with the document's word for how firmly.

        Of a milestone, which its name tells whole, the time.
        """
        words, strength = self.progress.text, strength_text(self.target.strength)
        if words == self.name:
            words = self.target.period.name()
        firmly = f" ({strength.en})" if strength.en else ""
        return Text(f"{strength.zh}{words.zh}", f"{words.en}{firmly}")

    @property
    def light(self) -> Light:
        return self.progress.light

    @property
    def is_behind(self) -> bool:
        return self.light.colour in BEHIND

    @property
    def due(self) -> date:
        return self.target.target.by or self.target.period.end

    @cached_property
    def actual(self) -> Statement | None:
        return self.progress.latest()

    @cached_property
    def attainment(self) -> Statement:
        return self.progress.attainment()

    @cached_property
    def ahead(self) -> Statement:
        return self.progress.ahead()

    @cached_property
    def schedule(self) -> Statement:
        """序时进度: the share that should be done by now, opened by the same explanation."""
        stands = self.progress.stands
        done, lead = stands.attainment.exact, stands.points_ahead.exact
        if done is None or lead is None:
            return replace(self.ahead, quantity=None, missing=self.ahead.missing or stands.says)
        due = done + lead if self.progress.is_ceiling else done - lead
        share = Measured(due, PER_CENT).quantity(self.ahead.digits)
        return replace(self.ahead, quantity=share, missing=None)

    @cached_property
    def growth(self) -> Statement | None:
        """Year-on-year of the same period, as published where it is."""
        progress = self.progress
        if progress.period is None or self.target.indicator is None:
            return None
        return progress.figures.statement(
            self.target.indicator, progress.org, progress.period, "growth"
        )

    @property
    def lead(self) -> Text | None:
        return self._names(leads_of(self.progress.figures.law, self.target))

    @property
    def partners(self) -> Text | None:
        law = self.progress.figures.law
        task = law.tasks.get(self.target.task or "")
        return self._names(task.partners if task else ())

    def said(self, field: str) -> str:
        """What its organisations say in one of the fields of a remark, one after another."""
        return "；".join(text for one in self.remarks if (text := getattr(one.words, field)))

    def _names(self, ids: Sequence[str]) -> Text | None:
        law = self.progress.figures.law
        return joined([org_name(law, id) for id in ids]) if ids else None


@dataclass(frozen=True)
class DispatchTable:
    """All items of a programme in a period, in administrative order."""

    programme: Programme
    figures: Figures
    period: Period
    lines: Sequence[DispatchLine]

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[DispatchLine]:
        return iter(self.lines)

    def kept(
        self, *, org: str = "", indicator: str = "", behind: bool = False
    ) -> list[DispatchLine]:
        """The lines of an organisation with all below it, of an indicator, of those behind."""
        orgs = self.programme.law.orgs
        return [
            one
            for one in self.lines
            if (not org or orgs.is_within(one.org.id, org))
            and (not indicator or one.target.indicator == indicator)
            and (one.is_behind or not behind)
        ]

    def line(self, item: str) -> DispatchLine | None:
        """The line of an item."""
        return next((one for one in self.lines if one.target.id == item), None)


def dispatch_table(
    programme: Programme,
    period: str | Period = "",
    as_of: When = None,
    seen_at: Seen = None,
) -> DispatchTable:
    """Draw up the table of a period (default: the newest with data) with what is known now.

    Remarks are in it for those who may see what is internal. Raises: UnreadablePeriod.
    """
    figures = programme.figures(as_of, seen_at)
    wanted = Period.parse(period) if isinstance(period, str) and period else period
    of = wanted if isinstance(wanted, Period) else _newest(programme, figures)
    said = remarks(programme, of)
    targets = [
        one
        for one in programme.targets_known(figures.snapshot.as_of)
        if one.org in programme.law.orgs and one.period.start <= of.end
    ]
    place = {id: number for number, id in enumerate(programme.indicators())}
    targets.sort(key=lambda one: _order(programme, place, one))
    lines = [
        DispatchLine(
            number,
            PeriodProgress.at(figures, one, one.org, of.end),
            tuple(of_item(said, one.id, speakers(programme, one))),
        )
        for number, one in enumerate(targets, 1)
    ]
    return DispatchTable(programme, figures, of, _ranked(lines))


def in_rank_order(lines: Sequence[DispatchLine]) -> list[DispatchLine]:
    """Item by item and kind by kind, the leading organisation first; without a rank last."""
    groups: dict[Kind, list[DispatchLine]] = defaultdict(list)
    for one in lines:
        groups[kind_of(one)].append(one)
    last = len(lines) + 1
    return [
        one
        for group in groups.values()
        for one in sorted(group, key=lambda line: line.rank or last)
    ]


def _newest(programme: Programme, figures: Figures) -> Period:
    found = periods(programme, figures)
    if found:
        return found[0]
    day = figures.snapshot.as_of
    return programme.law.head.period or Period.to_date(day.year, day.month)


def _order(
    programme: Programme, place: dict[str, int], target: TargetEntry
) -> tuple[int, int, str]:
    at = place.get(target.indicator or "", len(place))
    return programme.law.orgs.place(target.org), at, target.id


def _ranked(lines: Sequence[DispatchLine]) -> list[DispatchLine]:
    groups: dict[Kind, dict[str, Decimal | None]] = defaultdict(dict)
    for one in lines:
        quantity = one.attainment.quantity
        groups[kind_of(one)][one.target.id] = quantity.value if quantity else None
    ranks: dict[str, int | None] = {}
    for kind, values in groups.items():
        if sum(value is not None for value in values.values()) >= _FEWEST:
            ranks |= rank(values, 1, descending=not kind.is_ceiling)
    return [replace(one, rank=ranks.get(one.target.id)) for one in lines]


def kind_of(line: DispatchLine) -> Kind:
    """Like is ranked with like: one indicator, form and time, organisations of one kind."""
    target = line.target
    about = f"{target.indicator or target.id} {target.part_code}"
    time, is_ceiling = target.period.code, line.progress.is_ceiling
    return Kind(about, target.target.form, time, line.org.kind, is_ceiling)
