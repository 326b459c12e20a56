"""Formulas in words: what was computed from which values, each named by what sets it apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.core.statement import Statement
from kaifang.packs.law import Law
from kaifang.programme.naming import org_name


def in_words(law: Law, key: str, inputs: Mapping[str, Statement]) -> Text:
    """Fill the formula `key` of the catalogue with its inputs, by indicator, place or period."""
    told = list(inputs.values())
    if len({one.indicator for one in told}) > 1:
        name = _indicator_name
    elif len({one.org for one in told}) > 1:
        name = _org_name
    else:
        name = _period_name
    return message(key, **{word: _short(name(law, one), one) for word, one in inputs.items()})


def summed(law: Law, inputs: Sequence[Statement]) -> Text:
    """Say what was added up to a longer period."""
    words = joined([_short(_period_name(law, one), one) for one in inputs], " + ", " + ")
    return message("formula.cumulated", parts=words)


def beside(stated: Statement, computed: Statement) -> Text:
    """Set the computed growth beside the published one, or say why there is none."""
    words = Text(stated.text("zh"), stated.text("en"))
    if computed.quantity is None:
        return message("note.stated_only", stated=words, why=computed.missing or "")
    answer = Text(computed.text("zh"), computed.text("en"))
    return message("note.stated_leads", stated=words, computed=answer)


def _indicator_name(law: Law, one: Statement) -> Text:
    return law.indicator(one.indicator).name.text


def _org_name(law: Law, one: Statement) -> Text:
    return org_name(law, one.org)


def _period_name(law: Law, one: Statement) -> Text:
    return one.period.name(cumulative=law.indicator(one.indicator).kind == "flow")


def _short(name: Text, one: Statement) -> Text:
    """An input in a formula: what sets it apart from the others, and its value."""
    return Text(f"{name.in_('zh', short=True)} {one.text('zh')}", f"{name.en} {one.text('en')}")
