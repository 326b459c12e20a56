"""What the pages tell a stranger is so: links lead somewhere, commands exist, languages agree."""

from __future__ import annotations

import re
import shlex
from typing import Any
from urllib.parse import unquote

import pytest
from typer.main import get_command

from kaifang.cli.edge import UsageError, hoisted
from kaifang.cli.main import app
from kaifang.core.errors import KaifangError
from tests.docs.pages import ROOT, Page, page, pages, pairs

TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
# Words before a command: settings, and whom to be.
_BEFORE = re.compile(r"^((sudo -u \w+|[A-Z_]+=\S*)\s+)*(\S*/bin/)?")


def command_of(line: str) -> list[str]:
    """The words of a line up to a pipe or a redirection, without what stands before it."""
    words = shlex.split(_BEFORE.sub("", line), comments=True)
    end = next((at for at, word in enumerate(words) if word in _ENDS), len(words))
    return words[:end]


_ENDS = ("|", ">", "<", "&&", "&")


def fault_of(words: list[str], *, whole: bool) -> str:
    """What is wrong with a command, or ""; `whole` commands have all their arguments."""
    if words[0] == "make":
        return _fault_of_make(words[1:])
    return _fault_of_kaifang(words[1:], whole=whole) if words[0] == "kaifang" else ""


def _fault_of_make(words: list[str]) -> str:
    settings = dict(word.split("=", 1) for word in words if "=" in word)
    targets = [word for word in words if "=" not in word]
    unknown = [target for target in targets if target not in TARGETS]
    if unknown or not targets:
        return f"no target {unknown}"
    more = shlex.split(settings.get("ARGS", "")) if targets == ["demo"] else []
    return _fault_of_kaifang(["demo", *more], whole=True) if more else ""


def _fault_of_kaifang(words: list[str], *, whole: bool) -> str:
    _, rest = hoisted(words)
    try:
        _parse(get_command(app), [one for one in rest if one != "…"])
    except UsageError as error:
        kind = type(error).__name__
        lacking = kind in ("MissingParameter", "NoArgsIsHelpError", "BadOptionUsage")
        return "" if lacking and not whole else f"{kind}: {error}"
    except KaifangError as error:
        return str(error)
    return ""


def _parse(command: Any, words: list[str]) -> None:
    """Go down the groups, then read the words as the command itself would."""
    commands = getattr(command, "commands", None)
    if commands is None:
        command.make_context("", words)
    elif words and not words[0].startswith("-"):
        _, found, rest = command.resolve_command(None, words)
        _parse(found, rest)
    elif words and words[0] not in {name for one in command.params for name in one.opts}:
        assert words[0] == "--help", f"no option {words[0]}"


@pytest.mark.parametrize("one", pages(), ids=lambda one: one.name)
def test_links_lead_somewhere(one: Page) -> None:
    lost = []
    for link in one.links:
        path, _, anchor = unquote(link).partition("#")
        if "://" in path:
            continue
        target = (one.path.parent / path).resolve() if path else one.path
        if not target.exists() or (anchor and anchor not in Page(target).anchors):
            lost.append(link)
    assert not lost


@pytest.mark.parametrize("one", pages(), ids=lambda one: one.name)
def test_commands_exist_with_their_options(one: Page) -> None:
    lines = [(line, True) for line in one.typed] + [(line, False) for line in one.named]
    wrong = {
        line: fault
        for line, whole in lines
        if (words := command_of(line)) and (fault := fault_of(words, whole=whole))
    }
    assert not wrong


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("kaifang bord liaoning-2022", True),
        ("kaifang board liaoning-2022 --as-off 2022-06-30", True),
        ("kaifang board", True),
        ("kaifang pack lint --txt a=b", False),
        ("kaifang serve --port eighty", True),
        ("make demos", True),
        ('make demo ARGS="--prot 1"', True),
        ("sudo -u kaifang KAIFANG_HOME=/a /opt/kaifang/bin/kaifang pack instal x", True),
    ],
)
def test_a_wrong_command_is_seen(line: str, whole: bool) -> None:
    assert fault_of(command_of(line), whole=whole)


@pytest.mark.parametrize(
    "line", ["kaifang", "kaifang pack", "kaifang board", "kaifang --lang en pack lint", "make test"]
)
def test_a_right_command_is_let_through(line: str) -> None:
    assert not fault_of(command_of(line), whole=False)


def test_the_front_pages_stand_in_both_languages() -> None:
    assert {one.name for _, one in pairs()} >= {"README.zh-CN.md"}


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair[0].name)
def test_both_languages_say_the_same(pair: tuple[Page, Page]) -> None:
    english, chinese = pair
    assert [level for level, _ in english.headings] == [level for level, _ in chinese.headings]
    assert english.typed == chinese.typed
    assert sorted(english.named) == sorted(chinese.named)
    assert _code(english) == _code(chinese)
    assert _numbers(english) == _numbers(chinese)


def _code(one: Page) -> list[tuple[str, str, str]]:
    """Blocks that a reader copies."""
    return [(b.lang, b.about, b.text) for b in one.blocks if b.lang in ("python", "yaml", "text")]


def _numbers(one: Page) -> list[str]:
    """Figures of the cells that hold nothing else: what was measured must not differ."""
    rows = [line for line in one.prose.splitlines() if line.startswith("|")]
    cells = [cell.strip() for row in rows for cell in row.split("|")]
    return [n for cell in cells if _MEASURED.fullmatch(cell) for n in _NUMBER.findall(cell)]


_NUMBER = re.compile(r"\d[\d,.]*")
_MEASURED = re.compile(r"(\d[\d,.]*(\s?[A-Za-z秒分钟个条]{1,3})?[;；]?\s*)+")


def test_every_page_is_reached_from_the_front_page() -> None:
    seen: set[str] = set()
    waiting = [page("README.md"), page("README.zh-CN.md")]
    while waiting:
        one = waiting.pop()
        if one.name in seen or not one.name.endswith(".md"):
            continue
        seen.add(one.name)
        links = [unquote(link).partition("#")[0] for link in one.links if "://" not in link]
        waiting += [Page((one.path.parent / link).resolve()) for link in links if link]
    told = {one.name for one in pages() if one.path.parent != ROOT / "docs" / "decisions"}
    assert told - seen - {"src/kaifang/packs/template/README.md"} == set()
