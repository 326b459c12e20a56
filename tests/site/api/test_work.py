"""Work by the API: a form from draft to correction, tasks, dispatch and slips; what is refused."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.tokens import make_token
from kaifang.store.models import AuditEntry, Submission, Task
from tests.programme.reporting.conftest import FUNDS
from tests.site.api.operations import CELLS
from tests.site.api.province import CITY, FORM, HALF, ITEM, PDF, PROVINCE, QUARTER, ZONE
from tests.site.holders import holder

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/packs/demo"
OURS = f"{ROOT}/forms/{FORM}/{ZONE}/{QUARTER}"


@pytest.fixture(autouse=True)
def house(settings, tmp_path, demo) -> None:
    settings.SOLO, settings.HOME = False, tmp_path


class Officer:
    """Somebody signed in who talks JSON."""

    def __init__(self, role: str, org: str) -> None:
        self.user = holder(f"{role}-{org}", role, org)
        self.client = Client()
        self.client.force_login(self.user)

    def get(self, address: str, status: int = 200) -> Any:
        return self._told(self.client.get(address), status)

    def post(self, address: str, status: int = 200, **body: object) -> Any:
        return self._told(self.client.post(address, json.dumps(body), "application/json"), status)

    def token(self, scope: str) -> Client:
        secret = make_token(actor_of(self.user), self.user, "程序", scope).secret
        headers = {"authorization": f"Bearer {secret}"}
        return Client(enforce_csrf_checks=True, headers=headers)

    @staticmethod
    def _told(answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.content.decode()[:600]
        return json.loads(answer.content)


@pytest.fixture
def zone() -> Officer:
    return Officer("zone", ZONE)


@pytest.fixture
def city() -> Officer:
    return Officer("city", CITY)


@pytest.fixture
def division() -> Officer:
    return Officer("division", PROVINCE)


def test_a_form_goes_from_draft_to_correction(zone, city, division) -> None:
    duties = zone.get(f"{ROOT}/duties?form={FORM}&org={ZONE}")["items"]
    (ours,) = [one for one in duties if one["period"] == QUARTER]
    assert (ours["state"], ours["version"]) == (None, 0)
    cells = {FUNDS: {"value": "31.2"}}
    assert zone.post(f"{OURS}/draft", cells=cells, expected_version=0) == {
        "version": 1, "state": "draft", "level": None, "changed": 1,
    }  # fmt: skip
    assert zone.post(f"{OURS}/submit", cells=CELLS, expected_version=1)["level"] == "city"
    returned = {FUNDS: "与台账不符"}
    assert city.post(f"{OURS}/reject", cells=returned, expected_version=2)["state"] == "returned"
    rows = {one["row"]: one for one in zone.get(OURS)["rows"]}
    assert (rows[FUNDS]["returned"], rows[FUNDS]["unlocked"]) == ("与台账不符", True)
    assert [one["act"] for one in rows[FUNDS]["history"]] == ["fill", "reject"]
    cells = {FUNDS: {"value": "31.5"}}
    assert zone.post(f"{OURS}/submit", cells=cells, expected_version=3)["version"] == 4
    assert city.post(f"{OURS}/accept", expected_version=4)["level"] == "province"
    assert division.post(f"{OURS}/accept", expected_version=5)["state"] == "accepted"
    asked = {"cells": {FUNDS: {"value": "30"}}, "reason": "重复计入", "expected_version": 6}
    assert zone.post(f"{OURS}/correction", **asked)["state"] == "correcting"
    assert division.post(f"{OURS}/correction/approve", expected_version=7)["changed"] == 1
    assert {one["row"]: one["value"] for one in division.get(OURS)["rows"]}[FUNDS] == "30"


def test_who_comes_late_is_told_that_it_changed_meanwhile(zone, city) -> None:
    zone.post(f"{OURS}/draft", cells={FUNDS: {"value": "1"}}, expected_version=0)
    told = zone.post(f"{OURS}/draft", 409, cells={FUNDS: {"value": "2"}}, expected_version=0)
    assert (told["code"], told["status"]) == ("KF-STORE-050", 409)
    assert all(told["says"][lang] for lang in ("zh", "en"))
    assert {one["row"]: one["value"] for one in zone.get(OURS)["rows"]}[FUNDS] == "1"


def test_every_wrong_cell_is_told_at_once(zone) -> None:
    wrong = {**CELLS, FUNDS: {"value": "约三十"}, "zones.gdp:to_date": {"value": None}}
    told = zone.post(f"{OURS}/submit", 400, cells=wrong, expected_version=0)
    assert told["code"] == "KF-PROG-145"
    assert {(one["row"], one["code"]) for one in told["errors"]} >= {
        (FUNDS, "number"), ("zones.gdp:to_date", "required"),
    }  # fmt: skip
    assert not Submission.objects.exists()


def test_a_workbook_goes_out_and_comes_back(zone) -> None:
    zone.post(f"{OURS}/submit", cells=CELLS, expected_version=0)
    answer = zone.client.get(f"{OURS}/workbook")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    file = SimpleUploadedFile("一区.xlsx", answer.content)
    told = zone.client.post(f"{ROOT}/workbooks", {"file": file}).json()
    assert (told["changed"], told["saved"][ZONE]["state"]) == (0, "submitted")
    lie = SimpleUploadedFile("一区.xlsx", b"<html>")
    refused = zone.client.post(f"{ROOT}/workbooks", {"file": lie})
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")


def test_a_refused_workbook_names_its_marked_copy(zone, city) -> None:
    book = openpyxl.load_workbook(io.BytesIO(zone.client.get(f"{OURS}/workbook").content))
    sheet = book.worksheets[0]
    place = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "本期数")
    wrong = sheet.cell(place.row + 1, place.column)
    wrong.value, out = "约30", io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("一区.xlsx", out.getvalue())
    answer = zone.client.post(f"{ROOT}/workbooks?lang=en", {"file": file})
    told = answer.json()
    assert (answer.status_code, told["code"]) == (400, "KF-PROG-145")
    assert len(told["errors"]) == 6  # one that is no number, five that are blank
    copy = zone.client.get(told["marked"])
    assert copy["Content-Disposition"].startswith("attachment;")
    marked = openpyxl.load_workbook(io.BytesIO(copy.content))
    assert "is not exact" in marked.worksheets[0][wrong.coordinate].comment.text
    assert "Findings" in marked.sheetnames
    stranger = city.client.get(told["marked"])
    assert (stranger.status_code, stranger.json()["code"]) == (404, "KF-PROG-211")
    assert not Submission.objects.exists()


def test_due_dates_are_a_calendar(zone) -> None:
    answer = zone.client.get(f"{ROOT}/due.ics")
    assert answer["Content-Type"] == "text/calendar"
    assert answer.content.count(b"BEGIN:VEVENT") == 4


def test_a_task_is_kept_with_its_proof(division) -> None:
    stages = [{"title": "选址", "due": "2023-08-01"}]
    made = division.post(f"{ROOT}/worklist", title="集结中心", lead=CITY, milestones=stages)
    task = f"{ROOT}/worklist/{made['number']}"
    assert made["version"] == 1
    division.post(f"{task}/report", text="已选址", percent=30, expected_version=1)
    division.post(f"{task}/reach", milestone=1, on="2023-07-01", expected_version=2)
    file = SimpleUploadedFile("批复.pdf", PDF)
    kept = division.client.post(f"{task}/evidence", {"file": file, "expected_version": 3}).json()
    answer = division.client.get(f"{task}/evidence/{kept['sha256']}")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/octet-stream")
    assert division.get(f"{task}/evidence/{'0' * 64}", 404)["code"] == "KF-PROG-196"
    told = division.get(f"{ROOT}/worklist?mine=false&lead={CITY}")["items"][0]
    assert (told["percent"], told["version"]) == (30, 4)
    assert division.post(f"{task}/finish", 409, text="完", expected_version=1)["status"] == 409
    # A milestone that is not there is no unknown address, though the task has the same number.
    again = division.post(f"{task}/reach", 400, milestone=9, on="2023-07-01", expected_version=4)
    assert again["code"] == "KF-PROG-193"


def test_a_task_changes_hands(division, city) -> None:
    made = division.post(f"{ROOT}/worklist", title="集结中心", lead=CITY)
    task = f"{ROOT}/worklist/{made['number']}"
    to = {"owner": str(city.user.pk), "reason": "分工调整"}
    told = division.post(f"{task}/assign", expected_version=1, **to)
    assert (told["owner"], told["version"]) == (str(city.user.pk), 2)
    mine = city.get(f"{ROOT}/worklist?mine=true")["items"]
    assert [one["number"] for one in mine] == [made["number"]]
    elsewhere = {"owner": str(division.user.pk), "reason": "误", "expected_version": 2}
    assert division.post(f"{task}/assign", 400, **elsewhere)["code"] == "KF-PROG-189"


def test_a_table_is_checked_and_issued(division, city) -> None:
    said = {"item": ITEM, "org": CITY, "period": HALF, "problem": "外需不足"}
    assert city.post(f"{ROOT}/dispatch/remarks", **said)["org"] == CITY
    out = division.post(f"{ROOT}/dispatch/editions", period=HALF, days=3, clock="working")
    edition = f"{ROOT}/dispatch/editions/{out['number']}"
    rows = city.get(f"{edition}/rows?org={CITY}")["items"]
    assert {one["org"] for one in rows} >= {CITY}
    objection = {"org": CITY, "verdict": "objected", "items": [ITEM], "expected_version": 1}
    assert city.post(f"{edition}/answer", 400, **objection)["code"] == "KF-PROG-175"
    city.post(f"{edition}/answer", reason="漏计一家", **objection)
    assert division.post(f"{edition}/issue", 400, expected_version=2)["code"] == "KF-PROG-176"
    done = division.post(f"{edition}/issue", reason="已核", expected_version=2)
    assert (done["state"], done["issued"]["reason"]) == ("issued", "已核")


def test_a_slip_is_sent_answered_and_closed(division, zone) -> None:
    sent = division.post(
        f"{ROOT}/slips", from_org=PROVINCE, to_org=ZONE, title="进度", limit={"days": 3}
    )
    slip = f"{ROOT}/slips/{sent['number']}"
    assert zone.post(f"{slip}/answer", text="已办", expected_version=1)["state"] == "answered"
    assert division.post(f"{slip}/return", reason="不详", expected_version=2)["version"] == 3
    more = {"days": 5, "reason": "汛期", "expected_version": 3}
    assert division.post(f"{slip}/extend", **more)["due"] == "2023-07-23"
    assert division.post(f"{slip}/close", reason="已结", expected_version=4)["state"] == "closed"


def test_one_is_told_who_one_is(zone, division) -> None:
    told = zone.get("/api/v1/me?lang=en")
    (post,) = told["posts"]
    assert (post["role"], post["org"], post["acts"]["fill"]) == ("zone", ZONE, "own")
    assert "dispatch" not in told["may"]
    reads = division.token("read").get("/api/v1/me").json()
    assert (reads["reads_only"], reads["may"]) == (True, ["see_internal", "see_case"])


def test_a_token_that_reads_changes_nothing(zone) -> None:
    body = json.dumps({"cells": CELLS, "expected_version": 0})
    refused = zone.token("read").post(f"{OURS}/submit", body, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "KF-PROG-215")
    assert zone.token("read").post("/api/v1/messages/read").status_code == 403
    assert not Submission.objects.exists()
    done = zone.token("read_write").post(f"{OURS}/submit", body, "application/json")
    assert done.json()["state"] == "submitted"
    assert "程序" in AuditEntry.objects.get(act="submit").person.content["token"]


def test_whoever_is_signed_in_shows_the_mark_of_our_pages(zone) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(zone.user)
    body = json.dumps({"title": "任务", "lead": ZONE})
    refused = client.post(f"{ROOT}/worklist", body, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "KF-PROG-216")
    client.get("/people/me/")
    mark = {"x-csrftoken": client.cookies["kaifang_csrf"].value}
    assert (
        client.post(f"{ROOT}/worklist", body, "application/json", headers=mark).status_code == 200
    )
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("worklist", "{", 400, "KF-PROG-217"),
        ("worklist", '{"title": "x"}', 422, "KF-PROG-062"),
        ("worklist", '{"title": "x", "lead": "demo", "led": 1}', 422, "KF-PROG-062"),
        ("worklist", '{"title": "x\\u0000", "lead": "demo"}', 422, "KF-PROG-062"),
        ("worklist", '{"title": " ", "lead": "demo"}', 400, "KF-PROG-192"),
        ("worklist/7/finish", '{"text": "x", "expected_version": 1}', 404, "KF-PROG-190"),
        ("slips/7/close", '{"reason": "x", "expected_version": 1}', 404, "KF-PROG-178"),
        ("forms/nothing/demo/2023-Q2/accept", '{"expected_version": 0}', 404, "KF-PROG-140"),
        ("due.ics", "{}", 405, "KF-PROG-064"),
        ("closings", "{}", 422, "KF-PROG-062"),
    ],
)
def test_a_refusal_is_a_problem(division, path, body, status, code) -> None:
    answer = division.client.post(f"{ROOT}/{path}", body, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["remedy"]["en"]


def test_an_address_that_only_writes_says_so(division) -> None:
    answer = division.client.get(f"{ROOT}/closings")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer.json()["code"] == "KF-PROG-218"
