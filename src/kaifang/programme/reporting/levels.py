"""Levels of review: whose turn it is, and who may speak for a level."""

from __future__ import annotations

from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import FormEntry, Level
from kaifang.programme.reporting.duties import Duty
from kaifang.programme.rights import Act, Actor, may


def levels_of(law: Law, form: FormEntry, org: str) -> list[Level]:
    """The form's levels that stand above an organisation, the lowest first.

    A form that goes to cities and zones alike has no city above a city. Where none stands above,
    the form's last level reviews its own.
    """
    above = [level for level in form.review if level_org(law, level, org) not in ("", org)]
    return above or [form.review[-1]]


def level_org(law: Law, level: str, org: str) -> str:
    """The organisation that reviews at a level; "" where there is none above."""
    found = law.orgs.ancestor(org, level)
    if found is None and level == "zone":
        found = law.orgs.ancestor(org, "ftz")
    if found is None and level == "province":
        return law.head.org or ""
    return found.id if found else ""


def next_level(law: Law, duty: Duty, level: str) -> str:
    """The level after one; "" after the last.

    Under review at a level that the form no longer has, it begins anew: none is passed over.
    """
    levels = [str(one) for one in levels_of(law, duty.form, duty.org)]
    later = levels[levels.index(level) + 1 :] if level in levels else levels
    return later[0] if later else ""


def may_review(actor: Actor, law: Law, duty: Duty, level: str) -> bool:
    """Whether an actor speaks for a level: a post at its organisation that may review the form.

    A post at a higher organisation does not stand in for a lower one: each level answers for
    itself.
    """
    if actor.solo:
        return True
    own = level_org(law, level, duty.org)
    posts = tuple(post for post in actor.posts if post.org == own)
    speaking = Actor(actor.user, actor.name, posts)
    return bool(own) and may(speaking, Act.REVIEW, duty.org, law.orgs)
