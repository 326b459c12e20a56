"""Clearance as of a day and as seen on a day: what came later is not there, counted by hand.

The cases of test_studying: three of A (甲港) that arrive at 8, are declared at 10, released at 13
and picked up at 18 o'clock of 1 April, and three of B (乙港) declared at 9.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kaifang.packs.law import load
from kaifang.programme.casework.errors import NoSuchCase
from kaifang.programme.clearance import measuring
from kaifang.programme.clearance.comparing import compare
from kaifang.programme.clearance.consignments import consignment, consignments
from kaifang.programme.clearance.explaining import explain_step
from kaifang.programme.clearance.flows import study_flow
from kaifang.programme.clearance.limiting import study_limits
from kaifang.programme.clearance.picking import EarlierIsInternal, Selection, select
from kaifang.programme.clearance.promising import promises
from kaifang.programme.clearance.release_study import release_study
from kaifang.programme.clearance.studying import StepFinding, study_clearance, study_selected
from kaifang.programme.clearance.trending import trend_of
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor
from kaifang.programme.viewer import INTERNAL
from kaifang.store import events
from tests.programme.clearance.test_studying import HOUR, case

pytestmark = pytest.mark.django_db
SOLO = Actor("anna", "Anna", solo=True)
# three cases arrive on the first; two are released on the second, one of them only on the fourth
ARRIVED = "2023-04-01 08"
CASES = {
    "a": {"declaration": "2023-04-01 10", "release": "2023-04-02 08", "pickup": "2023-04-02 18"},
    "b": {"declaration": "2023-04-01 12", "release": "2023-04-02 08", "pickup": "2023-04-03 08"},
    "c": {"declaration": "2023-04-02 08", "release": "2023-04-04 08", "pickup": "2023-04-05 08"},
}
JULY_1 = datetime.fromisoformat("2023-07-01T09:00:00+08:00")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The store's clock: `clock(instant)` sets it."""

    def set_to(instant: datetime) -> None:
        monkeypatch.setattr("kaifang.store.events.adding.timezone.now", lambda: instant)

    set_to(JULY_1)
    return set_to


@pytest.fixture
def recorded(clock: Any) -> None:
    """A and B are recorded on the first of July; C came back-dated on the third."""
    for name in "ab":
        events.append(case(name, "甲港", arrival=ARRIVED, **CASES[name]), source_name="test")
    clock(JULY_1 + timedelta(days=2))
    events.append(case("c", "乙港", arrival=ARRIVED, **CASES["c"]), source_name="test")


@pytest.fixture
def inside(recorded: None) -> Programme:
    return Programme.of(load("demo"), viewer=INTERNAL)


def picked(programme: Programme, as_of: str = "", seen_at: str = "", **asked: Any) -> Selection:
    moment = programme.moment(as_of, seen_at)
    return select(programme, first="2023-04", last="2023-04", moment=moment, **asked)


def finding(one: Selection, id: str = "customs") -> StepFinding:
    return next(f for f in study_selected(one, is_demo=True).findings if f.step.id == id)


def test_steps_stand_as_of_a_day(inside: Programme) -> None:
    first = finding(picked(inside, "2023-04-01"))
    assert (first.cases, first.took, first.still_open) == (0, None, 2)  # c is not declared yet
    second = finding(picked(inside, "2023-04-02"))
    assert second.took is not None
    # a: 10 to 8 o'clock is 22 hours; b: 12 to 8 o'clock is 20; c is under way
    assert (second.cases, second.took.mean, second.still_open) == (2, 21 * HOUR, 1)
    now = finding(picked(inside))
    assert now.took is not None
    assert (now.cases, now.took.mean, now.still_open) == (3, 30 * HOUR, 0)  # c: 48 hours


def test_a_back_dated_load_never_rewrites_what_was_seen(inside: Programme) -> None:
    seen = finding(picked(inside, seen_at="2023-07-02"))
    assert seen.took is not None
    assert (seen.cases, seen.took.mean, seen.still_open) == (2, 21 * HOUR, 0)
    assert finding(picked(inside, seen_at="2023-07-03")).cases == 3
    assert picked(inside, seen_at="2023-06-30").log.cases == 0
    both = finding(picked(inside, "2023-04-01", "2023-07-02"))
    assert (both.cases, both.still_open) == (0, 2)


def test_a_correction_is_not_there_before_it_is_recorded(inside: Programme, clock: Any) -> None:
    clock(JULY_1 + timedelta(days=5))
    (late,) = case("a", release="2023-04-02 14")
    fixed = late.__class__(**{**_fields(late), "id": "fix", "amends": "a-release"})
    events.append([fixed], source_name="test")
    one = finding(picked(inside, seen_at="2023-07-05", where={"port": "甲港"}))
    assert one.took is not None
    assert one.took.mean == 21 * HOUR
    now = finding(picked(inside, where={"port": "甲港"}))
    assert now.took is not None
    assert now.took.mean == 24 * HOUR  # 28 and 20


def _fields(event: Any) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__dataclass_fields__}


def test_every_statement_obeys_the_moment(inside: Programme) -> None:
    asked: dict[str, str] = {"as_of": "2023-04-02", "seen_at": "2023-07-02"}
    one = picked(inside, **asked)
    assert [(p.values, p.cases) for p in promises(one, ["port"], "customs")] == [(("甲港",), 2)]
    (month,) = trend_of(one, "customs")
    assert month.took is not None
    assert month.took.count == 2
    flow = study_flow(one)
    times = {(b.edge.source, b.edge.target): b.edge.took.count for b in flow.bottlenecks}
    # b is picked up on the third
    assert times == {
        ("arrival", "declaration"): 2, ("declaration", "release"): 2, ("release", "pickup"): 1,
    }  # fmt: skip
    (overall,) = [one for one in study_limits(one, inside.law) if one.clock.id == "overall"]
    assert (overall.ended, overall.over) == (2, 0)
    sheets = {sheet.id: sheet for sheet in release_study(inside, one, "en")}
    coverage = [cell.value for cell in sheets["study-coverage"].rows[0][1:]]
    assert coverage == [2, 1, 1]  # began, went all the way, still open
    told = explain_step(inside, one, "customs")
    assert (told.versions.as_of.isoformat(), told.answer.en) == (
        "2023-04-02", "median 21.00 h, mean 21.00 h, nine in ten within 21.80 h (2 cases)",
    )  # fmt: skip
    ports = [picked(inside, "2023-04-03", where={"port": port}) for port in ("甲港", "乙港")]
    # 甲港: 34 and 48 hours from first to last event; 乙港: 24 from arrival to declaration
    contrast = compare(*ports).found
    assert contrast is not None
    assert (contrast.before, contrast.after) == (41 * HOUR, 24 * HOUR)


def test_single_cases_obey_the_moment(inside: Programme) -> None:
    one = picked(inside, "2023-04-02")
    listed = {
        way: sorted(c.case for c in consignments(SOLO, inside, one, "customs", way))
        for way in ("through", "open")
    }
    assert listed == {"through": ["a", "b"], "open": ["c"]}
    process = one.process
    view = consignment(SOLO, inside, process, "b", inside.moment("2023-04-02"))
    assert [step.event.type for step in view.state.history] == ["arrival", "declaration", "release"]
    assert view.state.pending == ()
    assert "pickup" not in {one.event.type for one in view.state.deviations}
    # from 8 o'clock to the end of the next day
    clock = view.state.clocks["physical"]
    assert (clock.status, round(clock.used or 0)) == ("running", 40)
    with pytest.raises(NoSuchCase):
        consignment(SOLO, inside, process, "b", inside.moment("2023-03-31"))
    with pytest.raises(NoSuchCase):
        consignment(SOLO, inside, process, "c", inside.moment("", "2023-07-02"))
    assert consignment(SOLO, inside, process, "c", inside.moment("", "2023-07-03")).version == 4


def test_months_begin_with_the_newest_that_was_seen(inside: Programme, clock: Any) -> None:
    clock(JULY_1 + timedelta(days=5))
    events.append(case("d", arrival="2023-05-02 08"), source_name="test")
    assert _period(study_clearance(inside)) == "2023-01/2023-05"
    assert _period(study_clearance(inside, moment=inside.moment("", "2023-07-04"))) == (
        "2023-01/2023-04"
    )


def _period(study: Any) -> str:
    return str(study.period.code)


def test_the_public_is_not_shown_two_days_to_set_against_each_other(recorded: None) -> None:
    public = Programme.of(load("demo"))
    assert picked(public, "2023-07-15").log is picked(public).log
    for asked in ({"as_of": "2023-04-02"}, {"seen_at": "2023-07-02"}):
        with pytest.raises(EarlierIsInternal):
            picked(public, **asked)


def test_answers_are_kept_as_long_as_their_log_and_no_longer(inside: Programme, clock: Any) -> None:
    first = study_selected(picked(inside), is_demo=True)
    assert study_selected(picked(inside), is_demo=True) is first
    past = [study_selected(picked(inside, f"2023-04-0{n}"), is_demo=True) for n in range(2, 8)]
    again = study_selected(picked(inside, "2023-04-07"), is_demo=True)
    assert again is past[-1]
    assert len(measuring._kept) <= measuring.MOST_MEASURED
    events.append(case("e", arrival="2023-04-09 08"), source_name="test")
    fresh = study_selected(picked(inside), is_demo=True)
    assert (first.cases, fresh.cases) == (3, 4)
