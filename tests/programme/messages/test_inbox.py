"""Messages reach whom they are for, once, and nobody else."""

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.orgs import Orgs
from kaifang.exchange.hooks import NOTHING
from kaifang.programme.messages.inbox import (
    UnknownMessage,
    inbox,
    mark_all_read,
    mark_read,
    message_count,
    unread_count,
)
from kaifang.programme.messages.posting import post, post_note
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.store import audit
from kaifang.store.models import AuditEntry, Message, MessageRead
from tests.programme.messages.conftest import (
    CITY,
    CITY_OFFICER,
    LATE,
    OFFICER,
    OTHER_CITY,
    PROVINCE,
    STRANGER,
    SYSTEM,
)

pytestmark = pytest.mark.django_db


def ids(actor: Actor, **options: bool) -> list[str]:
    return [item.id for item in inbox(actor, **options)]


def test_an_organisations_message_reaches_its_people_only() -> None:
    message = post("submission.late", LATE, to_org=CITY, link="/forms/7")
    (item,) = inbox(CITY_OFFICER)
    assert (item.id, item.title, item.link, item.is_read) == (message.id, LATE, "/forms/7", False)
    assert ids(STRANGER) == ids(OFFICER) == []


def test_a_persons_message_reaches_that_person_only() -> None:
    message = post("task.assigned", LATE, to_user="3")
    colleague = Actor("4", "", CITY_OFFICER.posts)
    assert ids(CITY_OFFICER) == [message.id]
    assert ids(colleague) == []
    assert ids(Actor("", "")) == []


def test_an_administrator_does_not_read_the_mail_of_the_organisation() -> None:
    post("submission.late", LATE, to_org=PROVINCE)
    assert ids(SYSTEM) == []
    solo = Actor("1", "", SYSTEM.posts, solo=True)
    assert len(ids(solo)) == 1


def test_each_reads_for_himself_and_once() -> None:
    message = post("submission.late", LATE, to_org=CITY)
    colleague = Actor("4", "", (Post(Role.CITY, CITY),))
    mark_read(CITY_OFFICER, message.id)
    mark_read(CITY_OFFICER, message.id)
    assert MessageRead.objects.count() == 1
    assert inbox(CITY_OFFICER)[0].is_read
    assert unread_count(CITY_OFFICER) == 0
    assert ids(CITY_OFFICER, unread=True) == []
    assert unread_count(colleague) == 1


def test_a_stranger_may_not_mark_a_message_as_read() -> None:
    message = post("submission.late", LATE, to_org=CITY)
    with pytest.raises(UnknownMessage):
        mark_read(STRANGER, message.id)
    assert not MessageRead.objects.exists()


def test_the_newest_comes_first_page_by_page() -> None:
    sent = [post("note", Text(str(n), str(n)), to_org=CITY).id for n in range(5)]
    assert ids(CITY_OFFICER) == sent[::-1]
    assert [item.id for item in inbox(CITY_OFFICER, first=1, count=2)] == [sent[3], sent[2]]


def test_the_same_key_is_told_once() -> None:
    first = post("submission.late", LATE, to_org=CITY, key="late:2022-Q2:210100")
    again = post("submission.late", LATE, to_org=CITY, key="late:2022-Q2:210100")
    assert first.id == again.id
    assert Message.objects.count() == 1


def test_a_person_writes_to_an_organisation_below_and_it_is_in_the_audit(orgs: Orgs) -> None:
    message = post_note(OFFICER, CITY, Text("请报送", "Please submit"), NOTHING, orgs)
    assert ids(CITY_OFFICER) == [message.id]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.subject, entry.actor) == (
        "send_message",
        f"message:{message.id}",
        "2",
    )
    assert "省厅" not in entry.body
    assert entry.person.content["name"] == "省厅"
    assert audit.verify() == []


@pytest.mark.parametrize(
    ("who", "org"), [(STRANGER, CITY), (CITY_OFFICER, OTHER_CITY), (SYSTEM, CITY)]
)
def test_a_stranger_may_not_write_to_an_organisation(who: Actor, org: str, orgs: Orgs) -> None:
    with pytest.raises(NotAllowed):
        post_note(who, org, LATE, NOTHING, orgs)
    assert not Message.objects.exists()
    assert not AuditEntry.objects.exists()


def test_all_is_read_at_once_by_one_person_only() -> None:
    sent = [post("note", LATE, to_org=CITY).id for _ in range(3)]
    other = post("note", LATE, to_org=OTHER_CITY)
    colleague = Actor("4", "", CITY_OFFICER.posts)
    mark_read(CITY_OFFICER, sent[0])
    assert mark_all_read(CITY_OFFICER) == 2
    assert mark_all_read(CITY_OFFICER) == 0
    assert (message_count(CITY_OFFICER), message_count(CITY_OFFICER, unread=True)) == (3, 0)
    assert unread_count(colleague) == 3
    assert not MessageRead.objects.filter(message=other).exists()
    assert mark_all_read(STRANGER) == mark_all_read(Actor("", "")) == 0


def test_the_inbox_tells_the_figures_that_stay_inside() -> None:
    """What goes out has dots; whoever is inside reads the number."""
    told = Text("外贸增长17.6%", "Trade up 17.6%")
    post("board.moved", told, to_org=CITY, body=told)
    (item,) = inbox(CITY_OFFICER)
    assert (item.title, item.body) == (told, told)
