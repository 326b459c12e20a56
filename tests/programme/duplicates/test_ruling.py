"""Projects registered twice: found for the province alone, ruled on, merged without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kaifang.programme.rights import Actor, NotAllowed
from tests.programme.duplicates.people import (
    BIWAN,
    CITY,
    CITY_DIVISION,
    CODE,
    DIVISION,
    ELSE,
    LANPU,
    LEADER,
    ONE,
    OTHER,
    PROCESS,
    REVIEWER,
    SAME,
    STRANGER,
    at,
    move,
    register,
    ruled,
    suspicion,
)

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(programme: Programme) -> CaseView:
    """Lanpu registers first, though Biwan will say that it had the lead in January."""
    return register(programme, LANPU, CITY, ONE, "02-01")


@pytest.fixture
def second(programme: Programme, first: CaseView) -> CaseView:
    return register(programme, BIWAN, OTHER, SAME, "01-04")


def cases(programme: Programme, who: Actor, state: str = "") -> set[str]:
    from kaifang.programme.casework.reading import case_list

    return {one.case for one in case_list(who, programme, PROCESS, state)}


def test_pair_is_found_as_soon_as_it_is_registered(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    """Who registered first is told by the clock of the store, not by the date that was given."""
    register(programme, LANPU, CITY, ELSE)
    pair = suspicion(programme)
    assert (pair.first.case, pair.second.case) == (first.case, second.case)
    assert pair.likeness is not None
    assert pair.likeness.reasons == ("like_investor", "like_amount")
    assert pair.likeness.compared == 3  # investor, name and amount; the site nobody told
    assert pair.is_open


def test_pairs_follow_what_is_entered_and_corrected(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    """Other credit codes speak against one investor, and a corrected amount against the rest."""
    from kaifang.programme.casework.keeping import Given, correct
    from kaifang.programme.duplicates.finding import suspected

    assert suspicion(programme).second.version == 1
    moved = move(
        programme, BIWAN, second, "talk", "02-10", "visit", investor="晨星电池集团", site="x"
    )
    pair = suspicion(programme)
    assert pair.second.version == 2
    wrong = {**SAME, "investment": "60000", "because": "金额录错"}
    number = moved.state.history[0].event.seq
    given = Given(data=wrong, occurred_at=at("01-04"))
    correct(BIWAN, programme, PROCESS, second.case, number, given, version=2)
    assert suspected(DIVISION, programme, PROCESS) == []


@pytest.mark.parametrize("who", [BIWAN, LANPU, CITY_DIVISION, STRANGER], ids=lambda one: one.user)
def test_the_province_alone_sees_and_rules(
    programme: Programme, first: CaseView, second: CaseView, who: Actor
) -> None:
    """Whoever asks is refused alike, whether there is a pair or not, and whatever its name is."""
    from kaifang.programme.duplicates.finding import find_pair, pair_of, suspected
    from kaifang.programme.duplicates.finding import ruled as ruled_pairs
    from kaifang.store.models import CaseEvent

    pair = suspicion(programme)
    said = set()
    for name in (pair.id, "nothing"):
        for ask in (
            lambda: suspected(who, programme, PROCESS),
            lambda: ruled_pairs(who, programme, PROCESS),
            lambda name=name: pair_of(who, programme, PROCESS, name),
            lambda name=name: find_pair(who, programme, name),
        ):
            with pytest.raises(NotAllowed) as found:
                ask()
            said.add(found.value.says.zh)
    assert len(said) == 1
    with pytest.raises(NotAllowed):
        ruled(programme, pair, "merge", who)
    assert CaseEvent.objects.count() == 2


@pytest.mark.parametrize("who", [LEADER, REVIEWER], ids=lambda one: one.user)
def test_others_of_the_province_see_and_do_not_rule(
    programme: Programme, first: CaseView, second: CaseView, who: Actor
) -> None:
    from kaifang.programme.duplicates.finding import suspected
    from kaifang.store.models import CaseEvent

    (pair,) = suspected(who, programme, PROCESS)
    with pytest.raises(NotAllowed):
        ruled(programme, pair, "distinct", who)
    assert CaseEvent.objects.count() == 2


def test_second_city_learns_nothing_of_the_first(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    """Its own case is as if the other did not exist, also once both were ruled two projects."""
    from kaifang.programme.casework.reading import case_state
    from kaifang.programme.casework.telling import tell_case_whole
    from kaifang.store.models import Message

    before = tell_case_whole(
        BIWAN, programme, case_state(BIWAN, programme, PROCESS, second.case), "zh"
    )
    ruled(programme, suspicion(programme), "distinct")
    after = case_state(BIWAN, programme, PROCESS, second.case)
    assert tell_case_whole(BIWAN, programme, after, "zh") == before
    assert Message.objects.count() == 0


def test_distinct_ones_are_not_suspected_again_for_the_same_reasons(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    from kaifang.programme.duplicates.finding import ruled as ruled_pairs
    from kaifang.programme.duplicates.finding import suspected

    pair = ruled(programme, suspicion(programme), "distinct", reason="两条生产线")
    assert (pair.is_open, pair.fallen[0].reason, pair.fallen[0].by) == (False, "两条生产线", "1")
    assert suspected(DIVISION, programme, PROCESS) == []
    assert [one.id for one in ruled_pairs(DIVISION, programme, PROCESS)] == [pair.id]
    for who, case in ((LANPU, first), (BIWAN, second)):
        move(
            programme, who, case, "talk", "02-10", "visit", investor="晨星电池", site="碧湾三号地块"
        )
    again = suspicion(programme)
    assert again.since == ("same_site",)


def test_merged_one_counts_once_and_loses_nothing(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    from kaifang.programme.casework.reading import case_state
    from kaifang.programme.duplicates.histories import absorbed, counted_in, joined
    from kaifang.store import events
    from kaifang.store.models import AuditEntry

    talked = move(programme, BIWAN, second, "talk", "02-10", "visit", investor="晨星电池集团")
    assert cases(programme, DIVISION) == {first.case, second.case}
    pair = ruled(programme, suspicion(programme), "merge")
    assert (pair.is_merged, pair.is_open) == (True, False)
    assert cases(programme, DIVISION) == {first.case}
    assert cases(programme, DIVISION, "duplicate.merged") == {second.case}
    one = case_state(DIVISION, programme, PROCESS, first.case)
    (other,) = absorbed(DIVISION, programme, PROCESS, one)
    assert other.case == second.case
    assert other.state.history[:2] == talked.state.history
    assert other.state.history[1].event.evidence == {"visit": "visit 1"}
    steps = [(each.org, each.step.event.type) for each in joined(one, [other])]
    assert steps == [
        (OTHER, "report"), (CITY, "report"), (OTHER, "talk"),
        (CITY, "duplicate.received"), (OTHER, "duplicate.merged"),
    ]  # fmt: skip
    assert counted_in(DIVISION, programme, PROCESS, other).case == first.case  # type: ignore[union-attr]
    assert events.verify() == []
    assert AuditEntry.objects.filter(act="rule_on_duplicate", actor="1").count() == 1


def test_cities_are_told_of_their_own_alone(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    """Neither message, nor history, nor refusal names the other city, its case, or its figures."""
    from kaifang.programme.casework.errors import ActRefused, NoSuchCase
    from kaifang.programme.casework.reading import case_state
    from kaifang.programme.casework.telling import tell_case_whole
    from kaifang.programme.duplicates.histories import absorbed, counted_in
    from kaifang.store.models import Message

    ruled(programme, suspicion(programme), "merge", reason="岚浦先登记")
    of_lanpu, of_biwan = ("岚浦", CITY, first.case, "海燕", "120000"), ("碧湾", OTHER, second.case, "白鹭", "118000")  # fmt: skip
    for who, org, case, secret in (
        (BIWAN, OTHER, second, of_lanpu), (LANPU, CITY, first, of_biwan),
    ):  # fmt: skip
        view = case_state(who, programme, PROCESS, case.case)
        assert (absorbed(who, programme, PROCESS, view), counted_in(who, programme, PROCESS, view)) == ([], None)  # fmt: skip
        (told,) = Message.objects.filter(to_org=org)
        page = str(tell_case_whole(who, programme, view, "zh")["history"])
        text = page + told.title_zh + told.body_zh + told.title_en + told.body_en + told.link
        assert not [word for word in secret if word in text]
        assert told.link == f"/cases/{PROCESS}/{case.case}/"
    with pytest.raises(ActRefused) as found:
        move(programme, BIWAN, case_state(BIWAN, programme, PROCESS, second.case), "note", "02-11")
    assert found.value.rule == "KF-CASE-108"
    with pytest.raises(NoSuchCase):
        case_state(BIWAN, programme, PROCESS, first.case)


def test_merger_is_undone_by_a_ruling(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    from kaifang.programme.casework.reading import case_state
    from kaifang.programme.duplicates.histories import absorbed
    from kaifang.store.models import Message

    merged = ruled(programme, suspicion(programme), "merge")
    apart = ruled(programme, merged, "separate", reason="不是同一条生产线")
    assert (apart.is_merged, apart.is_open, len(apart.fallen)) == (False, False, 2)
    assert cases(programme, DIVISION) == {first.case, second.case}
    back = case_state(BIWAN, programme, PROCESS, second.case)
    assert (back.state.state, back.state.since) == ("lead", second.state.since)
    move(programme, BIWAN, back, "talk", "02-12", "visit", investor="晨星电池集团")
    one = case_state(DIVISION, programme, PROCESS, first.case)
    assert absorbed(DIVISION, programme, PROCESS, one) == []
    assert Message.objects.count() == 4
    assert ruled(programme, apart, "merge", version=apart.version + 1).is_merged


def test_a_ruling_is_corrected_by_nobody(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    from kaifang.programme.casework.errors import NotAnEventOfTheCase
    from kaifang.programme.casework.keeping import Given, correct
    from kaifang.programme.casework.reading import case_state

    ruled(programme, suspicion(programme), "merge")
    view = case_state(BIWAN, programme, PROCESS, second.case)
    number = view.state.history[-1].event.seq
    with pytest.raises(NotAnEventOfTheCase):
        correct(BIWAN, programme, PROCESS, second.case, number, Given(), version=view.version)


def test_rulings_that_cannot_be(programme: Programme, first: CaseView, second: CaseView) -> None:
    from kaifang.programme.duplicates.errors import (
        FirstRegistrationStays,
        NoSuchPair,
        RulingOutOfPlace,
        RulingWithoutReason,
    )
    from kaifang.programme.duplicates.ruling import rule
    from kaifang.programme.duplicates.rulings import Verdict
    from kaifang.store.errors import ChangedMeanwhile
    from kaifang.store.models import CaseEvent

    pair = suspicion(programme)
    with pytest.raises(RulingWithoutReason):
        ruled(programme, pair, "merge", reason=" ")
    with pytest.raises(ChangedMeanwhile):
        ruled(programme, pair, "merge", version=pair.version - 1)
    with pytest.raises(FirstRegistrationStays):
        ruled(programme, pair, "merge", kept=second.case)
    with pytest.raises(RulingOutOfPlace):
        ruled(programme, pair, "separate")
    with pytest.raises(NoSuchPair):
        rule(DIVISION, programme, PROCESS, "nothing", Verdict.MERGE, "x", version=2)
    assert CaseEvent.objects.count() == 2
    merged = ruled(programme, pair, "merge")
    for verdict in ("merge", "distinct"):
        with pytest.raises(RulingOutOfPlace):
            ruled(programme, merged, verdict)
    assert CaseEvent.objects.count() == 5


def test_third_registration_is_like_the_one_that_stays(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    """It is like Biwan's alone, by the code; as Biwan's counts in Lanpu's, Lanpu's is suspected."""
    move(
        programme,
        BIWAN,
        second,
        "talk",
        "02-10",
        "visit",
        investor="晨星电池集团",
        credit_code=CODE,
    )
    ruled(programme, suspicion(programme), "merge")
    third = register(programme, LANPU, CITY, {"code_name": "信天翁", "credit_code": CODE, "investment": "118000"})  # fmt: skip
    pair = suspicion(programme)
    assert {pair.first.case, pair.second.case} == {first.case, third.case}
    assert pair.likeness is not None
    assert second.case in (pair.likeness.one, pair.likeness.other)
    ruled(programme, pair, "merge")
    assert cases(programme, DIVISION) == {first.case}


def test_merged_one_is_left_out_of_the_event_log(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    from kaifang.store import case_mirror

    merged = ruled(programme, suspicion(programme), "merge")
    log = case_mirror.log(PROCESS)
    assert (log.case_ids, log.activities) == ((first.case,), ("report",))
    ruled(programme, merged, "separate")
    log = case_mirror.log(PROCESS)
    assert (set(log.case_ids), log.activities) == ({first.case, second.case}, ("report",))


def test_pipeline_counts_once(programme: Programme, first: CaseView, second: CaseView) -> None:
    from kaifang.programme.projects.portfolio import open_portfolio
    from kaifang.programme.viewer import INTERNAL

    inside = programme.for_viewer(INTERNAL)

    def counted() -> set[str]:
        return {one.view.case for one in open_portfolio(DIVISION, inside).projects}

    assert counted() == {first.case, second.case}
    merged = ruled(programme, suspicion(programme), "merge")
    assert counted() == {first.case}
    ruled(programme, merged, "separate")
    assert counted() == {first.case, second.case}


def test_pipeline_counts_once_as_of_a_day_before_the_ruling(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    """In March nobody knew, and that it was one project is known now: it was one in March too."""
    from django.utils import timezone

    from kaifang.programme.projects.portfolio import open_portfolio
    from kaifang.programme.viewer import INTERNAL

    inside = programme.for_viewer(INTERNAL)

    def counted(**moment: object) -> set[str]:
        portfolio = open_portfolio(DIVISION, inside, as_of="2023-03-31", **moment)  # type: ignore[arg-type]
        return {one.case for one in portfolio.projects}

    before = timezone.now()
    merged = ruled(programme, suspicion(programme), "merge")
    assert counted() == {first.case}
    assert counted(seen_at=before) == {first.case, second.case}
    ruled(programme, merged, "separate")
    assert counted() == {first.case, second.case}


def test_who_rules_sees_what_each_has_entered_in_its_ledger(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    """The funds of a merged case count no more: the province knows before it rules."""
    from kaifang.programme.duplicates.comparing import compare
    from kaifang.programme.projects.funds import ledger_totals

    def ledgers() -> list[tuple[str | None, str | None]]:
        rows = compare(DIVISION, programme, suspicion(programme)).rows
        return [
            (one.first and one.first.zh, one.second and one.second.zh)
            for one in rows
            if one.name.zh == "到位资金台账"
        ]

    assert ledgers() == []
    contract = {"project_name": "电池材料项目", "capital": "domestic", "country": "CN",
                "industry": "3841", "investment": "118000", "currency": "CNY",
                "investment_own": "118000"}  # fmt: skip
    case = move(programme, BIWAN, second, "talk", "02-10", "visit", investor="晨星电池集团")
    case = move(programme, BIWAN, case, "sign", "02-11", "contract", **contract)
    funds = {"funds_month": "2023-03", "funds_origin": "domestic", "funds": "2000.50"}
    move(programme, BIWAN, case, "funds", "04-02", "voucher", **funds)
    assert ledgers() == [(None, "2,000.50万元")]
    assert sum(one.amount for one in ledger_totals(DIVISION, programme, PROCESS, org="demo")) > 0
    ruled(programme, suspicion(programme), "merge")
    assert ledger_totals(DIVISION, programme, PROCESS) == []


def test_only_what_was_compared_is_told_alike(
    programme: Programme, first: CaseView, second: CaseView
) -> None:
    """Both have a project name since they are signed: it is compared, the code name is not."""
    from kaifang.programme.casework.keeping import Given, open_case
    from kaifang.programme.duplicates.comparing import compare

    about = {"name": "示例洽谈会", "kind": "fair", "place": "岚浦", "starts": "2023-02-11"}
    fair = Given({"programme": "方案1号"}, about, occurred_at=at("01-02"))
    occasion = open_case(DIVISION, programme, "demo.occasion", "demo", fair)
    contract = {"project_name": "电池材料项目", "capital": "domestic", "country": "CN",
                "industry": "3841", "investment": "118000", "currency": "CNY",
                "investment_own": "118000", "signed_at": occasion.case}  # fmt: skip
    for who, one in ((LANPU, first), (BIWAN, second)):
        case = move(programme, who, one, "talk", "02-10", "visit", investor="晨星电池集团")
        move(programme, who, case, "sign", "02-11", "contract", **contract)
    rows = {one.name.zh: one for one in compare(DIVISION, programme, suspicion(programme)).rows}
    assert rows["项目名称"].speaks
    assert not rows["项目代号"].speaks
    assert not rows["投资方"].differs
    event = rows["首次签约活动"]
    assert event.first == event.second
    assert event.first is not None
    assert event.first.zh == "示例洽谈会"
