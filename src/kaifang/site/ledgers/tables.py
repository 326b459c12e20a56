"""The tables of ledgers: by month, by organisation, and the entries of one case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.core.period import Period, UnreadablePeriod
from kaifang.core.units import Quantity, Unit, UnknownUnit
from kaifang.core.units import unit as unit_of
from kaifang.packs.schema.ledgers import ProcessLedger
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.naming import org_name
from kaifang.programme.people.naming import names_of
from kaifang.programme.projects.funds import Ledger, LedgerEntry, LedgerSum
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.addresses import own_query
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import element, escaped, is_english, joined, said
from kaifang.site.components.numbers import MISSING
from kaifang.site.components.tables import Column, Row, Table, invented

_DIGITS = 2


def month_table(
    asked: Asked, process: ProcessEntry, declared: ProcessLedger, sums: Iterable[LedgerSum],
    unit: str, query: QueryDict,
) -> Table:  # fmt: skip
    """One row a month, the newest on top, with the origins and what they come to."""
    months = _by(sums, lambda one: one.month)
    columns = [Column("month", _("Month"), kind="short"), *_columns(process, declared, unit)]
    rows = [
        Row({"month": month_name(month), **_cells(asked, some)}, key=month)
        for month, some in sorted(months.items(), reverse=True)
    ]
    return _table(asked, "months", said(declared.name.text), columns, rows, query)


def org_table(
    asked: Asked, process: ProcessEntry, declared: ProcessLedger, sums: Iterable[LedgerSum],
    unit: str, until: str, query: QueryDict,
) -> Table:  # fmt: skip
    """One row an organisation, in the order of the tree, with the sums of the year so far."""
    orgs = _by(sums, lambda one: one.org)
    columns = [Column("org", _("Organisation")), *_columns(process, declared, unit)]
    depths = {id: len(orgs_above(asked, id)) for id in orgs}
    top = min(depths.values(), default=0)
    rows = [
        Row({"org": said(org_name(asked.law, one.id)), **_cells(asked, orgs[one.id])}, key=one.id,
            level=depths[one.id] - top)
        for one in asked.law.orgs
        if one.id in orgs
    ]  # fmt: skip
    caption = message("ledgers.by_organisation", months=year_so_far(until))
    return _table(asked, "organisations", said(caption), columns, rows, query)


def entry_table(asked: Asked, process: ProcessEntry, found: Ledger, query: QueryDict) -> Table:
    """One row an entry by month; beneath an amount stands what it was before."""
    names = _origins(process, found.declared)
    columns = [
        Column("month", _("Month"), kind="short"),
        Column("by", _("Origin of the funds"), kind="short"),
        Column("amount", _("Amount"), unit=known_unit(found.unit), kind="number"),
        Column("before", _("Before it was corrected")),
        Column("entered", _("Entered on"), kind="short"),
        Column("actor", _("Entered by")),
        Column("evidence", _("Evidence"), kind="short"),
    ]
    unit, people = known_unit(found.unit), names_of({one.actor for one in found.entries})
    rows = [_entry(asked, names, unit, one, people.get(one.actor, "")) for one in found.entries]
    blank: dict[str, object] = {one.key: "" for one in columns}
    total = {**blank, "month": _("Total"), "amount": _figure(asked, found.total)}
    return _table(
        asked,
        "entries",
        said(found.declared.name.text),
        columns,
        [*rows, Row(total, "total", total=True)],
        query,
    ).trimmed()


def month_name(month: str) -> str:
    """A month in words: 2023年6月, June 2023; what is none stands as it was entered."""
    try:
        return said(Period.parse(month).name())
    except UnreadablePeriod:
        return month


def year_so_far(month: str) -> Text:
    """The months of a year up to one, as a period to date is called everywhere."""
    until = Period.parse(month).start
    return Period.to_date(until.year, until.month).name()


def orgs_above(asked: Asked, org: str) -> list[str]:
    """The organisations above one, the nearest first."""
    found, at = [], asked.law.orgs[org].parent
    while at is not None and at in asked.law.orgs:
        found.append(at)
        at = asked.law.orgs[at].parent
    return found


def case_address(asked: Asked, process: str, case: str) -> str:
    """Where a case stands."""
    return asked.address(reverse("cases:show", args=[process, case]))


def _entry(
    asked: Asked, names: Mapping[str, object], unit: object, one: LedgerEntry, who: str
) -> Row:
    return Row({
        "month": month_name(one.month),
        "by": names.get(one.by, one.by),
        "amount": _figure(asked, None if one.is_withdrawn else one.amount, _gone(one)),
        "before": _before(one, unit),
        "entered": one.entered_at.date().isoformat(),
        "actor": who,
        "evidence": _("given") if one.evidence else element("b", _("missing")),
    }, key=str(one.number))  # fmt: skip


def _gone(one: LedgerEntry) -> object:
    return _("taken away") if one.is_withdrawn else _("no amount entered")


def _before(one: LedgerEntry, unit: object) -> SafeString | str:
    """Each earlier version: its month, its amount, and when it was recorded."""
    earlier = [*one.before, one] if one.is_withdrawn else one.before
    told = [escaped(f"{month_name(old.month)} · {_amount(old, unit)}") for old in earlier]
    return joined(told, element("br")) if told else ""


def _amount(one: LedgerEntry, unit: object) -> str:
    if one.amount is None:
        return MISSING
    if isinstance(unit, Unit):
        return Quantity(one.amount, unit).text("en" if is_english() else "zh")
    return f"{one.amount:,} {said(unit)}"


def _by(sums: Iterable[LedgerSum], key: Callable[[LedgerSum], str]) -> dict[str, list[LedgerSum]]:
    groups: defaultdict[str, list[LedgerSum]] = defaultdict(list)
    for one in sums:
        groups[key(one)].append(one)
    return groups


def known_unit(code: str) -> object:
    """A unit in both languages; one that only the pack knows stands as it is written there."""
    try:
        return unit_of(code)
    except UnknownUnit:
        return code


def _columns(process: ProcessEntry, declared: ProcessLedger, unit: str) -> list[Column]:
    own = [
        Column(f"by:{id}", capfirst(name), unit=known_unit(unit), kind="number")
        for id, name in _origins(process, declared).items()
    ]
    return [*own, Column("total", _("Total"), unit=known_unit(unit), kind="number")]


def _origins(process: ProcessEntry, declared: ProcessLedger) -> dict[str, object]:
    field = next((one for one in process.fields if one.id == declared.by), None)
    return {one.id: said(one.name.text) for one in field.choices} if field else {}


def _cells(asked: Asked, sums: Sequence[LedgerSum]) -> dict[str, object]:
    """What each origin came to; one of which nothing was entered has none, not nought."""
    amounts: dict[str, Decimal] = {}
    for one in sums:
        for key in (f"by:{one.by}", "total"):
            amounts[key] = amounts.get(key, Decimal(0)) + one.amount
    return {key: _figure(asked, value) for key, value in amounts.items()}


def _figure(asked: Asked, value: Decimal | None, reason: object = "") -> Figure:
    authority = "demo" if asked.law.head.demo else "reported"
    return Figure(value, digits=_DIGITS, authority=authority, reason=reason)


def _table(
    asked: Asked, name: str, caption: object, columns: Sequence[Column], rows: Sequence[Row],
    query: QueryDict,
) -> Table:  # fmt: skip
    source = source_line(asked.programme, asked.figures.versions)
    made = Table(name, caption, columns, rows, own_query(query, name), source)
    return invented(made) if asked.law.head.demo else made
