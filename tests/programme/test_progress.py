"""Where targets stand, on what the store knows: nothing rounded on the way, like with like."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kaifang.core.messages import message
from kaifang.core.observation import Measure, Observation
from kaifang.core.period import Period
from kaifang.core.units import Quantity
from kaifang.facts.goals import Verdict
from kaifang.packs.law import Law, load
from kaifang.packs.schema.figures import TargetForm
from kaifang.packs.schema.rules import SeasonEntry
from kaifang.programme.lighting import inputs_of
from kaifang.programme.progress import Progress
from tests.programme.memory import level, programme

LIAONING, DALIAN, NATION = "210000", "210200", "100000"
KNOWN = date(2023, 1, 18)


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


def year(org: str, period: str, value: str, part: str = "") -> Observation:
    return replace(level("trade.exports", org, period, value, KNOWN), part=part)


def standing(law: Law, form: TargetForm, *known: Observation, **more: object) -> Progress:
    """Where a target of 2022 for exports stands; Liaoning's own of the year, with another form."""
    entry = law.targets["trade.total.2022"].model_copy(
        update={"indicator": "trade.exports", "target": form, "comparator": "eq", **more}
    )
    return Progress(programme(law, *known).figures("2023-02-01"), entry, entry.org)


def test_a_share_that_only_prints_as_before_has_fallen(law: Law) -> None:
    # 3,444 and 3,436 of 100,000: 3.44% and 3.436%, both printed 3.4%
    known = [year(NATION, "2021", "100000"), year(NATION, "2022", "100000")]
    known += [year(DALIAN, "2021", "3444"), year(DALIAN, "2022", "3436")]
    stands = standing(law, TargetForm(share_not_below=NATION), *known, org=DALIAN).stands
    assert stands.verdict is Verdict.NOT_MET
    assert stands.lead.text(digits=3) == "−0.008个百分点"


def test_growth_above_others_is_worked_out_where_nobody_published_it(law: Law) -> None:
    # 104/100 against 1,030/1,000: 4.0% and 3.0%
    known = [year(DALIAN, "2021", "100"), year(DALIAN, "2022", "104")]
    known += [year(NATION, "2021", "1000"), year(NATION, "2022", "1030")]
    stands = standing(law, TargetForm(growth_above=(NATION,)), *known, org=DALIAN).stands
    assert stands.verdict is Verdict.MET
    assert stands.lead.text() == "1.0个百分点"


def test_growth_above_others_is_decided_before_rounding(law: Law) -> None:
    # 4.01% against 4.04%: both print as 4.0%
    known = [year(DALIAN, "2021", "10000"), year(DALIAN, "2022", "10401")]
    known += [year(NATION, "2021", "10000"), year(NATION, "2022", "10404")]
    stands = standing(law, TargetForm(growth_above=(NATION,)), *known, org=DALIAN).stands
    assert stands.verdict is Verdict.NOT_MET


def test_growth_of_a_part_is_held_against_the_same_part(law: Law) -> None:
    part = "partner=JP"
    known = [year(DALIAN, "2021", "100", part), year(DALIAN, "2022", "104", part)]
    known += [year(NATION, "2021", "100", part), year(NATION, "2022", "102", part)]
    known += [year(NATION, "2021", "100"), year(NATION, "2022", "150")]
    known += [year(DALIAN, "2021", "100"), year(DALIAN, "2022", "90")]
    form = TargetForm(growth_above=(NATION,))
    progress = standing(law, form, *known, org=DALIAN, part={"partner": "JP"})
    assert progress.stands.lead.text() == "2.0个百分点"
    assert inputs_of(progress)["growth"] == 4


def test_a_growth_target_has_no_base_of_another_definition(law: Law) -> None:
    now = level("investment.fdi_used", DALIAN, "2022", "40", KNOWN, unit="亿美元")
    base = level("investment.fdi_used", DALIAN, "2021", "30", KNOWN, unit="亿美元")
    known = [replace(now, definition="2022-05"), base]
    form = TargetForm(growth=Quantity.parse("10%"), over="previous_year")
    progress = standing(law, form, *known, indicator="investment.fdi_used", org=DALIAN)
    assert progress.stands.verdict is Verdict.UNDECIDED
    assert progress.stands.attainment.exact is None
    assert progress.stands.missing is not None
    assert "银行、证券、保险" in progress.stands.missing.zh
    published = replace(
        now, value=Decimal("12.5"), unit="%", measure=Measure.GROWTH, base="previous_year",
        definition="2022-05",
    )  # fmt: skip
    led = standing(law, form, *known, published, indicator="investment.fdi_used", org=DALIAN)
    assert led.stands.verdict is Verdict.MET  # the published growth is on a comparable base


def test_the_base_that_is_shown_is_of_the_same_part(law: Law) -> None:
    part = "partner=JP"
    known = [year(DALIAN, "2021", "100", part), year(DALIAN, "2022", "104", part)]
    known += [year(DALIAN, "2021", "777")]
    for form in (
        TargetForm(growth=Quantity.parse("6%"), over="previous_year"),
        TargetForm(multiple=Quantity.parse("1.5倍"), over="previous_year"),
    ):
        progress = standing(law, form, *known, org=DALIAN, part={"partner": "JP"})
        answers = [one.answer.zh for one in progress.attainment().explain().inputs]
        assert [answer.partition("亿元")[0] for answer in answers] == ["104", "100"]


def test_of_a_ceiling_the_schedule_is_told_as_it_is(law: Law) -> None:
    # 70 of 100 used by half the year: attainment 70%, schedule 50%, 20 points over it
    half = level("trade.exports", DALIAN, "2022-01/2022-06", "70", date(2022, 7, 18))
    form = TargetForm(level=Quantity.parse("100亿元"))
    progress = standing(law, form, half, org=DALIAN, comparator="le", period=Period.year(2022))
    assert progress.stands.points_ahead.text() == "−20.0个百分点"
    formula = progress.ahead().explain().formula
    assert formula is not None
    assert formula.zh == "序时进度 50.0% − 已用 70.0%"
    assert "attainment_of_schedule" not in inputs_of(progress)


def test_a_target_with_a_season_is_held_against_its_months(
    law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 40 of 100 by June: 10 points behind half the year, level with months that weigh 40% together
    season = SeasonEntry.model_validate(
        {
            "id": "late",
            "name": {"zh": "下半年为主", "en": "Late in the year"},
            "weights": ["5%", "5%", "5%", "5%", "10%", "10%"] + ["10%"] * 6,
            "cite": {"assumption": {"zh": "估算", "en": "estimated"}, "by": "商务厅"},
        }
    )
    monkeypatch.setitem(law.seasons, "late", season)
    known = year(LIAONING, "2022-01/2022-06", "40")
    form = TargetForm(level=Quantity.parse("100亿元"))
    even, late = (standing(law, form, known, season=one) for one in (None, "late"))
    assert even.stands.points_ahead.text() == "−10.0个百分点"
    assert late.stands.points_ahead.text() == "0.0个百分点"
    assert [share.text() for _, _, share in late.course()][:3] == ["5.0%", "10.0%", "15.0%"]
    why = late.ahead().explain()
    assert any("下半年为主" in note.zh for note in why.notes)
    assert any(one.is_assumption for one in why.citations)


@pytest.mark.parametrize(
    ("wanted", "stated", "verdict"),
    [
        ("100亿元", "gt", Verdict.MET),  # more than 100 is 100 and beyond
        ("101亿元", "gt", Verdict.UNDECIDED),  # it may be 100.5
        ("100亿元", "approx", Verdict.UNDECIDED),  # from 99.5
        ("99亿元", "approx", Verdict.MET),
        ("100亿元", "lt", Verdict.NOT_MET),
    ],
)
def test_of_a_value_that_is_not_exact_only_what_is_sure_is_told(
    law: Law, wanted: str, stated: str, verdict: Verdict
) -> None:
    known = replace(year(LIAONING, "2022", "100"), comparator=stated)
    progress = standing(law, TargetForm(level=Quantity.parse(wanted)), known)
    assert progress.stands.verdict is verdict
    assert progress.attainment().missing == message("missing.not_exact")
    assert progress.attainment().explain().formula is None


def test_no_lead_is_worked_out_of_a_share_that_is_only_above_a_mark(law: Law) -> None:
    # 超过2% in the year before: nobody can say whether 2.1% keeps it
    share = {"measure": Measure.SHARE, "base": NATION, "unit": "%"}
    before = replace(year(LIAONING, "2021", "2"), comparator="gt", **share)
    now = replace(year(LIAONING, "2022", "2.1"), **share)
    stands = standing(law, TargetForm(share_not_below=NATION), before, now).stands
    assert stands.verdict is Verdict.UNDECIDED
    assert stands.lead.exact is None


def test_growth_is_not_judged_by_a_value_that_is_not_exact(law: Law) -> None:
    form = TargetForm(growth=Quantity.parse("6%"), over="previous_year")
    now = replace(year(LIAONING, "2022", "110"), comparator="gt")
    stands = standing(law, form, year(LIAONING, "2021", "100"), now).stands
    assert stands.verdict is Verdict.UNDECIDED
    assert stands.missing == message("missing.not_exact")
    assert stands.pace is None
