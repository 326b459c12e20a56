"""The second factor and a one-time link, as a person meets them in a browser."""

from base64 import b32decode

import pytest
from django.contrib.auth import get_user_model
from django_otp.oath import totp

GOOD = "开放-2023-correct"


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.SOLO = False
    settings.HOME = tmp_path
    settings.OTP_TOTP_THROTTLE_FACTOR = 0


@pytest.fixture
def anna():
    return get_user_model().objects.create_user("anna", password=GOOD, first_name="安娜")


def come_in(page) -> None:
    page.fill("#id_username", "anna")
    page.fill("#id_password", GOOD)
    page.click(".doorway button.button--primary")


def leave(page) -> None:
    page.click("form[action='/people/logout/'] button")


def code_of(secret: str, step: int = 0) -> str:
    return f"{totp(b32decode(secret), drift=step):06d}"


@pytest.mark.parametrize("width", [390, 1280])
def test_enrol_leave_and_come_in_with_code_and_with_recovery_code(
    open_page, photograph, anna, width
) -> None:
    page = open_page("/people/login/", width)
    come_in(page)
    page.goto(page.url.split("/people")[0].rstrip("/") + "/people/second-factor/")
    assert page.locator("svg.qr path").count() == 1
    secret = page.inner_text("code.secret").strip()
    photograph(page, f"second-factor-{width}")
    page.fill("#id_code", code_of(secret))
    page.click(".doorway button.button--primary")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    photograph(page, f"recovery-codes-{width}")
    page.click("text=已妥善保管")
    photograph(page, f"my-account-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    leave(page)
    page.click("text=登录 >> visible=true")
    come_in(page)
    photograph(page, f"code-{width}")
    page.fill("#id_code", code_of(secret, 1))
    page.click(".doorway button.button--primary")
    assert page.locator("form[action='/people/logout/']").count() == 1
    leave(page)
    page.click("text=登录 >> visible=true")
    come_in(page)
    page.fill("#id_code", codes[4])
    page.click(".doorway button.button--primary")
    assert page.locator("form[action='/people/logout/']").count() == 1


def test_a_one_time_link_used_twice_fails(chromium, live_server, photograph, anna) -> None:
    from kaifang.programme.people.links import invite
    from kaifang.programme.rights import Actor, Post, Role

    made = invite(Actor("1", "徐", (Post(Role.SYSTEM, ""),)), "zhao", full_name="赵六")
    page = chromium.new_context(locale="zh-CN").new_page()
    page.goto(live_server.url + made.path)
    photograph(page, "link-1280")
    page.fill("#id_new", GOOD)
    page.fill("#id_again", GOOD)
    page.click(".doorway button.button--primary")
    assert "口令已设置" in page.inner_text("main")
    answer = page.goto(live_server.url + made.path)
    assert answer.status == 410
    assert "此链接已失效" in page.inner_text("main")
    page.context.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_roll_and_a_person_fit_the_screen(open_page, photograph, anna, language) -> None:
    from django.utils import timezone

    from kaifang.store.models import Post

    about = {"from_day": timezone.localdate(), "granted_at": timezone.now()}
    Post.objects.create(user=anna, role="security", org="", **about)
    li = get_user_model().objects.create_user("li", first_name="李四")
    Post.objects.create(user=li, role="city", org="210200", **about)
    for width in (390, 1280):
        page = open_page("/people/login/", width, language)
        come_in(page)
        home = page.url.split("/people")[0].rstrip("/")
        for path in ("/people/", f"/people/{li.pk}/", "/people/tokens/"):
            page.goto(home + path)
            photograph(page, f"people{path.replace('/', '-')}{width}-{language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
