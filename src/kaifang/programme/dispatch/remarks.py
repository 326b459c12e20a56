"""Remarks: problem, next step and proposal, in the words of the organisation concerned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max

from kaifang.core.period import Period
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import TargetEntry
from kaifang.programme.dispatch.changes import WordChange, changes
from kaifang.programme.opening import Programme
from kaifang.programme.reach import inside_for

if TYPE_CHECKING:
    from kaifang.store.models import Remark


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of an item."""

    problem: str = ""
    next_step: str = ""
    proposal: str = ""

    def __bool__(self) -> bool:
        return bool(self.problem or self.next_step or self.proposal)


@dataclass(frozen=True, slots=True)
class Remarked:
    """The words on an item for a period; carried over where nothing was written for it yet.

    `before` are the words of the last period in which any were written.
    """

    item: str
    org: str
    period: Period
    words: Words
    before: Words = Words()
    is_carried: bool = False
    at: datetime | None = None

    def changes(self, field: str) -> list[WordChange]:
        """How the wording of a field moved since last time."""
        return changes(getattr(self.before, field), getattr(self.words, field))


Remarks = Mapping[tuple[str, str], Remarked]


def remarks(programme: Programme, period: Period) -> Remarks:
    """What every organisation says of its items in a period, by item and organisation.

    Of those whose internal records the viewer may see; nothing for a public one.
    """
    from kaifang.store.models import Remark

    if not programme.viewer.is_internal:
        return {}
    rows = Remark.objects.filter(pack=programme.law.id).order_by("id")
    if (inside := inside_for(programme.law, programme.viewer)) is not None:
        rows = rows.filter(org__in=inside)
    told: dict[tuple[str, str], dict[Period, Remark]] = {}
    for row in rows:
        of = Period.parse(row.period)
        if of.end <= period.end:
            told.setdefault((row.item, row.org), {})[of] = row
    return {key: _remarked(key, by, period) for key, by in told.items()}


def newest_remark(programme: Programme) -> int:
    """The number of the last remark, which rises with every one; 0 before the first."""
    from kaifang.store.models import Remark

    newest = Remark.objects.filter(pack=programme.law.id).aggregate(last=Max("id"))["last"]
    return newest or 0


def _remarked(key: tuple[str, str], by: Mapping[Period, Remark], period: Period) -> Remarked:
    earlier = sorted((one for one in by if one.end < period.end), key=lambda one: one.end)
    last = words_of(by[earlier[-1]]) if earlier else Words()
    now = by.get(period)
    if now is None:
        return Remarked(*key, period, last, last, is_carried=True)
    return Remarked(*key, period, words_of(now), last, at=now.at)


def words_of(row: Remark) -> Words:
    return Words(row.problem, row.next_step, row.proposal)


def speakers(programme: Programme, target: TargetEntry) -> list[str]:
    """Who may speak of an item: the organisation that it is asked of, and the lead bodies."""
    leads = leads_of(programme.law, target)
    return [id for id in dict.fromkeys([target.org, *leads]) if id in programme.law.orgs]


def leads_of(law: Law, target: TargetEntry) -> tuple[str, ...]:
    """The lead bodies: the target's own, else those of its task."""
    task = law.tasks.get(target.task or "")
    return target.lead or (task.lead if task else ())


def of_item(found: Remarks, item: str, orgs: Iterable[str]) -> Iterator[Remarked]:
    """What is said of an item, by whoever may speak of it, in that order."""
    for org in orgs:
        if remarked := found.get((item, org)):
            yield remarked
