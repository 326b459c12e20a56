"""Tasks are kept by those they belong to, step by step; nobody else writes or sees them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

from kaifang.packs.law import load
from kaifang.programme import proofs
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.store.errors import ChangedMeanwhile

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.opening import Programme
    from kaifang.store.models import Task

pytestmark = pytest.mark.django_db

CITY, OTHER, ZONE = "demo.lanpu", "demo.biwan", "demo.zone.lanpu-etdz"
PDF = b"%PDF-1.7 example"


def officer(role: Role, org: str, user: str) -> Actor:
    return Actor(user, user, (Post(role, org),))


DIVISION = officer(Role.DIVISION, "demo", "1")
LANPU = officer(Role.CITY, CITY, "2")
BIWAN = officer(Role.CITY, OTHER, "3")
ETDZ = officer(Role.ZONE, ZONE, "4")
STRANGER = Actor("9", "9")


@pytest.fixture
def programme() -> Programme:
    from kaifang.programme.opening import Programme

    return Programme.of(load("demo"))


def new(**more: Any) -> Any:
    from kaifang.programme.tasks.keeping import NewTask

    about = {
        "title": "建设班列集结中心",
        "lead": CITY,
        "due": date(2023, 7, 10),
        "milestones": [("选址", date(2023, 3, 31)), ("开工", None)],
    }
    return NewTask(**{**about, **more})


@pytest.fixture
def task(programme: Programme) -> Task:
    from kaifang.programme.tasks.keeping import add_task

    return add_task(DIVISION, programme, new())


def test_a_task_comes_to_what_was_done(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import keeping, listing

    keeping.report(LANPU, programme, task, "完成土地平整", 40)
    keeping.reach(LANPU, programme, task, 1, date(2023, 4, 2))
    keeping.block(LANPU, programme, task, "用地指标未批")
    one = listing.task(LANPU, programme, task.pk)
    assert (one.row.state, one.percent) == ("blocked", 40)
    assert [stage.reached for stage in one.milestones] == [date(2023, 4, 2), None]
    assert [step.kind for step in one.steps] == ["add", "report", "reach", "block"]
    assert one.latest is not None
    assert one.latest.says == "用地指标未批"
    keeping.unblock(LANPU, programme, task, "指标已下达")
    keeping.finish(LANPU, programme, task, "已投用")
    ended = listing.task(LANPU, programme, task.pk)
    assert (ended.percent, ended.standing.zh) == (100, "已完成")


def test_the_clock_is_the_programmes(programme: Programme, task: Task) -> None:
    """The demo plays on 15 July 2023: due on the 10th is five days late."""
    from kaifang.programme.tasks import listing

    one = listing.task(DIVISION, programme, task.pk)
    assert one.is_overdue
    assert one.standing.zh == "逾期5天"
    assert listing.tasks(DIVISION, programme, listing.Wanted(overdue=True)) == [one]


def test_a_law_task_is_taken_up_once_a_body(programme: Programme) -> None:
    from kaifang.programme.tasks.keeping import add_task

    first = add_task(DIVISION, programme, new(law_task="notice.zones"))
    assert add_task(DIVISION, programme, new(law_task="notice.zones")).pk == first.pk
    other = add_task(DIVISION, programme, new(law_task="notice.zones", lead=OTHER))
    assert other.pk != first.pk


def test_an_ended_task_moves_only_after_it_is_reopened(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import errors, keeping

    keeping.cancel(DIVISION, programme, task, "并入另一任务")
    with pytest.raises(errors.TaskEnded):
        keeping.report(LANPU, programme, task, "仍在推进")
    keeping.reopen(DIVISION, programme, task, "撤回合并")
    keeping.report(LANPU, programme, task, "仍在推进")
    assert task.state == "open"


@pytest.mark.parametrize("actor", [BIWAN, ETDZ, STRANGER])
def test_a_stranger_may_not(actor: Actor, programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import evidence, keeping

    for act in (
        lambda: keeping.add_task(actor, programme, new()),
        lambda: keeping.report(actor, programme, task, "x"),
        lambda: keeping.reach(actor, programme, task, 1, date(2023, 4, 2)),
        lambda: keeping.block(actor, programme, task, "x"),
        lambda: keeping.unblock(actor, programme, task, "x"),
        lambda: keeping.finish(actor, programme, task, "x"),
        lambda: keeping.cancel(actor, programme, task, "x"),
        lambda: keeping.reopen(actor, programme, task, "x"),
        lambda: keeping.reschedule(actor, programme, task, None, "x"),
        lambda: evidence.attach_evidence(actor, programme, task, "a.pdf", BytesIO(PDF)),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert task.events.count() == 1


def test_partners_see_a_task_and_others_do_not(programme: Programme) -> None:
    from kaifang.programme.tasks import errors, keeping, listing

    shared = keeping.add_task(DIVISION, programme, new(partners=[ZONE]))
    assert [one.row.pk for one in listing.tasks(ETDZ, programme)] == [shared.pk]
    assert listing.tasks(BIWAN, programme) == []
    with pytest.raises(errors.NoSuchTask):
        listing.task(BIWAN, programme, shared.pk)


def test_mine_are_those_i_own_or_my_body_leads(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import keeping, listing

    owned = keeping.add_task(DIVISION, programme, new(owner="7"))
    owner = officer(Role.CITY, CITY, "7")
    assert [one.row.pk for one in listing.mine(LANPU, programme)] == [task.pk]
    assert [one.row.pk for one in listing.mine(owner, programme)] == [task.pk, owned.pk]


def test_of_two_who_report_at_once_one_is_told(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import keeping

    keeping.report(LANPU, programme, task, "第一份", version=1)
    with pytest.raises(ChangedMeanwhile):
        keeping.report(LANPU, programme, task, "第二份", version=1)


def test_the_lead_body_is_told_and_every_act_is_audited(programme: Programme, task: Task) -> None:
    from kaifang.programme.messages.inbox import inbox
    from kaifang.programme.tasks import keeping
    from kaifang.store.models import AuditEntry

    assert [item.title.zh for item in inbox(LANPU)] == ["新任务：建设班列集结中心"]
    keeping.block(LANPU, programme, task, "用地指标未批")
    assert [item.body.zh for item in inbox(DIVISION)] == ["用地指标未批"]
    acts = AuditEntry.objects.filter(subject=f"task:{task.pk}").values_list("act", flat=True)
    assert list(acts) == ["keep_task.add", "keep_task.block"]


def test_dates_and_words_are_asked_for(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import errors, keeping

    with pytest.raises(errors.DaysTurned):
        keeping.add_task(DIVISION, programme, new(start=date(2023, 8, 1)))
    with pytest.raises(errors.NothingSaid):
        keeping.block(LANPU, programme, task, "  ")
    with pytest.raises(errors.NoSuchMilestone):
        keeping.reach(LANPU, programme, task, 3, date(2023, 4, 2))


def docx(*, macros: bool = False) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
        if macros:
            packed.writestr("word/vbaProject.bin", b"x")
    return data.getvalue()


def test_evidence_is_kept_once_and_comes_back_whole(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import evidence

    first = evidence.attach_evidence(LANPU, programme, task, "C:\\桌面\\批复.pdf", BytesIO(PDF))
    again = evidence.attach_evidence(LANPU, programme, task, "批复2.pdf", BytesIO(PDF))
    assert first == again
    assert (first.name, first.size, first.media_type) == ("批复.pdf", 16, "application/pdf")
    assert evidence.read_evidence(task, first.sha256) == (first, PDF)
    word = evidence.attach_evidence(LANPU, programme, task, "说明.docx", BytesIO(docx()))
    assert word.media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("批复.pdf", b"<html><script>"),  # an upload that lies about its type
        ("批复.png", PDF),
        ("批复.exe", b"MZ\x90"),
        ("说明.docx", docx(macros=True)),
        ("说明.docx", b"PK\x03\x04 broken"),
        ("空.pdf", b""),
    ],
)
def test_files_that_lie_are_refused(
    name: str, data: bytes, programme: Programme, task: Task
) -> None:
    from kaifang.programme.tasks import evidence

    with pytest.raises(proofs.EvidenceOfOtherKind):
        evidence.attach_evidence(LANPU, programme, task, name, BytesIO(data))
    assert task.events.count() == 1


def test_a_large_file_is_refused_before_it_is_kept(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import evidence
    from kaifang.store.models import StoredFile

    with pytest.raises(proofs.EvidenceTooLarge):
        evidence.attach_evidence(
            LANPU, programme, task, "a.pdf", BytesIO(PDF + bytes(proofs.MOST_BYTES))
        )
    assert not StoredFile.objects.exists()


def test_what_cannot_be_is_refused_and_nothing_changes(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import keeping
    from kaifang.programme.tasks.errors import NoSuchShare, NotYetReached, StillUnderWay

    for percent in (101, -1):
        with pytest.raises(NoSuchShare):
            keeping.report(LANPU, programme, task, "已开工", percent)
    with pytest.raises(NotYetReached):  # the demo is on 15 July 2023
        keeping.reach(LANPU, programme, task, 1, date(2023, 7, 16))
    keeping.reach(LANPU, programme, task, 1, date(2023, 7, 15))
    keeping.block(LANPU, programme, task, "用地指标未批")
    with pytest.raises(StillUnderWay):
        keeping.reopen(LANPU, programme, task, "误点")
    task.refresh_from_db()
    assert (task.state, task.version) == ("blocked", 3)


def test_a_message_opens_the_task_in_its_own_programme(task: Task) -> None:
    from kaifang.store.models import Message

    assert Message.objects.get(kind="task.added").link == f"/worklist/{task.pk}/?pack=demo"


def test_a_step_names_who_acted_and_not_the_lead_body(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import keeping

    keeping.report(LANPU, programme, task, "完成土地平整")
    keeping.cancel(DIVISION, programme, task, "并入另一任务")
    told = task.events.order_by("number").values_list("kind", "org")
    assert list(told) == [("add", "demo"), ("report", CITY), ("cancel", "demo")]


# -- the owner --------------------------------------------------------------------------------


def officer_of(org: str, name: str) -> str:
    from django.utils import timezone

    from kaifang.store.models import Post as Held
    from kaifang.store.models import User

    user = User.objects.create(username=name)
    about = {"from_day": date(2020, 1, 1), "granted_at": timezone.now()}
    Held.objects.create(user=user, role="city", org=org, **about)
    return str(user.pk)


def test_a_task_is_given_to_another_owner_who_is_told(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks import listing
    from kaifang.programme.tasks.owning import assign
    from kaifang.store.models import AuditEntry, Message

    owner = officer_of(CITY, "wang")
    assign(LANPU, programme, task, owner, "分工调整")
    mine = listing.mine(Actor(owner, "wang", (Post(Role.CITY, CITY),)), programme)
    assert [one.row.owner for one in mine] == [owner]
    assert Message.objects.get(kind="task.assign").to_user == owner
    assert AuditEntry.objects.filter(act="keep_task.assign").count() == 1
    assert listing.task(LANPU, programme, task.pk).steps[-1].says == "分工调整"
    assign(LANPU, programme, task, "", "另行明确")
    assert listing.task(LANPU, programme, task.pk).row.owner == ""


def test_only_who_is_in_office_there_owns_a_task(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks.errors import NotOfTheTask
    from kaifang.programme.tasks.owning import assign

    with pytest.raises(NotOfTheTask):
        assign(LANPU, programme, task, officer_of(OTHER, "sun"), "分工调整")
    task.refresh_from_db()
    assert (task.owner, task.version) == ("", 1)


def test_a_stranger_may_not_give_it_to_anybody(programme: Programme, task: Task) -> None:
    from kaifang.programme.tasks.owning import assign

    owner = officer_of(CITY, "wang")
    for stranger in (BIWAN, STRANGER):
        with pytest.raises(NotAllowed):
            assign(stranger, programme, task, owner, "分工调整")
