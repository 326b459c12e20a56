"""kaifang pack new, draft, confirm: begin a pack, prepare a worksheet, move what is confirmed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kaifang.cli.options import PackName
from kaifang.cli.voice import lang, say, word
from kaifang.core.bilingual import Text
from kaifang.core.period import Period
from kaifang.packs.confirming import confirm
from kaifang.packs.drafting import Plan, draft, read_cities, title_for
from kaifang.packs.kinds import LABELS
from kaifang.packs.loading import find_pack
from kaifang.packs.texts import Received, read_document
from kaifang.packs.worksheets import document_id, write_worksheet


def new_pack(
    id: Annotated[str, typer.Argument(metavar="ID")],
    org: Annotated[str, typer.Option("--org", metavar="CODE")],
    period: Annotated[str, typer.Option("--period", metavar="YEAR")],
    name: Annotated[str, typer.Option("--name", metavar="TEXT")] = "",
    name_en: Annotated[str, typer.Option("--name-en", metavar="TEXT")] = "",
    org_name: Annotated[str, typer.Option("--org-name", metavar="TEXT")] = "",
    org_name_en: Annotated[str, typer.Option("--org-name-en", metavar="TEXT")] = "",
    cities: Annotated[Path | None, typer.Option("--cities", metavar="FILE")] = None,
    source: Annotated[Path | None, typer.Option("--from", metavar="FILE")] = None,
    doc: Annotated[str, typer.Option("--doc", metavar="ID")] = "",
    into: Annotated[Path | None, typer.Option("--in", metavar="DIR")] = None,
) -> None:
    """Begin a pack of one's own: a small valid folder, the cities, a worksheet of a document."""
    received = read_document(source) if source else None
    own = Text(org_name, org_name_en) if org_name and org_name_en else None
    title = title_for(org, Period.parse(period), own)
    plan = Plan(
        id,
        org,
        Text(name or title.zh, name_en or title.en),
        Period.parse(period),
        own,
        read_cities(cities) if cities else (),
    )
    folder = draft(into or _packs_folder(), plan)
    say(word("cli.new.done", folder=str(folder)))
    if source and received:
        _write_worksheet(folder, source, received, doc)


def draft_document(
    pack: PackName,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    doc: Annotated[str, typer.Option("--doc", metavar="ID")] = "",
) -> None:
    """Prepare a worksheet from a further document, in the drafts/ of a pack."""
    _write_worksheet(find_pack(pack), file, read_document(file), doc)


def confirm_entries(pack: PackName) -> None:
    """Move the confirmed entries of the worksheets to where the pack keeps them."""
    moved = confirm(find_pack(pack))
    for kind, count in moved.counts.items():
        say(word("cli.confirmed", kind=LABELS[kind].in_(lang()), count=count))
    say(word("cli.confirmed.left", count=moved.left))


def _write_worksheet(folder: Path, file: Path, received: Received, document: str) -> None:
    path = write_worksheet(folder, document or document_id(file), received, file.name)
    say(word("cli.draft.done", path=str(path)))


def _packs_folder() -> Path:
    """Where a new pack goes: the first folder of KAIFANG_PACKS, else here."""
    return Path(os.environ.get("KAIFANG_PACKS", "").split(os.pathsep)[0] or ".")
