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
