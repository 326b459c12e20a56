"""Notices to firms 查验通知 as they stand: sent, delivered, seen, acknowledged, overdue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min, Q

from kaifang.cases.budgets import Due
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.clearance.notifying import (
    UNKNOWN,
    WITHDRAWN,
    due_of,
    named_values,
    notice_of,
)
from kaifang.programme.moment import instant_of
from kaifang.programme.rights import Act, Actor, Role, may
from kaifang.store.models import Delivery, FirmNotice, MessageRead

STANDINGS = ("unsent", "sent", "delivered", "read", "acknowledged", "overdue")
BY_HOOK = "hook:"


class NoSuchNotice(KaifangError):
    """There is no such notice, or it is not this person's to see."""

    code = "KF-CASE-390"


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice with what became of it; times are the programme's, None where nothing happened.

    due: until when the firm should know. by: the number of the user who acknowledged, or
    `hook:3` for the firm's own system.
    """

    id: str
    process: str
    name: Text
    event: Text
    case: str
    org: str
    firm: str
    firm_name: str
    to: str
    subject: str
    told: Sequence[tuple[Text, Text]]
    opened_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    acknowledged_at: datetime | None
    by: str
    due: Due | None
    is_overdue: bool
    fault: str
    is_withdrawn: bool

    @property
    def standing(self) -> str:
        """The furthest that it has come, or that it is overdue."""
        if self.acknowledged_at:
            return "acknowledged"
        if self.is_overdue:
            return "overdue"
        if self.read_at:
            return "read"
        if self.delivered_at:
            return "delivered"
        return "sent" if self.sent_at else "unsent"

    @property
    def why_unsent(self) -> Text | None:
        """What keeps it from its firm, or that it was taken back."""
        return message(f"firm_notice.fault.{self.fault}") if self.fault else None

    @property
    def took(self) -> timedelta | None:
        """How long after it was sent the firm knew."""
        if self.acknowledged_at is None or self.sent_at is None:
            return None
        return self.acknowledged_at - self.sent_at


def notice_count(law: Law, actor: Actor, standing: str = "") -> int:
    """How many notices a person sees."""
    if standing in ("", "acknowledged", "unsent"):
        return int(_standing(visible(law, actor), standing).count())
    return len(notice_list(law, actor, standing))


def notice_list(
    law: Law, actor: Actor, standing: str = "", first: int = 0, count: int | None = None
) -> list[NoticeView]:
    """The notices that a person sees, the newest first: officers those of their organisations, a
    firm its own.
    """
    rows = _standing(visible(law, actor), standing).order_by("-opened_at", "id")
    last = None if count is None else first + count
    if standing in ("", "acknowledged", "unsent"):
        return list(_views(law, rows[first:last]))
    return [one for one in _views(law, rows) if one.standing == standing][first:last]


def notice_named(law: Law, actor: Actor, id: str) -> NoticeView:
    """One of them. Raises: NoSuchNotice."""
    return next(_views(law, [row_named(law, actor, id)]))


def row_named(law: Law, actor: Actor, id: str) -> FirmNotice:
    """The row of a notice that a person sees. Raises: NoSuchNotice."""
    row = visible(law, actor).filter(pk=id).first()
    if row is None:
        raise NoSuchNotice(found=id)
    return row


def visible(law: Law, actor: Actor) -> Any:
    """The rows that a person may see; unsent ones are nobody's but the officers'."""
    rows = FirmNotice.objects.filter(process__in=list(law.processes))
    orgs = law.orgs
    if may(actor, Act.SEE_CASE, law.head.org or "", orgs):
        return rows
    seen = [one.id for one in orgs if may(actor, Act.SEE_CASE, one.id, orgs)]
    return rows.filter(Q(org__in=seen) | Q(to__in=firms_of(actor)))


def firms_of(actor: Actor) -> list[str]:
    """The firms that a person speaks for."""
    return [post.org for post in actor.posts if post.role is Role.FIRM and post.org]


def open_notices_of(law: Law, actor: Actor) -> list[str]:
    """The numbers of the notices that a firm has not acknowledged, the oldest first."""
    own = firms_of(actor)
    if not own:
        return []
    rows = FirmNotice.objects.filter(process__in=list(law.processes), to__in=own)
    waiting = rows.filter(acknowledged_at=None, message__isnull=False).exclude(fault=WITHDRAWN)
    return list(waiting.order_by("opened_at", "id").values_list("pk", flat=True))


def speaks_for(actor: Actor, view: NoticeView) -> bool:
    """Whether a person may acknowledge a notice now."""
    return view.sent_at is not None and not view.acknowledged_at and view.to in firms_of(actor)


def _standing(rows: Any, standing: str) -> Any:
    if standing == "acknowledged":
        return rows.exclude(acknowledged_at=None)
    if standing == "unsent":
        return rows.filter(message=None)
    return rows.filter(acknowledged_at=None, message__isnull=False) if standing else rows


def _views(law: Law, rows: Iterable[FirmNotice]) -> Any:
    listed = list(rows)
    sent = [one.message_id for one in listed if one.message_id]
    delivered = _earliest(Delivery.objects.filter(outcome=Delivery.Outcome.DELIVERED), sent)
    read = _earliest(MessageRead.objects.all(), sent)
    posted = dict(FirmNotice.objects.filter(message__in=sent).values_list("pk", "message__at"))
    now = instant_of(law.head.today, law.head.zone)
    for row in listed:
        # a demo plays on a day of its own, the outbox works today
        shift = row.sent_at - posted[row.pk] if row.sent_at else timedelta()
        at = row.message_id or ""
        yield _view(
            law, row, _shifted(delivered.get(at), shift), _shifted(read.get(at), shift), now
        )


def _earliest(rows: Any, messages: Sequence[str]) -> dict[str, datetime]:
    own = rows.filter(message__in=messages).order_by()
    return dict(own.values_list("message").annotate(first=Min("at")))


def _shifted(at: datetime | None, by: timedelta) -> datetime | None:
    return at + by if at else None


def _view(
    law: Law, row: FirmNotice, delivered: datetime | None, read: datetime | None, now: datetime
) -> NoticeView:
    entry, declared, due = law.processes[row.process], notice_of(law, row), due_of(law, row)
    named: Mapping[str, Any] = entry.events
    opened_by = named.get(declared.opened_by) if declared else None
    return NoticeView(
        id=row.pk,
        process=row.process,
        name=declared.name.text if declared else Text(row.notice, row.notice),
        event=opened_by.text if opened_by else Text("", ""),
        case=row.case,
        org=row.org,
        firm=row.firm,
        firm_name=row.name,
        to=row.to,
        subject=row.subject or row.case,
        told=named_values(entry, row),
        opened_at=row.opened_at,
        sent_at=row.sent_at,
        delivered_at=delivered,
        read_at=read,
        acknowledged_at=row.acknowledged_at,
        by=row.acknowledged_by,
        due=due,
        is_overdue=row.acknowledged_at is None and _is_past(due, now, law),
        fault=row.fault or ("" if row.sent_at else UNKNOWN),
        is_withdrawn=row.fault == WITHDRAWN,
    )


def _is_past(due: Due | None, now: datetime, law: Law) -> bool:
    if due is None:
        return False
    if isinstance(due, datetime):
        return now > due
    return now.astimezone(ZoneInfo(law.head.zone)).date() > due
