"""Lock-out, idle logout, and who sees what is internal."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import RequestFactory
from django.utils import timezone

from kaifang.programme.people.actors import actor_of
from kaifang.site.acting import address_of, viewing
from kaifang.site.environment import SettingRefused, number
from kaifang.store.models import Post

DOOR, RIGHT = "/people/login/", "开放-2023-correct"


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_user("anna", password=RIGHT)


def knock(client, password, name="anna", **extra):
    return client.post(DOOR, {"username": name, "password": password}, **extra)


# -- lock-out ---------------------------------------------------------------------------------


def test_five_wrong_passwords_lock_the_name(client, anna) -> None:
    answers = [knock(client, "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    answer = knock(client, RIGHT)
    assert answer.status_code == 429
    assert "15分钟内不能用该用户名从这台计算机登录" in answer.content.decode()


def test_the_lock_is_told_in_english(client, anna) -> None:
    for _ in range(5):
        answer = knock(client, "wrong", headers={"accept-language": "en"})
    page = answer.content.decode()
    assert "Too many wrong passwords" in page
    assert "15 minutes" in page


def test_another_name_and_another_computer_are_not_locked(client, anna) -> None:
    get_user_model().objects.create_user("li", password=RIGHT)
    for _ in range(5):
        knock(client, "wrong")
    assert knock(client, RIGHT, "li").status_code == 302
    client.logout()
    assert knock(client, RIGHT, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(client, anna) -> None:
    from axes.models import AccessAttempt

    for _ in range(5):
        knock(client, "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert knock(client, RIGHT).status_code == 302


def test_a_right_password_forgives_the_wrong_ones(client, anna) -> None:
    for _ in range(2):
        for _ in range(4):
            knock(client, "wrong")
        assert knock(client, RIGHT).status_code == 302
        client.logout()


def test_behind_a_proxy_the_address_is_what_the_proxy_saw(settings) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.1.1")
    assert address_of(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(request) == "10.1.1.1"


# -- idling -----------------------------------------------------------------------------------


def left(session: Session) -> float:
    return (session.expire_date - timezone.now()).total_seconds() / 60


def test_a_login_lasts_thirty_minutes_without_activity(client, anna) -> None:
    knock(client, RIGHT)
    session = Session.objects.get()
    assert 29 < left(session) <= 30
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert "登录" in client.get(DOOR).content.decode()
    assert not client.get(DOOR).wsgi_request.user.is_authenticated


def test_activity_lengthens_a_login_once_a_minute(client, anna) -> None:
    knock(client, RIGHT)
    client.get("/people/login/")
    soon = timezone.now() + timedelta(minutes=5)
    Session.objects.update(expire_date=soon)
    client.get("/people/login/")
    assert Session.objects.get().expire_date == soon
    session = client.session
    session["active_at"] = int(time.time()) - 61
    session.save()
    Session.objects.update(expire_date=soon)
    client.get("/people/login/")
    assert left(Session.objects.get()) > 29


@pytest.mark.parametrize("value", ["0", "-5", "1441", "half an hour"])
def test_idle_minutes_are_a_number_within_bounds(monkeypatch, value) -> None:
    monkeypatch.setenv("KAIFANG_IDLE_MINUTES", value)
    with pytest.raises(SettingRefused):
        number("KAIFANG_IDLE_MINUTES", 30, least=1, most=1440)


# -- who sees what is internal ----------------------------------------------------------------


def seen_by(user) -> bool:
    request = RequestFactory().get("/")
    request.user = user
    return viewing(request).is_internal


@pytest.mark.parametrize(
    ("role", "inside"), [("leader", True), ("zone", True), ("system", False), ("firm", False)]
)
def test_a_post_opens_what_is_internal(settings, anna, role, inside) -> None:
    settings.SOLO = False
    assert not seen_by(anna)
    about = {"from_day": timezone.localdate(), "granted_at": timezone.now()}
    Post.objects.create(user=anna, role=role, org="210200", **about)
    assert seen_by(anna) is inside


def test_in_solo_mode_whoever_signed_in_sees_it_and_each_page_says_so(
    settings, client, anna, read
) -> None:
    settings.SOLO = True
    assert seen_by(anna)
    assert actor_of(anna).solo
    assert "单机模式：一人可兼所有职责。" in read(DOOR)
    assert "Solo mode: one person may hold all duties." in read(DOOR, "en")
    settings.SOLO = False
    assert "单机模式" not in read(DOOR)


def test_signing_in_alone_opens_nothing_internal(settings, client, anna, demo, read) -> None:
    settings.SOLO = False
    client.force_login(anna)
    assert "/data/split/" not in read("/data/")
    about = {"from_day": timezone.localdate(), "granted_at": timezone.now()}
    Post.objects.create(user=anna, role="division", org="demo", **about)
    assert "/data/split/" in read("/data/")
