"""A day knows what was announced by then, and is bound by what has not ended."""

from datetime import date

import pytest

from kaifang.packs.in_force import is_announced, known_on
from kaifang.packs.law import Law
from tests.packs.tiny import TinyPack

MORE_TARGETS = """\
- id: trade.total.2022.report
  indicator: trade.total
  org: "210000"
  period: "2022"
  target: {growth: 6%, over: previous_year}
  cite:
    - {doc: report, quote: 进出口增长6%, printed: 6%}
    - {doc: press, quote: 进出口增长6%, printed: 6%}
- id: port.built
  name: {zh: 建成口岸, en: Build the port}
  org: "210000"
  period: "2023"
  target: {by: 2022-09-30}
  cite: {doc: report, quote: 9月30日前建成, printed: 9月30日}
- id: stock.end
  indicator: trade.total
  org: "210000"
  period: 2022-12-31
  target: {level: 100亿元}
  cite: {doc: report, quote: 年底达到100亿元, printed: 100亿元}
- id: plan
  indicator: trade.total
  org: "210000"
  period: 2021/2025
  target: {growth: 6%, over: previous_year}
  cite: {assumption: {zh: 设想, en: An idea}, by: 规划处}
"""


@pytest.fixture
def law(tiny: TinyPack) -> Law:
    return tiny.add("targets/trade.yaml", MORE_TARGETS).law()


def targets(law: Law, day: str) -> set[str]:
    return set(known_on(law, date.fromisoformat(day)).targets)


def test_nothing_is_known_before_its_document(law: Law) -> None:
    before = known_on(law, date(2022, 1, 24))
    assert (dict(before.facts), dict(before.parameters), dict(before.tasks)) == ({}, {}, {})
    assert set(before.targets) == {"plan"}  # an undated idea is always known


def test_a_fact_is_known_for_good(law: Law) -> None:
    assert len(known_on(law, date(2022, 1, 25)).facts) == 3
    assert len(known_on(law, date(2030, 1, 1)).facts) == 3


def test_a_target_binds_from_its_announcement_to_the_end_of_its_time(law: Law) -> None:
    year = {"trade.total.2022", "trade.total.2022.report"}
    assert targets(law, "2022-01-25") == {*year, "plan"}
    assert targets(law, "2022-02-10") == {*year, "plan", "port.built", "stock.end"}
    assert targets(law, "2022-12-31") == {*year, "plan", "stock.end"}
    assert targets(law, "2023-01-01") == {"plan"}


def test_a_deadline_binds_to_its_own_day(law: Law) -> None:
    assert "port.built" in targets(law, "2022-09-30")
    assert "port.built" not in targets(law, "2022-10-01")


def test_the_earliest_of_several_citations_announces(law: Law) -> None:
    target = law.targets["trade.total.2022.report"]
    assert is_announced(law, target, date(2022, 1, 25))
    assert not is_announced(law, target, date(2022, 1, 24))


def test_what_is_announced_early_waits_for_its_time(tiny: TinyPack) -> None:
    law = tiny.change("targets/trade.yaml", 'period: "2022"', 'period: "2023"').law()
    assert targets(law, "2022-12-31") == set()
    assert targets(law, "2023-01-01") == {"trade.total.2022"}


def test_rules_tasks_and_lists_are_valid_for_their_time(law: Law) -> None:
    summer, later = known_on(law, date(2022, 7, 1)), known_on(law, date(2023, 7, 1))
    assert (set(summer.parameters), set(later.parameters)) == ({"approval.limit"}, set())
    assert (set(summer.tasks), set(later.tasks)) == ({"trade.stabilise"}, set())
    assert set(summer.lists) == set(later.lists) == {"cities.core"}
    assert summer.day == date(2022, 7, 1)
