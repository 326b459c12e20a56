"""Who may do what to whom: expectations written by hand from the duties, for every role and place."""

from __future__ import annotations

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.observation import Visibility
from kaifang.core.orgs import Org, Orgs
from kaifang.programme.rights import CONSOLE, Act, Actor, NotAllowed, Post, Role, demand, may

# A province with two cities, each with a zone.
TREE = Orgs(
    Org(id, Text(id, id), kind, parent)
    for id, kind, parent in (
        ("province", "province", None),
        ("dalian", "city", "province"),
        ("dalian.zone", "zone", "dalian"),
        ("dalian.zone.park", "zone", "dalian.zone"),
        ("shenyang", "city", "province"),
        ("shenyang.zone", "zone", "shenyang"),
    )
)
SEATS = {Role.CITY: "dalian", Role.ZONE: "dalian.zone", Role.FIRM: "dalian.zone"}
# Seen from the seat: itself, one below it, and one that is neither.
BELOW = {"province": "dalian", "dalian": "dalian.zone", "dalian.zone": "dalian.zone.park"}
PLACES = ("own", "below", "elsewhere")

# For each act the roles that may do it, and where; everybody else may nowhere.
EVERYWHERE = set(PLACES)
EXPECTED: dict[Act, dict[Role, set[str]]] = {
    # Whoever fills in a form does so for his own organisation.
    Act.FILL: {role: {"own"} for role in (Role.DIVISION, Role.CITY, Role.ZONE, Role.FIRM)},
    # Only a city fills in for a subordinate (代填), and only for one of its own.
    Act.FILL_FOR: {Role.CITY: {"below"}},
    # Nobody reviews what he reports himself; the reviewer's desk sees all of it.
    Act.REVIEW: {
        Role.REVIEWER: {"own", "below"},
        Role.CITY: {"below"},
        Role.DIVISION: {"below"},
    },
    # The province closes the books and issues what is issued.
    Act.CLOSE: {Role.DIVISION: {"own", "below"}},
    Act.DISPATCH: {Role.DIVISION: {"own", "below"}},
    # Problems are told in the words of those concerned; a city checks its own figures.
    Act.REMARK: {
        Role.DIVISION: {"own"},
        Role.CITY: {"own", "below"},
        Role.ZONE: {"own"},
    },
    Act.CHECK_DISPATCH: {Role.CITY: {"own"}},
    Act.IMPORT: {Role.DIVISION: {"own", "below"}},
    Act.FEED: {Role.DIVISION: {"own", "below"}},
    # The three administrators have one duty each, and no figures.
    Act.MANAGE_PEOPLE: {Role.SYSTEM: EVERYWHERE},
    Act.GRANT_POSTS: {Role.SECURITY: EVERYWHERE},
    Act.READ_AUDIT: {Role.AUDIT: EVERYWHERE},
    Act.ERASE_PERSONAL_DATA: {Role.SECURITY: EVERYWHERE},
    Act.SEE_HOUSE: {Role.SYSTEM: EVERYWHERE},
}
TABLE = [(act, role, place) for act in EXPECTED for role in Role for place in PLACES]


def holder(role: Role) -> Actor:
    return Actor("7", "li", (Post(role, SEATS.get(role, "province")),))


def place_of(actor: Actor, place: str) -> str:
    own = actor.posts[0].org
    nation = "shenyang.zone" if own != "province" else "hebei"
    return {"own": own, "below": BELOW[own], "elsewhere": nation}[place]


def test_the_table_has_every_role_and_place() -> None:
    assert len(TABLE) == 14 * 9 * 3


@pytest.mark.parametrize(("act", "role", "place"), TABLE)
def test_a_role_may_what_its_duty_says_and_no_more(act: Act, role: Role, place: str) -> None:
    actor = holder(role)
    assert may(actor, act, place_of(actor, place), TREE) == (
        place in EXPECTED[act].get(role, set())
    )


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("place", ["province", "dalian", "hebei", ""])
def test_a_stranger_may_nothing(act: Act, place: str) -> None:
    with pytest.raises(NotAllowed):
        demand(Actor("9", "stranger"), act, place, TREE)


@pytest.mark.parametrize("act", Act)
def test_solo_may_everything(act: Act) -> None:
    demand(Actor("1", "me", solo=True), act, "dalian", TREE)


@pytest.mark.parametrize("act", [act for act in Act if act not in EXPECTED])
def test_a_firm_has_its_own_items_only(act: Act) -> None:
    assert not may(holder(Role.FIRM), act, "shenyang", TREE)
    assert not may(holder(Role.FIRM), act, "dalian.zone.park", TREE)


@pytest.mark.parametrize(
    ("role", "sees"),
    [(role, Visibility.INTERNAL) for role in ("division", "reviewer", "city", "zone", "leader")]
    + [(role, Visibility.PUBLIC) for role in ("system", "security", "audit", "firm")],
)
def test_administrators_and_firms_see_what_is_published(role: str, sees: Visibility) -> None:
    assert holder(Role(role)).sees is sees
    assert Actor("9", "stranger").sees is Visibility.PUBLIC


def test_a_refusal_names_the_organisation_only_where_one_is_asked_for() -> None:
    officer = Actor("7", "李工", (Post(Role.CITY, "210200"),))
    with pytest.raises(NotAllowed) as people:
        demand(officer, Act.MANAGE_PEOPLE)
    assert people.value.says.zh == "李工无权管理用户。"
    assert people.value.says.en == "李工 may not manage people."
    with pytest.raises(NotAllowed) as split:
        demand(officer, Act.SPLIT_TARGET, "210000")
    assert split.value.says.zh == "李工无权分解目标（210000）。"
    assert split.value.says.en == "李工 may not split targets (210000)."
    assert "--as" not in str(split.value)


def test_the_console_is_told_to_say_who_acts() -> None:
    with pytest.raises(NotAllowed) as refusal:
        demand(Actor(CONSOLE, "本机控制台"), Act.MANAGE_PEOPLE)
    zh, en = str(refusal.value).splitlines()
    assert "本机控制台无权管理用户。" in zh
    assert "--as 用户" in zh
    assert "the console of this machine may not manage people." in en
    assert "with --as USER" in en
