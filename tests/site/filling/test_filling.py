"""One form on its page: filled in, refused, reviewed, corrected, signed; by workbook too."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from kaifang.facts.check_rules import Past
from kaifang.programme.opening import Programme
from kaifang.programme.reporting import forms as reading
from kaifang.programme.reporting.duties import Duty
from tests.site.quarter import (
    CITY,
    FUNDS,
    GDP,
    OTHER,
    PAGE,
    PDF,
    SOUND,
    ZONE,
    cells,
    events,
    stands,
    typed,
)
from tests.site.tables import rows_of, text_of


def test_the_head_says_what_the_law_wants_on_a_form(sign_in) -> None:
    page = text_of(sign_in("zone", ZONE).get(PAGE).content.decode())
    for word in ("示商统2表", "示统函〔2023〕7号（演示）", "2024-12-31", "2023-07-12"):
        assert word in page


def test_save_keeps_full_width_digits_as_numbers(sign_in) -> None:
    zone = sign_in("zone", ZONE)
    answer = zone.post(PAGE, typed(0, "save", **cells({FUNDS: "３１．２"})))
    assert answer.status_code == 302
    assert stands() == {FUNDS: Decimal("31.2")}


def test_a_visitor_must_sign_in(client) -> None:
    for path in ("/forms/", PAGE, "/forms/desk/", "/forms/calendar/", f"{PAGE}workbook/"):
        assert client.get(path).status_code == 302
    assert client.post(PAGE, typed(0, "save", **cells(SOUND))).status_code == 302
    assert events() == 0


def test_autosave_answers_version_time_and_findings(sign_in) -> None:
    zone = sign_in("zone", ZONE)
    answer = zone.post(PAGE, typed(0, "save", **cells({FUNDS: "-1"})), headers={"X-Autosave": "1"})
    told = json.loads(answer.content)
    assert told["version"] == 1
    assert re.fullmatch(r"已保存\s?\d\d:\d\d", told["says"])
    assert "到位资金不能为负数" in told["rows"][FUNDS]
    assert told["rows"][GDP] == ""


def test_of_two_officers_the_later_loses_nothing(sign_in, django_user_model) -> None:
    zone, city = sign_in("zone", ZONE), sign_in("city", CITY)
    city.post(PAGE, typed(0, "save", **cells({FUNDS: "30", GDP: "140"})))
    late = zone.post(PAGE, typed(0, "save", **cells({FUNDS: "31.2", GDP: ""})))
    page = late.content.decode()
    assert late.status_code == 409
    assert 'value="31.2"' in page  # what was typed
    assert "他人已存：<b>30</b>" in page  # what stands
    assert 'value="140"' in page  # what the other filled in and this one never touched
    assert stands()[FUNDS] == Decimal(30)
    again = zone.post(PAGE, typed(1, "save", **cells({FUNDS: "31.2"}, {FUNDS: "30"})))
    assert again.status_code == 302
    assert stands() == {FUNDS: Decimal("31.2"), GDP: Decimal(140)}


def test_autosave_of_the_later_one_is_told_what_stands(sign_in) -> None:
    zone, city = sign_in("zone", ZONE), sign_in("city", CITY)
    city.post(PAGE, typed(0, "save", **cells({FUNDS: "30"})))
    answer = zone.post(PAGE, typed(0, "save", **cells({FUNDS: "31"})), headers={"X-Autosave": "1"})
    assert answer.status_code == 409
    assert json.loads(answer.content)["stands"][FUNDS] == "30"


def test_submitting_shows_all_that_is_wrong_and_keeps_it_as_draft(sign_in) -> None:
    zone = sign_in("zone", ZONE)
    answer = zone.post(PAGE, typed(0, "submit", **cells({**SOUND, FUNDS: "-1", GDP: "约三百"})))
    page = text_of(answer.content.decode())
    assert answer.status_code == 400
    assert "到位资金不能为负数" in page
    assert "不是数字" in page
    assert stands()[FUNDS] == Decimal(-1)
    assert "已退回" not in page


def test_filling_in_for_a_subordinate_is_said(sign_in) -> None:
    city = sign_in("city", CITY)
    assert "代下级填报" in city.get(PAGE).content.decode()
    city.post(PAGE, typed(0, "save", **cells({FUNDS: "30"})))
    assert '<span class="tag">代填</span>' in sign_in("zone", ZONE).get(PAGE).content.decode()


def workbook(client, **values: object) -> bytes:
    """Download the form, type into its cells, save it."""
    answer = client.get(f"{PAGE}workbook/")
    assert answer["Content-Disposition"].startswith("attachment;")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            for key, value in values.items():
                if isinstance(cell.value, str) and key in cell.value:
                    sheet.cell(cell.row, column_of(sheet, "本期数")).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column_of(sheet, head: str) -> int:
    return next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == head)


def send(client, data: bytes, name: str = "季报.xlsx", page: str = PAGE):
    return client.post(page, {"act": "upload", "book": SimpleUploadedFile(name, data)})


def numbers(**other: object) -> dict[str, object]:
    return {**{key: float(value) for key, value in SOUND.items()}, **other}


def test_a_sound_workbook_is_submitted_once(sign_in) -> None:
    zone = sign_in("zone", ZONE)
    data = workbook(zone, **numbers())
    assert send(zone, data).status_code == 302
    assert stands()[GDP] == Decimal("145.6")
    before = events()
    assert send(zone, data).status_code == 302
    assert events() == before


def test_a_wrong_workbook_comes_back_marked_and_nothing_enters(sign_in) -> None:
    zone = sign_in("zone", ZONE)
    answer = send(zone, workbook(zone, **numbers(**{FUNDS: -1, GDP: "三百多"})))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "到位资金不能为负数" in page
    assert events() == 0
    link = re.search(r'href="(/forms/marked/[^"]+)"', page)[1]
    copy = zone.get(link)
    assert copy["Content-Disposition"].startswith("attachment;")
    assert "问题清单" in openpyxl.load_workbook(io.BytesIO(copy.content)).sheetnames
    assert sign_in("city", CITY).get(link).status_code in (400, 404)


def test_the_workbook_of_another_zone_is_refused(sign_in) -> None:
    zone = sign_in("zone", ZONE)
    city = sign_in("city", CITY)
    other = PAGE.replace("etdz", "hidz")
    assert send(city, workbook(zone, **numbers()), page=other).status_code == 400
    assert events() == 0


def test_a_file_that_is_no_workbook_is_told(sign_in) -> None:
    assert send(sign_in("zone", ZONE), b"<html>").status_code == 400
    assert sign_in("zone", ZONE).post(PAGE, {"act": "upload"}).status_code == 400


def test_the_reviewer_returns_one_cell_and_only_it_opens(submitted, sign_in) -> None:
    city, zone = sign_in("city", CITY), sign_in("zone", ZONE)
    assert f'name="back:{GDP}"' in city.get(PAGE).content.decode()
    answer = city.post(
        PAGE, typed(2, "return", **{f"back:{GDP}": "on", f"why:{GDP}": "与统计不符"})
    )
    assert answer.status_code == 302
    page = zone.get(PAGE).content.decode()
    assert "与统计不符" in page
    assert f'name="value:{GDP}"' in page
    assert f'name="value:{FUNDS}"' not in page
    mended = typed(3, "submit", **cells({GDP: "144"}, {GDP: "145.6"}))
    assert zone.post(PAGE, mended).status_code == 302
    assert city.post(PAGE, typed(5, "accept")).status_code == 302
    assert sign_in("reviewer", "demo").post(PAGE, typed(6, "accept")).status_code == 302
    from kaifang.store.models import Submission

    assert Submission.objects.get().state == "accepted"


def test_returning_without_a_reason_keeps_the_tick(submitted, sign_in) -> None:
    answer = sign_in("city", CITY).post(PAGE, typed(2, "return", **{f"back:{GDP}": "on"}))
    assert answer.status_code == 400
    assert f'name="back:{GDP}" checked' in answer.content.decode()


ACTS = ("save", "submit", "accept", "return", "ask", "approve", "refuse")


def test_a_stranger_may_do_nothing(submitted, sign_in) -> None:
    before = events()
    more = {**cells(SOUND), f"back:{GDP}": "on", f"why:{GDP}": "x", "why": "x"}
    for role, org in (("city", OTHER), ("zone", "demo.zone.biwan-etdz"), ("leader", OTHER)):
        stranger = sign_in(role, org)
        assert stranger.get(PAGE).status_code == 403
        assert {stranger.post(PAGE, typed(2, act, **more)).status_code for act in ACTS} == {403}
    assert events() == before


def test_a_leader_only_reads(submitted, sign_in) -> None:
    leader, before = sign_in("leader", "demo"), events()
    more = {**cells(SOUND), f"back:{GDP}": "on", f"why:{GDP}": "x", "why": "x"}
    assert "cell-input" not in leader.get(PAGE).content.decode()
    assert {leader.post(PAGE, typed(2, act, **more)).status_code for act in ACTS} == {403}
    assert events() == before


def test_a_stranger_uploads_and_signs_nothing(submitted, sign_in) -> None:
    zone, stranger, before = sign_in("zone", ZONE), sign_in("city", OTHER), events()
    assert send(stranger, workbook(zone, **numbers(**{GDP: 9}))).status_code == 403
    file = SimpleUploadedFile("签章.pdf", PDF)
    answer = stranger.post(f"{PAGE}sign-off/", {"version": 2, "file": file})
    assert answer.status_code == 403
    assert events() == before


def test_a_correction_is_asked_approved_by_another_and_listed(accepted, sign_in) -> None:
    zone, division = sign_in("zone", ZONE), sign_in("division", "demo")
    assert f'name="value:{GDP}"' in zone.get(f"{PAGE}?correct=1").content.decode()
    asked = typed(4, "ask", why="统计局核减", **cells({**SOUND, GDP: "140"}, SOUND))
    assert zone.post(PAGE, asked).status_code == 302
    assert "统计局核减" in division.get(PAGE).content.decode()
    assert division.post(PAGE, typed(5, "approve")).status_code == 302
    assert stands()[GDP] == Decimal(140)
    (row,) = rows_of(division.get("/forms/corrections/").content.decode(), "corrections")
    assert "145.6 → 140" in row[1]
    assert row[2] == "统计局核减"
    assert row[4].startswith("已批准")


def test_a_correction_without_a_reason_keeps_what_was_typed(accepted, sign_in) -> None:
    asked = typed(4, "ask", why="", **cells({**SOUND, GDP: "140"}, SOUND))
    answer = sign_in("zone", ZONE).post(PAGE, asked)
    assert answer.status_code == 400
    assert 'value="140"' in answer.content.decode()


def test_the_sheet_is_signed_and_its_scan_kept(submitted, sign_in) -> None:
    zone = sign_in("zone", ZONE)
    path = f"{PAGE}sign-off/"
    page = text_of(zone.get(path).content.decode())
    from kaifang.store import audit
    from kaifang.store.models import Submission

    assert Submission.objects.get().content in page
    assert audit.head().printed in page
    lie = SimpleUploadedFile("签章.pdf", b"<html>")
    assert zone.post(path, {"version": 2, "file": lie}).status_code == 400
    good = SimpleUploadedFile("签章.pdf", PDF)
    assert zone.post(path, {"version": 2, "file": good}).status_code == 302
    link = re.search(rf'href="({re.escape(path)}[0-9a-f]{{64}}/)', zone.get(path).content.decode())
    assert f"zone-{ZONE}" in text_of(zone.get(path).content.decode().partition("scans")[2])
    answer = zone.get(link[1])
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert sign_in("city", OTHER).get(link[1]).status_code == 403
    assert sign_in("city", CITY).post(PAGE, typed(3, "accept")).status_code == 302


def test_every_earlier_number_of_a_demo_is_marked(sign_in, monkeypatch) -> None:
    def known(_programme: Programme, duty: Duty) -> Past:
        seen = {duty.cell(FUNDS): Decimal("29.5"), duty.cell(GDP): Decimal("140.1")}
        return Past(duty.period, None, previous=seen, last_year=seen)

    monkeypatch.setattr(reading, "past_of", known)
    page = sign_in("zone", ZONE).get(PAGE).content.decode()
    earlier = re.findall(r'data-label="(?:上期|上年同期)[^"]*">(.*?)</td>', page)
    numbers = [cell for cell in earlier if "missing" not in cell]
    assert len(numbers) == 4
    assert all("演示" in cell for cell in numbers)
