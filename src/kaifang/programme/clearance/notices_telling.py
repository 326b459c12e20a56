"""Notices to firms as plain values, for the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kaifang.core.bilingual import Lang
from kaifang.core.messages import message
from kaifang.programme.clearance.notices import BY_HOOK, NoticeView
from kaifang.programme.people.naming import names_of


def tell_notice(one: NoticeView, lang: Lang) -> dict[str, Any]:
    """A notice with its times; what has not happened is null."""
    return {
        "id": one.id,
        "process": one.process,
        "name": one.name.in_(lang),
        "case": one.case,
        "org": one.org,
        "credit_code": one.firm or None,
        "firm": one.firm_name or None,
        "subject": one.subject,
        "told": [{"name": n.in_(lang), "value": value.in_(lang)} for n, value in one.told],
        "opened_at": one.opened_at.isoformat(),
        "sent_at": _said(one.sent_at),
        "delivered_at": _said(one.delivered_at),
        "read_at": _said(one.read_at),
        "acknowledged_at": _said(one.acknowledged_at),
        "acknowledged_by": by_whom(one, lang) or None,
        "due": one.due.isoformat() if one.due else None,
        "standing": one.standing,
        "says": message(f"firm_notice.standing.{one.standing}").in_(lang),
        "why": one.why_unsent.in_(lang) if one.why_unsent else None,
    }


def by_whom(one: NoticeView, lang: Lang) -> str:
    """Who acknowledged: a person of the firm by name, or its system."""
    if one.by.startswith(BY_HOOK):
        return message("firm_notice.by_hook").in_(lang)
    return names_of([one.by]).get(one.by, "")


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
