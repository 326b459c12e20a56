"""Counted cases: what a number that a register made opens to, for those who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kaifang.core.period import Period
from kaifang.packs.law import Law
from kaifang.packs.schema.feeds import ProcessFeed
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.casework.feeding import (
    NothingFeeds,
    fed_figures,
    feeding_processes,
)
from kaifang.programme.casework.reading import CaseView, all_cases
from kaifang.programme.rights import Act, Actor, may

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


@dataclass(frozen=True, slots=True)
class CountedCases:
    """The cases that a number counts: `total` of them, of which somebody may see those `seen`."""

    process: ProcessEntry
    feed: ProcessFeed
    total: int
    seen: Sequence[CaseView]


def counted_cases(
    actor: Actor,
    programme: Programme,
    indicator: str,
    org: str,
    period: Period,
    seen_at: datetime | None = None,
) -> CountedCases:
    """The cases behind a number of a register, now or as the store knew them at an instant.

    How many there are is told to those alone who may see the cases of the organisation.

    Raises: NothingFeeds.
    """
    law = programme.law
    process, wanted = _feeding(law, indicator)
    cases = all_cases(programme, process.id, seen_at)
    figures = fed_figures(programme, process, wanted, cases)
    key = org, period
    ids = next((set(one.cases) for one in figures if (one.org, one.period) == key), set())
    seen = [one for one in cases if one.case in ids and may(actor, Act.SEE_CASE, one.org, law.orgs)]
    whole = may(actor, Act.SEE_CASE, org, law.orgs)
    return CountedCases(process, wanted, len(ids) if whole else len(seen), seen)


def _feeding(law: Law, indicator: str) -> tuple[ProcessEntry, ProcessFeed]:
    feeds = [(process, one) for process in feeding_processes(law) for one in process.feeds]
    for process, one in feeds:
        if one.indicator == indicator:
            return process, one
    raise NothingFeeds(found=indicator, expected=", ".join(one.indicator for _, one in feeds))
