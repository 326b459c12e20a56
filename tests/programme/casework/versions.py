"""A second version of the demo's process of projects, written beside the first."""

from __future__ import annotations

import shutil
from pathlib import Path

from kaifang.packs.loading import find_pack

MAP = {"talks": "negotiation"}


def second_version(tmp_path: Path) -> Path:
    """Version 2.0.0: talks are called negotiation, and signing needs their minutes again."""
    folder = tmp_path / "demo"
    shutil.copytree(find_pack("demo"), folder)
    head, file = folder / "pack.yaml", folder / "processes" / "investment.yaml"
    said = head.read_text("utf-8")
    assert "version: 1.0.0" in said
    head.write_text(said.replace("version: 1.0.0", "version: 2.0.0"), "utf-8")
    text = file.read_text("utf-8")
    for before in ("id: ", "from: ", "to: ", "[", ", "):
        text = text.replace(f"{before}talks", f"{before}negotiation")
    asked = "who: [city], evidence: [contract"
    file.write_text(text.replace(f"{asked}]", f"{asked}, visit]"), "utf-8")
    return folder


def changed_alone(tmp_path: Path, *, renamed: bool = False) -> Path:
    """The same change with the version left at 1.0.0; `renamed` says what talks were called."""
    folder = second_version(tmp_path)
    head, file = folder / "pack.yaml", folder / "processes" / "investment.yaml"
    head.write_text(head.read_text("utf-8").replace("version: 2.0.0", "version: 1.0.0"), "utf-8")
    if renamed:
        text = file.read_text("utf-8")
        assert "{id: negotiation, " in text
        said = text.replace("{id: negotiation, ", "{id: negotiation, renamed_from: talks, ")
        file.write_text(said, "utf-8")
    return folder


def reworded(tmp_path: Path) -> Path:
    """The demo with another name for a state, and no other rule."""
    folder = tmp_path / "reworded" / "demo"
    shutil.copytree(find_pack("demo"), folder)
    file = folder / "processes" / "investment.yaml"
    text = file.read_text("utf-8")
    assert "zh: 在谈" in text
    file.write_text(text.replace("zh: 在谈", "zh: 洽谈中"), "utf-8")
    return folder
