"""What cases come to: counted by hand from five exhibitions of two cities and a zone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kaifang.cases import definition
from kaifang.cases.definition import Definition
from kaifang.cases.events import Event, EventKey
from kaifang.cases.feeding import FedFigure, OwnedCase, figures_of
from kaifang.cases.folding import fold
from kaifang.core.bilingual import Text
from kaifang.core.orgs import Org, Orgs
from kaifang.core.period import Period
from kaifang.packs.schema.duplicates import MERGED
from kaifang.packs.schema.feeds import ProcessFeed
from tests.cases.approvals import CALENDAR, SHANGHAI
from tests.packs.registers import register_pack

ORGS = Orgs(
    Org(id, Text(id, id), kind, parent)
    for id, kind, parent in (
        ("p", "province", None), ("a", "city", "p"), ("b", "city", "p"), ("z", "zone", "a"),
        ("far", "province", None),
    )
)  # fmt: skip
NOW = datetime(2023, 5, 20, 10, tzinfo=SHANGHAI)
TODAY = date(2023, 5, 20)


@pytest.fixture(scope="module")
def exhibitions(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    law = register_pack(tmp_path_factory.mktemp("packs") / "tiny").law()
    return definition.compile(law.processes["exhibition"], "1", "Asia/Shanghai")


def event(case: str, type: str, day: str, **more: Any) -> Event:
    at = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=SHANGHAI)
    own = {"id": f"{case}-{type}-{day}", "seq": 1, **more}
    return Event(source="t", case=case, type=type, occurred_at=at, **own)


def plan(case: str, day: str, abroad: str = "abroad") -> Event:
    return event(case, "plan", day, data={"title": case, "abroad": abroad})


def go(case: str, day: str, firms: object = 10) -> Event:
    return event(case, "go", day, data={"firms": firms, "evidence": {"list": "l.pdf"}})


def report(case: str, day: str, deals: str, closed: str) -> Event:
    return event(case, "report", day, data={"deals": deals, "closed_on": closed})


@pytest.fixture
def cases(exhibitions: Definition) -> list[OwnedCase]:
    told = {
        ("one", "a"): [plan("one", "2023-01-05"), go("one", "2023-01-20", 40),
                       report("one", "2023-03-02", "12000.5", "2023-02-27")],
        ("two", "z"): [plan("two", "2023-02-01"), go("two", "2023-02-10", 2),
                       report("two", "2023-02-20", "3000", "2023-02-19")],
        ("three", "b"): [plan("three", "2023-03-01", "home"), go("three", "2023-04-03", 7)],
        ("four", "b"): [plan("four", "2023-03-05"), event("four", "drop", "2023-03-06")],
        ("five", "far"): [plan("five", "2023-01-01"), go("five", "2023-01-02")],
    }  # fmt: skip
    return [owned(exhibitions, case, org, events) for (case, org), events in told.items()]


def owned(own: Definition, case: str, org: str, events: list[Event]) -> OwnedCase:
    return OwnedCase(case, org, fold(own, events, CALENDAR, now=NOW))


def told(cases: list[OwnedCase], **feed: Any) -> dict[tuple[str, str], FedFigure]:
    wanted = ProcessFeed.model_validate({"indicator": "x", **feed})
    found = figures_of(wanted, cases, ORGS, "p", TODAY)
    return {(one.org, one.period.code): one for one in found}


JAN, FEB, MAR, APR = (Period.to_date(2023, month).code for month in range(1, 5))


def test_cases_with_an_event_are_counted_to_date(cases: list[OwnedCase]) -> None:
    found = told(cases, count="go")
    numbers = {key: int(one.value) for key, one in found.items()}
    assert numbers == {
        ("p", JAN): 1, ("p", FEB): 2, ("p", MAR): 2, ("p", APR): 3,
        ("a", JAN): 1, ("a", FEB): 2, ("a", MAR): 2, ("a", APR): 2,  # with its zone
        ("z", FEB): 1, ("z", MAR): 1, ("z", APR): 1,
        ("b", MAR): 0, ("b", APR): 1,  # its first case began in March; before that is no number
    }  # fmt: skip
    assert found["p", APR].cases == ("one", "two", "three")


def test_a_condition_keeps_cases_out(cases: list[OwnedCase]) -> None:
    assert told(cases, count="go", where={"abroad": "abroad"})["p", APR].cases == ("one", "two")


def test_amounts_are_summed_on_the_day_that_a_field_tells(cases: list[OwnedCase]) -> None:
    """The first closed in February and was reported in March."""
    by_field = told(cases, sum="deals", of="report", period_field="closed_on", firms="firms")
    assert by_field["p", FEB].value == Decimal("15000.5")
    assert (by_field["p", FEB].firms, by_field["z", FEB].firms) == (42, 2)
    assert by_field["p", JAN].value == 0
    by_event = told(cases, sum="deals", of="report")
    assert (by_event["p", FEB].value, by_event["p", MAR].value) == (3000, Decimal("15000.5"))
    assert by_event["p", FEB].firms is None


def test_a_stock_is_what_stands_at_the_end(cases: list[OwnedCase]) -> None:
    found = told(cases, count_in=["planned", "under_way"])
    assert found["p", JAN].cases == ("one",)
    assert found["p", FEB].cases == ("one",)  # two was planned, held and reported in February
    assert found["p", MAR].cases == ("three",)
    assert (found["p", APR].value, found["a", APR].value) == (1, 0)


def test_quarters_and_years_wait_for_their_end(cases: list[OwnedCase]) -> None:
    assert [key[1] for key in told(cases, count="go", period="quarter") if key[0] == "p"] == [
        "2023-Q1"
    ]
    assert told(cases, count="go", period="year") == {}


def test_a_corrected_event_counts_as_corrected(exhibitions: Definition) -> None:
    events = [plan("one", "2023-01-05"), go("one", "2023-01-20", 40)]
    right = event(
        "one", "go", "2023-02-02", id="right", seq=2, amends=EventKey("t", events[1].id),
        data={"firms": 4, "evidence": {"list": "l.pdf"}},
    )  # fmt: skip
    found = told([owned(exhibitions, "one", "a", [*events, right])], sum="firms", of="go")
    assert {key[1]: int(one.value) for key, one in found.items() if key[0] == "a"} == {
        JAN: 0, FEB: 4, MAR: 4, APR: 4,
    }  # fmt: skip


def test_what_was_refused_does_not_count(exhibitions: Definition) -> None:
    """It is there because somebody sent it, out of its place: going a second time."""
    twice = [plan("one", "2023-01-05"), go("one", "2023-01-20", 40), go("one", "2023-02-20", 9)]
    found = told([owned(exhibitions, "one", "a", twice)], sum="firms", of="go")
    assert found["p", APR].value == 40


def test_what_was_merged_counts_where_it_went(exhibitions: Definition) -> None:
    events = [plan("one", "2023-01-05"), go("one", "2023-01-20", 40)]
    merged = event("one", MERGED, "2023-02-02", seq=2, data={"into": "two"})
    kept = owned(exhibitions, "two", "a", [plan("two", "2023-01-07"), go("two", "2023-01-21", 40)])
    found = told([owned(exhibitions, "one", "b", [*events, merged]), kept], count="go")
    assert {(org, int(one.value)) for (org, _), one in found.items()} == {("p", 1), ("a", 1)}


def test_no_case_is_no_number(exhibitions: Definition) -> None:
    assert told([], count="go") == {}
    late = owned(exhibitions, "one", "a", [plan("one", "2023-05-02")])
    assert told([late], count="go") == {}  # May has not ended


def test_unreadable_amounts_and_days_add_nothing(exhibitions: Definition) -> None:
    events = [plan("one", "2023-01-05"), go("one", "2023-01-20"),
              report("one", "2023-02-02", "much", "2023-02-01")]  # fmt: skip
    found = told([owned(exhibitions, "one", "a", events)], sum="deals", of="report")
    assert found["p", FEB].value == 0
    assert found["p", FEB].cases == ()


def test_a_month_of_one_firm_is_not_told_by_two_numbers_side_by_side(
    exhibitions: Definition,
) -> None:
    """Five firms in January, one in February, two more in April: 5, then 6 and 6, then 8."""
    sold = [("one", "01-10", 5), ("two", "02-10", 1), ("three", "04-10", 2)]
    given = [
        owned(exhibitions, case, "a", [plan(case, "2023-01-05"), go(case, f"2023-{day}", firms)])
        for case, day, firms in sold
    ]
    found = told(given, count="go", firms="firms")
    firms = [found["a", month].firms for month in (JAN, FEB, MAR, APR)]
    assert firms == [5, 1, 1, 8]  # one and two are shown to nobody
    assert [found["a", month].value for month in (JAN, FEB, MAR, APR)] == [1, 2, 2, 3]


def test_each_year_begins_with_nothing_shown(exhibitions: Definition) -> None:
    given = [
        owned(exhibitions, "one", "a", [plan("one", "2022-11-05"), go("one", "2022-12-10", 5)]),
        owned(exhibitions, "two", "a", [plan("two", "2022-11-05"), go("two", "2023-01-10", 2)]),
    ]
    found = told(given, count="go", firms="firms")
    assert (found["a", "2022"].firms, found["a", JAN].firms) == (5, 2)


def test_where_nobody_tells_the_firms_there_is_one(exhibitions: Definition) -> None:
    given = [
        owned(exhibitions, "one", "a", [plan("one", "2023-01-05"), go("one", "2023-01-20", "")])
    ]
    assert told(given, count="go", firms="firms")["a", JAN].firms == 1


def test_firms_of_one_case_are_counted_once(cases: list[OwnedCase]) -> None:
    """Case two went with two firms and reported of the same: they are two, not four."""
    found = told(cases, count=["go", "report"], firms="firms")
    assert (found["z", FEB].value, found["z", FEB].firms) == (1, 2)
    assert (found["a", MAR].value, found["a", MAR].firms) == (2, 42)  # with the forty of case one
