"""Values: units that fit, signs that the words bear out, dates that the document could know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaifang.core.errors import KaifangError
from kaifang.core.observation import Measure
from kaifang.core.text import repair
from kaifang.core.units import MissingRate, Quantity, UnitMismatch
from kaifang.packs.law import Law
from kaifang.packs.quoting import WordMissing, check_figure, check_quote
from kaifang.packs.schema.figures import FactEntry, Figures, IndicatorEntry, TargetEntry


class UnitUnfit(KaifangError):
    code = "KF-PACK-018"


class AheadOfItsText(KaifangError):
    """A fact is about a time after the document that states it."""

    code = "KF-PACK-027"


class WrongSign(KaifangError):
    """The quotation speaks of a fall, the value of a rise."""

    code = "KF-PACK-047"


def citations(law: Law) -> Iterator[KaifangError]:
    """Quotations that are too long or do not carry their printed figure."""
    for pack in law.packs:
        for entry in pack:
            for at, cite in entry.citing():
                document = law.documents.get(cite.doc or "")
                lang = document.lang if document else "zh"
                yield from check_quote(entry, at, cite, lang)


def figures(law: Law) -> Iterator[KaifangError]:
    """Figures that are not what is printed, or not in the unit of what they measure."""
    for figure in law.figures:
        yield from check_figure(figure)
        yield from _unit_fits(law, figure)


def _unit_fits(law: Law, figure: Figures) -> Iterator[KaifangError]:
    """Levels convert into the indicator's unit; growth and shares are per cent."""
    name = getattr(figure, "indicator", None)
    if name is None or name not in law.indicators:
        return
    indicator = law.indicators[name]
    expected = _expected_units(figure, indicator)
    for quantity in figure.figures:
        if not any(_converts(quantity, code) for code in expected):
            yield UnitUnfit.at(
                figure.where_of(*figure.value_at),
                found=quantity.unit.code,
                expected=expected[0],
                indicator=indicator.id,
            )


def _converts(quantity: Quantity, code: str) -> bool:
    try:
        quantity.to(code)
    except (UnitMismatch, MissingRate):
        return False
    return True


def _expected_units(figure: Figures, indicator: IndicatorEntry) -> tuple[str, ...]:
    own = indicator.unit.code
    said = figure.target.form if isinstance(figure, TargetEntry) else ""
    said = figure.measure.value if isinstance(figure, FactEntry) else said
    if said == Measure.CHANGE:
        return ("个百分点",) if own == "%" else (own, "个百分点")
    return (_MEASURE_UNITS.get(said, own),)


_MEASURE_UNITS = {
    "growth": "%",
    "share": "%",
    "rank": "位",
    "multiple": "倍",
    "reduction": "%",
    "growth_above": "个百分点",
}
_FALLS = (
    r"下降|减少|降低|回落|下滑|缩减|收窄|负增长|decreas\w*|declin\w*|fell|fall\w*|dropp?\w*|down"
)
_FALLING = re.compile(rf"{_FALLS}|逆差|亏损|为负|deficit|negative", re.IGNORECASE)
_JUST_FALLEN = re.compile(rf"(?:{_FALLS})(?:了|约|近|超过|\s|by|of)*$", re.IGNORECASE)


def signs(law: Law) -> Iterator[KaifangError]:
    """Growth and change that rise where the words fall, values below zero where no word does."""
    for fact in law.facts.values():
        if fact.value is not None:
            quotes = [(repair(c.quote).text, repair(c.printed).text) for c in fact.cite if c.quote]
            yield from _sign(fact, fact.value, quotes)


def _sign(
    fact: FactEntry, value: Quantity, quotes: list[tuple[str, str]]
) -> Iterator[KaifangError]:
    if value.value < 0:
        if quotes and not any(_FALLING.search(q) or re.search(r"[-−]\d", p) for q, p in quotes):
            where = fact.where_of("value")
            yield WordMissing.at(where, found=str(value), expected="下降, 减少, down")
    elif fact.measure in (Measure.GROWTH, Measure.CHANGE):
        yield from _rises(fact, value, quotes)


def _rises(
    fact: FactEntry, value: Quantity, quotes: list[tuple[str, str]]
) -> Iterator[KaifangError]:
    for quote, printed in quotes:
        fallen = _JUST_FALLEN.search(quote.partition(printed)[0]) if printed in quote else None
        if printed and fallen:
            yield WrongSign.at(fact.where_of("value"), found=str(value), expected=fallen[0])


def dates(law: Law) -> Iterator[KaifangError]:
    """Facts about a time that their document could not know; what is expected may lie ahead.

    A target or task of a past time is none: documents look back on what was promised.
    """
    for fact in law.facts.values():
        told = [cite.dated for cite in law.citations(fact) if cite.dated]
        if told and fact.period.start > max(told) and fact.strength != "expect":
            where = fact.where_of("period")
            yield AheadOfItsText.at(where, found=fact.period.code, expected=max(told))
