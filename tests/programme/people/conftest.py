"""A small house: a security administrator, a division officer, a city officer and a stranger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from kaifang.programme.rights import Actor

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.store.models import Post, User

Hold = Callable[..., "Post"]
PROVINCE, DALIAN, SHENYANG = "210000", "210200", "210100"


def days(number: int) -> date:
    """A day counted from today."""
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture(autouse=True)
def office(settings: Any, db: None) -> None:
    """An office: nobody holds all duties."""
    settings.SOLO = False


@pytest.fixture
def hold() -> Hold:
    """Let somebody hold a post, as if granted long ago."""
    from kaifang.store.models import Post, User

    def held(name: str, role: str, org: str = "", **more: Any) -> Post:
        user = User.objects.filter(username=name).first() or User.objects.create(username=name)
        about = {"from_day": days(-30), "granted_at": timezone.now(), **more}
        return Post.objects.create(user=user, role=role, org=org, **about)

    return held


@pytest.fixture
def security(hold: Hold) -> Actor:
    from kaifang.programme.people.actors import actor_of

    return actor_of(hold("shen", "security").user)


@pytest.fixture
def system(hold: Hold) -> Actor:
    from kaifang.programme.people.actors import actor_of

    return actor_of(hold("xu", "system").user)


@pytest.fixture
def wang(db: None) -> User:
    """A newcomer without any post."""
    from kaifang.store.models import User

    return User.objects.create(username="wang")
