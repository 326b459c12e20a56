"""Personal tokens: the owner's rights and never more, digested, ended, over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kaifang.programme.people import errors
from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.feed_keys import feed_key, owner_of_feed
from kaifang.programme.people.links import redeem, reset_link
from kaifang.programme.people.second_factor import reset_second_factor
from kaifang.programme.people.telling import told_of
from kaifang.programme.people.tokens import end_token, make_token, owner_of, tokens_of
from kaifang.programme.rights import Act, Actor, may
from kaifang.store.errors import RecordsStay
from kaifang.store.models import ApiToken, Authenticator, User
from kaifang.store.sealing import seal
from tests.programme.people.conftest import DALIAN, Hold


@pytest.fixture
def li(hold: Hold) -> User:
    """A city officer."""
    return hold("li", "city", DALIAN).user


def test_a_token_stands_for_its_owner_with_his_rights(li: User) -> None:
    made = make_token(actor_of(li), li, "月报", "read_write")
    user, actor = owner_of(made.secret, "10.0.0.7")
    assert user == li
    assert actor.posts == actor_of(li).posts
    assert may(actor, Act.FILL, DALIAN)
    assert actor.sees == actor_of(li).sees


def test_a_token_that_reads_writes_nothing(li: User) -> None:
    _, actor = owner_of(make_token(actor_of(li), li, "看板").secret)
    assert may(actor, Act.SEE_INTERNAL, DALIAN)
    assert not may(actor, Act.FILL, DALIAN)


def test_a_token_that_reads_writes_nothing_in_solo_mode_either(li: User, settings: Any) -> None:
    settings.SOLO = True
    _, actor = owner_of(make_token(actor_of(li), li, "看板").secret)
    assert not may(actor, Act.INSTALL_PACK)


def test_the_audit_names_the_token(li: User) -> None:
    made = make_token(actor_of(li), li, "月报")
    _, actor = owner_of(made.secret)
    assert told_of(actor)["token"] == f"{made.token.pk} 月报 {made.secret[:10]}"


def test_the_store_does_not_hold_the_token(li: User) -> None:
    made = make_token(actor_of(li), li, "月报")
    assert made.secret.startswith("kf_")
    assert made.secret not in str(ApiToken.objects.values().get())


def test_an_ended_an_old_and_an_unknown_token_are_refused(li: User, monkeypatch: Any) -> None:
    ended, old = (make_token(actor_of(li), li, name, days=1) for name in "ab")
    end_token(actor_of(li), ended.token.pk)
    assert tokens_of(li) == [old.token]
    tomorrow = timezone.now() + timedelta(days=1, seconds=1)
    for secret in (ended.secret, "kf_unknown", ""):
        with pytest.raises(errors.TokenRefused):
            owner_of(secret)
    owner_of(old.secret)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    with pytest.raises(errors.TokenRefused):
        owner_of(old.secret)


def test_a_closed_account_has_no_tokens(li: User) -> None:
    made = make_token(actor_of(li), li, "月报")
    User.objects.filter(pk=li.pk).update(is_active=False)
    with pytest.raises(errors.TokenRefused):
        owner_of(made.secret)


def test_a_new_password_by_a_link_and_a_reset_factor_end_the_tokens(
    li: User, system: Actor, security: Actor, settings: Any, tmp_path: Any
) -> None:
    """Whoever had the password, or the phone, may have made tokens with it."""
    settings.HOME = tmp_path
    Authenticator.objects.create(user=li, name="totp", sealed=seal("00"), confirmed=True)
    for undone in (
        lambda: redeem(reset_link(system, li).secret, "开放-2023-correct"),
        lambda: reset_second_factor(security, li),
    ):
        made = make_token(actor_of(li), li, "月报")
        undone()
        with pytest.raises(errors.TokenRefused):
            owner_of(made.secret)
    assert tokens_of(li) == []


def test_the_key_of_a_calendar_changes_nothing(li: User) -> None:
    assert not may(owner_of_feed(feed_key(li)), Act.FILL, DALIAN)


def test_a_stranger_may_not_make_nor_end_anothers(li: User, wang: User, security: Actor) -> None:
    made = make_token(actor_of(li), li, "月报")
    for who in (actor_of(wang), security):
        with pytest.raises(errors.NotYourOwn):
            make_token(who, li, "stolen")
        with pytest.raises(errors.NoSuchToken):
            end_token(who, made.token.pk)
    assert tokens_of(li) == [made.token]


def test_the_administrator_of_people_ends_anybodys(li: User, system: Actor) -> None:
    made = make_token(actor_of(li), li, "月报")
    assert end_token(system, made.token.pk).user == li
    assert tokens_of(li) == []


@pytest.mark.parametrize("days", [0, 367])
def test_a_token_lasts_a_year_at_most(li: User, days: int) -> None:
    with pytest.raises(errors.OutOfBounds):
        make_token(actor_of(li), li, "x", days=days)


def test_a_scope_is_one_of_two(li: User) -> None:
    with pytest.raises(errors.UnknownScope):
        make_token(actor_of(li), li, "x", "admin")


def test_of_a_token_only_its_use_and_end_are_written(li: User) -> None:
    make_token(actor_of(li), li, "月报")
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiToken.objects.update(scope="read_write")
    with pytest.raises(RecordsStay):
        ApiToken.objects.get().delete()
