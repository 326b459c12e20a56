"""An open form: rows with what stands beside them, what is unlocked, and what the actor may do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from kaifang.core.period import Period
from kaifang.programme.demo.recording import record_demo
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.filling import save_draft
from kaifang.programme.reporting.forms import FormLine, OpenForm, open_form
from kaifang.programme.reporting.past import previous
from kaifang.programme.reporting.reviewing import reject
from kaifang.programme.rights import Actor, NotAllowed
from tests.programme.reporting.conftest import (
    CITY_OFFICER,
    CITY_REVIEWER,
    DIVISION,
    FUNDS,
    GDP,
    OTHER_CITY_OFFICER,
    Q2,
    QUARTERLY,
    STRANGER,
    ZONE,
    ZONE_OFFICER,
    given,
)

pytestmark = pytest.mark.django_db
Submitted = Callable[..., int]


def opened(programme: Programme, actor: Actor = ZONE_OFFICER) -> OpenForm:
    return open_form(actor, programme, QUARTERLY, ZONE, Q2)


def line(form: OpenForm, row: str = FUNDS) -> FormLine:
    return next(one for one in form.lines if one.key == row)


def test_untouched_form_shows_its_rows_unlocked_and_no_findings(programme: Programme) -> None:
    form = opened(programme)
    assert (form.filled.version, form.owed.state, form.may_fill, form.is_for) == (
        0,
        "",
        True,
        False,
    )
    assert len(form.lines) == 6
    assert all(one.is_unlocked and not one.findings for one in form.lines)
    funds = line(form)
    assert (funds.unit.code, funds.period.code, bool(funds.definition.zh)) == (
        "亿元",
        "2023-H1",
        True,
    )
    assert funds.citations[0].quote


def test_last_period_and_last_year_stand_beside(programme: Programme) -> None:
    """January to March of this year, and January to June of the last, as the demo recorded them."""
    record_demo()
    funds = line(opened(programme))
    figures = programme.figures()
    for shown, period in ((funds.before, "2023-Q1"), (funds.last_year, "2022-H1")):
        known = figures.statement("investment.funds_in_place", ZONE, Period.parse(period))
        assert known.quantity is not None
        assert shown == known.quantity.value


def test_draft_shows_its_findings_at_their_cells(programme: Programme) -> None:
    save_draft(ZONE_OFFICER, programme, QUARTERLY, ZONE, Q2, {FUNDS: given("-1")}, 0)
    form = opened(programme)
    assert [one.rule for one in line(form).findings] == ["zone_funds.range"]
    assert [one.rule for one in line(form, GDP).findings] == ["required"]


def test_returned_form_unlocks_and_explains_its_cells(
    programme: Programme, submitted: Submitted
) -> None:
    version = submitted()
    assert not opened(programme).may_fill
    reject(CITY_OFFICER, programme, QUARTERLY, ZONE, Q2, {FUNDS: "与台账不符"}, version)
    form = opened(programme)
    assert [one.key for one in form.lines if one.is_unlocked] == [FUNDS]
    assert (line(form).returned, line(form, GDP).returned) == ("与台账不符", "")
    assert [one.act for one in line(form).history] == ["submit", "reject"]


def test_form_says_what_each_actor_may_do(programme: Programme, submitted: Submitted) -> None:
    assert opened(programme, CITY_OFFICER).is_for
    submitted(CITY_OFFICER)
    assert not opened(programme, CITY_OFFICER).may_review  # filled it in himself
    assert opened(programme, CITY_REVIEWER).may_review
    assert not opened(programme, DIVISION).may_review  # not the province's turn


@pytest.mark.parametrize("actor", [STRANGER, OTHER_CITY_OFFICER])
def test_a_stranger_may_not_open(programme: Programme, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        opened(programme, actor)


def test_period_before() -> None:
    for period, before in (("2023-Q1", "2022-Q4"), ("2023-01", "2022-12"), ("2023-H2", "2023-H1")):
        assert previous(Period.parse(period)) == Period.parse(before)
    assert previous(Period.parse("2023")).code == "2022"
    assert Decimal(1)
