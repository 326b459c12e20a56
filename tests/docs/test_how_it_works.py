"""The way of one number, as docs/how_it_works.md tells it, leads past things that exist."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Page, page

PAGES = (page("docs/how_it_works.md"), page("docs/how_it_works.zh-CN.md"))
_NAME = re.compile(r"`((?:core|packs|facts|exchange|store|programme|site|cli)(?:\.\w+)+)`")
_PATH = re.compile(r"`((?:packs|src|tests|docs)/[\w./-]+)`")
_FOLDER = re.compile(r"^(src/kaifang/\w+|packs/) ", re.MULTILINE)


def exists(name: str) -> bool:
    """Whether a dotted name of the house is a module, or something in one."""
    try:
        import_module(f"kaifang.{name}")
    except ModuleNotFoundError:
        module, _, inside = name.rpartition(".")
        return hasattr(import_module(f"kaifang.{module}"), inside)
    return True


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
def test_names_and_paths_exist(one: Page) -> None:
    names, paths = _NAME.findall(one.text), _PATH.findall(one.text)
    assert len(names) >= 5
    assert [name for name in names if not exists(name)] == []
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
def test_every_room_of_the_house_is_named(one: Page) -> None:
    rooms = {path.parent for path in (ROOT / "src" / "kaifang").glob("*/__init__.py")}
    named = {(ROOT / folder).resolve() for folder in _FOLDER.findall(one.text)}
    assert rooms == named - {ROOT / "packs"}


def test_the_sentence_of_the_house_is_one() -> None:
    sentence = re.compile(r"^\*\*(.+)\*\*$", re.MULTILINE)
    fronts = (page("README.md"), page("README.zh-CN.md"))
    for front, inside in zip(fronts, PAGES, strict=True):
        assert sentence.findall(front.text) == sentence.findall(inside.text)


def test_a_name_that_is_not_there_is_seen() -> None:
    assert not exists("facts.cube.Sphere")
    assert not Path(ROOT / "packs/liaoning-1922").exists()
