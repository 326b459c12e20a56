"""kaifang codes: full lists come in, and all lists are told."""

from pathlib import Path
from typing import Any

import pytest

from kaifang.packs.law import load
from tests.cli.conftest import Run

pytestmark = pytest.mark.django_db

MAP = ("--map", "cn-codes/gbt4754")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


@pytest.fixture
def industries(tmp_path: Path) -> Path:
    path = tmp_path / "industries.csv"
    rows = [f'{one.code},"{one.name.zh}"' for one in load("cn-codes").code_lists["gbt4754@2017"]]
    path.write_text("\n".join(["code,name", *rows, "011,谷物种植"]), "utf-8")
    return path


def test_full_list_is_imported(kaifang: Run, industries: Path) -> None:
    answer = kaifang("codes", "import", industries, *MAP)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.strip() == "gbt4754 2017：读到 118 个代码；新增 1，减少 0，改变 0。"
    again = kaifang("codes", "import", industries, *MAP, "--lang", "en").out
    assert again.strip() == "gbt4754 2017: 118 codes read, the same as before."


def test_import_is_told_as_json(kaifang: Run, industries: Path) -> None:
    answer = kaifang("codes", "import", industries, *MAP, "--json").json
    assert answer == {
        "list": "gbt4754",
        "edition": "2017",
        "title": answer["title"],
        "codes": 118,
        "sample": False,
        "read": 118,
        "added": 1,
        "gone": 0,
        "changed": 0,
    }


def test_lists_say_whether_they_are_full(kaifang: Run, industries: Path) -> None:
    kaifang("codes", "import", industries, *MAP)
    found = {one["list"]: one for one in kaifang("codes", "list", "--json").json}
    assert (found["gbt4754"]["sample"], found["gbt4754"]["codes"]) == (False, 118)
    assert found["hs"]["sample"] is True
    out = kaifang("codes", "list").out
    assert "全表" in out
    assert "样表" in out


def test_wrong_rows_are_refused_with_their_places(kaifang: Run, industries: Path) -> None:
    industries.write_text(industries.read_text("utf-8") + "\n011,谷物\n,豆类\n", "utf-8")
    answer = kaifang("codes", "import", industries, *MAP)
    assert (answer.code, answer.out) == (1, "")
    assert "industries.csv!A120:[KF-EXCH-027]" in answer.err
    assert "industries.csv!A121:[KF-EXCH-025]" in answer.err


@pytest.mark.parametrize(
    ("map", "code", "exit_code"),
    [
        ("gbt4754", "KF-CLI-005", 2),
        ("cn-codes/gbt", "KF-PACK-011", 1),
        ("cn-code/gbt4754", "KF-PACK-020", 1),
    ],
)
def test_map_that_is_not_there(
    kaifang: Run, industries: Path, map: str, code: str, exit_code: int
) -> None:
    answer = kaifang("codes", "import", industries, "--map", map)
    assert (answer.code, answer.out) == (exit_code, "")
    assert f"[{code}]" in answer.err
