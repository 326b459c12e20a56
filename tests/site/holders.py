"""People of the tests of pages and API: a user, with a post where one is asked for."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kaifang.store.models import Post, User

PASSWORD = "a long enough password"


def holder(name: str, role: str = "", org: str = "") -> User:
    """Somebody who has held a post for long; without a role he holds none."""
    user = User.objects.create_user(name, password=PASSWORD)
    if role:
        about = {"from_day": date(2020, 1, 1), "granted_at": timezone.now()}
        Post.objects.create(user=user, role=role, org=org, **about)
    return user
