"""Quotations say what figures say, and a document is covered to its last numeral."""

import pytest

from kaifang.core.numerals import read
from kaifang.core.units import Quantity
from kaifang.packs.quoting import Coverage, agrees
from tests.packs.tiny import TEXT, TinyPack

FACTS, LIMITS, TARGETS = "facts/trade.yaml", "parameters/limits.yaml", "targets/trade.yaml"


def quantities(*written: str) -> tuple[Quantity, ...]:
    return tuple(map(Quantity.parse, written))


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("7724亿元", ["7724亿元"]),
        ("7724亿元", ["0.7724万亿元"]),
        ("1~2家", ["1家", "2家"]),
        ("6.2 billion US dollars", ["62亿美元"]),
        ("more than 2,000 companies", ["2000家"]),
        ("2.9%", ["-2.9%"]),
        ("一半", ["50%"]),
        ("三分之一", ["33.3%"]),
        ("三分之一", ["33.33%"]),
        ("三分之二", ["67%"]),
        ("十个方面", ["10个方面"]),
    ],
)
def test_a_printed_figure_agrees_with_its_value(printed: str, values: list[str]) -> None:
    assert agrees(read(printed), quantities(*values))


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("7724亿元", ["7724万元"]),
        ("7724亿元", ["7724亿美元"]),
        ("6%", ["6个百分点"]),
        ("60天", ["60个工作日"]),
        ("1~2家", ["1家"]),
        ("1家", ["1家", "2家"]),
        ("1~2家", ["1家", "3家"]),
        ("三分之一", ["33.4%"]),
        ("四分之一", ["25.1%"]),
    ],
)
def test_a_printed_figure_differs_from_another(printed: str, values: list[str]) -> None:
    assert not agrees(read(printed), quantities(*values))


# -- figures ------------------------------------------------------------------------------------


def test_one_of_several_citations_may_carry_words_only(tiny: TinyPack) -> None:
    cite = "{doc: press, quote: 锚定全年进出口增长6%的目标不放松, printed: 6%}"
    both = f"\n    - {{doc: report, quote: 全力以赴}}\n    - {cite}"
    tiny.change(TARGETS, cite, both)
    assert tiny.told() == []


def test_every_printed_figure_must_be_the_value(tiny: TinyPack) -> None:
    cite = "{doc: press, quote: 锚定全年进出口增长6%的目标不放松, printed: 6%}"
    tiny.change(TARGETS, cite, f"\n    - {{doc: report, quote: 增长8%, printed: 8%}}\n    - {cite}")
    assert tiny.told() == [("KF-PACK-014", f"{TARGETS}:9")]


@pytest.mark.parametrize(
    ("before", "told"),
    [("90个工作日", []), ("91个工作日", [("KF-PACK-014", f"{LIMITS}:4")])],
)
def test_the_value_before_stands_in_the_quotation_too(
    tiny: TinyPack, before: str, told: list[tuple[str, str]]
) -> None:
    tiny.change(LIMITS, "quote: 审批时限压缩", "quote: 将90个工作日的审批时限压缩")
    tiny.change(LIMITS, "  comparator", f"  from: {before}\n  comparator")
    assert tiny.told() == told


def test_a_value_may_not_hide_behind_the_value_before(tiny: TinyPack) -> None:
    tiny.change(LIMITS, "  comparator", "  from: 60个工作日\n  comparator")
    tiny.change(LIMITS, "value: 60个工作日", "value: 50个工作日")
    assert tiny.told() == [("KF-PACK-014", f"{LIMITS}:3")]


DEADLINE = """\
- id: port.built
  name: {{zh: 建成口岸, en: Build the port}}
  org: "210000"
  period: "2022"
  target: {{by: {by}}}
  cite: {{doc: press, quote: {quote}前建成{printed}, printed: {printed}}}
"""


@pytest.mark.parametrize(
    ("printed", "day", "is_it"),
    [
        ("7月15日", "2022-07-15", True),
        ("7月15日", "2023-07-15", True),
        ("7月15日", "2022-07-16", False),
        ("2024年1月15日", "2024-01-15", True),
        ("2024年1月15日", "2023-01-15", False),
        ("6月底", "2022-06-30", True),
        ("6月底", "2022-06-29", False),
        ("年底", "2022-12-31", True),
        ("2025年底", "2025-12-31", True),
        ("2025年底", "2024-12-31", False),
        ("2022-07-15", "2022-07-15", True),
        ("近期", "2022-07-15", False),
    ],
)
def test_a_deadline_is_the_day_that_is_printed(
    tiny: TinyPack, printed: str, day: str, is_it: bool
) -> None:
    tiny.add(TARGETS, DEADLINE.format(by=day, quote=printed, printed=printed))
    assert tiny.told() == ([] if is_it else [("KF-PACK-014", f"{TARGETS}:13")])


def test_a_deadline_needs_its_printed_day(tiny: TinyPack) -> None:
    entry = DEADLINE.format(by="2022-07-15", quote="7月15日", printed="7月15日")
    tiny.add(TARGETS, entry.replace(", printed: 7月15日", ""))
    assert tiny.told() == [("KF-PACK-017", f"{TARGETS}:14")]


@pytest.mark.parametrize(
    ("lang", "letters", "is_long"),
    [("zh", 80, False), ("zh", 81, True), ("en", 300, False), ("en", 301, True)],
)
def test_a_quotation_has_a_longest_length(
    tiny: TinyPack, lang: str, letters: int, is_long: bool
) -> None:
    tiny.change(
        "documents.yaml", "rank: press_conference", f"rank: press_conference\n  lang: {lang}"
    )
    tiny.write(
        "tasks/trade.yaml",
        (tiny.folder / "tasks/trade.yaml").read_text("utf-8").replace("一是稳外贸", "a" * letters),
    )
    assert tiny.told() == ([("KF-PACK-015", "tasks/trade.yaml:7")] if is_long else [])


# -- coverage -----------------------------------------------------------------------------------


def test_every_numeral_of_the_text_is_covered(tiny: TinyPack) -> None:
    coverage = Coverage(tiny.law(), "press", TEXT)
    assert coverage.uncovered() == []
    assert list(coverage.findings()) == []


def test_a_numeral_that_nothing_covers_is_told_with_its_line(tiny: TinyPack) -> None:
    text = f"{TEXT}\n\n新开 3 条航线,\n另有两条在建。"
    (first, second) = tiny.findings(text)
    assert (first.code, first.where) == ("KF-PACK-025", "press:3")
    assert (second.code, second.where) == ("KF-PACK-025", "press:4")
    assert "新开3条航线" in first.text("en")
    spans = Coverage(tiny.law(), "press", text).uncovered()
    assert len(spans) == 2


def test_a_quotation_inside_a_longer_number_does_not_cover_it(tiny: TinyPack) -> None:
    tiny.change(
        FACTS, "quote: 进口4411.4亿元, printed: 4411.4亿元", "quote: 进口4411, printed: '4411'"
    )
    tiny.change(FACTS, "value: 4411.4亿元", "value: 4411亿元")
    assert "KF-PACK-025" in {code for code, _ in tiny.told(TEXT)}


def test_a_lost_quotation_is_told_at_its_entry(tiny: TinyPack) -> None:
    text = TEXT.replace("其中出口3312.6亿元", "出口额3312.6亿元")
    uncovered = ("KF-PACK-025", "press:1")  # 3312.6 and 亿
    assert tiny.told(text) == [("KF-PACK-012", f"{FACTS}:12"), uncovered, uncovered]


def test_a_not_figure_that_stands_nowhere_is_told(tiny: TinyPack) -> None:
    tiny.add("not_figures/words.yaml", "- {doc: press, text: 三大文章, kind: idiom}\n")
    tiny.add("not_figures/words.yaml", '- {doc: press, pattern: "第\\\\d+条", kind: title}\n')
    assert tiny.told(TEXT) == [
        ("KF-PACK-026", "not_figures/words.yaml:4"),
        ("KF-PACK-026", "not_figures/words.yaml:5"),
    ]


def test_both_sides_are_repaired_alike(tiny: TinyPack) -> None:
    received = TEXT.replace("全省货物进出口7724亿元", "全省貨物(wù)進出口\n７７２４ 億元")
    assert tiny.told(received) == []


def test_a_text_of_an_unknown_document_is_left_alone(tiny: TinyPack) -> None:
    from kaifang.packs.linting import lint

    assert lint(tiny.law(), {"elsewhere": "3条"}) == []


def test_a_bad_pattern_is_told_once_and_breaks_nothing(tiny: TinyPack) -> None:
    tiny.change("not_figures/words.yaml", '"[一二三]是"', '"[一二三是"')
    codes = [code for code, _ in tiny.told(TEXT)]
    assert codes.count("KF-PACK-028") == 1
    assert set(codes) <= {"KF-PACK-028", "KF-PACK-026", "KF-PACK-025"}


def test_quotes_are_given_with_the_entries_that_cite_them(tiny: TinyPack) -> None:
    quotes = list(Coverage(tiny.law(), "press", TEXT).quotes())
    assert len(quotes) == 7
    assert {cite.doc for _, cite in quotes} == {"press"}
