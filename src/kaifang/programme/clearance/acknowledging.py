"""Acknowledge a notice 确认知悉: by the firm's own user, or its own system; once, as an event."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.exchange.hooks import token_of
from kaifang.packs.law import Law
from kaifang.programme.clearance.notices import (
    BY_HOOK,
    NoSuchNotice,
    NoticeView,
    notice_named,
    row_named,
)
from kaifang.programme.clearance.notifying import UNKNOWN, append_event, notice_of
from kaifang.programme.messages.inbox import mark_read
from kaifang.programme.messages.keeping import secret_of
from kaifang.programme.moment import instant_of
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.errors import SealBroken, SealingKeyUnreadable
from kaifang.store.models import FirmNotice, Hook
from kaifang.store.writing import one_writer


class AcknowledgedAlready(KaifangError):
    """A notice is acknowledged once."""

    code = "KF-CASE-391"


class AcknowledgeTokenRefused(KaifangError):
    """Who calls back does not hold the token that the firm's own hook was sent."""

    code = "KF-CASE-392"


class NoticeNotSent(KaifangError):
    """A notice that has not gone out cannot be known."""

    code = "KF-CASE-394"


def acknowledge(actor: Actor, law: Law, id: str) -> NoticeView:
    """Record that a firm knows of a notice, by its own user; nobody stands in, in solo mode either.

    Raises: NoSuchNotice, NotAllowed, NoticeNotSent, AcknowledgedAlready.
    """
    with one_writer():
        row = row_named(law, actor, id)
        demand(replace(actor, solo=False), Act.ACKNOWLEDGE_NOTICE, row.to, law.orgs)
        _record(law, row, actor.user, actor.told)
        mark_read(actor, row.message_id)
    return notice_named(law, actor, id)


def acknowledge_by_token(law: Law, id: str, token: str) -> None:
    """Record that a firm knows of a notice, by the system that its own hook reached.

    Raises: NoSuchNotice, AcknowledgeTokenRefused, NoticeNotSent, AcknowledgedAlready.
    """
    with one_writer():
        row = FirmNotice.objects.filter(pk=id, process__in=list(law.processes)).first()
        if row is None:
            raise NoSuchNotice(found=id)
        hook = _holder(row, token)
        if hook is None:
            raise AcknowledgeTokenRefused(found=id)
        _record(law, row, f"{BY_HOOK}{hook.pk}", None)


def _record(law: Law, row: FirmNotice, who: str, person: Mapping[str, str] | None) -> None:
    declared = notice_of(law, row)
    if row.message_id is None or declared is None:
        raise NoticeNotSent(found=row.pk, why=message(f"firm_notice.fault.{row.fault or UNKNOWN}"))
    if row.acknowledged_at is not None:
        raise AcknowledgedAlready(found=row.pk, at=row.acknowledged_at.isoformat())
    now = instant_of(law.head.today, law.head.zone)
    append_event(law, row, declared.acknowledged, now, who, person)
    FirmNotice.objects.filter(pk=row.pk).update(acknowledged_at=now, acknowledged_by=who)
    audit.record(
        "acknowledge_notice",
        f"notice:{row.pk}",
        actor=who,
        after={"case": row.case, "to": row.to, "at": now.isoformat()},
        person=person,
    )


def _holder(row: FirmNotice, token: str) -> Hook | None:
    """The firm's own hook whose token it is; one that was stopped has none."""
    own = Hook.objects.filter(active=True, kind=Hook.Kind.WEBHOOK, org=row.to) if row.to else ()
    for hook in own:
        try:
            expected = token_of(row.message_id or "", secret_of(hook))
        except (SealBroken, SealingKeyUnreadable):
            continue
        if hmac.compare_digest(expected.encode(), token.encode()):
            return hook
    return None
