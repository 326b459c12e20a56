"""Steps and their bands, and how these are declared."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.core.messages import message
from kaifang.programme.clearance.banding import BandFinding
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.ringing import place_name
from kaifang.site.asking import Asked
from kaifang.site.clearance.forms import parameters
from kaifang.site.clearance.tables.leading import step_address
from kaifang.site.clearance.tables.naming import (
    authority,
)
from kaifang.site.components.addresses import own_query
from kaifang.site.components.durations import (
    HOURS,
    counted,
    in_hours,
)
from kaifang.site.components.lights import Light
from kaifang.site.components.tables import Column, Row, Table


def bands(asked: Asked, picked: Selection, found: Sequence[BandFinding], query: QueryDict) -> Table:
    """One row a band, place and month."""
    columns = [
        Column("band", _("Band")),
        Column("place", _("Held for")),
        Column("month", _("Month"), kind="short"),
        Column("cases", _("Count"), kind="number"),
        Column("value", _("Of the month"), HOURS, "number"),
        Column("low", _("Low"), HOURS, "number"),
        Column("high", _("High"), HOURS, "number"),
        Column("standing", _("Standing")),
    ]
    rows = [_band(asked, picked, one) for one in found]
    empty = _("No step has left its band in these months.")
    return Table("bands", _("Steps and their bands"), columns, rows, own_query(query, "bands"),
                 empty=empty)  # fmt: skip


def _band(asked: Asked, picked: Selection, one: BandFinding) -> Row:
    code, mark = one.month.code, authority(asked)
    like = parameters({one.band.by: one.place}) if one.band.by and one.place else {}
    href = step_address(asked, picked, one.step.id, **{"first": code, "last": code, **like})
    also = {"authority": mark, "reason": one.reason or _("open")}
    return Row({
        "band": one.band.name.text,
        "place": place_name(picked.process, one) if one.place != "" else _("all together"),
        "month": one.month.name(),
        "cases": counted(one.cases, authority=mark, href=href),
        "value": in_hours(one.value, href=href, **also),
        "low": in_hours(one.low, **also),
        "high": in_hours(one.high, **also),
        "standing": Light(
                "red" if one.left else "grey" if one.standing == "unknown" else "green",
                word=message(f"clearance.standing.{one.standing}"),
            ),
    })  # fmt: skip


def band_words(asked: Asked, picked: Selection) -> list[tuple[object, str, object, object]]:
    """Each band in words, with its note and its citations."""
    told = []
    for band in picked.process.bands:
        if ends := band.declared:
            words = _("declared: %(low)s to %(high)s hours") % {
                "low": ends.low if ends.low is not None else "…",
                "high": ends.high if ends.high is not None else "…",
            }
        else:
            assert band.history is not None  # the schema asks for one of the two
            words = _(
                "from history: p10 to p90 of the cases of the same month, %(n)s year(s) back"
            ) % {"n": band.history.years}
        cites = asked.law.cited(band.cite, picked.process.where)
        told.append((band.name.text, words, band.note.text if band.note else "", cites))
    return told
