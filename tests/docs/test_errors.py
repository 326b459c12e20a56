"""Every error has a class, a code of its own, both languages, and a line in docs/errors.md."""

from __future__ import annotations

import importlib
import pkgutil
import re
import runpy
import string
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

import kaifang
from kaifang.core.bilingual import LANGUAGES
from kaifang.core.errors import KaifangError
from kaifang.core.messages import catalogue

ROOT = Path(__file__).parents[2]


@cache
def errors() -> list[type[KaifangError]]:
    """All error classes of the house, every module imported."""
    for module in pkgutil.walk_packages(kaifang.__path__, "kaifang."):
        if not {"migrations", "site"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    found, waiting = [], [KaifangError]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += one.__subclasses__()
    return [one for one in dict.fromkeys(found) if one.__module__.startswith("kaifang.")]


def codes() -> set[str]:
    return {key for key in catalogue() if key.startswith("KF-")}


def test_every_error_has_a_code_of_its_own() -> None:
    borrowed = [one.__qualname__ for one in errors() if "code" not in vars(one)]
    assert not borrowed, f"no code of their own: {borrowed}"
    by_code = Counter(one.code for one in errors())
    twice = {code for code, count in by_code.items() if count > 1}
    shared = [
        f"{one.code} {one.__module__}.{one.__qualname__}" for one in errors() if one.code in twice
    ]
    assert not shared


def test_every_code_has_a_class_and_every_class_a_message() -> None:
    used = {one.code for one in errors()}
    assert used - codes() == set(), "no message"
    assert codes() - used == set(), "no class raises it"


def test_an_error_says_the_same_in_both_languages() -> None:
    unlike = []
    for code in sorted(codes()):
        for part in ("says", "do"):
            zh, en = (catalogue()[code][part][lang] for lang in LANGUAGES)
            if fields(zh) != fields(en) or not (zh.strip() and en.strip()):
                unlike.append(f"{code} {part}: {zh} / {en}")
    assert not unlike, "\n".join(unlike)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_codes_are_formed_alike() -> None:
    assert [code for code in codes() if not re.fullmatch(r"KF-[A-Z]{3,5}-\d{3}", code)] == []


def test_no_message_is_defined_twice_in_a_file() -> None:
    """YAML would silently keep the last."""
    twice = []
    for file in files("kaifang.core.messages").iterdir():
        if file.name.endswith(".yaml"):
            keys = re.findall(r"^([\w.-]+):", file.read_text("utf-8"), re.MULTILINE)
            twice += [f"{file.name}: {key}" for key, count in Counter(keys).items() if count > 1]
    assert not twice


@pytest.mark.parametrize("page", ["errors.md", "cli.md"])
def test_generated_page_is_current(page: str) -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "docs"))
    written = (ROOT / "docs" / page).read_text("utf-8")
    assert written == tool["PAGES"][page](), "run .venv/bin/python tools/docs"


def test_the_page_names_every_code() -> None:
    page = (ROOT / "docs" / "errors.md").read_text("utf-8")
    assert [code for code in codes() if f"`{code}`" not in page] == []
