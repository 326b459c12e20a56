"""The suspected pairs, the rulings, and two cases side by side."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.programme.duplicates.comparing import ComparedCases, ComparedRow, called
from kaifang.programme.duplicates.finding import SuspectedPair
from kaifang.programme.duplicates.registrations import Registration
from kaifang.programme.naming import org_name
from kaifang.programme.people.naming import names_of
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked
from kaifang.site.components.markup import element, said
from kaifang.site.components.tables import Column, Row, Table, named


def suspected_table(asked: Asked, found: Sequence[SuspectedPair], query: QueryDict) -> Table:
    """One row a pair that waits for a ruling, the most alike first."""
    columns = [
        Column("first", _("Registered first")),
        Column("second", _("Registered later")),
        Column("score", _("Alike in"), kind="short"),
        Column("reasons", _("Reasons")),
        Column("recorded", _("Second registration"), kind="short"),
    ]
    rows = [_suspected(asked, one) for one in found]
    empty = _("No two registrations are alike, or all pairs are ruled on.")
    caption = _("Suspected pairs")
    return Table("suspected", caption, columns, rows, query, _source(asked), empty=empty)


def ruled_table(asked: Asked, found: Sequence[SuspectedPair], query: QueryDict) -> Table:
    """One row a ruling, the last one first."""
    columns = [
        Column("pair", _("Both registrations")),
        Column("verdict", _("Ruling")),
        Column("reason", _("Reason")),
        Column("by", _("By")),
        Column("at", _("On"), kind="short"),
    ]
    fallen = sorted(
        ((one, pair) for pair in found for one in pair.fallen),
        key=lambda each: each[0].number,
        reverse=True,
    )
    people = names_of(one.by for one, _pair in fallen)
    rows = [
        Row({
            "pair": named(_both(pair), address(asked, pair)),
            "verdict": said(one.verdict.label),
            "reason": one.reason,
            "by": people.get(one.by, one.by),
            "at": date_format(timezone.localtime(one.at), "Y-m-d"),
        }, key=str(one.number))
        for one, pair in fallen
    ]  # fmt: skip
    return Table("rulings", _("Rulings"), columns, rows, query, _source(asked))


def comparison_table(asked: Asked, pair: SuspectedPair, found: ComparedCases) -> Table:
    """What both tell, respect by respect; where they differ it is said in a word."""
    columns = [
        Column("name", ""),
        Column("first", _first(pair)),
        Column("second", _second(pair)),
        Column("alike", _("Comparison"), kind="short"),
    ]
    rows = [
        Row({
            "name": said(one.name),
            "first": _value(one, one.first),
            "second": _value(one, one.second),
            "alike": _alike(one),
        }, key=str(number))
        for number, one in enumerate(found.rows)
    ]  # fmt: skip
    return Table("comparison", _("Side by side"), columns, rows, formats=(), source=_source(asked))


def address(asked: Asked, pair: SuspectedPair) -> str:
    return asked.address(reverse("duplicates:show", args=[pair.id]))


def case_address(asked: Asked, pair: SuspectedPair, one: Registration) -> str:
    return asked.address(f"/cases/{pair.process}/{one.case}/")


def reasons(pair: SuspectedPair) -> Text:
    """Why the two are suspected, in words."""
    told = pair.likeness.reasons if pair.likeness else ()
    return joined([message(f"duplicates.reason.{one}") for one in told], "、", ", ")


def score(pair: SuspectedPair) -> str:
    """In how many of the respects that both tell they are alike."""
    like = pair.likeness
    if like is None:
        return ""
    return _("%(alike)s of %(all)s") % {"alike": len(like.reasons), "all": like.compared}


def _suspected(asked: Asked, pair: SuspectedPair) -> Row:
    law = asked.law
    return Row({
        "first": named(called(pair.first), address(asked, pair), org_name(law, pair.first.org)),
        "second": named(called(pair.second), below=org_name(law, pair.second.org)),
        "score": score(pair),
        "reasons": said(reasons(pair)),
        "recorded": date_format(timezone.localtime(pair.second.first[0]), "Y-m-d"),
    }, key=pair.id)  # fmt: skip


def _both(pair: SuspectedPair) -> str:
    return f"{called(pair.first)} · {called(pair.second)}"


def _first(pair: SuspectedPair) -> str:
    return _("%(name)s (registered first)") % {"name": called(pair.first)}


def _second(pair: SuspectedPair) -> str:
    return _("%(name)s (registered later)") % {"name": called(pair.second)}


def _value(row: ComparedRow, value: Text | None) -> SafeString | str:
    if value is None:
        return _("not given")
    return element("mark", said(value), class_="pair-differs") if row.differs else said(value)


def _alike(row: ComparedRow) -> str:
    if not row.differs:
        return _("the same")
    return _("alike") if row.speaks else _("differs")


def _source(asked: Asked) -> object:
    return source_line(asked.programme, asked.figures.versions)
