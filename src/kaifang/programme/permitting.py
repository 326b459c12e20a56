"""Permitting 准许: who imports or installs, and whether he may."""

from __future__ import annotations

from kaifang.packs.law import Law
from kaifang.programme.rights import CONSOLE, Act, Actor, demand


def allowed(actor: Actor | None, act: Act, law: Law | None = None) -> Actor:
    """The actor, if he may do an act for a programme; None is whoever sits at the machine.

    The store has to be open. Raises: NotAllowed.
    """
    named = actor if actor is not None and actor.user != CONSOLE else None
    who = named or _at_the_machine(law)
    demand(who, act, law.head.org or "" if law else "", law.orgs if law else None)
    return who


def _at_the_machine(law: Law | None) -> Actor:
    """Whoever gives no name; in a demo store he has all duties but in the invented province.

    The demo's people hold posts there alone, so that nobody could attach a real document.
    """
    from kaifang.programme.demo.people import has_only_demo_people
    from kaifang.programme.people.actors import console

    is_free = law is not None and not law.head.demo and has_only_demo_people()
    return console(solo=True) if is_free else console()
