"""kaifang pack show: what a pack holds, the entries of a kind, or one entry with its citations."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kaifang.cli.options import AsJson, PackName
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.core.errors import nearest
from kaifang.packs.kinds import KINDS, LABELS, entry_id
from kaifang.packs.law import Law, UnknownName, compose
from kaifang.packs.loading import find_pack, plain
from kaifang.packs.schema.base import Entry


def show_pack(
    pack: PackName,
    entry: Annotated[str | None, typer.Argument(metavar="[KIND|ID]")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a pack holds, the entries of a kind it knows, or one with place and citations."""
    law = compose(find_pack(pack))
    if entry is None:
        _show_head(law, as_json)
    elif entry in KINDS:
        _show_kind(law, entry, as_json)
    else:
        _show_entries(law, _named(law, entry), as_json)


def _show_head(law: Law, as_json: bool) -> None:
    counts = {kind: len(law.pack.entries[kind]) for kind in KINDS if law.pack.entries[kind]}
    if as_json:
        show_json({"pack": plain(law.head), "hash": law.hash, "entries": counts})
        return
    say(f"{law.head.name.text.in_(lang())}  {law.id} {law.version}")
    say(f"{word('cli.head.hash')} {law.hash}")
    say(f"{word('cli.head.uses')} {', '.join(one.id for one in law.packs[:-1]) or '—'}")
    say()
    rows = [[LABELS[kind].in_(lang()), str(count)] for kind, count in counts.items()]
    show_table(["cli.head.kind", "cli.head.entries"], rows, right=[1])


def _show_kind(law: Law, kind: str, as_json: bool) -> None:
    """Everything of one kind that an entry of the pack may name, its own and its libraries'."""
    entries = [entry for pack in law.packs for entry in pack.entries[kind].values()]
    if as_json:
        show_json([{"kind": kind, "where": one.where, **plain(one)} for one in entries])
        return
    heads = ["cli.head.entry", "cli.head.says", "cli.head.where"]
    show_table(heads, [[entry_id(one), _said(one), one.where] for one in entries])


def _said(entry: Entry) -> str:
    """The name of an entry, else its title or value."""
    shown = plain(entry)
    words = (shown.get(field) for field in ("name", "title", "value", "target", "note", "kind"))
    return _shown(next((one for one in words if one), "—"))


def _named(law: Law, id: str) -> list[tuple[str, Entry]]:
    """Entries of any kind that go by an id; a fact and a task may share one."""
    own = [(kind, pack.entries[kind]) for pack in law.packs for kind in KINDS]
    found = [(kind, entries[id]) for kind, entries in own if id in entries]
    if not found:
        names = [name for _, entries in own for name in entries]
        raise UnknownName(kind=LABELS["entries"], found=id, near=nearest(id, names))
    return found


def _show_entries(law: Law, found: list[tuple[str, Entry]], as_json: bool) -> None:
    if as_json:
        show_json([{"kind": kind, "where": one.where, **plain(one)} for kind, one in found])
        return
    for kind, entry in found:
        say(f"{LABELS[kind].in_(lang())}  {entry.where}")
        for name, value in plain(entry).items():
            if name != "cite":
                say(f"  {name}: {_shown(value)}")
        for cite in law.citations(entry):
            say(f"  ← {cite.text(lang())}")


def _shown(value: Any) -> str:
    if isinstance(value, dict) and lang() in value:
        return str(value[lang()])
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value.items())
    return ", ".join(map(_shown, value)) if isinstance(value, list) else str(value)
