"""A case keeps the version it began with; a migration, an event, takes it over to the present one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaifang.packs.law import compose, load
from kaifang.programme.rights import NotAllowed
from tests.programme.casework.versions import MAP, second_version
from tests.programme.duplicates.people import (
    BIWAN,
    CITY,
    DIVISION,
    LANPU,
    ONE,
    PROCESS,
    at,
    move,
    register,
)

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Programme:
    from kaifang.programme.opening import Programme
    from kaifang.store.installing import install

    install(load("demo"))
    return Programme.of(load("demo"))


@pytest.fixture
def case(first: Programme) -> CaseView:
    """In talks under version 1.0.0."""
    lead = register(first, LANPU, CITY, ONE)
    return move(first, LANPU, lead, "talk", "01-10", "visit", investor="晨星电池集团")


@pytest.fixture
def second(first: Programme, case: CaseView, tmp_path: Path) -> Programme:
    """Version 2.0.0 is installed."""
    from kaifang.programme.opening import Programme
    from kaifang.store.installing import install

    law = compose(second_version(tmp_path))
    assert law.findings == []
    install(law)
    return Programme.of(law)


def state(programme: Programme, case: CaseView) -> tuple[str | None, str, list[str]]:
    from kaifang.programme.casework.reading import case_state

    found = case_state(DIVISION, programme, PROCESS, case.case).state
    return found.state, found.definition.version, [one.code for one in found.deviations]


def test_case_keeps_the_version_it_began_with(second: Programme, case: CaseView) -> None:
    """Also where its first event is corrected after the second version is in force."""
    from kaifang.programme.casework.keeping import Given, correct
    from kaifang.programme.casework.reading import case_list

    assert state(second, case) == ("talks", "1.0.0", [])
    number = case.state.history[0].event.seq
    given = Given(data={**ONE, "because": "日期有误"}, occurred_at=at("01-05"))
    correct(LANPU, second, PROCESS, case.case, number, given, version=2)
    assert state(second, case) == ("talks", "1.0.0", [])
    (listed,) = case_list(LANPU, second, PROCESS)
    assert listed.state.definition.version == "1.0.0"
    assert listed.state.definition.label("states", "talks").zh == "在谈"
    # signed by the rules of version 1: without the minutes that version 2 asks for
    signed = move(
        second, LANPU, listed, "sign", "02-01", "contract", project_name="晨星电池", capital="domestic",
        country="CN", industry="3841", investment="120000", currency="CNY", investment_own="120000",
    )  # fmt: skip
    assert (signed.state.state, signed.state.definition.version) == ("signed", "1.0.0")


def test_new_cases_begin_with_the_present_version(second: Programme) -> None:
    lead = register(second, LANPU, CITY, ONE)
    talks = move(second, LANPU, lead, "talk", "01-10", "visit", investor="晨星电池集团")
    assert (talks.state.state, talks.state.definition.version) == ("negotiation", "2.0.0")


def test_migration_takes_a_case_over(second: Programme, case: CaseView) -> None:
    from kaifang.cases.errors import StateUnmapped
    from kaifang.programme.casework.errors import ActRefused
    from kaifang.programme.casework.migrating import (
        AlreadyPresent,
        MigrationWithoutReason,
        migrate,
        outdated,
    )
    from kaifang.store import events
    from kaifang.store.errors import ChangedMeanwhile

    assert [one.case for one in outdated(DIVISION, second, PROCESS)] == [case.case]
    for states, reason, version, refusal in (
        ({}, "换版", 2, StateUnmapped),
        ({"talks": "nowhere"}, "换版", 2, StateUnmapped),
        (MAP, " ", 2, MigrationWithoutReason),
        (MAP, "换版", 1, ChangedMeanwhile),
    ):
        with pytest.raises(refusal):
            migrate(DIVISION, second, PROCESS, case.case, states, reason, version=version)
    moved = migrate(DIVISION, second, PROCESS, case.case, MAP, "换版", version=2)
    assert state(second, case) == ("negotiation", "2.0.0", [])
    assert moved.state.history[-1].event.data["states"] == MAP
    assert [step.event.type for step in moved.state.history] == ["report", "talk", "migrate"]
    assert outdated(DIVISION, second, PROCESS) == []
    assert events.verify() == []
    with pytest.raises(AlreadyPresent):
        migrate(DIVISION, second, PROCESS, case.case, MAP, "换版", version=3)
    with pytest.raises(ActRefused) as found:
        move(second, LANPU, moved, "sign", "02-01", "contract")
    assert found.value.rule == "KF-CASE-109"


def test_a_case_taken_over_stands_where_it_stood_since_it_came_there(
    second: Programme, case: CaseView
) -> None:
    """In talks since 10 January, called negotiation since the middle of July: 186 days there."""
    from kaifang.programme.casework.migrating import migrate
    from kaifang.programme.casework.path import state_path
    from kaifang.programme.projects.portfolio import open_portfolio
    from kaifang.programme.viewer import INTERNAL

    moved = migrate(DIVISION, second, PROCESS, case.case, MAP, "换版", version=2)
    since = {one.id: one.since for one in state_path(moved.state)}
    assert since["negotiation"] == at("01-10")
    portfolio = open_portfolio(DIVISION, second.for_viewer(INTERNAL))
    (project,) = portfolio.projects
    assert (project.state, portfolio.days_since(project.since)) == ("negotiation", 186)


def test_all_are_taken_over_or_none(second: Programme, case: CaseView) -> None:
    from kaifang.core.errors import SeveralErrors
    from kaifang.programme.casework.migrating import migrate_all
    from kaifang.store.models import CaseEvent

    with pytest.raises(SeveralErrors):
        migrate_all(DIVISION, second, PROCESS, {}, "换版")
    assert CaseEvent.objects.count() == 2
    assert migrate_all(DIVISION, second, PROCESS, MAP, "换版") == 1
    assert state(second, case) == ("negotiation", "2.0.0", [])


@pytest.mark.parametrize("who", [LANPU, BIWAN], ids=lambda one: one.user)
def test_stranger_may_not_migrate(second: Programme, case: CaseView, who: object) -> None:
    """Nor may the city whose case it is: versions are the province's."""
    from kaifang.programme.casework.migrating import migrate, migrate_all, outdated
    from kaifang.store.models import CaseEvent

    for attempt in (
        lambda: outdated(who, second, PROCESS),  # type: ignore[arg-type]
        lambda: migrate_all(who, second, PROCESS, MAP, "换版"),  # type: ignore[arg-type]
        lambda: migrate(who, second, PROCESS, case.case, MAP, "换版", version=2),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert CaseEvent.objects.count() == 2


def test_migration_is_no_correction(second: Programme, case: CaseView) -> None:
    from kaifang.programme.casework.errors import NotAnEventOfTheCase
    from kaifang.programme.casework.keeping import Given, correct
    from kaifang.programme.casework.migrating import migrate

    moved = migrate(DIVISION, second, PROCESS, case.case, MAP, "换版", version=2)
    number = moved.state.history[-1].event.seq
    with pytest.raises(NotAnEventOfTheCase):
        correct(LANPU, second, PROCESS, case.case, number, Given(), version=3)
