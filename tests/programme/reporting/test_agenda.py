"""Agenda: what waits for an actor, and that a long list costs no more questions than a short one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaifang.programme.opening import Programme
from kaifang.programme.reporting.agenda import progress_of, to_decide, to_fill, to_review
from kaifang.programme.reporting.correcting import ask_correction
from kaifang.programme.reporting.corrections import corrections
from kaifang.programme.reporting.desk import calls, remind_by_hand
from kaifang.programme.reporting.due import owed_by
from kaifang.programme.reporting.filling import submit
from kaifang.programme.reporting.reviewing import accept
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.store.models import AuditEntry, Message
from tests.programme.reporting.conftest import (
    CITY_OFFICER,
    CITY_REVIEWER,
    DIVISION,
    FUNDS,
    PROVINCE_REVIEWER,
    Q2,
    QUARTERLY,
    STRANGER,
    ZONE,
    ZONE_OFFICER,
    given,
    whole,
)

if TYPE_CHECKING:
    from kaifang.programme.reporting.due import Owed

pytestmark = pytest.mark.django_db
Submitted = Callable[..., int]
ABOUT = (QUARTERLY, ZONE, Q2)
OTHERS = ("demo.zone.shiyuan-hidz", "demo.zone.ftz-shiyuan")


def orgs(owed: list[Owed]) -> list[str]:
    return [one.duty.org for one in owed]


def test_what_one_filled_in_waits_for_a_colleague(
    programme: Programme, submitted: Submitted
) -> None:
    submitted(CITY_OFFICER)  # for the zone
    owed = owed_by(DIVISION, programme)
    assert to_review(CITY_OFFICER, programme, owed) == []
    assert orgs(to_review(CITY_REVIEWER, programme, owed)) == [ZONE]


def test_what_one_asked_for_is_decided_by_another(
    programme: Programme, submitted: Submitted
) -> None:
    passed = accept(CITY_OFFICER, programme, *ABOUT, submitted())
    done = accept(DIVISION, programme, *ABOUT, passed.version)
    ask_correction(ZONE_OFFICER, programme, *ABOUT, {FUNDS: given("30")}, "核减", done.version)
    owed = owed_by(DIVISION, programme)
    moved = Actor(ZONE_OFFICER.user, "区经办", DIVISION.posts)
    assert to_decide(moved, programme, owed) == []
    assert orgs(to_decide(PROVINCE_REVIEWER, programme, owed)) == [ZONE]


def questions(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask()
    return len(asked)


def test_long_lists_cost_no_more_questions_than_short_ones(
    programme: Programme, submitted: Submitted
) -> None:
    def agenda() -> None:
        owed = owed_by(DIVISION, programme)
        progress_of(programme, owed)
        to_fill(CITY_OFFICER, programme, owed)
        to_review(CITY_OFFICER, programme, owed)

    version = submitted()
    passed = accept(CITY_OFFICER, programme, *ABOUT, version)
    done = accept(DIVISION, programme, *ABOUT, passed.version)
    ask_correction(ZONE_OFFICER, programme, *ABOUT, {FUNDS: given("30")}, "核减", done.version)
    lists = (agenda, lambda: calls(DIVISION, programme), lambda: corrections(DIVISION, programme))
    before = [questions(one) for one in lists]
    for org in OTHERS:
        sent = submit(CITY_OFFICER, programme, QUARTERLY, org, Q2, whole(), 0)
        passed = accept(CITY_REVIEWER, programme, QUARTERLY, org, Q2, sent.version)
        done = accept(DIVISION, programme, QUARTERLY, org, Q2, passed.version)
    assert [questions(one) for one in lists] == before
    assert max(before) <= 5


def test_reminder_by_hand_is_told_and_audited(programme: Programme) -> None:
    called = remind_by_hand(CITY_OFFICER, programme, *ABOUT)
    assert called is not None
    told = Message.objects.get()
    assert (told.to_org, told.body_zh) == (ZONE, called.text.zh)
    assert AuditEntry.objects.latest("id").act == "send_message"
    assert remind_by_hand(CITY_OFFICER, programme, QUARTERLY, ZONE, "2023-Q4") is None


@pytest.mark.parametrize("actor", [STRANGER, ZONE_OFFICER])
def test_a_stranger_may_not_remind(programme: Programme, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        remind_by_hand(actor, programme, *ABOUT)
    assert not Message.objects.exists()
