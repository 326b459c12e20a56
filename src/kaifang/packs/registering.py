"""Begin a register 台账: a process of one's own, with comments that say what is to be filled in."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError
from kaifang.packs.drafting import quoted
from kaifang.packs.faults import InvalidValue
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import IndicatorEntry

TEMPLATE = "register_template/register.yaml"
BLANK = "FILL-IN"  # the document still to be named; without it and a quotation lint finds fault
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_COUNTS = {"flow": "count: finish", "stock": "count_in: [open, under_way]"}


class RegisterExists(KaifangError):
    """The pack has a process of that id, or a file of that name; nothing is overwritten."""

    code = "KF-PACK-220"


def draft_register(
    law: Law,
    folder: Path,
    id: str,
    name: Text,
    *,
    indicator: str = "",
    doc: str = "",
    quote: str = "",
    day: date,
) -> Path:
    """Write a register into `processes/` of a pack's folder and return the file.

    It lints clean once its citation is filled in, or at once where `doc` and `quote` are given.
    With an `indicator` it feeds it; else the feed stands as a comment.

    Raises: RegisterExists, InvalidValue, UnknownName.
    """
    path = folder / "processes" / f"{id}.yaml"
    if not _ID.fullmatch(id):
        raise InvalidValue(found=id, expected="a-z 0-9 . - _")
    if id in law.processes or path.exists():
        raise RegisterExists.at(str(path), found=id)
    words = {
        "id": id,
        "title": name.zh,
        "title_en": name.en,
        "name": quoted(name.zh),
        "name_en": quoted(name.en),
        "doc": doc or BLANK,
        "quote": quoted(quote),
        "day": day.isoformat(),
        "feeds": _feeds(law.indicator(indicator) if indicator else None),
    }
    text = (files(__package__) / TEMPLATE).read_text("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Template(text).substitute(words), "utf-8")
    return path


def _feeds(indicator: IndicatorEntry | None) -> str:
    """One feed: what happened for a flow, what stands open for a stock."""
    if indicator is None:
        return "  # feeds:\n  #   - {indicator: FILL-IN, count: finish}"
    counts = _COUNTS.get(indicator.kind, _COUNTS["flow"])
    return f"  feeds:\n    - {{indicator: {indicator.id}, {counts}}}"
