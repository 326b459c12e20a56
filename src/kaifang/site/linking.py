"""Where each entry of a pack has its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.packs.kinds import entry_id
from kaifang.packs.schema.base import Entry
from kaifang.packs.schema.figures import FactEntry
from kaifang.programme.documents import Drawn
from kaifang.site.asking import Asked
from kaifang.site.components.addresses import figure_address

# The kinds whose entries have a page of their own, by the first part of its address.
PAGES = {
    "targets": "targets",
    "tasks": "tasks",
    "indicators": "indicators",
    "orgs": "orgs",
    "parameters": "documents/parameters",
    "lists": "documents/lists",
    "documents": "documents",
}
# What several things of a kind are called.
SEVERAL = {
    "facts": _("Facts"),
    "targets": _("Targets"),
    "parameters": _("Parameters"),
    "tasks": _("Tasks"),
    "lists": _("Lists"),
    "indicators": _("Indicators"),
    "orgs": _("Organisations"),
    "documents": _("Documents"),
    "quotations": _("Quotations"),
}
# Pages that a side panel shows as well.
IN_PANEL = {"facts", "parameters", "lists"}


def entry_address(asked: Asked, kind: str, entry: Entry) -> str:
    """The page of an entry in the programme that is asked; "" where it has none."""
    if isinstance(entry, FactEntry):
        return _fact_address(asked, entry)
    folder = PAGES.get(kind)
    return asked.address(f"/{folder}/{entry_id(entry)}/") if folder else ""


def drawn_address(asked: Asked, drawn: Drawn) -> str:
    """The page of something drawn from a document."""
    return entry_address(asked, drawn.kind, drawn.entry)


def differences_of(asked: Asked, figure: str) -> list[tuple[Text, Text, str]]:
    """The differences that a fact, target or parameter takes part in: class, note, address."""
    return [
        (message(f"difference.{one.class_}"), one.note.text,
         f"{asked.address('/documents/differences/')}#{one.id}")
        for one in asked.law.differences.values()
        if figure and figure in one.figures
    ]  # fmt: skip


def _fact_address(asked: Asked, fact: FactEntry) -> str:
    if fact.org not in asked.law.orgs:
        return asked.address(f"/indicators/{fact.indicator}/")
    measure = None if fact.measure == "level" else str(fact.measure)
    return figure_address(
        fact.indicator, fact.org, fact.period.code, measure=measure, part=fact.part_code,
        **asked.state,
    )  # fmt: skip
