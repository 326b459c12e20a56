"""The people of 示例省: one of each role, in a demo store and nowhere else.

Their passwords are made up in each store, so that nobody knows them who cannot read its folder.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.contrib.auth.models import AbstractUser

from kaifang.core.bilingual import Text
from kaifang.programme.demo.places import CITIES, ZONES
from kaifang.programme.people.accounts import new_password, open_account
from kaifang.programme.people.appointing import appoint
from kaifang.programme.people.errors import NotADemoStore
from kaifang.programme.people.posts import PostAsked, grant_post
from kaifang.programme.people.telephones import set_telephone
from kaifang.programme.rights import ADMINISTRATORS, Actor, Post, Role
from kaifang.store.home import home
from kaifang.store.models import User
from kaifang.store.writing import one_writer

REASON = "演示用户"
FIRM = "91990000MADEMA001T"  # the credit code of a firm in a region that there is not


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A user of the demo with the post that he holds; `password` is "" until one is made."""

    name: str
    full_name: str
    role: Role
    org: str = ""
    password: str = ""

    @property
    def label(self) -> Text:
        return self.role.label


PEOPLE = (
    DemoPerson("demo.division", "演示处室", Role.DIVISION, "demo"),
    DemoPerson("demo.reviewer", "演示审核", Role.REVIEWER, "demo"),
    DemoPerson("demo.city", "演示市局", Role.CITY, "demo.shiyuan"),
    DemoPerson("demo.zone", "演示园区", Role.ZONE, "demo.zone.shiyuan-etdz"),
    DemoPerson("demo.leader", "演示领导", Role.LEADER, "demo"),
    DemoPerson("demo.firm", "演示企业", Role.FIRM, FIRM),
    DemoPerson("demo.system", "演示系统管理员", Role.SYSTEM),
    DemoPerson("demo.security", "演示安全管理员", Role.SECURITY),
    DemoPerson("demo.audit", "演示审计管理员", Role.AUDIT),
)
NAMES = frozenset(one.name for one in PEOPLE)
# Whoever fills in for the other cities and zones: the desk says whom to call, nobody signs in.
CONTACTS = (
    *(DemoPerson(f"{one.id}.city", "演示联系人", Role.CITY, one.id) for one in CITIES),
    *(DemoPerson(f"{one.id}.contact", "演示联系人", Role.ZONE, one.id) for one in ZONES),
)  # fmt: skip
_OF_DEMO = NAMES | {one.name for one in CONTACTS}


def make_people() -> list[DemoPerson]:
    """Make those that are not there yet; each keeps the password he was given first.

    Raises: NotADemoStore where the store has users of its own.
    """
    with one_writer():
        if User.objects.exclude(username__in=_OF_DEMO).exists():
            raise NotADemoStore
        made = [_made(one, _passwords().get(one.name, "")) for one in PEOPLE]
        _keep({one.name: one.password for one in made})
        _make_contacts()
    return made


def people_of_demo() -> list[DemoPerson]:
    """Whoever a demo store lets in, with password; nobody in any other store."""
    known = _passwords()
    return [_with(one, known[one.name]) for one in PEOPLE if one.name in known]


def has_only_demo_people() -> bool:
    """Whether the store is a demo's and nobody else has come into it."""
    return bool(_passwords()) and not User.objects.exclude(username__in=_OF_DEMO).exists()


def is_of_demo(user: AbstractUser) -> bool:
    """Whether a user is one of the demo's."""
    return user.get_username() in _passwords()


def _made(one: DemoPerson, password: str) -> DemoPerson:
    user = User.objects.filter(username=one.name).first()
    if user is None:
        password = password or new_password()
        post = PostAsked(one.role, one.org)
        appoint(_maker(), one.name, password, full_name=one.full_name, post=post, reason=REASON)
    elif not password:
        password = new_password()
        user.set_password(password)
        user.save(update_fields=["password"])
    return _with(one, password)


def _make_contacts() -> None:
    """Give every city and zone somebody to call, at a number that no telephone has."""
    there = {*User.objects.values_list("username", flat=True)}
    held = {one.org for one in PEOPLE}
    for number, one in enumerate(CONTACTS, 1):
        if one.name in there or one.org in held:
            continue
        user = open_account(_maker(), one.name, one.full_name)
        grant_post(_maker(), user, PostAsked(one.role, one.org), REASON)
        set_telephone(_maker(), user, f"000-0000{number:04}")


def _maker() -> Actor:
    """Whoever sits at the machine, with every administrator's duty: the store is nobody's yet."""
    return Actor("console", REASON, tuple(Post(role, "") for role in ADMINISTRATORS))


def _with(one: DemoPerson, password: str) -> DemoPerson:
    return DemoPerson(one.name, one.full_name, one.role, one.org, password)


def _file() -> Path:
    return home() / "demo_people.json"


def _passwords() -> dict[str, str]:
    file = _file()
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=4)
def _read(file: Path, _: int) -> dict[str, str]:
    found = json.loads(file.read_text(encoding="utf-8"))
    return {name: password for name, password in found.items() if name in NAMES}


def _keep(passwords: dict[str, str]) -> None:
    handle = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        json.dump(passwords, opened, indent=1)
