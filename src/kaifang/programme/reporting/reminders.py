"""Reminders 提醒: three days before, on the day, each week after; each told once."""

from __future__ import annotations

from datetime import date

from kaifang.core.messages import message
from kaifang.packs.law import Law, load
from kaifang.packs.loading import UnknownPack
from kaifang.programme.messages.posting import post
from kaifang.programme.reporting.acting import closings
from kaifang.programme.reporting.due import SOON, Owed, Timeliness, standings
from kaifang.programme.reporting.duties import duties
from kaifang.programme.shelf import installed
from kaifang.store.models import Message
from kaifang.store.writing import one_writer

_WEEK = 7


def remind_all(day: date) -> None:
    """Remind everybody of every programme that the store holds; a tick calls it each day.

    A demo plays on a day of its own and is reminded as of that.
    """
    for volume in installed():
        try:
            law = load(volume.id)
        except UnknownPack:  # installed once, and no longer among the packs of this machine
            continue
        remind(law, law.head.today or day)


def remind(law: Law, day: date) -> int:
    """Post what is to be said on a day to those who owe a form; return how many were new.

    Told again it changes nothing. A server that slept through a step makes up for it as long as
    the step lasts.
    """
    closed = closings()
    near = [one for one in duties(law) if one.due - SOON <= day <= one.form.valid_until]
    open_ones = [one for one in near if one.form_and_period not in closed]
    told = [(one, step) for one in standings(law, open_ones, day) if (step := step_of(one, day))]
    keys = [_key(one, step) for one, step in told]
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = [(one, step) for one, step in told if _key(one, step) not in known]
    if not fresh:
        return 0
    with one_writer():
        for one, step in fresh:
            _post(law, one, step, day)
    return len(fresh)


def step_of(owed: Owed, day: date) -> str:
    """The step of a form on a day: "soon", "today", "late-1" after a week …; "" for none."""
    match owed.timeliness:
        case Timeliness.SOON:
            return "due_soon"
        case Timeliness.TODAY:
            return "due_today"
        case Timeliness.LATE:
            weeks = (day - owed.duty.due).days // _WEEK
            return f"late-{weeks}" if weeks else ""
    return ""


def _key(owed: Owed, step: str) -> str:
    duty = owed.duty
    return f"reminder:{duty.form.id}:{duty.org}:{duty.period.code}:{step}"


def _post(law: Law, owed: Owed, step: str, day: date) -> None:
    duty, kind = owed.duty, step.partition("-")[0]
    title = message(
        f"reporting.told.{kind}",
        what=duty.title(law),
        due=duty.due.isoformat(),
        days=(day - duty.due).days,
    )
    post(f"submission.{kind}", title, to_org=duty.org, link=duty.link, key=_key(owed, step))
