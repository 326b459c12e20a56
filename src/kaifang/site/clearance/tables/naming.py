"""What figures, processes, events and selections of clearance are called on its pages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.packs.schema.processes import CaseField, ProcessEntry
from kaifang.programme.clearance.explaining import event_name
from kaifang.programme.clearance.picking import Selection
from kaifang.site.asking import Asked
from kaifang.site.components.markup import said


def authority(asked: Asked) -> str:
    """Whose figures these are: worked out, or invented."""
    return "demo" if asked.law.head.demo else "derived"


def selection_name(asked: Asked, picked: Selection) -> str:
    """The months and what the goods are like, in words."""
    fields = {one.id: one for one in picked.process.fields}
    like = [value_name(fields[id], value) for id, value in picked.where.items()]
    months = [picked.period.name()] if picked.period else []
    return said(joined([*like, *months], " · ", " · "))


def value_name(field: CaseField, value: str | None) -> Text:
    """A value of a field by its name."""
    if value is None:
        return message("clearance.not_told")
    choices = {one.id: one.name.text for one in field.choices}
    return choices.get(value, Text(value, value))


def edge_name(process: ProcessEntry, source: str, target: str) -> str:
    return f"{said(event_name(process, source))} → {said(event_name(process, target))}"


def process_line(process: ProcessEntry) -> str:
    words = _("%(process)s: hours of the clock, of the cases that began in these months.")
    return words % {"process": said(process.name.text)}


def demo_line(asked: Asked) -> str:
    return _("Invented data, for demonstration.") if asked.law.head.demo else ""
