"""Second factor 双因素: a code from an application beside the password, by TOTP (RFC 6238).

The secret lies sealed, recovery codes as digests under the house's key. Whoever has enrolled is
asked at each login; only the security administrator takes it away when it is lost.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from kaifang.programme.people import errors
from kaifang.programme.people.logins import end_all, end_others
from kaifang.programme.people.passwords import demand_own
from kaifang.programme.people.telling import told_of
from kaifang.programme.people.tokens import end_all_tokens
from kaifang.programme.rights import ADMINISTRATORS, Act, Actor, demand
from kaifang.store import audit
from kaifang.store.models import Authenticator, User
from kaifang.store.sealing import keyed_digest, seal
from kaifang.store.writing import one_writer

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_KEPT = 16  # the column of django-otp holds so many


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an application needs: the secret as text, and the address that the picture holds."""

    secret: str
    address: str


def is_enrolled(user: User) -> bool:
    """Whether a user is asked for a second factor."""
    return bool(Authenticator.objects.filter(user=user, confirmed=True).exists())


def must_enrol(actor: Actor) -> bool:
    """Whether an actor must have a second factor before he does anything; solo mode asks nobody."""
    if actor.solo or settings.SECOND_FACTOR == "optional":
        return False
    everybody = settings.SECOND_FACTOR == "all"
    return everybody or any(post.role in ADMINISTRATORS for post in actor.posts)


def enrol(actor: Actor, user: User) -> Enrolment:
    """Begin to enrol; begun again, the secret is the same until it is confirmed.

    Raises: NotYourOwn, AlreadyEnrolled.
    """
    demand_own(actor, user)
    with one_writer():
        if is_enrolled(user):
            raise errors.AlreadyEnrolled
        device = Authenticator.objects.filter(user=user, confirmed=False).first()
        if device is None:
            device = Authenticator.objects.create(
                user=user, name="totp", confirmed=False, sealed=seal(secrets.token_hex(20))
            )
    return Enrolment(b32encode(device.bin_key).decode("ascii"), str(device.config_url))


def confirm(actor: Actor, user: User, code: str, *, session: str = "") -> list[str]:
    """Confirm with a code of the application; return the recovery codes, told this once.

    Every other login ends: it came in without the second factor.
    Raises: NotYourOwn, NotEnrolled, WrongCode.
    """
    demand_own(actor, user)
    device = Authenticator.objects.filter(user=user, confirmed=False).first()
    if device is None:
        raise errors.NotEnrolled(found=user.get_username())
    if not device.verify_token(_digits(code)):
        raise errors.WrongCode
    with one_writer():
        Authenticator.objects.filter(pk=device.pk).update(confirmed=True)
        codes = _fresh_codes(user)
        end_others(user, session)
        _told(actor, user, "enrol_second_factor")
    return codes


def renew_recovery_codes(actor: Actor, user: User) -> list[str]:
    """Make new recovery codes; the old ones work no longer. Raises: NotYourOwn, NotEnrolled."""
    demand_own(actor, user)
    with one_writer():
        if not is_enrolled(user):
            raise errors.NotEnrolled(found=user.get_username())
        codes = _fresh_codes(user)
        _told(actor, user, "renew_recovery_codes")
    return codes


def codes_left(user: User) -> int:
    """How many recovery codes were not used yet."""
    return int(StaticToken.objects.filter(device__user=user).count())


def verify(user: User, code: str) -> bool:
    """Whether a code of the application, or a recovery code not used yet, is right.

    Each wrong one doubles the wait before the next is looked at.
    """
    model, given = _meant(code)
    with transaction.atomic():
        found = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        return bool(found and found.verify_token(given))


def reset_second_factor(actor: Actor, user: User, reason: str = "") -> None:
    """Take a lost second factor away, end every login and token: he enrols anew at the next.

    Raises: NotAllowed, NotEnrolled.
    """
    demand(actor, Act.RESET_SECOND_FACTOR)
    with one_writer():
        found = Authenticator.objects.filter(user=user)
        if not found.exists():
            raise errors.NotEnrolled(found=user.get_username())
        for device in found:
            device.delete()
        StaticDevice.objects.filter(user=user).delete()
        end_all(user)
        end_all_tokens(user)
        _told(actor, user, "reset_second_factor", reason)


def _meant(code: str) -> tuple[Any, str]:
    """Six digits are the application's; everything else is a recovery code."""
    digits = _digits(code)
    if digits.isdecimal():
        return Authenticator, digits
    return StaticDevice, _kept(digits)


def _fresh_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = [_fresh_code() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=_kept(_digits(code))) for code in codes
    )
    return codes


def _fresh_code() -> str:
    """Twelve letters, the first never a digit's row alone: about 59 bits."""
    letters = [secrets.choice(_LETTERS) for _ in range(12)]
    letters[0] = secrets.choice(_LETTERS[:23])
    return "-".join("".join(letters[at : at + 4]) for at in (0, 4, 8))


def _kept(code: str) -> str:
    return keyed_digest(f"recovery:{code}")[:_KEPT]


def _digits(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()


def _told(actor: Actor, user: User, act: str, reason: str = "") -> None:
    person = {**told_of(actor), "user": user.get_username()}
    audit.record(act, f"user:{user.pk}", actor=actor.user, reason=reason, person=person)
