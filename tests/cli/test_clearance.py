"""kaifang clearance load: counts told to people and to programs; the files that were refused too."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.programme.clearance.test_loading import CSV, put

pytestmark = pytest.mark.django_db
PACK = ("--pack", "liaoning-2022")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def test_file_is_loaded_once(kaifang: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", CSV)
    first = kaifang("clearance", "load", path, *PACK)
    assert first.out.strip() == "a.csv：新增 3，已有 0，隔离 0。", first.err
    again = kaifang("clearance", "load", path, *PACK, "--json")
    assert again.json == [{"file": "a.csv", "new": 0, "same": 3, "quarantined": 0, "error": None}]


def test_folder_tells_which_file_was_refused(kaifang: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    put(folder, "a.csv", CSV)
    put(folder, "b.csv", CSV.replace("2023-04-21 09:00:00", "soon"))
    found = kaifang("clearance", "load", folder, *PACK, "--lang", "en")
    assert found.code == 1
    assert "2 files: 3 new, 0 there already, 0 set aside; 1 not loaded." in found.out
    assert "b.csv:4" in found.err


def test_unknown_process_and_folder_that_is_none(kaifang: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", CSV)
    found = kaifang("clearance", "load", path, *PACK, "--process", "clearence", "--lang", "en")
    assert found.code != 0
    assert "Nearest: clearance" in found.err
    assert kaifang("clearance", "load", path, *PACK, "--watch").code != 0


def test_watching_tells_a_line_for_each_file_until_broken_off(
    kaifang: Run, tmp_path: Path, monkeypatch: Any
) -> None:
    put(tmp_path, "a.csv", CSV)
    rounds = iter(range(3))

    def pause(_: float) -> None:
        if next(rounds) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("kaifang.cli.clearance.sleep", pause)
    found = kaifang("clearance", "load", tmp_path, *PACK, "--watch", "--json")
    assert found.json == {"file": "a.csv", "new": 3, "same": 0, "quarantined": 0, "error": None}
