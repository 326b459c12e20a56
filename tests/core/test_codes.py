"""Codes belong to one edition of a list; concordances share a code out completely."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.core.bilingual import Text, same
from kaifang.core.codes import Code, CodeList, Concordance, Link, UnknownCode

D = Decimal


def hs(edition: str, *codes: tuple[str, str | None]) -> CodeList:
    name = Text("协调制度", "Harmonized System")
    return CodeList("hs", edition, name, (Code(code, same(code), above) for code, above in codes))


@pytest.fixture
def hs2022() -> CodeList:
    return hs("2022", ("85", None), ("8517", "85"), ("851713", "8517"), ("851714", "8517"))


def test_codes_are_found_with_all_above_them(hs2022: CodeList) -> None:
    assert [one.code for one in hs2022.path("851713")] == ["85", "8517", "851713"]
    assert [one.code for one in hs2022.children("8517")] == ["851713", "851714"]
    assert [one.code for one in hs2022.children(None)] == ["85"]
    assert hs2022.children("851713") == []
    assert "8517" in hs2022
    assert len(list(hs2022)) == len(hs2022) == 4


def test_editions_are_different_things(hs2022: CodeList) -> None:
    hs2017 = hs("2017", ("85", None), ("851712", "85"))
    assert "851712" not in hs2022
    with pytest.raises(UnknownCode) as caught:
        hs2022["851712"]
    assert caught.value.params["expected"] == "hs 2022"
    assert "851713" in caught.value.near
    assert hs2017["851712"].code == "851712"


def test_a_parent_outside_the_list_is_told(hs2022: CodeList) -> None:
    with pytest.raises(UnknownCode):
        hs("2022", ("8517", "85")).path("8517")


def test_a_circle_of_parents_ends() -> None:
    assert len(hs("2022", ("1", "2"), ("2", "1")).path("1")) == 2


@pytest.fixture
def concordance() -> Concordance:
    links = [
        Link("851712", "851713", D("0.7")),
        Link("851712", "851714", D("0.3")),
        Link("851711", "851711"),
        Link("010129", "010121"),
        Link("010129", "010129"),
        Link("010129", "010190"),
    ]
    return Concordance("hs2017-hs2022", ("hs", "2017"), ("hs", "2022"), links)


def test_weights_are_taken_as_given(concordance: Concordance) -> None:
    assert concordance.split("851712") == {"851713": D("0.7"), "851714": D("0.3")}
    assert concordance.is_weighted("851712")
    assert (concordance.source, concordance.target) == (("hs", "2017"), ("hs", "2022"))


def test_equal_shares_are_an_assumption_and_sum_to_one(concordance: Concordance) -> None:
    assert not concordance.is_weighted("010129")
    assert concordance.split("010129") == {
        "010121": D("0.333333333333"),
        "010129": D("0.333333333333"),
        "010190": D("0.333333333334"),
    }
    assert concordance.split("851711") == {"851711": D(1)}


def test_a_concordance_lists_its_codes(concordance: Concordance) -> None:
    assert list(concordance) == ["851712", "851711", "010129"]
    assert "851711" in concordance
    assert [link.target for link in concordance["851712"]] == ["851713", "851714"]
    assert not concordance.is_one_to_one
    with pytest.raises(UnknownCode) as caught:
        concordance["851799"]
    assert caught.value.params["expected"] == "hs 2017"


@given(st.integers(1, 500))
def test_shares_always_sum_to_one(targets: int) -> None:
    links = [Link("1", str(n)) for n in range(targets)]
    shares = Concordance("c", ("a", "1"), ("a", "2"), links).split("1")
    assert sum(shares.values()) == 1
    assert len(shares) == targets


def test_one_to_one_is_told() -> None:
    links = [Link("1", "a"), Link("2", "a")]
    assert Concordance("c", ("a", "1"), ("a", "2"), links).is_one_to_one
