"""Dispatch on its pages: the table, checking and issue, slips, suggestions, the leader's page."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from urllib.parse import quote

import openpyxl
import pytest
from django.utils import timezone

from tests.site.tables import rows_of

CITY, ITEM = "demo.shiyuan", "trade.total.shiyuan.2023"
ZH = {"accept-language": "zh-hans"}


@pytest.fixture(autouse=True)
def office(settings, demo) -> None:
    settings.SOLO = False


@pytest.fixture
def sign_in(client, django_user_model):
    """Sign in as a user with a post."""

    def signed(role: str, org: str):
        from kaifang.store.models import Post

        user, made = django_user_model.objects.get_or_create(username=f"{role}-{org}")
        if made:
            Post.objects.create(
                user=user, role=role, org=org, from_day=date(2020, 1, 1), granted_at=timezone.now()
            )
        client.force_login(user)
        return client

    return signed


@pytest.fixture
def out(sign_in):
    """The half-year, given out for checking by the division."""
    from kaifang.store.models import Dispatch

    page = sign_in("division", "demo")
    answer = page.post("/dispatch/issuing/", {
        "act": "circulate", "version": 0, "days": 3, "clock": "working",
    })  # fmt: skip
    assert answer.status_code == 302
    return Dispatch.objects.get()


@pytest.fixture
def slip(sign_in):
    """A slip to Shiyuan."""
    from kaifang.store.models import Slip

    answer = sign_in("division", "demo").post("/dispatch/slips/new/", {
        "from_org": "demo", "to_org": CITY, "level": "blue", "clock": "working",
        "title": "进出口落后序时进度", "body": "请查明原因。",
    })  # fmt: skip
    assert answer.status_code == 302
    return Slip.objects.get()


# -- the table ------------------------------------------------------------------------------------


def test_everybody_sees_the_table_and_nobody_outside_what_was_said(read) -> None:
    page = read("/dispatch/")
    assert "调度表 2023年1-6月" in page
    assert "下一步" not in page
    assert "石原市" in page
    english = read("/dispatch/", "en")
    assert "Dispatch table" in english


def test_the_address_orders_and_filters(read) -> None:
    every, behind = read("/dispatch/"), read("/dispatch/?show=behind")
    assert len(rows_of(behind, "dispatch")) < len(rows_of(every, "dispatch"))
    ranked = read("/dispatch/?by=rank&indicator=trade.total")
    assert ranked.index("岚浦市") > 0
    assert "碧湾市" not in "".join(
        str(r) for r in rows_of(read(f"/dispatch/?org={CITY}"), "dispatch")
    )


def test_every_figure_opens_and_one_of_march_opens_as_of_march(read, client) -> None:
    now = read(f"/dispatch/?org={CITY}")
    then = read(f"/dispatch/?org={CITY}&period=2023-Q1")
    pattern = rf'href="(/figure/[^"]*measure=attainment[^"]*target={ITEM}[^"]*)"'
    (live,) = set(re.findall(pattern, now))
    (march,) = set(re.findall(pattern, then))
    assert "until=" not in live
    assert "until=2023-03-31" in march
    opened = client.get(march.replace("&amp;", "&"), headers=ZH).content.decode()
    assert "1-3月" in opened


def test_the_table_leaves_as_an_a3_workbook(client) -> None:
    answer = client.get("/dispatch/?format=xlsx", headers=ZH)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.page_setup.paperSize == 8
    assert client.get("/dispatch/?format=csv").status_code == 200
    assert client.get("/dispatch/?format=json").json()["columns"]


def test_a_strange_period_is_refused_kindly(client) -> None:
    assert client.get("/dispatch/?period=soon", headers=ZH).status_code == 400


def test_the_meeting_goes_from_one_to_the_next(read) -> None:
    assert "示例省" in read("/dispatch/meeting/")
    assert "石原市" in read("/dispatch/meeting/?at=2")
    assert "Leave the meeting view" in read("/dispatch/meeting/", "en")


@pytest.mark.parametrize("path", ["leader/", "issuing/", "slips/", "slips/new/", "suggestions/"])
def test_a_stranger_may_not_see_what_is_internal(path: str, client) -> None:
    assert client.get(f"/dispatch/{path}").status_code == 403


# -- remarks and the leader's page ----------------------------------------------------------------


def test_a_city_writes_and_the_leader_reads_it_with_its_changes(sign_in, read) -> None:
    city = sign_in("city", CITY)
    assert f"/dispatch/remarks/{ITEM}/" in read("/dispatch/")
    for period, problem in (("2023-01/2023-05", "缺口12亿元"), ("2023-H1", "缺口8亿元")):
        answer = city.post(
            f"/dispatch/remarks/{ITEM}/?period={period}",
            {"org": CITY, "problem": problem, "next_step": "组织参展", "proposal": "请支持展位"},
        )
        assert answer.status_code == 302
    sign_in("leader", "demo")
    page = read("/dispatch/leader/")
    assert "缺口<del>12</del><ins>8</ins>亿元" in page
    assert "请支持展位" in page
    assert "组织参展" in read("/dispatch/")


def test_a_stranger_may_not_write_a_remark(sign_in) -> None:
    from kaifang.store.models import Remark

    other = sign_in("city", "demo.lanpu")
    path = f"/dispatch/remarks/{ITEM}/"
    assert other.get(path).status_code == 403
    assert other.post(path, {"org": CITY, "problem": "x"}).status_code == 403
    assert not Remark.objects.exists()


# -- checking and issue ---------------------------------------------------------------------------


def test_a_city_objects_and_the_table_is_issued_for_a_reason(out, sign_in, read) -> None:
    city = sign_in("city", CITY)
    path = f"/dispatch/check/{out.pk}/"
    assert path in read("/dispatch/issuing/")
    bare = city.post(path, {"act": "answer", "version": 1, "verdict": "objected"}, headers=ZH)
    assert bare.status_code == 400
    assert "须写明理由" in bare.content.decode()
    told = {"act": "answer", "version": 1, "verdict": "objected", "items": [ITEM], "reason": "少计"}
    assert city.post(path, told).status_code == 302
    division = sign_in("division", "demo")
    show = f"/dispatch/issuing/{out.pk}/"
    assert "少计" in read(show)
    refused = division.post(show, {"act": "issue", "version": 2, "reason": ""}, headers=ZH)
    assert refused.status_code == 400
    assert "有异议" in refused.content.decode()
    done = division.post(show, {"act": "issue", "version": 2, "reason": "常务会议急需"})
    assert done.status_code == 302
    page = read(f"/dispatch/issued/{out.pk}/")
    assert "审计链" in page
    assert "常务会议急需" in page
    answer = division.get(f"/dispatch/issued/{out.pk}/?format=xlsx")
    assert answer["Content-Type"].startswith("application/vnd.openxml")


def test_an_answer_stands_at_the_hour_of_the_office(out, sign_in, read) -> None:
    sign_in("city", CITY).post(
        f"/dispatch/check/{out.pk}/", {"act": "answer", "version": 1, "verdict": "agreed"}
    )
    at = out.events.order_by("number").last().at  # kept as UTC, eight hours behind
    sign_in("division", "demo")
    (row,) = [one for one in rows_of(read(f"/dispatch/issuing/{out.pk}/"), "answers") if one[4]]
    assert row[4] == f"{at + timedelta(hours=8):%Y-%m-%d %H:%M}"


def test_what_is_given_out_reads_as_the_table_does(out, sign_in, read) -> None:
    # From 15 July to 31 December 2023: 16 + 31 + 30 + 31 + 30 + 31 = 169 days.
    sign_in("division", "demo")
    live = [row for row in rows_of(read("/dispatch/"), "dispatch") if "三个片区" in row[0]]
    frozen = next(row for row in out.events.get(kind="circulated").content["rows"]
                  if row["item"] == "platforms.free_trade.2023")  # fmt: skip
    assert [row[1] for row in live] == ["未到期距时限还有169天"]
    assert (frozen["light"]["label"]["zh"], frozen["light"]["says"]["zh"]) == (
        "未到期", "距时限还有169天",
    )  # fmt: skip


def test_a_stranger_may_not_check_issue_or_give_out(out, sign_in) -> None:
    other = sign_in("city", "demo.lanpu")
    assert other.get(f"/dispatch/check/{out.pk}/?org={CITY}").status_code == 403
    leader = sign_in("leader", "demo")
    show = f"/dispatch/issuing/{out.pk}/"
    assert leader.post(show, {"act": "issue", "version": 1, "reason": "x"}).status_code == 403
    given = {"act": "circulate", "version": 0, "days": 3, "clock": "working"}
    assert leader.post("/dispatch/issuing/?period=2023-Q1", given).status_code == 403
    out.refresh_from_db()
    assert (out.state, out.version) == ("circulated", 1)
    assert type(out).objects.count() == 1


def test_who_was_not_asked_has_nothing_to_check(out, sign_in, settings) -> None:
    settings.SOLO = True
    answer = sign_in("city", CITY).get(
        f"/dispatch/check/{out.pk}/?org=demo.zone.shiyuan-etdz", headers=ZH
    )
    assert answer.status_code in (400, 404, 409)
    assert "未请" in answer.content.decode()


# -- slips ----------------------------------------------------------------------------------------


def test_a_slip_is_answered_and_closed_on_its_page(slip, sign_in, read) -> None:
    path = f"/dispatch/slips/{slip.pk}/"
    city = sign_in("city", CITY)
    page = read(path)
    assert "提醒函" in page
    assert "示开放提〔2023〕1号" in page
    assert "To Shiyuan: please be reminded of" in read(path, "en")
    assert city.post(path, {"act": "answer", "version": 1, "reason": "已约谈"}).status_code == 302
    division = sign_in("division", "demo")
    late = division.post(path, {"act": "close", "version": 1, "reason": "结"}, headers=ZH)
    assert late.status_code == 400  # somebody was quicker
    assert division.post(path, {"act": "close", "version": 2, "reason": "结"}).status_code == 302
    slip.refresh_from_db()
    assert slip.state == "closed"
    assert [row for row in rows_of(read("/dispatch/slips/"), "slips") if "已办结" in str(row)]


def test_a_stranger_may_not_see_nor_touch_a_slip(slip, sign_in) -> None:
    other = sign_in("city", "demo.lanpu")
    path = f"/dispatch/slips/{slip.pk}/"
    assert other.get(path).status_code == 404
    assert other.post(path, {"act": "answer", "version": 1, "reason": "x"}).status_code == 404
    assert other.get("/dispatch/slips/new/").status_code == 403
    leader = sign_in("leader", "demo")
    assert leader.get(path).status_code == 200
    leader.post(path, {"act": "close", "version": 1, "reason": "x"})
    slip.refresh_from_db()
    assert slip.version == 1


def test_an_overdue_slip_is_proposed_for_the_next_level(slip, sign_in, read) -> None:
    type(slip).objects.filter(pk=slip.pk).update(due=date(2023, 7, 10))
    sign_in("division", "demo")
    assert "建议升为橙色预警" in read("/dispatch/slips/")
    assert "建议升为橙色预警" in read(f"/dispatch/slips/{slip.pk}/")
    told = sign_in("division", "demo").get("/api/v1/packs/demo/slips").json()["items"]
    assert [one["raise_to"] for one in told] == ["orange"]
    sign_in("city", CITY)
    assert "建议升为" not in read("/dispatch/slips/")
    slip.refresh_from_db()
    assert (slip.level, slip.version) == ("blue", 1)


# -- suggestions ----------------------------------------------------------------------------------


@pytest.fixture
def slow(demo) -> None:
    """Shiyuan's trains stand at a fifth in May and in June."""
    from kaifang.store.models import Batch
    from kaifang.store.observations import append
    from tests.programme.memory import level

    told = [
        level("corridor.trains", CITY, f"2023-01/2023-0{month}", "107",
              date(2023, month + 1, 10), unit="列")
        for month in (5, 6)
    ]  # fmt: skip
    append(told, kind=Batch.Kind.DEMO, reason="演示数据")


def test_a_person_decides_on_a_suggestion(slow, sign_in, read) -> None:
    from kaifang.store.models import Decision

    division = sign_in("division", "demo")
    page = read("/dispatch/suggestions/")
    assert "同一指标连续两期红灯，建议约谈" in page
    told = {"rule": "demo.interview.red_twice", "org": CITY, "verdict": "interview"}
    refused = division.post("/dispatch/suggestions/", {**told, "reason": ""}, headers=ZH)
    assert refused.status_code == 400
    answer = division.post("/dispatch/suggestions/", {**told, "reason": "连续两月滞后"})
    assert answer.status_code == 302
    assert "连续两月滞后" in read("/dispatch/suggestions/")
    leader = sign_in("leader", "demo")
    assert leader.get("/dispatch/suggestions/").status_code == 200
    leader.post("/dispatch/suggestions/", {**told, "reason": "x"})
    assert Decision.objects.count() == 1


def test_a_real_province_has_no_rules_and_none_is_invented(liaoning, sign_in, client) -> None:
    client = sign_in("leader", "210000")
    page = client.get("/dispatch/suggestions/?pack=liaoning-2022", headers=ZH).content.decode()
    assert "也不虚设" in page
    assert 'class="suggestion"' not in page


# -- the twins of the API -------------------------------------------------------------------------


def test_the_api_gives_the_table_without_words_to_the_public(sign_in, client) -> None:
    sign_in("city", CITY).post(f"/dispatch/remarks/{ITEM}/", {"org": CITY, "problem": "缺口"})
    path = f"/api/v1/packs/demo/dispatch?org={CITY}&limit=500"
    inside = {one["item"]: one for one in client.get(path).json()["items"]}
    assert inside[ITEM]["problem"] == "缺口"
    client.logout()
    outside = {one["item"]: one for one in client.get(path).json()["items"]}
    assert outside[ITEM]["problem"] == ""
    assert outside[ITEM]["actual"]["value"]


def test_the_api_gives_what_is_internal_to_insiders(out, slip, sign_in, client) -> None:
    paths = [
        "dispatch/leader", "dispatch/editions", f"dispatch/editions/{out.pk}", "slips",
        f"slips/{slip.pk}", "dispatch/suggestions",
    ]  # fmt: skip
    sign_in("leader", "demo")
    for path in paths:
        assert client.get(f"/api/v1/packs/demo/{path}").status_code == 200, path
    assert client.get(f"/api/v1/packs/demo/slips/{slip.pk}").json()["events"][0]["kind"] == "sent"
    sign_in("city", "demo.lanpu")
    assert client.get("/api/v1/packs/demo/slips").json()["total"] == 0
    assert client.get(f"/api/v1/packs/demo/slips/{slip.pk}").status_code == 404
    client.logout()
    for path in paths:
        assert client.get(f"/api/v1/packs/demo/{path}").status_code in (401, 403), path


def test_pages_name_their_twins(slip, read) -> None:
    assert "/api/v1/packs/demo/dispatch?" in read("/dispatch/")
    assert f"/api/v1/packs/demo/slips/{slip.pk}?" in read(f"/dispatch/slips/{slip.pk}/")


def test_whoever_may_read_the_audit_is_led_to_all_that_was_done(out, slip, client, sign_in) -> None:
    """An officer is not; the same one as audit administrator is."""
    from kaifang.store.models import Post, User

    paths = {
        f"/dispatch/issuing/{out.pk}/": quote(f"dispatch:{out.pk}"),
        f"/dispatch/slips/{slip.pk}/": quote(f"slip:{slip.serial}"),
    }
    for path in paths:
        assert "/audit/?subject=" not in client.get(path).text
    Post.objects.create(
        user=User.objects.get(), role="audit", from_day=date(2020, 1, 1), granted_at=timezone.now()
    )
    for path, subject in paths.items():
        assert f"/audit/?subject={subject}" in client.get(path).text
        assert rows_of(client.get(f"/audit/?subject={subject}").text, "entries")


def test_the_table_leaves_with_the_name_of_who_took_it_out(client, sign_in) -> None:
    assert "内部资料" not in client.get("/dispatch/?format=csv", headers=ZH).content.decode()
    inside = sign_in("division", "demo")
    for format in ("csv", "json"):
        told = inside.get(f"/dispatch/?format={format}", headers=ZH).content.decode("utf-8-sig")
        assert "内部资料 · 导出人 division-demo · " in told
    book = inside.get("/dispatch/?format=xlsx", headers=ZH).content
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert "导出人 division-demo" in sheet.oddFooter.right.text
