"""Desk 催报台: who is late, due soon or asked to mend, whom to call, and what to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.packs.law import Law
from kaifang.programme.messages.posting import post_note
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.acting import closings
from kaifang.programme.reporting.clock import day_of
from kaifang.programme.reporting.due import (
    Owed,
    Timeliness,
    standings,
    working_days_between,
)
from kaifang.programme.reporting.duties import duties
from kaifang.programme.reporting.history import RETURNED
from kaifang.programme.rights import Act, Actor, Role, demand, may
from kaifang.store.models import Post

FILLERS = (Role.ZONE, Role.CITY, Role.DIVISION, Role.FIRM)
_CALLED = (Timeliness.LATE, Timeliness.TODAY, Timeliness.SOON)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may be called: who holds a post of the organisation today."""

    name: str
    role: Role
    email: str
    telephone: str
    is_deputy: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One organisation to be called about one form; `text` is to be copied into a chat.

    `working_days` until it is due, or since; None where no calendar reaches.
    """

    owed: Owed
    working_days: int | None
    holders: tuple[Holder, ...]
    text: Text


def calls(actor: Actor, programme: Programme, form: str = "", period: str = "") -> list[Call]:
    """Who is to be called, the latest first, then in administrative order; closed periods are over.

    Only organisations that the actor may write to. Raises: NotAllowed where there is none.
    """
    law, day = programme.law, day_of(programme.law)
    asked = [one for one in duties(law, form, period) if _may_call(actor, law, one.org)]
    if not asked:
        demand(actor, Act.SEND_MESSAGE, law.head.org or "", law.orgs)
    closed = closings()
    open_ones = [one for one in asked if one.form_and_period not in closed]
    called = [one for one in standings(law, open_ones, day) if _is_called(one)]
    holders = _holders({one.duty.org for one in called}, localdate())
    found = [_call(law, one, day, holders.get(one.duty.org, ())) for one in called]
    return sorted(found, key=lambda one: (one.owed.duty.due, law.orgs.place(one.owed.duty.org)))


def remind_by_hand(
    actor: Actor, programme: Programme, form: str, org: str, period: str
) -> Call | None:
    """Put the words of a call into the organisation's inbox; None where nothing is to be said now.

    Raises: NotAllowed, UnknownForm, UnreadablePeriod.
    """
    orgs = programme.law.orgs
    demand(actor, Act.SEND_MESSAGE, org if org in orgs else "", orgs)
    for one in calls(actor, programme, form, period):
        duty = one.owed.duty
        if (duty.form.id, duty.org, duty.period.code) == (form, org, period):
            post_note(actor, org, duty.title(programme.law), one.text, orgs, duty.link)
            return one
    return None


def _holders(orgs: Iterable[str], day: date) -> Mapping[str, tuple[Holder, ...]]:
    """Who fills in forms for each organisation on a day, deputies last."""
    roles = [role.value for role in FILLERS]
    rows = Post.objects.on(day).filter(org__in=orgs, role__in=roles, user__is_active=True)
    found: dict[str, tuple[Holder, ...]] = {}
    for row in sorted(rows.select_related("user").order_by("id"), key=_is_deputy):
        name = row.user.get_full_name() or row.user.get_username()
        one = Holder(name, Role(row.role), row.user.email, row.user.telephone, _is_deputy(row))
        found[row.org] = (*found.get(row.org, ()), one)
    return found


def _is_deputy(post: Post) -> bool:
    return post.deputy_for_id is not None


def _may_call(actor: Actor, law: Law, org: str) -> bool:
    return may(actor, Act.SEND_MESSAGE, org, law.orgs)


def _is_called(owed: Owed) -> bool:
    return owed.timeliness in _CALLED or owed.state == RETURNED


def _call(law: Law, owed: Owed, day: date, holders: tuple[Holder, ...]) -> Call:
    due = owed.duty.due
    start, end = (due, day) if owed.timeliness is Timeliness.LATE else (day, due)
    days = working_days_between(law, start, end) if start <= end else None
    return Call(owed, days, holders, _text(law, owed, days))


def _text(law: Law, owed: Owed, days: int | None) -> Text:
    duty = owed.duty
    is_back = owed.state == RETURNED
    key = "returned" if is_back else owed.timeliness.value
    if days is None and key in ("soon", "late"):
        key = f"{key}_undated"
    return message(
        f"reporting.call.{key}",
        org=law.orgs[duty.org].name,
        form=duty.form.name.text,
        period=duty.period.name(),
        due=same(duty.due.isoformat()),
        days=days,
    )
