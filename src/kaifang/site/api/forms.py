"""What a request to the API may say, and the shapes of what it answers."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

Lang = Literal["zh", "en"]
MOST, USUAL = 500, 100
_MEASURES = "level, growth, growth_computed, month, share, share_of_nation, rank …"


class Moment(Schema):
    """As of which day, as seen when, in which language."""

    as_of: date | None = Field(None, description="what had been announced by that day")
    seen_at: str = Field(
        "", max_length=40, description="what the store held then: a day or an instant, ISO 8601"
    )
    lang: Lang = Field("zh", description="language of texts")


class Slice(Schema):
    """Which part of a list."""

    limit: int = Field(USUAL, ge=1, le=MOST)
    offset: int = Field(0, ge=0, le=10**9)


class FigureQuery(Schema):
    """Of which figure."""

    indicator: str = Field(max_length=120)
    org: str = Field(max_length=120)
    period: str = Field(max_length=60, description="2021, 2022-Q1, 2022-01/2022-06")
    measure: str = Field("level", max_length=40, description=_MEASURES)
    part: str = Field("", max_length=200, description="a breakdown: partner=JP")
    target: str = Field("", max_length=120, description="for attainment, ahead and needed")


class ClearanceQuery(Schema):
    """Which study of clearance times."""

    process: str = Field("", max_length=200, description="the first that declares steps if empty")
    first: str = Field("", alias="from", max_length=20, description="2023-01")
    last: str = Field("", alias="to", max_length=20, description="2023-06; the newest if empty")
    by: str = Field("", max_length=120, description="a field of the process, such as port")
    where: list[str] = Field(
        default_factory=list, max_length=20, description="keeps the cases with a value: port=…"
    )
    as_of: date | None = Field(None, description="without what occurred later; today if empty")
    seen_at: str = Field(
        "", max_length=40, description="without what was recorded later: a day or an instant"
    )
    lang: Lang = Field("zh", description="language of texts")


class StepQuery(ClearanceQuery):
    """Which study of one step."""

    step: str = Field("", max_length=120, description="the first of the process if empty")


class ContrastQuery(ClearanceQuery):
    """Two selections: that of the query, and what it is set against."""

    against_from: str = Field("", max_length=20, description="2022-01")
    against_to: str = Field(
        "", max_length=20, description="2022-06; as the other if both are empty"
    )
    against_where: list[str] = Field(default_factory=list, max_length=20, description="port=…")


class FactQuery(Schema):
    """Which rows of the fact table."""

    indicator: str = Field("", max_length=120)
    org: str = Field("", max_length=120, description="with all below it")
    period: str = Field("", max_length=60, description="keeps the periods inside it")


class PeriodQuery(Schema):
    """Of which period a table is."""

    period: str = Field("", max_length=60, description="2023-Q1; the newest with data if empty")


class DispatchQuery(PeriodQuery):
    """Which lines of the dispatch table."""

    org: str = Field("", max_length=120, description="with all below it")
    behind: bool = Field(False, description="only those that lag")


class MapQuery(Schema):
    """What a map shows."""

    indicator: str = Field(max_length=120)
    measure: Literal["level", "growth", "share", "attainment"] = "level"
    org: str = Field("", max_length=120, description="whose grid; the programme's own if empty")
    period: str = Field("", max_length=60, description="the newest if empty")


class ForecastQuery(Schema):
    """Of what the year's end is forecast."""

    indicator: str = Field(max_length=120)
    org: str = Field(max_length=120)
    target: str = Field("", max_length=120)


class Speech(Schema):
    """In which language."""

    lang: Lang = Field("zh", description="language of texts")


class InboxQuery(Schema):
    """Which of one's messages."""

    unread: bool = Field(False, description="only what is unread")


class HookAsked(Schema):
    """A hook to be added."""

    kind: str = Field(max_length=20, description="webhook, dingtalk or wecom")
    address: str = Field(max_length=2000)
    events: list[str] = Field(["*"], max_length=100, description="submission.late, submission.*, *")
    secret: str = Field("", max_length=500, description="a webhook without one is given one")
    org: str = Field("", max_length=200, description="whose own it is: it gets what is told to it")


class OwnHookAsked(Schema):
    """Where a firm's own system is told what the firm is told."""

    address: str = Field(max_length=2000)
    firm: str = Field("", max_length=200, description="credit code, for whoever acts for several")
    events: list[str] = Field(["*"], max_length=100, description="notice.inspection, notice.*, *")
    secret: str = Field("", max_length=500, description="without one it is given one")


class HookMade(Schema):
    """A hook that was added; `secret` where one was made, told this once."""

    id: int
    secret: str | None


class Reason(Schema):
    """Why something is done; kept in the audit."""

    reason: str = Field(min_length=1, max_length=200)


class Listing(Schema):
    """A part of a list, and how long the whole is."""

    items: list[dict[str, Any]]
    total: int
    limit: int
    offset: int


class StatementAnswer(Schema):
    """One answer: `value` is a decimal text, None exactly when `missing` says why."""

    indicator: str
    org: str
    period: str
    measure: str
    value: str | None
    high: str | None
    comparator: str
    unit: str | None
    text: str
    missing: str | None
    authority: str | None


class ExplanationAnswer(Schema):
    """Why a statement says what it says: a tree down to sentences and records."""

    title: str
    answer: str
    formula: str | None
    inputs: list[ExplanationAnswer]
    citations: list[dict[str, Any]]
    notes: list[str]
    record: dict[str, str]
    versions: dict[str, Any] | None


class Problem(Schema):
    """What went wrong (RFC 9457), with a stable code and both languages."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    says: dict[str, str]
    remedy: dict[str, str]
    instance: str


class BookProblem(Problem):
    """Why a workbook was refused: every wrong cell, and where its marked copy is fetched."""

    errors: list[dict[str, Any]] = Field(
        [], description="every wrong cell with what was found and expected"
    )
    marked: str | None = Field(
        None, description="address of the marked copy; absent where no cell can be marked"
    )
