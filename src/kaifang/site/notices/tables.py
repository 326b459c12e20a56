"""The list of notices, page by page, and the times of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.clearance.notices import NoticeView, notice_count, notice_list
from kaifang.programme.clearance.notices_telling import by_whom
from kaifang.programme.naming import org_name
from kaifang.programme.rights import Actor
from kaifang.programme.tables import source_line
from kaifang.site.asking import Asked, spoken
from kaifang.site.components.lights import Light
from kaifang.site.components.markup import said
from kaifang.site.components.tables import Column, Row, Table, named

HERE = "/clearance/notices/"
COLOURS = {"acknowledged": "green", "overdue": "red", "unsent": "grey"}


@dataclass(frozen=True)
class Notices:
    """The notices that a person sees, of which only the page that is shown is fetched."""

    law: Law
    actor: Actor
    standing: str = ""

    def __len__(self) -> int:
        return notice_count(self.law, self.actor, self.standing)

    def __getitem__(self, part: slice) -> list[NoticeView]:
        first = part.start or 0
        count = None if part.stop is None else part.stop - first
        return notice_list(self.law, self.actor, self.standing, first, count)


def notice_table(
    asked: Asked, found: Sequence[NoticeView], query: QueryDict, empty: object = ""
) -> Table:
    """One row a notice, the newest first."""
    leaves = [
        Column("subject", _("Case")),
        Column("standing", _("Standing"), kind="light"),
        Column("firm", _("Firm")),
        Column("opened", _("Ordered"), kind="short"),
        Column("sent", _("Sent"), kind="short"),
        Column("delivered", _("Delivered"), kind="short"),
        Column("read", _("Seen"), kind="short"),
        Column("acknowledged", _("Acknowledged")),
        Column("due", _("Due"), kind="short"),
    ]
    drawn = {"sent": "sent_and", "delivered": "", "read": ""}
    columns = [
        replace(one, key=drawn.get(one.key, one.key)) for one in leaves if drawn.get(one.key, "-")
    ]
    rows = [_row(asked, one) for one in found]
    source = source_line(asked.programme, asked.figures.versions)
    caption = _("Notices to firms")
    return Table("notices", caption, columns, rows, query, source, empty=empty, leaves=leaves)


def _row(asked: Asked, one: NoticeView) -> Row:
    org = said(org_name(asked.law, one.org), short=True) if one.org else ""
    below = " · ".join(part for part in (said(one.name), org, demo(asked)) if part)
    return Row({
        "subject": named(one.subject, asked.address(f"{HERE}{one.id}/"), below),
        "standing": light(one),
        "firm": named(one.firm_name or one.firm, below=one.firm if one.firm_name else "")
        if one.firm else "",
        "opened": stamp(one.opened_at),
        "sent": stamp(one.sent_at),
        "sent_and": named(stamp(one.sent_at), below=_since(one)) if one.sent_at else None,
        "delivered": stamp(one.delivered_at),
        "read": stamp(one.read_at),
        "acknowledged": named(stamp(one.acknowledged_at), below=known_by(one))
        if one.acknowledged_at else None,
        "due": stamp(one.due),
    }, key=one.id)  # fmt: skip


def _since(one: NoticeView) -> str:
    """When it was delivered and seen: the hour, or the day where it is another."""
    told = [(_("delivered"), one.delivered_at), (_("seen"), one.read_at)]
    first = timezone.localtime(one.sent_at).date()
    found = []
    for word, at in told:
        if at:
            same_day = timezone.localtime(at).date() == first
            hour = date_format(timezone.localtime(at), "H:i" if same_day else "m-d H:i")
            found.append(f"{word} {hour}")
    return " · ".join(found)


def light(one: NoticeView) -> Light:
    """How far a notice has come, with what keeps it."""
    colour = "grey" if one.is_withdrawn else COLOURS.get(one.standing, "amber")
    word = message(f"firm_notice.standing.{one.standing}")
    return Light(colour, one.why_unsent or "", word)


def times(one: NoticeView) -> list[tuple[object, str, str]]:
    """What happened to it and when, the first on top; what has not happened is left out."""
    told = [
        (one.event, one.opened_at, ""),
        (_("Sent to the inbox of the firm"), one.sent_at, ""),
        (_("Delivered to the system of the firm"), one.delivered_at, ""),
        (_("Seen in the inbox"), one.read_at, ""),
        (_("Acknowledged"), one.acknowledged_at, known_by(one)),
    ]
    return [(label, stamp(at) or "", by) for label, at, by in told if at]


def known_by(one: NoticeView) -> str:
    """Who acknowledged it, and how long after it was sent."""
    if one.took is None:
        return ""
    minutes = max(int(one.took.total_seconds()) // 60, 0)
    if not minutes:
        return " · ".join(part for part in (by_whom(one, spoken()), _("within a minute")) if part)
    after = ngettext("after %(n)s minute", "after %(n)s minutes", minutes) % {"n": minutes}
    return " · ".join(part for part in (by_whom(one, spoken()), after) if part)


def demo(asked: Asked) -> str:
    """The mark of what is invented."""
    return said(message("table.demo")) if asked.law.head.demo else ""


def stamp(at: datetime | date | None) -> str | None:
    """A time as the site writes it; None where there is none."""
    if at is None:
        return None
    if not isinstance(at, datetime):
        return at.isoformat()
    return date_format(timezone.localtime(at), "Y-m-d H:i")


def org_of(asked: Asked, one: NoticeView) -> Text:
    return org_name(asked.law, one.org)
