"""Explanations of stated values: the sentence, the record, the checks and differences it is in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.citation import Citation, Quality
from kaifang.core.messages import message
from kaifang.core.observation import SUBMISSION, Measure, Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority, Explanation, Statement, Versions
from kaifang.core.units import Quantity, round_half_up
from kaifang.packs.checking import compute
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import FactEntry
from kaifang.packs.schema.rules import CheckEntry, Compute
from kaifang.programme.casework.fed_words import register_citations, register_notes
from kaifang.programme.naming import measure_text, org_name, quantity_text

# Indicator, organisation, period and measure: what an explanation is headed with.
Subject = tuple[str, str, Period, str]
_SIGNS = {"sum": " + ", "difference": " − ", "product": " × ", "ratio": " ÷ "}


@dataclass(frozen=True)
class Explainer:
    """Explains what is stated, with the law that cites it and the versions that answer."""

    law: Law
    versions: Versions

    def title(self, indicator: str, org: str, period: Period, measure: str = "level") -> Text:
        """进出口总额 · 辽宁省 · 2021年 (and the measure, when it is not the value itself)."""
        entry = self.law.indicator(indicator)
        parts = [entry.name.text, org_name(self.law, org)]
        parts.append(period.name(cumulative=entry.kind == "flow"))
        if measure != Measure.LEVEL:
            parts.append(measure_text(measure))
        return joined(parts, " · ", " · ")

    def stated(self, observation: Observation) -> Explanation:
        """Explain one stated value down to its sentence; of one withheld, only why it is."""
        if observation.withheld:
            return self.withheld(observation)
        fact = self.law.facts.get(observation.figure)
        citations = self.law.citations(fact) if fact else register_citations(self.law, observation)
        return Explanation(
            self.title(
                observation.indicator, observation.org, observation.period, observation.measure
            ),
            self.answer(observation, fact),
            citations=citations,
            notes=tuple(self.notes(observation, fact, citations)),
            record=record_of(observation),
            versions=self.versions,
        )

    def withheld(self, observation: Observation) -> Explanation:
        """Say why a value is not shown; its sentence and its notes would tell it."""
        why, told = message("missing.too_few_firms"), observation
        return Explanation(
            self.title(told.indicator, told.org, told.period, told.measure),
            Text(f"—（{why.zh}）", f"— ({why.en})"),
            versions=self.versions,
        )

    def computed(
        self,
        subject: Subject,
        quantity: Quantity,
        digits: int,
        formula: Callable[[], Text],
        inputs: tuple[Statement, ...],
    ) -> Explanation:
        """Explain one computed value by its formula and its inputs, each again explained."""
        label = Authority.DERIVED.label
        zh, en = quantity.text("zh", digits), quantity.text("en", digits)
        return Explanation(
            self.title(*subject),
            Text(f"{zh} {label.zh}", f"{en} ({label.en})"),
            formula(),
            tuple(one.explain() for one in inputs),
            versions=self.versions,
        )

    def missing(self, subject: Subject, reason: Text) -> Explanation:
        """Say why there is no value."""
        return Explanation(
            self.title(*subject),
            Text(f"—({reason.zh})", f"— ({reason.en})"),
            versions=self.versions,
        )

    def answer(self, observation: Observation, fact: FactEntry | None = None) -> Text:
        """The value as stated with its comparator and authority."""
        value = self.value_text(observation)
        strength = message(f"strength.{fact.strength}") if fact else same("")
        label = observation.authority.label
        zh = f"{strength.zh}{value.zh} {label.zh}"
        return Text(zh, " ".join(part for part in (strength.en, value.en, f"({label.en})") if part))

    def value_text(self, observation: Observation) -> Text:
        if observation.value is None:
            return measure_text(observation.measure)
        quantity = Quantity.of(observation.value, observation.unit)
        return quantity_text(quantity, observation.comparator)

    def notes(
        self, observation: Observation, fact: FactEntry | None, citations: tuple[Citation, ...]
    ) -> list[Text]:
        notes = [fact.note.text] if fact and fact.note else []
        doubtful = [c.document for c in citations if c.document and not c.may_drive]
        notes += [message("note.quality", quality=one.quality.label) for one in doubtful]
        if observation.authority is Authority.DEMO or any(
            cite.document and cite.document.quality is Quality.DEMO for cite in citations
        ):
            notes.append(message("note.demo"))
        if fact:
            notes += self.checks_of(fact.id) + self.differences_of(fact.id)
        notes += self.origin(observation)
        notes += self.breaks(observation)
        return notes

    def origin(self, observation: Observation) -> list[Text]:
        """Who reported the value and who stood for it, or what a register counted.

        Persons are named only where none but insiders see the value.
        """
        if not observation.figure.startswith(SUBMISSION):
            return register_notes(self.law, observation)
        from kaifang.programme.reporting.origins import origin_notes

        inside = observation.visibility is not Visibility.PUBLIC
        return origin_notes(self.law, observation.figure, names=inside)

    def checks_of(self, figure: str) -> list[Text]:
        """The checks that a figure takes part in, worked out."""
        return [
            self._check_text(check)
            for check in self.law.checks.values()
            if figure == check.gives or figure in _ids_in(check.compute)
        ]

    def differences_of(self, figure: str) -> list[Text]:
        """Where documents disagree about it."""
        return [
            message("note.difference", class_=message(f"difference.{d.class_}"), note=d.note.text)
            for d in self.law.differences.values()
            if figure in d.figures
        ]

    def breaks(self, observation: Observation) -> list[Text]:
        """Definition breaks of the indicator that fall into the year before the period's end."""
        versions = self.law.indicator(observation.indicator).versions
        year = Period(observation.period.last_year().start, observation.period.end)
        return [
            message("note.definition_break", day=one.from_, note=one.break_.text)
            for one in versions
            if one.break_ and year.contains(one.from_)
        ]

    def _check_text(self, check: CheckEntry) -> Text:
        found = compute(check.compute, lambda name: self.law.figure(name).figures[0])
        answer = Quantity(round_half_up(found.value, check.digits), found.unit)
        key = "note.check_agrees" if check.agrees else "note.check_disagrees"
        return message(
            key,
            formula=self._formula_text(check.compute),
            answer=Text(answer.text("zh"), answer.text("en")),
        )

    def _formula_text(self, step: Compute) -> Text:
        parts = [self._operand_text(one) for one in step.operands]
        sign = _SIGNS.get(step.operation, " : ")
        return joined(parts, sign, sign)

    def _operand_text(self, operand: Compute | str) -> Text:
        if isinstance(operand, Compute):
            inner = self._formula_text(operand)
            return Text(f"({inner.zh})", f"({inner.en})")
        if operand[:1].isdigit():
            return same(operand)
        figure = self.law.figure(operand)
        quantity = figure.figures[0]
        indicator = getattr(figure, "indicator", None)
        name = self.law.indicator(indicator).name.text if indicator else same("")
        return Text(f"{name.zh}{quantity.text('zh')}", f"{name.en} {quantity.text('en')}".strip())


def record_of(observation: Observation) -> dict[str, str]:
    """What the store knows of the record: who, when announced, when recorded."""
    known = {
        "source": observation.source,
        "authority": observation.authority.value,
        "announced": observation.announced.isoformat() if observation.announced else "",
        "recorded": observation.recorded.isoformat() if observation.recorded else "",
        "figure": observation.figure,
        "pack": observation.pack,
        "reason": observation.reason,
        "row": str(observation.id or ""),
    }
    return {name: text for name, text in known.items() if text}


def _ids_in(step: Compute) -> list[str]:
    found: list[str] = []
    for operand in step.operands:
        found += _ids_in(operand) if isinstance(operand, Compute) else [operand]
    return found
