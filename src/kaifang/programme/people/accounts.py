"""Accounts 账号: making a user, with a password that the strength rule lets through."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from kaifang.core.bilingual import Text
from kaifang.programme.people.errors import UnreadableUserName, UserExists, WeakPassword
from kaifang.programme.people.telling import told_of
from kaifang.programme.rights import Act, Actor, demand
from kaifang.store import audit
from kaifang.store.models import User

# Words that `--as` takes for somebody who is not named.
RESERVED = ("public", "internal", "console")
_NAME = re.compile(r"[\w.@+-]{1,150}")


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user just made; `password` is told this once and kept nowhere."""

    user: User
    password: str


def create_user(actor: Actor, name: str, password: str = "", *, full_name: str = "") -> NewUser:
    """Make a user who may sign in and holds no post yet; without a password one is made up.

    Raises: NotAllowed, UnreadableUserName, UserExists, WeakPassword.
    """
    demand(actor, Act.MANAGE_PEOPLE)
    password = password or new_password()
    with transaction.atomic():
        user = open_account(actor, name, full_name, password)
    return NewUser(user, password)


def open_account(actor: Actor, name: str, full_name: str = "", password: str = "") -> User:
    """Make the account within the caller's transaction; without a password nobody signs in.

    Raises: NotAllowed, UnreadableUserName, UserExists, WeakPassword.
    """
    demand(actor, Act.MANAGE_PEOPLE)
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise UnreadableUserName(found=name)
    user = User(username=name, first_name=full_name)
    if password:
        check_password(password, user)
    if User.objects.filter(username__iexact=name).exists():
        raise UserExists(found=name)
    user.set_password(password or None)
    user.save()
    audit.record(
        "create_user",
        f"user:{user.pk}",
        actor=actor.user,
        after={"active": True},
        person={**told_of(actor), "user": name, "full_name": full_name},
    )
    return user


def new_password() -> str:
    """A password that nobody guesses and that can be read aloud: five groups of four."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))


def check_password(password: str, user: User) -> None:
    """See that a password is strong enough. Raises: WeakPassword with every reason."""
    said = {}
    for lang, code in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(code):
            try:
                validate_password(password, user)
            except ValidationError as refusal:
                said[lang] = " ".join(refusal.messages)
    if said:
        raise WeakPassword(why=Text(said["zh"], said["en"]))
