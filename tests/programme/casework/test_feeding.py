"""A register written as YAML moves an indicator: counted to date, corrected, withdrawn, once each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from kaifang.core.observation import Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.programme.viewer import Viewer
from tests.packs.registers import register_pack

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

pytestmark = pytest.mark.django_db

PROCESS, SHENYANG, DALIAN, PROVINCE = "exhibition", "210100", "210200", "210000"
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2022, 6, 15)


def officer(role: Role, org: str, user: str) -> Actor:
    return Actor(user, user, (Post(role, org),))


DIVISION = officer(Role.DIVISION, PROVINCE, "1")
CITY = officer(Role.CITY, SHENYANG, "2")
STRANGERS = [
    CITY, officer(Role.REVIEWER, PROVINCE, "3"), officer(Role.LEADER, PROVINCE, "4"),
    officer(Role.FIRM, SHENYANG, "5"), Actor("9", "9"),
]  # fmt: skip


@pytest.fixture
def programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Programme]:
    from kaifang.packs.law import load
    from kaifang.programme.opening import Programme

    register_pack(tmp_path / "packs" / "tiny")
    monkeypatch.setenv("KAIFANG_PACKS", str(tmp_path / "packs"))
    load.cache_clear()
    inside = Viewer("1", Visibility.INTERNAL)
    yield Programme.of(load("tiny"), viewer=inside)
    load.cache_clear()


def given(day: str, **data: Any) -> Any:
    from kaifang.programme.casework.keeping import Given

    at = datetime.fromisoformat(f"2022-{day}T10:00").replace(tzinfo=SHANGHAI)
    return Given({"list": "名单"}, data, occurred_at=at)


def planned(programme: Programme, day: str = "01-05", org: str = SHENYANG) -> CaseView:
    from kaifang.programme.casework.keeping import open_case

    return open_case(DIVISION, programme, PROCESS, org, given(day, title="展", abroad="abroad"))


def moved(programme: Programme, one: CaseView, event: str, told: Any) -> CaseView:
    from kaifang.programme.casework.keeping import act

    return act(DIVISION, programme, PROCESS, one.case, event, told, version=one.version)


def held(programme: Programme, firms: int = 40, org: str = SHENYANG) -> CaseView:
    one = planned(programme, org=org)
    return moved(programme, one, "go", given("02-10", firms=str(firms)))


def reported(programme: Programme, one: CaseView, deals: str) -> CaseView:
    told = given("03-20", deals=deals, closed_on="2022-03-10")
    return moved(programme, one, "report", told)


def fed(programme: Programme) -> tuple[int, int]:
    """Feed as of 15 June 2022; how many records that made, and how many of them revise."""
    from kaifang.programme.casework.feeding import feed_register

    result = feed_register(programme, PROCESS, DIVISION, DAY).result
    return result.added, len(result.revisions)


def value(programme: Programme, indicator: str, org: str, period: str) -> Decimal | None:
    told = programme.statement(f"exhibitions.{indicator}", org, period)
    return told.quantity.value if told.quantity else None


def test_what_cases_come_to_is_stated(programme: Programme) -> None:
    reported(programme, held(programme), "12000.5")
    held(programme, 7, DALIAN)
    fed(programme)
    assert value(programme, "held", SHENYANG, "2022-01") == 0
    assert value(programme, "held", PROVINCE, "2022-01/2022-02") == 2
    assert value(programme, "deals", PROVINCE, "2022-Q1") == Decimal("1.20005")  # 亿元, of 万元
    assert value(programme, "deals", DALIAN, "2022-Q1") == 0
    assert value(programme, "firms", PROVINCE, "2022-Q1") == 47
    assert value(programme, "open", PROVINCE, "2022-01/2022-05") == 1
    assert value(programme, "open", PROVINCE, "2022-H1") is None  # June has not ended


def test_the_board_moves_with_the_register(programme: Programme) -> None:
    reported(programme, held(programme), "12000.5")
    fed(programme)

    def on_the_board() -> Decimal | None:
        """The board of the day on which it was recorded, for from then on it is known."""
        (row,) = programme.board(orgs=[PROVINCE], indicators=["exhibitions.held"]).rows
        assert row.period == Period.to_date(2022, 5)
        assert row.latest is not None
        return row.latest.quantity.value if row.latest.quantity else None

    assert on_the_board() == 1
    held(programme, 9)
    assert on_the_board() == 1
    assert fed(programme)[1] > 0
    assert on_the_board() == 2


def test_a_record_tells_its_register(programme: Programme) -> None:
    from kaifang.store.models import Record
    from kaifang.store.observations import by_id

    held(programme)
    fed(programme)
    rows = Record.objects.filter(indicator="exhibitions.held", org=SHENYANG)
    told = next(iter(by_id([rows.order_by("-id").values_list("id", flat=True)[0]]).values()))
    assert (told.authority, told.visibility) == (Authority.REPORTED, Visibility.INTERNAL)
    assert (told.source, told.figure) == ("台账“参展”", "register:exhibition")


def test_nothing_is_recorded_twice(programme: Programme) -> None:
    from kaifang.store.models import AuditEntry, Record

    held(programme)
    assert fed(programme)[0] > 0
    count, entries = Record.objects.count(), AuditEntry.objects.count()
    assert fed(programme) == (0, 0)
    assert (Record.objects.count(), AuditEntry.objects.count()) == (count, entries)


def test_a_correction_revises_and_the_past_stays(programme: Programme) -> None:
    from django.utils import timezone

    from kaifang.programme.casework.keeping import correct

    one = held(programme, 40)
    fed(programme)
    then = timezone.now()
    event = one.state.history[-1].event
    right = given("02-10", firms="4", because="录错")
    correct(DIVISION, programme, PROCESS, one.case, event.seq, right, version=one.version)
    assert fed(programme)[1] == 2  # the first quarter of the city and of the province
    assert value(programme, "firms", SHENYANG, "2022-Q1") == 4
    before = programme.statement("exhibitions.firms", SHENYANG, "2022-Q1", seen_at=then)
    assert before.quantity is not None
    assert before.quantity.value == 40


def test_what_no_case_makes_any_more_is_withdrawn(programme: Programme) -> None:
    """The only case was entered for January and began in May: earlier months have no number."""
    from kaifang.programme.casework.keeping import correct

    one = planned(programme, "01-05")
    fed(programme)
    assert value(programme, "open", SHENYANG, "2022-Q1") == 1
    event = one.state.history[0].event
    right = given("05-05", title="展", abroad="abroad", because="录错")
    correct(DIVISION, programme, PROCESS, one.case, event.seq, right, version=1)
    fed(programme)
    assert value(programme, "open", SHENYANG, "2022-Q1") is None
    assert value(programme, "open", SHENYANG, "2022-01/2022-05") == 1
    assert fed(programme) == (0, 0)


def test_a_sum_that_rests_on_two_firms_is_shown_to_nobody(programme: Programme) -> None:
    reported(programme, held(programme, 2), "3000")
    fed(programme)
    told = programme.statement("exhibitions.deals", SHENYANG, "2022-Q1")
    assert told.quantity is None
    assert told.missing is not None
    assert "三" in told.missing.zh or "3" in told.missing.zh


def test_an_amount_finer_than_the_store_keeps_stops_nothing(programme: Programme) -> None:
    """123.4567万元 are 0.01234567亿元: told to the sixth decimal, summed before that."""
    reported(programme, held(programme), "123.4567")
    reported(programme, held(programme, 40, DALIAN), "123.4563")
    fed(programme)
    assert value(programme, "deals", SHENYANG, "2022-Q1") == Decimal("0.012346")
    assert value(programme, "deals", PROVINCE, "2022-Q1") == Decimal("0.024691")  # 246.9130


def test_an_amount_beyond_all_columns_is_no_number_and_stops_no_other(programme: Programme) -> None:
    """Two amounts of fifteen nines in a register that counts in ten thousands of yuan."""
    wrong = reported(programme, held(programme, 10**15 - 1), "999999999999999")
    held(programme, 10**15 - 1)
    reported(programme, held(programme, 7, DALIAN), "12000")
    fed(programme)
    assert wrong.state.values["deals"] == "999999999999999"
    assert value(programme, "firms", SHENYANG, "2022-Q1") is None
    assert value(programme, "firms", DALIAN, "2022-Q1") == 7
    assert value(programme, "deals", DALIAN, "2022-Q1") == Decimal("1.2")
    assert value(programme, "deals", SHENYANG, "2022-Q1") == Decimal("99999999999.9999")


@pytest.mark.parametrize("who", STRANGERS, ids=lambda one: one.user)
def test_strangers_feed_nothing(programme: Programme, who: Actor) -> None:
    from kaifang.programme.casework.feeding import feed
    from kaifang.store.models import Record

    held(programme)
    with pytest.raises(NotAllowed):
        feed(who, programme)
    assert not Record.objects.filter(indicator__startswith="exhibitions.").exists()


def test_the_division_feeds_and_the_audit_says_so(programme: Programme) -> None:
    from kaifang.programme.casework.feeding import NothingFeeds, feed
    from kaifang.store.models import AuditEntry

    held(programme)
    (one,) = feed(DIVISION, programme)
    assert one.process == PROCESS
    assert one.figures > 0
    entry = AuditEntry.objects.get(act="feed_register")
    assert one.result.batch is not None
    assert (entry.actor, entry.subject) == ("1", f"batch:{one.result.batch.id}")
    with pytest.raises(NothingFeeds):
        feed(DIVISION, programme, "approval")
