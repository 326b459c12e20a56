"""Freezing: a line of the table as plain values in both languages, as it was shown."""

from __future__ import annotations

from typing import Any

from kaifang.core.bilingual import Text
from kaifang.core.statement import Statement
from kaifang.programme.dispatch.table import DispatchLine, DispatchTable
from kaifang.programme.lighting import worded

Frozen = dict[str, Any]
FIGURES = ("actual", "schedule", "attainment", "ahead", "growth")


def frozen_table(table: DispatchTable) -> list[Frozen]:
    """All lines of a table as they are shown."""
    return [frozen(line) for line in table]


def frozen(line: DispatchLine) -> Frozen:
    """One line; numbers are decimal texts, so that no digit is lost."""
    law = line.progress.figures.law
    indicator = law.indicators.get(line.target.indicator or "")
    word, says = worded(line.progress)
    return {
        "number": line.number,
        "item": line.target.id,
        "org": line.org.id,
        "org_name": both(line.org.name),
        "indicator": line.target.indicator,
        "name": both(line.name),
        "unit": both(indicator.unit.name) if indicator else None,
        "lead": _said(line.lead),
        "partners": _said(line.partners),
        "target": both(line.asked),
        **{name: _figure(getattr(line, name)) for name in FIGURES},
        "rank": line.rank,
        "light": {
            "colour": line.light.colour.value,
            "label": both(word),
            "says": both(says),
            "rule": line.light.rule,
        },
        "problem": line.said("problem"),
        "next_step": line.said("next_step"),
        "proposal": line.said("proposal"),
        "due": line.due.isoformat(),
        "demo": line.org.is_demo,
    }


def in_language(value: Any, lang: str) -> Any:
    """A frozen value with every text in one language.

    >>> in_language({"name": {"zh": "进出口", "en": "Trade"}, "rank": 1}, "en")
    {'name': 'Trade', 'rank': 1}
    """
    if isinstance(value, dict):
        if value.keys() == {"zh", "en"}:
            return value["en" if lang.startswith("en") else "zh"]
        return {name: in_language(one, lang) for name, one in value.items()}
    return [in_language(one, lang) for one in value] if isinstance(value, list) else value


def both(text: Text) -> dict[str, str]:
    """A text as it is kept."""
    return {"zh": text.zh, "en": text.en}


def text_of(kept: dict[str, str] | None) -> Text:
    """A kept text as a text again."""
    return Text(kept["zh"], kept["en"]) if kept else Text("", "")


def _figure(one: Statement | None) -> Frozen | None:
    if one is None:
        return None
    return {
        "period": one.period.code,
        "measure": one.measure,
        "value": format(one.quantity.value, "f") if one.quantity else None,
        "unit": one.quantity.unit.code if one.quantity else None,
        "digits": one.digits,
        "text": {"zh": one.text("zh"), "en": one.text("en")},
        "missing": _said(one.missing),
        "authority": one.authority.value if one.authority else None,
        "part": one.part,
    }


def _said(text: Text | None) -> dict[str, str] | None:
    return both(text) if text else None
