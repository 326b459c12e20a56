"""What is internal is seen by its own organisation, by those above it and by the province."""

from dataclasses import replace
from datetime import date

import pytest

from kaifang.core.observation import Visibility
from kaifang.core.period import Period
from kaifang.packs.law import Law, load
from kaifang.programme.indicators import vintages
from kaifang.programme.opening import Programme
from kaifang.programme.reach import inside_for
from kaifang.programme.rights import Actor, Post, Role
from kaifang.programme.viewer import INTERNAL, Viewer
from tests.programme.memory import level, programme

PROVINCE, DALIAN, SHENYANG, GUIZHOU = "210000", "210200", "210100", "520000"
ABOUT = ("trade.total", DALIAN, "2022-03")


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


def seen_from(law: Law, role: Role, org: str, visibility: Visibility) -> str:
    """What an officer reads of a figure of Dalian's."""
    viewer = Viewer.of(Actor("1", "王", (Post(role, org),)))
    told = level(*ABOUT, "300", date(2022, 4, 18), visibility=visibility)
    return programme(law, told, viewer=viewer).statement(*ABOUT).text()


@pytest.mark.parametrize(
    ("role", "org", "sees"),
    [
        (Role.CITY, DALIAN, True),
        (Role.CITY, SHENYANG, False),
        (Role.ZONE, SHENYANG, False),
        (Role.LEADER, SHENYANG, False),
        (Role.DIVISION, PROVINCE, True),
        (Role.REVIEWER, PROVINCE, True),
        (Role.LEADER, PROVINCE, True),
        (Role.LEADER, "100000", True),
        (Role.DIVISION, GUIZHOU, False),
        (Role.SYSTEM, "", False),
    ],
)
def test_an_internal_figure_of_a_city_is_its_own_and_the_provinces(
    law: Law, role: Role, org: str, sees: bool
) -> None:
    assert (seen_from(law, role, org, Visibility.INTERNAL) == "300.0亿元") is sees
    assert seen_from(law, role, org, Visibility.PUBLIC) == "300.0亿元"


@pytest.mark.parametrize("role", [Role.CITY, Role.DIVISION])
def test_a_work_secret_is_shown_to_nobody(law: Law, role: Role) -> None:
    org = DALIAN if role is Role.CITY else PROVINCE
    assert seen_from(law, role, org, Visibility.SECRET) != "300.0亿元"


def test_a_pack_may_share_what_is_internal(law: Law) -> None:
    viewer = Viewer.of(Actor("1", "王", (Post(Role.CITY, SHENYANG),)))
    assert DALIAN not in (inside_for(law, viewer) or set())
    head = law.head.model_copy(update={"shares_internal": True})
    sharing = replace(law, packs=(*law.packs[:-1], replace(law.packs[-1], head=head)))
    assert inside_for(sharing, viewer) is None


def test_whoever_holds_posts_in_two_cities_sees_both(law: Law) -> None:
    posts = (Post(Role.CITY, SHENYANG), Post(Role.CITY, DALIAN))
    inside = inside_for(law, Viewer.of(Actor("1", "王", posts)))
    assert inside is not None
    assert {SHENYANG, DALIAN} <= inside
    assert PROVINCE not in inside


def test_the_vintages_of_a_figure_hide_what_the_figure_hides(law: Law) -> None:
    public = level(*ABOUT, "290", date(2022, 4, 10))
    hidden = level(*ABOUT, "300", date(2022, 4, 18), visibility=Visibility.INTERNAL)

    def told(viewer: Viewer) -> list[str]:
        p: Programme = programme(law, public, hidden, viewer=viewer)
        figures = p.figures()
        told = figures.statement(ABOUT[0], ABOUT[1], Period.parse(ABOUT[2]))
        return [str(one.observation.value) for one in vintages(p, figures, told)]

    assert told(INTERNAL) == ["290", "300"]
    stranger = Viewer.of(Actor("1", "王", (Post(Role.CITY, SHENYANG),)))
    assert told(stranger) == ["290"]


def test_viewers_who_see_the_same_share_what_was_worked_out(law: Law) -> None:
    """No internal figure of either: one snapshot serves both, and the public."""
    p = programme(law)
    one, other = (
        p.for_viewer(Viewer.of(Actor("1", "王", (Post(Role.CITY, org),))))
        for org in (DALIAN, SHENYANG)
    )
    assert one.figures("2022-06-30").snapshot is other.figures("2022-06-30").snapshot
