"""What a request that changes something says: its body, refused where it says anything else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from ninja import Path, Schema
from pydantic import AwareDatetime, ConfigDict, Field

# PostgreSQL keeps no NUL in a text.
_KEPT = r"^[^\x00]*$"
_MOST_NUMBER = 2**31 - 1

Word = Annotated[str, Field(max_length=200, pattern=_KEPT)]
Words = Annotated[str, Field(max_length=4000, pattern=_KEPT)]
Id = Annotated[str, Field(max_length=120, pattern=_KEPT)]
PeriodCode = Annotated[str, Field(max_length=60, pattern=_KEPT)]
Version = Annotated[int, Field(ge=0, le=_MOST_NUMBER)]
Number = Path[Annotated[int, Field(ge=1, le=_MOST_NUMBER)]]


class Body(Schema):
    """A body without anything that nobody asked for."""

    model_config = ConfigDict(extra="forbid")


class Expected(Body):
    """An act on what somebody has before him."""

    expected_version: Version = Field(
        description="the version that was read; 0 of a form nobody began"
    )


class Explained(Expected):
    """An act with its reason."""

    reason: Words


class MaybeExplained(Expected):
    """An act that needs a reason in some states only."""

    reason: Words = ""


class Withdrawal(Body):
    """Why something is taken back."""

    reason: Words


# -- forms ----------------------------------------------------------------------------------------


class CellGiven(Body):
    """What is given for a cell, read like a workbook's: null or a dash leaves it blank."""

    value: Word | None = Field(None, description="a decimal text in the unit of the row")
    reason: Words = Field("", description="why a doubted value stands, or is missing")


class FormCells(Expected):
    """Cells of a form by row; those left out stay as they are."""

    cells: dict[Id, CellGiven] = Field({}, max_length=2000)


class Rejection(Expected):
    """Cells that are returned, by row with the reason of each."""

    cells: dict[Id, Words] = Field(max_length=2000)


class CorrectionAsked(FormCells):
    """New values of cells that were accepted, and why."""

    reason: Words


class ClosingAsked(Body):
    """A form's period to be closed for all who owe it."""

    form: Id
    period: PeriodCode
    reason: Words = Field("", description="needed where forms are missing")


# -- tasks ----------------------------------------------------------------------------------------


class MilestoneAsked(Body):
    """A stage of a task."""

    title: Word
    due: date | None = None


class MeetingDecided(Body):
    """The meeting that decided on a task."""

    meeting: Word = ""
    on: Word = ""
    decision: Words = ""


class TaskAsked(Body):
    """A task to be put on the list."""

    title: Word
    lead: Id
    law_task: Id = Field("", description="the measure of a document that is taken up")
    owner: Word = Field("", description="the number of a user")
    partners: list[Id] = Field([], max_length=100)
    start: date | None = None
    due: date | None = None
    source: MeetingDecided | None = None
    milestones: list[MilestoneAsked] = Field([], max_length=100)


class ProgressTold(Expected):
    """Progress of a task."""

    text: Words
    percent: int | None = Field(None, ge=0, le=100)


class OutcomeTold(Expected):
    """What came of a task."""

    text: Words


class MilestoneReached(Expected):
    """A milestone (from 1) and the day on which it was reached."""

    milestone: Version
    on: date


class Rescheduled(Explained):
    """Another due date; null for none."""

    due: date | None


class OwnerGiven(Explained):
    """Another owner of a task."""

    owner: Word = Field("", description="the number of a user; empty for nobody in particular")


# -- cases ----------------------------------------------------------------------------------------

# Before it nothing is dated; after it nothing that has happened.
_FIRST, _LAST = datetime(1949, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class EvidenceTold(Body):
    """One kind of evidence: a file that was kept before, by its SHA-256, its number, its day."""

    file: Id = ""
    number: Word = ""
    date: Id = ""


class CaseTold(Body):
    """What comes with an act upon a case; decimals are texts."""

    evidence: dict[Id, Word | EvidenceTold] = Field(
        {}, max_length=100, description="by kind of evidence: words, or file, number and day"
    )
    data: dict[Id, Words | int | None] = Field({}, max_length=200, description="values of fields")
    reason: Word = Field("", description="one of those that the process lists")
    occurred_at: Annotated[AwareDatetime, Field(ge=_FIRST, le=_LAST)] | None = Field(
        None, description="when it happened; null for now"
    )


class CaseOpened(CaseTold):
    """A case to be opened; without `act` by the first event that begins one."""

    org: Id
    act: Id = ""


class CaseMoved(CaseTold, Expected):
    """An event of the process that is to move a case."""

    act: Id


class CaseCorrected(CaseTold, Expected):
    """What is right instead of an event of a case."""

    event: Version = Field(description="the number of the event in the history")
    because: Words = Field(min_length=1, description="why it is corrected, in words")


# -- dispatch -------------------------------------------------------------------------------------


class LimitAsked(Body):
    """So many days by a clock."""

    days: int = Field(ge=0, le=10_000)
    clock: Literal["calendar", "working"] = "calendar"


class RemarkWritten(Body):
    """What an organisation says of an item in a period."""

    item: Id
    org: Id
    period: PeriodCode = Field(description="2023-01/2023-06")
    problem: Words = ""
    next_step: Words = ""
    proposal: Words = ""


class CirculationAsked(LimitAsked):
    """A period whose figures go to the cities, and how long they have."""

    period: PeriodCode


class CheckAnswered(MaybeExplained):
    """A city's verdict; an objection says why and of which items."""

    org: Id
    verdict: Literal["agreed", "objected"]
    items: list[Id] = Field([], max_length=1000)


class Decided(Body):
    """What a person decides on a suggestion."""

    rule: Id
    org: Id
    period: PeriodCode = ""
    verdict: Literal["notice", "interview", "none"]
    named: bool = False
    reason: Words


class SlipWritten(Body):
    """A slip to be sent; without a limit the usual one of its level counts."""

    from_org: Id
    to_org: Id
    title: Word
    body: Words = ""
    level: Id = "blue"
    limit: LimitAsked | None = None
    matter: Word = ""


class LevelRaised(MaybeExplained):
    """The level that a slip is raised to; a reason before it is overdue."""

    level: Id


class Extension(Explained, LimitAsked):
    """So many days more."""
