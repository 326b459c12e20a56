"""The pages on which administrators care for people; each act is its duty's alone."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from kaifang.store.models import AuditEntry, Invitation, Post
from tests.site.holders import holder


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.SOLO = False
    settings.HOME = tmp_path


@pytest.fixture
def person(db):
    return holder


@pytest.fixture
def wang(person):
    return person("wang", "city", "210200")


def signed_in(client, user):
    client.force_login(user)
    return client


def test_the_roll_is_searched_and_filtered(client, person, wang) -> None:
    signed_in(client, person("shen", "security"))
    page = client.get("/people/").content.decode()
    assert "wang" in page
    assert "shen" in page
    assert "wang" not in client.get("/people/?q=she").content.decode()
    assert "shen</a>" not in client.get("/people/?role=city").content.decode()
    assert "wang</a>" not in client.get("/people/?role=none").content.decode()


@pytest.mark.parametrize("role", ["division", "city", "leader", "audit", ""])
def test_a_stranger_may_not_see_the_roll_nor_a_person(client, person, wang, role) -> None:
    signed_in(client, person("li", role, "" if role in ("audit", "") else "210000"))
    for path in ("/people/", f"/people/{wang.pk}/", "/people/invite/"):
        assert client.get(path).status_code == 403
    assert client.post("/people/invite/", {"name": "x", "hours": 2}).status_code == 403
    assert not Invitation.objects.exists()


def test_the_security_administrator_grants_ends_and_hands_over(client, person, wang) -> None:
    signed_in(client, person("shen", "security"))
    li, page = person("li"), f"/people/{wang.pk}/"
    given = {"act": "grant", "role": "zone", "org": "210200", "reason": "新设"}
    assert client.post(page, given).status_code == 302
    assert "岗位已授予" in client.get(page).content.decode()
    number = Post.objects.get(user=wang, role="zone").pk
    assert client.post(page, {"act": "end", "post": number, "reason": "撤并"}).status_code == 302
    assert client.post(page, {"act": "hand_over", "taker": "li"}).status_code == 302
    assert [p.role for p in Post.objects.filter(user=li)] == ["city"]
    acts = list(AuditEntry.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["grant_post", "end_post", "end_post", "grant_post", "hand_over"]


def test_a_wrong_grant_says_why_at_the_form(client, person, wang) -> None:
    signed_in(client, person("shen", "security"))
    page = f"/people/{wang.pk}/"
    answer = client.post(page, {"act": "grant", "role": "city", "org": ""})
    assert answer.status_code == 400
    assert "未写明单位" in answer.content.decode()
    answer = client.post(page, {"act": "hand_over", "taker": "nobody"})
    assert "没有用户“nobody”" in answer.content.decode()


def test_the_duties_of_the_administrators_stay_apart(client, person, wang) -> None:
    """Who makes people grants no post; who grants posts makes nobody and sets no password."""
    page = f"/people/{wang.pk}/"
    signed_in(client, person("xu", "system"))
    for form in ({"act": "grant", "role": "zone", "org": "210200"}, {"act": "reset"}):
        assert client.post(page, form).status_code == 403
    signed_in(client, person("shen", "security"))
    for form in ({"act": "link"}, {"act": "unlock"}):
        assert client.post(page, form).status_code == 403
    assert client.post("/people/invite/", {"name": "zhao", "hours": 24}).status_code == 403
    assert not get_user_model().objects.filter(username="zhao").exists()
    assert not Invitation.objects.exists()
    assert Post.objects.filter(user=wang).count() == 1


def test_an_invitation_is_shown_once_as_a_whole_address(client, person) -> None:
    signed_in(client, person("xu", "system"))
    form = {"name": "zhao", "full_name": "赵六", "hours": 24, "reason": "新到任"}
    page = client.post("/people/invite/", form).content.decode()
    (address,) = re.findall(r"http://testserver(/people/link/[\w-]{43}/)", page)
    assert client.get(address).status_code == 200
    guest = get_user_model().objects.get(username="zhao")
    shown = client.get(f"/people/{guest.pk}/").content.decode()
    assert address not in shown
    assert "已邀请" in shown


def test_a_lock_is_opened_and_a_link_made_on_the_page(client, person, wang) -> None:
    from axes.models import AccessAttempt

    AccessAttempt.objects.create(
        username="wang", ip_address="10.0.0.1", failures_since_start=5, user_agent="", path_info=""
    )
    signed_in(client, person("xu", "system"))
    page = f"/people/{wang.pk}/"
    assert "已锁定" in client.get(page).content.decode()
    assert client.post(page, {"act": "unlock", "reason": "来电"}).status_code == 302
    assert not AccessAttempt.objects.exists()
    guest = person("novice")
    link = client.post(f"/people/{guest.pk}/", {"act": "link"})
    assert "/people/link/" in link.content.decode()


def test_a_lock_whose_time_is_over_is_none(client, person, wang) -> None:
    from datetime import timedelta

    from axes.models import AccessAttempt

    AccessAttempt.objects.create(
        username="wang", ip_address="10.0.0.1", failures_since_start=5, user_agent="", path_info=""
    )
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    signed_in(client, person("xu", "system"))
    assert "已锁定" not in client.get(f"/people/{wang.pk}/").content.decode()


def test_one_asks_for_a_link_and_another_hands_it_out(client, person, wang) -> None:
    page = f"/people/{wang.pk}/"
    signed_in(client, person("shen", "security"))
    assert client.post(page, {"act": "hand_out"}).status_code == 400
    signed_in(client, person("xu", "system"))
    assert client.post(page, {"act": "link", "reason": "来电"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "/people/link/" not in shown
    assert "安全管理员" in shown
    assert client.post(page, {"act": "hand_out"}).status_code == 403
    signed_in(client, get_user_model().objects.get(username="shen"))
    assert "发出链接" in client.get(page).content.decode()
    assert "/people/link/" in client.post(page, {"act": "hand_out"}).content.decode()


@pytest.mark.parametrize("number", ["²", "9" * 5000, "x"])
def test_what_is_no_number_ends_nothing(client, person, wang, number) -> None:
    signed_in(client, person("shen", "security"))
    form = {"act": "end", "post": number, "login": number, "token": number}
    assert client.post(f"/people/{wang.pk}/", form).status_code == 400
    assert client.post("/people/me/", form).status_code == 200
    assert client.post("/people/tokens/", form).status_code == 200


def test_a_form_of_another_site_changes_nothing(person, wang) -> None:
    from django.test import Client

    strict = signed_in(Client(enforce_csrf_checks=True), person("shen", "security"))
    answer = strict.post(f"/people/{wang.pk}/", {"act": "grant", "role": "zone", "org": "210200"})
    assert answer.status_code == 403
    assert Post.objects.filter(user=wang).count() == 1


def test_a_telephone_is_kept_by_its_owner_and_by_the_system_administrator(
    client, person, wang
) -> None:
    signed_in(client, wang)
    given = {"act": "telephone", "telephone": "0411-1234567"}
    assert client.post("/people/me/", given).status_code == 302
    assert 'value="0411-1234567"' in client.get("/people/me/").content.decode()
    refused = client.post("/people/me/", {"act": "telephone", "telephone": "问前台"})
    assert "不是电话号码" in refused.content.decode()
    page = f"/people/{wang.pk}/"
    assert client.post(page, given).status_code == 403
    signed_in(client, person("shen", "security"))
    assert client.post(page, {**given, "telephone": "110"}).status_code == 403
    signed_in(client, person("xu", "system"))
    assert client.post(page, {**given, "telephone": "0411-7654321"}).status_code == 302
    wang.refresh_from_db()
    assert wang.telephone == "0411-7654321"
