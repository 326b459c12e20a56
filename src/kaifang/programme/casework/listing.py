"""Lists of cases as people look for them, and the registers 台账 of a pack with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kaifang.cases.renaming import state_among
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.programme.casework.clocking import is_overdue, nearest_clock
from kaifang.programme.casework.past import cases_at
from kaifang.programme.casework.reading import CaseView, case_list
from kaifang.programme.moment import Moment
from kaifang.programme.naming import org_name
from kaifang.programme.rights import Actor

if TYPE_CHECKING:
    from kaifang.packs.law import Law
    from kaifang.programme.opening import Programme

PROJECT = "project"
OPEN, ENDED, OVERDUE = "open", "ended", "overdue"


@dataclass(frozen=True, slots=True)
class CasesWanted:
    """Which cases are asked for; empty fields leave nothing out.

    state: one of the process, or `open`, `ended`, `overdue`, `EARLIER` for those that only earlier
    versions of the process know. text: stands in the case's number,
    name, organisation or fields. late_first: the one that is overdue longest on top.
    """

    state: str = ""
    org: str = ""
    text: str = ""
    late_first: bool = False

    def keeps(self, law: Law, one: CaseView) -> bool:
        """Whether a case is among them."""
        return (
            self.org in ("", one.org)
            and self._is_in_state(law, one)
            and (not self.text or self.text.casefold() in _words(law, one))
        )

    def _is_in_state(self, law: Law, one: CaseView) -> bool:
        ended = bool(one.state.ended)
        general = {"": True, OPEN: not ended, ENDED: ended}
        if self.state == OVERDUE:
            return is_overdue(one.state)
        if self.state in general:
            return general[self.state]
        return self.state == state_among(one.state, law.processes[one.state.definition.process.id])


@dataclass(frozen=True, slots=True)
class Register:
    """A register of a pack with what somebody may see of it."""

    process: ProcessEntry
    open: int
    ended: int
    overdue: int

    @property
    def total(self) -> int:
        return self.open + self.ended


def wanted_cases(
    actor: Actor, programme: Programme, process: str, wanted: CasesWanted
) -> list[CaseView]:
    """The cases that are asked for, the one that began last on top, or those overdue first.

    Raises: UnknownProcess, NotCommanded.
    """
    return chosen(programme.law, case_list(actor, programme, process), wanted)


def chosen(law: Law, cases: Sequence[CaseView], wanted: CasesWanted) -> list[CaseView]:
    """Those of some cases that are asked for, in the order that is asked for."""
    found = [one for one in cases if wanted.keeps(law, one)]
    return sorted(found, key=_lateness) if wanted.late_first else found


def registers(actor: Actor, programme: Programme, moment: Moment | None = None) -> list[Register]:
    """The registers of a pack: what is worked on by hand and is no investment project.

    Counted now, or as of a day and as known at an instant.
    """
    declared = programme.law.processes.values()
    return [
        _register(actor, programme, one, moment)
        for one in declared
        if one.mode == "command" and one.object != PROJECT
    ]


def case_name(one: CaseView) -> str:
    """What a case is called: the first field of text that is known, else its short number."""
    texts = [each.id for each in one.state.definition.process.fields if each.kind == "text"]
    names = (str(one.state.values[id]) for id in texts if one.state.values.get(id))
    return next(names, case_number(one.case))


def case_number(case: str) -> str:
    """The number of a case as it is shown; a drawn one by its first eight letters."""
    drawn = len(case) == 32 and set(case) <= set("0123456789abcdef")
    return case[:8] if drawn else case


def _register(
    actor: Actor, programme: Programme, process: ProcessEntry, moment: Moment | None
) -> Register:
    cases = (
        case_list(actor, programme, process.id)
        if moment is None
        else cases_at(actor, programme, process.id, moment)
    )
    found = [one.state for one in cases]
    ended = sum(bool(one.ended) for one in found)
    return Register(process, len(found) - ended, ended, sum(map(is_overdue, found)))


def _lateness(one: CaseView) -> tuple[bool, date, str]:
    nearest = nearest_clock(one.state)
    due = nearest.due if nearest and nearest.due else date.max
    return not (nearest and nearest.state.overdue), due, one.case


def _words(law: Law, one: CaseView) -> str:
    name = org_name(law, one.org)
    return " ".join([one.case, name.zh, name.en, *map(str, one.state.values.values())]).casefold()
