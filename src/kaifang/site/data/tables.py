"""The tables of the data area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaifang.core.codes import Code, CodeList
from kaifang.core.messages import message
from kaifang.core.observation import Observation
from kaifang.core.units import Quantity
from kaifang.facts.cube import Held
from kaifang.programme.codebooks import Codebook
from kaifang.programme.holdings import Installed, Recorded, Revised
from kaifang.programme.naming import measure_text
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.addresses import figure_address
from kaifang.site.components.figures import Figure
from kaifang.site.components.markup import element, said
from kaifang.site.components.tables import Column, Row, Table, named, note


def written_at(instant: datetime) -> SafeString:
    """An instant in the zone of the site, to the minute, in one line."""
    words = timezone.localtime(instant).strftime("%Y-%m-%d %H:%M")
    return element("time", words, datetime=instant.isoformat(), class_="whole")


def packs(found: Sequence[Installed], query: QueryDict) -> Table:
    """Every pack with the version in force; earlier ones beneath it."""
    columns = [
        Column("pack", _("Pack")),
        Column("version", _("Version")),
        Column("hash", _("Hash")),
        Column("at", _("Installed")),
        Column("state", _("State")),
    ]
    rows = [
        Row({
            "pack": one.pack,
            "version": one.version,
            "hash": element("code", one.hash[:12], title=one.hash),
            "at": written_at(one.installed_at),
            "state": _("in force") if one.is_active else note(_("earlier version, kept")),
        })
        for one in found
    ]  # fmt: skip
    return Table("packs", _("Installed packs"), columns, rows, query)


def batches(found: Sequence[Recorded], query: QueryDict, *, inside: bool) -> Table:
    """Acts of recording, the last one first; an office sees who, from which file and why."""
    columns = [
        Column("number", _("Data version")),
        Column("at", _("Recorded")),
        Column("kind", _("Kind")),
        Column("rows", _("Rows"), kind="number"),
        Column("pack", _("Pack")),
    ]
    if inside:
        columns += [
            Column("who", _("By")),
            Column("file", _("File")),
            Column("map", _("Import map")),
            Column("reason", _("Reason")),
        ]
    rows = [_batch(one) for one in found]
    return Table("batches", _("What was recorded when"), columns, rows, query)


def _batch(one: Recorded) -> Row:
    return Row({
        "number": str(one.number),
        "at": written_at(one.at),
        "kind": one.kind,
        "rows": Figure(Decimal(one.rows), digits=0),
        "pack": one.pack,
        "who": one.who,
        "file": named(one.file, below=one.file_hash) if one.file else "",
        "map": one.map,
        "reason": one.reason,
    }, key=str(one.number))  # fmt: skip


def revisions(asked: Asked, found: Sequence[Revised], query: QueryDict, title: str) -> Table:
    """Values that were given differently from what had been known, the last one first."""
    columns = [
        Column("indicator", _("Indicator")),
        Column("org", _("Organisation")),
        Column("period", _("Period")),
        Column("before", _("Before"), kind="number", group=_("Value")),
        Column("now", _("Now"), kind="number", group=_("Value")),
        Column("change", _("Change"), kind="number", group=_("Value")),
        Column("announced", _("Announced")),
        Column("recorded", _("Recorded here")),
    ]
    rows = [_revision(asked, one) for one in found]
    source = source_line(asked.programme, asked.figures.versions)
    empty = _("No value has been given differently from what was known before.")
    return Table("revisions", title, columns, rows, query, source, empty=empty)


def _revision(asked: Asked, one: Revised) -> Row:
    now, law = one.now, asked.law
    entry = law.indicator(now.indicator)
    measure = "" if now.measure == "level" else said(measure_text(now.measure))
    unit = said(Quantity.of(Decimal(0), now.unit).unit.name)
    return Row({
        "indicator": named(entry.name.text, asked.address(f"/indicators/{entry.id}/"),
                           " · ".join(filter(None, (measure, unit)))),
        "org": law.orgs[now.org].name,
        "period": now.period.name(cumulative=entry.kind == "flow"),
        "before": _value(asked, one.before, one.digits),
        "now": _value(asked, now, one.digits, _address(asked, now)),
        "change": Figure(one.change, digits=one.digits, authority=_authority(asked, now, "derived")),
        "announced": " → ".join(d.isoformat() for d in _announced(one)),
        "recorded": written_at(now.recorded) if now.recorded else "",
    })  # fmt: skip


def _value(asked: Asked, one: Observation, digits: int, href: str = "") -> Figure:
    authority = _authority(asked, one, one.authority.value)
    return Figure(one.value, href, digits=digits, authority=authority)


def _authority(asked: Asked, one: Observation | Held, own: str) -> str:
    """Whatever is told of an invented place says so; all else its own."""
    return "demo" if asked.law.orgs[one.org].is_demo else own


def _announced(one: Revised) -> list[object]:
    return [day for day in (one.before.announced, one.now.announced) if day]


def _address(asked: Asked, one: Observation | Held) -> str:
    measure = None if one.measure == "level" else str(one.measure)
    return figure_address(
        one.indicator, one.org, one.period.code, measure=measure, part=one.part, **asked.state
    )


def facts(asked: Asked, found: Sequence[Held], units: dict[int, str], query: QueryDict) -> Table:
    """Rows of the fact table as they stand."""
    columns = [
        Column("indicator", _("Indicator")),
        Column("org", _("Organisation")),
        Column("period", _("Period")),
        Column("measure", _("Measure")),
        Column("value", _("Value"), kind="number"),
        Column("unit", _("Unit")),
        Column("authority", _("Status")),
        Column("announced", _("Announced")),
        Column("id", _("Indicator id")),
    ]
    rows = [_fact(asked, one, units[one.row]) for one in found]
    source = source_line(asked.programme, asked.figures.versions)
    empty = _("No value passes these filters. Take one of them away.")
    return Table("facts", _("Fact table"), columns, rows, query, source, formats=(), empty=empty)


def _fact(asked: Asked, one: Held, unit: str) -> Row:
    law = asked.law
    entry, org = law.indicator(one.indicator), law.orgs[one.org]
    below = one.part.replace(";", "; ")
    digits = entry.digits if one.measure == "level" else None
    authority = _authority(asked, one, one.authority.value)
    return Row({
        "indicator": named(entry.name.text, asked.address(f"/indicators/{entry.id}/"), below),
        "org": org.name,
        "period": one.period.name(cumulative=entry.kind == "flow"),
        "measure": measure_text(one.measure),
        "value": Figure(one.value, _address(asked, one), digits=digits, authority=authority,
                        comparator=one.comparator, high=one.high,
                        reason=_without_number(one)),
        "unit": Quantity.of(Decimal(0), unit).unit.name if unit else "",
        "authority": one.authority.label,
        "announced": one.announced.isoformat() if one.announced else "",
        "id": element("code", one.indicator, class_="quiet"),
    })  # fmt: skip


def _without_number(one: Held) -> str:
    return said(message("missing.too_few_firms")) if one.withheld else _("stated without a number")


def code_shelf(asked: Asked, found: Sequence[Codebook], query: QueryDict) -> Table:
    """Code lists with edition, size and whether they are samples."""
    columns = [
        Column("name", _("Code list")),
        Column("edition", _("Edition")),
        Column("codes", _("Codes"), kind="number"),
        Column("whole", _("Extent")),
        Column("pack", _("Pack")),
        Column("used", _("Used by this programme")),
    ]
    rows = [
        Row({
            "name": named(one.codes.name, asked.address(f"/data/codes/{one.id}/"), one.entry.id),
            "edition": one.entry.edition,
            "codes": Figure(Decimal(len(one.codes)), digits=0),
            "whole": element("span", _("sample"), class_="doubtful") if one.is_sample
            else _("complete"),
            "pack": one.entry.pack,
            "used": _("yes") if one.is_own else note(_("no")),
        })
        for one in found
    ]  # fmt: skip
    return Table("code-lists", _("Code lists"), columns, rows, query)


def codes(found: Sequence[Code], whole: CodeList, query: QueryDict) -> Table:
    """The codes of one list, each beneath the one it belongs to."""
    schemes = sorted({scheme for one in whole for scheme in one.also})
    columns = [
        Column("code", _("Code")),
        Column("zh", _("Chinese name")),
        Column("en", _("English name")),
        Column("parent", _("Belongs to")),
        *(Column(f"also.{scheme}", scheme.upper()) for scheme in schemes),
    ]
    rows = [
        Row({
            "code": element("code", one.code),
            "zh": one.name.zh,
            "en": one.name.en,
            "parent": one.parent or "",
            **{f"also.{scheme}": one.also.get(scheme, "") for scheme in schemes},
        }, level=min(len(whole.path(one.code)) - 1, 2))
        for one in found
    ]  # fmt: skip
    return Table(f"codes-{whole.id}", whole.name, columns, rows, query)
