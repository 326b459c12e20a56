"""What states of earlier versions are called now, and which rules make two versions differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kaifang.cases.clocks import Step
from kaifang.cases.definition import Definition
from kaifang.cases.events import Event
from kaifang.cases.folding import CaseState
from kaifang.cases.position import Position
from kaifang.cases.renaming import EARLIER, in_present_names, is_of_earlier, state_among
from kaifang.cases.rules import changed_rules, rules_hash
from kaifang.packs.schema.processes import ProcessEntry

NAME = {"zh": "甲", "en": "a"}
CITE = [{"assumption": NAME, "by": "甲"}]


def process(*states: dict[str, Any], **changes: Any) -> ProcessEntry:
    """From the first state to the last, by one event."""
    told = [{"name": NAME, **one} for one in states]
    first, last = told[0]["id"], told[-1]["id"]
    usual = {
        "id": "p", "name": NAME, "mode": "command", "object": "case", "start": first,
        "states": told, "end": {"good": last}, "cite": CITE,
        "transitions": [{"event": "go", "name": NAME, "from": first, "to": last, "who": "city"}],
    }  # fmt: skip
    return ProcessEntry.model_validate(usual | changes)


BEFORE = process({"id": "talks"}, {"id": "done"})


def resting(state: str) -> CaseState:
    """A case that began in talks and came to a state."""
    at = datetime(2023, 4, 20, tzinfo=UTC)
    steps = (Step(Event("s", "1", "c", "begin", at), None, "talks"),)
    steps += (Step(Event("s", "2", "c", "go", at), "talks", state),)
    position = Position(state)
    return CaseState(Definition(BEFORE), state, at, "", "", steps, {}, (), (), position)


def test_a_renamed_state_is_counted_under_its_new_name() -> None:
    now = process({"id": "negotiation", "renamed_from": ["first", "talks"]}, {"id": "done"})
    found = in_present_names(resting("talks"), now)
    assert (found.state, is_of_earlier(found, now)) == ("negotiation", False)
    assert [(one.before, one.after) for one in found.history] == [
        (None, "negotiation"),
        ("negotiation", "negotiation"),
    ]
    assert found.definition.process is BEFORE  # it is judged by its own as before


def test_a_state_that_nobody_knows_is_of_an_earlier_version() -> None:
    now = process({"id": "negotiation"}, {"id": "done"})
    assert in_present_names(resting("talks"), now) == resting("talks")
    assert state_among(resting("talks"), now) == EARLIER
    assert state_among(resting("done"), now) == "done"
    assert state_among(replace(resting("done"), state=None), now) == ""


@pytest.mark.parametrize(
    ("after", "paths"),
    [
        (process({"id": "talks"}, {"id": "done"}, name={"zh": "乙", "en": "b"}), []),
        (process({"id": "talks", "name": {"zh": "乙", "en": "b"}}, {"id": "done"}), []),
        (process({"id": "talks", "renamed_from": "x"}, {"id": "done"}), []),
        (process({"id": "talks"}, {"id": "done"}, measures=["rework"]), []),
        (
            process({"id": "talks"}, {"id": "done"}, end={"good": "done", "bad": "talks"}),
            ["end.bad.0"],
        ),
        (
            process({"id": "talks"}, {"id": "lost"}, {"id": "done"}),
            ["states.lost.id"],
        ),
    ],
)  # fmt: skip
def test_wording_is_no_rule(after: ProcessEntry, paths: list[str]) -> None:
    assert changed_rules(BEFORE, after) == paths
    assert (rules_hash(BEFORE) == rules_hash(after)) is not bool(paths)


def test_another_order_is_another_rule() -> None:
    after = process({"id": "talks"}, {"id": "done"})
    turned = after.model_copy(update={"states": after.states[::-1]})
    assert changed_rules(BEFORE, turned) == ["states"]
