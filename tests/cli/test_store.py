"""Commands that answer from the store: install, source, board, explain. Figures of document 000."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.packs.authors import altered, copied

pytestmark = pytest.mark.django_db

LIAONING = "210000"


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> None:
    """A store of its own for every test."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()


# -- install ------------------------------------------------------------------------------------


def test_installing_twice_records_once(kaifang: Run) -> None:
    (first,) = kaifang("pack", "install", "liaoning-2022", "--json").json
    (second,) = kaifang("pack", "install", "liaoning-2022", "--json").json
    assert first["added"] == 64  # one record for each fact of the pack
    assert (second["added"], second["hash"]) == (0, first["hash"])


def test_pack_with_findings_is_not_installed(kaifang: Run, tmp_path: Path) -> None:
    from kaifang.store.models import InstalledPack

    folder = copied("liaoning-2022", tmp_path)
    altered(folder / "facts" / "trade.yaml", "value: 3312.6亿元", "value: 3312.7亿元")
    answer = kaifang("pack", "install", folder)
    assert (answer.code, answer.out) == (1, "")
    assert "[KF-PACK-014]" in answer.err
    assert not InstalledPack.objects.exists()


def test_figure_that_a_new_version_lacks_is_named(kaifang: Run, tmp_path: Path) -> None:
    kaifang("pack", "install", "liaoning-2018", "liaoning-2023")
    folder = copied("liaoning-2023", tmp_path)
    facts = folder / "facts" / "transport.yaml"
    first, *_ = facts.read_text("utf-8").split("\n- id: ")
    facts.write_text(f"{first}\n", "utf-8")
    answer = kaifang("pack", "install", folder)
    assert answer.code == 0
    assert "旧版中有而新版没有的数" in answer.out


# -- explain ------------------------------------------------------------------------------------


def test_explain_leads_to_the_clause(kaifang: Run) -> None:
    answer = kaifang("explain", "trade.total", "--org", LIAONING, "--period", "2021", "--json")
    statement = answer.json
    assert (statement["value"], statement["unit"]) == ("7724", "亿元")
    first = statement["explanation"]["citations"][0]
    assert first["document"] == "press-2022-01-25"
    assert first["quote"] == "全省货物进出口7724亿元"
    assert first["where"].startswith("packs/liaoning-2022/facts/trade.yaml:")
    assert statement["explanation"]["versions"]["pack"] == "liaoning-2022"


def test_explain_is_told_in_either_language(kaifang: Run) -> None:
    words = ("explain", "trade.total", "--org", LIAONING, "--period", "2021")
    assert "全省货物进出口7724亿元" in kaifang(*words).out
    assert (
        "Total imports and exports of goods · Liaoning · 2021"
        in kaifang(*words, "--lang", "en").out
    )


def test_explain_gives_a_growth_as_published(kaifang: Run) -> None:
    words = ("explain", "trade.exports", "--org", LIAONING, "--period", "2021")
    assert kaifang(*words, "--measure", "growth", "--json").json["value"] == "24.9"


def test_missing_figure_says_why(kaifang: Run) -> None:
    words = ("explain", "trade.total", "--org", LIAONING, "--period", "2019", "--json")
    statement = kaifang(*words).json
    assert statement["value"] is None
    assert statement["missing"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("trade.totl", "--org", LIAONING, "--period", "2021"), "KF-PACK-011"),
        (("trade.total", "--org", "219999", "--period", "2021"), "KF-CORE-007"),
        (("trade.total", "--org", LIAONING, "--period", "last year"), "KF-CORE-002"),
        (("trade.total", "--org", LIAONING, "--period", "2021", "--as-of", "May"), "KF-PROG-001"),
        (("trade.total", "--org", LIAONING, "--period", "2021", "--pack", "x"), "KF-PACK-020"),
    ],
)
def test_question_that_nobody_can_answer(kaifang: Run, words: tuple[str, ...], code: str) -> None:
    answer = kaifang("explain", *words)
    assert (answer.code, answer.out) == (1, "")
    assert f"[{code}]" in answer.err


def test_nothing_is_known_before_it_was_announced(kaifang: Run) -> None:
    words = ("explain", "trade.total", "--org", LIAONING, "--period", "2021", "--json")
    assert kaifang(*words, "--as-of", "2022-01-24").json["value"] is None
    assert kaifang(*words, "--as-of", "2022-01-25").json["value"] == "7724"


# -- board --------------------------------------------------------------------------------------


def test_board_gives_rows_with_target_and_light(kaifang: Run) -> None:
    answer = kaifang("board", "liaoning-2022", "--as-of", "2022-06-30", "--json")
    assert answer.code == 0
    assert answer.json["versions"]["as_of"] == "2022-06-30"
    rows = {row["target"]["id"]: row for row in answer.json["rows"] if row["target"]}
    trade = rows["trade.total.2022"]
    assert trade["latest"]["value"] == "7724"
    assert (trade["target"]["strength"], trade["target"]["form"]) == ("hold", "growth")
    assert trade["target"]["light"]["says"]


def test_board_says_of_when_each_figure_is(kaifang: Run) -> None:
    words = ("board", "liaoning-2022", "--as-of", "2022-06-30", "--indicator", "trade.exports")
    (line,) = [one for one in kaifang(*words).out.splitlines() if "3,312.6亿元" in one]
    assert "2021年" in line


def test_board_of_an_earlier_day_knows_less(kaifang: Run) -> None:
    early = kaifang("board", "liaoning-2022", "--as-of", "2022-01-24", "--json").json
    assert all(row["target"] is None for row in early["rows"])


def test_board_is_narrowed_to_an_indicator(kaifang: Run) -> None:
    words = ("board", "liaoning-2022", "--indicator", "trade.exports", "--json")
    rows = kaifang(*words).json["rows"]
    assert {row["indicator"] for row in rows} == {"trade.exports"}


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("--indicator", "trade.exprts"), "KF-PACK-011", 1),
        (("--org", "219999"), "KF-CORE-007", 1),
        (("--as", "minister"), "KF-PROG-081", 1),
        (("--out", "board.pdf"), "KF-CLI-005", 2),
    ],
)
def test_board_of_what_is_not_there(
    kaifang: Run, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    answer = kaifang("board", "liaoning-2022", *words)
    assert (answer.code, answer.out) == (exit_code, "")
    assert f"[{code}]" in answer.err


def test_board_is_written_as_a_table(kaifang: Run, tmp_path: Path) -> None:
    out = tmp_path / "board.csv"
    answer = kaifang("board", "liaoning-2022", "--as-of", "2022-06-30", "--out", out)
    assert answer.code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8-sig"))))
    assert any("7724" in cell for row in rows for cell in row)
    assert kaifang("board", "liaoning-2022", "--out", tmp_path / "b.xlsx").code == 0
    assert (tmp_path / "b.xlsx").read_bytes().startswith(b"PK")


def test_board_for_people_names_what_it_was_made_from(kaifang: Run) -> None:
    out = kaifang("board", "liaoning-2022", "--as-of", "2022-06-30").out
    assert out.startswith("辽宁省对外开放2022\n")
    assert "7,724.0亿元" in out
    assert "2022-06-30" in out.splitlines()[-1]


# -- source -------------------------------------------------------------------------------------

TEXT = "全省货物进出口7724亿元，同比增长17.6%。"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the Liaoning pack whose documents register no digest."""
    folder = copied("liaoning-2022", tmp_path / "packs")
    file = folder / "documents.yaml"
    lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join(line for line in lines if "sha256" not in line), "utf-8")
    monkeypatch.setenv("KAIFANG_PACKS", str(tmp_path / "packs"))
    return folder


def test_text_is_attached_and_told_how_far_it_goes(
    kaifang: Run, pack: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "gb18030")
    answer = kaifang("source", "add", tmp_path / "a.txt", "--doc", "press-2022-01-25", "--json")
    (stands,) = answer.json["packs"]
    assert stands["pack"] == "liaoning-2022"
    # only two quotations of the pack stand in these two clauses, and they cover both figures
    assert stands["quotations"] - stands["lost"] == 2
    assert stands["uncovered"] == 0
    (listed,) = kaifang("source", "list", "--json").json
    assert listed["document"] == "press-2022-01-25"


def test_text_that_nobody_registers_needs_its_document(kaifang: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    answer = kaifang("source", "add", tmp_path / "a.txt")
    assert answer.code == 1
    assert "[KF-PROG-020]" in answer.err
    assert "--doc" in answer.err


def test_other_text_than_the_registered_one_is_refused(kaifang: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    answer = kaifang("source", "add", tmp_path / "a.txt", "--doc", "press-2022-01-25")
    assert answer.code == 1
    assert kaifang("source", "list", "--json").json == []


def test_text_of_a_document_that_no_pack_knows(kaifang: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    answer = kaifang("source", "add", tmp_path / "a.txt", "--doc", "press-2022-01-26")
    assert answer.code == 1
    assert "press-2022-01-25" in answer.err


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "KF-PACK-005"), (b"\x00\x01\xff\xfe\x80", "KF-PACK-002")]
)
def test_text_that_is_no_text(kaifang: Run, tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    answer = kaifang("source", "add", tmp_path / "a.txt", "--doc", "press-2022-01-25")
    assert answer.code == 1
    assert f"[{code}]" in answer.err
