"""Bands 控制区间: between what the times of a step should stay, and whom to tell when they do not."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kaifang.packs.schema.base import Cites, Id, NameEntry, Refused, Strict

Hours = Annotated[Decimal, Field(ge=0, le=100_000, allow_inf_nan=False)]


class BandHours(Strict):
    """A band as it was declared, in hours; one of its ends may stand open."""

    low: Hours | None = None
    high: Hours | None = None
    unit: Literal["hour"]

    @model_validator(mode="after")
    def _complete(self) -> BandHours:
        if self.low is None and self.high is None:
            raise Refused("pack.needs.key", name="declared", field="low / high")
        return self


class BandHistory(Strict):
    """A band from history: p10 to p90 of the cases of the same month in so many years before."""

    years: Annotated[int, Field(ge=1, le=10)]


class StepBand(Strict):
    """Where the median (or mean, or p90) of a step should lie, month by month.

    by: a field; each of its values is held against the band by itself. tell: the roles that are
    told when a month lies outside, once for each band, month and value.
    """

    id: Id
    name: NameEntry
    step: Id
    of: Literal["median", "mean", "p90"] = "median"
    by: Id | None = None
    declared: BandHours | None = None
    history: BandHistory | None = None
    tell: tuple[Id, ...] = ()
    note: NameEntry | None = None
    cite: Cites

    @model_validator(mode="after")
    def _complete(self) -> StepBand:
        if (self.declared is None) == (self.history is None):
            raise Refused("pack.needs.one_of", names="declared, history")
        return self
