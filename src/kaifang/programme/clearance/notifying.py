"""Notify firms 通知企业: an event that opens a notice puts it into the outbox with itself.

Called in the transaction that records events, so a notice goes out once for each event that opens
one, or neither is there. History is silent: what happened before the window tells nobody. Where no
event tells the firm yet, the notice waits until one does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from kaifang.cases.amending import standing
from kaifang.cases.budgets import Due, Stretch, budget_of
from kaifang.cases.events import VOID, EventKey
from kaifang.core.bilingual import Text, joined
from kaifang.core.event import GivenEvent
from kaifang.core.messages import message
from kaifang.core.party import InvalidCreditCode, credit_code
from kaifang.core.workdays import OutsideCalendar
from kaifang.packs.law import Law
from kaifang.packs.schema.notices import ProcessNotice
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.calendars import work_calendar
from kaifang.programme.messages.posting import post
from kaifang.programme.moment import instant_of
from kaifang.store import events
from kaifang.store.events.bodies import EventContent
from kaifang.store.models import FirmNotice

SOURCE = "kaifang/notices"
PAGE = "/clearance/notices/"
UNKNOWN, INVALID, WITHDRAWN = "unknown", "invalid", "withdrawn"
_AT_ONCE = 500


def open_notices(law: Law, fresh: Sequence[EventContent]) -> None:
    """Send what new events open; call it in the transaction that records them."""
    for process in {one.process for one in fresh}:
        entry = law.processes.get(process)
        if entry is None:
            continue
        own = [one for one in fresh if one.process == process]
        for declared in entry.notices:
            _Opening(law, entry, declared).take(own)


def notice_of(law: Law, row: FirmNotice) -> ProcessNotice | None:
    """What the law declares of a notice; None where it no longer does."""
    entry = law.processes.get(row.process)
    return next((one for one in entry.notices if one.id == row.notice), None) if entry else None


def due_of(law: Law, row: FirmNotice) -> Due | None:
    """Until when the firm should know, by the clock of the notice; None without one."""
    declared = notice_of(law, row)
    clock = law.processes[row.process].clock(declared.clock or "") if declared else None
    if clock is None or clock.limit is None or row.sent_at is None:
        return None
    budget = budget_of(clock, work_calendar(law), law.head.zone)
    try:
        return budget.due([Stretch(row.sent_at, None)], clock.limit.n)
    except OutsideCalendar:
        return None


def addressee(law: Law, code: str) -> str:
    """The organisation of a credit code: that of the tree which has it, else the code itself."""
    named = (one.id for one in law.orgs if one.codes.get("credit_code") == code)
    return next(named, code)


@dataclass(frozen=True)
class _Opening:
    """Opens the notices of one kind for one batch of events."""

    law: Law
    entry: ProcessEntry
    declared: ProcessNotice

    @cached_property
    def now(self) -> datetime:
        return instant_of(self.law.head.today, self.law.head.zone)

    @cached_property
    def since(self) -> datetime:
        return self.now - self.declared.within.span

    def take(self, fresh: Sequence[EventContent]) -> None:
        self._withdraw(fresh)
        self._keep(fresh)
        for row in self._unsent({one.case for one in fresh}):
            self._send(row)

    def _keep(self, fresh: Iterable[EventContent]) -> None:
        """A row for each event that opens a notice, whether its firm is known or not.

        A correction of such an event opens none: the first did.
        """
        since = self.since.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
        opening = [
            one for one in fresh
            if one.type == self.declared.opened_by and not one.amends and one.occurred_at >= since
        ]  # fmt: skip
        FirmNotice.objects.bulk_create(
            [self._row(one) for one in opening], ignore_conflicts=True, batch_size=_AT_ONCE
        )

    def _row(self, one: EventContent) -> FirmNotice:
        key = f"{one.process}\n{self.declared.id}\n{one.source}\n{one.event}"
        return FirmNotice(
            id=f"ntc_{hashlib.sha256(key.encode()).hexdigest()[:32]}",
            key=key,
            process=one.process,
            notice=self.declared.id,
            case=one.case,
            source=one.source,
            event=one.event,
            org=one.org,
            opened_at=datetime.fromisoformat(one.occurred_at).replace(tzinfo=UTC),
            fault=UNKNOWN,
        )

    def _withdraw(self, fresh: Iterable[EventContent]) -> None:
        """Tell the firm when what opened its notice is taken back."""
        for one in fresh:
            if one.type != VOID:
                continue
            named = FirmNotice.objects.filter(
                process=one.process, notice=self.declared.id,
                source=one.amends_source or one.source, event=one.amends,
            )  # fmt: skip
            for row in named:
                named.update(fault=WITHDRAWN)
                if row.message_id and row.fault != WITHDRAWN:
                    self._tell_withdrawn(row)

    def _tell_withdrawn(self, row: FirmNotice) -> None:
        post(
            f"notice.{self.declared.id}.withdrawn",
            message("firm_notice.withdrawn", notice=self.declared.name.text, subject=row.subject),
            to_org=row.to,
            link=self._link(row),
            key=f"{row.pk}:withdrawn",
            data={"subject": row.subject, "notice": {"id": row.pk}},
        )

    def _unsent(self, cases: set[str]) -> list[FirmNotice]:
        waiting = FirmNotice.objects.filter(
            process=self.entry.id, notice=self.declared.id, message=None, opened_at__gte=self.since
        ).exclude(fault=WITHDRAWN)
        if not waiting.exists():
            return []
        listed = sorted(cases)
        return [
            row
            for at in range(0, len(listed), _AT_ONCE)
            for row in waiting.filter(case__in=listed[at : at + _AT_ONCE]).order_by("opened_at", "id")
        ]  # fmt: skip

    def _send(self, row: FirmNotice) -> None:
        values = self._values(row)
        if values is None:
            FirmNotice.objects.filter(pk=row.pk).update(fault=WITHDRAWN)
            return
        try:
            row.firm = credit_code(str(values.get(self.declared.to) or ""))
        except InvalidCreditCode:
            row.fault = INVALID if values.get(self.declared.to) else UNKNOWN
            row.save(update_fields=["fault"])
            return
        row.fault, row.sent_at = "", self.now
        row.name = str(values.get(self.declared.firm or "") or "")
        row.subject = str(values.get(self.declared.subject or "") or row.case)
        row.to = addressee(self.law, row.firm)
        row.told = {name: values[name] for name in self.declared.tells if values.get(name)}
        row.message = self._post(row)
        row.save()
        self._record_sent(row)

    def _values(self, row: FirmNotice) -> Mapping[str, Any] | None:
        """What the events of a case tell of it; None where the opening event counts no more."""
        own = [one.for_fold() for one in events.of_case(row.process, row.case)]
        count = standing(own).events
        opened = EventKey(row.source, row.event)
        if not any(opened in (one.key, one.amends) for one in count):
            return None
        told: dict[str, Any] = {}
        for one in sorted(count, key=lambda event: (event.occurred_at, event.seq)):
            told |= {name: value for name, value in one.data.items() if value not in (None, "")}
        return told

    def _post(self, row: FirmNotice) -> Any:
        due = due_of(self.law, row)
        name = self.declared.name.text
        pack = self.law.id
        return post(
            f"notice.{self.declared.id}",
            message("firm_notice.title", notice=name, subject=row.subject),
            to_org=row.to,
            body=self._body(row, due),
            link=self._link(row),
            key=row.pk,
            data={
                "subject": row.subject,
                "notice": {
                    "id": row.pk,
                    "process": row.process,
                    "notice": row.notice,
                    "case": row.case,
                    "credit_code": row.firm,
                    "opened_at": row.opened_at.isoformat(),
                    "due": due.isoformat() if due else None,
                    "told": dict(row.told),
                },
                "acknowledge": f"/api/v1/packs/{pack}/notices/{row.pk}/acknowledge-by-token",
            },
        )

    def _link(self, row: FirmNotice) -> str:
        return f"{PAGE}{row.pk}/?pack={self.law.id}"

    def _body(self, row: FirmNotice, due: Due | None) -> Text:
        event = self.entry.events[self.declared.opened_by].text
        at = self._clock(row.opened_at)
        lines = [message("firm_notice.opened", event=event, at=at)]
        lines += [
            message("firm_notice.field", name=name, value=value)
            for name, value in named_values(self.entry, row)
        ]
        if due:
            lines.append(message("firm_notice.due", due=self._clock(due)))
        return joined(lines, "", " ")

    def _clock(self, at: Due) -> str:
        if not isinstance(at, datetime):
            return at.isoformat()
        return f"{at.astimezone(ZoneInfo(self.law.head.zone)):%Y-%m-%d %H:%M}"

    def _record_sent(self, row: FirmNotice) -> None:
        append_event(self.law, row, self.declared.sent, self.now)


def named_values(entry: ProcessEntry, row: FirmNotice) -> list[tuple[Text, Text]]:
    """What the firm is told of its case, by the names of the fields; a choice by its own name."""
    fields = {one.id: one for one in entry.fields}
    found = []
    for name, value in row.told.items():
        field = fields.get(name)
        choices = {one.id: one.name.text for one in field.choices} if field else {}
        label = field.name.text if field else Text(name, name)
        found.append((label, choices.get(value, Text(str(value), str(value)))))
    return found


def append_event(
    law: Law,
    row: FirmNotice,
    type: str,
    at: datetime,
    actor: str = "",
    person: Mapping[str, str] | None = None,
) -> None:
    """Record what happened to a notice as an event of its case, once; in the caller's transaction."""
    told = GivenEvent(
        source=SOURCE,
        id=f"{row.pk}:{type}",
        process=row.process,
        case=row.case,
        type=type,
        occurred_at=at,
        actor=actor,
        on_behalf_of=row.firm if actor else "",
        org=row.org,
    )
    events.append(
        [told],
        source_name=SOURCE,
        actor=actor,
        pack_hash=law.hash,
        pack_version=str(law.head.version),
        person=person,
    )
