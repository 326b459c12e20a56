"""The programme's own day: today, or in a demo the day on which it plays."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from kaifang.packs.law import Law
from kaifang.programme.moment import played_day


def day_of(law: Law) -> date:
    """Today where the programme is run; in a demo the day it plays on."""
    return announced_in(law) or instant_of(law).astimezone(ZoneInfo(law.head.zone)).date()


def instant_of(law: Law) -> datetime:
    """Now; in a demo this time of the day it plays on, so that what is late there is late.

    The events of a dossier carry the store's own clock all the same.
    """
    now = timezone.now().astimezone(ZoneInfo(law.head.zone))
    day = announced_in(law)
    return now if day is None else datetime.combine(day, now.timetz())


def announced_in(law: Law) -> date | None:
    """The day from which what is recorded counts as known: the store's own, but a demo's day."""
    return played_day(law.head.today)
