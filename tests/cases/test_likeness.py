"""Projects told twice are found, others are left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.cases.likeness import LikePairs, Registered, alike

CODE, OTHER = "91210200ABCDEFGH1J", "91210200ABCDEFGH2K"


def reg(id: str, name: str, investor: str = "", code: str = "", amount: str = "", site: str = "") -> Registered:  # fmt: skip
    return Registered(id, name, investor, code, Decimal(amount) if amount else None, site)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        # the same firm, the project named otherwise
        (reg("a", "石化精细项目", code=CODE, amount="12"), reg("b", "乙烯下游", code=CODE, amount="12.5"),
         ("same_investor", "like_amount")),
        # two cities write the same thing in another order and width
        (reg("a", "碧湾（一期）电池材料项目", "晨星公司"), reg("b", "电池材料碧湾二期", "晨星 有限公司"),
         ("like_investor", "like_name")),
        # nobody names the investor
        (reg("a", "冷链物流园项目", amount="5", site="西区 3 号地块"), reg("b", "冷链物流园", amount="5", site="西区3号地块"),
         ("like_name", "like_amount", "same_site")),
    ],
)  # fmt: skip
def test_one_project_told_twice_is_found(
    one: Registered, other: Registered, reasons: tuple[str, ...]
) -> None:
    assert [pair.reasons for pair in alike([one, other])] == [reasons]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # one firm, two projects
        (
            reg("a", "石化精细", code=CODE, amount="12"),
            reg("b", "物流中心", code=CODE, amount="90"),
        ),
        # like names of firms whose codes differ
        (reg("a", "电池材料", "晨星", CODE), reg("b", "电池材料", "晨星", OTHER)),
        # only common words in common
        (reg("a", "投资建设项目一期", amount="5"), reg("b", "新建产业园项目一期", amount="5")),
        # nothing is known but the sum
        (reg("a", "甲厂", amount="5"), reg("b", "乙港", amount="5")),
        (reg("a", ""), reg("b", "")),
    ],
)
def test_different_projects_are_left_alone(one: Registered, other: Registered) -> None:
    assert alike([one, other]) == []


@pytest.mark.parametrize(("amount", "found"), [("9", True), ("8.99", False), ("11.11", True), ("11.12", False)])  # fmt: skip
def test_amounts_are_alike_within_a_tenth_of_the_greater(amount: str, found: bool) -> None:
    """9 against 10 is a tenth of 10; 10 against 11.11 is less than a tenth of 11.11, and 11.12 more."""
    pair = alike([reg("a", "甲", code=CODE, amount="10"), reg("b", "乙", code=CODE, amount=amount)])
    assert bool(pair) is found


@given(st.permutations([
    reg("a", "碧湾电池材料", "晨星", amount="30"), reg("b", "电池材料碧湾", "晨星", amount="31"),
    reg("c", "冷链物流园", "远航", amount="5"), reg("d", "冷链物流", "远航", amount="50"),
    reg("e", "石化", code=CODE, amount="5", site="x"), reg("f", "乙烯", code=CODE, site="x"),
]))  # fmt: skip
def test_the_order_of_telling_does_not_matter(projects: list[Registered]) -> None:
    found = {frozenset((pair.one, pair.other)) for pair in alike(projects)}
    assert found == {frozenset("ab"), frozenset("cd"), frozenset("ef")}


def test_two_of_five_thousand_are_found() -> None:
    """Five thousand of them: each with all would be twelve million comparisons."""
    many = [reg(str(n), f"第{n:05d}号", f"甲{n}乙{n * 7}", amount="5") for n in range(5000)]
    twins = [reg("x", "碧湾电池材料", code=CODE, amount="3"), reg("y", "碧湾电池材料", code=CODE)]
    found = {(pair.one, pair.other) for pair in alike(many + twins)}
    assert ("x", "y") in found


_WORD = st.sampled_from(["碧湾电池材料", "电池材料", "冷链物流园", "冷链", "石化精细", ""])
_REGISTERED = st.builds(
    reg, st.sampled_from("abcdef"), _WORD, st.sampled_from(["晨星", "晨星集团", "远航", ""]),
    st.sampled_from([CODE, OTHER, ""]), st.sampled_from(["5", "5.2", "50", ""]),
    st.sampled_from(["x", "y", ""]),
)  # fmt: skip


@given(st.lists(_REGISTERED, max_size=8), st.lists(_REGISTERED, max_size=8))
def test_pairs_that_are_kept_are_those_found_anew(
    first: list[Registered], then: list[Registered]
) -> None:
    """Whatever is registered, and changed afterwards, one by one."""
    kept = LikePairs({one.id: one for one in first}.values())
    for one in then:
        kept.put(one)
    now = {one.id: one for one in (*first, *then)}
    assert kept.all() == alike(now.values())
    everything = [
        pair for one in now.values() for other in now.values() if one.id < other.id
        for pair in alike([one, other])
    ]  # fmt: skip
    assert {(pair.one, pair.other) for pair in kept.all()} == {
        (pair.one, pair.other) for pair in everything
    }


def test_amounts_of_two_currencies_are_not_compared() -> None:
    one, two = (Registered("a", "甲", "", CODE, Decimal(5), "", "CNY"), Registered("b", "乙", "", CODE, Decimal(5), "", "USD"))  # fmt: skip
    assert alike([one, two]) == []
