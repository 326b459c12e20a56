"""Posts are granted, ended and handed over by the security administrator, and leave their trace."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kaifang.core.errors import KaifangError
from kaifang.programme.people import errors
from kaifang.programme.people.accounts import create_user
from kaifang.programme.people.actors import actor_of, console
from kaifang.programme.people.posts import PostAsked, end_post, grant_post, hand_over, role_named
from kaifang.programme.people.solo import is_solo
from kaifang.programme.rights import Actor, NotAllowed, Role
from kaifang.programme.rights import Post as Held
from kaifang.store import audit
from kaifang.store.errors import RecordsStay
from kaifang.store.models import AuditEntry, AuditPerson, Post, User
from tests.programme.people.conftest import DALIAN, PROVINCE, SHENYANG, Hold, days

CITY = PostAsked(Role.CITY, DALIAN)


def held(user: User, day: int = 0) -> set[tuple[str, str]]:
    return {(post.role.value, post.org) for post in actor_of(user, day=days(day)).posts}


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("act", flat=True))


# -- by date ----------------------------------------------------------------------------------


def test_a_post_is_held_from_its_day_on_and_no_longer_on_its_end(
    security: Actor, wang: User
) -> None:
    asked = PostAsked(Role.CITY, DALIAN, from_day=days(2), to_day=days(4))
    grant_post(security, wang, asked)
    assert [bool(held(wang, day)) for day in range(1, 6)] == [False, True, True, False, False]


def test_ending_a_post_works_at_once(security: Actor, wang: User) -> None:
    post = grant_post(security, wang, CITY)
    assert held(wang) == {("city", DALIAN)}
    assert end_post(security, post.pk, "moved").to_day == days(0)
    assert held(wang) == set()
    assert held(wang, -1) == set()


def test_a_post_ends_once(security: Actor, wang: User) -> None:
    post = grant_post(security, wang, CITY)
    end_post(security, post.pk)
    with pytest.raises(errors.NoSuchPost):
        end_post(security, post.pk)


def test_the_same_post_twice_is_granted_once(security: Actor, wang: User) -> None:
    assert grant_post(security, wang, CITY) == grant_post(security, wang, CITY)
    assert acts() == ["grant_post"]


def test_a_closed_account_holds_nothing(hold: Hold) -> None:
    user = hold("li", "city", DALIAN).user
    user.is_active = False
    assert actor_of(user, solo=True) == Actor(str(user.pk), "li")


# -- deputies ---------------------------------------------------------------------------------


def test_a_deputy_holds_the_post_on_the_days_granted(
    security: Actor, hold: Hold, wang: User
) -> None:
    li = hold("li", "city", DALIAN).user
    grant_post(security, wang, PostAsked(Role.CITY, DALIAN, days(1), days(3), li))
    assert [bool(held(wang, day)) for day in range(4)] == [False, True, True, False]


def test_a_deputys_post_falls_with_the_one_stood_in_for(
    security: Actor, hold: Hold, wang: User
) -> None:
    post = hold("li", "city", DALIAN)
    grant_post(security, wang, PostAsked(Role.CITY, DALIAN, deputy_for=post.user))
    assert held(wang) == {("city", DALIAN)}
    end_post(security, post.pk)
    assert held(wang) == set()


def test_nobody_stands_in_for_a_post_that_is_not_held(
    security: Actor, hold: Hold, wang: User
) -> None:
    li = hold("li", "city", SHENYANG).user
    with pytest.raises(errors.NobodyToStandInFor):
        grant_post(security, wang, PostAsked(Role.CITY, DALIAN, deputy_for=li))


# -- duties apart -----------------------------------------------------------------------------

DUTIES = (Role.SYSTEM, Role.SECURITY, Role.AUDIT)


@pytest.mark.parametrize("second", DUTIES)
@pytest.mark.parametrize("first", DUTIES)
def test_two_administrators_are_two_people(
    security: Actor, wang: User, first: Role, second: Role
) -> None:
    grant_post(security, wang, PostAsked(first))
    if first is second:
        grant_post(security, wang, PostAsked(second))
        return
    with pytest.raises(errors.DutiesApart):
        grant_post(security, wang, PostAsked(second))
    assert held(wang) == {(first.value, "")}


def test_a_deputy_of_one_administrator_may_not_be_another(
    security: Actor, hold: Hold, wang: User
) -> None:
    he = hold("he", "audit").user
    grant_post(security, wang, PostAsked(Role.AUDIT, deputy_for=he))
    with pytest.raises(errors.DutiesApart):
        grant_post(security, wang, PostAsked(Role.SYSTEM))


def test_duties_may_follow_one_another(security: Actor, wang: User) -> None:
    post = grant_post(security, wang, PostAsked(Role.SYSTEM))
    end_post(security, post.pk)
    grant_post(security, wang, PostAsked(Role.AUDIT))
    assert held(wang) == {("audit", "")}


def test_one_person_holds_all_duties_in_solo_mode(settings: Any, wang: User) -> None:
    settings.SOLO = True
    for duty in DUTIES:
        grant_post(actor_of(wang), wang, PostAsked(duty))
    assert held(wang) == {("system", ""), ("security", ""), ("audit", "")}


def test_nobody_grants_himself_a_post(security: Actor) -> None:
    with pytest.raises(errors.OwnPost):
        grant_post(security, User.objects.get(username="shen"), CITY)


def test_an_officer_needs_an_organisation(security: Actor, wang: User) -> None:
    with pytest.raises(errors.PostNeedsOrg):
        grant_post(security, wang, PostAsked(Role.REVIEWER))


def test_an_unknown_role_is_refused_with_the_nearest() -> None:
    with pytest.raises(errors.UnknownRole) as refusal:
        role_named("reviewr")
    assert refusal.value.near == ("reviewer",)


# -- handing over -----------------------------------------------------------------------------


def test_everything_is_handed_over_at_once(security: Actor, hold: Hold, wang: User) -> None:
    li = hold("li", "city", DALIAN).user
    hold("li", "zone", "dl-ftz")
    zhao = hold("zhao", "city", SHENYANG).user
    hold("li", "city", SHENYANG, deputy_for=zhao)
    qian = hold("qian", "city", DALIAN, deputy_for=li).user
    hand_over(security, li, wang, "moved to Beijing")
    assert held(li) == set()
    assert held(wang) == {("city", DALIAN), ("zone", "dl-ftz"), ("city", SHENYANG)}
    assert held(qian) == {("city", DALIAN)}
    assert held(zhao) == {("city", SHENYANG)}


def test_what_ends_some_day_ends_then_for_the_successor(
    security: Actor, hold: Hold, wang: User
) -> None:
    li = hold("li", "city", DALIAN, to_day=days(5)).user
    hand_over(security, li, wang)
    assert [bool(held(wang, day)) for day in (0, 4, 5)] == [True, True, False]


def test_a_deputy_who_takes_over_stands_in_for_nobody(
    security: Actor, hold: Hold, wang: User
) -> None:
    li = hold("li", "city", DALIAN).user
    hold("wang", "city", DALIAN, deputy_for=li)
    hand_over(security, li, wang)
    assert Post.objects.open_on(days(0)).filter(user=wang).get().deputy_for is None


def test_handing_over_is_all_or_nothing(security: Actor, hold: Hold) -> None:
    li = hold("li", "city", DALIAN).user
    hold("li", "audit")
    he = hold("he", "system").user
    with pytest.raises(errors.DutiesApart):
        hand_over(security, li, he)
    assert held(li) == {("city", DALIAN), ("audit", "")}
    assert held(he) == {("system", "")}
    assert acts() == []


def test_nothing_held_nothing_handed_over(security: Actor, hold: Hold, wang: User) -> None:
    li = hold("li", "city", DALIAN).user
    for giver, taker in ((wang, li), (li, li)):
        with pytest.raises(errors.NoSuchPost):
            hand_over(security, giver, taker)


# -- a stranger may not -----------------------------------------------------------------------


@pytest.fixture
def strangers(hold: Hold, system: Actor) -> list[Actor]:
    """Everybody whose duty it is not; the system administrator makes users but grants nothing."""
    officers = [hold(name, name, PROVINCE).user for name in ("division", "reviewer", "leader")]
    auditor = hold("he", "audit").user
    nobody = User.objects.create(username="nobody")
    return [actor_of(user) for user in (*officers, auditor, nobody)]


def test_a_stranger_may_not_grant_end_or_hand_over(
    strangers: list[Actor], system: Actor, hold: Hold, wang: User
) -> None:
    post = hold("li", "city", DALIAN)
    for actor in (*strangers, system):
        with pytest.raises(NotAllowed):
            grant_post(actor, wang, CITY)
        with pytest.raises(NotAllowed):
            end_post(actor, post.pk)
        with pytest.raises(NotAllowed):
            hand_over(actor, post.user, wang)
    assert held(wang) == set()
    assert acts() == []


def test_a_stranger_may_not_make_users(strangers: list[Actor], security: Actor) -> None:
    for actor in (*strangers, security):
        with pytest.raises(NotAllowed):
            create_user(actor, "zhou")
    assert not User.objects.filter(username="zhou").exists()


# -- the trace --------------------------------------------------------------------------------


def test_each_act_is_in_the_audit_and_the_chain_is_whole(
    security: Actor, system: Actor, hold: Hold
) -> None:
    li = create_user(system, "li").user
    wang = create_user(system, "wang2", full_name="王").user
    post = grant_post(security, li, CITY, "appointed")
    hand_over(security, li, wang, "moved")
    end_post(security, Post.objects.open_on(days(0)).get(user=wang).pk)
    assert acts() == [
        "create_user",
        "create_user",
        "grant_post",
        "end_post",
        "grant_post",
        "hand_over",
        "end_post",
    ]
    assert audit.verify(audit.head()) == []
    granted = AuditEntry.objects.get(act="grant_post", subject=f"post:{post.pk}")
    assert granted.actor == security.user
    assert '"reason": "appointed"' in granted.body


def test_names_stay_outside_the_seal(system: Actor) -> None:
    create_user(system, "liyang", full_name="李阳")
    entry = AuditEntry.objects.get()
    assert "李阳" not in entry.body
    assert "liyang" not in entry.body
    person = AuditPerson.objects.get(entry=entry).content
    assert (person["user"], person["full_name"]) == ("liyang", "李阳")


def test_of_a_post_only_its_end_may_change(hold: Hold) -> None:
    post = hold("li", "city", DALIAN)
    with pytest.raises(DatabaseError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(role="division")
    with pytest.raises(RecordsStay):
        post.delete()
    with pytest.raises(RecordsStay):
        Post.objects.all().delete()


# -- the first administrator ------------------------------------------------------------------


def test_the_console_stands_in_for_administrators_that_nobody_is(hold: Hold) -> None:
    assert {post.role for post in console().posts} == set(DUTIES)
    hold("shen", "security")
    assert console().posts == (Held(Role.SYSTEM, ""), Held(Role.AUDIT, ""))
    create_user(console(), "xu")
    with pytest.raises(NotAllowed):
        grant_post(console(), User.objects.get(username="xu"), PostAsked(Role.SYSTEM))


def test_a_fresh_store_on_sqlite_is_solo_until_the_first_post(settings: Any, hold: Hold) -> None:
    from django.db import connection

    settings.SOLO = None
    assert is_solo() == (connection.vendor == "sqlite")
    hold("li", "city", DALIAN)
    assert not is_solo()
    settings.SOLO = True
    assert is_solo()


# -- users ------------------------------------------------------------------------------------


def test_a_new_user_signs_in_with_the_password_told_once(system: Actor) -> None:
    made = create_user(system, "li")
    assert made.user.check_password(made.password)
    assert len(made.password) == 24
    assert held(made.user) == set()


@pytest.mark.parametrize(
    ("name", "password", "refusal"),
    [
        ("wang", "", errors.UserExists),
        ("WANG", "", errors.UserExists),
        ("internal", "", errors.UnreadableUserName),
        ("two words", "", errors.UnreadableUserName),
        ("li", "12345678", errors.WeakPassword),
        ("liliyang", "liliyang1", errors.WeakPassword),
    ],
)
def test_a_user_that_will_not_do_is_refused(
    system: Actor, wang: User, name: str, password: str, refusal: type[KaifangError]
) -> None:
    with pytest.raises(refusal):
        create_user(system, name, password)
    assert acts() == []


def test_a_weak_password_is_told_in_both_languages(system: Actor) -> None:
    with pytest.raises(errors.WeakPassword) as refusal:
        create_user(system, "li", "123")
    assert "密码" in refusal.value.text("zh")
    assert "too short" in refusal.value.text("en")
