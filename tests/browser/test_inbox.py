"""The inbox and the hooks in a browser: on a phone, at a desk, on a wide screen, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from kaifang.core.bilingual import Text
from tests.browser.conftest import PASSWORD, fits, go, says

LATE = Text(
    "沈阳经济技术开发区（中德高端装备制造产业园）2023年第一季度实际使用外资报表逾期三天，请抓紧报送",
    "Shenyang Economic and Technological Development Zone is three days late with its first quarter",
)
BODY = Text(
    "截止日期为2023-04-22，尚缺2项指标。", "It was due on 2023-04-22; two indicators are missing."
)
ADDRESS = "http://127.0.0.1:9/in?access_token=ours-alone"
WIDTHS = (390, 1280, 1920)


@pytest.fixture(autouse=True)
def house(transactional_db, settings, tmp_path) -> None:
    """Somebody who is officer and administrator at once, with two messages and two hooks."""
    from django.utils import timezone

    from kaifang.programme.messages.addresses import AllowList
    from kaifang.programme.messages.posting import post
    from kaifang.programme.messages.subscribing import stop_hook, subscribe
    from kaifang.programme.rights import Actor, Role
    from kaifang.programme.rights import Post as Held
    from kaifang.store.models import Delivery, Post, User

    settings.HOME, settings.SOLO, settings.SECOND_FACTOR = tmp_path, False, "optional"
    settings.HOOK_HOSTS = AllowList.read("http://127.0.0.0/8, oapi.dingtalk.com")
    user = User.objects.create_user("xu", password=PASSWORD)
    for role, org in (("system", ""), ("city", "210100")):
        about = {"from_day": timezone.localdate(), "granted_at": timezone.now()}
        Post.objects.create(user=user, role=role, org=org, **about)
    system = Actor("1", "", (Held(Role.SYSTEM, ""),))
    first = subscribe(system, "webhook", ADDRESS)
    other = subscribe(system, "wecom", ADDRESS, events=["submission.*", "task.assigned"])
    stop_hook(system, other.hook, "机器人已从群里移除")
    message = post("submission.late", LATE, to_org="210100", body=BODY, link="/board/")
    post("task.assigned", Text("新任务", "A new task"), to_user=str(user.pk))
    for attempt, (outcome, code, error) in enumerate(
        (("again", 503, "HTTP 503 Retry-After 600"), ("again", None, "ConnectError"))
    ):
        Delivery.objects.create(
            hook_id=first.hook, message=message, attempt=attempt + 1, at=timezone.now(),
            outcome=outcome, status=code, error=error,
        )  # fmt: skip


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_is_wider_than_its_screen(as_, live_server, photograph, language) -> None:
    from kaifang.store.models import Hook

    page = as_("xu", "/messages/", language)
    number = Hook.objects.order_by("id")[0].pk
    for name, path in (("inbox", ""), ("hooks", "hooks/"), ("hook", f"hooks/{number}/")):
        page.goto(f"{live_server.url}/messages/{path}")
        for width in WIDTHS:
            fits(page, width)
            photograph(page, f"{name}-{width}-{language}")


def test_a_message_is_marked_from_the_keyboard_and_the_head_counts_down(as_) -> None:
    page = as_("xu", "/messages/", width=390)
    count = page.locator(".masthead-count")
    expect(count).to_have_text("2")
    page.locator(".letter form button").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(count).to_have_text("1")
    go(page.get_by_role("button", name="全部标为已读"))
    expect(count).to_have_count(0)


def test_a_refused_address_stays_typed_and_the_secret_is_shown_once(as_, photograph) -> None:
    page = as_("xu", "/messages/hooks/")
    page.fill("#id_url", "http://10.0.0.5/in")
    go(page.get_by_role("button", name="添加"))
    photograph(page, "hooks-refused")
    says(page.locator("#id_url_error"), "不在准许名单内")
    expect(page.locator("#id_url")).to_have_value("http://10.0.0.5/in")
    page.fill("#id_url", ADDRESS)
    go(page.get_by_role("button", name="添加"))
    photograph(page, "hook-added")
    expect(page.locator(".hook-secret code")).to_have_text(re.compile("^whsec_"))
    go(page.get_by_role("button", name="发送测试"))
    says(page.locator("#waiting"), "待发送")
