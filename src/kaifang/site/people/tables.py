"""The roll and the acts of a person's page, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.orgs import Orgs
from kaifang.programme.people.roll import RollEntry
from kaifang.programme.rights import Role
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.store.models import Post


@dataclass(frozen=True)
class PostLine:
    """One post as a line of a page."""

    number: int
    role: Text
    org: object
    days: str
    deputy_for: str
    holder: str


def roll_table(entries: Sequence[RollEntry], orgs: Orgs | None, query: QueryDict) -> Table:
    """One row a person; who he is, what he holds, whether he may come in."""
    columns = [
        Column("user", _("User name"), kind="short"),
        Column("name", _("Person")),
        Column("posts", _("Posts")),
        Column("state", _("State"), kind="short"),
    ]
    rows = [
        Row({
            "user": named(one.user.get_username(), reverse("people:show", args=[one.user.pk])),
            "name": one.user.get_full_name(),
            "posts": _told(one.posts, orgs),
            "state": state_of(one),
        }, key=str(one.user.pk))
        for one in entries
    ]  # fmt: skip
    return Table("roll", _("People"), columns, rows, query, formats=())


def state_of(one: RollEntry) -> str:
    """Whether a person may come in."""
    if one.locked:
        return _("locked out")
    if not one.user.is_active:
        return _("closed")
    return _("in use") if one.user.has_usable_password() else _("invited")


def lines(posts: Sequence[Post], orgs: Orgs | None) -> list[PostLine]:
    """Posts as lines of a page."""
    return [
        PostLine(
            post.pk,
            Role(post.role).label,
            org_name(post.org, orgs),
            f"{post.from_day} – {post.to_day or ''}".strip(),
            post.deputy_for.get_username() if post.deputy_for else "",
            post.user.get_username(),
        )
        for post in posts
    ]


def org_name(org: str, orgs: Orgs | None) -> object:
    """An organisation's name where the programme knows it, else its code."""
    return orgs[org].name if orgs is not None and org in orgs else org


def _told(posts: Sequence[Post], orgs: Orgs | None) -> Text:
    zh = "；".join(_one(post, orgs, "zh") for post in posts)
    return Text(zh, "; ".join(_one(post, orgs, "en") for post in posts))


def _one(post: Post, orgs: Orgs | None, lang: str) -> str:
    name = org_name(post.org, orgs)
    org = name.in_(lang) if isinstance(name, Text) else str(name)
    return f"{Role(post.role).label.in_(lang)} {org}".strip()
