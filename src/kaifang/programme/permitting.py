"""Permitting 准许: who imports or installs, and whether he may."""

from __future__ import annotations

from kaifang.packs.law import Law
from kaifang.programme.rights import Act, Actor, demand


def allowed(actor: Actor | None, act: Act, law: Law | None = None) -> Actor:
    """The actor, if he may do an act for a programme; None is whoever sits at the machine.

    The store has to be open. Raises: NotAllowed.
    """
    from kaifang.programme.people.actors import console

    who = actor or console()
    demand(who, act, law.head.org or "" if law else "", law.orgs if law else None)
    return who
