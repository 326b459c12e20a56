"""Cases over the API: moved on evidence, refused with rule and source, hidden from others."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.site.api.province import CITY, OTHER_CITY, PDF
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
CASES = "/api/v1/packs/demo/processes/demo.project/cases"
TALK = {"act": "talk", "evidence": {"visit": "纪要.pdf"}, "data": {"investor": "示例集团"}}


@pytest.fixture(autouse=True)
def store(settings, tmp_path, demo) -> None:
    settings.SOLO, settings.HOME = False, tmp_path


def city(org: str = CITY) -> Client:
    client = Client()
    client.force_login(holder(f"of-{org}", "city", org))
    return client


def sent(client: Client, address: str, status: int = 200, **body: Any) -> Any:
    answer = client.post(address, json.dumps(body), "application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def opened(client: Client) -> Any:
    first = {"code_name": "海燕"}
    return sent(client, CASES, org=CITY, data=first, occurred_at="2023-01-04T10:00:00+08:00")


def test_case_is_moved_and_shown() -> None:
    own = city()
    case = opened(own)
    assert (case["state"], case["state_name"], case["version"]) == ("lead", "线索", 1)
    assert [one["act"] for one in case["possible"]] == ["talk", "terminate", "note"]
    address = f"{CASES}/{case['case']}"
    when = "2023-01-10T10:00:00+08:00"
    moved = sent(own, f"{address}/acts", **TALK, occurred_at=when, expected_version=1)
    assert moved["state"] == "talks"
    told = own.get(address).json()
    assert told == {**moved, "counted_in": None, "merged": []}
    assert [step["name"] for step in told["history"]] == ["首报登记", "进入洽谈"]
    assert told["clocks"][0]["status"] == "not_started"
    listed = own.get(f"{CASES}?state=talks&lang=en").json()
    assert [one["state_name"] for one in listed["items"]] == ["in talks"]
    seen = told["history"][0]["recorded_at"].replace("+", "%2B")
    assert own.get(f"{address}?seen_at={seen}").json()["version"] == 1


def test_cases_stand_where_they_stood_on_a_day() -> None:
    """Opened on 4 January, in talks from the 10th."""
    own = city()
    case = opened(own)["case"]
    when = "2023-01-10T10:00:00+08:00"
    sent(own, f"{CASES}/{case}/acts", **TALK, occurred_at=when, expected_version=1)

    def states(asked: str) -> list[str]:
        return [one["state"] for one in own.get(f"{CASES}?{asked}").json()["items"]]

    assert states("as_of=2023-01-03") == []
    assert states("as_of=2023-01-09") == states("as_of=2023-01-09&state=lead") == ["lead"]
    assert states("as_of=2023-01-09&state=talks") == []
    assert states("as_of=2023-01-10") == ["talks"]
    assert states("seen_at=2023-01-31") == []  # nothing was recorded then
    assert own.get(f"{CASES}/{case}?as_of=2023-01-09").json()["state"] == "lead"
    assert own.get(f"{CASES}/{case}?as_of=2023-01-03").status_code == 404
    other = city(OTHER_CITY)
    assert other.get(f"{CASES}?as_of=2023-01-09").json()["total"] == 0
    assert other.get(f"{CASES}/{case}?as_of=2023-01-09").status_code == 404


def test_refusal_tells_rule_place_and_source() -> None:
    own = city()
    address = f"{CASES}/{opened(own)['case']}/acts"
    told = sent(own, address, 400, act="talk", expected_version=1)
    assert (told["code"], told["rule"]) == ("KF-CASE-303", "KF-CASE-109")
    assert [one["code"] for one in told["errors"]] == ["KF-CASE-109", "KF-CASE-112"]
    assert "investment.yaml:" in told["where"]
    assert [one["reason"] for one in told["cites"]] == ["示例省虚构的流程，仅供演示"]


def test_who_comes_second_is_told() -> None:
    own = city()
    address = f"{CASES}/{opened(own)['case']}/acts"
    sent(own, address, act="note", expected_version=1)
    assert sent(own, address, 409, act="note", expected_version=1)["code"] == "KF-STORE-050"


def test_correction_replaces_the_event() -> None:
    own = city()
    case = opened(own)
    body = {
        "event": case["history"][0]["event"],
        "data": {"code_name": "海鸥"},
        "expected_version": 1,
    }
    address = f"{CASES}/{case['case']}/corrections"
    sent(own, address, 422, **body)  # without a word why
    assert sent(own, address, 400, **body, because=" ")["code"] == "KF-CASE-430"
    told = sent(own, address, **body, because="代号录入有误")
    assert (told["values"]["code_name"], told["version"]) == ("海鸥", 2)
    assert told["history"][0]["data"]["because"] == "代号录入有误"


def test_another_city_learns_nothing() -> None:
    case, other = opened(city())["case"], city(OTHER_CITY)
    assert other.get(CASES).json()["total"] == 0
    assert other.get(f"{CASES}/{case}").status_code == 404
    sent(other, f"{CASES}/{case}/acts", 404, **TALK, expected_version=1)
    sent(other, CASES, 403, org=CITY, data={"code_name": "白鹭"})
    assert Client().get(CASES).status_code == 401


def test_a_file_is_kept_named_by_an_act_and_given_back() -> None:
    own, other = city(), city(OTHER_CITY)
    place = CASES.removesuffix("/cases") + "/evidence"
    file = SimpleUploadedFile("纪要.pdf", PDF)
    kept = own.post(place, {"file": file, "org": CITY}).json()
    assert (kept["name"], kept["size"]) == ("纪要.pdf", len(PDF))
    proof = {"visit": {"file": kept["sha256"], "number": "1号", "date": "2023-01-09"}}
    talk = {"act": "talk", "evidence": proof, "data": {"investor": "示例集团"}}
    theirs = f"{CASES}/{sent(other, CASES, org=OTHER_CITY, data={'code_name': '白鹭'})['case']}"
    told = sent(other, f"{theirs}/acts", 400, **talk, expected_version=1)
    assert told["code"] == "KF-CASE-305"  # knowing its hash gives nobody the file
    address = f"{CASES}/{opened(own)['case']}"
    moved = sent(own, f"{address}/acts", **talk, expected_version=1)
    assert moved["history"][-1]["data"]["evidence"]["visit"]["name"] == "纪要.pdf"
    answer = own.get(f"{address}/evidence/{kept['sha256']}")
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert other.get(f"{address}/evidence/{kept['sha256']}").status_code == 404
    refused = other.post(place, {"file": SimpleUploadedFile("a.pdf", PDF), "org": CITY})
    assert refused.status_code == 403


def test_values_are_read_as_on_the_page() -> None:
    own = city()
    wrong = {"code_name": "海燕", "credit_code": "91210200MA0EXAMPLE"}
    told = sent(own, CASES, 400, org=CITY, data=wrong)
    assert [one["code"] for one in told["errors"]] == ["KF-CASE-308"]
    right = {"code_name": "海燕", "investment": "１２，０００.５０"}
    assert sent(own, CASES, org=CITY, data=right)["values"]["investment"] == "12000.50"
