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
