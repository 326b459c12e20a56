"""What rests on a selection of cases: figures counted by hand, and what is not shown to the public.

The cases are those of test_studying: three of A (甲港, 10 hours from arrival to pick-up) and three
of B (乙港, 9 hours from declaration to the duties, released before they were settled).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kaifang.packs.law import load
from kaifang.programme.casework.errors import NoSuchCase
from kaifang.programme.clearance.comparing import Comparison, NothingToCompare, compare
from kaifang.programme.clearance.consignments import UnknownWay, consignment, consignments
from kaifang.programme.clearance.explaining import explain_step
from kaifang.programme.clearance.flows import study_flow
from kaifang.programme.clearance.limiting import study_limits
from kaifang.programme.clearance.picking import Selection, UnknownGrouping, select
from kaifang.programme.clearance.promising import UnknownStep, promises
from kaifang.programme.clearance.release_study import release_study
from kaifang.programme.clearance.studying import StepFinding, study_selected
from kaifang.programme.clearance.trending import trend_of
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.programme.viewer import INTERNAL
from kaifang.store import events
from tests.programme.clearance.test_studying import HOUR, A, C, case, ports, recorded

pytestmark = pytest.mark.django_db
Picks = Callable[..., Selection]
SOLO = Actor("anna", "Anna", solo=True)
STRANGER = Actor("", "")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


@pytest.fixture
def programme() -> Programme:
    return Programme.of(load("demo"))


@pytest.fixture
def inside(programme: Programme) -> Programme:
    """The programme as whoever stands at its head sees it."""
    return replace(programme, viewer=INTERNAL)


def april(programme: Programme, first: str = "2023-04", **where: str) -> Selection:
    return select(programme, first=first, last="2023-04", where=where)


def finding(picked: Selection, id: str) -> StepFinding:
    study = study_selected(picked, is_demo=True)
    return next(one for one in study.findings if one.step.id == id)


# -- what is selected -------------------------------------------------------------------------


def test_a_port_is_studied_alone(programme: Programme) -> None:
    recorded()
    customs = finding(april(programme, port="甲港"), "customs")
    assert customs.took is not None
    assert (customs.took.count, customs.took.mean) == (3, 3 * HOUR)
    assert customs.base_cases == 3


def test_a_value_that_no_case_has_selects_none(programme: Programme) -> None:
    recorded()
    assert not april(programme, port="丁港").now.any()


def test_a_field_that_tells_nobody_apart_is_refused(programme: Programme) -> None:
    with pytest.raises(UnknownGrouping):
        april(programme, consignee="x")


# -- what is not shown ------------------------------------------------------------------------


def test_no_choice_of_a_field_tells_of_the_rest(programme: Programme, inside: Programme) -> None:
    # all six less the five of 甲港 would be the one case of 乙港
    ports(5, 1)
    assert finding(april(programme, port="甲港"), "whole").cases is None
    assert finding(april(inside, port="甲港"), "whole").cases == 5


def test_no_month_tells_of_another(programme: Programme, inside: Programme) -> None:
    # March and April less April would be the two cases of March
    ports(5)
    early = {kind: time.replace("2023-04", "2023-03") for kind, time in A.items()}
    for n in range(2):
        events.append(case(f"march{n}", "甲港", **early), source_name="test")
    both = april(programme, first="2023-03")
    assert finding(both, "whole").cases is None
    assert finding(april(programme), "whole").cases == 5
    assert finding(april(inside, first="2023-03"), "whole").cases == 7


def test_whoever_sees_the_cases_is_shown_few_of_them(inside: Programme) -> None:
    ports(2)
    assert finding(april(inside), "whole").cases == 2


def test_rows_of_few_cases_are_left_out_of_the_flow(
    programme: Programme, inside: Programme
) -> None:
    recorded()
    events.append(case("x", "甲港", arrival="2023-04-05 08", release="2023-04-05 09"),
                  source_name="test")  # fmt: skip
    shown = study_flow(april(programme))
    assert shown.hidden > 0
    assert all(one.count >= 3 for one in shown.variants)
    whole = study_flow(april(inside))
    assert (whole.hidden, [one.count for one in whole.variants]) == (0, [3, 3, 1])


def test_too_few_cases_have_no_flow_and_no_comparison(programme: Programme) -> None:
    ports(2)
    assert study_flow(april(programme)).bottlenecks == []
    found = compare(april(programme, port="甲港"), april(programme))
    assert (found.found, found.steps) == (None, [])
    assert found.reason is not None


# -- flow and limits --------------------------------------------------------------------------


def test_bottlenecks_are_edges_by_all_the_time_in_them(programme: Programme) -> None:
    recorded()
    found = study_flow(april(programme))
    told = {(one.edge.source, one.edge.target): one.share for one in found.bottlenecks}
    # A: 2 + 2 + 1 + 5 hours, B: 3 + 5 + 1, three of each
    assert told[("release", "pickup")] == pytest.approx(5 / 19)
    assert told[("arrival", "release")] == pytest.approx(5 / 19)
    assert told[("declaration", "arrival")] == pytest.approx(3 / 19)
    assert sum(told.values()) == pytest.approx(1)
    assert found.bottlenecks[0].share >= found.bottlenecks[-1].share


def test_variants_and_deviations_are_counted(programme: Programme) -> None:
    recorded()
    found = study_flow(april(programme))
    assert [one.count for one in found.variants] == [3, 3]
    assert found.rework == []
    # B was released before the duties were settled, and has not been picked up
    assert found.deviating == pytest.approx(1 / 2)
    told = {(one.kind, one.activities): one.cases for one in found.deviations}
    assert told[("step", ("arrival", "release"))] == 3
    assert told[("missing", ("pickup",))] == 3


def test_limits_are_held_in_their_own_time(programme: Programme) -> None:
    recorded()
    late = {"arrival": "2023-04-10 00", "release": "2023-04-13 00"}  # 72 hours, 48 are allowed
    for n in range(3):
        events.append(case(f"late{n}", "甲港", **late), source_name="test")
    limits = {one.clock.id: one for one in study_limits(april(programme), programme.law)}
    overall = limits["overall"]
    assert (overall.ended, overall.over, overall.share) == (9, 3, pytest.approx(1 / 3))


def test_working_hours_do_not_pass_at_night(programme: Programme) -> None:
    # Monday 16:00 to Wednesday 17:00 are 17 working hours; 16 are allowed
    for n in range(3):
        given = case(f"w{n}", "甲港", order="2023-04-10 16", inspection="2023-04-12 17")
        events.append(given, source_name="test")
        given = case(f"v{n}", "甲港", order="2023-04-10 17", inspection="2023-04-12 17")
        events.append(given, source_name="test")
    limits = {one.clock.id: one for one in study_limits(april(programme), programme.law)}
    assert (limits["inspecting"].ended, limits["inspecting"].over) == (6, 3)


# -- promises ---------------------------------------------------------------------------------


def test_a_promise_needs_thirty_cases_of_a_kind(programme: Programme) -> None:
    ports(30, 29)
    found = {one.values: one for one in promises(april(programme), ["port"])}
    first, second = found[("甲港",)], found[("乙港",)]
    assert first.took is not None
    assert (first.cases, first.took.median, first.took.p90) == (30, 10 * HOUR, 10 * HOUR)
    assert (second.cases, second.took) == (29, None)
    assert second.reason is not None
    assert "30" in second.reason.en


def test_a_promise_of_an_unknown_step_is_refused(programme: Programme) -> None:
    with pytest.raises(UnknownStep):
        promises(april(programme), [], "loading")


# -- trend ------------------------------------------------------------------------------------


def test_months_stand_beside_those_of_the_base_year(programme: Programme) -> None:
    recorded()
    march, now = trend_of(april(programme, first="2023-03"), "customs")
    assert (march.took, march.is_withheld) == (None, False)  # d was never declared
    assert now.took is not None
    assert now.base is not None
    assert (now.month.code, now.took.count, now.took.median) == ("2023-04", 6, 4 * HOUR)
    assert (now.base.count, now.base.median) == (3, 12 * HOUR)


def test_a_month_of_two_cases_is_withheld(programme: Programme) -> None:
    ports(2)
    (month,) = trend_of(april(programme))
    assert (month.took, month.is_withheld) == (None, True)


# -- comparison -------------------------------------------------------------------------------


def seconds(found: Comparison) -> dict[tuple[str, str], float]:
    return {(one.source, one.target): one.seconds for one in found.steps}


def test_the_steps_add_up_to_the_difference(programme: Programme) -> None:
    recorded()
    found = compare(april(programme, port="甲港"), april(programme, port="乙港"))
    assert found.found is not None
    assert (found.found.before, found.found.after) == (10 * HOUR, 9 * HOUR)
    told = seconds(found)
    assert sum(told.values()) == pytest.approx(-1 * HOUR)
    assert told[("release", "pickup")] == -5 * HOUR
    assert told[("arrival", "release")] == 5 * HOUR


def test_the_same_cases_are_not_compared(programme: Programme) -> None:
    recorded()
    with pytest.raises(NothingToCompare):
        compare(april(programme), april(programme))


# -- explanation ------------------------------------------------------------------------------


def test_a_figure_opens_to_its_events_cases_and_citation(programme: Programme) -> None:
    recorded()
    told = explain_step(programme, april(programme), "customs")
    assert told.answer.en == "median 4.00 h, mean 4.00 h, nine in ten within 5.00 h (6 cases)"
    assert told.formula is not None
    assert told.formula.en == "hours of the clock from the last of arrival, declaration to release"
    assert told.citations
    base = explain_step(programme, april(programme), "customs", then=True)
    assert "2017" in base.title.en
    assert "12.00" in base.answer.en


# -- single cases -----------------------------------------------------------------------------


def placed(name: str, org: str) -> None:
    events.append((replace(one, org=org) for one in case(name, "甲港", **A)), source_name="test")


def at(org: str) -> Actor:
    return Actor("wang", "Wang", (Post(Role.CITY, org),))


def test_cases_behind_a_figure_are_those_of_ones_own_city(inside: Programme) -> None:
    placed("mine", "demo.lanpu")
    placed("theirs", "demo.biwan")
    seen = consignments(at("demo.lanpu"), inside, april(inside), "whole")
    assert [(one.case, one.seconds) for one in seen] == [("mine", 10 * HOUR)]
    assert len(consignments(SOLO, inside, april(inside), "whole")) == 2


def test_the_longest_case_stands_on_top(inside: Programme) -> None:
    recorded()
    seen = consignments(SOLO, inside, april(inside), "customs")
    assert [one.seconds for one in seen] == [5 * HOUR] * 3 + [3 * HOUR] * 3
    back = consignments(SOLO, inside, april(inside), "releasing", "backwards")
    assert [one.seconds for one in back[:2]] == [-1 * HOUR, -1 * HOUR]
    still = consignments(SOLO, inside, april(inside), "whole", "open")
    assert [one.seconds for one in still] == [None] * 3


def test_a_stranger_may_not_see_single_cases(programme: Programme) -> None:
    placed("mine", "demo.lanpu")
    process = programme.law.processes["demo.clearance"]
    with pytest.raises(NotAllowed):
        consignments(STRANGER, programme, april(programme), "whole")
    for actor in (STRANGER, at("demo.biwan")):
        with pytest.raises(NoSuchCase):
            consignment(actor, programme, process, "mine")


def test_a_case_tells_where_it_left_the_declared_way(inside: Programme) -> None:
    recorded()
    process = inside.law.processes["demo.clearance"]
    view = consignment(SOLO, inside, process, "b0")
    assert [one.event.type for one in view.state.history] == [
        "declaration", "arrival", "release", "tax",
    ]  # fmt: skip
    off = {one.event.type for one in view.state.deviations} - {"arrival"}  # its fields are missing
    assert off == {"release", "tax"}
    plain = consignment(SOLO, inside, process, "a0")
    assert {one.event.type for one in plain.state.deviations} == {"arrival"}


def test_a_kind_of_cases_that_is_none_is_refused(inside: Programme) -> None:
    with pytest.raises(UnknownWay):
        consignments(SOLO, inside, april(inside), "whole", "late")


def test_few_cases_of_the_base_year_are_withheld_there_too(programme: Programme) -> None:
    ports(3)
    events.append(case("old", "甲港", **C), source_name="test")
    (month,) = trend_of(april(programme), "customs")
    assert (month.base, month.base_is_withheld) == (None, True)


def test_a_month_of_a_port_does_not_tell_of_the_rest(
    programme: Programme, inside: Programme
) -> None:
    # all six of April less the five of 甲港 would be the one case of 乙港
    ports(5, 1)
    (month,) = trend_of(april(programme, port="甲港"), "whole")
    assert (month.took, month.is_withheld) == (None, True)
    (month,) = trend_of(april(inside, port="甲港"), "whole")
    assert month.took is not None
    assert month.took.count == 5
    sheets = {one.id: one for one in release_study(programme, april(programme, port="甲港"))}
    assert [cell.value for cell in sheets["study-coverage"].rows[0][1:]] == [None, None, None]
