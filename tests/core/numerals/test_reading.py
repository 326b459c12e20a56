"""A printed figure says what a reader would read out of it."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaifang.core.numerals import comparator_in, find_figures, read
from kaifang.core.text import repair
from kaifang.core.units import EXACT, NotANumber, Quantity, Unit, known_units, unit

SENTENCES = Path(__file__).parents[4] / "shared" / "data" / "sentences_dev.jsonl"

# Every wording of a figure in the five documents, and the amounts that they stand for.
WORDINGS = [
    # printed, amount, comparator
    ("7724亿元", "7724亿元", "eq"),
    ("3312.6亿元", "331260000000元", "eq"),
    ("31.5亿美元", "315000万美元", "eq"),
    ("17.6%", "17.6%", "eq"),
    ("100%", "100%", "eq"),
    ("632列", "632列", "eq"),
    ("123项", "123项", "eq"),
    ("24条", "24条", "eq"),
    ("6座", "6座", "eq"),
    ("2.4倍", "2.4倍", "eq"),
    ("6个百分点", "6个百分点", "eq"),
    ("三个百分点", "3个百分点", "eq"),
    ("四批", "4批次", "eq"),
    ("四项", "4项", "eq"),
    ("三个", "3个", "eq"),
    ("十个方面", "10个方面", "eq"),
    ("六个方面", "6方面", "eq"),
    ("一半", "50%", "eq"),
    ("倍增", "2倍", "eq"),
    ("1100多家", "1100家", "gt"),
    ("1000余家", "1000家", "gt"),
    ("500余名", "500人", "gt"),
    ("超过2%", "2%", "gt"),
    ("突破20亿元", "20亿元", "gt"),
    ("10%左右", "10%", "about"),
    ("10%以上", "10%", "ge"),
    ("130亿元以上", "130亿元", "ge"),
    ("1亿美元以上", "1亿美元", "ge"),
    ("15次以上", "15次", "ge"),
    ("60个工作日以内", "60个工作日", "le"),
    ("压缩至5个工作日", "5个工作日", "le"),
    ("300亿级", "300亿级", "eq"),
    ("亿级", "1亿级", "eq"),
    ("6.2 billion US dollars", "62亿美元", "eq"),
    ("12.55 million TEUs", "1255万标箱", "eq"),
    ("760 million tons", "7.6亿吨", "eq"),
    ("10,000 tons", "1万吨", "eq"),
    ("exceed 1.1 trillion yuan", "1.1万亿元", "gt"),
    ("exceeding 100 billion yuan", "1000亿元", "gt"),
    ("more than 100 million yuan", "1亿元", "gt"),
    ("more than 6%", "6%", "gt"),
    ("50-billion-level", "500亿级", "eq"),
    # further wordings of their kind
    ("百分之六十五点四", "65.4%", "eq"),
    ("百分之60以上", "60%", "ge"),
    ("千分之四", "0.4%", "eq"),
    ("四分之一", "25%", "eq"),
    ("三成", "30%", "eq"),
    ("七成五", "75%", "eq"),
    ("两成半左右", "25%", "about"),
    ("超过一半", "50%", "gt"),
    ("一半以上", "50%", "ge"),
    ("过半", "50%", "gt"),
    ("翻番", "2倍", "eq"),
    ("翻一番", "2倍", "eq"),
    ("翻两番", "4倍", "eq"),
    ("两千七百二十三亿元", "2723亿元", "eq"),
    ("一百二十二家", "122家", "eq"),
    ("128万余吨", "128万吨", "gt"),
    ("近3000万美元", "3000万美元", "lt"),
    ("不超过20个工作日", "20个工作日", "le"),
    ("约170亿美元", "170亿美元", "approx"),
    ("5千多家", "5000家", "gt"),
    ("近3年", "3年", "eq"),
    ("1200千瓦时", "1200千瓦时", "eq"),
    ("3万千瓦时", "30000千瓦时", "eq"),
    ("50千米", "50公里", "eq"),
    ("3亿元人民币", "3亿元", "eq"),
    ("人民币3亿", "3亿元", "eq"),
    ("1.2万TEU", "12000标箱", "eq"),
    ("第14", "14位", "eq"),
    ("第三位", "3位", "eq"),
    ("第2名", "2位", "eq"),
    ("−3.2%", "-3.2%", "eq"),
    ("forty-five days", "45天", "eq"),
    ("60 working days", "60个工作日", "eq"),
    ("24 hours", "24小时", "eq"),
    ("6 percentage points", "6个百分点", "eq"),
    ("6 per cent", "6%", "eq"),
    ("US$6.2 billion", "62亿美元", "eq"),
    ("RMB 3 billion", "30亿元", "eq"),
    ("no more than 5%", "5%", "le"),
    ("half", "50%", "eq"),
    ("doubled", "2倍", "eq"),
]

RANGES = [
    ("1~2家", "1家", "2家"),
    ("3～5家", "3家", "5家"),
    ("3至5个工作日", "3个工作日", "5个工作日"),
    ("3~4个等次", "3个等次", "4个等次"),
    ("6%至8%", "6%", "8%"),
    ("1.2-1.5万吨", "1.2万吨", "1.5万吨"),
    ("5000元至1万元", "5000元", "10000元"),
    ("20亿到30亿元", "20亿元", "30亿元"),
    ("3 to 5 days", "3天", "5天"),
    ("两三家", "2家", "3家"),
    ("五六百件", "500件", "600件"),
]


def amounts(*written: str) -> tuple[Decimal, ...]:
    return tuple(Quantity.parse(one).base for one in written)


@pytest.mark.parametrize(("printed", "amount", "comparator"), WORDINGS)
def test_wordings_of_the_documents(printed: str, amount: str, comparator: str) -> None:
    reading = read(repair(printed).text)
    assert (reading.low, reading.high) == (Quantity.parse(amount).base, None)
    assert reading.dimension == Quantity.parse(amount).unit.dimension
    assert reading.comparator == comparator


@pytest.mark.parametrize("one", [one for one in known_units() if one.dimension != "pure"], ids=str)
def test_every_unit_is_read_with_its_scale(one: Unit) -> None:
    reading = read(f"合计12.5{one.code}以上")
    assert reading.low == Quantity.of("12.5", one.code).base
    assert (reading.dimension, reading.comparator) == (one.dimension, "ge")


@pytest.mark.parametrize(("printed", "low", "high"), RANGES)
def test_a_range_is_one_figure(printed: str, low: str, high: str) -> None:
    reading = read(repair(printed).text)
    assert (reading.low, reading.high) == amounts(low, high)
    assert reading.dimension == Quantity.parse(low).unit.dimension
    assert reading.comparator == "range"


@pytest.mark.parametrize(
    ("printed", "value"),
    [("78 key transportation companies", 78), ("three berths", 3), ("260", 260), ("500强", 500)],
)
def test_what_is_counted_may_be_a_word_we_do_not_know(printed: str, value: int) -> None:
    reading = read(printed)
    assert (reading.low, reading.dimension, reading.comparator) == (value, None, "eq")


@pytest.mark.parametrize("printed", ["", "若干", "数十家", "几百家", "十几家", "千方百计", "many"])
def test_no_figure_is_read_out_of_words(printed: str) -> None:
    with pytest.raises(NotANumber):
        read(printed)


def test_a_fraction_without_end_says_so() -> None:
    reading = read("三分之一")
    assert reading.is_fraction
    assert round(reading.low, 6) == Decimal("33.333333")
    assert not read("四分之一").is_fraction


def test_points_shared_by_two_numbers_are_points() -> None:
    first, second = find_figures("高出整体增速0.7个和2.4个百分点")
    assert (first.low, first.dimension) == (Decimal("0.7"), "points")
    assert (second.low, second.dimension) == (Decimal("2.4"), "points")


def test_falling_numbers_are_two_figures() -> None:
    text = "从90个到60个工作日"
    assert [text[one.start : one.end] for one in find_figures(text)] == ["90个", "60个工作日"]


def test_figures_know_where_they_stand() -> None:
    text = "全省货物进出口7724亿元,增长17.6%,占三分之一"
    found = [text[one.start : one.end] for one in find_figures(text)]
    assert found == ["7724亿元", "17.6%", "三分之一"]


def test_the_comparator_of_the_first_figure_counts() -> None:
    assert comparator_in("突破20亿元,增长6%左右") == "gt"
    assert comparator_in("没有数字") == "eq"


def test_a_long_text_is_read_in_time_that_grows_with_it() -> None:
    found = list(find_figures("全省货物进出口7724亿元,增长17.6%左右。" * 5000))
    assert len(found) == 10_000


def labelled(item: dict[str, Any]) -> list[tuple[Any, str]]:
    """Every printed value of a labelled item, with its unit."""
    parts = [item, *(item[name] for name in ("change", "change2") if name in item)]
    values = [(part["value"], part["unit"]) for part in parts]
    values += [(part["base_value"], part["unit"]) for part in parts if "base_value" in part]
    return [(value, of) for value, of in values if value is not None]


def stands_in(text: str, value: Any, of: str) -> bool:
    """Whether one figure of the text is the value; a fraction is labelled at one decimal."""
    amount = EXACT.multiply(abs(Decimal(str(value))), unit(of).factor)
    return any(
        one.dimension == unit(of).dimension
        and (round(one.low, 1) if one.is_fraction else abs(one.low)) == amount
        for one in find_figures(text)
    )


def test_every_labelled_value_of_the_sentences_is_found() -> None:
    if not SENTENCES.exists():
        pytest.skip("the labelled sentences are not there")
    entries = [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]
    values = [
        (entry["id"], value, of, stands_in(repair(entry["text"]).text, value, of))
        for entry in entries
        for item in entry["items"]
        for value, of in labelled(item)
    ]
    assert len(values) == 215
    assert [where for *where, found in values if not found] == []


def test_comparators_of_the_sentences_are_read() -> None:
    if not SENTENCES.exists():
        pytest.skip("the labelled sentences are not there")
    wrong = []
    for entry in map(json.loads, SENTENCES.read_text("utf-8").splitlines()):
        text = repair(entry["text"]).text
        for item in entry["items"]:
            comparator = item.get("bound") or item["comparator"]
            if item["value"] is None or (item.get("words") and comparator == "approx"):
                continue
            amount = abs(Decimal(str(item["value"]))) * unit(item["unit"]).factor
            read_as = {one.comparator for one in find_figures(text) if abs(one.low) == amount}
            if comparator not in read_as:
                wrong.append((entry["id"], item["indicator"], comparator, read_as))
    assert wrong == []
