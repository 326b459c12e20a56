"""The inbox and the hooks in a browser: on a phone, at a desk, on a wide screen, in both languages."""

import pytest

from kaifang.core.bilingual import Text

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
    user = User.objects.create_user("xu", password="a long enough password")
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


def sign_in(page) -> None:
    page.fill("#id_username", "xu")
    page.fill("#id_password", "a long enough password")
    page.click("main form button")
    page.wait_for_load_state("load")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_is_wider_than_its_screen(open_page, photograph, width, language) -> None:
    from kaifang.store.models import Hook

    page = open_page("/people/login/?next=/messages/", width=width, language=language)
    sign_in(page)
    number = Hook.objects.order_by("id")[0].pk
    base = page.url.partition("/messages/")[0]
    for name, path in (("inbox", ""), ("hooks", "hooks/"), ("hook", f"hooks/{number}/")):
        page.goto(f"{base}/messages/{path}")
        photograph(page, f"{name}-{width}-{language}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, name


def test_a_message_is_marked_from_the_keyboard_and_the_head_counts_down(open_page) -> None:
    page = open_page("/people/login/?next=/messages/", width=390)
    sign_in(page)
    assert page.locator(".masthead-count").inner_text() == "2"
    page.locator(".letter form button").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".masthead-count").inner_text() == "1"
    with page.expect_navigation():
        page.get_by_role("button", name="全部标为已读").click()
    assert page.locator(".masthead-count").count() == 0


def test_a_refused_address_stays_typed_and_the_secret_is_shown_once(open_page, photograph) -> None:
    page = open_page("/people/login/?next=/messages/hooks/", width=1280)
    sign_in(page)
    page.fill("#id_url", "http://10.0.0.5/in")
    with page.expect_navigation():
        page.get_by_role("button", name="添加").click()
    photograph(page, "hooks-refused")
    assert "不在准许名单内" in page.locator("#id_url_error").inner_text()
    assert page.input_value("#id_url") == "http://10.0.0.5/in"
    page.fill("#id_url", ADDRESS)
    with page.expect_navigation():
        page.get_by_role("button", name="添加").click()
    photograph(page, "hook-added")
    assert page.locator(".hook-secret code").inner_text().startswith("whsec_")
    with page.expect_navigation():
        page.get_by_role("button", name="发送测试").click()
    assert "待发送" in page.locator("#waiting").inner_text()
