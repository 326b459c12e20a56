"""Reading the audit: entries for the audit administrator, filtered, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.programme.auditing.errors import NoSuchEntry
from kaifang.programme.people.actors import user_named
from kaifang.programme.rights import CONSOLE, Act, Actor, demand, may
from kaifang.store.audit import content_of
from kaifang.store.models import AuditEntry, AuditPerson, User


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are asked for; what is empty asks for all.

    `act` is an act or, ending in a point, all of its kind (`slip.`); `subject` a record or, without
    a colon, all of its kind (`task`); `person` a user name, of whoever acted or was acted upon.
    Days are those of the site's zone and count whole; numbers are the entries' own.
    """

    act: str = ""
    subject: str = ""
    person: str = ""
    from_day: date | None = None
    to_day: date | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class EntryRead:
    """One act as an auditor reads it; `personal` is what stays outside the seal, if not erased."""

    number: int
    at: datetime
    act: str
    subject: str
    actor: str
    who: Text
    address: str
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    prev: str
    hash: str
    body: str
    personal: Mapping[str, str] = field(default_factory=dict)


def may_read(actor: Actor) -> bool:
    """Whether an actor may read the audit; pages show the way there to nobody else."""
    return may(actor, Act.READ_AUDIT)


def entries(
    actor: Actor, wanted: AuditFilter = AuditFilter(), first: int = 0, count: int = 50
) -> list[EntryRead]:
    """So many entries from the `first` one on, the newest being 0.

    Raises: NotAllowed, UnknownUser.
    """
    demand(actor, Act.READ_AUDIT)
    return _read(chosen(wanted).order_by("-id")[first : first + count])


def entry_count(actor: Actor, wanted: AuditFilter = AuditFilter()) -> int:
    """How many entries a filter finds. Raises: NotAllowed, UnknownUser."""
    demand(actor, Act.READ_AUDIT)
    return int(chosen(wanted).count())


def entry_numbered(actor: Actor, number: int) -> EntryRead:
    """One entry. Raises: NotAllowed, NoSuchEntry."""
    demand(actor, Act.READ_AUDIT)
    found = _read(AuditEntry.objects.filter(pk=number)[:1])
    if not found:
        raise NoSuchEntry(found=number)
    return found[0]


def history(actor: Actor, subject: str) -> list[EntryRead]:
    """Everything that was done to one record, the first act first. Raises: NotAllowed."""
    demand(actor, Act.READ_AUDIT)
    return _read(AuditEntry.objects.filter(subject=subject).order_by("id"))


def acts_found(actor: Actor) -> list[str]:
    """Every act that stands in the chain. Raises: NotAllowed."""
    demand(actor, Act.READ_AUDIT)
    return sorted(_acts())


def _acts() -> Iterator[str]:
    """From one act to the next by the index: there are some sixty among a million entries."""
    acts, last = AuditEntry.objects.order_by("act").values_list("act", flat=True), ""
    while found := acts.filter(act__gt=last).first():
        yield found
        last = found


def chosen(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    """The rows that a filter finds, without asking who wants them. Raises: UnknownUser."""
    asked = Q()
    if wanted.act:
        name = "act__startswith" if wanted.act.endswith(".") else "act"
        asked &= Q(**{name: wanted.act})
    if wanted.subject:
        whole = ":" in wanted.subject
        asked &= Q(subject=wanted.subject) if whole else Q(subject__startswith=f"{wanted.subject}:")
    if wanted.person:
        asked &= _of_person(wanted.person)
    return AuditEntry.objects.filter(asked & _within(wanted))


def _of_person(name: str) -> Q:
    if name == CONSOLE:
        return Q(actor=CONSOLE)
    number = user_named(name).pk
    return Q(actor=str(number)) | Q(subject=f"user:{number}")


def _within(wanted: AuditFilter) -> Q:
    asked = Q()
    if wanted.from_day and wanted.from_day > date.min:
        asked &= Q(at__gte=_midnight(wanted.from_day))
    if wanted.to_day and wanted.to_day < date.max:
        asked &= Q(at__lt=_midnight(wanted.to_day + timedelta(days=1)))
    if wanted.first is not None:
        asked &= Q(id__gte=wanted.first)
    if wanted.last is not None:
        asked &= Q(id__lte=wanted.last)
    return asked


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _read(rows: QuerySet[AuditEntry]) -> list[EntryRead]:
    found = list(rows)
    personal = personal_of(found)
    names = _names({row.actor for row in found})
    return [_entry(row, personal.get(row.id, {}), names) for row in found]


def personal_of(rows: list[AuditEntry]) -> dict[int, dict[str, str]]:
    """What is kept of persons outside the seal, by the entries' numbers."""
    about = AuditPerson.objects.in_bulk([row.id for row in rows])
    return {number: one.content for number, one in about.items()}


def _names(actors: set[str]) -> dict[str, str]:
    users = User.objects.filter(pk__in=[int(one) for one in actors if one.isdigit()])
    return {str(one.pk): one.get_full_name() or one.get_username() for one in users}


def _entry(row: AuditEntry, personal: Mapping[str, str], names: Mapping[str, str]) -> EntryRead:
    body = content_of(row.body)
    return EntryRead(
        row.id,
        row.at,
        row.act,
        row.subject,
        row.actor,
        _who(row.actor, personal, names),
        personal.get("address", ""),
        body.get("reason") or "",
        body.get("before") or {},
        body.get("after") or {},
        row.prev,
        row.hash,
        row.body,
        personal,
    )


def _who(actor: str, personal: Mapping[str, str], names: Mapping[str, str]) -> Text:
    """The name as it was then; where that was erased, the user's number alone."""
    if actor == CONSOLE:
        return message("people.console")
    if name := personal.get("name"):
        return same(name)
    if not actor:
        return message("audit.nobody")
    erased = personal.get("erased")
    return message("audit.erased", number=actor) if erased else same(names.get(actor, f"#{actor}"))
