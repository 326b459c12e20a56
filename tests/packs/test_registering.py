"""A drafted register lints clean once its citation is filled in; nothing is overwritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaifang.core.bilingual import Text
from kaifang.packs.law import UnknownName
from kaifang.packs.linting import lint
from kaifang.packs.registering import RegisterExists, draft_register
from tests.packs.registers import register_pack
from tests.packs.tiny import TinyPack

NAME = Text("督办事项: 一", "Matters: one")
DAY = date(2022, 3, 1)
QUOTED = {"doc": "press", "quote": "一是稳外贸"}


@pytest.fixture
def pack(tmp_path: Path) -> TinyPack:
    """Its own register feeds nothing, so that a new one may."""
    pack = register_pack(tmp_path / "tiny")
    (tmp_path / "tiny" / "processes" / "exhibition.yaml").unlink()
    return pack


def test_lint_names_what_is_to_fill_in(pack: TinyPack, tmp_path: Path) -> None:
    path = draft_register(pack.law(), tmp_path / "tiny", "matters", NAME, day=DAY)
    text = path.read_text("utf-8")
    blank = next(n for n, one in enumerate(text.splitlines(), 1) if "doc: FILL-IN" in one)
    where = f"processes/matters.yaml:{blank}"
    assert pack.told() == [("KF-PACK-041", where)]  # no quotation
    path.write_text(text := text.replace('quote: ""', "quote: 一是稳外贸"), "utf-8")
    assert pack.told() == [("KF-PACK-011", where)]  # no such document
    path.write_text(text.replace("doc: FILL-IN", "doc: press"), "utf-8")
    assert pack.told() == []


@pytest.mark.parametrize(
    ("indicator", "kind"), [("exhibitions.held", "count"), ("exhibitions.open", "count_in")]
)
def test_a_feed_fits_its_indicator(
    pack: TinyPack, tmp_path: Path, indicator: str, kind: str
) -> None:
    draft_register(pack.law(), tmp_path / "tiny", "matters", NAME, indicator=indicator, day=DAY, **QUOTED)  # fmt: skip
    law = pack.law()
    assert lint(law) == []
    process = law.processes["matters"]
    assert (process.name.zh, process.name.en) == (NAME.zh, NAME.en)
    assert [(one.indicator, one.kind) for one in process.feeds] == [(indicator, kind)]
    assert [clock.id for clock in process.clocks] == ["handling"]


def test_nothing_is_overwritten_nor_guessed(pack: TinyPack, tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    draft_register(pack.law(), folder, "matters", NAME, day=DAY, **QUOTED)
    with pytest.raises(RegisterExists):
        draft_register(pack.law(), folder, "matters", NAME, day=DAY)
    with pytest.raises(UnknownName):
        draft_register(pack.law(), folder, "others", NAME, indicator="trade.totl", day=DAY)
    assert not (folder / "processes" / "others.yaml").exists()
