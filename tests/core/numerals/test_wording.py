"""The words that limit a figure, and those by which a document binds itself."""

import pytest

from kaifang.core.numerals import AFTER, BEFORE, STRENGTH, has_comparator_word, has_strength_word
from kaifang.core.numerals.wording import comparators_in


@pytest.mark.parametrize(
    ("quote", "comparators"),
    [
        ("力争出口突破20亿元", {"gt"}),
        ("规模占全国份额超过2%", {"gt"}),
        ("到位资金额超500万美元", {"gt"}),
        ("审批时限不超过60个工作日", {"le"}),
        ("60个工作日以内", {"le"}),
        ("压缩至5个工作日", {"le"}),
        ("外贸进出口130亿元以上", {"ge"}),
        ("不低于10%", {"ge"}),
        ("不少于三家", {"ge"}),
        ("低于10%", {"lt"}),
        ("以不到千分之四的国土面积", {"lt"}),
        ("近百亿元", {"lt"}),
        ("增长6%左右", {"about"}),
        ("总额约170亿美元", {"approx"}),
        ("1100多家企业", {"gt"}),
        ("500余名专员", {"gt"}),
        ("高于全国平均水平10个百分点", {"gt"}),
        ("全年进出口总额达到2.2万亿元", set()),
        ("节约资源,多元化,更多企业,超大规模,附近的3个口岸", set()),
        ("will strive to exceed 850", {"gt"}),
        ("exceeding 100 billion yuan", {"gt"}),
        ("more than 2,000 companies", {"gt"}),
        ("no more than 60 days", {"le"}),
        ("not less than 5%", {"ge"}),
        ("at least three berths", {"ge"}),
        ("about 10%", {"approx"}),
        ("the overall level of openness", set()),
        ("talk about cooperation over the years", set()),
    ],
)
def test_words_near_a_number_name_their_comparator(quote: str, comparators: set[str]) -> None:
    assert comparators_in(quote) == comparators
    for comparator in ("gt", "ge", "lt", "le", "about", "approx"):
        assert has_comparator_word(quote, comparator) == (comparator in comparators)


@pytest.mark.parametrize("quote", ["1~2家", "3至5个工作日", "3—5家", "5% to 6%", "两三家"])
def test_a_range_is_a_word_of_its_own(quote: str) -> None:
    assert has_comparator_word(quote, "range")


@pytest.mark.parametrize("quote", ["从90个到60个", "1家", "沈阳、大连两市", "0851—8855"])
def test_not_every_dash_or_to_is_a_range(quote: str) -> None:
    assert not has_comparator_word(quote, "range")


@pytest.mark.parametrize(
    ("quote", "strength"),
    [
        ("锚定全年进出口增长6%的目标不放松", "hold"),
        ("力争申建1~2家国家级经开区", "aim"),
        ("确保2022年度考核评价名次前移", "ensure"),
        ("预计全省服务出口增长15%", "expect"),
        ("Our province will strive to exceed 850", "aim"),
        ("take multiple measures to ensure", "ensure"),
        ("is expected to reach 760 million tons", "expect"),
    ],
)
def test_strength_words(quote: str, strength: str) -> None:
    assert [name for name in STRENGTH if has_strength_word(quote, name)] == [strength]


@pytest.mark.parametrize("quote", ["they claim success", "unexpected", "全年要增长6%"])
def test_a_part_of_a_word_is_no_strength(quote: str) -> None:
    assert not any(has_strength_word(quote, name) for name in STRENGTH)


def test_each_word_names_one_comparator() -> None:
    for table in (BEFORE, AFTER):
        words = [word for words in table.values() for word in words]
        assert len(words) == len(set(words))
