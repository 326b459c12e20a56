"""The packs hold the five documents to the last numeral, and nothing in them vanishes unseen.

The documents themselves are not part of the repository: whoever has them sets KAIFANG_DOCUMENTS to
their folder, or puts it where the default looks.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from kaifang.core.numerals import find_numerals
from kaifang.packs.law import Law, compose
from kaifang.packs.linting import lint
from kaifang.packs.quoting import Coverage
from kaifang.packs.texts import check_registered, read_document

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("KAIFANG_DOCUMENTS") or ROOT.parent / "shared" / "seeds")
FILES = {
    "press-2022-01-25": "000_*.txt",
    "media-2023-03-24": "001_*.txt",
    "reply-1278-2022-06-06": "002_*.txt",
    "meeting-2018-03-31": "003_*.txt",
    "notice-gz-zones-2023": "004_*.txt",
}
DOCUMENTS = {
    "liaoning-2022": ("press-2022-01-25", "reply-1278-2022-06-06"),
    "liaoning-2023": ("media-2023-03-24",),
    "liaoning-2018": ("meeting-2018-03-31",),
    "guizhou-2023": ("notice-gz-zones-2023",),
}
PAIRS = [(pack, document) for pack, documents in DOCUMENTS.items() for document in documents]

# What the packs held when they were complete: a later version may say more, never less.
AT_LEAST = {
    "cn-places": {"orgs": 91, "grids": 3, "groupings": 2, "documents": 5},
    "cn-indicators": {"indicators": 70},
    "cn-lights": {"lights": 11, "documents": 7},
    "cn-codes": {"codes": 5, "concordances": 1, "maps": 2},
    "cn-calendar": {"workdays": 26, "documents": 26},
    "liaoning-2018": {
        "targets": 32,
        "tasks": 11,
        "not_figures": 18,
        "documents": 1,
        "processes": 1,
    },
    "liaoning-2022": {
        "documents": 2,
        "facts": 64,
        "targets": 132,
        "parameters": 10,
        "tasks": 58,
        "lists": 17,
        "indicators": 6,
        "orgs": 15,
        "differences": 6,
        "checks": 7,
        "maps": 1,
        "not_figures": 62,
        "processes": 9,
    },
    "liaoning-2023": {
        "facts": 2,
        "targets": 66,
        "parameters": 5,
        "tasks": 9,
        "not_figures": 11,
        "processes": 2,
    },
    "guizhou-2023": {
        "facts": 2,
        "targets": 35,
        "parameters": 15,
        "tasks": 25,
        "lists": 10,
        "indicators": 6,
        "checks": 1,
        "not_figures": 30,
        "processes": 5,
    },
}


def file_of(document: str) -> Path:
    """The file of a document; a test that needs one that is missing is skipped by name."""
    found = sorted(FOLDER.glob(FILES[document]))
    if not found:
        pytest.skip(f"{document}: no {FILES[document]} in {FOLDER}; set KAIFANG_DOCUMENTS")
    return found[0]


@cache
def law_of(pack: str) -> Law:
    return compose(ROOT / "packs" / pack)


def coverage(pack: str, document: str) -> Coverage:
    return Coverage(law_of(pack), document, read_document(file_of(document)).text)


@pytest.mark.parametrize("pack", DOCUMENTS)
def test_every_quotation_stands_and_every_numeral_is_covered(pack: str) -> None:
    texts = {name: read_document(file_of(name)).text for name in DOCUMENTS[pack]}
    assert [str(finding) for finding in lint(law_of(pack), texts)] == []


@pytest.mark.parametrize(("pack", "document"), PAIRS)
def test_the_file_is_the_one_that_the_pack_registers(pack: str, document: str) -> None:
    file = file_of(document)
    registered = law_of(pack).documents[document]
    assert registered.sha256
    check_registered(read_document(file), registered, file)


@pytest.mark.parametrize(
    ("pack", "document", "arabic"),
    [  # numbers in Arabic digits, counted in the files with grep
        ("liaoning-2022", "press-2022-01-25", 153),
        ("liaoning-2022", "reply-1278-2022-06-06", 36),
        ("liaoning-2023", "media-2023-03-24", 30),
        ("liaoning-2018", "meeting-2018-03-31", 6),
        ("guizhou-2023", "notice-gz-zones-2023", 87),
    ],
)
def test_no_number_of_a_document_escapes_the_proof(pack: str, document: str, arabic: int) -> None:
    text = coverage(pack, document).repaired.text
    found = [text[start:end] for start, end in find_numerals(text)]
    assert len([numeral for numeral in found if numeral[0].isdigit()]) == arabic


def test_a_figure_left_out_is_noticed() -> None:
    """Without the fact of 632 trains, its numeral is covered by nothing."""
    one = coverage("liaoning-2022", "press-2022-01-25")
    kept = [pair for pair in one.quotes() if "632列" not in pair[1].quote]
    object.__setattr__(one, "quotes", lambda: iter(kept))
    text = one.repaired.text
    assert {text[start:end] for start, end in one.uncovered()} == {"632"}


@pytest.mark.parametrize("pack", AT_LEAST)
def test_nothing_vanishes_from_a_pack(pack: str) -> None:
    entries = law_of(pack).pack.entries
    counts = {kind: len(entries[kind]) for kind in AT_LEAST[pack]}
    short = {kind: count for kind, count in counts.items() if count < AT_LEAST[pack][kind]}
    assert not short, f"{pack} held {AT_LEAST[pack]}, now {short}"


def test_every_pack_that_ships_is_pinned() -> None:
    shipped = {file.parent.name for file in (ROOT / "packs").glob("*/pack.yaml")}
    assert shipped - {"demo"} == set(AT_LEAST)
