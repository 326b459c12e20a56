"""The filters of clearance: which process, which months, and what the goods are like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.forms import ChoiceField
from django.utils.translation import gettext_lazy as _

from kaifang.cases.months import months_of
from kaifang.packs.schema.processes import CaseField
from kaifang.programme.clearance.picking import Selection, groupings, studied, values_of
from kaifang.site.asking import Asked, spoken
from kaifang.site.filters import Filters, choice

MOST_OFFERED = 300
AGAIN = "-2"  # after the names of the second of two selections
_LIKE = "of_"  # before the name of a field of the process, which may be called anything


class ClearanceFilters(Filters):
    """Process, first and last month; a field for each by which cases may be told apart."""

    process = choice(_("Process"))
    first = choice(_("From month"))
    last = choice(_("To month"))


class StepFilters(ClearanceFilters):
    """The same, for a page about one step."""

    step = choice(_("Step"))


class GroupFilters(ClearanceFilters):
    """The same, for a page that tells groups apart."""

    by = choice(_("Grouped by"))


def filters(
    asked: Asked,
    picked: Selection,
    kind: type[ClearanceFilters] = ClearanceFilters,
    again: str = "",
) -> ClearanceFilters:
    """The filters of a page; with `again` a second set of months and fields, named with it."""
    fields = groupings(picked.process)
    own = {_LIKE + one.id: choice(one.name.text.in_(spoken())) for one in fields}
    if again:
        own |= {
            name + again: choice(_("Against: %(label)s") % {"label": field.label})
            for name, field in _twice(kind, own).items()
        }
    made = type(kind.__name__, (kind,), own)
    form = made(asked)
    processes = [(one.id, one.name.text) for one in studied(asked.programme)]
    form.offer("process", processes)
    if len(processes) < 2:
        del form.fields["process"]
    months = _months(picked)
    for mark in ("", again) if again else ("",):
        form.offer("first" + mark, months)
        form.offer("last" + mark, months)
        for one in fields:
            form.offer(_LIKE + one.id + mark, _values(picked, one))
    if "step" in form.fields:
        form.offer("step", [(one.id, one.name.text) for one in picked.process.steps])
    if "by" in form.fields:
        form.offer("by", [("", _("all together")), *((one.id, one.name.text) for one in fields)])
    return form


def like(query: Mapping[str, str], mark: str = "") -> dict[str, str]:
    """What the address asks of the goods: values by field."""
    return {
        name.removeprefix(_LIKE).removesuffix(mark): value
        for name, value in query.items()
        if name.startswith(_LIKE) and value and name.endswith(AGAIN) == bool(mark)
    }


def parameters(where: Mapping[str, str], mark: str = "") -> dict[str, str]:
    """The other way round: what stands in the address for values by field."""
    return {f"{_LIKE}{field}{mark}": value for field, value in where.items()}


def _twice(kind: type[ClearanceFilters], own: Mapping[str, ChoiceField]) -> dict[str, ChoiceField]:
    return {"first": kind.base_fields["first"], "last": kind.base_fields["last"], **own}


def _values(picked: Selection, field: CaseField) -> Iterable[tuple[str, object]]:
    named = {one.id: one.name.text for one in field.choices}
    known = values_of(picked, field.id)[:MOST_OFFERED]
    return [("", _("all")), *((value, named.get(value, value)) for value in known)]


def _months(picked: Selection) -> list[tuple[str, object]]:
    """The months from the newest back, those that no case began in left out; first the usual."""
    months, place = months_of(picked.log, picked.zone)
    held = {int(one) for one in set(place.tolist())}
    told = [f"{month:%Y-%m}" for number, month in enumerate(months) if number in held]
    return [("", _("default")), *((one, one) for one in reversed(told))]
