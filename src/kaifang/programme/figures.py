"""Figures: any stated or computed value of an indicator, as a statement that opens."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any

from kaifang.core.bilingual import Text, joined
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.observation import Measure, Observation
from kaifang.core.period import Period
from kaifang.core.statement import Authority, Explanation, Statement, Versions
from kaifang.core.units import Quantity
from kaifang.facts import measures
from kaifang.facts.board import GROWTH_DIGITS, PREVIOUS_YEAR
from kaifang.facts.cube import Held, Snapshot
from kaifang.facts.formulas import evaluate
from kaifang.facts.measures import Measured
from kaifang.facts.trends import trend
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.programme.cumulating import PeriodPieces, fill
from kaifang.programme.explaining import Explainer, Subject
from kaifang.programme.formula_words import beside, in_words, summed
from kaifang.programme.formulas import formulas_of

TOO_FEW_FIRMS = "missing.too_few_firms"
COMPUTED = ("month", "growth_computed", "share_of_nation")
_MOST_REMEMBERED = 50_000
MEASURES = (*(str(one) for one in Measure), *COMPUTED)


class UnknownMeasure(KaifangError):
    code = "KF-PROG-004"


@dataclass(frozen=True)
class Figures:
    """Answers about single values, out of one snapshot; `record` opens a row of the store."""

    law: Law
    snapshot: Snapshot
    record: Callable[[int], Observation]
    versions: Versions
    explainer: Explainer = field(init=False)
    memory: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "explainer", Explainer(self.law, self.versions))

    def statement(
        self,
        indicator: str,
        org: str,
        period: Period,
        measure: str = "level",
        *,
        base: str = "",
        part: str = "",
    ) -> Statement:
        """One statement; missing ones say why.

        Raises: UnknownName for an indicator or organisation, UnknownMeasure.
        """
        key = indicator, org, period, measure, base, part
        told: Statement | None = self.memory.get(key)
        if told is None:
            told = self._worked_out(*key)
            self.remember(key, told)
        return told

    def remember(self, key: Hashable, answer: object) -> None:
        """Keep an answer for those who ask again; all are forgotten when there are too many."""
        if len(self.memory) >= _MOST_REMEMBERED:
            self.memory.clear()
        self.memory[key] = answer

    def _worked_out(
        self, indicator: str, org: str, period: Period, measure: str, base: str, part: str
    ) -> Statement:
        about = _About(self.law.indicator(indicator), org, period, measure, base, part)
        _ = self.law.orgs[org]
        match measure:
            case "level":
                return self.level(about)
            case "growth":
                return self.growth(about)
            case "growth_computed":
                return self.growth_computed(about)
            case "month":
                return self.month(about)
            case "share_of_nation":
                return self.share_of_nation(about)
            case _ if measure in MEASURES:
                return self.stated(about)
        raise UnknownMeasure(found=measure, expected=", ".join(MEASURES))

    def held(self, statement: Statement) -> Held | None:
        """The record behind a stated figure; None where it is computed or missing."""
        period, measure, base = statement.period, statement.measure, ""
        if measure == "month":
            period, measure = period.last_month(), "level"
        elif measure == "growth":
            base = PREVIOUS_YEAR
        elif measure == "share_of_nation":
            measure, base = "share", self.law.head.nation
        entry = self.law.indicators.get(statement.indicator)
        if entry is None or statement.target:
            return None
        return self._held(_About(entry, statement.org, period, measure, base, statement.part))

    # -- stated ---------------------------------------------------------------------------

    def stated(self, about: _About) -> Statement:
        """A measure that somebody stated (growth, share, rank, record …)."""
        held = self._held(about)
        if held is None:
            return self._missing(about, message("missing.no_value"))
        return self._of_held(about, held)

    def level(self, about: _About) -> Statement:
        """The value: stated, or by the indicator's formula where nobody stated it."""
        held = self._held(about)
        if held is not None:
            return self._of_held(about, held)
        if about.entry.formula is not None:
            told = self._derived(about)
            return told if told.quantity is not None else self._cumulated(about) or told
        return self._cumulated(about) or self._missing(about, message("missing.no_value"))

    def _cumulated(self, about: _About) -> Statement | None:
        """The sum of the shorter periods that fill it; None where it is no sum or none is known.

        A hole between them is named; values of two definitions are not added up.
        """
        filled = self._filled(about)
        if filled is None or filled.is_unfinished:
            return None
        if filled.gap is not None or len(filled.definitions) > 1:
            return self._missing(about, filled.gap or message("missing.mixed_definitions"))
        inputs = [self.level(about.of(one.period)) for one in filled.pieces]
        quantity = Quantity.of(filled.total, about.entry.unit.code)
        return self._statement(about, quantity, partial(summed, self.law, inputs), inputs)

    def _filled(self, about: _About) -> PeriodPieces | None:
        if about.entry.kind != "flow" or about.measure != Measure.LEVEL:
            return None
        return fill(self.snapshot, about.entry.id, about.org, about.period, about.part)

    def growth(self, about: _About) -> Statement:
        """The published growth, which leads; else the computed one."""
        published = about.measured("growth", about.base or PREVIOUS_YEAR)
        held = self._held(published)
        if held is None or held.value is None:
            return self.growth_computed(about.measured("growth_computed"))
        statement = self._of_held(published, held)
        return replace(statement, why=partial(self._explain_growth, statement, about))

    # -- computed -------------------------------------------------------------------------

    def growth_computed(self, about: _About) -> Statement:
        """Growth over the same period of last year, of the same definition."""
        now = self.level(about.measured("level"))
        before = about.of(about.period.last_year())
        base = self.level(before)
        if (why := self.unfit(now, base)) is not None:
            return self._missing(about, why)
        name = before.period.name(cumulative=about.cumulative)
        if about.entry.kind == "ratio":
            answer = measures.lead(_value(now), _value(base))
        else:
            answer = measures.growth(_value(now), _value(base), name)
        return self._computed(about, answer, "formula.growth", {"now": now, "base": base})

    def month(self, about: _About) -> Statement:
        """The single month in which a to-date period ends: stated, or to date less the month before."""
        month = about.of(about.period.last_month())
        held = self._held(month)
        if held is not None:
            return self._of_held(month, held)
        end = about.period.end
        if not about.period.is_to_date or end.month == 1 or about.entry.kind != "flow":
            return self._missing(month, message("missing.no_value"))
        now = self.level(about.measured("level"))
        before = self.level(about.of(Period.to_date(end.year, end.month - 1)))
        gap = _first_missing(now, before) or self.unfit(now, before)
        if gap is not None:
            return self._missing(month, gap)
        assert now.quantity is not None
        assert before.quantity is not None
        quantity = now.quantity - before.quantity
        return self._formula(month, quantity, "formula.month", {"now": now, "before": before})

    def share_of_nation(self, about: _About) -> Statement:
        """Stated share of the nation, else computed where national data is loaded."""
        nation = self.law.head.nation
        held = self._held(about.measured("share", nation))
        if held is not None and held.value is not None:
            return self._of_held(about.measured("share", nation), held)
        now = self.level(about.measured("level"))
        whole = self.level(about.measured("level").at(nation))
        if whole.quantity is None:
            gap = _too_few(whole) or message("missing.nation_not_loaded")
            return self._missing(about, gap)
        if (why := self.unfit(now, whole)) is not None:
            return self._missing(about, why)
        answer = measures.share(_value(now), _value(whole))
        return self._computed(about, answer, "formula.share", {"parts": now, "whole": whole})

    def trend(
        self, indicator: str, org: str, part: str = "", *, last: int = 24
    ) -> list[tuple[Period, Decimal | None]]:
        """The last levels of one series: see `kaifang.facts.trends`."""
        return trend(self.snapshot, indicator, org, part, last=last)

    def newest(self, indicators: Iterable[str], org: str) -> Period | None:
        """The period in which the newest of some figures of an organisation ends."""
        found = [self.snapshot.newest(one, org) for one in indicators]
        return max((held.period for held in found if held), key=lambda p: p.end, default=None)

    # -- how ------------------------------------------------------------------------------

    def _held(self, about: _About) -> Held | None:
        key = (about.entry.id, about.org, about.period, about.measure, about.base, about.part)
        if about.measure == Measure.LEVEL or about.base:
            return self.snapshot.get(*key)
        return self._any_base(about)

    def _any_base(self, about: _About) -> Held | None:
        """A stated measure whatever it refers to: the first base in which it was stated."""
        for base in self.snapshot.cube.names["base"]:
            held = self.snapshot.get(
                about.entry.id, about.org, about.period, about.measure, base, about.part
            )
            if held is not None:
                return held
        return None

    def _of_held(self, about: _About, held: Held) -> Statement:
        unit = self._unit(about, held)
        return Statement(
            about.entry.id,
            about.org,
            about.period,
            about.measure,
            None if held.value is None else Quantity.of(held.value, unit),
            partial(self._explain_row, held.row),
            digits=self._digits(about, held),
            missing=_why_not(held),
            authority=held.authority,
            comparator=held.comparator,
            high=None if held.high is None else Quantity.of(held.high, unit),
            part=about.part,
        )

    def _explain_growth(self, stated: Statement, about: _About) -> Explanation:
        computed = self.growth_computed(about.measured("growth_computed"))
        why = stated.why()
        return replace(why, notes=(*why.notes, beside(stated, computed)))

    def _explain_row(self, row: int) -> Explanation:
        return self.explainer.stated(self.record(row))

    def _unit(self, about: _About, held: Held) -> str:
        if about.measure in ("level", "month"):
            return about.entry.unit.code
        if about.measure in _UNITS:
            return _UNITS[about.measure]
        return self.record(held.row).unit

    def _digits(self, about: _About, held: Held) -> int:
        """The indicator's digits for its own values, the printed ones for all else.

        What no document prints is told to the tenth of a per cent, as statistics tell growth.
        """
        value = held.value
        printed = 0 if value is None else max(0, -int(value.normalize().as_tuple().exponent))
        if about.measure == Measure.GROWTH and held.authority is not Authority.PUBLISHED:
            return max(GROWTH_DIGITS, printed)
        return max(about.entry.digits, printed) if about.measure == Measure.LEVEL else printed

    def _derived(self, about: _About) -> Statement:
        """By formula, each input again a statement."""
        used: dict[str, Statement] = {}

        def stated(indicator: str, org: str, period: Period, part: str) -> Quantity | None:
            one = self.statement(indicator, org, period, part=part)
            used[f"{indicator}|{org}|{period}|{part}"] = one
            return one.quantity

        step = formulas_of(self.law)[about.entry.id]
        found = evaluate(step, stated, about.org, about.period, about.part)
        if found.value is None:
            lacking = [self._name(one.indicator) for one in used.values() if one.quantity is None]
            gap = found.reason or message("missing.no_input", name=joined(lacking))
            gap = _too_few(*used.values()) or gap
            return self._missing(about, gap)
        if not all(map(is_exact, used.values())):
            return self._missing(about, message("missing.not_exact"))
        words = partial(step.words, self._name)
        return self._statement(about, found.value.to(about.entry.unit), words, list(used.values()))

    def _computed(
        self, about: _About, answer: Measured, key: str, inputs: dict[str, Statement]
    ) -> Statement:
        quantity = answer.quantity(GROWTH_DIGITS)
        if quantity is None:
            gap = _too_few(*inputs.values()) or answer.missing
            return self._missing(about, gap or message("missing.no_value"))
        return self._formula(about, quantity, key, inputs)

    def _formula(
        self, about: _About, quantity: Quantity, key: str, inputs: dict[str, Statement]
    ) -> Statement:
        formula = partial(in_words, self.law, key, inputs)
        return self._statement(about, quantity, formula, list(inputs.values()))

    def _statement(
        self,
        about: _About,
        quantity: Quantity,
        formula: Callable[[], Text],
        inputs: list[Statement],
    ) -> Statement:
        digits = about.entry.digits if about.measure in ("level", "month") else GROWTH_DIGITS
        return Statement(
            about.entry.id,
            about.org,
            about.period,
            about.measure,
            quantity,
            partial(
                self.explainer.computed, about.subject, quantity, digits, formula, tuple(inputs)
            ),
            digits=digits,
            authority=Authority.DERIVED,
            part=about.part,
        )

    def _missing(self, about: _About, reason: Text) -> Statement:
        return Statement(
            about.entry.id,
            about.org,
            about.period,
            about.measure,
            None,
            partial(self.explainer.missing, about.subject, reason),
            digits=about.entry.digits,
            missing=reason,
            part=about.part,
        )

    def unfit(self, one: Statement, other: Statement) -> Text | None:
        """Why nothing is computed from two levels: no exact figures, or of two definitions."""
        if one.quantity is None or other.quantity is None:
            return None
        if not (is_exact(one) and is_exact(other)):
            return message("missing.not_exact")
        return self._break_between(one, other)

    def _break_between(self, one: Statement, other: Statement) -> Text | None:
        """The break of definition that lies between two levels, if they differ by it."""
        entry = self.law.indicator(one.indicator)
        mine, theirs = (
            self._definition(_About(entry, s.org, s.period, part=s.part)) for s in (one, other)
        )
        if mine is None or theirs is None or mine == theirs:
            return None
        for version in entry.versions:
            if version.id in (mine, theirs) and version.break_:
                return message("missing.not_comparable", note=version.break_.text)
        return message("missing.not_comparable", note=entry.definition.text)

    def _definition(self, about: _About) -> str | None:
        """The definition of a stated or cumulated level; None where it is computed otherwise."""
        held = self._held(about)
        if held is not None:
            return held.definition
        filled = self._filled(about)
        return next(iter(filled.definitions), None) if filled else None

    def _name(self, indicator: str) -> Text:
        return self.law.indicator(indicator).name.text


@dataclass(frozen=True, slots=True)
class _About:
    """What a statement is about."""

    entry: IndicatorEntry
    org: str
    period: Period
    measure: str = "level"
    base: str = ""
    part: str = ""

    @property
    def subject(self) -> Subject:
        return self.entry.id, self.org, self.period, self.measure

    @property
    def cumulative(self) -> bool:
        return self.entry.kind == "flow"

    def of(self, period: Period) -> _About:
        return _About(self.entry, self.org, period, "level", "", self.part)

    def at(self, org: str) -> _About:
        return _About(self.entry, org, self.period, self.measure, self.base, self.part)

    def measured(self, measure: str, base: str = "") -> _About:
        return _About(self.entry, self.org, self.period, measure, base, self.part)


_UNITS = {"growth": "%", "share": "%", "rank": "位", "multiple": "倍", "reduction": "%"}


def _value(statement: Statement) -> Decimal | None:
    return statement.quantity.value if statement.quantity else None


def is_exact(statement: Statement) -> bool:
    """Tell whether a statement gives one value: no comparator, no range."""
    return statement.comparator == "eq" and statement.high is None


def _first_missing(*statements: Statement) -> Text | None:
    return next((one.missing for one in statements if one.missing is not None), None)


def _why_not(held: Held) -> Text | None:
    """Why a stated value has no number."""
    if held.withheld:
        return message(TOO_FEW_FIRMS)
    return message("missing.not_numeric") if held.value is None else None


def _too_few(*inputs: Statement) -> Text | None:
    """Said of what is computed from a value that is withheld."""
    reason = message(TOO_FEW_FIRMS)
    return reason if any(one.missing == reason for one in inputs) else None
