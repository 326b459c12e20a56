"""Tasks under way on their pages: added, reported on, proven, seen by those they concern."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.site.tables import rows_of, text_of

CITY = "demo.lanpu"
PDF = b"%PDF-1.7 example"


@pytest.fixture(autouse=True)
def office(settings, demo) -> None:
    settings.SOLO = False


@pytest.fixture
def sign_in(client, django_user_model):
    """Sign in as a new user with a post."""

    def signed(role: str, org: str):
        from kaifang.store.models import Post

        user = django_user_model.objects.create_user(f"{role}-{org}")
        Post.objects.create(
            user=user, role=role, org=org, from_day=date(2020, 1, 1), granted_at=timezone.now()
        )
        client.force_login(user)
        return client

    return signed


@pytest.fixture
def task(sign_in):
    """A task of Lanpu, added on the page by an officer of the division."""
    page = sign_in("division", "demo")
    answer = page.post("/worklist/new/", {
        "title": "建设班列集结中心", "lead": CITY, "partners": ["demo.zone.lanpu-etdz"],
        "start": "2023-03-01", "due": "2023-07-10", "meeting": "全省调度会", "on": "2023-02-20",
        "milestones": "2023-03-31 选址\n开工",
    })  # fmt: skip
    assert answer.status_code == 302
    from kaifang.store.models import Task

    return Task.objects.get()


def act(client, task, name: str, version: int, **given):
    data = {"act": name, "version": version, **given}
    return client.post(f"/worklist/{task.pk}/", data, headers={"accept-language": "zh-hans"})


def test_the_list_says_how_late_a_task_is(task, read) -> None:
    (row,) = rows_of(read("/worklist/"), "work")
    assert row[0].startswith("建设班列集结中心")
    assert row[1:3] == ["逾期5天", "2023-07-10"]
    assert "逾期" in text_of(read("/worklist/?state=overdue"))
    assert "建设班列集结中心" not in read("/worklist/?state=done")


def test_the_lead_body_reports_and_finishes(task, sign_in, read) -> None:
    city = sign_in("city", CITY)
    assert act(city, task, "report", 1, text="完成土地平整", percent=40).status_code == 302
    assert act(city, task, "reach", 2, milestone=1, on="2023-04-02").status_code == 302
    page = text_of(read(f"/worklist/{task.pk}/"))
    assert "完成土地平整" in page
    assert "40%" in page
    assert "完成节点" in page
    assert re.search(r"选址\s*2023-04-02", page)
    assert act(city, task, "finish", 3, text="已投用").status_code == 302
    task.refresh_from_db()
    assert task.state == "done"
    assert "重新打开" in text_of(read(f"/worklist/{task.pk}/"))


def test_of_two_who_saw_the_same_one_keeps_his_words(task, sign_in) -> None:
    city = sign_in("city", CITY)
    act(city, task, "report", 1, text="第一份")
    late = act(city, task, "report", 1, text="第二份")
    assert late.status_code == 400
    assert "第二份" in late.content.decode()
    assert "此件已被他人更新" in late.content.decode()


def test_evidence_comes_back_as_a_download(task, sign_in) -> None:
    city = sign_in("city", CITY)
    file = SimpleUploadedFile("批复.pdf", PDF, content_type="text/html")
    assert act(city, task, "evidence", 1, file=file, text="立项批复").status_code == 302
    sha256 = task.events.get(kind="evidence").content["sha256"]
    answer = city.get(f"/worklist/{task.pk}/evidence/{sha256}/")
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_file_that_lies_is_told_at_its_field(task, sign_in) -> None:
    city = sign_in("city", CITY)
    file = SimpleUploadedFile("批复.pdf", b"<html><script>", content_type="application/pdf")
    answer = act(city, task, "evidence", 1, file=file)
    assert answer.status_code == 400
    assert "不是可接收的类型" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "org"), [("city", "demo.biwan"), ("zone", "demo.zone.biwan-etdz")]
)
def test_a_stranger_neither_sees_nor_writes(task, sign_in, role: str, org: str) -> None:
    stranger = sign_in(role, org)
    assert "建设班列集结中心" not in stranger.get("/worklist/").content.decode()
    assert stranger.get(f"/worklist/{task.pk}/").status_code == 404
    assert act(stranger, task, "report", 1, text="x").status_code == 404
    assert task.events.count() == 1


def test_a_partner_sees_but_is_offered_no_form(task, sign_in) -> None:
    zone = sign_in("zone", "demo.zone.lanpu-etdz")
    page = zone.get(f"/worklist/{task.pk}/")
    assert page.status_code == 200
    assert 'class="act"' not in page.content.decode()
    assert act(zone, task, "report", 1, text="x").status_code == 403
    assert task.events.count() == 1


def test_a_visitor_sees_an_empty_list(task, client) -> None:
    client.logout()
    assert "建设班列集结中心" not in client.get("/worklist/").content.decode()


def test_mine_and_the_chart(task, sign_in, read) -> None:
    sign_in("city", CITY)
    (row,) = rows_of(read("/worklist/mine/"), "work")
    assert row[0].startswith("建设班列集结中心")
    chart = read("/worklist/chart/")
    assert "2023-03-31 选址" in chart
    assert "gantt-bar--late" in chart


def test_a_milestone_with_no_day_of_the_calendar_is_told(sign_in) -> None:
    page = sign_in("division", "demo")
    answer = page.post(
        "/worklist/new/",
        {"title": "x", "lead": CITY, "milestones": "2023-02-30 开工"},
        headers={"accept-language": "zh-hans"},
    )
    assert answer.status_code == 400
    assert "2023-02-30" in answer.content.decode()


@pytest.mark.parametrize(("role", "org"), [("leader", "demo"), ("reviewer", "demo"), ("", "")])
def test_who_may_give_no_task_is_shown_no_form(sign_in, client, role: str, org: str) -> None:
    from kaifang.store.models import Task

    page = sign_in(role, org) if role else client
    assert page.get("/worklist/new/").status_code == 403
    assert page.post("/worklist/new/", {"title": "x", "lead": CITY}).status_code == 403
    assert not Task.objects.exists()


def test_an_act_that_is_none_is_refused(task, sign_in) -> None:
    city = sign_in("city", CITY)
    answer = act(city, task, "blow_up", 1, text="x", reason="x")
    assert answer.status_code == 400
    assert "blow_up" in answer.content.decode()
    assert task.events.count() == 1


def test_the_owner_is_changed_on_the_page(task, sign_in, read, django_user_model) -> None:
    city = sign_in("city", CITY)
    user = django_user_model.objects.get(username=f"city-{CITY}")
    assert act(city, task, "assign", 1, owner=user.pk, reason="分工调整").status_code == 302
    page = text_of(read(f"/worklist/{task.pk}/"))
    assert re.search(rf"承办人\s*·\s*city-{CITY}", page)
    assert "建设班列集结中心" in read("/worklist/mine/")
    stranger = django_user_model.objects.get(username="division-demo")
    assert act(city, task, "assign", 2, owner=stranger.pk, reason="误").status_code == 400


def test_the_list_reads_its_tasks_once(task, read) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        read("/worklist/?state=overdue")
    assert sum('FROM "store_taskevent"' in one["sql"] for one in asked.captured_queries) == 1
