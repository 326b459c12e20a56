"""kaifang facts: import official tables by a map of a pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.edge import BadWord, MissingWord
from kaifang.cli.options import As, AsJson, importing_as
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.core.errors import nearest
from kaifang.core.period import Period
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import UnknownName
from kaifang.packs.loading import find_pack, read_entries
from kaifang.packs.schema.rules import FactMapEntry
from kaifang.programme.importing import Imported, Revised, import_table
from kaifang.programme.opening import Programme
from kaifang.programme.sources import all_laws

app = App()


@app.command("import")
def import_facts(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    map: Annotated[str, typer.Option("--map", metavar="MAP")],
    pack: Annotated[str, typer.Option("--pack", metavar="PACK")] = "",
    period: Annotated[str, typer.Option("--period", metavar="PERIOD")] = "",
    announced: Annotated[str, typer.Option("--announced", metavar="DATE")] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    viewer: As = "internal",
    as_json: AsJson = False,
) -> None:
    """Import an official table: all wrong cells at once, or all of it, with what was revised."""
    about = Period.parse(period) if period else None
    day = _day(announced)
    entry = _map_of(map)
    programme = Programme.open(str(find_pack(pack) if pack else _pack_with(map)))
    actor = importing_as(viewer)
    found = import_table(
        programme.law,
        file,
        entry,
        period=about,
        announced=day,
        reason=reason,
        actor=actor,
        dry_run=dry_run,
    )
    if as_json:
        show_json(_json(found))
    else:
        _print(found, dry_run)


def _print(found: Imported, dry_run: bool) -> None:
    counts = {"read": found.read, "added": found.added, "unchanged": found.unchanged}
    key = "cli.facts.rehearsed" if dry_run else "cli.facts.imported"
    say(word(key, revised=len(found.revised), **counts))
    for title, rows in (("", found.revised), ("cli.facts.implied", found.implied)):
        if rows:
            say(word(title) if title else "")
            show_table(_REVISED, [_row(one) for one in rows], right=[4, 5])


_REVISED = [
    f"cli.head.{name}" for name in ("name", "organisation", "period", "measure", "before", "now")
]


def _map_of(name: str) -> str | FactMapEntry:
    """A map by its id, or the one that a file holds."""
    if not Path(name).is_file():
        return name
    found = [one for one in read_entries(Path(name), "maps") if isinstance(one, FactMapEntry)]
    if len(found) != 1:
        raise BadWord(found="--map", expected=", ".join(one.id for one in found) or "MAP.yaml")
    return found[0]


def _pack_with(map: str) -> Path:
    """The pack that a map stands in: around its file, or the only one that has one of its id."""
    around = [folder for folder in Path(map).resolve().parents if (folder / "pack.yaml").is_file()]
    known = [] if Path(map).is_file() else list(all_laws())
    laws = [law for law in known if map in law.pack.entries["maps"]]
    found = [*around[:1], *(law.pack.folder for law in laws)]
    if known and not found:
        near = nearest(map, {id for law in known for id in law.pack.entries["maps"]})
        raise UnknownName(kind=LABELS["maps"], found=map, near=near)
    if len(found) != 1:
        raise MissingWord(found="--pack", near=[folder.name for folder in found])
    return found[0]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadWord(found="--announced", expected="2022-07-18") from None


def _row(one: Revised) -> list[str]:
    names = [text.in_(lang()) for text in (one.indicator, one.org, one.period)]
    measure = word(f"measure.{one.now.measure}")
    return [*names, measure, *(_value(observation) for observation in (one.before, one.now))]


def _value(observation: Any) -> str:
    return "—" if observation.value is None else f"{observation.value:f}{observation.unit}"


def _json(found: Imported) -> dict[str, Any]:
    return {
        "read": found.read,
        "added": found.added,
        "unchanged": found.unchanged,
        "revised": [_revised_json(one) for one in found.revised],
        "implied": [_revised_json(one) for one in found.implied],
    }


def _revised_json(one: Revised) -> dict[str, str | None]:
    return {
        "indicator": one.now.indicator,
        "org": one.now.org,
        "period": one.now.period.code,
        "measure": one.now.measure.value,
        "unit": one.now.unit,
        "before": None if one.before.value is None else f"{one.before.value:f}",
        "now": None if one.now.value is None else f"{one.now.value:f}",
    }
