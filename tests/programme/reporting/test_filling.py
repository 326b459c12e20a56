"""Drafts and submissions: only unlocked cells, all that is wrong at once, the same twice is nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from kaifang.facts.form_values import Given
from kaifang.programme.opening import Programme
from kaifang.programme.reporting import errors
from kaifang.programme.reporting.acting import Saved, standing
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.filling import save_draft, submit
from kaifang.programme.reporting.history import Filled
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.models import AuditEntry, Message, Submission, SubmissionEvent
from tests.programme.reporting.conftest import (
    ALONE,
    CITY,
    CITY_OFFICER,
    CITY_REVIEWER,
    CONTRACT,
    DIVISION,
    FUNDS,
    GDP,
    OTHER_CITY_OFFICER,
    OVER,
    Q2,
    QUARTERLY,
    SECOND_OFFICER,
    SIGNED,
    STRANGER,
    ZONE,
    ZONE_OFFICER,
    given,
    whole,
)

pytestmark = pytest.mark.django_db
Submitted = Callable[..., int]


def save(
    programme: Programme, changes: dict[str, Given], version: int, actor: Actor = ZONE_OFFICER
) -> Saved:
    return save_draft(actor, programme, QUARTERLY, ZONE, Q2, changes, version)


def send(
    programme: Programme, changes: dict[str, Given], version: int, actor: Actor = ZONE_OFFICER
) -> Saved:
    return submit(actor, programme, QUARTERLY, ZONE, Q2, changes, version)


def now(programme: Programme) -> Filled:
    return standing(duty_of(programme.law, QUARTERLY, ZONE, Q2))


# -- drafts -----------------------------------------------------------------------------------


def test_draft_keeps_what_was_typed_to_the_last_digit(programme: Programme) -> None:
    saved = save(programme, {FUNDS: given("31.20"), GDP: given(None, "统计局未出数")}, 0)
    assert (saved.version, saved.state, saved.changed) == (1, "draft", 2)
    values = now(programme).values
    assert str(values[FUNDS].value) == "31.20"
    assert values[GDP] == given(None, "统计局未出数")


def test_draft_that_says_nothing_new_is_no_event(programme: Programme) -> None:
    save(programme, {FUNDS: given("31.20")}, 0)
    again = save(programme, {FUNDS: given("31.2")}, 1)
    assert (again.version, again.changed) == (1, 0)
    assert SubmissionEvent.objects.count() == 1


def test_draft_is_audited_with_the_cell_before_and_after(programme: Programme) -> None:
    save(programme, {FUNDS: given("31")}, 0)
    save(programme, {FUNDS: given("32")}, 1)
    entry = AuditEntry.objects.order_by("-id")[0]
    assert (entry.act, entry.actor) == ("fill", "11")
    assert '"value": "31"' in entry.body
    assert '"value": "32"' in entry.body


def test_second_of_two_is_told_and_loses_nothing(programme: Programme) -> None:
    save(programme, {FUNDS: given("31")}, 0)
    with pytest.raises(ChangedMeanwhile) as told:
        save(programme, {GDP: given("145")}, 0, SECOND_OFFICER)
    assert told.value.code == "KF-STORE-050"
    save(programme, {GDP: given("145")}, 1, SECOND_OFFICER)  # the same changes, loaded again
    assert {row: one.value for row, one in now(programme).values.items()} == {
        FUNDS: Decimal(31),
        GDP: Decimal(145),
    }


def test_row_that_the_form_does_not_have_is_refused(programme: Programme) -> None:
    with pytest.raises(errors.UnknownCell):
        save(programme, {"trade.total:to_date": given("1")}, 0)
    assert not Submission.objects.exists()


def test_city_fills_in_for_its_zone_and_that_is_marked(programme: Programme) -> None:
    save(programme, {FUNDS: given("31")}, 0, CITY_OFFICER)
    event = SubmissionEvent.objects.get()
    assert (event.who, event.org, event.content["for"]) == ("21", CITY, True)
    assert now(programme).history[FUNDS][0].is_for
    save(programme, {FUNDS: given("32")}, 1)
    assert [one.is_for for one in now(programme).history[FUNDS]] == [True, False]


@pytest.mark.parametrize("actor", [STRANGER, OTHER_CITY_OFFICER, CITY_REVIEWER, DIVISION])
def test_a_stranger_may_not_save(programme: Programme, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        save(programme, {FUNDS: given("31")}, 0, actor)
    assert not Submission.objects.exists()


# -- submitting -------------------------------------------------------------------------------


def test_submission_goes_to_the_city_and_tells_it(
    programme: Programme, submitted: Submitted
) -> None:
    assert submitted() == 1
    row = Submission.objects.get()
    assert (row.state, row.level, len(row.content)) == ("submitted", "city", 64)
    assert row.submitted_at.date().isoformat() in ("2023-07-14", "2023-07-15")  # UTC of 15 July
    message = Message.objects.get()
    assert (message.kind, message.to_org) == ("submission.submitted", CITY)
    assert message.title_zh == "待审核：开发区季报 · 石原经济技术开发区 · 2023年二季度"
    assert message.link == f"/forms/{QUARTERLY}/{ZONE}/2023-Q2/"


def test_all_wrong_cells_are_told_at_once_and_nothing_enters(programme: Programme) -> None:
    wrong = {
        FUNDS: given("-1"),  # below nought: hard
        OVER: given("20"),  # more than the 12 signed: soft
        GDP: given(None),  # blank without a reason: soft
        CONTRACT: Given(None, typed="约80亿"),  # no number: hard
    }
    with pytest.raises(errors.FormRefused) as told:
        send(programme, whole(**wrong), 0)
    found = {one.cell.row: (one.rule, one.hard) for one in told.value.findings}
    assert found == {
        FUNDS: ("zone_funds.range", True),
        OVER: ("zone_projects.part", False),
        GDP: ("required", False),
        CONTRACT: ("number", True),
    }
    assert "2 处错误，2 处需要说明" in told.value.says.zh
    assert not Submission.objects.exists()


def test_soft_findings_pass_with_a_reason_hard_ones_never(programme: Programme) -> None:
    doubted = {OVER: given("20", "含往年签约"), GDP: given(None, "统计局未出数")}
    with pytest.raises(errors.FormRefused) as told:
        send(programme, whole(**doubted, **{FUNDS: given("-1", "撤资")}), 0)
    assert [one.cell.row for one in told.value.findings] == [FUNDS]
    assert send(programme, whole(**doubted), 0).state == "submitted"


def test_falling_to_date_figure_wants_a_reason(programme: Programme) -> None:
    """The demo's own first quarter of the zone stands in the store."""
    from kaifang.programme.demo.recording import record_demo

    record_demo()
    with pytest.raises(errors.FormRefused) as told:
        send(programme, whole(**{FUNDS: given("0.1")}), 0)
    assert "zone_funds.falling" in {one.rule for one in told.value.findings}


def test_number_too_long_for_the_store_is_a_finding(programme: Programme) -> None:
    with pytest.raises(errors.FormRefused) as told:
        send(programme, whole(**{GDP: given("1.23456789")}), 0)
    assert [(one.rule, one.hard) for one in told.value.findings] == [("digits", True)]


def test_same_submission_twice_changes_nothing(programme: Programme, submitted: Submitted) -> None:
    version = submitted()
    again = send(programme, whole(), 0)
    assert (again.version, again.state, again.changed) == (version, "submitted", 0)
    assert (SubmissionEvent.objects.count(), Message.objects.count()) == (1, 1)


def test_submitted_form_is_locked(programme: Programme, submitted: Submitted) -> None:
    version = submitted()
    for act in (save, send):
        with pytest.raises(errors.CellLocked) as told:
            act(programme, {FUNDS: given("99")}, version)
        assert "招商引资实际到位资金" in told.value.says.zh


def test_draft_is_submitted_as_it_stands(programme: Programme) -> None:
    save(programme, whole(), 0)
    assert send(programme, {}, 1).state == "submitted"
    assert now(programme).values[SIGNED].value == Decimal(12)


def test_empty_form_is_not_submitted(programme: Programme) -> None:
    with pytest.raises(errors.NothingFilled):
        send(programme, {}, 0)


def test_period_must_be_over(programme: Programme) -> None:
    saved = save_draft(ZONE_OFFICER, programme, QUARTERLY, ZONE, "2023-Q3", whole(), 0)
    with pytest.raises(errors.PeriodNotOver):
        submit(ZONE_OFFICER, programme, QUARTERLY, ZONE, "2023-Q3", {}, saved.version)


@pytest.mark.parametrize(
    ("form", "org", "period", "error"),
    [
        ("demo.zone.quarter", ZONE, Q2, errors.UnknownForm),
        (QUARTERLY, CITY, Q2, errors.NotAsked),
        (QUARTERLY, ZONE, "2023-H1", errors.NoSuchDue),
    ],
)
def test_what_is_not_asked_is_refused(
    programme: Programme, form: str, org: str, period: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        submit(ALONE, programme, form, org, period, whole(), 0)


def test_second_submission_of_two_is_told(programme: Programme) -> None:
    save(programme, whole(), 0)
    with pytest.raises(ChangedMeanwhile):
        send(programme, whole(**{GDP: given("146")}), 0, SECOND_OFFICER)


@pytest.mark.parametrize("actor", [STRANGER, OTHER_CITY_OFFICER, CITY_REVIEWER, DIVISION])
def test_a_stranger_may_not_submit(programme: Programme, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        send(programme, whole(), 0, actor)
    assert not Submission.objects.exists()
