"""Due 时限: what is due when, what came in time, and how complete an organisation's reporting is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from kaifang.core.bilingual import Text
from kaifang.core.errors import nearest
from kaifang.core.messages import message
from kaifang.core.workdays import OutsideCalendar, WorkCalendar
from kaifang.packs.law import Law, load
from kaifang.programme.calendars import work_calendar
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.clock import day_of
from kaifang.programme.reporting.duties import Duty, duties
from kaifang.programme.reporting.errors import UnknownForm
from kaifang.programme.rights import Act, Actor, may
from kaifang.store.models import Submission

SOON = timedelta(days=3)
_CALENDAR = "cn-calendar"


class Timeliness(StrEnum):
    """Where a duty stands against its day."""

    OPEN = "open"
    SOON = "soon"
    TODAY = "today"
    LATE = "late"
    IN_TIME = "in_time"
    CAME_LATE = "came_late"

    @property
    def label(self) -> Text:
        return message(f"reporting.time.{self.value}")

    @property
    def is_in(self) -> bool:
        """Whether the form came in, early or late."""
        return self in (Timeliness.IN_TIME, Timeliness.CAME_LATE)


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty with its submission, and whether it came in time.

    `state` is "" while nobody has begun; `version` is what a first save expects.
    """

    duty: Duty
    state: str
    level: str
    version: int
    submitted_on: date | None
    timeliness: Timeliness


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How an organisation reports: duties that fell due, how many came in, how many in time."""

    org: str
    due: int
    came_in: int
    in_time: int

    @property
    def completeness(self) -> float | None:
        """Share that came in, 0 to 1; None where nothing was due."""
        return self.came_in / self.due if self.due else None

    @property
    def timeliness(self) -> float | None:
        """Share that came in time, 0 to 1; None where nothing was due."""
        return self.in_time / self.due if self.due else None


def owed_by(
    actor: Actor, programme: Programme, form: str = "", period: str = "", org: str = ""
) -> list[Owed]:
    """What organisations owe, as far as the actor may see them.

    Form by form, period by period, organisations in administrative order. Raises: UnknownForm.
    """
    law = programme.law
    if form and form not in law.forms:
        raise UnknownForm(found=form, near=nearest(form, law.forms))
    seen = [one for one in duties(law, form, period) if org in ("", one.org)]
    return list(standings(law, (one for one in seen if _may_see(actor, law, one.org))))


def standings(law: Law, asked: Iterable[Duty], day: date | None = None) -> Iterator[Owed]:
    """How duties stand on a day (default: the programme's today)."""
    today = day or day_of(law)
    wanted = list(asked)
    forms, periods = {one.form.id for one in wanted}, {one.period.code for one in wanted}
    rows = Submission.objects.filter(form__in=forms, period__in=periods)
    if len(orgs := {one.org for one in wanted}) == 1:
        rows = rows.filter(org__in=orgs)
    known = {(one.form, one.org, one.period): one for one in rows}
    for duty in wanted:
        yield _owed(law, duty, known.get((duty.form.id, duty.org, duty.period.code)), today)


def timeliness_of(duty: Duty, submitted_on: date | None, day: date) -> Timeliness:
    """Whether a form came in time, or how near its day is."""
    if submitted_on is not None:
        return Timeliness.IN_TIME if submitted_on <= duty.due else Timeliness.CAME_LATE
    if day > duty.due:
        return Timeliness.LATE
    if day == duty.due:
        return Timeliness.TODAY
    return Timeliness.SOON if duty.due - day <= SOON else Timeliness.OPEN


def punctuality(
    actor: Actor, programme: Programme, form: str = "", period: str = ""
) -> list[Punctuality]:
    """Completeness and timeliness of each organisation that the actor may see."""
    return punctuality_of(programme.law, owed_by(actor, programme, form, period))


def punctuality_of(law: Law, owed: Iterable[Owed]) -> list[Punctuality]:
    """Completeness and timeliness of each organisation over what has fallen due."""
    day, fallen = day_of(law), dict[str, list[Owed]]()
    for one in owed:
        if one.duty.due < day or one.timeliness.is_in:
            fallen.setdefault(one.duty.org, []).append(one)
    return [_punctuality(org, fallen[org]) for org in sorted(fallen, key=law.orgs.place)]


def working_days_between(law: Law, start: date, end: date) -> int | None:
    """Working days after `start` up to `end`; None where no calendar reaches."""
    calendar, one = working(law), timedelta(days=1)
    try:
        return calendar.between(start + one, end + one)
    except OutsideCalendar:
        return None


def working(law: Law) -> WorkCalendar:
    """The law's calendar of working days; a law without one counts by the nation's."""
    return work_calendar(law) if law.workdays else _national()


@cache
def _national() -> WorkCalendar:
    return work_calendar(load(_CALENDAR))


def _punctuality(org: str, fallen: list[Owed]) -> Punctuality:
    came_in = [one for one in fallen if one.timeliness.is_in]
    in_time = [one for one in came_in if one.timeliness is Timeliness.IN_TIME]
    return Punctuality(org, len(fallen), len(came_in), len(in_time))


def _owed(law: Law, duty: Duty, row: Submission | None, day: date) -> Owed:
    came = row.submitted_at if row else None
    on = came.astimezone(ZoneInfo(law.head.zone)).date() if came else None
    told = timeliness_of(duty, on, day)
    if row is None:
        return Owed(duty, "", "", 0, None, told)
    return Owed(duty, row.state, row.level, row.version, on, told)


def _may_see(actor: Actor, law: Law, org: str) -> bool:
    return may(actor, Act.SEE_INTERNAL, org, law.orgs)
