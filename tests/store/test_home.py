"""The folder of the store: one holder of a lock at a time, names that hold old or new."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kaifang.store.home import home as folder_of
from kaifang.store.home import locked, put_in_place


def enter(file: Path) -> str:
    with locked(file):
        return "in"


def test_lock_keeps_others_out_until_it_is_let_go(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        with locked(tmp_path / "lock"):
            waiting = pool.submit(enter, tmp_path / "lock")
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
        assert waiting.result(timeout=600) == "in"


def test_lock_is_let_go_by_an_error(tmp_path: Path) -> None:
    with pytest.raises(LookupError), locked(tmp_path / "lock"):
        raise LookupError
    assert enter(tmp_path / "lock") == "in"


def test_file_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("old")
    (tmp_path / "fresh").write_text("new")
    put_in_place(tmp_path / "fresh", tmp_path / "place")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir() if path.is_file()] == [
        ("place", "new")
    ]


def test_folder_is_made_below_the_home(home: Path) -> None:
    assert folder_of("a", "b") == home / "a" / "b"
    assert (home / "a" / "b").is_dir()
