"""kaifang pack: what an author meets. Places and figures are those of the real packs."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.packs.authors import altered, copied

# -- list, show, diff, export, schema -----------------------------------------------------------


def test_list_names_every_pack_that_ships(kaifang: Run) -> None:
    found = {pack["id"]: pack for pack in kaifang("pack", "list", "--json").json}
    libraries = {"cn-places", "cn-indicators", "cn-codes", "cn-lights", "cn-calendar"}
    programmes = {"liaoning-2018", "liaoning-2022", "liaoning-2023", "guizhou-2023"}
    assert libraries | programmes <= set(found)
    assert {found[name]["kind"] for name in libraries} == {"library"}
    assert found["liaoning-2022"]["title"] == "辽宁省对外开放2022"


def test_list_shows_a_broken_pack_among_the_others(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    (folder / "pack.yaml").write_text("id: [", "utf-8")
    found = {
        pack["id"]: pack
        for pack in kaifang("pack", "list", "--json", KAIFANG_PACKS=str(tmp_path)).json
    }
    assert found["liaoning-2022"]["findings"] == 1
    assert found["liaoning-2018"]["findings"] == 0


def test_show_opens_a_figure_to_its_sentence(kaifang: Run) -> None:
    answer = kaifang("pack", "show", "liaoning-2022", "trade.total.2021")
    assert answer.code == 0
    assert "packs/liaoning-2022/facts/trade.yaml:1" in answer.out
    assert "“全省货物进出口7724亿元”" in answer.out


def test_show_as_json_carries_place_and_citation(kaifang: Run) -> None:
    (entry,) = kaifang("pack", "show", "liaoning-2022", "trade.total.2021", "--json").json
    assert entry["where"] == "packs/liaoning-2022/facts/trade.yaml:1"
    assert entry["cite"][0]["doc"] == "press-2022-01-25"


def test_show_lists_the_indicators_that_a_pack_may_name(kaifang: Run) -> None:
    answer = kaifang("pack", "show", "liaoning-2018", "indicators")
    line = next(line for line in answer.out.splitlines() if line.startswith("trade.total "))
    assert "货物进出口总额" in line
    assert "packs/cn-indicators/indicators/trade.yaml:1" in line
    listed = kaifang("pack", "show", "liaoning-2018", "indicators", "--json").json
    assert "investment.fdi_used" in {one["id"] for one in listed}


def test_show_counts_what_a_pack_holds(kaifang: Run) -> None:
    shown = kaifang("pack", "show", "liaoning-2022", "--json").json
    assert shown["pack"]["org"] == "210000"
    assert shown["entries"]["documents"] == 2
    assert len(shown["hash"]) == 64


def test_show_suggests_a_near_name(kaifang: Run) -> None:
    answer = kaifang("pack", "show", "liaoning-2022", "trade.totl.2021")
    assert answer.code == 1
    assert "trade.total.2021" in answer.err


def test_diff_tells_an_altered_figure(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    altered(folder / "facts" / "trade.yaml", "value: 3312.6亿元", "value: 3312.7亿元")
    answer = kaifang("pack", "diff", "liaoning-2022", folder)
    assert answer.out.splitlines() == [
        "修改数据 trade.exports.2021",
        "  value: 3312.6亿元 → 3312.7亿元",
        "共 1 处变化。",
    ]
    (change,) = kaifang("pack", "diff", "liaoning-2022", folder, "--json", "--lang", "en").json
    assert change["text"] == "changed fact trade.exports.2021"


def test_export_gives_flat_objects(kaifang: Run) -> None:
    records = kaifang("pack", "export", "liaoning-2022", "--json").json
    (total,) = [record for record in records if record["id"] == "trade.total.2021"]
    assert (total["value"], total["unit"], total["organisation"]) == ("7724", "亿元", "210000")
    assert not any(isinstance(value, dict) for record in records for value in record.values())


def test_export_refuses_a_pack_with_findings(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    altered(folder / "facts" / "trade.yaml", "value: 3312.6亿元", "value: 3312.7亿元")
    answer = kaifang("pack", "export", folder, "--json")
    assert (answer.code, answer.out) == (1, "")
    assert "[KF-PACK-014]" in answer.err


def test_schema_is_printed_or_written_a_file_a_kind(kaifang: Run, tmp_path: Path) -> None:
    assert "facts" in kaifang("pack", "schema").json["$defs"]
    assert kaifang("pack", "schema", "facts").json["$ref"] == "#/$defs/facts"
    answer = kaifang("pack", "schema", "--out", tmp_path / "schemas")
    assert answer.code == 0
    written = json.loads((tmp_path / "schemas" / "targets.schema.json").read_text("utf-8"))
    assert written["$ref"] == "#/$defs/targets"


# -- lint ---------------------------------------------------------------------------------------


def test_all_packs_that_ship_are_without_finding(kaifang: Run) -> None:
    answer = kaifang("pack", "lint")
    assert (answer.code, answer.err) == (0, "")
    assert "liaoning-2022" in answer.out


def test_a_fault_of_a_library_is_told_once(kaifang: Run, tmp_path: Path) -> None:
    for name in ("liaoning-2018", "guizhou-2023"):  # both stand on the same places
        copied(name, tmp_path)
    folder = copied("cn-places", tmp_path)
    altered(folder / "orgs" / "liaoning.yaml", "kind: city", "knid: city")
    answer = kaifang("pack", "lint", KAIFANG_PACKS=str(tmp_path))
    assert answer.code == 1
    assert answer.err.count("[KF-PACK-006]") == 1


def test_findings_as_json_carry_place_code_and_remedy(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    line = altered(folder / "facts" / "trade.yaml", "  measure: growth", "  measrue: growth")
    answer = kaifang("pack", "lint", folder, "--json", "--lang", "en")
    findings = answer.json[0]["findings"]
    assert answer.code == 1
    assert {
        "code": "KF-PACK-006",
        "where": f"packs/liaoning-2022/facts/trade.yaml:{line}",
        "says": "Unknown key “measrue”.",
        "remedy": "Mend the spelling or remove the key. Nearest: measure.",
        "near": ["measure"],
        "errors": [],
    } in findings


def test_drafts_are_named_and_not_loaded(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    (folder / "drafts").mkdir()
    (folder / "drafts" / "todo.yaml").write_text("- not: {a: pack}\n", "utf-8")
    answer = kaifang("pack", "lint", folder)
    assert (answer.code, answer.err) == (0, "")
    assert "packs/liaoning-2022/drafts/todo.yaml" in answer.out


def test_text_of_a_document_that_no_pack_registers(kaifang: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("全省货物进出口7724亿元", "utf-8")
    answer = kaifang("pack", "lint", "liaoning-2022", "--text", f"press-2022={tmp_path / 'a.txt'}")
    assert answer.code == 1
    assert "press-2022-01-25" in answer.err


def test_other_text_than_the_registered_one_is_refused(kaifang: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("全省货物进出口7724亿元", "utf-8")
    text = f"press-2022-01-25={tmp_path / 'a.txt'}"
    answer = kaifang("pack", "lint", "liaoning-2022", "--text", text)
    assert answer.code == 1
    assert "[KF-PACK-029]" in answer.err


def test_numeral_that_nothing_covers_is_found(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2018", tmp_path)
    for name in ("facts", "targets", "parameters", "tasks", "lists", "not_figures", "checks"):
        for file in folder.glob(f"{name}/*.yaml"):
            file.unlink()
    documents = folder / "documents.yaml"
    kept = [line for line in documents.read_text("utf-8").splitlines() if "sha256" not in line]
    documents.write_text("\n".join(kept), "utf-8")
    (tmp_path / "a.txt").write_text("今年要引进项目25个", "utf-8")
    answer = kaifang("pack", "lint", folder, "--text", f"meeting-2018-03-31={tmp_path / 'a.txt'}")
    assert answer.code == 1
    assert "[KF-PACK-025]" in answer.err
    assert "引进项目25个" in answer.err


# -- what an author may do wrong: each a finding with file and line, in both languages ------------

TRADE = "facts/trade.yaml"
CITE = "\n  cite: {doc: press-2022-01-25, quote: 出口3312.6亿元, printed: 3312.6亿元}"
# file, text, its replacement, code, and whether the key or the whole entry is named
WRONG = {
    "citation deleted": (TRADE, CITE, "", "KF-PACK-008", "entry"),
    "key misspelt": (TRADE, "  measure: growth", "  measrue: growth", "KF-PACK-006", "key"),
    "figure altered": (TRADE, "value: 3312.6亿元", "value: 3312.7亿元", "KF-PACK-014", "key"),
    "key twice": (TRADE, "  period: ", "  org: 1\n  period: ", "KF-PACK-004", "key"),
    "unit of another kind": (TRADE, "7724亿元", "7724列", "KF-PACK-014", "key"),
    "unit unknown": (TRADE, "7724亿元", "7724亿圆", "KF-CORE-003", "key"),
    "per cent as points": (TRADE, "value: 17.6%", "value: 17.6个百分点", "KF-PACK-014", "key"),
    "printed elsewhere": (
        TRADE,
        "printed: 3312.6亿元",
        "printed: 3312亿元",
        "KF-PACK-013",
        "key",
    ),
    "organisation unknown": (TRADE, '"210000"', '"219999"', "KF-PACK-011", "key"),
    "indicator unknown": (TRADE, "r: trade.total", "r: trade.totl", "KF-PACK-011", "key"),
    "document unknown": (TRADE, "press-2022-01-25", "press-2022-01-26", "KF-PACK-011", "key"),
    "period unreadable": (TRADE, 'period: "2021"', 'period: "2021-13"', "KF-CORE-002", "key"),
    "fact of the future": (TRADE, 'period: "2021"', 'period: "2023"', "KF-PACK-027", "key"),
    "syntax": (TRADE, "  period: ", "  period: [", "KF-PACK-003", "file"),
    "head misspelt": ("pack.yaml", "period: ", "perriod: ", "KF-PACK-006", "key"),
}


def named_line(file: Path, altered_line: int, named: str) -> str:
    """The line that a finding should name: that of the key, or the first of its entry."""
    if named == "file":
        return ""
    lines = file.read_text("utf-8").splitlines()
    while named == "entry" and not lines[altered_line - 1].startswith("- "):
        altered_line -= 1
    return f"{altered_line}:"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_is_found_with_file_and_line(
    kaifang: Run, tmp_path: Path, fault: str, lang: str
) -> None:
    file, old, new, code, named = WRONG[fault]
    folder = copied("liaoning-2022", tmp_path)
    line = altered(folder / file, old, new)
    answer = kaifang("pack", "lint", folder, "--lang", lang)
    assert answer.code == 1
    assert "Traceback" not in answer.err
    (finding,) = [line for line in answer.err.splitlines() if f"[{code}]" in line][:1]
    assert finding.startswith(
        f"packs/liaoning-2022/{file}:{named_line(folder / file, line, named)}"
    )


FILES = {
    "empty": (b"", "KF-PACK-005"),
    "only comments": ("# 待录入\n".encode(), "KF-PACK-005"),
    "not UTF-8": ("- id: 进出口\n".encode("gb18030"), "KF-PACK-002"),
    "no list": (b"id: a\n", "KF-PACK-024"),
    "a list of words": (b"- a\n- b\n", "KF-PACK-024"),
    "control characters": (b"- id: \x00\n", "KF-PACK-003"),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_file_that_cannot_be_read(kaifang: Run, tmp_path: Path, fault: str) -> None:
    content, code = FILES[fault]
    folder = copied("liaoning-2022", tmp_path)
    (folder / "facts" / "broken.yaml").write_bytes(content)
    answer = kaifang("pack", "lint", folder)
    assert answer.code == 1
    assert f"packs/liaoning-2022/facts/broken.yaml:[{code}]" in answer.err.replace(":1:", ":")
    assert "Traceback" not in answer.err


def test_a_file_of_200_megabytes_is_refused_unread(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    with (folder / "facts" / "huge.yaml").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    answer = kaifang("pack", "lint", folder)
    assert answer.code == 1
    assert "packs/liaoning-2022/facts/huge.yaml:[KF-PACK-001]" in answer.err


def test_a_file_in_no_known_folder_is_found(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    (folder / "fatcs").mkdir()
    (folder / "fatcs" / "trade.yaml").write_text("[]", "utf-8")
    answer = kaifang("pack", "lint", folder)
    assert answer.code == 1
    assert "packs/liaoning-2022/fatcs/trade.yaml:[KF-PACK-023]" in answer.err


def test_a_library_that_is_not_there_is_told_at_the_pack(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    altered(folder / "pack.yaml", "cn-places", "cn-place")
    answer = kaifang("pack", "lint", folder)
    assert answer.code == 1
    assert "packs/liaoning-2022/pack.yaml:1:[KF-PACK-020]" in answer.err
    assert "cn-places" in answer.err


def test_text_with_wrong_bytes_or_size(kaifang: Run, tmp_path: Path) -> None:
    empty, strange, huge = (tmp_path / name for name in ("empty.txt", "strange.txt", "huge.txt"))
    empty.write_bytes(b"\n")
    strange.write_bytes(b"%PDF-1.7\x00\xff\xfe")
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    for path, code in ((empty, "005"), (strange, "002"), (huge, "001")):
        answer = kaifang("pack", "lint", "liaoning-2022", "--text", f"press-2022-01-25={path}")
        assert answer.code == 1
        assert f"{path}:[KF-PACK-{code}]" in answer.err


def test_packs_that_use_one_another_in_a_circle(kaifang: Run, tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    altered(folder / "pack.yaml", "zone:", "extends: liaoning-2022\nzone:")
    answer = kaifang("pack", "lint", folder)
    assert answer.code == 1
    assert "packs/liaoning-2022/pack.yaml:1:[KF-PACK-021]" in answer.err
    assert "liaoning-2022 → liaoning-2022" in answer.err


# -- new, draft ---------------------------------------------------------------------------------

CITIES = "code,zh,en\n330100,杭州市,Hangzhou\n330200,宁波市,Ningbo\n"
NEW = ("pack", "new", "zhejiang-2024", "--org", "330000", "--period", "2024")


def test_new_pack_is_made_where_packs_are_looked_for_and_lints(
    kaifang: Run, tmp_path: Path
) -> None:
    (tmp_path / "cities.csv").write_text(CITIES, "utf-8")
    (tmp_path / "press.txt").write_text("全省进出口增长6%左右。", "utf-8")
    more = ("--cities", tmp_path / "cities.csv", "--from", tmp_path / "press.txt")
    answer = kaifang(*NEW, *more, KAIFANG_PACKS=str(tmp_path))
    assert (answer.code, answer.err) == (0, "")
    folder = tmp_path / "zhejiang-2024"
    assert str(folder) in answer.out
    assert (folder / "drafts" / "press.yaml").is_file()
    answer = kaifang("pack", "lint", "zhejiang-2024", KAIFANG_PACKS=str(tmp_path))
    assert (answer.code, answer.err) == (0, "")


def test_new_pack_that_exists_is_refused(kaifang: Run, tmp_path: Path) -> None:
    assert kaifang(*NEW, "--in", tmp_path).code == 0
    answer = kaifang(*NEW, "--in", tmp_path, "--lang", "en")
    assert answer.code == 1
    assert "[KF-PACK-030]" in answer.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--org", "339999", "--period", "2024"), "KF-PACK-032"),
        (("--org", "330000", "--period", "next year"), "KF-CORE-002"),
    ],
)
def test_new_pack_with_wrong_words_leaves_nothing(
    kaifang: Run, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    answer = kaifang("pack", "new", "a", *words, "--in", tmp_path)
    assert answer.code == 1
    assert f"[{code}]" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_wrong_rows_of_the_cities_are_told_at_once(kaifang: Run, tmp_path: Path) -> None:
    (tmp_path / "cities.csv").write_text(CITIES + "3303,温州市,Wenzhou\n,,\n1,2\n", "utf-8")
    answer = kaifang(*NEW, "--in", tmp_path, "--cities", tmp_path / "cities.csv")
    assert answer.code == 1
    assert "cities.csv:4" in answer.err
    assert "cities.csv:6" in answer.err
    assert not (tmp_path / "zhejiang-2024").exists()


def test_worksheet_of_a_further_document(kaifang: Run, tmp_path: Path) -> None:
    kaifang(*NEW, "--in", tmp_path)
    (tmp_path / "a.txt").write_text("全年开行中欧班列632列。", "utf-8")
    folder = tmp_path / "zhejiang-2024"
    answer = kaifang("pack", "draft", folder, tmp_path / "a.txt", "--doc", "press-2024")
    assert answer.code == 0
    assert "632列" in (folder / "drafts" / "press-2024.yaml").read_text("utf-8")


def test_document_id_that_leads_out_of_the_folder_is_refused(kaifang: Run, tmp_path: Path) -> None:
    kaifang(*NEW, "--in", tmp_path)
    (tmp_path / "a.txt").write_text("632列", "utf-8")
    folder = tmp_path / "zhejiang-2024"
    answer = kaifang("pack", "draft", folder, tmp_path / "a.txt", "--doc", "../../away")
    assert answer.code == 1
    assert not (tmp_path / "away.yaml").exists()
