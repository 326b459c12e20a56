"""Each finding is triggered by one thing broken in a sound pack, and by nothing else."""

from pathlib import Path

import pytest

from kaifang.packs.law import compose
from kaifang.packs.linting import lint
from tests.packs.authors import altered, copied
from tests.packs.tiny import TEXT, TinyPack

FACTS, TARGETS, LIMITS = "facts/trade.yaml", "targets/trade.yaml", "parameters/limits.yaml"
INDICATORS, ORGS = "indicators/trade.yaml", "orgs.yaml"
CODES, LINKS = "codes/sections.yaml", "concordances/sections.yaml"

GROWTH = """\
- id: trade.total.2021.growth
  indicator: trade.total
  org: "210000"
  period: "2021"
  measure: growth
  over: previous_year
  value: {value}
  cite: {{doc: press, quote: {quote}, printed: {printed}}}
"""


def test_the_sound_pack_has_no_finding(tiny: TinyPack) -> None:
    assert tiny.told() == []
    assert tiny.told(TEXT) == []


BROKEN = [
    # file, old, new, code, where
    # names
    (FACTS, "indicator: trade.total", "indicator: trade.totl", "KF-PACK-011", f"{FACTS}:2"),
    (FACTS, 'org: "210000"', 'org: "219000"', "KF-PACK-011", f"{FACTS}:3"),
    (FACTS, "doc: press", "doc: pres", "KF-PACK-011", f"{FACTS}:6"),
    (TARGETS, "task: trade.stabilise", "task: trade.stable", "KF-PACK-011", f"{TARGETS}:7"),
    (TARGETS, "  strength", "  light: none\n  strength", "KF-PACK-011", f"{TARGETS}:6"),
    (TARGETS, "  strength", "  lead: [dept.x]\n  strength", "KF-PACK-011", f"{TARGETS}:6"),
    (TARGETS, "  strength", "  season: none\n  strength", "KF-PACK-011", f"{TARGETS}:6"),
    (INDICATORS, "[trade.exports,", "[trade.export,", "KF-PACK-011", f"{INDICATORS}:7"),
    (ORGS, 'parent: "100000"', 'parent: "156"', "KF-PACK-011", f"{ORGS}:2"),
    ("tasks/trade.yaml", '["210100"]', '["210300"]', "KF-PACK-011", "tasks/trade.yaml:6"),
    (
        "lists/cities.yaml",
        '["210100", "210200"]',
        '["210100", "210300"]',
        "KF-PACK-011",
        "lists/cities.yaml:4",
    ),
    ("grids.yaml", '{org: "210200"', '{org: "210300"', "KF-PACK-011", "grids.yaml:6"),
    ("pack.yaml", "[trade.total]", "[trade.totals]", "KF-PACK-011", "pack.yaml:7"),
    ("pack.yaml", "headline", "grid: nowhere\nheadline", "KF-PACK-011", "pack.yaml:7"),
    ("pack.yaml", "headline", "lights: none\nheadline", "KF-PACK-011", "pack.yaml:7"),
    (
        LINKS,
        'to: {list: sections, edition: "2022"}',
        'to: {list: sections, edition: "2030"}',
        "KF-PACK-011",
        f"{LINKS}:3",
    ),
    ("pack.yaml", "headline", "retired: [trade-adds-up]\nheadline", "KF-PACK-042", "pack.yaml:7"),
    # words and numbers
    (LIMITS, "value: 60个", "value: 61个", "KF-PACK-014", f"{LIMITS}:3"),
    (TARGETS, "growth: 6%", "growth: 6.5%", "KF-PACK-014", f"{TARGETS}:5"),
    (LIMITS, "value: 60个工作日", "value: 60天", "KF-PACK-014", f"{LIMITS}:3"),
    (FACTS, "quote: 其中", f"quote: {'甲' * 80}其中", "KF-PACK-015", f"{FACTS}:12"),
    (LIMITS, "comparator: le", "comparator: ge", "KF-PACK-016", f"{LIMITS}:4"),
    (TARGETS, "strength: hold", "strength: ensure", "KF-PACK-016", f"{TARGETS}:6"),
    (FACTS, ", printed: 7724亿元", "", "KF-PACK-017", f"{FACTS}:6"),
    (FACTS, "printed: 3312.6亿元", "printed: 其中", "KF-CORE-005", f"{FACTS}:12"),
    # units, dates
    (INDICATORS, "  unit: 亿元", "  unit: 亿美元", "KF-PACK-018", f"{FACTS}:5"),
    (FACTS, 'period: "2021"', 'period: "2023"', "KF-PACK-027", f"{FACTS}:4"),
    # agreement
    ("checks/trade.yaml", "sum:", "difference:", "KF-PACK-019", "checks/trade.yaml:3"),
    (
        "checks/trade.yaml",
        "gives: trade.total.2021",
        "gives: 7723亿元",
        "KF-PACK-019",
        "checks/trade.yaml:3",
    ),
    (
        "checks/trade.yaml",
        "gives: trade.total.2021",
        "gives: trade.total.2020",
        "KF-PACK-011",
        "checks/trade.yaml:3",
    ),
    (
        "checks/trade.yaml",
        "gives: trade.total.2021",
        "gives: 7724列",
        "KF-CORE-004",
        "checks/trade.yaml:3",
    ),
    ("checks/trade.yaml", "trade.imports.2021]", "3列]", "KF-CORE-004", "checks/trade.yaml:2"),
    # shape
    (ORGS, "kind: nation}", 'kind: nation, parent: "210200"}', "KF-PACK-043", f"{ORGS}:1"),
    (
        INDICATORS,
        "  kind: flow\n  source: {zh: 海关, en: Customs}\n  definition: {zh: 货物进口",
        "  formula: {sum: [trade.total]}\n  kind: flow\n  source: {zh: 海关, en: Customs}\n  definition: {zh: 货物进口",
        "KF-PACK-043",
        f"{INDICATORS}:7",
    ),
    (
        "tasks/trade.yaml",
        "  no: 一",
        "  parent: trade.stabilise\n  no: 一",
        "KF-PACK-043",
        "tasks/trade.yaml:3",
    ),
    (CODES, "en: Farming}", "en: Farming, parent: A01}", "KF-PACK-043", f"{CODES}:4"),
    (LINKS, '"0.75"', '"0.70"', "KF-PACK-044", f"{LINKS}:5"),
    (LINKS, ', weight: "0.25"', "", "KF-PACK-044", f"{LINKS}:5"),
    (
        "grids.yaml",
        '{org: "210200", col: 0, row: 1}',
        '{org: "210200", col: 1, row: 0}',
        "KF-PACK-045",
        "grids.yaml:6",
    ),
    ("grids.yaml", '{org: "210200"', '{org: "210100"', "KF-PACK-010", "grids.yaml:6"),
    ("lists/cities.yaml", "expected: 2个", "expected: 1个", "KF-PACK-046", "lists/cities.yaml:3"),
    (
        "lists/cities.yaml",
        '["210100", "210200"]',
        '["210100", "210100"]',
        "KF-PACK-010",
        "lists/cities.yaml:4",
    ),
    (CODES, "parent: A}", "parent: Z}", "KF-CORE-008", f"{CODES}:6"),
    (CODES, "code: A03", "code: A01", "KF-PACK-010", f"{CODES}:8"),
    (LINKS, "to: B02}", "to: B09}", "KF-CORE-008", f"{LINKS}:7"),
    (
        "not_figures/words.yaml",
        '"[一二三]是"',
        '"[一二三是"',
        "KF-PACK-028",
        "not_figures/words.yaml:1",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "where"), BROKEN)
def test_one_thing_broken_is_one_finding(
    tiny: TinyPack, file: str, old: str, new: str, code: str, where: str
) -> None:
    tiny.change(file, old, new)
    assert set(tiny.told()) >= {(code, where)}
    assert {found for found, _ in tiny.told()} == {code}


def test_a_figure_altered_in_both_places_does_not_stand_in_the_quotation(tiny: TinyPack) -> None:
    tiny.change(LIMITS, "value: 60", "value: 16").change(LIMITS, "printed: 60", "printed: 16")
    assert tiny.told() == [("KF-PACK-013", f"{LIMITS}:6")]


@pytest.mark.parametrize("value", ["7742亿元", "7724万元", "772亿元"])
def test_an_altered_total_differs_from_its_text_and_from_its_parts(
    tiny: TinyPack, value: str
) -> None:
    tiny.change(FACTS, "value: 7724亿元", f"value: {value}")
    codes = {code for code, _ in tiny.told()}
    assert codes == {"KF-PACK-014", "KF-PACK-019"}


def test_a_level_below_zero_needs_a_word_that_says_so(tiny: TinyPack) -> None:
    tiny.change(FACTS, "value: 7724亿元", "value: -7724亿元")
    assert {code for code, _ in tiny.told()} == {"KF-PACK-016", "KF-PACK-019"}


def test_the_tail_of_a_number_is_not_the_number(tiny: TinyPack) -> None:
    tiny.change(LIMITS, "到60个工作日以内, printed", "到160个工作日以内, printed")
    assert tiny.told() == [("KF-PACK-013", f"{LIMITS}:6")]


def test_a_renamed_id_does_not_stand_beside_its_new_name(tiny: TinyPack) -> None:
    entry = (tiny.folder / LIMITS).read_text("utf-8")
    tiny.add(
        LIMITS, entry.replace("id: approval.limit", "id: limit.new\n  renamed_from: approval.limit")
    )
    assert tiny.told() == [("KF-PACK-042", f"{LIMITS}:8")]


def test_a_level_in_dollars_needs_an_indicator_in_dollars(tiny: TinyPack) -> None:
    tiny.change(FACTS, "value: 7724亿元", "value: 7724亿美元").change(
        FACTS, "进出口7724亿元, printed: 7724亿元", "进出口7724亿美元, printed: 7724亿美元"
    )
    tiny.write(
        "checks/trade.yaml", "- {id: none, compute: {sum: [trade.total.2021]}, gives: 7724亿美元}"
    )
    assert tiny.told() == [("KF-PACK-018", f"{FACTS}:5")]


@pytest.mark.parametrize(
    ("value", "quote", "printed", "codes"),
    [
        ("17.6%", "增长17.6%", "17.6%", []),
        ("-2.9%", "下降2.9%", "2.9%", []),
        ("-2.9%", "fell by 2.9%", "2.9%", []),
        ("-2.9%", "增速-2.9%", "-2.9%", []),
        ("2.9%", "同比下降2.9%", "2.9%", ["KF-PACK-047"]),
        ("2.9%", "down 2.9%", "2.9%", ["KF-PACK-047"]),
        ("-2.9%", "增长2.9%", "2.9%", ["KF-PACK-016"]),
        ("7.4%", "从上年下降2.9%转为增长7.4%", "7.4%", []),
        ("2.9个百分点", "增长2.9个百分点", "2.9个百分点", ["KF-PACK-018"]),
    ],
)
def test_signs_and_units_of_growth(
    tiny: TinyPack, value: str, quote: str, printed: str, codes: list[str]
) -> None:
    tiny.add(FACTS, GROWTH.format(value=value, quote=quote, printed=f'"{printed}"'))
    assert [code for code, _ in tiny.told()] == codes


@pytest.mark.parametrize(
    ("value", "codes"),
    [("6个百分点", []), ("600亿元", []), ("6%", ["KF-PACK-018"]), ("6列", ["KF-PACK-018"])],
)
def test_a_change_is_in_points_or_in_the_indicators_unit(
    tiny: TinyPack, value: str, codes: list[str]
) -> None:
    entry = GROWTH.format(value=value, quote=f"同比提高{value}", printed=value)
    tiny.add(FACTS, entry.replace("measure: growth", "measure: change"))
    assert [code for code, _ in tiny.told()] == codes


def test_a_change_of_a_share_is_never_in_per_cent(tiny: TinyPack) -> None:
    tiny.add(
        INDICATORS,
        "- id: trade.share\n  name: {zh: 占比, en: Share}\n  unit: '%'\n  kind: ratio\n"
        "  source: {zh: 海关, en: Customs}\n  definition: {zh: 占比, en: Share}\n",
    )
    entry = GROWTH.format(value="6%", quote="占比提高6%", printed="6%")
    entry = entry.replace("measure: growth", "measure: change")
    tiny.add(FACTS, entry.replace("indicator: trade.total", "indicator: trade.share"))
    assert [code for code, _ in tiny.told()] == ["KF-PACK-018"]


# a second statement of the total of 2021, by another document or in other words
SECOND = """\
- id: trade.total.2021.again
  indicator: trade.total
  org: "210000"
  period: "2021"
  value: {value}
  comparator: {comparator}
  cite: {{doc: report, quote: 进出口{printed}, printed: {printed}}}
"""


@pytest.mark.parametrize(
    ("value", "comparator", "printed", "is_contradiction"),
    [
        ("7724亿元", "eq", "7724亿元", False),
        ("7723.8亿元", "eq", "7723.8亿元", False),  # prints as 7724
        ("0.77万亿元", "eq", "0.77万亿元", False),
        ("7723亿元", "eq", "7723亿元", True),
        ("7700亿元", "gt", "超过7700亿元", False),
        ("7800亿元", "gt", "超过7800亿元", True),
        ("7800亿元", "lt", "近7800亿元", False),
        ("7700亿元", "le", "7700亿元以下", True),
        ("7500亿元", "about", "7500亿元左右", False),
        ("6000亿元", "about", "6000亿元左右", True),
    ],
)
def test_two_documents_may_not_contradict_each_other_unnoticed(
    tiny: TinyPack, value: str, comparator: str, printed: str, is_contradiction: bool
) -> None:
    tiny.add(FACTS, SECOND.format(value=value, comparator=comparator, printed=printed))
    expected = [("KF-PACK-022", f"{FACTS}:23")] if is_contradiction else []
    assert tiny.told() == expected


def test_a_declared_difference_is_no_finding(tiny: TinyPack) -> None:
    tiny.add(FACTS, SECOND.format(value="7723亿元", comparator="eq", printed="7723亿元"))
    tiny.write(
        "differences.yaml",
        "- id: total\n  class: revision\n  figures: [trade.total.2021, trade.total.2021.again]\n"
        "  note: {zh: 修订, en: Revised}\n",
    )
    assert tiny.told() == []
    tiny.change("differences.yaml", "trade.total.2021.again", "trade.total.2021.agian")
    assert [code for code, _ in tiny.told()] == ["KF-PACK-011", "KF-PACK-022"]


def test_targets_of_two_documents_are_compared_too(tiny: TinyPack) -> None:
    tiny.add(
        TARGETS,
        '- id: trade.total.2022.report\n  indicator: trade.total\n  org: "210000"\n'
        '  period: "2022"\n  target: {growth: 8%, over: previous_year}\n'
        "  cite: {doc: report, quote: 进出口增长8%, printed: 8%}\n",
    )
    assert tiny.told() == [("KF-PACK-022", f"{TARGETS}:13")]
    tiny.change(TARGETS, "over: previous_year}\n  cite", 'over: "2019"}\n  cite')
    assert tiny.told() == []


def test_what_is_expected_may_lie_ahead(tiny: TinyPack) -> None:
    entry = GROWTH.format(value="8%", quote="预计增长8%", printed="8%").replace('"2021"', '"2023"')
    tiny.add(FACTS, entry)
    assert tiny.told() == [("KF-PACK-027", f"{FACTS}:22")]
    tiny.change(FACTS, "  value: 8%", "  strength: expect\n  value: 8%")
    assert tiny.told() == []


def test_a_past_promise_may_be_looked_back_on(tiny: TinyPack) -> None:
    tiny.change(TARGETS, 'period: "2022"', 'period: "2021"')
    assert tiny.told() == []


def test_a_check_by_nothing_fails_without_breaking(tiny: TinyPack) -> None:
    zero = "- {id: zero, compute: {ratio: [trade.total.2021, 0亿元]}, gives: 1%}\n"
    tiny.write("checks/trade.yaml", zero)
    assert tiny.told() == [("KF-PACK-019", "checks/trade.yaml:1")]


def test_a_check_needs_a_figure_with_a_number(tiny: TinyPack) -> None:
    tiny.add(
        TARGETS,
        '- id: trade.milestone\n  org: "210000"\n  period: "2022"\n'
        "  target: {milestone: {zh: 建成口岸, en: Build the port}}\n"
        "  cite: {doc: press, quote: 建成口岸}\n",
    )
    tiny.write("checks/trade.yaml", "- {id: c, compute: {sum: [trade.milestone]}, gives: 1亿元}\n")
    assert tiny.told() == [("KF-PACK-019", "checks/trade.yaml:1")]


def test_a_sample_of_codes_does_not_know_them_all(tiny: TinyPack) -> None:
    tiny.change(LINKS, "to: B02}", "to: B09}").change(
        CODES, 'edition: "2022"', 'edition: "2022"\n  sample: true'
    )
    assert tiny.told() == []


def test_all_is_told_in_order_of_file_and_line(tiny: TinyPack) -> None:
    tiny.change(FACTS, "value: 4411.4亿元", "value: 4411.5亿元").change(
        FACTS, "value: 7724亿元", "value: 7725亿元"
    )
    tiny.change("lists/cities.yaml", "expected: 2个", "expected: 1个")
    tiny.write(
        "checks/trade.yaml", "- {id: c, compute: {sum: [trade.total.2021]}, gives: 7725亿元}\n"
    )
    assert tiny.told() == [
        ("KF-PACK-014", f"{FACTS}:5"),
        ("KF-PACK-014", f"{FACTS}:17"),
        ("KF-PACK-046", "lists/cities.yaml:3"),
    ]


def test_faults_of_reading_come_first_and_alone(tiny: TinyPack) -> None:
    tiny.change(FACTS, "  value: 7724亿元", "  valeu: 7724亿元")
    assert {code for code, _ in tiny.told()} == {"KF-PACK-006"}


LIBRARY = {
    "pack.yaml": "id: places\nkind: library\nversion: 1.0.0\nname: {zh: 地名, en: Places}\n",
    "orgs.yaml": '- {id: "210300", name: {zh: 鞍山市, en: Anshan}, kind: city, parent: "210000"}\n',
}


def library(folder: Path, **orgs: str) -> TinyPack:
    pack = TinyPack(folder)
    for name, text in LIBRARY.items():
        pack.write(name, text)
    return pack


def test_what_a_library_defines_may_be_named(tiny: TinyPack) -> None:
    library(tiny.folder.parent / "places")
    tiny.change("tasks/trade.yaml", '["210100"]', '["210300"]')
    tiny.change("pack.yaml", "headline", "uses: [places]\nheadline")
    assert tiny.told() == []


def test_what_a_library_defines_is_not_defined_again(tiny: TinyPack) -> None:
    library(tiny.folder.parent / "places")
    tiny.change("pack.yaml", "headline", "uses: [places]\nheadline")
    tiny.change("orgs.yaml", "210200", "210300").change("grids.yaml", "210200", "210300")
    tiny.change("lists/cities.yaml", "210200", "210300")
    assert tiny.told() == [("KF-PACK-010", "orgs.yaml:4")]


def test_findings_of_a_used_pack_are_told_too(tiny: TinyPack) -> None:
    library(tiny.folder.parent / "places").change("orgs.yaml", "210000", "999999")
    tiny.change("pack.yaml", "headline", "uses: [places]\nheadline")
    assert [one.where for one in lint(tiny.law())] == ["packs/places/orgs.yaml:1"]


# -- the exact line, in a real pack ----------------------------------------------------------------

CITE = "\n  cite: {doc: press-2022-01-25, quote: 全省进口和出口整体通关时间较2017年同期分别压缩66%, printed: 66%}"
CLEARANCE = "facts/clearance.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line"),
    [
        (CLEARANCE, "value: 66%", "value: 67%", "KF-PACK-014", 8),
        (CLEARANCE, "value: 91%", "value: 19%", "KF-PACK-014", 17),
        (CLEARANCE, "printed: 66%", "printed: 60%", "KF-PACK-013", 10),
        (CLEARANCE, CITE, "", "KF-PACK-008", 2),  # the entry that is left without one
        (
            CLEARANCE,
            "indicator: clearance.export",
            "indicater: clearance.export",
            "KF-PACK-006",
            12,
        ),
        ("facts/corridor.yaml", "value: 632列", "value: 623列", "KF-PACK-014", 5),
        ("facts/corridor.yaml", "printed: 632列", "printed: 623列", "KF-PACK-013", 7),
    ],
)
def test_a_finding_names_the_line_that_was_altered(
    tmp_path: Path, file: str, old: str, new: str, code: str, line: int
) -> None:
    folder = copied("liaoning-2022", tmp_path)
    altered(folder / file, old, new)
    found = [(one.code, one.where) for one in lint(compose(folder))]
    assert (code, f"packs/liaoning-2022/{file}:{line}") in found


def test_the_second_of_two_citations_is_blamed_alone(tiny: TinyPack) -> None:
    cite = "{doc: press, quote: 全省货物进出口7724亿元, printed: 7724亿元}"
    other = "{doc: report, quote: 进出口7742亿元, printed: 7742亿元}"
    tiny.change(FACTS, f"cite: {cite}", f"cite:\n    - {cite}\n    - {other}")
    assert tiny.told() == [("KF-PACK-014", f"{FACTS}:8")]


SEASON = "  season: trade.season\n  strength"


def test_a_target_may_follow_a_season_of_its_own_months(tiny: TinyPack) -> None:
    tiny.change(TARGETS, "  strength", SEASON)
    assert tiny.told() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('period: "2022"', 'period: "2022-H1"'),  # six months, twelve weights
        ("{growth: 6%, over: previous_year}", '{reduction: 6%, over: "2021"}'),  # no schedule
    ],
)
def test_a_season_fits_the_target_that_follows_it(tiny: TinyPack, old: str, new: str) -> None:
    tiny.change(TARGETS, "  strength", SEASON).change(TARGETS, old, new)
    assert ("KF-PACK-052", f"{TARGETS}:6") in tiny.told()


@pytest.mark.parametrize("weight", ["8%", "-7%", "7亿元"])
def test_the_weights_of_a_season_are_shares_of_a_whole(tiny: TinyPack, weight: str) -> None:
    tiny.change("seasons/trade.yaml", "[7%, ", f"[{weight}, ")
    [(_, where)] = tiny.told()
    assert where.startswith("seasons/trade.yaml:")
