"""Put targets, measures and organisations into words, from the catalogue."""

from __future__ import annotations

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.messages import catalogue, message
from kaifang.core.units import Quantity
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import TargetEntry

_BEFORE = ("gt", "lt", "approx")


def quantity_text(quantity: Quantity, comparator: str = "eq", digits: int | None = None) -> Text:
    """A quantity with its comparator's word where each language puts it.

    >>> quantity_text(Quantity.parse("6%"), "about").zh
    '6%左右'
    """
    number = Text(quantity.text("zh", digits), quantity.text("en", digits))
    word = message(f"comparator.{comparator}")
    zh = word.zh + number.zh if comparator in _BEFORE else number.zh + word.zh
    after_en = comparator in ("ge", "about")
    en = f"{number.en} {word.en}" if after_en else f"{word.en} {number.en}"
    return Text(zh, en.strip())


def org_name(law: Law, id: str) -> Text:
    """The name of an organisation, a grouping, a list, or "its own city"."""
    if id == "own_city":
        return message("org.own_city")
    if id in law.orgs:
        return law.orgs[id].name
    if id in law.orgs.groupings:
        return law.orgs.groupings[id].name
    if id in law.lists:
        return law.lists[id].name.text
    return same(id)


def target_text(law: Law, target: TargetEntry) -> Text:
    """What a target asks for, in words: 增长6%左右."""
    form, figures = target.target, target.figures
    match form.form:
        case "growth_above":
            names = [_average(law, name) for name in form.growth_above]
            return message("target.growth_above", whom=joined(names, "和", " and "))
        case "share_not_below":
            whom = org_name(law, form.share_not_below or "")
            return message("target.share_not_below", whom=whom)
        case "range":
            low, high = (quantity_text(one) for one in figures)
            return message("target.range", low=low, high=high)
        case "rank" if not figures:
            return message("target.rank_better")
        case "milestone":
            assert form.milestone is not None
            return message("target.milestone", value=form.milestone.text)
        case "by":
            assert form.by is not None
            return message("target.by", value=same(form.by.isoformat()))
        case "count" if form.each:
            return message("target.count_each", value=_figure(target))
    return message(f"target.{form.form}", value=_figure(target))


def area_of(indicator: str) -> str:
    """The area an indicator belongs to: the first word of its id."""
    return indicator.partition(".")[0]


def area_text(area: str) -> Text:
    """The readable name of an area; an area of a pack's own is named as it stands."""
    return message(f"area.{area}") if f"area.{area}" in catalogue() else same(area)


def compared_text(comparator: str) -> Text:
    return message(f"compared.{comparator}")


def form_text(form: str) -> Text:
    return message(f"form.{form}")


def org_kind_text(kind: str) -> Text:
    return message(f"org_kind.{kind}")


def strength_text(strength: str) -> Text:
    return message(f"strength.{strength}")


def measure_text(measure: str) -> Text:
    return message(f"measure.{measure}")


def _figure(target: TargetEntry) -> Text:
    return quantity_text(target.figures[0], target.comparator)


def _average(law: Law, id: str) -> Text:
    name = org_name(law, id)
    return name if id == "own_city" else message("org.average", name=name)
