"""A process compiled: its edges, its way for the analysis of logs, and what is refused."""

from __future__ import annotations

import pytest

from kaifang.cases import conform, log_of
from kaifang.cases import definition as definitions
from kaifang.core.errors import SeveralErrors
from kaifang.packs.law import compose
from tests.cases.approvals import approval, at, clearance


def test_the_edges_are_those_of_the_transitions() -> None:
    own = approval()
    place = {name: n for n, name in enumerate(own.states)}
    event = {name: n for n, name in enumerate(own.events)}
    leads = {
        (state, name): own.states[own.edges[place[state], event[name]] - 1]
        for state in own.states
        for name in own.events
        if own.edges[place[state], event[name]]
    }
    assert leads == {
        ("received", "accept"): "reviewing", ("received", "suspend"): "suspended",
        ("received", "withdraw"): "withdrawn", ("reviewing", "suspend"): "suspended",
        ("reviewing", "pay"): "reviewing", ("reviewing", "decide"): "decided",
        ("reviewing", "withdraw"): "withdrawn", ("suspended", "withdraw"): "withdrawn",
        ("suspended", "resume"): "reviewing",  # back to either: the first named as a source
    }  # fmt: skip
    assert own.masks["decided"] == 0
    assert own.masks["suspended"] == 1 << event["resume"] | 1 << event["withdraw"]


def test_the_way_of_clearance_is_what_its_states_allow() -> None:
    way = clearance().way()
    assert set(way.starts) == {"arrival", "declaration"}
    assert set(way.follows) == {
        ("arrival", "declaration"), ("declaration", "arrival"), ("arrival", "release"),
        ("declaration", "release"), ("release", "pickup"),
    }  # fmt: skip
    assert set(way.ends or ()) == {"pickup"}
    assert set(way.must) == {"arrival", "declaration", "release", "pickup"}


def test_a_log_is_held_against_the_way() -> None:
    log = log_of([
        ("fit", "declaration", at("09-01")), ("fit", "arrival", at("09-02")),
        ("fit", "release", at("09-03")), ("fit", "pickup", at("09-04")),
        ("early", "arrival", at("09-01")), ("early", "declaration", at("09-02")),
        ("early", "pickup", at("09-03")),
    ])  # fmt: skip
    found = conform(log, clearance().way())
    assert found.fits.tolist() == [True, False]
    assert {(one.kind, one.activities) for one in found.deviations} == {
        ("step", ("declaration", "pickup")), ("missing", ("release",)),
    }  # fmt: skip


def test_what_begins_a_case_starts_the_way() -> None:
    way = approval().way()
    assert set(way.starts) == {"apply"}
    assert ("apply", "accept") in way.follows
    assert ("resume", "decide") in way.follows
    assert ("apply", "decide") not in way.follows
    assert way.must == ("apply",)  # a withdrawn case needs nothing else


def test_what_lint_finds_is_not_compiled() -> None:
    process = approval().process
    lost = process.states[0].model_copy(update={"id": "lost"})
    with pytest.raises(SeveralErrors) as told:
        definitions.compile(process.model_copy(update={"states": (*process.states, lost)}))
    assert [one.code for one in told.value.errors] == ["KF-PACK-202"]


def test_the_clearance_of_liaoning_is_the_way_of_the_bench() -> None:
    """Steps as the synthetic log of the bench has them, 2 % released before tax left out."""
    way = definitions.compile(compose("liaoning-2022").processes["clearance"]).way()
    assert set(way.starts) == {"arrival", "declaration"}
    assert {("tax", "release"), ("release", "pickup"), ("inspection", "tax")} <= set(way.follows)
    assert not {("release", "tax"), ("order", "tax"), ("declaration", "release")} & set(way.follows)
    assert {"arrival", "declaration", "tax", "release", "pickup"} == set(way.must)


def test_names_are_in_both_languages() -> None:
    own = definitions.compile(compose("demo").processes["demo.project"])
    assert own.label("events", "extend.landing").zh == "延长“签约至开工”时限"
    assert own.label("states", "stalled").en == "stalled"
    assert own.label("states", "nowhere").zh == "nowhere"
