"""Review by levels: who may, what unlocks, what is recorded, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from kaifang.core.observation import Visibility
from kaifang.core.statement import Authority
from kaifang.programme.opening import Programme
from kaifang.programme.reporting import errors
from kaifang.programme.reporting.acting import Saved, standing
from kaifang.programme.reporting.duties import duty_of
from kaifang.programme.reporting.filling import submit
from kaifang.programme.reporting.levels import next_level
from kaifang.programme.reporting.reviewing import accept, reject
from kaifang.programme.rights import Actor, NotAllowed
from kaifang.programme.viewer import INTERNAL
from kaifang.store.errors import ChangedMeanwhile
from kaifang.store.models import Message, Record, Submission
from tests.programme.reporting.conftest import (
    ALONE,
    CITY,
    CITY_OFFICER,
    CITY_REVIEWER,
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
)

pytestmark = pytest.mark.django_db
Submitted = Callable[..., int]
ABOUT = (QUARTERLY, ZONE, Q2)


def mended(programme: Programme, value: str, version: int) -> Saved:
    return submit(ZONE_OFFICER, programme, *ABOUT, {FUNDS: given(value)}, version)


# -- accepting --------------------------------------------------------------------------------


def test_city_then_province_accept(programme: Programme, submitted: Submitted) -> None:
    passed = accept(CITY_OFFICER, programme, *ABOUT, submitted())
    assert (passed.state, passed.level) == ("submitted", "province")
    done = accept(DIVISION, programme, *ABOUT, passed.version)
    assert (done.state, done.level) == ("accepted", "")
    row = Submission.objects.get()
    assert (row.state, row.level, row.accepted_at is not None) == ("accepted", "", True)


def test_city_form_goes_straight_to_the_province(programme: Programme) -> None:
    values = {FUNDS: given("60"), "investment.domestic_funds:to_date": given("50")}
    sent = submit(CITY_OFFICER, programme, MONTHLY, CITY, JUNE, values, 0)
    assert sent.level == "province"
    accept(PROVINCE_REVIEWER, programme, MONTHLY, CITY, JUNE, sent.version)
    assert Record.objects.filter(org=CITY, figure__startswith="submission:").count() == 2


def test_accepted_values_are_recorded_at_both_levels(
    programme: Programme, submitted: Submitted
) -> None:
    passed = accept(CITY_OFFICER, programme, *ABOUT, submitted())
    rows = Record.objects.filter(figure__startswith="submission:")
    assert rows.count() == 6
    one = rows.get(indicator="investment.funds_in_place")
    # January to June, in the indicator's unit, of an invented place: a demo still
    assert (str(one.period_start), str(one.period_end)) == ("2023-01-01", "2023-06-30")
    assert (Decimal(one.value_digits).scaleb(-one.value_scale), one.unit) == (
        Decimal("31.2"),
        "亿元",
    )
    assert (one.authority, one.visibility) == (Authority.DEMO, Visibility.INTERNAL)
    accept(DIVISION, programme, *ABOUT, passed.version)
    assert rows.count() == 12
    assert {row.authority for row in rows} == {Authority.DEMO}


def test_statement_is_the_accepted_value_and_says_who(
    programme: Programme, submitted: Submitted
) -> None:
    passed = accept(CITY_OFFICER, programme, *ABOUT, submitted())
    accept(DIVISION, programme, *ABOUT, passed.version)
    inside = programme.for_viewer(INTERNAL)
    told = inside.statement("investment.funds_in_place", ZONE, "2023-H1")
    assert told.text() == "31.2亿元"
    notes = [one.zh for one in told.explain().notes]
    day = Submission.objects.get().events.first().at.astimezone().date().isoformat()
    said = [one for one in notes if "由" in one]
    assert [one.partition("由")[2] for one in said] == [
        "石原经济技术开发区11报送",
        "石原市21审核通过",
        "示例省31审核通过",
    ]
    assert day[:4] in said[0]


def test_public_does_not_see_what_was_reported(programme: Programme, submitted: Submitted) -> None:
    passed = accept(CITY_OFFICER, programme, *ABOUT, submitted())
    accept(DIVISION, programme, *ABOUT, passed.version)
    assert programme.statement("zones.gdp", ZONE, "2023-H1").quantity is None


def test_one_person_alone_may_do_all(programme: Programme, submitted: Submitted) -> None:
    version = submitted(ALONE)
    passed = accept(ALONE, programme, *ABOUT, version)
    assert accept(ALONE, programme, *ABOUT, passed.version).state == "accepted"


def test_accepting_tells_the_zone_and_the_next_level(
    programme: Programme, submitted: Submitted
) -> None:
    accept(CITY_OFFICER, programme, *ABOUT, submitted())
    told = Message.objects.exclude(kind="submission.submitted", to_org=CITY)
    assert {(one.kind, one.to_org) for one in told} == {
        ("submission.passed", ZONE),
        ("submission.submitted", PROVINCE),
    }


# -- returning --------------------------------------------------------------------------------


def test_only_rejected_cells_unlock(programme: Programme, submitted: Submitted) -> None:
    back = reject(CITY_OFFICER, programme, *ABOUT, {FUNDS: "与台账不符"}, submitted())
    assert back.state == "returned"
    with pytest.raises(errors.CellLocked):
        submit(ZONE_OFFICER, programme, *ABOUT, {GDP: given("1")}, back.version)
    assert mended(programme, "30.9", back.version).level == "city"
    message = Message.objects.get(kind="submission.rejected")
    assert (message.to_org, "退回1格" in message.title_zh) == (ZONE, True)


def test_returned_cell_is_mended_or_explained(programme: Programme, submitted: Submitted) -> None:
    back = reject(CITY_OFFICER, programme, *ABOUT, {FUNDS: "与台账不符"}, submitted())
    with pytest.raises(errors.FormRefused) as told:
        submit(ZONE_OFFICER, programme, *ABOUT, {}, back.version)
    assert [(one.rule, one.hard) for one in told.value.findings] == [("returned", False)]
    explained = {FUNDS: given("31.2", "台账已更新")}
    assert submit(ZONE_OFFICER, programme, *ABOUT, explained, back.version).state == "submitted"


def test_province_returns_what_the_city_passed(programme: Programme, submitted: Submitted) -> None:
    passed = accept(CITY_OFFICER, programme, *ABOUT, submitted())
    back = reject(DIVISION, programme, *ABOUT, {FUNDS: "偏高"}, passed.version)
    again = mended(programme, "30.1", back.version)
    assert again.level == "city"
    passed = accept(CITY_OFFICER, programme, *ABOUT, again.version)
    accept(DIVISION, programme, *ABOUT, passed.version)
    told = programme.for_viewer(INTERNAL).statement("investment.funds_in_place", ZONE, "2023-H1")
    assert told.text() == "30.1亿元"


def test_value_that_is_taken_back_in_review_is_missing(
    programme: Programme, submitted: Submitted
) -> None:
    passed = accept(CITY_OFFICER, programme, *ABOUT, submitted())
    back = reject(DIVISION, programme, *ABOUT, {GDP: "统计局未发布"}, passed.version)
    blank = {GDP: given(None, "统计局未发布")}
    again = submit(ZONE_OFFICER, programme, *ABOUT, blank, back.version)
    passed = accept(CITY_OFFICER, programme, *ABOUT, again.version)
    accept(DIVISION, programme, *ABOUT, passed.version)
    told = programme.for_viewer(INTERNAL).statement("zones.gdp", ZONE, "2023-H1")
    assert told.text() == "—"


def test_history_of_a_cell_says_who_what_and_why(
    programme: Programme, submitted: Submitted
) -> None:
    back = reject(CITY_OFFICER, programme, *ABOUT, {FUNDS: "与台账不符"}, submitted())
    again = submit(ZONE_OFFICER, programme, *ABOUT, {FUNDS: given("30", "更正")}, back.version)
    accept(CITY_OFFICER, programme, *ABOUT, again.version)
    sheet = standing(duty_of(programme.law, *ABOUT))
    assert [
        (one.act, one.who, one.given and one.given.value, one.reason)
        for one in sheet.history[FUNDS]
    ] == [
        ("submit", "11", Decimal("31.2"), ""),
        ("reject", "21", None, "与台账不符"),
        ("submit", "11", Decimal(30), "更正"),
        ("accept", "21", None, ""),
    ]


def test_every_rejection_has_its_reason(programme: Programme, submitted: Submitted) -> None:
    version = submitted()
    for cells in ({}, {FUNDS: " "}):
        with pytest.raises(errors.RejectionUnexplained):
            reject(CITY_OFFICER, programme, *ABOUT, cells, version)
    with pytest.raises(errors.UnknownCell):
        reject(CITY_OFFICER, programme, *ABOUT, {"x": "y"}, version)


# -- who may not ------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [STRANGER, OTHER_CITY_OFFICER, ZONE_OFFICER])
def test_a_stranger_may_not_review(
    programme: Programme, submitted: Submitted, actor: Actor
) -> None:
    version = submitted()
    with pytest.raises(NotAllowed):
        accept(actor, programme, *ABOUT, version)
    with pytest.raises(NotAllowed):
        reject(actor, programme, *ABOUT, {FUNDS: "不对"}, version)
    assert Submission.objects.get().version == version


def test_each_level_waits_for_its_turn(programme: Programme, submitted: Submitted) -> None:
    version = submitted()
    with pytest.raises(errors.NotYourTurn):
        accept(DIVISION, programme, *ABOUT, version)
    passed = accept(CITY_OFFICER, programme, *ABOUT, version)
    with pytest.raises(errors.NotYourTurn):
        accept(CITY_REVIEWER, programme, *ABOUT, passed.version)


def test_level_that_the_form_no_longer_has_passes_over_none(programme: Programme) -> None:
    """Under review at the city when a new version of the pack leaves the province alone."""
    duty = duty_of(programme.law, *ABOUT)
    alone = replace(duty, form=duty.form.model_copy(update={"review": ("province",)}))
    assert next_level(programme.law, alone, "city") == "province"
    assert next_level(programme.law, alone, "province") == ""


def test_nobody_reviews_what_he_filled_in(programme: Programme, submitted: Submitted) -> None:
    version = submitted(CITY_OFFICER)  # for the zone
    with pytest.raises(errors.OwnFilling):
        accept(CITY_OFFICER, programme, *ABOUT, version)
    assert accept(CITY_REVIEWER, programme, *ABOUT, version).level == "province"


def test_of_two_reviewers_one_is_told(programme: Programme, submitted: Submitted) -> None:
    version = submitted()
    accept(CITY_OFFICER, programme, *ABOUT, version)
    with pytest.raises(ChangedMeanwhile):
        reject(CITY_REVIEWER, programme, *ABOUT, {FUNDS: "不对"}, version)


def test_draft_cannot_be_reviewed(programme: Programme) -> None:
    with pytest.raises(errors.NotYourTurn):
        accept(CITY_OFFICER, programme, *ABOUT, 0)
