"""Time release studies: figures counted by hand from a few cases of an invented port."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kaifang.core.event import GivenEvent
from kaifang.core.period import UnreadablePeriod
from kaifang.packs.law import Law, load
from kaifang.programme.clearance.picking import StepsNotDeclared, UnknownGrouping, studied
from kaifang.programme.clearance.processes import UnknownProcess
from kaifang.programme.clearance.studying import (
    ClearanceStudy,
    StepFinding,
    study_clearance,
)
from kaifang.programme.clearance.telling import tell_study
from kaifang.programme.errors import InternalOnly
from kaifang.programme.opening import Programme
from kaifang.programme.viewer import INTERNAL
from kaifang.store import events

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


@pytest.fixture
def programme() -> Programme:
    return Programme.of(load("demo"))


def case(name: str, port: str = "", /, **times: str) -> Iterator[GivenEvent]:
    """The events of a case; times are those of Beijing, `2023-04-01 08`."""
    for kind, time in times.items():
        day, hour = time.split()
        yield GivenEvent(
            source="test",
            id=f"{name}-{kind}",
            process="demo.clearance",
            case=name,
            type=kind,
            occurred_at=f"{day}T{hour}:00:00+08:00",
            data={"port": port} if port else {},
        )


# a: declared after arrival; b: declared ahead, not picked up; c: of the same month of 2017
A = {
    "arrival": "2023-04-01 08", "declaration": "2023-04-01 10", "tax": "2023-04-01 12",
    "release": "2023-04-01 13", "pickup": "2023-04-01 18",
}  # fmt: skip
B = {
    "declaration": "2023-04-02 06", "arrival": "2023-04-02 09", "tax": "2023-04-02 15",
    "release": "2023-04-02 14",
}  # fmt: skip
C = {"arrival": "2017-04-30 00", "declaration": "2017-04-30 08", "release": "2017-04-30 20"}


def recorded() -> None:
    """Three cases of each kind, for what rests on fewer is not shown."""
    given = [
        event
        for n in range(3)
        for name, port, times in (("a", "甲港", A), ("b", "乙港", B), ("c", "甲港", C))
        for event in case(f"{name}{n}", port, **times)
    ]
    # neither in April 2023 nor in April 2017, by the clocks of Beijing
    given += case("d", "甲港", arrival="2023-03-31 23", release="2023-04-05 00")
    given += case("e", "甲港", arrival="2017-05-01 00", release="2017-05-09 00")
    events.append(given, source_name="test")


def april(programme: Programme, **asked: str) -> ClearanceStudy:
    return study_clearance(programme, first="2023-04", last="2023-04", **asked)


def step(study: ClearanceStudy, id: str, group: str | None = "") -> StepFinding:
    return next(one for one in study.findings if (one.step.id, one.group) == (id, group))


def test_each_step_is_timed(programme: Programme) -> None:
    recorded()
    study = april(programme)
    assert (study.cases, study.base_cases, study.is_demo) == (6, 3, True)
    assert [one.step.id for one in study.findings] == [
        "whole", "declaring", "customs", "inspecting", "noticing", "releasing", "picking_up",
    ]  # fmt: skip
    whole = step(study, "whole")
    assert whole.took is not None
    assert (whole.took.count, whole.took.mean, whole.change.now.still_open) == (3, 10 * HOUR, 3)
    customs = step(study, "customs").took  # a from 10 to 13, b from its arrival at 9 to 14
    assert customs is not None
    assert (customs.count, customs.mean, customs.median) == (6, 4 * HOUR, 4 * HOUR)
    assert customs.p90 == 5 * HOUR  # of 3, 3, 3, 5, 5, 5
    declaring, releasing = step(study, "declaring"), step(study, "releasing")
    assert (declaring.backwards, releasing.backwards) == (3, 3)


def test_a_step_is_set_against_the_same_month_of_2017(programme: Programme) -> None:
    recorded()
    study = april(programme)
    # customs took 12 hours then and 4 now
    assert step(study, "customs").change.of_median == pytest.approx(-200 / 3)
    assert step(study, "customs").why_no_change is None
    whole = step(study, "whole")
    assert whole.change.of_mean is None
    assert whole.why_no_change is not None
    assert "base year" in whole.why_no_change.en


def test_what_is_missing_tells_why(programme: Programme) -> None:
    recorded()
    told = {one["step"]: one for one in tell_study(april(programme), "en")["steps"]}
    assert told["customs"]["promise_p90_hours"] is None
    assert "30" in told["customs"]["why_no_promise"]
    inspecting = told["inspecting"]
    assert (inspecting["cases"], inspecting["mean_hours"]) == (0, None)
    assert inspecting["why_no_times"] == inspecting["why_no_promise"]
    assert told["customs"]["mean_hours"] == "4.00"
    assert told["customs"]["change_of_median"] == "-66.7"


def test_a_promise_rests_on_thirty_cases(programme: Programme) -> None:
    for count, is_promised in ((29, False), (30, True)):
        given = (one for n in range(count) for one in case(f"n{n}", **A))
        events.append(given, source_name="test")
        assert (step(april(programme), "whole").promise is not None) is is_promised


def test_waiting_is_told_by_holder(programme: Programme) -> None:
    recorded()
    # trader: a 8–10, b 6–9; customs: a 10–13, b 9–15 (it arrived after it was declared, and is
    # with customs until the duties are settled); port: a 13–18
    held = {one.holder: one.share for one in april(programme).held}
    assert held == {
        "customs": pytest.approx(9 / 19), "trader": pytest.approx(5 / 19),
        "port": pytest.approx(5 / 19),
    }  # fmt: skip


def test_cases_are_told_apart_by_a_field(programme: Programme) -> None:
    recorded()
    unsaid = (event for n in range(3) for event in case(f"f{n}", **A))  # nobody says the port
    events.append(unsaid, source_name="test")
    study = april(programme, by="port")
    groups = list(dict.fromkeys(one.group for one in study.findings))
    assert groups == ["甲港", "乙港", None]
    first = step(study, "customs", "甲港").took
    assert first is not None
    assert (first.count, first.mean) == (3, 3 * HOUR)
    assert step(study, "customs", "乙港").change.then.took is None


def ports(*counts: int) -> None:
    """As many cases of A at 甲港, 乙港 and 丙港."""
    events.append(
        (
            event
            for port, count in zip("甲乙丙", counts, strict=False)
            for n in range(count)
            for event in case(f"{port}{n}", f"{port}港", **A)
        ),
        source_name="test",
    )


def test_fewer_than_three_cases_are_not_shown(programme: Programme) -> None:
    ports(2)
    study = april(programme)
    whole = step(study, "whole")
    assert (whole.took, whole.cases, whole.still_open, whole.backwards) == (None,) * 4
    assert whole.why_no_times is not None
    assert "three firms" in whole.why_no_times.en
    assert study.held == []
    told = tell_study(study, "en")["steps"][0]
    assert (told["cases"], told["mean_hours"], told["why_no_times"]) == (
        None, None, whole.why_no_times.en,
    )  # fmt: skip


def test_no_difference_gives_away_what_is_not_shown(programme: Programme) -> None:
    # 乙港 has one case: with 甲港 shown, the whole less 甲港 would tell it; 丙港 hides it
    ports(5, 1, 4)
    study = april(programme, by="port")
    shown = {one.group: one.cases for one in study.findings if one.step.id == "whole"}
    assert shown == {"甲港": 5, "乙港": None, "丙港": None}


def test_two_ports_of_one_case_hide_a_third(programme: Programme) -> None:
    # together they would be two cases, which the whole less 丙港 tells
    ports(1, 1, 9)
    shown = {one.group: one.cases for one in april(programme, by="port").findings}
    assert shown == {"甲港": None, "乙港": None, "丙港": None}


def test_few_cases_of_the_base_year_hide_only_what_rests_on_them(programme: Programme) -> None:
    ports(3)
    events.append(case("old", "甲港", **C), source_name="test")
    customs = step(april(programme), "customs")
    assert (customs.cases, customs.base_cases, customs.change.of_median) == (3, None, None)
    assert customs.why_no_change is not None
    assert "three firms" in customs.why_no_change.en


def test_months_are_those_of_the_newest_cases(programme: Programme) -> None:
    assert study_clearance(programme).period is None
    recorded()
    study = study_clearance(programme)
    assert study.period is not None
    assert study.period.code == "2023-01/2023-04"
    assert study.cases == 7


def test_what_cannot_be_studied_is_refused(programme: Programme) -> None:
    recorded()
    with pytest.raises(UnknownProcess):
        study_clearance(programme, "demo.clearence")
    with pytest.raises(StepsNotDeclared):
        study_clearance(programme, "demo.project")
    with pytest.raises(UnknownGrouping):
        april(programme, by="consignee")
    with pytest.raises(UnreadablePeriod):
        study_clearance(programme, first="2023-04-02", last="2023-04-08")
    with pytest.raises(UnreadablePeriod):
        study_clearance(programme, first="2023-05", last="2023-04")


def test_a_stranger_may_not_study_what_is_acted_on(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = programme.law.processes["demo.clearance"]
    acted_on = {entry.id: entry.model_copy(update={"mode": "command"})}
    monkeypatch.setattr(Law, "processes", property(lambda _: acted_on))
    with pytest.raises(InternalOnly):
        study_clearance(programme, entry.id)
    assert studied(programme) == []
    inside = replace(programme, viewer=INTERNAL)
    assert study_clearance(inside, entry.id).process.id == entry.id
