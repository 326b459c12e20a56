"""A pack is read whole or told what is wrong with it, each fault with its file and line."""

from pathlib import Path

import pytest

from kaifang.core.errors import KaifangError, SeveralErrors
from kaifang.packs.loading import UnknownPack, find_pack, find_packs, read_pack, search_path
from kaifang.packs.reading import BadSyntax
from tests.packs.tiny import TinyPack

FACTS = "facts/trade.yaml"


def test_a_sound_pack_has_no_finding(tiny: TinyPack) -> None:
    pack = read_pack(tiny.folder)
    assert pack.findings == []
    assert pack.count == 2 + 4 + 3 + 3 + 1 + 1 + 1 + 1 + 1 + 1 + 2 + 1 + 1 + 3
    assert (pack.id, pack.version) == ("tiny", "1.0.0")


def test_every_entry_knows_its_place_and_pack(tiny: TinyPack) -> None:
    facts = read_pack(tiny.folder).entries["facts"]
    assert facts["trade.exports.2021"].where == "packs/tiny/facts/trade.yaml:7"
    assert facts["trade.exports.2021"].pack == "tiny"


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "where", "says"),
    [
        (FACTS, "  value: 7724", "  valeu: 7724", "KF-PACK-006", f"{FACTS}:5", "“valeu”"),
        (FACTS, "printed: 7724", "print: 7724", "KF-PACK-006", f"{FACTS}:6", "Nearest: printed"),
        (FACTS, '  period: "2021"\n', "", "KF-PACK-007", f"{FACTS}:1", "“period”"),
        ("orgs.yaml", ", en: China", "", "KF-PACK-007", "orgs.yaml:1", "“en”"),
        (
            FACTS,
            "  cite: {doc: press, quote: 全省货物进出口7724亿元, printed: 7724亿元}\n",
            "",
            "KF-PACK-008",
            f"{FACTS}:1",
            "no citation",
        ),
        (
            FACTS,
            "{doc: press, quote: 进口4411.4亿元, printed: 4411.4亿元}",
            "[]",
            "KF-PACK-008",
            f"{FACTS}:18",
            "",
        ),
        (
            FACTS,
            "{doc: press, quote: 进口4411.4亿元, printed: 4411.4亿元}",
            "",
            "KF-PACK-008",
            f"{FACTS}:18",
            "",
        ),
        ("orgs.yaml", "kind: nation", "kind: country", "KF-PACK-009", "orgs.yaml:1", "county"),
        (
            "documents.yaml",
            "date: 2022-01-25",
            "date: 25.1.2022",
            "KF-PACK-009",
            "documents.yaml:4",
            "2022-01-25 is expected",
        ),
        ("grids.yaml", "col: 1", "col: one", "KF-PACK-009", "grids.yaml:5", "whole number"),
        (
            "pack.yaml",
            "version: 1.0.0",
            "version: 1.0.0\ndemo: perhaps",
            "KF-PACK-009",
            "pack.yaml:4",
            "true or false",
        ),
        (
            "pack.yaml",
            "version: 1.0.0",
            'version: "1.0"',
            "KF-PACK-009",
            "pack.yaml:3",
            "should match",
        ),
        (
            "indicators/trade.yaml",
            "  kind: flow",
            "  kind: flow\n  digits: 9",
            "KF-PACK-009",
            "indicators/trade.yaml:5",
            "above 6",
        ),
        ("orgs.yaml", "zh: 全国", "zh: ''", "KF-PACK-009", "orgs.yaml:1", "cannot be empty"),
        (
            FACTS,
            "  value: 7724亿元",
            "  value: 7724亿员",
            "KF-CORE-003",
            f"{FACTS}:5",
            "Unknown unit",
        ),
        (FACTS, "  value: 7724亿元", "  value: 许多", "KF-CORE-005", f"{FACTS}:5", "not a number"),
        (FACTS, 'period: "2021"', "period: 2021-13", "KF-CORE-002", f"{FACTS}:4", "Not a period"),
        (
            FACTS,
            "id: trade.exports.2021",
            "id: trade.total.2021",
            "KF-PACK-010",
            f"{FACTS}:7",
            "facts/trade.yaml:1",
        ),
        (FACTS, "  value: 7724亿元", "  value: [7724亿元]", "KF-PACK-024", f"{FACTS}:5", "a text"),
        (
            "lists/cities.yaml",
            "{zh: 双核城市, en: Core cities}",
            "双核城市",
            "KF-PACK-024",
            "lists/cities.yaml:2",
            "keys and values",
        ),
        (
            "tasks/trade.yaml",
            "- id: trade.stabilise",
            "- just a text\n- id: trade.stabilise",
            "KF-PACK-024",
            "tasks/trade.yaml:1",
            "keys and values",
        ),
        (FACTS, "  value: 7724亿元\n", "", "KF-PACK-041", f"{FACTS}:1", "level needs value"),
        (
            FACTS,
            "printed: 7724亿元",
            "printed: 7724亿元, article: 第一条",
            "KF-PACK-041",
            f"{FACTS}:6",
            "exactly one of quote",
        ),
        (
            "targets/trade.yaml",
            "{growth: 6%,",
            "{growth: 6%, level: 1亿元,",
            "KF-PACK-041",
            "targets/trade.yaml:5",
            "exactly one",
        ),
        ("grids.yaml", ", by: 规划处", "", "KF-PACK-041", "grids.yaml:7", "author"),
        ("pack.yaml", 'org: "210000"\n', "", "KF-PACK-041", "pack.yaml:1", "org, period"),
        (
            "lists/cities.yaml",
            '["210100", "210200"]',
            '["210100"]',
            "KF-PACK-041",
            "lists/cities.yaml:1",
            "missing",
        ),
        (
            "checks/trade.yaml",
            "digits: 1",
            "agrees: false",
            "KF-PACK-041",
            "checks/trade.yaml:1",
            "go together",
        ),
        (
            "checks/trade.yaml",
            "digits: 1",
            "digits: 1\n  digits: 2",
            "KF-PACK-004",
            "checks/trade.yaml:5",
            "“digits”",
        ),
    ],
)
def test_each_fault_is_told_with_its_place(
    tiny: TinyPack, name: str, old: str, new: str, code: str, where: str, says: str
) -> None:
    tiny.change(name, old, new)
    findings = read_findings(tiny.folder)
    assert [(one.code, one.where) for one in findings] == [(code, f"packs/tiny/{where}")]
    assert says in findings[0].text("en")
    assert findings[0].text("zh") != findings[0].text("en")


def read_findings(folder: Path) -> list[KaifangError]:
    """What is wrong, whether pack.yaml itself or another file."""
    try:
        return read_pack(folder).findings
    except SeveralErrors as error:
        return list(error.errors)
    except KaifangError as error:
        return [error]


def test_chinese_faults_are_chinese(tiny: TinyPack) -> None:
    tiny.change("documents.yaml", "date: 2022-01-25", "date: soon")
    assert "应为日期" in read_findings(tiny.folder)[0].text("zh")
    tiny.change("orgs.yaml", "kind: province", "kind: 省")
    assert "nation, province, city" in read_findings(tiny.folder)[-1].text("zh")


def test_several_faults_are_told_at_once(tiny: TinyPack) -> None:
    tiny.change(FACTS, "  value: 7724", "  valeu: 7724").change(
        "orgs.yaml", "kind: nation", "kind: x"
    )
    tiny.write("targets/trade.yaml", "")
    codes = {one.code for one in read_findings(tiny.folder)}
    assert codes == {"KF-PACK-005", "KF-PACK-006", "KF-PACK-009"}


def test_a_value_of_two_kinds_is_faulted_once(tiny: TinyPack) -> None:
    tiny.change(FACTS, "  value: 7724", "  scope: {zh: 全省}\n  value: 7724")
    assert [one.code for one in read_findings(tiny.folder)] == ["KF-PACK-007"]
    tiny.change(FACTS, "scope: {zh: 全省}", "scope: [全省]")
    assert [one.code for one in read_findings(tiny.folder)] == ["KF-PACK-024"]
    tiny.change(FACTS, "scope: [全省]", "scope: 全省 !")
    assert [one.code for one in read_findings(tiny.folder)] == ["KF-PACK-009"]


def test_block_style_citations_are_placed_to_the_line(tiny: TinyPack) -> None:
    cite = "{doc: press, quote: 进口4411.4亿元, printed: 4411.4亿元}"
    tiny.change(FACTS, cite, "\n    doc: press\n    qoute: 进口4411.4亿元\n    printed: 4411.4亿元")
    placed = [(one.code, one.where) for one in read_findings(tiny.folder)]
    assert ("KF-PACK-006", "packs/tiny/facts/trade.yaml:20") in placed


def test_a_file_that_no_pack_knows_is_told(tiny: TinyPack) -> None:
    tiny.write("fact/trade.yaml", "- x").write("facts/trade.json", "{}").write("notes.txt", "x")
    found = read_findings(tiny.folder)
    assert [one.code for one in found] == ["KF-PACK-023"] * 3
    assert {one.where: one.near for one in found}["packs/tiny/fact/trade.yaml"] == ("facts",)


def test_what_is_hidden_or_explains_is_left_alone(tiny: TinyPack) -> None:
    for name in (".git/config", ".DS_Store", "facts/.trade.yaml.swp", "README.md", "README.zh.md"):
        tiny.write(name, "x")
    assert read_findings(tiny.folder) == []


def test_a_file_of_one_mapping_is_no_list(tiny: TinyPack) -> None:
    tiny.write("facts/one.yaml", "\nid: trade.total.2021\n")
    (found,) = read_findings(tiny.folder)
    assert (found.code, found.where) == ("KF-PACK-024", "packs/tiny/facts/one.yaml:2")


def test_the_id_of_a_pack_is_its_folder(tiny: TinyPack) -> None:
    tiny.change("pack.yaml", "id: tiny", "id: other")
    (found,) = read_findings(tiny.folder)
    assert (found.code, found.where) == ("KF-PACK-009", "packs/tiny/pack.yaml:1")
    assert "tiny" in found.text("en")


def test_without_a_readable_pack_yaml_there_is_no_pack(tiny: TinyPack) -> None:
    tiny.write("pack.yaml", "id: [tiny\n")
    with pytest.raises(BadSyntax):
        read_pack(tiny.folder)
    tiny.write("pack.yaml", "id: tiny\nkind: x\n")
    with pytest.raises(SeveralErrors) as caught:
        read_pack(tiny.folder)
    assert {one.code for one in caught.value.errors} == {"KF-PACK-007", "KF-PACK-009"}


def test_packs_are_found_by_name_and_by_path(
    tiny: TinyPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_pack(str(tiny.folder)) == tiny.folder
    with pytest.raises(UnknownPack):
        find_pack("tiny")
    monkeypatch.setenv("KAIFANG_PACKS", str(tiny.folder.parent))
    assert find_pack("tiny") == tiny.folder
    assert search_path()[0] == tiny.folder.parent
    assert "liaoning-2022" in find_packs()


def test_an_earlier_folder_hides_a_later_one(
    tiny: TinyPack, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = TinyPack.sound(tiny.folder.parent / "own" / "cn-places")
    monkeypatch.setenv("KAIFANG_PACKS", str(own.folder.parent))
    assert find_packs()["cn-places"] == own.folder


def test_an_unknown_pack_names_the_nearest() -> None:
    with pytest.raises(UnknownPack) as caught:
        find_pack("liaoning-2202")
    assert "liaoning-2022" in caught.value.near
