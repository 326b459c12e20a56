"""kaifang user, of coming in: invitations, new passwords, locks, second factors, tokens."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kaifang.cli.commands import App
from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import say, show_json, show_table, word

if TYPE_CHECKING:
    from kaifang.programme.people.links import NewLink

Name = Annotated[str, typer.Argument(metavar="USER")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT")]
Hours = Annotated[int, typer.Option("--hours", metavar="N")]


def open_doors(app: App) -> None:
    """Add these commands to those of users."""
    app.command("invite")(invite)
    app.command("reset-password")(reset_password)
    app.command("hand-out-link")(hand_out)
    app.command("unlock")(unlock_user)
    app.command("reset-second-factor")(reset_factor)
    app.command("token")(make)
    app.command("tokens")(show_tokens)
    app.command("end-token")(end)


def invite(
    name: Name,
    full_name: Annotated[str, typer.Option("--full-name", metavar="TEXT")] = "",
    role: Annotated[str, typer.Option("--role", metavar="ROLE")] = "",
    org: Annotated[str, typer.Option("--org", metavar="CODE")] = "",
    hours: Hours = 72,
    reason: Reason = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Make a user and a one-time link by which he sets his password."""
    who = actor_named(actor)
    from kaifang.programme.people import links
    from kaifang.programme.people.posts import PostAsked, role_named

    post = PostAsked(role_named(role), org) if role else None
    made = links.invite(who, name, full_name=full_name, post=post, hours=hours, reason=reason)
    _show_link(made, as_json)


def reset_password(
    name: Name, hours: Hours = 72, reason: Reason = "", actor: AsUser = "", as_json: AsJson = False
) -> None:
    """Make a one-time link by which a user sets a new password, or ask for it."""
    who = actor_named(actor)
    from kaifang.programme.people.actors import user_named
    from kaifang.programme.people.links import reset_link

    _show_link(reset_link(who, user_named(name), hours=hours, reason=reason), as_json)


def hand_out(
    name: Name, hours: Hours = 72, reason: Reason = "", actor: AsUser = "", as_json: AsJson = False
) -> None:
    """Make the link that another administrator asked for."""
    who = actor_named(actor)
    from kaifang.programme.people.actors import user_named
    from kaifang.programme.people.links import hand_out_link

    _show_link(hand_out_link(who, user_named(name), hours=hours, reason=reason), as_json)


def unlock_user(name: Name, reason: Reason = "", actor: AsUser = "") -> None:
    """Open a lock that wrong passwords closed."""
    who = actor_named(actor)
    from kaifang.programme.people.actors import user_named
    from kaifang.programme.people.passwords import unlock

    unlock(who, user_named(name), reason)
    say(word("cli.user.unlocked", name=name))


def reset_factor(name: Name, reason: Reason = "", actor: AsUser = "") -> None:
    """Take a lost second factor away."""
    who = actor_named(actor)
    from kaifang.programme.people.actors import user_named
    from kaifang.programme.people.second_factor import reset_second_factor

    reset_second_factor(who, user_named(name), reason)
    say(word("cli.user.factor_reset", name=name))


def make(
    name: Name,
    title: Annotated[str, typer.Option("--name", metavar="TEXT")] = "",
    write: Annotated[bool, typer.Option("--write")] = False,
    days: Annotated[int, typer.Option("--days", metavar="N")] = 90,
    as_json: AsJson = False,
) -> None:
    """Make a token of the API for a user, told this once."""
    who = actor_named(name)
    from kaifang.programme.people.actors import user_named
    from kaifang.programme.people.tokens import make_token

    made = make_token(who, user_named(name), title, "read_write" if write else "read", days)
    if as_json:
        show_json({"token": made.token.pk, "secret": made.secret, "ends": _day(made.token.ends_at)})
        return
    say(word("cli.user.token_made", secret=made.secret, ends=_day(made.token.ends_at)))


def show_tokens(name: Name) -> None:
    """List a user's tokens of the API."""
    actor_named(name)
    from kaifang.programme.people.actors import user_named
    from kaifang.programme.people.tokens import tokens_of

    heads = [f"cli.head.{one}" for one in ("token", "name", "scope", "ends")]
    rows = tokens_of(user_named(name))
    show_table(heads, [[f"{one.pk}", one.name, one.scope, _day(one.ends_at)] for one in rows])


def end(token: Annotated[int, typer.Argument(metavar="TOKEN")], actor: AsUser = "") -> None:
    """End a token of the API, at once."""
    who = actor_named(actor)
    from kaifang.programme.people.tokens import end_token

    ended = end_token(who, token)
    say(word("cli.user.token_ended", name=ended.name))


def _show_link(made: NewLink, as_json: bool) -> None:
    """The link is told this once; without an address of the site, its path."""
    from django.conf import settings
    from django.utils import timezone

    address = f"{settings.SITE_ADDRESS}{made.path}" if made.secret else None
    ends = f"{timezone.localtime(made.ends_at):%Y-%m-%d %H:%M}"
    if as_json:
        show_json({"user": made.user.get_username(), "link": address, "ends": ends})
        return
    if address is None:
        say(word("cli.user.link_asked", name=made.user.get_username(), ends=ends))
        return
    say(word("cli.user.link", name=made.user.get_username(), link=address, ends=ends))


def _day(moment: datetime) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(moment):%Y-%m-%d}"
