"""kaifang user: who may sign in, and which posts they hold."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.doors import open_doors
from kaifang.cli.edge import BadWord
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.programme.rights import Role

if TYPE_CHECKING:
    from kaifang.programme.people.posts import PostAsked
    from kaifang.programme.people.roll import RollEntry
    from kaifang.store.models import Post

app = App()
open_doors(app)
Name = Annotated[str, typer.Argument(metavar="USER")]
RoleName = Annotated[str, typer.Option("--role", metavar="ROLE")]
OrgCode = Annotated[str, typer.Option("--org", metavar="CODE")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT")]


@app.command("create")
def create(
    name: Name,
    full_name: Annotated[str, typer.Option("--full-name", metavar="TEXT")] = "",
    role: RoleName = "",
    org: OrgCode = "",
    admin: Annotated[bool, typer.Option("--admin")] = False,
    ask: Annotated[bool, typer.Option("--ask-password")] = False,
    reason: Reason = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Make a user; a password is asked for or made up, and told this once."""
    if admin and role:
        raise BadWord(found="--admin", expected="--admin | --role")
    who = actor_named(actor)
    from kaifang.programme.people.appointing import appoint
    from kaifang.programme.people.posts import PostAsked, role_named

    role = Role.SYSTEM.value if admin else role
    post = PostAsked(role_named(role), org) if role else None
    password = typer.prompt(_ask(), hide_input=True, confirmation_prompt=True) if ask else ""
    made = appoint(who, name, password, full_name=full_name, post=post, reason=reason)
    told = {} if ask else {"password": made.password}
    if as_json:
        show_json({"user": name, **told})
        return
    say(word("cli.user.created", name=name))
    if told:
        say(word("cli.user.password", password=made.password))


@app.command("list")
def show_users(actor: AsUser = "", as_json: AsJson = False) -> None:
    """List users with their posts."""
    who = actor_named(actor)
    from kaifang.programme.people.roll import roll

    found = roll(who)
    if as_json:
        show_json([_json(one) for one in found])
        return
    heads = [f"cli.head.{name}" for name in ("user", "full_name", "posts")]
    show_table(heads, [row for one in found for row in _rows(one)])


@app.command("grant")
def grant(
    name: Name,
    role: RoleName,
    org: OrgCode = "",
    from_day: Annotated[str, typer.Option("--from", metavar="DATE")] = "",
    to_day: Annotated[str, typer.Option("--to", metavar="DATE")] = "",
    deputy_for: Annotated[str, typer.Option("--deputy-for", metavar="USER")] = "",
    reason: Reason = "",
    actor: AsUser = "",
) -> None:
    """Give a user a post, or let him stand in for another."""
    days = _day("--from", from_day), _day("--to", to_day)
    who = actor_named(actor)
    from kaifang.programme.people.actors import user_named
    from kaifang.programme.people.posts import PostAsked, grant_post, role_named

    principal = user_named(deputy_for) if deputy_for else None
    asked: PostAsked = PostAsked(role_named(role), org, *days, principal)
    post = grant_post(who, user_named(name), asked, reason)
    say(word("cli.user.granted", name=name, post=_told(post)))


@app.command("end")
def end(
    post: Annotated[int, typer.Argument(metavar="POST")], reason: Reason = "", actor: AsUser = ""
) -> None:
    """End a post, at once."""
    who = actor_named(actor)
    from kaifang.programme.people.posts import end_post

    ended = end_post(who, post, reason)
    say(word("cli.user.ended", name=ended.user.get_username(), post=_told(ended)))


@app.command("hand-over")
def hand_over_all(
    giver: Annotated[str, typer.Argument(metavar="FROM")],
    taker: Annotated[str, typer.Argument(metavar="TO")],
    reason: Reason = "",
    actor: AsUser = "",
) -> None:
    """Give all that one user holds to another."""
    who = actor_named(actor)
    from kaifang.programme.people.actors import user_named
    from kaifang.programme.people.posts import hand_over

    given = hand_over(who, user_named(giver), user_named(taker), reason)
    say(word("cli.user.handed_over", giver=giver, taker=taker, count=len(given)))


def _ask() -> str:
    return word("cli.user.ask")


def _day(option: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadWord(found=option, expected="2022-07-18") from None


def _rows(entry: RollEntry) -> list[list[str]]:
    """A line for each post; the name stands on the first."""
    names = [entry.user.get_username(), entry.user.get_full_name()]
    first, *others = [_told(post) for post in entry.posts] or [""]
    return [[*names, first], *(["", "", post] for post in others)]


def _told(post: Post) -> str:
    """A post in one line: number, role, organisation, days, whom he stands in for."""
    parts = [f"{post.pk}", Role(post.role).label.in_(lang()), post.org]
    parts.append(f"{post.from_day}–{post.to_day or ''}")
    if post.deputy_for:
        parts.append(word("cli.user.deputy", name=post.deputy_for.get_username()))
    return " ".join(part for part in parts if part)


def _json(entry: RollEntry) -> dict[str, Any]:
    return {
        "user": entry.user.get_username(),
        "full_name": entry.user.get_full_name(),
        "active": entry.user.is_active,
        "posts": [
            {
                "post": post.pk,
                "role": post.role,
                "org": post.org,
                "from": post.from_day.isoformat(),
                "to": post.to_day.isoformat() if post.to_day else None,
                "deputy_for": post.deputy_for.get_username() if post.deputy_for else None,
            }
            for post in entry.posts
        ],
    }
