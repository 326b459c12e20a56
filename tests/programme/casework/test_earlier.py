"""A case keeps the rules it began with, also where a pack changed them under the same version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaifang.packs.law import compose, load
from tests.programme.casework.versions import MAP, changed_alone, reworded
from tests.programme.duplicates.people import CITY, DIVISION, LANPU, ONE, PROCESS, move, register

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

pytestmark = pytest.mark.django_db


def opened(folder: Path | None = None) -> Programme:
    from kaifang.programme.opening import Programme

    law = compose(folder) if folder else load("demo")
    assert law.findings == []
    return Programme.of(law)


@pytest.fixture
def case() -> CaseView:
    """In talks under the demo as it ships, version 1.0.0."""
    first = opened()
    lead = register(first, LANPU, CITY, ONE)
    return move(first, LANPU, lead, "talk", "01-10", "visit", investor="晨星电池集团")


def stands(programme: Programme, case: CaseView) -> tuple[str | None, str, list[str]]:
    from kaifang.programme.casework.reading import case_state

    found = case_state(DIVISION, programme, PROCESS, case.case).state
    return found.state, found.definition.version, [one.code for one in found.deviations]


def test_a_change_without_a_new_version_moves_no_case(case: CaseView, tmp_path: Path) -> None:
    """It is judged by the rules it began with, which a mark behind the version tells apart."""
    from kaifang.programme.casework.earlier import unraised_changes
    from kaifang.programme.casework.migrating import migrate, outdated

    assert unraised_changes(opened().law) == []
    programme = opened(changed_alone(tmp_path))
    state, version, deviations = stands(programme, case)
    assert (state, deviations) == ("talks", [])
    assert version.startswith("1.0.0+")
    assert len(version) == len("1.0.0+") + 8
    assert [one.case for one in outdated(DIVISION, programme, PROCESS)] == [case.case]
    (change,) = unraised_changes(programme.law)
    assert (change.process.id, change.version) == (PROCESS, "1.0.0")
    assert "transitions.sign.evidence.1" in change.rules
    assert "states.negotiation.id" in change.rules
    # signed without the minutes that the changed rules ask for
    signed = move(
        programme, LANPU, case, "sign", "02-01", "contract", project_name="晨星电池",
        capital="domestic", country="CN", industry="3841", investment="120000", currency="CNY",
        investment_own="120000",
    )  # fmt: skip
    assert signed.state.state == "signed"
    moved = migrate(DIVISION, programme, PROCESS, case.case, MAP, "换版", version=3)
    assert stands(programme, case) == ("signed", "1.0.0", [])
    assert moved.state.history[-1].event.data["version"] == "1.0.0"
    # and back at the pack as it shipped, the case keeps the rules that it was taken over to
    assert stands(opened(), case)[1].startswith("1.0.0+")


def test_new_cases_are_judged_by_the_changed_rules(case: CaseView, tmp_path: Path) -> None:
    programme = opened(changed_alone(tmp_path))
    lead = register(programme, LANPU, CITY, ONE)
    talks = move(programme, LANPU, lead, "talk", "01-10", "visit", investor="晨星电池集团")
    assert (talks.state.state, talks.state.definition.version) == ("negotiation", "1.0.0")


def test_another_wording_is_no_other_version(case: CaseView, tmp_path: Path) -> None:
    """Nothing is to be migrated, and the case is shown in today's words."""
    from kaifang.programme.casework.earlier import unraised_changes
    from kaifang.programme.casework.migrating import AlreadyPresent, migrate, outdated
    from kaifang.programme.casework.reading import case_state

    programme = opened(reworded(tmp_path))
    assert unraised_changes(programme.law) == []
    assert outdated(DIVISION, programme, PROCESS) == []
    found = case_state(DIVISION, programme, PROCESS, case.case).state
    assert found.definition.version == "1.0.0"
    assert found.definition.label("states", "talks").zh == "洽谈中"
    with pytest.raises(AlreadyPresent):
        migrate(DIVISION, programme, PROCESS, case.case, {}, "换版", version=2)


def test_a_renamed_state_needs_no_mapping(case: CaseView, tmp_path: Path) -> None:
    """Until it is migrated too, the case is listed under what its state is called now."""
    from kaifang.cases.renaming import EARLIER
    from kaifang.programme.casework.listing import CasesWanted, wanted_cases
    from kaifang.programme.casework.migrating import migrate_all

    programme = opened(changed_alone(tmp_path, renamed=True))
    for state, count in (("negotiation", 1), ("talks", 0), (EARLIER, 0)):
        wanted = CasesWanted(state=state)
        assert len(wanted_cases(LANPU, programme, PROCESS, wanted)) == count, state
    assert migrate_all(DIVISION, programme, PROCESS, {}, "换版") == 1
    assert stands(programme, case) == ("negotiation", "1.0.0", [])


def test_a_state_without_a_new_name_is_listed_apart(case: CaseView, tmp_path: Path) -> None:
    from kaifang.cases.renaming import EARLIER
    from kaifang.programme.casework.listing import CasesWanted, wanted_cases
    from kaifang.programme.casework.reading import case_list

    programme = opened(changed_alone(tmp_path))
    (found,) = wanted_cases(LANPU, programme, PROCESS, CasesWanted(state=EARLIER))
    assert found.case == case.case
    assert len(case_list(LANPU, programme, PROCESS)) == 1


@pytest.mark.parametrize("renamed", [True, False], ids=["renamed_from", "no_new_name"])
def test_pipeline_and_funnel_keep_projects_of_earlier_versions(
    case: CaseView, tmp_path: Path, renamed: bool
) -> None:
    """Under the new name where the pack tells it, else in a group of their own; never dropped."""
    from kaifang.cases.renaming import EARLIER
    from kaifang.programme.projects.funnel import funnel, with_outcome
    from kaifang.programme.projects.picking import pick
    from kaifang.programme.projects.pipeline import pipeline
    from kaifang.programme.projects.portfolio import open_portfolio
    from kaifang.programme.viewer import INTERNAL

    programme = opened(changed_alone(tmp_path, renamed=renamed)).for_viewer(INTERNAL)
    where = "negotiation" if renamed else EARLIER
    portfolio = open_portfolio(DIVISION, programme)
    found = pipeline(portfolio)
    assert (found.projects, found.open) == (1, 1)
    assert {one.state: one.count for one in found.rows if one.count} == {where: 1}
    assert [one.case for one in pick(portfolio, {"state": where}).projects] == [case.case]
    stages = {one.state: (one.entered, one.open) for one in funnel(portfolio) if one.entered}
    assert stages == {"lead": (1, 0), "negotiation": (1, 1)} if renamed else {
        "lead": (1, 1), EARLIER: (1, 1),
    }  # fmt: skip
    assert [one.case for one in with_outcome(portfolio, where, "open")] == [case.case]
    assert portfolio.state_name(portfolio.projects[0]).zh == "在谈"
