"""Feeds: the number fits its indicator, and nobody else tells it (一数一源)."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError, nearest
from kaifang.core.units import MissingRate, Quantity, UnitMismatch
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName
from kaifang.packs.linting.values import UnitUnfit
from kaifang.packs.schema.feeds import ProcessFeed
from kaifang.packs.schema.figures import IndicatorEntry
from kaifang.packs.schema.processes import CaseField, ProcessEntry


class CountUnitUnfit(KaifangError):
    """A number of cases, or of whole things, fed into an indicator that measures something else."""

    code = "KF-PACK-213"


class FeedKindUnfit(KaifangError):
    """What happened in a period fed into a stock, or what stands at its end into a flow."""

    code = "KF-PACK-214"


class FeedFieldUnfit(KaifangError):
    """A field of a kind that nothing can be added from, or that tells no day."""

    code = "KF-PACK-215"


class FeedOfObserved(KaifangError):
    code = "KF-PACK-216"


class FeedNeverMet(KaifangError):
    """A condition on a choice that is none of its choices."""

    code = "KF-PACK-217"


class FedTwice(KaifangError):
    """A form, or another feed, tells the number already."""

    code = "KF-PACK-218"


class FedFromAbove(KaifangError):
    """The indicator is imported or derived."""

    code = "KF-PACK-219"


def feed_findings(law: Law) -> Iterator[KaifangError]:
    """All findings of all feeds."""
    told = _told_by_forms(law)
    for process in law.processes.values():
        fields = {one.id: one for one in process.fields}
        for number, feed in enumerate(process.feeds):
            indicator = law.indicators.get(feed.indicator)
            where = process.where_of("feeds", number, "indicator")
            if indicator is None:
                near = nearest(feed.indicator, law.indicators)
                found, kind = feed.indicator, LABELS["indicators"]
                yield UnknownName.at(where, kind=kind, found=found, near=near)
                continue
            yield from _told_once(process, indicator, where, told)
            yield from _fits(feed, indicator, fields, where)
            yield from _fields(process, feed, number, fields)


def _told_by_forms(law: Law) -> dict[str, str]:
    """Indicators that a form asks for, with the form."""
    return {row.indicator: form.id for form in law.forms.values() for row in form.rows}


def _told_once(
    process: ProcessEntry, indicator: IndicatorEntry, where: str, told: dict[str, str]
) -> Iterator[KaifangError]:
    if process.mode != "command":
        yield FeedOfObserved.at(where, found=process.id)
    if indicator.collected != "reported" or indicator.formula is not None:
        yield FedFromAbove.at(where, found=indicator.id)
    if indicator.id in told:
        yield FedTwice.at(where, found=indicator.id, expected=told[indicator.id])
    told.setdefault(indicator.id, process.id)


def _fits(
    feed: ProcessFeed, indicator: IndicatorEntry, fields: dict[str, CaseField], where: str
) -> Iterator[KaifangError]:
    wanted = "stock" if feed.kind == "count_in" else "flow"
    if indicator.kind != wanted:
        yield FeedKindUnfit.at(where, found=indicator.kind, expected=wanted, kind=feed.kind)
    own = indicator.unit
    summed = fields.get(feed.sum or "")
    if summed is not None and summed.kind == "amount":
        if not _converts(summed.unit, own.code):
            told = {"found": summed.unit, "expected": own.code, "indicator": indicator.id}
            yield UnitUnfit.at(where, **told)
    elif not own.dimension.startswith("count."):
        yield CountUnitUnfit.at(where, found=indicator.id, unit=own.code)


def _converts(unit: str, other: str) -> bool:
    try:
        Quantity.parse(f"1{unit}").to(other)
    except (UnitMismatch, MissingRate):
        return False
    return True


_KINDS = {
    "sum": ("amount", "integer"),
    "firms": ("integer",),
    "period_field": ("date", "month"),
}


def _fields(
    process: ProcessEntry, feed: ProcessFeed, number: int, fields: dict[str, CaseField]
) -> Iterator[KaifangError]:
    at = ("feeds", number)
    for name, kinds in _KINDS.items():
        field = fields.get(getattr(feed, name) or "")
        if field is not None and field.kind not in kinds:
            where = process.where_of(*at, name)
            told = {"found": field.kind, "expected": ", ".join(kinds)}
            yield FeedFieldUnfit.at(where, field=field.id, **told)
    for name, values in feed.where.items():
        field = fields.get(name)
        choices = {one.id for one in field.choices} if field else set()
        for value in values if choices else ():
            if value not in choices:
                where = process.where_of(*at, "where", name)
                near = nearest(value, choices)
                yield FeedNeverMet.at(where, found=value, field=name, near=near)
