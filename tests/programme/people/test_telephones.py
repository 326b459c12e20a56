"""A telephone number is set by its owner or the system administrator, and stays outside the seal."""

from __future__ import annotations

import pytest

from kaifang.programme.people import errors
from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.telephones import set_telephone
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.store import audit
from kaifang.store.models import AuditEntry, AuditPerson, User
from tests.programme.people.conftest import DALIAN, Hold


def test_the_owner_and_the_system_administrator_keep_it(system: Actor, wang: User) -> None:
    set_telephone(actor_of(wang), wang, "０２４－１２３４５６７８转801")
    assert User.objects.get(pk=wang.pk).telephone == "024-12345678转801"
    set_telephone(system, wang, " +86 411 8899 ")
    assert User.objects.get(pk=wang.pk).telephone == "+86 411 8899"
    set_telephone(system, wang, "")
    assert User.objects.get(pk=wang.pk).telephone == ""


def test_the_number_stays_outside_the_seal(wang: User) -> None:
    set_telephone(actor_of(wang), wang, "024-12345678")
    entry = AuditEntry.objects.get(act="set_telephone")
    assert "12345678" not in entry.body
    assert AuditPerson.objects.get(entry=entry).content["telephone"] == "024-12345678"
    assert audit.verify() == []


def test_the_same_number_twice_is_one_entry(wang: User) -> None:
    for _ in range(2):
        set_telephone(actor_of(wang), wang, "024-12345678")
    assert AuditEntry.objects.filter(act="set_telephone").count() == 1


@pytest.mark.parametrize("text", ["问前台", "=1+1", "<b>1</b>", "12", "1" * 31])
def test_what_is_no_number_is_refused(wang: User, text: str) -> None:
    with pytest.raises(errors.UnreadableTelephone):
        set_telephone(actor_of(wang), wang, text)


@pytest.mark.parametrize("role", ["security", "audit", "division", "city", "leader", "zone"])
def test_a_stranger_may_not_set_it(hold: Hold, wang: User, role: str) -> None:
    org = "" if role in ("security", "audit") else DALIAN
    with pytest.raises(NotAllowed):
        set_telephone(actor_of(hold("li", role, org).user), wang, "024-12345678")
    assert not AuditEntry.objects.exists()
