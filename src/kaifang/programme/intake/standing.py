"""The cases on record as rows of their book, for an office that goes on with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kaifang.exchange.case_books.layout import stages
from kaifang.exchange.case_books.reading import CaseRow, StageGiven
from kaifang.programme.casework.reading import CaseView, case_list
from kaifang.programme.intake.comparing import evidence_words
from kaifang.programme.intake.planning import NUMBER
from kaifang.programme.rights import Act, Actor, may

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


def rows_on_record(actor: Actor, programme: Programme, process: str) -> Iterator[CaseRow]:
    """The cases that an actor keeps, the first begun on top; brought in again they say nothing new."""
    law, zone = programme.law, ZoneInfo(programme.law.head.zone)
    for one in reversed(case_list(actor, programme, process)):
        if may(actor, Act.KEEP_CASE, one.org, law.orgs):
            yield _row(one, zone)


def _row(one: CaseView, zone: tzinfo) -> CaseRow:
    first = one.state.history[0].event if one.state.history else None
    number = str(first.data.get(NUMBER) or one.case) if first else one.case
    row = CaseRow(0, number, one.org, dict(one.state.values))
    own = stages(one.state.definition.process)
    for event in (step.event for step in one.state.history if step.event.type in own):
        words = {piece: evidence_words(what) for piece, what in event.evidence.items()}
        day = event.occurred_at.astimezone(zone).date()
        row.stages[event.type] = StageGiven(day, words, event.reason)
    return row
