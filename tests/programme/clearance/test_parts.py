"""Rows of a flow opened: what they count, in which cases, by what rule; counted by hand.

The cases are those of test_studying: three of A (甲港) and three of B (乙港), whose release comes
before the duties and who are not picked up. One case more is amended twice.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kaifang.packs.law import load
from kaifang.programme.clearance.consignments import cases_behind
from kaifang.programme.clearance.parts import FlowPart, UnknownPart, part_named
from kaifang.programme.clearance.picking import Selection, select
from kaifang.programme.clearance.tracing import explain_part
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.programme.viewer import INTERNAL
from kaifang.store import events
from tests.programme.clearance.test_studying import HOUR, case, recorded

pytestmark = pytest.mark.django_db
SOLO = Actor("anna", "Anna", solo=True)
STRANGER = Actor("", "")
AMENDED = ("arrival", "declaration", "amendment", "amendment", "release")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


@pytest.fixture
def programme() -> Programme:
    recorded()
    times = ("2023-04-03 08", "2023-04-03 09", "2023-04-03 10", "2023-04-03 11", "2023-04-06 08")
    for n, (kind, at) in enumerate(zip(AMENDED, times, strict=True)):
        (one,) = case("x", "甲港", **{kind: at})
        events.append([replace(one, id=f"x-{n}")], source_name="test")
    return Programme.of(load("demo"))


@pytest.fixture
def inside(programme: Programme) -> Programme:
    return replace(programme, viewer=INTERNAL)


def april(programme: Programme) -> Selection:
    return select(programme, first="2023-04", last="2023-04")


def opened(programme: Programme, kind: str, *names: str) -> tuple[str, list[tuple[str, float]]]:
    """What is told of a part, and the cases behind it with their hours, found by its key."""
    picked = april(programme)
    part = part_named(picked, programme.law, FlowPart(kind, names).key)
    assert (part.kind, part.names) == (kind, names)
    told = explain_part(programme, picked, part)
    assert told.formula is not None
    assert told.versions is not None
    assert told.citations
    behind = cases_behind(SOLO, programme, picked, part)
    return told.answer.en, [(one.case, (one.seconds or 0) / HOUR) for one in behind]


def test_an_edge_opens_to_the_time_in_it(inside: Programme) -> None:
    answer, behind = opened(inside, "edge", "release", "pickup")
    # 5 hours of three cases; in all 3 times 19 and the 72 of x
    assert answer == (
        "median 5.00 h, mean 5.00 h, nine in ten within 5.00 h (3 cases); 11.6% of all waiting"
    )
    assert behind == [("a0", 5), ("a1", 5), ("a2", 5)]


def test_an_edge_taken_twice_counts_twice_and_lists_its_case_once(inside: Programme) -> None:
    answer, behind = opened(inside, "edge", "amendment", "release")
    assert (answer.split(";")[0][-8:], behind) == ("1 cases)", [("x", 69)])


def test_a_variant_opens_to_its_share(inside: Programme) -> None:
    answer, behind = opened(inside, "variant", *AMENDED)
    assert (answer, behind) == ("1 of 7 cases, 14.3%", [("x", 72)])


def test_rework_opens_to_what_was_done_too_often(inside: Programme) -> None:
    assert opened(inside, "rework", "amendment") == ("1 cases, 1 times too many", [("x", 72)])


def test_deviations_open_to_their_cases(inside: Programme) -> None:
    answer, behind = opened(inside, "missing", "pickup")
    assert answer == "4 of 7 cases, 57.1%"
    assert [case for case, _ in behind] == ["x", "b0", "b1", "b2"]
    answer, behind = opened(inside, "step", "arrival", "release")
    assert (answer, [case for case, _ in behind]) == ("3 of 7 cases, 42.9%", ["b0", "b1", "b2"])
    answer, behind = opened(inside, "off")
    assert answer == "4 of 7 cases, 57.1%"
    assert [case for case, _ in behind] == ["x", "b0", "b1", "b2"]


def test_a_limit_opens_to_the_cases_beyond_it(inside: Programme) -> None:
    # 48 hours from arrival to release are allowed: x took 72
    assert opened(inside, "limit", "overall") == ("1 of 7 cases, 14.3%", [("x", 72)])


def test_a_holder_opens_to_the_time_in_his_hands(inside: Programme) -> None:
    # released goods are in the hands of the port: 5 hours of a0 to a2; b is still there
    answer, behind = opened(inside, "holder", "port")
    assert behind[:3] == [("a0", 5), ("a1", 5), ("a2", 5)]
    assert "7 cases" in answer


def test_a_row_that_is_not_shown_does_not_open(programme: Programme) -> None:
    picked = april(programme)
    assert part_named(picked, programme.law, FlowPart("missing", ("pickup",)).key)
    for part in (FlowPart("variant", AMENDED), FlowPart("rework", ("amendment",))):
        with pytest.raises(UnknownPart):
            part_named(picked, programme.law, part.key)


def test_a_city_sees_its_own_cases_behind_a_row(inside: Programme) -> None:
    ours, theirs = (
        replace(one, org=org)
        for org, name in (("demo.lanpu", "ours"), ("demo.biwan", "theirs"))
        for one in case(name, "甲港", arrival="2023-04-07 08")
    )
    events.append([ours, theirs], source_name="test")
    city = Actor("li", "Li", (Post(Role.REVIEWER, "demo.lanpu"),))
    behind = cases_behind(city, inside, april(inside), FlowPart("missing", ("pickup",)))
    assert [one.case for one in behind] == ["ours"]


def test_strangers_see_no_cases_behind_a_row(programme: Programme) -> None:
    picked = april(programme)
    with pytest.raises(NotAllowed):
        cases_behind(STRANGER, programme, picked, FlowPart("missing", ("pickup",)))
