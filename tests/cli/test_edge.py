"""Languages, options that stand anywhere, exit codes, and what happens when all goes wrong."""

import socket
from pathlib import Path

import pytest

from kaifang import __version__
from kaifang.cli.edge import hoisted
from kaifang.cli.pack import listing
from kaifang.cli.voice import chosen_lang
from tests.cli.conftest import Run
from tests.packs.authors import altered, copied


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8", "KAIFANG_LANG": "zh"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "KAIFANG_LANG": "en"}, "en"),
    ],
)
def test_language_of_the_environment(environment: dict[str, str], lang: str) -> None:
    assert chosen_lang(environment) == lang


def test_option_beats_the_environment(kaifang: Run) -> None:
    assert "Usage: kaifang" in kaifang("--lang", "en", "--help", KAIFANG_LANG="zh").out
    assert "用法：kaifang" in kaifang("--lang=zh", "--help", KAIFANG_LANG="en").out


def test_general_options_stand_anywhere(kaifang: Run) -> None:
    first, last = kaifang("--lang", "en", "pack", "list"), kaifang("pack", "list", "--lang", "en")
    assert first.out == last.out
    assert "Liaoning opening-up 2022" in first.out


def test_words_after_two_dashes_are_left_alone() -> None:
    assert hoisted(["--", "--lang", "en"]) == ({}, ["--", "--lang", "en"])


def test_unknown_language_is_a_usage_error(kaifang: Run) -> None:
    answer = kaifang("--lang", "fr", "pack", "list")
    assert (answer.code, answer.out) == (2, "")
    assert "[KF-CLI-005]" in answer.err


def test_version(kaifang: Run) -> None:
    answer = kaifang("--version")
    assert (answer.code, answer.out) == (0, f"kaifang {__version__}\n")


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["pcak"], "KF-CLI-002", "pack"),
        (["pack", "lnt"], "KF-CLI-002", "lint"),
        (["pack", "list", "--jsn"], "KF-CLI-003", "--json"),
        (["pack", "show"], "KF-CLI-004", "PACK"),
        (["pack", "list", "too", "much"], "KF-CLI-001", "too much"),
        (["pack", "lint", "--text", "nonsense"], "KF-CLI-005", "DOC=FILE"),
        (["pack", "schema", "fcts"], "KF-CLI-005", "facts"),
    ],
)
def test_what_is_written_wrongly_exits_with_2(
    kaifang: Run, words: list[str], code: str, hint: str
) -> None:
    answer = kaifang(*words)
    assert (answer.code, answer.out) == (2, "")
    assert f"[{code}]" in answer.err
    assert hint in answer.err
    assert "Traceback" not in answer.err


def test_no_command_at_all_shows_the_help(kaifang: Run) -> None:
    answer = kaifang()
    assert answer.code == 2
    assert "用法：kaifang" in answer.err


def test_file_that_is_not_there(kaifang: Run, tmp_path: Path) -> None:
    answer = kaifang("pack", "lint", "--text", f"press-2022-01-25={tmp_path / 'no.txt'}")
    assert answer.code == 1
    assert answer.err.startswith(f"{tmp_path / 'no.txt'}:[KF-CLI-006] ")
    assert "文件不存在" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "zh", "en"),
    [
        (["pcak"], 2, "没有命令“pcak”。", "No command “pcak”."),
        (["pack", "show"], 2, "缺少“PACK”。", "“PACK” is missing."),
        (["pack", "show", "liaoning-20222"], 1, "找不到政策包“", "No policy pack “"),
    ],
)
def test_errors_are_told_in_both_languages(
    kaifang: Run, words: list[str], code: int, zh: str, en: str
) -> None:
    """The language being spoken comes first with the code; the other follows, indented."""
    spoken = {"zh": (zh, en), "en": (en, zh)}
    for lang, (first, second) in spoken.items():
        answer = kaifang(*words, "--lang", lang)
        above, below = answer.err.splitlines()
        assert answer.code == code
        assert above.startswith("[KF-")
        assert first in above
        assert below.startswith("  ")
        assert second in below
        assert "[KF-" not in below


def test_every_wrong_cell_is_told_in_both_languages(kaifang: Run, tmp_path: Path) -> None:
    """A file with several faults: each place once, each fault in Chinese and in English."""
    folder = copied("liaoning-2022", tmp_path)
    first = altered(folder / "facts/trade.yaml", "value: 7724亿元", "value: 7724列")
    second = altered(folder / "facts/trade.yaml", "value: 3312.6亿元", "value: 3312.7亿元")
    told = kaifang("pack", "lint", folder).err.splitlines()
    for line in (first, second):
        place = f"packs/liaoning-2022/facts/trade.yaml:{line}:[KF-PACK-014]"
        (at,) = [number for number, text in enumerate(told) if text.startswith(place)]
        assert "不一致" in told[at]
        assert told[at + 1].startswith("  The value ")


def test_fault_of_ours_is_told_shortly_and_logged(
    kaifang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "find_packs", lambda: 1 / 0)
    answer = kaifang("pack", "list", KAIFANG_HOME=str(tmp_path))
    assert answer.code == 1
    zh, en = answer.err.splitlines()
    assert zh.startswith("[KF-CLI-007] 程序出错（ZeroDivisionError: division by zero）")
    assert en.startswith("  A fault of ours (ZeroDivisionError: division by zero)")
    log = tmp_path / "log" / "cli.log"
    assert str(log) in answer.err
    assert "Traceback" in log.read_text("utf-8")


def test_debug_shows_the_traceback(kaifang: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "find_packs", lambda: 1 / 0)
    assert "Traceback" in kaifang("pack", "list", "--debug").err


def test_home_is_where_the_log_goes(
    kaifang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "find_packs", lambda: 1 / 0)
    kaifang("pack", "list", "--home", tmp_path / "desk")
    assert (tmp_path / "desk" / "log" / "cli.log").is_file()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_taken_port_is_told_before_anything_is_made(kaifang: Run, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = kaifang(command, "--port", taken.getsockname()[1])
    assert (answer.code, answer.out) == (1, "")
    assert "[KF-CLI-009]" in answer.err
    assert "--port" in answer.err


@pytest.mark.parametrize("words", [("--port", "70000"), ("--host", "192.0.2.1")])
def test_address_that_is_none_of_ours_is_refused(kaifang: Run, words: tuple[str, str]) -> None:
    answer = kaifang("serve", *words)
    assert answer.code == 1
    assert "[KF-CLI-009]" in answer.err


def test_long_fault_is_told_by_its_first_line(
    kaifang: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail() -> None:
        raise RuntimeError("it broke\n" + "frame\n" * 80)

    monkeypatch.setattr(listing, "find_packs", fail)
    answer = kaifang("pack", "list", KAIFANG_HOME=str(tmp_path))
    assert len(answer.err.splitlines()) == 2
    assert "RuntimeError: it broke" in answer.err
