"""The block `duplicates` of a process: what lint finds wrong with it, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaifang.packs.linting import lint
from tests.packs.test_processes import FILE, PROCESS
from tests.packs.tiny import TinyPack

BLOCK = """\
  duplicates:
    compare:
      name: title
      amount: [paid]
    who: [officer]
    until: decide
    cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}
"""
FIELDS = "fields: [{id: title, name: {zh: 名称, en: Title}, kind: text}, "
WHOLE = PROCESS.replace("fields: [", FIELDS) + BLOCK


@pytest.fixture
def pack(tmp_path: Path) -> TinyPack:
    return TinyPack.sound(tmp_path / "tiny").write(FILE, WHOLE)


def line(text: str) -> str:
    number = next(n for n, one in enumerate(WHOLE.splitlines(), 1) if text in one)
    return f"{FILE}:{number}"


def test_block_is_sound_and_loaded(pack: TinyPack) -> None:
    law = pack.law()
    assert lint(law) == []
    rule = law.processes["approval"].duplicates
    assert rule is not None
    assert (rule.compare.name, rule.compare.amount, rule.keeps) == (
        ("title",), ("paid",), "first_registered",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("name: title\n", "name: titel\n", "KF-PACK-201", "name: title"),
        ("amount: [paid]", "amount: [title]", "KF-PACK-236", "amount: [paid]"),
        ("    who: [officer]", "    who: [chief]", "KF-PACK-201", "    who: [officer]"),
        ("until: decide", "until: decided", "KF-PACK-201", "until: decide"),
        ("    until: decide\n    cite", "    until: decide\n    keeps: last\n    cite",
         "KF-PACK-009", "until: decide"),
        ("      name: title\n", "", "KF-PACK-041", "amount: [paid]"),
        ("  mode: command", "  mode: observe", "KF-PACK-235", "  duplicates:"),
        ("event: decide, name", "event: duplicate.merged, name", "KF-PACK-237", "event: decide"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    pack: TinyPack, old: str, new: str, code: str, at: str
) -> None:
    told = pack.change(FILE, old, new).told()
    assert code in [one for one, _ in told]
    if code not in ("KF-PACK-009", "KF-PACK-041"):
        assert (code, line(at)) in told


def test_a_block_without_a_citation_does_not_load(pack: TinyPack) -> None:
    pack.write(FILE, WHOLE[: WHOLE.rindex("    cite:")])
    assert "KF-PACK-008" in [code for code, _ in pack.told()]
