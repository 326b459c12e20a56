"""Drafts on their pages: the notice of a table, letters of slips, letters of interview."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import pytest
from django.utils import timezone
from docx import Document

CITY = "demo.shiyuan"
RULE = "demo.interview.red_twice"


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
def issued(sign_in):
    """The half-year, issued by the division."""
    from kaifang.store.models import Dispatch

    page = sign_in("division", "demo")
    page.post("/dispatch/issuing/", {
        "act": "circulate", "version": 0, "days": 3, "clock": "working",
    })  # fmt: skip
    out = Dispatch.objects.get()
    page.post(f"/dispatch/issuing/{out.pk}/", {"act": "issue", "version": 1, "reason": "急需"})
    out.refresh_from_db()
    assert out.state == "issued"
    return out


@pytest.fixture
def slip(sign_in):
    """A slip to Shiyuan."""
    from kaifang.store.models import Slip

    sign_in("division", "demo").post("/dispatch/slips/new/", {
        "from_org": "demo", "to_org": CITY, "level": "blue", "clock": "working",
        "title": "进出口落后序时进度", "body": "请查明原因。\r\n请报下一步。",
    })  # fmt: skip
    return Slip.objects.get()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_notice_reads_as_it_would_with_figures_that_open(
    issued, read, client, language: str
) -> None:
    path = f"/dispatch/notice/{issued.pk}/"
    assert path in read(f"/dispatch/issued/{issued.pk}/")
    page = read(path, language)
    assert "关于2023年1—6月全省对外开放主要目标完成情况的通报" in page
    assert "Notice on how the main opening-up targets" in page
    links = set(re.findall(r'class="figure" href="([^"]+)"', page))
    assert len(links) > 5
    for link in links:
        assert client.get(unescape(link)).status_code == 200, link
    assert "data-copy-text" in page
    foot = page[page.index("draft-foot") :]
    assert "division-demo" in foot


def test_a_figure_of_the_draft_opens_as_it_was_known_then(issued, read, client) -> None:
    page = read(f"/dispatch/notice/{issued.pk}/")
    link = next(one for one in re.findall(r'href="(/figure/[^"]+)"', page) if "attainment" in one)
    assert "seen_at=" in link
    assert "until=2023-06-30" in link
    shown = re.search(rf'href="{re.escape(link)}"[^>]*>([^<]+)<', page)
    assert shown
    assert shown[1] in client.get(unescape(link)).content.decode()


@pytest.mark.parametrize(
    ("text", "title"),
    [("zh", "关于2023年1—6月全省对外开放主要目标完成情况的通报"),
     ("en", "Notice on how the main opening-up targets of the province stood in Jan–Jun 2023")],
)  # fmt: skip
def test_the_notice_leaves_as_docx(issued, client, text: str, title: str) -> None:
    answer = client.get(f"/dispatch/notice/{issued.pk}/?format=docx&text={text}")
    assert f"notice-demo-2023-H1-{text}.docx" in answer["Content-Disposition"]
    assert Document(io.BytesIO(answer.content)).paragraphs[0].text == title
    for strange in ("format=exe", "format=docx&text=fr"):
        assert client.get(f"/dispatch/notice/{issued.pk}/?{strange}").status_code == 400


@pytest.mark.parametrize(
    ("role", "org"), [("city", CITY), ("leader", "demo"), ("reviewer", "demo"), ("system", "demo")]
)
def test_a_stranger_may_not_see_a_draft(issued, slip, sign_in, role: str, org: str) -> None:
    other = sign_in(role, org)
    assert other.get(f"/dispatch/notice/{issued.pk}/").status_code == 403
    assert other.get(f"/dispatch/notice/{issued.pk}/?format=docx").status_code == 403
    assert other.get(f"/dispatch/letter/{slip.pk}/").status_code in (403, 404)
    assert other.get(f"/dispatch/interview/{RULE}/{CITY}/").status_code == 403
    shown = other.get(f"/dispatch/issued/{issued.pk}/")
    assert "/dispatch/notice/" not in shown.content.decode()


def test_who_has_not_signed_in_sees_no_draft(issued, slip, client) -> None:
    client.logout()
    for path in (f"notice/{issued.pk}", f"letter/{slip.pk}", f"interview/{RULE}/{CITY}"):
        assert client.get(f"/dispatch/{path}/").status_code in (302, 403, 404)


def test_a_table_that_is_not_there(sign_in) -> None:
    assert sign_in("division", "demo").get("/dispatch/notice/999/").status_code == 404


def test_a_slip_becomes_a_letter(slip, read, client) -> None:
    path = f"/dispatch/letter/{slip.pk}/"
    assert path in read(f"/dispatch/slips/{slip.pk}/")
    page = read(path)
    for part in ("关于“进出口落后序时进度”的提醒函", slip.serial, "石原市：", "请查明原因。",
                 "请报下一步。", "等级：蓝色提醒。时限：10个工作日", "2023年7月15日"):  # fmt: skip
        assert part in page
    file = Document(io.BytesIO(client.get(f"{path}?format=docx").content))
    assert slip.serial in [one.text for one in file.paragraphs]


def test_an_interview_needs_its_decision(read, sign_in) -> None:
    from kaifang.store.models import Decision

    path = f"/dispatch/interview/{RULE}/{CITY}/?period=2023-H1"
    division = sign_in("division", "demo")
    assert "尚无对石原市约谈的决定" in read(path, status=400)
    Decision.objects.create(
        pack="demo", rule=RULE, org=CITY, period="2023-H1", verdict="interview", named=False,
        reason="会议研究", who="li", at=timezone.now(),
    )  # fmt: skip
    page = division.get(path).content.decode()
    for part in ("约谈通知", "石原市：", "依据“同一指标连续两期红灯，建议约谈”", "【时间】",
                 "不点名", "现有数据已不符合该规则"):  # fmt: skip
        assert part in page


def test_what_an_organisation_wrote_stays_text(slip, read) -> None:
    from kaifang.store.models import Slip

    Slip.objects.filter(pk=slip.pk).update(body="<script>alert(1)</script>\n=1+1")
    page = read(f"/dispatch/letter/{slip.pk}/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_api_gives_the_same_drafts(issued, slip, sign_in, read) -> None:
    page = sign_in("division", "demo")
    base = "/api/v1/packs/demo"
    told = page.get(f"{base}/dispatch/editions/{issued.pk}/notice").json()
    assert told["title"] == "关于2023年1—6月全省对外开放主要目标完成情况的通报"
    roles = {one["role"]: one for one in told["paragraphs"]}
    # Who issues it is the body that the pack names; the day that of its issue, 15 July 2023.
    signature = roles["signature"]
    assert (signature["text"], signature["gaps"]) == ("示例省对外开放工作领导小组办公室", [])
    assert (roles["date"]["text"], roles["date"]["gaps"]) == ("2023年7月15日", [])
    assert told["figures"][0]["source"].startswith("出处：")
    english = page.get(f"{base}/slips/{slip.pk}/letter?lang=en").json()
    assert english["paragraphs"][-1]["text"] == "15 July 2023"
    nobody = page.get(f"{base}/dispatch/interviews/{RULE}/{CITY}")
    assert nobody.status_code == 400
    assert f"{base}/dispatch/editions/{issued.pk}/notice" in read(f"/dispatch/notice/{issued.pk}/")


def test_what_is_not_issued_yet_has_no_day(sign_in) -> None:
    from kaifang.store.models import Dispatch

    page = sign_in("division", "demo")
    given = {"act": "circulate", "version": 0, "days": 3, "clock": "working"}
    page.post("/dispatch/issuing/", given)
    path = f"/api/v1/packs/demo/dispatch/editions/{Dispatch.objects.get().pk}/notice"
    assert page.get(path).json()["paragraphs"][-1]["gaps"] == ["【成文日期】"]
