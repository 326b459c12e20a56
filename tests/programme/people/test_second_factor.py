"""A second factor: enrolled by its owner, asked for, used once, reset by one administrator."""

from __future__ import annotations

from base64 import b32decode
from typing import Any

import pytest
from django_otp.plugins.otp_static.models import StaticToken

from kaifang.programme.people import errors
from kaifang.programme.people import second_factor as sf
from kaifang.programme.people.actors import actor_of
from kaifang.programme.rights import Actor, NotAllowed, Role
from kaifang.programme.rights import Post as Held
from kaifang.store.models import AuditEntry, Authenticator, User
from tests.authenticator import code_of, standing_clock

__all__ = ["standing_clock"]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0


def enrolled(user: User) -> tuple[str, list[str]]:
    secret = sf.enrol(actor_of(user), user).secret
    return secret, sf.confirm(actor_of(user), user, code_of(secret))


def test_rfc_6238_gives_the_code_that_the_application_shows() -> None:
    """Appendix B of RFC 6238: at 59 seconds, SHA-1, 8 digits: 94287082."""
    from django_otp.oath import TOTP

    clock = TOTP(b"12345678901234567890", digits=8)
    clock.time = 59
    assert clock.token() == 94287082


def test_enrolling_takes_a_right_code_and_gives_ten_recovery_codes_once(wang: User) -> None:
    begun = sf.enrol(actor_of(wang), wang)
    assert begun.address.startswith("otpauth://totp/Kaifang%3Awang?secret=")
    assert begun.secret in begun.address
    assert not sf.is_enrolled(wang)
    with pytest.raises(errors.WrongCode):
        sf.confirm(actor_of(wang), wang, "000000" if code_of(begun.secret) != "000000" else "1")
    codes = sf.confirm(actor_of(wang), wang, code_of(begun.secret))
    assert sf.is_enrolled(wang)
    assert len(set(codes)) == 10
    with pytest.raises(errors.AlreadyEnrolled):
        sf.enrol(actor_of(wang), wang)


def test_the_secret_stays_the_same_until_it_is_confirmed(wang: User) -> None:
    assert sf.enrol(actor_of(wang), wang) == sf.enrol(actor_of(wang), wang)


def test_a_code_is_good_once(wang: User) -> None:
    secret, _ = enrolled(wang)
    assert not sf.verify(wang, code_of(secret))  # used when confirming
    assert sf.verify(wang, code_of(secret, 1))
    assert not sf.verify(wang, code_of(secret, 1))


def test_a_recovery_code_is_good_once_however_it_is_written(wang: User) -> None:
    _, codes = enrolled(wang)
    assert sf.verify(wang, f" {codes[0].upper().replace('-', ' ')} ")
    assert not sf.verify(wang, codes[0])
    assert sf.codes_left(wang) == 9


def test_new_recovery_codes_replace_the_old(wang: User) -> None:
    _, codes = enrolled(wang)
    fresh = sf.renew_recovery_codes(actor_of(wang), wang)
    assert not sf.verify(wang, codes[1])
    assert sf.verify(wang, fresh[1])


def test_nothing_in_the_store_gives_the_secret_away(wang: User) -> None:
    secret, codes = enrolled(wang)
    row = Authenticator.objects.get()
    told = f"{row.sealed} {row.key}"
    assert secret not in told
    assert b32decode(secret).hex() not in told
    assert not set(StaticToken.objects.values_list("token", flat=True)) & {
        code.replace("-", "") for code in codes
    }


def test_wrong_codes_make_the_next_wait(wang: User, settings: Any) -> None:
    secret, _ = enrolled(wang)
    settings.OTP_TOTP_THROTTLE_FACTOR = 60
    assert not sf.verify(wang, "000000")
    assert not sf.verify(wang, code_of(secret, 1))


def test_the_security_administrator_resets_a_lost_one(
    security: Actor, system: Actor, wang: User
) -> None:
    secret, codes = enrolled(wang)
    for stranger in (system, actor_of(wang)):
        with pytest.raises(NotAllowed):
            sf.reset_second_factor(stranger, wang)
    assert sf.is_enrolled(wang)
    sf.reset_second_factor(security, wang, "手机遗失")
    assert not sf.is_enrolled(wang)
    assert not sf.verify(wang, code_of(secret, 1))
    assert not sf.verify(wang, codes[3])
    assert AuditEntry.objects.latest("id").act == "reset_second_factor"
    with pytest.raises(errors.NotEnrolled):
        sf.reset_second_factor(security, wang)


def test_a_stranger_may_not_enrol_for_another(security: Actor, wang: User) -> None:
    for act in (sf.enrol, sf.renew_recovery_codes):
        with pytest.raises(errors.NotYourOwn):
            act(security, wang)
    with pytest.raises(errors.NotYourOwn):
        sf.confirm(security, wang, "123456")


@pytest.mark.parametrize(
    ("rule", "role", "solo", "asked"),
    [
        ("administrators", Role.AUDIT, False, True),
        ("administrators", Role.CITY, False, False),
        ("administrators", Role.AUDIT, True, False),
        ("all", Role.CITY, False, True),
        ("optional", Role.SYSTEM, False, False),
    ],
)
def test_the_setting_says_who_must_enrol(
    settings: Any, rule: str, role: Role, solo: bool, asked: bool
) -> None:
    settings.SECOND_FACTOR = rule
    actor = Actor("1", "王", (Held(role, "210200"),), solo)
    assert sf.must_enrol(actor) is asked


def test_confirming_ends_the_logins_that_came_in_without_it(wang: User) -> None:
    from kaifang.programme.people.logins import begin
    from kaifang.store.models import Login

    for session in ("here", "there"):
        begin(wang, session, "10.0.0.1", "Firefox")
    secret = sf.enrol(actor_of(wang), wang).secret
    sf.confirm(actor_of(wang), wang, code_of(secret), session="here")
    assert list(Login.objects.filter(ended_at=None).values_list("session", flat=True)) == ["here"]
