"""Fold the events of a submission: what stands in each cell, what is unlocked, who did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kaifang.facts.form_values import Given
from kaifang.programme.reporting.cells import read
from kaifang.store.models.submissions import Submission, SubmissionEvent

DRAFT, SUBMITTED, RETURNED = "draft", "submitted", "returned"
ACCEPTED, CORRECTING = "accepted", "correcting"
STATES = (DRAFT, SUBMITTED, RETURNED, ACCEPTED, CORRECTING)
SETTLED = (ACCEPTED, CORRECTING)  # what was accepted stays so while it is corrected

FILL, SUBMIT, ACCEPT, REJECT = "fill", "submit", "accept", "reject"
ASK, APPROVE, REFUSE = "ask_correction", "approve_correction", "refuse_correction"
SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to one cell; `org` is the organisation he acted for."""

    act: str
    at: datetime
    who: str
    org: str
    given: Given | None = None
    reason: str = ""
    is_for: bool = False


@dataclass(slots=True)
class Filled:
    """A submission as its events made it.

    `values` by row key; `rejected` the reasons of the cells that were returned, `returned` what
    stood in them; `asked` the new values of a correction that waits for approval. `fillers` are all who filled in or submitted.
    """

    state: str = DRAFT
    level: str = ""
    version: int = 0
    values: dict[str, Given] = field(default_factory=dict)
    rejected: dict[str, str] = field(default_factory=dict)
    returned: dict[str, Given | None] = field(default_factory=dict)
    asked: dict[str, Given] = field(default_factory=dict)
    asked_by: str = ""
    asked_why: str = ""
    state_before: str = DRAFT
    content: str = ""
    fillers: set[str] = field(default_factory=set)
    history: dict[str, list[Change]] = field(default_factory=dict)

    def is_unlocked(self, row: str) -> bool:
        """Whether a cell may be filled in, as far as its own form decides."""
        return self.state == DRAFT or (self.state == RETURNED and row in self.rejected)


def submission_of(key: Mapping[str, str]) -> Submission | None:
    """The submission of a duty; None while nobody has begun."""
    found: Submission | None = Submission.objects.filter(**key).first()
    return found


def filled(submission: Submission | None) -> Filled:
    """What the events of a submission came to; an empty form where there is none."""
    events = submission.events.order_by("number") if submission else ()
    return folded(events)


def folded(events: Iterable[SubmissionEvent]) -> Filled:
    """Fold events in their order."""
    sheet = Filled()
    for event in events:
        _STEPS[event.kind](sheet, event)
        sheet.version = event.number
    return sheet


def _fill(sheet: Filled, event: SubmissionEvent) -> None:
    given = read(event.content["cells"])
    sheet.values.update(given)
    sheet.fillers.add(event.who)
    for row, one in given.items():
        _note(sheet, row, event, one, is_for=event.content.get("for", False))


def _submit(sheet: Filled, event: SubmissionEvent) -> None:
    _fill(sheet, event)
    sheet.state, sheet.level = SUBMITTED, event.content["level"]
    sheet.content, sheet.rejected = event.content["hash"], {}


def _accept(sheet: Filled, event: SubmissionEvent) -> None:
    sheet.level = event.content["next"]
    sheet.state = SUBMITTED if sheet.level else ACCEPTED
    for row in sheet.values:
        _note(sheet, row, event, None)


def _reject(sheet: Filled, event: SubmissionEvent) -> None:
    sheet.state, sheet.level = RETURNED, ""
    sheet.rejected = dict(event.content["cells"])
    sheet.returned = {row: sheet.values.get(row) for row in sheet.rejected}
    for row, reason in sheet.rejected.items():
        _note(sheet, row, event, None, reason)


def _ask(sheet: Filled, event: SubmissionEvent) -> None:
    sheet.state_before, sheet.state = sheet.state, CORRECTING
    sheet.asked = read(event.content["cells"])
    sheet.asked_by, sheet.asked_why = event.who, event.reason
    for row, one in sheet.asked.items():
        _note(sheet, row, event, one, event.reason)


def _approve(sheet: Filled, event: SubmissionEvent) -> None:
    given = read(event.content["cells"])
    sheet.values.update(given)
    sheet.state, sheet.asked = ACCEPTED, {}
    sheet.content, sheet.rejected = event.content["hash"], {}
    for row, one in given.items():
        _note(sheet, row, event, one, event.reason)


def _refuse(sheet: Filled, event: SubmissionEvent) -> None:
    for row in sheet.asked:
        _note(sheet, row, event, None, event.reason)
    sheet.state, sheet.asked = sheet.state_before, {}


def _sign(sheet: Filled, event: SubmissionEvent) -> None:
    """A scan of the signed sheet changes no cell."""


def _note(
    sheet: Filled,
    row: str,
    event: SubmissionEvent,
    given: Given | None,
    reason: str = "",
    *,
    is_for: bool = False,
) -> None:
    why = reason or (given.reason if given else "") or event.reason
    told = Change(event.kind, event.at, event.who, event.org, given, why, is_for)
    sheet.history.setdefault(row, []).append(told)


_STEPS = {
    FILL: _fill,
    SUBMIT: _submit,
    ACCEPT: _accept,
    REJECT: _reject,
    ASK: _ask,
    APPROVE: _approve,
    REFUSE: _refuse,
    SIGN: _sign,
}
