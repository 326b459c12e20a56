"""The demo province as the tests of rights need it: who is who, and something of everything.

Everybody is seen from one zone, Shiyuan's development zone: its own officers and those of others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kaifang.core.bilingual import Text
from kaifang.core.period import Period
from kaifang.exchange.hooks import token_of
from kaifang.packs.law import load
from kaifang.programme.casework.evidence import keep_file
from kaifang.programme.casework.keeping import Given, open_case
from kaifang.programme.dispatch import circulating, slips
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.duplicates.finding import suspected
from kaifang.programme.messages.posting import post
from kaifang.programme.messages.subscribing import subscribe
from kaifang.programme.opening import Programme
from kaifang.programme.people.actors import actor_of
from kaifang.programme.people.tokens import make_token
from kaifang.programme.reporting.books import template
from kaifang.programme.reporting.closing import close
from kaifang.programme.reporting.correcting import ask_correction
from kaifang.programme.reporting.filling import submit
from kaifang.programme.reporting.reviewing import accept
from kaifang.programme.rights import Actor, Role
from kaifang.programme.rights import Post as Held
from kaifang.programme.tasks import keeping
from kaifang.programme.tasks.evidence import attach_evidence
from kaifang.programme.viewer import INTERNAL
from kaifang.store import events
from kaifang.store.models import FirmNotice, Task
from tests.programme.reporting.conftest import FUNDS, given, whole
from tests.site.holders import holder
from tests.store.events import event

PACK, PROVINCE, CITY, ZONE = "demo", "demo", "demo.shiyuan", "demo.zone.shiyuan-etdz"
OTHER_CITY, OTHER_ZONE, OTHER_BODY = "demo.biwan", "demo.zone.biwan-etdz", "demo.dept.transport"
FORM, QUARTER, ITEM = "demo.zones.quarter", "2023-Q2", "trade.total.shiyuan.2023"
HALF = "2023-01/2023-06"
FIRM = "91210000MA0000000X"
PDF = b"%PDF-1.7 example"
HOOK = "http://127.0.0.1:9/in?access_token=ours-alone"

# Column by column as the table of rights has them; "nobody" has not signed in.
COLUMNS: Mapping[str, tuple[str, str] | None] = {
    "nobody": None,
    "stranger": ("", ""),
    "zone": ("zone", ZONE),
    "zone of others": ("zone", OTHER_ZONE),
    "city": ("city", CITY),
    "city of others": ("city", OTHER_CITY),
    "division": ("division", PROVINCE),
    "division of others": ("division", OTHER_BODY),
    "reviewer": ("reviewer", PROVINCE),
    "reviewer of others": ("reviewer", OTHER_CITY),
    "leader": ("leader", PROVINCE),
    "leader of others": ("leader", OTHER_CITY),
    "firm": ("firm", FIRM),
    "system": ("system", ""),
    "security": ("security", ""),
    "audit": ("audit", ""),
    "token that reads": ("division", PROVINCE),
}


def acting(role: str, org: str) -> Actor:
    """Somebody of the store's past: his user is none of the columns'."""
    return Actor("901" if role == "zone" else "902", "前任", (Held(Role(role), org),))


def clients() -> dict[str, Client]:
    """A signed-in browser, or a program with a token, for every column."""
    return {name: _client(name, held) for name, held in COLUMNS.items()}


def _client(name: str, held: tuple[str, str] | None) -> Client:
    if held is None:
        return Client(raise_request_exception=False)
    user = holder(name.replace(" ", "-"), *held)
    if name.startswith("token"):
        secret = make_token(actor_of(user), user, "读取", "read").secret
        return Client(headers={"authorization": f"Bearer {secret}"}, raise_request_exception=False)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    session = client.session
    session["active_at"] = int(time.time())  # what calls write is undone: each would note it anew
    session.save()
    return client


@dataclass
class Store:
    """What stands in the store, by the names that addresses use."""

    programme: Programme
    names: dict[str, str] = field(default_factory=dict)
    book: bytes = b""

    def task(self, state: str = "open") -> Task:
        return Task.objects.get(pk=self.names[f"task.{state}"])


def furnished() -> Store:
    """A task in every state, a slip, an edition out for checking, a message and a hook."""
    programme = Programme.of(load(PACK)).for_viewer(INTERNAL)
    store = Store(programme)
    division = acting("division", PROVINCE)
    for state in ("open", "blocked", "done"):
        new = keeping.NewTask(f"任务{state}", ZONE, milestones=[("选址", None)])
        task = keeping.add_task(division, programme, new)
        store.names[f"task.{state}"] = str(task.pk)
    keeping.block(division, programme, store.task("blocked"), "缺地")
    keeping.finish(division, programme, store.task("done"), "完成")
    kept = attach_evidence(
        division, programme, store.task(), "证明.pdf", SimpleUploadedFile("a", PDF)
    )
    draft = slips.SlipDraft(ZONE, "进度", level="blue", limit=DayLimit(3))
    slip = slips.send(division, programme, PROVINCE, draft)
    answered = slips.send(division, programme, PROVINCE, draft)
    slips.answer_slip(acting("zone", ZONE), programme, answered, "已办")
    out = circulating.circulate(division, programme, Period.parse(HALF), DayLimit(3))
    message = post("submission.late", Text("迟报", "Late"), to_org=CITY)
    system = Actor("903", "前任", (Held(Role.SYSTEM, ""),))
    hook = subscribe(system, "webhook", HOOK)
    proof = keep_file(acting("zone", ZONE), programme, ZONE, "来函.pdf", BytesIO(PDF))
    lead = Given({"visit": {"file": proof.sha256}}, {"code_name": "海燕"})
    case = open_case(acting("zone", ZONE), programme, "demo.project", ZONE, lead)
    store.names |= {
        "evidence": kept.sha256,
        "slip": str(slip.pk),
        "slip.answered": str(answered.pk),
        "edition": str(out.pk),
        "message": message.id,
        "hook": str(hook.hook),
        "own_hook": str(subscribe(system, "webhook", HOOK, org=FIRM).hook),
        "held": str(set_aside()),
        "notice": notified().pk,
        "case": case.case,
        "case.evidence": proof.sha256,
        "pair": suspected_pair(programme),
    }
    return store


def suspected_pair(programme: Programme) -> str:
    """The name of a pair: one project registered by the city and by another."""
    told = {"code_name": "雪雁", "investor": "示例远航集团", "investment": "5000"}
    for org in (CITY, OTHER_CITY):
        one = open_case(acting("city", org), programme, "demo.project", org, Given(data=told))
    (pair,) = suspected(acting("division", PROVINCE), programme, "demo.project")
    assert one.case == pair.second.case
    return pair.id


def set_aside() -> int:
    """An event that was sent again with other words."""
    for value in ("12.50", "125.00"):
        about = {"process": "demo.clearance", "data": {"value_cny": value}}
        events.append([event(1, **about)], source_name="单一窗口")
    return events.waiting()[-1].pk


def notified() -> FirmNotice:
    """A notice of an inspection in Shiyuan's zone, to the firm of the columns."""
    now = timezone.now()
    message = post("notice.inspection", Text("海关查验通知", "Inspection"), to_org=FIRM)
    return FirmNotice.objects.create(
        id="ntc_1", key="ntc_1", process="demo.clearance", notice="inspection", case="示例1",
        source="customs", event="1", org=ZONE, opened_at=now, firm=FIRM, to=FIRM,
        subject="09081", message=message, sent_at=now,
    )  # fmt: skip


def token_to(store: Store) -> str:
    """What the firm's own hook was sent to call back with."""
    system = Actor("903", "前任", (Held(Role.SYSTEM, ""),))
    secret = subscribe(system, "webhook", HOOK, org=FIRM).secret
    return token_of(FirmNotice.objects.get(pk=store.names["notice"]).message_id, secret)


# -- what must have happened before an operation may be done --------------------------------------


def submitted(store: Store) -> None:
    submit(acting("zone", ZONE), store.programme, FORM, ZONE, QUARTER, whole(), 0)


def at_province(store: Store) -> None:
    submitted(store)
    accept(acting("city", CITY), store.programme, FORM, ZONE, QUARTER, 1)


def accepted(store: Store) -> None:
    at_province(store)
    accept(acting("reviewer", PROVINCE), store.programme, FORM, ZONE, QUARTER, 2)


def correcting(store: Store) -> None:
    accepted(store)
    wanted = {FUNDS: given("30.1")}
    zone = acting("zone", ZONE)
    ask_correction(zone, store.programme, FORM, ZONE, QUARTER, wanted, "笔误", 3)


def closed(store: Store) -> None:
    close(acting("division", PROVINCE), store.programme, FORM, QUARTER, "到期")


def answered(store: Store) -> None:
    """Every city agreed, so that nothing stands against the issue."""
    out = circulating.open_dispatch(store.programme, int(store.names["edition"]))
    for org in circulating.checked(out).answers:
        circulating.answer(acting("city", org), store.programme, out, org, "agreed")


def book_sent(store: Store) -> None:
    """The zone's form as a workbook with what was submitted on it."""
    submitted(store)
    store.book = template(acting("zone", ZONE), store.programme, FORM, ZONE, QUARTER)


# What has to be done first.
Before = Callable[[Store], Any]
