"""Whom an alarm tells, in which words, and the task that it puts on the list."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from kaifang.cases.alarms import Rung
from kaifang.core.bilingual import Text, joined
from kaifang.core.messages import message
from kaifang.packs.schema.processes import ProcessAlarm, ProcessEntry, TimeUnit
from kaifang.programme.alarms.addressing import case_address
from kaifang.programme.casework.listing import case_name
from kaifang.programme.casework.reading import CaseView
from kaifang.programme.messages.posting import post
from kaifang.programme.rights import Act, Actor, Role, may
from kaifang.programme.rights import Post as Held
from kaifang.programme.tasks.keeping import NewTask, add_task
from kaifang.store.models import CaseAlarm, Post

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

KIND = "case.alarm"


def tell_rung(
    programme: Programme, process: ProcessEntry, case: CaseView, rung: Rung, row: CaseAlarm
) -> int:
    """Tell whoever holds the roles of an alarm for a case; return how many people.

    Where nobody does, or no post is named for a role, the organisation of the case is told.
    """
    people = holders(programme, process, rung.alarm.tell, case.org)
    title, body = _title(process, case, rung), _body(programme, case, rung)
    link, key = case_address(programme, process, case.case), f"{KIND}:{row.pk}"
    for user in people:
        post(KIND, title, to_user=user, body=body, link=link, key=f"{key}:{user}")
    if not people and rung.alarm.tell:
        org = case.org if case.org in programme.law.orgs else programme.law.head.org or ""
        if org:
            post(KIND, title, to_org=org, body=body, link=link, key=key)
    return len(people)


def tell_first_look(programme: Programme, process: ProcessEntry, cases: int) -> None:
    """Say how many cases were late before anybody watched them."""
    if org := programme.law.head.org:
        title = message("alarm.first_look", process=process.name.text, n=cases)
        post(KIND, title, to_org=org, key=f"{KIND}:first:{process.id}")


def open_task(programme: Programme, process: ProcessEntry, case: CaseView, rung: Rung) -> str:
    """Put on the list of tasks what an alarm opens; return what it is called in the audit.

    A notice or interview is for the head of the programme to decide on; all else is the case's
    own organisation's to do.
    """
    orgs, head = programme.law.orgs, programme.law.head.org or ""
    decides = rung.alarm.open == "notice_and_interview" or case.org not in orgs
    lead = head if decides else case.org
    if lead not in orgs:
        return ""
    system = Actor("", message("alarm.system").zh, (Held(Role.DIVISION, head),))
    title = message(
        f"alarm.task.{rung.alarm.open}", process=process.name.text, case=_called(process, case),
        org=orgs[case.org].name if case.org in orgs else case.org,
    )  # fmt: skip
    source = {"process": process.id, "case": case.case, "alarm": rung.clock}
    task = add_task(system, programme, NewTask(title.zh, lead, source=source))
    return f"task:{task.pk}"


def holders(
    programme: Programme, process: ProcessEntry, roles: tuple[str, ...], org: str
) -> list[str]:
    """The numbers of those who hold a role of a process for the cases of an organisation today."""
    posts = {name for one in process.roles if one.id in roles for name in one.posts}
    held = Post.objects.on(timezone.localdate()).filter(role__in=posts, user__is_active=True)
    orgs = programme.law.orgs
    found = [
        str(one.user_id)
        for one in held.order_by("id")
        if may(
            Actor(str(one.user_id), "", (Held(Role(one.role), one.org),)), Act.KEEP_CASE, org, orgs
        )
    ]
    return list(dict.fromkeys(found))


def _called(process: ProcessEntry, case: CaseView) -> str:
    """A case worked on by its name, an observed one by its number: that is what people know."""
    return case_name(case) if process.mode == "command" else case.case


def _title(process: ProcessEntry, case: CaseView, rung: Rung) -> Text:
    clock = process.clock(rung.clock)
    return message(
        "alarm.title",
        process=process.name.text,
        case=_called(process, case),
        clock=clock.name.text if clock else rung.clock,
        used=_used(rung.alarm),
    )


def _body(programme: Programme, case: CaseView, rung: Rung) -> Text:
    clock = case.state.clocks[rung.clock]
    lines = [message("alarm.started", at=_day(clock.started_at, programme))]
    if clock.due is not None:
        lines.append(message("alarm.due", at=_day(clock.due, programme)))
    if clock.status == "suspended":
        lines.append(message("alarm.suspended"))
    if clock.provisional:
        lines.append(message("alarm.provisional"))
    return joined(lines, "", " ")


def _used(alarm: ProcessAlarm) -> Text:
    if alarm.after is None:
        return message("alarm.share", share=alarm.at)
    return message("alarm.after", n=alarm.after.n, unit=_unit(alarm.after.unit))


def _unit(unit: TimeUnit) -> Text:
    return message(f"alarm.unit.{unit}")


def _day(at: date | datetime | None, programme: Programme) -> str:
    if isinstance(at, datetime):
        return f"{at.astimezone(ZoneInfo(programme.law.head.zone)):%Y-%m-%d %H:%M}"
    return at.isoformat() if at else "—"
