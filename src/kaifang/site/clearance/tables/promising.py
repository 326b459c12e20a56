"""What may be promised, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from kaifang.packs.schema.processes import CaseField
from kaifang.programme.clearance.picking import Selection
from kaifang.programme.clearance.promising import Promise
from kaifang.site.asking import Asked
from kaifang.site.clearance.forms import parameters
from kaifang.site.clearance.tables.leading import step_address
from kaifang.site.clearance.tables.naming import (
    authority,
    process_line,
    value_name,
)
from kaifang.site.components.addresses import own_query
from kaifang.site.components.durations import (
    HOURS,
    counted,
    in_hours,
)
from kaifang.site.components.tables import Column, Row, Table


def promises(
    asked: Asked,
    picked: Selection,
    by: Sequence[CaseField],
    found: Iterable[Promise],
    query: QueryDict,
) -> Table:
    """One row a combination: half within so many hours, nine in ten within so many."""
    columns = [
        *(Column(f"of{place}", field.name.text) for place, field in enumerate(by)),
        Column("cases", _("Count"), kind="number", sort=True),
        Column("median", _("Half within"), HOURS, "number", sort=True),
        Column("p90", _("Nine in ten within"), HOURS, "number", sort=True),
        Column("why", _("Why nothing is promised")),
    ]
    rows = [_promise(asked, picked, by, one) for one in found]
    table = Table("promises", _("Stable expectation"), columns, rows, own_query(query, "promises"),
                  source=process_line(picked.process), empty=_("No cases."))  # fmt: skip
    return table.sorted()


def _promise(asked: Asked, picked: Selection, by: Sequence[CaseField], one: Promise) -> Row:
    mark = authority(asked)
    like = {field.id: value for field, value in zip(by, one.values, strict=True) if value}
    opens = len(like) == len(one.values)
    href = (
        step_address(asked, picked, asked.query.get("step", ""), **parameters(like))
        if opens
        else ""
    )
    why = {"reason": one.reason or "", "href": href, "authority": mark}
    return Row({
        **{f"of{place}": value_name(field, one.values[place]) for place, field in enumerate(by)},
        "cases": counted(one.cases, href=href, authority=mark),
        "median": in_hours(one.took.median if one.took else None, **why),
        "p90": in_hours(one.took.p90 if one.took else None, **why),
        "why": one.reason or "",
    })  # fmt: skip
