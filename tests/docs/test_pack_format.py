"""docs/pack_format.md names every field of every model, in both languages; its examples are one valid pack."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from kaifang.core.citation import Quality, Rank
from kaifang.core.observation import Measure
from kaifang.core.statement import Authority
from kaifang.facts.light_rules import INPUTS
from kaifang.packs.kinds import KINDS
from kaifang.packs.law import Law, compose
from kaifang.packs.linting import lint
from kaifang.packs.reading import read_text
from kaifang.packs.schema.base import CiteEntry, Comparator, Entry, NameEntry, Strength
from kaifang.packs.schema.figures import Formula, TargetForm
from kaifang.packs.schema.head import PackHead
from kaifang.packs.schema.rules import CodeMapEntry
from kaifang.programme.lighting import inputs_of
from tests.docs.pages import Block, page

FORMAT = page("docs/pack_format.md")
CHINESE = page("docs/pack_format.zh-CN.md")
ENTRIES = "What entries share"
# The sections of both pages under their English names; kinds are called alike in both.
OWN_NAMES = {"条目的共同字段": ENTRIES, "出处": "Citations"}
PAGES = {
    "en": FORMAT.sections,
    "zh": {OWN_NAMES.get(name, name): text for name, text in CHINESE.sections.items()},
}
SECTIONS = PAGES["en"]
SHARED = SECTIONS[ENTRIES] + SECTIONS["Citations"]
both_pages = pytest.mark.parametrize("sections", PAGES.values(), ids=PAGES)
Sections = dict[str, str]
PARTS: dict[str, type[BaseModel]] = {"cite": CiteEntry, "formula": Formula, "target": TargetForm}
FILES = [block for block in FORMAT.blocks if block.lang == "yaml" and block.about not in PARTS]


def models() -> Iterator[tuple[str, type[BaseModel]]]:
    """Every model with the section that tells of it."""
    yield "pack.yaml", PackHead
    yield from KINDS.items()
    yield "maps", CodeMapEntry


def fields(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[str]:
    """The keys of a model and of all it is made of, as a file writes them."""
    seen = seen if seen is not None else set()
    if model in seen or model in (NameEntry, CiteEntry):
        return set()
    seen.add(model)
    names = {field.alias or name for name, field in model.model_fields.items()}
    for field in model.model_fields.values():
        for part in _models_in(field.annotation):
            names |= fields(part, seen)
    return names


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def told(text: str) -> set[str]:
    """Words between backticks, outside of the examples."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return {word for code in re.findall(r"`([^`\n]+)`", prose) for word in re.findall(r"\w+", code)}


def shared(sections: Sections) -> set[str]:
    """What the page tells of all entries."""
    return told(sections[ENTRIES] + sections["Citations"])


@both_pages
@pytest.mark.parametrize(("section", "model"), list(models()), ids=str)
def test_every_field_is_told_in_its_section(
    sections: Sections, section: str, model: type[BaseModel]
) -> None:
    assert fields(model) - told(sections[section]) - shared(sections) == set()


@both_pages
def test_names_and_citations_are_told_to_the_last_field(sections: Sections) -> None:
    assert fields_of(CiteEntry) - told(sections["Citations"]) == set()
    assert fields_of(NameEntry) - told(sections[ENTRIES]) == set()


def test_both_pages_have_the_same_sections_and_examples() -> None:
    assert list(PAGES["zh"])[1:] == list(PAGES["en"])[1:]  # but for the title
    english, chinese = (
        [(b.lang, b.about, b.text) for b in one.blocks] for one in (FORMAT, CHINESE)
    )
    assert chinese == english


def fields_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("What entries share", get_args(Comparator)),
        ("What entries share", get_args(Strength)),
        ("documents", [one.value for one in Rank]),
        ("documents", [one.value for one in Quality]),
        ("facts", [one.value for one in Measure]),
        ("facts", [one.value for one in Authority]),
        ("lights", INPUTS),
    ],
)
@both_pages
def test_every_word_of_a_closed_set_is_told(
    sections: Sections, section: str, words: list[str]
) -> None:
    assert set(words) - told(sections[section]) == set()


@both_pages
@pytest.mark.parametrize("kind", KINDS)
def test_every_choice_of_a_kind_is_told(sections: Sections, kind: str) -> None:
    """Fields that take one of a few words say which."""
    choices = {
        str(word)
        for field in KINDS[kind].model_fields.values()
        for word in _choices(field.annotation)
    }
    known = told(sections[kind]) | shared(sections)
    assert choices - known - {""} == set()


def _choices(annotation: Any) -> Iterator[Any]:
    if "Literal" in str(getattr(annotation, "__origin__", "")):
        yield from get_args(annotation)
        return
    for part in get_args(annotation):
        yield from _choices(part)


@both_pages
def test_inputs_known_to_the_board_are_marked(sections: Sections) -> None:
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| board \|$", sections["lights"], re.MULTILINE)
    given = {name for name in INPUTS if f'"{name}"' in inspect.getsource(inputs_of)}
    assert set(rows) == given


@pytest.mark.parametrize("part", PARTS)
def test_parts_of_entries_are_valid(part: str) -> None:
    found = [block for block in FORMAT.blocks if block.about == part]
    assert found
    for block in found:
        items = read_text(block.text, f"{FORMAT.name} {part}").data
        assert [PARTS[part].model_validate(item) for item in items]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack that the examples make."""
    folder = tmp_path_factory.mktemp("packs") / "format-2022"
    for block in FILES:
        file = folder / block.about
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def law(written: Path) -> Law:
    return compose(written)


def test_the_examples_are_one_pack_without_findings(law: Law) -> None:
    assert [str(finding) for finding in lint(law)] == []


def test_there_is_an_example_of_every_kind(law: Law) -> None:
    assert {kind for kind in KINDS if not law.pack.entries[kind]} == set()


@pytest.mark.parametrize("block", FILES, ids=lambda block: block.about)
def test_an_example_stands_in_the_section_of_its_kind(block: Block) -> None:
    kind = block.about.partition("/")[0]
    assert block.section == (kind if kind == "pack.yaml" else kind.removesuffix(".yaml"))


def test_no_example_is_left_unread() -> None:
    """A YAML block that names neither a file nor a part would be checked by nobody."""
    files = re.compile(r"pack\.yaml|(\w+)(/[\w-]+)?\.yaml")
    for block in FILES:
        match = files.fullmatch(block.about)
        assert match
        assert match[1] is None or match[1] in KINDS


def test_the_list_of_files_is_complete() -> None:
    tree = next(block.text for block in FORMAT.blocks if not block.lang)
    named = set(re.findall(r"^  (\w+)", tree, re.MULTILINE))
    assert named == {"pack", *KINDS, "texts", "drafts", "README"}


def test_a_field_nobody_told_would_be_seen() -> None:
    class Stranger(Entry):
        unheard_of: str = ""

    assert fields(Stranger) - told(SECTIONS["facts"]) - told(SHARED) == {"unheard_of"}
