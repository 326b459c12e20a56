"""Whoever sits at the machine: in a demo store he keeps what the demo's people do not."""

import pytest

from kaifang.packs.law import load
from kaifang.programme.permitting import allowed
from kaifang.programme.rights import Act, NotAllowed


def test_the_console_of_a_demo_store_keeps_all_but_the_invented_province() -> None:
    from kaifang.programme.demo.people import make_people
    from kaifang.programme.people.actors import console

    make_people()
    for who in (None, console()):  # the commands give the console by name
        assert allowed(who, Act.IMPORT, load("liaoning-2022")).solo
    with pytest.raises(NotAllowed):
        allowed(None, Act.IMPORT, load("demo"))


def test_once_somebody_else_has_come_the_console_asks_who_acts() -> None:
    from kaifang.programme.demo.people import make_people
    from kaifang.store.models import User

    make_people()
    User.objects.create(username="anna")
    with pytest.raises(NotAllowed):
        allowed(None, Act.IMPORT, load("liaoning-2022"))


def test_the_console_of_an_office_may_not_import(hold) -> None:
    hold("anna", "division", "210000")
    with pytest.raises(NotAllowed):
        allowed(None, Act.IMPORT, load("liaoning-2022"))
