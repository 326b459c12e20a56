"""Renamed states 改名状态: what a state of an earlier version is called in the present one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kaifang.cases.folding import CaseState
from kaifang.packs.schema.duplicates import MERGED_STATE
from kaifang.packs.schema.processes import ProcessEntry

# Stands for all states that only earlier versions know; no id begins so.
EARLIER = "-earlier"


def present_names(present: ProcessEntry) -> Mapping[str, str]:
    """The states of the present version by what they alone were called before."""
    known = {one.id for one in present.states}
    former = ((was, one.id) for one in present.states for was in one.renamed_from)
    return {was: now for was, now in former if was not in known}


def in_present_names(state: CaseState, present: ProcessEntry) -> CaseState:
    """A case of an earlier version with its states called as the present one calls them.

    Only for counting cases of several versions together: it is judged by its own as before. A
    state that the present version has no name for stays what it is (`is_of_earlier`).
    """
    own = present_names(present)
    if not own:
        return state
    history = tuple(
        one._replace(before=_called(one.before, own), after=_called(one.after, own))
        for one in state.history
    )
    return replace(state, state=_called(state.state, own), history=history)


def is_of_earlier(state: CaseState, present: ProcessEntry) -> bool:
    """Whether a case rests in a state that the present version does not know."""
    return state_among(state, present) == EARLIER


def state_among(state: CaseState, present: ProcessEntry) -> str:
    """Under which state of the present version a case is listed, `EARLIER` where under none."""
    called = _called(state.state, present_names(present)) or ""
    known = {"", MERGED_STATE, *(one.id for one in present.states)}
    return called if called in known else EARLIER


def _called(state: str | None, names: Mapping[str, str]) -> str | None:
    return names.get(state, state) if state else None
