"""The roll and the acts of a person's page, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kaifang.core.bilingual import Text
from kaifang.core.orgs import Orgs
from kaifang.programme.holdings import Installed
from kaifang.programme.people.roll import RollEntry
from kaifang.programme.rights import Role
from kaifang.site.components.tables import Column, Row, Table, named
from kaifang.store.models import Job, Post


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
    return Table("roll", _("Users"), columns, rows, query, formats=())


def pack_table(packs: Sequence[Installed]) -> Table:
    """The versions in use, each with its hash."""
    columns = [
        Column("pack", _("Pack")),
        Column("version", _("Version"), kind="short"),
        Column("at", _("Installed"), kind="short"),
        Column("hash", _("Hash")),
    ]
    rows = [
        Row({"pack": one.pack, "version": one.version, "at": _stamp(one.installed_at),
             "hash": one.hash}, key=one.hash)
        for one in packs
    ]  # fmt: skip
    empty = _("No pack is installed yet.")
    return Table("packs", _("Packs in use"), columns, rows, formats=(), empty=empty)


def failed_table(jobs: Sequence[Job]) -> Table:
    """Jobs that were given up, the latest first."""
    columns = [
        Column("job", _("Job"), kind="short"),
        Column("kind", _("Kind"), kind="short"),
        Column("made", _("Made at"), kind="short"),
        Column("attempts", _("Tries"), kind="short"),
        Column("error", _("Last error")),
    ]
    rows = [
        Row({"job": str(one.pk), "kind": one.kind, "made": _stamp(one.made_at),
             "attempts": str(one.attempts), "error": one.last_error}, key=str(one.pk))
        for one in jobs
    ]  # fmt: skip
    empty = _("No job has failed.")
    return Table("failed", _("Failed jobs"), columns, rows, formats=(), empty=empty)


def _stamp(at: object) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i")


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
            _days(post),
            post.deputy_for.get_username() if post.deputy_for else "",
            post.user.get_username(),
        )
        for post in posts
    ]


def _days(post: Post) -> str:
    """From when to when; open ends are said so."""
    days = {"first": post.from_day.isoformat(), "last": post.to_day}
    return (_("%(first)s to %(last)s") if post.to_day else _("since %(first)s")) % days


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
