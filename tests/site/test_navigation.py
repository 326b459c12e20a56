"""The thirteen areas, those to come greyed out."""

from pathlib import Path

import pytest

import kaifang.site
from kaifang.site.navigation import AREAS
from tests.site.holders import holder
from tests.site.pages import Reader


def test_there_are_thirteen_areas_in_order() -> None:
    names = [area.name for area in AREAS]
    assert names == [
        "today", "board", "dispatch", "evaluation", "projects", "chains", "trade", "origin",
        "corridor", "clearance", "ftz", "documents", "data",
    ]  # fmt: skip


def test_each_area_has_a_key_of_its_own() -> None:
    keys = [area.key for area in AREAS]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 for key in keys)


def test_area_to_come_is_no_link_and_says_so(read) -> None:
    page = read("/")
    closed = [a for a in Reader(page).named("span") if a.get("aria-disabled") == "true"]
    assert len(closed) == sum(not area.view for area in AREAS)
    assert {a["title"] for a in closed} <= {"后续开放"}


def test_open_area_is_marked(read) -> None:
    current = [a for a in Reader(read("/")).named("a") if a.get("aria-current") == "page"]
    assert [a["href"] for a in current] == ["/"]


def test_language_switch_names_the_other_language_in_itself(read) -> None:
    assert ">English</button>" in read("/")
    assert ">简体中文</button>" in read("/", "en")


def test_switch_keeps_the_address(client) -> None:
    answer = client.post(
        "/language/setlang/", {"language": "en", "next": "/styleguide/table/?order=-value"}
    )
    assert answer.headers["Location"] == "/styleguide/table/?order=-value"
    assert "Tables" in client.get("/styleguide/table/").content.decode()


def test_page_says_its_language(read) -> None:
    assert '<html lang="zh-Hans"' in read("/")
    assert '<html lang="en"' in read("/", "en")


def test_no_page_takes_the_word_that_every_link_of_the_masthead_ends_in() -> None:
    """`state` is what of the address stays in each link; a slip's own state is its `standing`."""
    views = Path(kaifang.site.__file__).parent.glob("*/views.py")
    assert [path.parent.name for path in views if '"state":' in path.read_text("utf-8")] == []


OFFICES = {
    "system": ["/people/", "/people/house/", "/messages/hooks/"],
    "security": ["/people/"],
    "audit": ["/audit/"],
    "division": [],
}
EVERY_OFFICE = {address for kept in OFFICES.values() for address in kept}


@pytest.mark.parametrize("role", OFFICES)
def test_each_administrator_is_led_to_what_he_keeps(client, settings, role: str) -> None:
    """From every page by one link, and on it by a row in which his own page is marked."""
    settings.SOLO, settings.SECOND_FACTOR = False, "optional"
    client.force_login(holder(role, role, "210000" if role == "division" else ""))
    kept = OFFICES[role]
    links = [a["href"] for a in Reader(client.get("/people/me/").content.decode()).named("a")]
    assert [one for one in links if one in EVERY_OFFICE] == kept[:1]
    for address in kept:
        anchors = Reader(client.get(address).content.decode()).named("a")
        assert [a["href"] for a in anchors if a.get("aria-current") == "page"] == [address]
        assert {a["href"] for a in anchors} >= set(kept)
