"""The twin of `kaifang clearance study`: the same answer, to anybody."""

from __future__ import annotations

import pytest
from django.test import Client

from kaifang.packs.law import load
from kaifang.programme.clearance.studying import study_clearance
from kaifang.programme.clearance.telling import tell_study
from kaifang.programme.opening import Programme
from tests.programme.clearance.test_studying import recorded

pytestmark = pytest.mark.django_db
STUDY = "/api/v1/packs/demo/clearance/study"


@pytest.fixture
def programme(settings, tmp_path) -> Programme:
    settings.HOME = tmp_path / "home"
    return Programme.of(load("demo"))


def test_anybody_reads_the_study(programme: Programme, client: Client) -> None:
    recorded()
    asked = "?from=2023-04&to=2023-04&by=port&lang=en"
    answer = client.get(STUDY + asked)
    assert answer.status_code == 200
    study = study_clearance(programme, first="2023-04", last="2023-04", by="port")
    assert answer.json() == tell_study(study, "en")
    assert answer.json()["cases"] == 6


def test_without_events_there_is_no_period(programme: Programme, client: Client) -> None:
    told = client.get(STUDY).json()
    assert (told["period"], told["cases"], told["held"]) == (None, 0, [])
    assert {one["mean_hours"] for one in told["steps"]} == {None}


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ("?by=consignee", 400, "KF-CASE-211"),
        ("?process=demo.clearence", 400, "KF-CASE-208"),
        ("?process=demo.project", 400, "KF-CASE-210"),
        ("?from=soon", 400, "KF-CORE-"),
    ],
)
def test_what_cannot_be_studied_is_told(
    programme: Programme, client: Client, asked: str, status: int, code: str
) -> None:
    recorded()
    answer = client.get(STUDY + asked)
    assert (answer.status_code, answer.json()["code"][: len(code)]) == (status, code)


APRIL = "from=2023-04&to=2023-04&lang=en"


def test_a_study_keeps_to_what_is_asked(programme: Programme, client: Client) -> None:
    recorded()
    told = client.get(f"{STUDY}?{APRIL}&where=port=甲港").json()
    assert told["cases"] == 3
    answer = client.get(f"{STUDY}?{APRIL}&where=port")
    assert answer.status_code == 400


def test_anybody_reads_where_goods_wait(programme: Programme, client: Client) -> None:
    recorded()
    told = client.get(f"/api/v1/packs/demo/clearance/flow?{APRIL}").json()
    first = next(one for one in told["bottlenecks"] if one["target"] == "pickup")
    assert (first["times"], first["share"], first["mean_hours"]) == (3, "26.3", "5.00")
    assert told["deviating"] == "50.0"


def test_promises_tell_why_there_is_none(programme: Programme, client: Client) -> None:
    recorded()
    told = client.get(f"/api/v1/packs/demo/clearance/promises?{APRIL}&by=port").json()["items"]
    assert {one["values"]["port"]: one["cases"] for one in told} == {"甲港": 3, "乙港": 0}
    assert all(one["p90_hours"] is None and one["why_no_promise"] for one in told)


def test_two_ports_are_contrasted(programme: Programme, client: Client) -> None:
    recorded()
    asked = f"{APRIL}&where=port=乙港&against_where=port=甲港"
    told = client.get(f"/api/v1/packs/demo/clearance/contrast?{asked}").json()
    assert (told["before_hours"], told["after_hours"]) == ("10.00", "9.00")
    hours = {(one["source"], one["target"]): one["hours"] for one in told["steps"]}
    assert hours["release", "pickup"] == "-5.00"


def test_bands_are_told_with_their_standing(programme: Programme, client: Client) -> None:
    recorded()
    told = client.get(f"/api/v1/packs/demo/clearance/bands?{APRIL}").json()["items"]
    assert {one["standing"] for one in told} == {"unknown"}
    assert all("30" in one["why"] for one in told)
