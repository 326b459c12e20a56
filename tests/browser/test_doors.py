"""The second factor and a one-time link, as a person meets them in a browser."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from tests.authenticator import code_of, standing_clock
from tests.browser.conftest import fits, go, says

__all__ = ["standing_clock"]

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
    on(page)


def come_again(page) -> None:
    go(page.locator("form[action='/people/logout/'] button"))
    go(page.locator("text=登录 >> visible=true"))
    come_in(page)


def on(page) -> None:
    go(page.locator(".doorway button.button--primary"))


def is_in(page) -> None:
    expect(page.locator("form[action='/people/logout/']")).to_have_count(1)


def test_enrol_leave_and_come_in_with_code_and_with_recovery_code(
    open_page, live_server, photograph, anna
) -> None:
    page = open_page("/people/login/")
    come_in(page)
    page.goto(live_server.url + "/people/second-factor/")
    expect(page.locator("svg.qr path")).to_have_count(1)
    secret = page.inner_text("code.secret").strip()
    at_each_width(page, photograph, "second-factor")
    page.fill("#id_code", code_of(secret))
    on(page)
    shown = page.locator(".codes code")
    expect(shown).to_have_count(10)
    codes = shown.all_inner_texts()
    at_each_width(page, photograph, "recovery-codes")
    go(page.locator("text=已妥善保管"))
    at_each_width(page, photograph, "my-account")
    come_again(page)
    at_each_width(page, photograph, "code")
    page.fill("#id_code", code_of(secret, 1))
    on(page)
    is_in(page)
    come_again(page)
    page.fill("#id_code", codes[4])
    on(page)
    is_in(page)


def at_each_width(page, photograph, name: str) -> None:
    for width in (390, 1280):
        fits(page, width)
        photograph(page, f"{name}-{width}")


def test_a_one_time_link_used_twice_fails(new_page, live_server, photograph, anna) -> None:
    from kaifang.programme.people.links import invite
    from kaifang.programme.rights import Actor, Post, Role

    made = invite(Actor("1", "徐", (Post(Role.SYSTEM, ""),)), "zhao", full_name="赵六")
    page = new_page()
    page.goto(live_server.url + made.path)
    photograph(page, "link-1280")
    page.fill("#id_new", GOOD)
    page.fill("#id_again", GOOD)
    on(page)
    says(page.locator("main"), "口令已设置")
    answer = page.goto(live_server.url + made.path)
    assert answer.status == 410
    says(page.locator("main"), "此链接已失效")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_roll_and_a_person_fit_the_screen(
    open_page, live_server, photograph, anna, language
) -> None:
    from django.utils import timezone

    from kaifang.store.models import Post

    about = {"from_day": timezone.localdate(), "granted_at": timezone.now()}
    Post.objects.create(user=anna, role="security", org="", **about)
    li = get_user_model().objects.create_user("li", first_name="李四")
    Post.objects.create(user=li, role="city", org="210200", **about)
    page = open_page("/people/login/", language=language)
    come_in(page)
    for path in ("/people/", f"/people/{li.pk}/", "/people/tokens/"):
        page.goto(live_server.url + path)
        expect(page).to_have_url(live_server.url + path)
        at_each_width(page, photograph, f"people{path.replace('/', '-')}{language}")
