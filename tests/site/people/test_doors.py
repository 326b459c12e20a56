"""Links, second factor, own account and tokens, as their pages show them."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

from tests.authenticator import code_of, standing_clock

__all__ = ["standing_clock"]
GOOD, OTHER = "开放-2023-correct", "开放-2024-another"
DOOR = "/people/login/"


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.SOLO = False
    settings.HOME = tmp_path
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0


@pytest.fixture
def anna(db):
    return get_user_model().objects.create_user("anna", password=GOOD)


def knock(client, password=GOOD, next=""):
    return client.post(DOOR, {"username": "anna", "password": password, "next": next})


def enrol(client) -> tuple[str, list[str]]:
    """Enrol as the page lets one do it; return secret and recovery codes."""
    page = client.get("/people/second-factor/").content.decode()
    (secret,) = re.findall(r'class="secret">([A-Z2-7]{32})<', page)
    answer = client.post("/people/second-factor/", {"code": code_of(secret)})
    return secret, re.findall(r"<li><code>([a-z0-9-]{14})</code>", answer.content.decode())


# -- second factor ----------------------------------------------------------------------------


def test_once_enrolled_the_code_is_asked_for_after_the_password(client, anna) -> None:
    knock(client)
    secret, codes = enrol(client)
    assert len(codes) == 10
    client.post("/people/logout/")
    assert knock(client, next="/board/").headers["Location"] == "/people/code/"
    assert not client.get("/").wsgi_request.user.is_authenticated
    page = client.post("/people/code/", {"code": "000000"}).content.decode()
    assert "验证码不正确" in page
    answer = client.post("/people/code/", {"code": code_of(secret, 1)})
    assert answer.headers["Location"] == "/board/"
    assert client.get("/").wsgi_request.user == anna


def test_a_recovery_code_opens_once(client, anna) -> None:
    knock(client)
    _, codes = enrol(client)
    for status in (302, 200):
        client.post("/people/logout/")
        knock(client)
        assert client.post("/people/code/", {"code": codes[0]}).status_code == status


def test_without_the_password_there_is_no_page_for_the_code(client, anna) -> None:
    assert client.get("/people/code/").headers["Location"] == DOOR


def test_the_password_that_was_right_waits_five_minutes_for_the_code(client, anna) -> None:
    knock(client)
    secret, _ = enrol(client)
    client.post("/people/logout/")
    knock(client)
    session = client.session
    session["pending"] = session["pending"] | {"at": session["pending"]["at"] - 301}
    session.save()
    answer = client.post("/people/code/", {"code": code_of(secret, 1)})
    assert answer.headers["Location"] == DOOR


def test_the_code_leads_to_no_other_site(client, anna) -> None:
    knock(client)
    secret, _ = enrol(client)
    client.post("/people/logout/")
    knock(client, next="https://evil.example/")
    answer = client.post("/people/code/", {"code": code_of(secret, 1)})
    assert answer.headers["Location"] == "/"


# -- one-time links ---------------------------------------------------------------------------


def test_a_link_sets_a_password_once_and_says_so(client, anna) -> None:
    from kaifang.programme.people.links import reset_link
    from kaifang.programme.rights import Actor, Post, Role

    made = reset_link(Actor("1", "徐", (Post(Role.SYSTEM, ""),)), anna)
    page = client.get(made.path).content.decode()
    assert "涉密" in page
    assert "至少8个字符" in page
    weak = client.post(made.path, {"new": "12345678", "again": "12345678"})
    assert "口令不够安全" in weak.content.decode()
    differing = client.post(made.path, {"new": OTHER, "again": GOOD})
    assert "两次输入的口令不一致" in differing.content.decode()
    assert client.post(made.path, {"new": OTHER, "again": OTHER}).headers["Location"] == DOOR
    assert knock(client, OTHER).status_code == 302
    again = client.post(made.path, {"new": GOOD, "again": GOOD})
    assert again.status_code == 410
    assert "此链接已失效" in again.content.decode()
    assert client.get("/people/link/unknown/").status_code == 410


# -- one's own account ------------------------------------------------------------------------


def test_a_changed_password_keeps_this_login_and_ends_the_others(client, anna) -> None:
    other = Client()
    knock(client)
    knock(other)
    page = client.get("/people/me/").content.decode()
    assert page.count('name="act" value="end"') == 1
    form = {"act": "password", "old": GOOD, "new": OTHER, "again": OTHER}
    assert client.post("/people/me/", form).status_code == 302
    assert "另有1处登录已结束" in client.get("/people/me/").content.decode()
    assert other.get("/people/me/").headers["Location"].startswith(DOOR)
    wrong = client.post("/people/me/", form)
    assert "当前口令不正确" in wrong.content.decode()


def test_one_ends_his_own_login_and_nobody_elses(client, anna) -> None:
    from kaifang.store.models import Login

    stranger, other = Client(), Client()
    knock(client)
    knock(other)
    get_user_model().objects.create_user("li", password=GOOD)
    stranger.post(DOOR, {"username": "li", "password": GOOD})
    number = Login.objects.latest("pk").pk - 1
    form = {"act": "end", "login": number}
    assert stranger.post("/people/me/", form).status_code == 400
    assert Session.objects.count() == 3
    assert client.post("/people/me/", form).status_code == 302
    assert not other.get("/").wsgi_request.user.is_authenticated


def test_a_token_is_shown_once_and_ended(client, anna) -> None:
    knock(client)
    form = {"act": "make", "name": "月报", "scope": "read", "days": 30}
    page = client.post("/people/tokens/", form).content.decode()
    (secret,) = re.findall(r"kf_[\w-]{43}", page)
    again = client.get("/people/tokens/").content.decode()
    assert secret not in again
    assert secret[:10] in again
    (number,) = re.findall(r'name="token" value="(\d+)"', again)
    assert client.post("/people/tokens/", {"act": "end", "token": number}).status_code == 302
    assert "还没有令牌" in client.get("/people/tokens/").content.decode()


@pytest.mark.parametrize("path", ["me", "tokens", "second-factor"])
def test_a_stranger_has_no_account_to_look_at(client, db, path) -> None:
    assert client.get(f"/people/{path}/").headers["Location"].startswith(DOOR)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_door_of_a_demo_lists_its_users_and_no_other_door_does(read, language) -> None:
    from kaifang.programme.demo.people import make_people

    assert "demo.city" not in read(DOOR, language)
    made = make_people()
    assert len(made) == 9  # one for each role
    page = read(DOOR, language)
    assert all(one.name in page and one.password in page for one in made)
    assert make_people() == made


def test_every_city_and_zone_of_the_demo_has_somebody_to_call_who_cannot_sign_in(db) -> None:
    from kaifang.programme.demo.people import NAMES, make_people
    from kaifang.programme.demo.places import CITIES, ZONES
    from kaifang.store.models import Post

    make_people()
    contacts = get_user_model().objects.exclude(username__in=NAMES)
    assert not any(one.has_usable_password() for one in contacts)
    assert len({one.telephone for one in contacts}) == len(contacts)
    filled_by = {post.org for post in Post.objects.filter(role__in=("city", "zone"))}
    assert filled_by == {one.id for one in (*CITIES, *ZONES)}


def test_the_demos_people_have_read_all_but_the_latest(db) -> None:
    """Once: what somebody leaves unread later stays so."""
    from kaifang.core.bilingual import Text
    from kaifang.programme.demo.inboxes import read_inboxes
    from kaifang.programme.demo.people import make_people
    from kaifang.programme.messages.inbox import inbox, unread_count
    from kaifang.programme.messages.posting import post
    from kaifang.programme.people.actors import actor_of

    made = [post("task.add", Text(f"{n}", f"{n}"), to_org="demo").id for n in range(8)]
    make_people()
    division = actor_of(get_user_model().objects.get(username="demo.division"))
    read_inboxes()
    assert [one.id for one in inbox(division, unread=True)] == made[:2:-1]
    post("task.add", Text("新", "New"), to_org="demo")
    read_inboxes()
    assert unread_count(division) == 6


def test_a_store_with_users_of_its_own_gets_no_demo_users(anna) -> None:
    from kaifang.programme.demo.people import make_people, people_of_demo
    from kaifang.programme.people.errors import NotADemoStore

    with pytest.raises(NotADemoStore):
        make_people()
    assert people_of_demo() == []
    assert get_user_model().objects.count() == 1


def test_the_demos_users_hold_one_role_each(db) -> None:
    from kaifang.core.party import credit_code
    from kaifang.packs.law import load
    from kaifang.programme.demo.people import make_people
    from kaifang.programme.people.actors import actor_of
    from kaifang.programme.rights import Role

    orgs = load("demo").orgs
    roles = []
    for one in make_people():
        (post,) = actor_of(get_user_model().objects.get(username=one.name)).posts
        if post.role is Role.FIRM:
            assert credit_code(post.org) == post.org  # a firm is called by its credit code
        else:
            assert not post.org or orgs[post.org].is_demo
        roles.append(post.role)
    assert sorted(roles) == sorted(Role)
