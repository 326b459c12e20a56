"""Closed periods change by approved correction, and what was shown before can be seen again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from kaifang.facts.form_values import Given
from kaifang.programme.opening import Programme
from kaifang.programme.reporting import errors
from kaifang.programme.reporting.acting import Saved, standing
from kaifang.programme.reporting.closing import close, closing_of
from kaifang.programme.reporting.correcting import (
    approve_correction,
    ask_correction,
    refuse_correction,
)
from kaifang.programme.reporting.due import owed_by
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.filling import save_draft, submit
from kaifang.programme.reporting.reviewing import accept
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.programme.viewer import INTERNAL
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.models import AuditEntry, Closing, Message, Record, Submission
from tests.programme.reporting.conftest import (
    CITY,
    CITY_OFFICER,
    DIVISION,
    FUNDS,
    GDP,
    JUNE,
    MONTHLY,
    OTHER_CITY_OFFICER,
    PROVINCE,
    PROVINCE_REVIEWER,
    Q2,
    QUARTERLY,
    STRANGER,
    ZONE,
    ZONE_OFFICER,
    given,
    whole,
)

pytestmark = pytest.mark.django_db
ABOUT = (QUARTERLY, ZONE, Q2)
WHY = "撤资一笔，银行回单已核"


@pytest.fixture
def accepted(programme: Programme, submitted: Callable[..., int]) -> int:
    passed = accept(CITY_OFFICER, programme, *ABOUT, submitted())
    return accept(DIVISION, programme, *ABOUT, passed.version).version


@pytest.fixture
def closed(programme: Programme, accepted: int) -> int:
    close(DIVISION, programme, QUARTERLY, Q2, "其余单位按上期数")
    return accepted


def ask(
    programme: Programme,
    version: int,
    changes: dict[str, Given] | None = None,
    reason: str = WHY,
    actor: Actor = ZONE_OFFICER,
) -> Saved:
    asked = {FUNDS: given("29.9")} if changes is None else changes
    return ask_correction(actor, programme, *ABOUT, asked, reason, version)


def shown(programme: Programme, seen_at: str | None = None, row: str = FUNDS) -> str:
    indicator = row.partition(":")[0]
    inside = programme.for_viewer(INTERNAL)
    return inside.statement(indicator, ZONE, "2023-H1", seen_at=seen_at).text()


# -- closing ----------------------------------------------------------------------------------


def test_closing_names_who_is_missing(programme: Programme, accepted: int) -> None:
    with pytest.raises(errors.ClosingUnexplained) as told:
        close(DIVISION, programme, QUARTERLY, Q2)
    assert "岚浦经济技术开发区" in told.value.says.zh
    assert ZONE not in (done := close(DIVISION, programme, QUARTERLY, Q2, "按上期数")).missing
    assert len(done.missing) == 19  # twenty zones report, one is accepted
    assert (done.closing.who, done.closing.data_version > 0) == ("31", True)
    assert AuditEntry.objects.order_by("-id")[0].act == "close"


def test_form_under_correction_was_accepted_and_is_not_missing(
    programme: Programme, accepted: int
) -> None:
    ask(programme, accepted)
    assert ZONE not in close(DIVISION, programme, QUARTERLY, Q2, "按上期数").missing


def test_form_of_who_is_no_longer_asked_holds_up_nothing(
    programme: Programme, accepted: int
) -> None:
    Submission.objects.create(
        form=QUARTERLY, org="demo.zone.gone", period=Q2, state="submitted", pack="demo",
        opened_at=timezone.now(),
    )  # fmt: skip
    assert len(close(DIVISION, programme, QUARTERLY, Q2, "按上期数").missing) == 19


def test_closing_again_changes_nothing(programme: Programme, closed: int) -> None:
    close(DIVISION, programme, QUARTERLY, Q2, "再关")
    assert Closing.objects.count() == 1
    kept = closing_of(QUARTERLY, Q2)
    assert kept is not None
    assert kept.reason == "其余单位按上期数"


def test_what_is_under_review_comes_first(
    programme: Programme, submitted: Callable[..., int]
) -> None:
    submitted()
    with pytest.raises(errors.StillUnderReview) as told:
        close(DIVISION, programme, QUARTERLY, Q2, "关账")
    assert "石原经济技术开发区" in told.value.says.zh


def test_closed_period_takes_no_filling(programme: Programme, closed: int) -> None:
    other = "demo.zone.shiyuan-hidz"
    with pytest.raises(errors.PeriodClosed):
        save_draft(CITY_OFFICER, programme, QUARTERLY, other, Q2, whole(), 0)
    with pytest.raises(errors.PeriodClosed):
        submit(CITY_OFFICER, programme, QUARTERLY, other, Q2, whole(), 0)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("actor", [STRANGER, ZONE_OFFICER, CITY_OFFICER, PROVINCE_REVIEWER])
def test_a_stranger_may_not_close(programme: Programme, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        close(actor, programme, QUARTERLY, Q2, "关账")
    assert not Closing.objects.exists()


# -- correcting -------------------------------------------------------------------------------


def test_approved_correction_is_a_revision_with_its_reason(
    programme: Programme, closed: int
) -> None:
    before = timezone.now().isoformat()
    asked = ask(programme, closed)
    assert (asked.state, shown(programme)) == ("correcting", "31.2亿元")  # nothing moved yet
    done = approve_correction(PROVINCE_REVIEWER, programme, *ABOUT, asked.version)
    assert (done.state, done.changed) == ("accepted", 1)
    assert shown(programme) == "29.9亿元"
    assert shown(programme, before) == "31.2亿元"  # as it was seen
    assert Record.objects.order_by("-id")[0].reason == WHY
    told = programme.for_viewer(INTERNAL).statement("investment.funds_in_place", ZONE, "2023-H1")
    notes = "\n".join(one.zh for one in told.explain().notes)
    assert "申请更正" in notes
    assert f"批准更正：{WHY}" in notes


def test_past_lights_restate_and_what_was_shown_stays(programme: Programme) -> None:
    """石原 is to bring 954亿元 in 2023; half a year is half of it. 500 is green, 370 (38.8%) red."""
    about = (MONTHLY, CITY, JUNE)
    funds = {FUNDS: given("500"), "investment.domestic_funds:to_date": given("300")}
    sent = submit(CITY_OFFICER, programme, *about, funds, 0)
    done = accept(DIVISION, programme, *about, sent.version)
    close(DIVISION, programme, MONTHLY, JUNE, "其余单位按上期数")
    issued = timezone.now().isoformat()
    less = {FUNDS: given("370")}
    asked = ask_correction(CITY_OFFICER, programme, *about, less, WHY, done.version)
    approve_correction(PROVINCE_REVIEWER, programme, *about, asked.version)
    inside = programme.for_viewer(INTERNAL)
    target = "investment.funds_in_place.shiyuan.2023"
    assert inside.progress(target).light.colour == "red"
    assert inside.progress(target, seen_at=issued).light.colour == "green"


def test_withdrawn_value_is_missing_afterwards(programme: Programme, closed: int) -> None:
    before = timezone.now().isoformat()
    asked = ask(programme, closed, {GDP: given(None, "统计局撤回")})
    approve_correction(DIVISION, programme, *ABOUT, asked.version)
    assert (shown(programme, row=GDP), shown(programme, before, GDP)) == ("—", "145.6亿元")


def test_refused_correction_leaves_all_as_it_was(programme: Programme, closed: int) -> None:
    asked = ask(programme, closed)
    with pytest.raises(errors.CorrectionUnexplained):
        refuse_correction(DIVISION, programme, *ABOUT, " ", asked.version)
    refuse_correction(DIVISION, programme, *ABOUT, "无回单", asked.version)
    sheet = standing(duty_of(programme.law, *ABOUT))
    assert (sheet.state, shown(programme)) == ("accepted", "31.2亿元")
    assert Message.objects.get(kind="submission.correction_refused").to_org == ZONE


def test_form_that_was_never_sent_enters_by_correction(programme: Programme, closed: int) -> None:
    other = "demo.zone.biwan-etdz"
    officer = Actor("51", "碧湾经办", (Post(Role.ZONE, other),))
    asked = ask_correction(officer, programme, QUARTERLY, other, Q2, whole(), "漏报", 0)
    approve_correction(DIVISION, programme, QUARTERLY, other, Q2, asked.version)
    assert Record.objects.filter(org=other).exclude(figure="").count() == 6
    (owed,) = owed_by(officer, programme, QUARTERLY, Q2)
    # on the demo's day, on which it was approved
    assert (owed.state, owed.submitted_on) == ("accepted", date(2023, 7, 15))
    assert owed.timeliness.is_in


def test_correction_passes_the_same_checks(programme: Programme, closed: int) -> None:
    with pytest.raises(errors.FormRefused):
        ask(programme, closed, {FUNDS: given("-5")})


def test_correction_needs_a_reason_and_a_change(programme: Programme, closed: int) -> None:
    with pytest.raises(errors.CorrectionUnexplained):
        ask(programme, closed, reason=" ")
    with pytest.raises(errors.NothingChanged):
        ask(programme, closed, {FUNDS: given("31.20")})
    asked = ask(programme, closed)
    with pytest.raises(errors.CorrectionUnderWay):
        ask(programme, asked.version)


def test_open_form_has_nothing_to_correct(
    programme: Programme, submitted: Callable[..., int]
) -> None:
    with pytest.raises(errors.NothingToCorrect):
        ask(programme, submitted())


def test_another_person_approves(programme: Programme, closed: int) -> None:
    asked = ask(programme, closed)
    twice = Actor(ZONE_OFFICER.user, "区经办", DIVISION.posts)
    with pytest.raises(errors.OwnCorrection):
        approve_correction(twice, programme, *ABOUT, asked.version)
    with pytest.raises(errors.NoCorrectionAsked):
        approve_correction(DIVISION, programme, QUARTERLY, "demo.zone.mingyu", Q2, 0)


def test_of_two_who_decide_one_is_told(programme: Programme, closed: int) -> None:
    asked = ask(programme, closed)
    approve_correction(DIVISION, programme, *ABOUT, asked.version)
    with pytest.raises(ChangedMeanwhile):
        refuse_correction(PROVINCE_REVIEWER, programme, *ABOUT, "不", asked.version)


def test_asking_tells_the_province(programme: Programme, closed: int) -> None:
    ask(programme, closed)
    assert Message.objects.get(kind="submission.correction_asked").to_org == PROVINCE


@pytest.mark.parametrize("actor", [STRANGER, OTHER_CITY_OFFICER, CITY_OFFICER, PROVINCE_REVIEWER])
def test_a_stranger_may_not_ask(programme: Programme, closed: int, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        ask(programme, closed, actor=actor)


@pytest.mark.parametrize("actor", [STRANGER, ZONE_OFFICER, CITY_OFFICER, OTHER_CITY_OFFICER])
def test_a_stranger_may_not_decide(programme: Programme, closed: int, actor: Actor) -> None:
    asked = ask(programme, closed)
    with pytest.raises(NotAllowed):
        approve_correction(actor, programme, *ABOUT, asked.version)
    with pytest.raises(NotAllowed):
        refuse_correction(actor, programme, *ABOUT, "不", asked.version)
