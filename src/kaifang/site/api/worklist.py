"""Operations on tasks under way: the list, one of them, everything that is done to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kaifang.programme.alarms.tracing import task_origin
from kaifang.programme.tasks import keeping, listing
from kaifang.programme.tasks.evidence import attach_evidence, read_evidence
from kaifang.programme.tasks.owning import assign
from kaifang.programme.tasks.telling import tell_evidence, tell_task_kept, tell_task_kept_whole
from kaifang.site.acting import acting
from kaifang.site.api import bodies
from kaifang.site.api.answers import (
    READ_LIST,
    READ_ONE,
    REFUSED,
    WROTE,
    Told,
    download,
    file_answer,
)
from kaifang.site.api.auth import SIGNED_IN
from kaifang.site.api.bodies import Id, Number, Word
from kaifang.site.api.forms import Slice, Speech
from kaifang.site.api.reporting import programme_of
from kaifang.site.api.views import listed

router = Router(auth=SIGNED_IN)
_BYTES = "application/octet-stream"
_TASK = "/packs/{pack}/worklist/{number}"


class TaskQuery(Schema):
    """Which tasks."""

    lead: Id = ""
    owner: Word = ""
    state: Id = Field("", description="open, blocked, done, cancelled")
    law_task: Id = ""
    overdue: bool = False
    mine: bool = Field(False, description="only what is one's own to do")


@router.get(
    "/packs/{pack}/worklist", response=READ_LIST, summary=_("Tasks under way (signed-in users)")
)
def list_worklist(
    request: HttpRequest,
    pack: str,
    wanted: Query[TaskQuery],
    speech: Query[Speech],
    part: Query[Slice],
) -> Told:
    """Those that one may see, those due first on top; documents' measures are /tasks."""
    actor, programme = acting(request), programme_of(request, pack)
    asked = wanted.dict(exclude={"mine"})
    found = listing.tasks(actor, programme, listing.Wanted(**asked))
    if wanted.mine:
        own = {one.row.pk for one in listing.mine(actor, programme)}
        found = [one for one in found if one.row.pk in own]
    return listed(found, part, lambda one: tell_task_kept(programme.law, one, speech.lang))


@router.get(_TASK, response=READ_ONE, summary=_("One task under way (signed-in users)"))
def show_kept_task(request: HttpRequest, pack: str, number: Number, speech: Query[Speech]) -> Told:
    """Milestones, files and everything that was done."""
    return _told(request, pack, number, speech.lang)


@router.post("/packs/{pack}/worklist", response=WROTE, summary=_("Put a task on the list"))
def add_task(request: HttpRequest, pack: str, asked: bodies.TaskAsked) -> Told:
    """Its lead body is told; a measure of a document is taken up once a body."""
    said = asked.dict(exclude={"source", "milestones"})
    source = asked.source.dict() if asked.source else {}
    stages = [(one.title, one.due) for one in asked.milestones]
    new = keeping.NewTask(**said, source=source, milestones=stages)
    task = keeping.add_task(acting(request), programme_of(request, pack), new)
    return _told(request, pack, task.pk)


@router.post(f"{_TASK}/report", response=WROTE, summary=_("Report progress"))
def report(request: HttpRequest, pack: str, number: Number, asked: bodies.ProgressTold) -> Told:
    """With how much of it is done, where that is known."""
    return _do(request, pack, number, keeping.report, asked, asked.text, asked.percent)


@router.post(f"{_TASK}/reach", response=WROTE, summary=_("Reach a milestone"))
def reach(request: HttpRequest, pack: str, number: Number, asked: bodies.MilestoneReached) -> Told:
    """On a day."""
    return _do(request, pack, number, keeping.reach, asked, asked.milestone, asked.on)


@router.post(f"{_TASK}/block", response=WROTE, summary=_("Say what a task is held up by"))
def block(request: HttpRequest, pack: str, number: Number, asked: bodies.Explained) -> Told:
    """Whoever gave it is told."""
    return _do(request, pack, number, keeping.block, asked, asked.reason)


@router.post(f"{_TASK}/unblock", response=WROTE, summary=_("Say that a task can go on"))
def unblock(request: HttpRequest, pack: str, number: Number, asked: bodies.Explained) -> Told:
    """And how."""
    return _do(request, pack, number, keeping.unblock, asked, asked.reason)


@router.post(f"{_TASK}/finish", response=WROTE, summary=_("Finish a task"))
def finish(request: HttpRequest, pack: str, number: Number, asked: bodies.OutcomeTold) -> Told:
    """With what came of it."""
    return _do(request, pack, number, keeping.finish, asked, asked.text)


@router.post(f"{_TASK}/cancel", response=WROTE, summary=_("Cancel a task"))
def cancel(request: HttpRequest, pack: str, number: Number, asked: bodies.Explained) -> Told:
    """It is not to be done."""
    return _do(request, pack, number, keeping.cancel, asked, asked.reason)


@router.post(f"{_TASK}/reopen", response=WROTE, summary=_("Take an ended task up again"))
def reopen(request: HttpRequest, pack: str, number: Number, asked: bodies.Explained) -> Told:
    """Nothing that was done is lost."""
    return _do(request, pack, number, keeping.reopen, asked, asked.reason)


@router.post(f"{_TASK}/reschedule", response=WROTE, summary=_("Set another due date"))
def reschedule(request: HttpRequest, pack: str, number: Number, asked: bodies.Rescheduled) -> Told:
    """With the reason."""
    return _do(request, pack, number, keeping.reschedule, asked, asked.due, asked.reason)


@router.post(f"{_TASK}/assign", response=WROTE, summary=_("Give a task to another owner"))
def assign_owner(request: HttpRequest, pack: str, number: Number, asked: bodies.OwnerGiven) -> Told:
    """One of those in office where it is carried out; he is told."""
    return _do(request, pack, number, assign, asked, asked.owner, asked.reason)


@router.post(f"{_TASK}/evidence", response=WROTE, summary=_("Keep a file beside a task"))
def attach(
    request: HttpRequest,
    pack: str,
    number: Number,
    file: File[UploadedFile],
    expected_version: Form[bodies.Version],
    text: Annotated[str, Form(max_length=4000, pattern=r"^[^\x00]*$")] = "",
) -> Told:
    """PDF, PNG, JPEG, DOCX or XLSX without macros, up to 20 MB; what it holds decides."""
    actor, programme = acting(request), programme_of(request, pack)
    row = listing.task(actor, programme, number).row
    name = (file.name or "").replace("\0", "")
    kept = attach_evidence(actor, programme, row, name, file, text, version=expected_version)
    return tell_evidence(kept)


@router.get(
    f"{_TASK}/evidence/{{sha256}}",
    response=REFUSED,
    openapi_extra=file_answer(_BYTES),
    summary=_("A file of a task (signed-in users)"),
)
def show_evidence(request: HttpRequest, pack: str, number: Number, sha256: str) -> HttpResponse:
    """Always as a download."""
    row = listing.task(acting(request), programme_of(request, pack), number).row
    found, data = read_evidence(row, sha256)
    return download(data, _BYTES, found.name)


def _do(
    request: HttpRequest,
    pack: str,
    number: int,
    act: Callable[..., None],
    asked: bodies.Expected,
    *words: object,
) -> Told:
    """Do something to a task that whoever asks may see, and tell how it stands then."""
    actor, programme = acting(request), programme_of(request, pack)
    row = listing.task(actor, programme, number).row
    act(actor, programme, row, *words, version=asked.expected_version)
    return _told(request, pack, number)


def _told(request: HttpRequest, pack: str, number: int, lang: str = "zh") -> Told:
    actor, programme = acting(request), programme_of(request, pack)
    found = listing.task(actor, programme, number)
    origin = task_origin(actor, programme, found)
    return tell_task_kept_whole(programme.law, found, lang, origin)
