"""The table of slips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.programme.dispatch.desk import clock
from kaifang.programme.dispatch.levels import LevelLimit, level_name
from kaifang.programme.dispatch.relations import SlipKind
from kaifang.programme.naming import org_name
from kaifang.site.asking import Asked
from kaifang.site.components.markup import element, said
from kaifang.site.components.tables import Column, Row, Table, named, note
from kaifang.store.models import Slip


def slips_table(
    asked: Asked, found: Sequence[Slip], proposed: Mapping[int, LevelLimit], query: QueryDict
) -> Table:
    """Slips, the unanswered first; beneath the level the one that an overdue slip might go to."""
    shown = [
        Column("serial", pgettext("letter", "Number"), kind="short"),
        Column("title", _("Matter")),
        Column("to", pgettext("letter", "To")),
        Column("from", pgettext("letter", "From")),
        Column("level", _("Level"), kind="short"),
        Column("state", _("State"), kind="short"),
        Column("due", _("Due"), kind="short"),
    ]
    rows = [_slip(asked, one, proposed.get(one.pk)) for one in found]
    empty = _("No slip has been sent, or none is yours to see.")
    return Table("slips", pgettext("list", "Slips"), shown, rows, query, empty=empty)


def _slip(asked: Asked, one: Slip, proposed: LevelLimit | None) -> Row:
    left = clock(asked.programme, one)
    due = one.due.isoformat() if one.due else ""
    says = element(
        "span", said(left.says), class_=f"cell-note{' slip-late' if left.is_overdue else ''}"
    ) if left.says else None  # fmt: skip
    return Row({
        "serial": element("a", one.serial, href=asked.address(f"/dispatch/slips/{one.pk}/")),
        "title": named(one.title, "", SlipKind(one.kind).label),
        "to": org_name(asked.law, one.to_org),
        "from": org_name(asked.law, one.from_org),
        "level": _level(level_name(asked.law, one.level), proposed),
        "state": message(f"slip.state.{one.state}"),
        "due": element("span", due, says),
    }, key=str(one.pk))  # fmt: skip


def _level(now: Text, proposed: LevelLimit | None) -> object:
    if proposed is None:
        return now
    return element("span", said(now), note(message("slip.raise_to", level=proposed.name)))
