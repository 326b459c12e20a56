"""The ledger of funds in place: each entry once, corrections seen, counted by hand, not for others."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from kaifang.packs.law import load
from kaifang.programme.rights import Actor, Post, Role
from kaifang.programme.viewer import INTERNAL

if TYPE_CHECKING:
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

pytestmark = pytest.mark.django_db

PROCESS, CITY, ZONE = "demo.project", "demo.lanpu", "demo.zone.lanpu-etdz"
LANPU = Actor("2", "2", (Post(Role.CITY, CITY),))
BIWAN = Actor("3", "3", (Post(Role.CITY, "demo.biwan"),))
ETDZ = Actor("4", "4", (Post(Role.ZONE, ZONE),))
DIVISION = Actor("1", "1", (Post(Role.DIVISION, "demo"),))
STRANGER = Actor("9", "9")
SIGNED = {
    "project_name": "海燕电子项目", "capital": "foreign", "country": "JP", "industry": "39",
    "investment": "12000", "currency": "USD", "investment_own": "2000",
}  # fmt: skip


def given(day: str, evidence: str = "", **data: Any) -> Any:
    from kaifang.programme.casework.keeping import Given

    at = datetime.fromisoformat(f"2023-{day}T10:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return Given({evidence: "1.pdf"} if evidence else {}, data, occurred_at=at)


@pytest.fixture
def programme(settings: Any, tmp_path: Any) -> Programme:
    from kaifang.programme.opening import Programme

    settings.HOME = tmp_path
    return Programme.of(load("demo"))


def signed(programme: Programme, org: str = CITY) -> CaseView:
    from kaifang.programme.casework.keeping import act, open_case

    one = open_case(LANPU, programme, PROCESS, org, given("01-04", code_name="海燕"))
    told = given("01-10", "visit", investor="示例会社")
    one = act(LANPU, programme, PROCESS, one.case, "talk", told, version=1)
    told = given("02-01", "contract", **SIGNED)
    return act(LANPU, programme, PROCESS, one.case, "sign", told, version=2)


def paid(programme: Programme, one: CaseView, day: str, **data: str) -> CaseView:
    from kaifang.programme.casework.keeping import act

    told = given(day, "voucher", **data)
    return act(LANPU, programme, PROCESS, one.case, "funds", told, version=one.version)


def funded(programme: Programme) -> CaseView:
    """300.5 domestic and 680 foreign in March, 120 domestic in May."""
    one = signed(programme)
    for day, month, origin, amount in (
        ("04-04", "2023-03", "domestic", "300.50"),
        ("04-05", "2023-03", "foreign", "680"),
        ("06-05", "2023-05", "domestic", "120"),
    ):
        told = {"funds_month": month, "funds_origin": origin, "funds": amount}
        one = paid(programme, one, day, **told)
    return one


def test_ledger_adds_up_by_month_and_origin(programme: Programme) -> None:
    from kaifang.programme.projects.funds import ledger

    found = ledger(LANPU, programme, PROCESS, funded(programme).case)
    assert (found.unit, found.total) == ("万元", Decimal("1100.50"))
    assert [(one.month, one.by, one.amount) for one in found.totals] == [
        ("2023-03", "domestic", Decimal("300.50")),
        ("2023-03", "foreign", Decimal(680)),
        ("2023-05", "domestic", Decimal(120)),
    ]
    assert [one.evidence for one in found.entries] == [{"voucher": "1.pdf"}] * 3


def test_ledger_is_told_in_plain_values(programme: Programme) -> None:
    from kaifang.programme.projects.funds import ledger, ledger_of, ledger_totals
    from kaifang.programme.projects.funds_telling import tell_ledger, tell_sum

    one, law = funded(programme), programme.law
    told = tell_ledger(law.processes[PROCESS], ledger(LANPU, programme, PROCESS, one.case), "en")
    assert (told["unit"], told["total"], len(told["entries"])) == ("万元", "1100.50", 3)
    first = told["entries"][0]
    assert (first["month"], first["by"], first["amount"]) == ("2023-03", "domestic", "300.50")
    (may,) = [
        tell_sum(law, PROCESS, ledger_of(law, PROCESS), total, "zh")
        for total in ledger_totals(LANPU, programme, PROCESS, org=CITY)
        if total.month == "2023-05"
    ]
    assert (may["org_name"], may["by_name"], may["amount"], may["cases"]) == (
        "岚浦市",
        "内资",
        "120",
        1,
    )


def test_corrected_entry_counts_once_and_shows_what_it_was(programme: Programme) -> None:
    from kaifang.programme.casework.keeping import correct
    from kaifang.programme.projects.funds import ledger

    one = funded(programme)
    number = ledger(LANPU, programme, PROCESS, one.case).entries[1].number
    data = {"funds_month": "2023-04", "funds_origin": "foreign", "funds": "68", "because": "录错"}
    right = given("04-05", "voucher", **data)
    correct(LANPU, programme, PROCESS, one.case, number, right, version=one.version)
    found = ledger(LANPU, programme, PROCESS, one.case)
    assert found.total == Decimal("488.50")  # 300.50 + 68 + 120
    entry = found.entries[1]
    assert (entry.month, entry.amount) == ("2023-04", Decimal(68))
    assert [(old.month, old.amount) for old in entry.before] == [("2023-03", Decimal(680))]
    seen = ledger(LANPU, programme, PROCESS, one.case, seen_at=found.entries[2].recorded_at)
    assert seen.total == Decimal("1100.50")


def test_entry_taken_away_stays_readable_and_counts_nothing(programme: Programme) -> None:
    from kaifang.core.event import GivenEvent
    from kaifang.programme.projects.funds import ledger, ledger_totals
    from kaifang.store import events

    one = funded(programme)
    old = next(step.event for step in one.state.history if step.event.data.get("funds") == "680")
    void = GivenEvent("casework", "v1", PROCESS, one.case, "void", old.occurred_at, amends=old.id)
    events.append([void], source_name="更正")
    found = ledger(LANPU, programme, PROCESS, one.case)
    assert found.total == Decimal("420.50")
    gone = found.entries[1]
    assert (gone.is_withdrawn, gone.amount, gone.counts) == (True, Decimal(680), 0)
    sums = ledger_totals(LANPU, programme, PROCESS, org=CITY)
    assert sum(total.amount for total in sums) == Decimal("420.50")


def test_each_entry_tells_its_own_amount_and_voucher(programme: Programme) -> None:
    """A second entry may not rest on what the first one said."""
    from kaifang.programme.casework.errors import ActRefused
    from kaifang.programme.casework.keeping import Given, act

    one = funded(programme)
    with pytest.raises(ActRefused) as found:
        act(LANPU, programme, PROCESS, one.case, "funds", Given(), version=one.version)
    # no voucher; month, origin and amount missing
    assert [error.code for error in found.value.errors] == ["KF-CASE-109", *["KF-CASE-112"] * 3]


def test_totals_of_an_organisation_count_those_below(programme: Programme) -> None:
    from kaifang.programme.projects.funds import ledger_totals

    funded(programme)
    own = signed(programme, ZONE)
    data = {"funds_month": "2023-03", "funds_origin": "domestic", "funds": "10"}
    paid(programme, own, "04-06", **data)
    march = [
        (one.org, one.amount, one.cases)
        for one in ledger_totals(DIVISION, programme, PROCESS)
        if (one.month, one.by) == ("2023-03", "domestic")
    ]
    assert march == [
        ("demo", Decimal("310.50"), 2),
        (CITY, Decimal("310.50"), 2),
        (ZONE, Decimal(10), 1),
    ]
    seen = ledger_totals(ETDZ, programme, PROCESS)
    assert [(one.org, one.amount) for one in seen] == [(ZONE, Decimal(10))]


def test_an_entry_moves_the_indicator(programme: Programme) -> None:
    """To date of 2023: March 980.5 万元, with May 1100.5; the form of all funds is not touched."""
    from kaifang.programme.casework.feeding import feed_register

    def told(month: str) -> Decimal | None:
        seen = programme.for_viewer(INTERNAL)
        found = seen.statement("investment.key_project_funds", CITY, f"2023-01/2023-{month}")
        return found.quantity.value if found.quantity else None

    one = funded(programme)
    feed_register(programme, PROCESS)
    assert (told("04"), told("05")) == (Decimal("0.09805"), Decimal("0.11005"))
    paid(programme, one, "07-05", funds_month="2023-05", funds_origin="domestic", funds="1000")
    feed_register(programme, PROCESS)
    assert (told("04"), told("05")) == (Decimal("0.09805"), Decimal("0.21005"))
    law = programme.law
    asked = {row.indicator for form in law.forms.values() for row in form.rows}
    fed = {one.indicator for one in law.processes[PROCESS].feeds}
    assert "investment.funds_in_place" in asked
    assert not fed & asked


def test_nobody_else_sees_a_ledger(programme: Programme) -> None:
    from kaifang.programme.casework.errors import NoSuchCase
    from kaifang.programme.projects.funds import ledger, ledger_totals

    one = funded(programme)
    for other in (STRANGER, BIWAN, ETDZ):
        with pytest.raises(NoSuchCase):
            ledger(other, programme, PROCESS, one.case)
        assert ledger_totals(other, programme, PROCESS) == []


def test_process_without_a_ledger_says_so(programme: Programme) -> None:
    from kaifang.programme.projects.funds import NoLedger, ledger

    with pytest.raises(NoLedger):
        ledger(DIVISION, programme, "demo.occasion", "1")
    with pytest.raises(NoLedger) as found:
        ledger(DIVISION, programme, PROCESS, "1", "other")
    assert "funds_in_place" in found.value.says.en
