"""Rates 比率: what a share of cases is made of, for the same word means different things elsewhere."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from kaifang.packs.schema.base import Cites, Id, Ids, NameEntry, Refused, Strict


class RateStage(Strict):
    """A stage that a case has come to: any of some events has happened, or any state was entered."""

    event: Ids = ()
    state: Ids = ()

    @property
    def kind(self) -> Literal["event", "state"]:
        return "event" if self.event else "state"

    @property
    def ids(self) -> tuple[str, ...]:
        return self.event or self.state

    @model_validator(mode="after")
    def _one_kind(self) -> RateStage:
        if bool(self.event) == bool(self.state):
            raise Refused("pack.needs.one_of", names="event, state")
        return self


class ProcessRate(Strict):
    """Of those that came to one stage, the share that had come to another by a day.

    cohort: over which periods those of the denominator are taken together. by: a field by which
    they are told apart too, such as the event where they first signed. cut_off: `observed`, the
    day on which one looks, or so many months after the end of the cohort ("12 months").
    """

    id: Id
    name: NameEntry
    numerator: RateStage
    denominator: RateStage
    cohort: Literal["year", "quarter", "month"]
    by: Id | None = None
    cut_off: Annotated[str, Field(pattern=r"^(observed|[1-9][0-9]{0,2} months)$")]
    note: NameEntry | None = None
    cite: Cites

    @property
    def months(self) -> int | None:
        """How long after the end of the cohort one looks; None for the day of looking itself."""
        return None if self.cut_off == "observed" else int(self.cut_off.split()[0])
