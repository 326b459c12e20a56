"""Who may name which case of another process: a fair of the province is named by all, and no more told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from kaifang.programme.rights import Actor, Post, Role

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

pytestmark = pytest.mark.django_db

DIVISION = Actor("1", "1", (Post(Role.DIVISION, "demo"),))
LANPU = Actor("2", "2", (Post(Role.CITY, "demo.lanpu"),))
FIRM = Actor("5", "5", (Post(Role.FIRM, "demo.lanpu"),))
STRANGER = Actor("9", "9")


def fair(programme: Programme) -> str:
    from kaifang.programme.casework.keeping import Given, open_case

    told = {"name": "示例洽谈会", "kind": "fair", "place": "石原", "starts": "2023-09-19"}
    at = datetime(2023, 4, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    given = Given({"programme": "1.pdf"}, told, occurred_at=at)
    return open_case(DIVISION, programme, "demo.occasion", "demo", given).case


def test_a_city_names_the_fair_of_the_province_and_sees_no_more(programme: Programme) -> None:
    from kaifang.programme.casework.errors import NoSuchCase
    from kaifang.programme.casework.reading import case_state
    from kaifang.programme.casework.referring import referable

    case = fair(programme)
    assert referable(LANPU, programme, "demo.occasion") == [(case, "示例洽谈会")]
    assert referable(DIVISION, programme, "demo.occasion") == [(case, "示例洽谈会")]
    with pytest.raises(NoSuchCase):
        case_state(LANPU, programme, "demo.occasion", case)
    for other in (STRANGER, FIRM):
        assert referable(other, programme, "demo.occasion") == []


def test_projects_are_named_by_those_alone_who_see_them(programme: Programme) -> None:
    from kaifang.programme.casework.keeping import Given, open_case
    from kaifang.programme.casework.referring import referable

    lead = open_case(
        LANPU, programme, "demo.project", "demo.lanpu", Given({}, {"code_name": "海燕"})
    )
    assert referable(LANPU, programme, "demo.project") == [(lead.case, "海燕")]
    biwan = Actor("3", "3", (Post(Role.CITY, "demo.biwan"),))
    assert referable(biwan, programme, "demo.project") == []


def test_a_case_that_is_not_ones_to_name_is_told_as_one_that_is_not_there(
    programme: Programme,
) -> None:
    """Numbers of imported cases can be reckoned: whoever tries them learns nothing by it."""
    from kaifang.programme.casework.keeping import Given, act, open_case
    from kaifang.programme.casework.referring import CaseNotReferable

    secret = open_case(
        LANPU, programme, "demo.project", "demo.lanpu", Given({}, {"code_name": "海燕"})
    ).case
    said = set()
    for wrong in (secret, "0" * 32):
        given = Given({}, {"code_name": "白鹭", "signed_at": wrong})
        with pytest.raises(CaseNotReferable) as refusal:
            open_case(LANPU, programme, "demo.project", "demo.lanpu", given)
        said.add(refusal.value.text("en").replace(wrong, ""))
    assert len(said) == 1
    known = Given({}, {"code_name": "白鹭", "signed_at": fair(programme)})
    begun = open_case(LANPU, programme, "demo.project", "demo.lanpu", known)
    again = Given({"visit": "1"}, {"investor": "某公司", "signed_at": known.data["signed_at"]})
    assert (
        act(LANPU, programme, "demo.project", begun.case, "talk", again, version=1).state.values[
            "signed_at"
        ]
        == known.data["signed_at"]
    )
