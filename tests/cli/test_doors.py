"""kaifang user, of coming in: links, locks, second factors and tokens obey whoever acts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kaifang.store.models import ApiToken, Authenticator, Invitation, User
from tests.cli.conftest import Run
from tests.cli.test_people import house

__all__ = ["house"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.SOLO = False
    settings.SITE_ADDRESS = "https://kaifang.example"


def test_an_invitation_is_a_whole_address(house: Run) -> None:
    answer = house("user", "invite", "zhao", "--hours", "5", "--as", "xu", "--json").json
    assert re.fullmatch(r"https://kaifang\.example/people/link/[\w-]{43}/", answer["link"])
    assert not User.objects.get(username="zhao").has_usable_password()


def test_a_lost_password_gets_a_link_and_no_password(house: Run) -> None:
    User.objects.create(username="wu")
    assert "/people/link/" in house("user", "reset-password", "wu", "--as", "xu").out
    assert Invitation.objects.get().kind == "reset"


def test_of_whoever_is_in_office_one_asks_for_the_link_and_another_hands_it_out(
    house: Run,
) -> None:
    assert house("user", "reset-password", "li", "--as", "xu", "--json").json["link"] is None
    assert "hand-out-link li" in house("user", "reset-password", "li", "--as", "xu").out
    assert "[KF-PROG-007]" in house("user", "hand-out-link", "li", "--as", "xu").err
    assert "/people/link/" in house("user", "hand-out-link", "li", "--as", "shen").out
    assert "[KF-PROG-125]" in house("user", "hand-out-link", "li", "--as", "shen").err


def test_a_stranger_may_not_open_any_door(house: Run) -> None:
    for words in (
        ("invite", "zhao"), ("reset-password", "li"), ("unlock", "li"),
        ("reset-second-factor", "li"),
    ):  # fmt: skip
        for who in ("li", "he"):
            answer = house("user", *words, "--as", who)
            assert (answer.code, "[KF-PROG-007]" in answer.err) == (1, True), words
    assert not Invitation.objects.exists()


def test_a_second_factor_is_reset_by_the_security_administrator_only(house: Run) -> None:
    Authenticator.objects.create(user=User.objects.get(username="li"), name="totp", sealed="x")
    assert "[KF-PROG-007]" in house("user", "reset-second-factor", "li", "--as", "xu").err
    assert house("user", "reset-second-factor", "li", "--as", "shen").code == 0
    assert not Authenticator.objects.exists()


def test_a_name_that_is_not_locked_is_told(house: Run) -> None:
    assert "[KF-PROG-115]" in house("user", "unlock", "li", "--as", "xu").err


def test_a_token_is_made_listed_and_ended(house: Run) -> None:
    made = house("user", "token", "li", "--name", "月报", "--days", "5", "--json").json
    assert made["secret"].startswith("kf_")
    assert "月报" in house("user", "tokens", "li").out
    assert "[KF-PROG-120]" in house("user", "end-token", str(made["token"]), "--as", "he").err
    assert house("user", "end-token", str(made["token"]), "--as", "li").code == 0
    assert ApiToken.objects.get().ended_at is not None
