"""Duties 报送任务: which form an organisation owes for which period, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kaifang.core.bilingual import Text, joined
from kaifang.core.errors import nearest
from kaifang.core.period import Period
from kaifang.facts.form_values import Cell
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import CalendarEntry, Due, FormEntry, FormRow
from kaifang.programme.reporting.errors import NoSuchDue, NotAsked, UnknownForm


@dataclass(frozen=True, slots=True)
class Duty:
    """A form that an organisation owes for a period.

    `due` is the day by which its own city wants it, `law_due` that of the calendar itself.
    """

    form: FormEntry
    org: str
    period: Period
    due: date
    law_due: date

    @property
    def key(self) -> dict[str, str]:
        """What names its submission in the store."""
        return {"form": self.form.id, "org": self.org, "period": self.period.code}

    @property
    def form_and_period(self) -> tuple[str, str]:
        """What is closed at once for all who owe it."""
        return self.form.id, self.period.code

    @property
    def subject(self) -> str:
        """How the audit names it."""
        return f"form:{self.form.id}:{self.org}:{self.period.code}"

    @property
    def link(self) -> str:
        """The path of its page on the site."""
        return f"/forms/{self.form.id}/{self.org}/{self.period.slug}/"

    def cell(self, row: str) -> Cell:
        return Cell(self.org, row)

    def row(self, key: str) -> FormRow | None:
        """The row that is called so."""
        return next((row for row in self.form.rows if row.key == key), None)

    def title(self, law: Law) -> Text:
        """到位资金月报 · 石原市 · 2023年1-6月."""
        names = [self.form.name.text, law.orgs[self.org].name, self.period.name()]
        return joined(names, " · ", " · ")


def form_named(law: Law, id: str) -> FormEntry:
    """A form of the law. Raises: UnknownForm."""
    if id not in law.forms:
        raise UnknownForm(found=id, near=nearest(id, law.forms))
    return law.forms[id]


def duty_of(law: Law, form: str, org: str, period: str | Period) -> Duty:
    """What an organisation owes on a form for a period.

    Raises: UnknownForm, UnknownOrg, UnreadablePeriod, NotAsked, NoSuchDue.
    """
    entry = form_named(law, form)
    _ = law.orgs[org]
    asked = Period.parse(period) if isinstance(period, str) else period
    if org not in law.members(entry.orgs):
        raise NotAsked(form=entry.name.text, org=law.orgs[org].name)
    calendar = law.calendars[entry.calendar]
    for one in calendar.due:
        if one.period == asked and _is_there(law, org, asked):
            return _duty(law, entry, calendar, org, one)
    known = ", ".join(one.period.code for one in calendar.due)
    raise NoSuchDue(form=entry.name.text, found=asked.code, expected=known)


def duties(law: Law, form: str = "", period: str | Period = "") -> Iterator[Duty]:
    """All that is owed: form by form, period by period, organisations in administrative order."""
    asked = Period.parse(period) if isinstance(period, str) and period else period
    for entry in [form_named(law, form)] if form else law.forms.values():
        calendar = law.calendars[entry.calendar]
        members = law.members(entry.orgs)
        for one in calendar.due:
            if asked and one.period != asked:
                continue
            for org in members:
                if _is_there(law, org, one.period):
                    yield _duty(law, entry, calendar, org, one)


def _is_there(law: Law, org: str, period: Period) -> bool:
    """Whether an organisation existed when a period ended."""
    return org in law.orgs and law.orgs[org].exists_on(period.end)


def _duty(law: Law, form: FormEntry, calendar: CalendarEntry, org: str, due: Due) -> Duty:
    sooner = [
        one.days for one in calendar.earlier if one.org != org and law.orgs.is_within(org, one.org)
    ]
    return Duty(form, org, due.period, due.on - timedelta(days=max(sooner, default=0)), due.on)
