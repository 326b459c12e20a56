"""kaifang pack diff: what changed from one pack to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from kaifang.cli.options import AsJson
from kaifang.cli.voice import (
    lang,
    say,
    show_json,
    word,
)
from kaifang.packs.comparing import Change, diff
from kaifang.packs.law import compose
from kaifang.packs.loading import find_pack


def diff_packs(
    old: Annotated[str, typer.Argument(metavar="OLD")],
    new: Annotated[str, typer.Argument(metavar="NEW")],
    as_json: AsJson = False,
) -> None:
    """Tell what changed from one pack to another, or to a copy in a folder."""
    changes = diff(compose(find_pack(old)), compose(find_pack(new)))
    if as_json:
        show_json([change.json(lang()) for change in changes])
        return
    for line in _diff_lines(changes):
        say(line)


def _diff_lines(changes: list[Change]) -> Iterator[str]:
    for change in changes:
        yield change.says.in_(lang())
        for field in change.fields:
            yield f"  {field.name}: {field.before or '—'} → {field.after or '—'}"
    yield word("cli.diff.count", count=len(changes))
