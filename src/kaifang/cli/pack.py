"""kaifang pack: list, check, show, compare, begin and export policy packs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.edge import BadWord
from kaifang.cli.voice import (
    complain,
    each,
    error_json,
    lang,
    progress,
    say,
    show_json,
    show_table,
    word,
)
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.period import Period
from kaifang.packs.comparing import Change, diff
from kaifang.packs.drafting import Plan, draft, read_cities, title_for
from kaifang.packs.exporting import export, json_schema
from kaifang.packs.kinds import KINDS, LABELS
from kaifang.packs.law import Law, UnknownName, compose, load
from kaifang.packs.linting import lint
from kaifang.packs.loading import find_pack, find_packs, plain, read_pack
from kaifang.packs.schema.base import Entry
from kaifang.packs.texts import Received, check_registered, read_document
from kaifang.packs.worksheets import document_id, write_worksheet
from kaifang.programme.setting_up import ready_store
from kaifang.programme.sources import known_texts

app = App()
AsJson = Annotated[bool, typer.Option("--json")]
PackName = Annotated[str, typer.Argument(metavar="PACK")]
Texts = dict[str, tuple[Path, Received]]


# -- list ---------------------------------------------------------------------------------------


@app.command("list")
def list_packs(as_json: AsJson = False) -> None:
    """List all packs that are found."""
    packs = [_summary(name, folder) for name, folder in sorted(find_packs().items())]
    if as_json:
        show_json(packs)
        return
    heads = [f"cli.head.{name}" for name in _LISTED]
    show_table(heads, [[str(pack[name]) for name in _LISTED] for pack in packs], right=[4])


_LISTED = ("id", "title", "kind", "version", "entries", "findings")


def _summary(name: str, folder: Path) -> dict[str, Any]:
    try:
        pack = read_pack(folder)
    except KaifangError as error:
        return dict.fromkeys(_LISTED, "") | {"id": name, "findings": len(list(each([error])))}
    return {
        "id": pack.id,
        "title": pack.head.name.text.in_(lang()),
        "kind": pack.head.kind,
        "version": pack.version,
        "entries": pack.count,
        "findings": len(pack.findings),
        "hash": pack.hash,
    }


# -- lint ---------------------------------------------------------------------------------------


@app.command("lint")
def lint_packs(
    packs: Annotated[list[str] | None, typer.Argument(metavar="[PACK]...")] = None,
    text: Annotated[list[str] | None, typer.Option("--text", metavar="DOC=FILE")] = None,
    as_json: AsJson = False,
) -> None:
    """Check packs; with the text of a document, also its quotations and every numeral of it."""
    texts = _texts(text or [])
    attached = known_texts()
    folders = [find_pack(name) for name in packs] if packs else list(find_packs().values())
    reports = [_report(folder, texts, attached) for folder in progress(folders, "cli.linting")]
    _refuse_strangers(texts, reports)
    _told_once(reports)
    if as_json:
        show_json([_report_json(report) for report in reports])
    else:
        _print_reports(reports)
    if any(report.findings for report in reports):
        raise typer.Exit(1)


class _Report:
    """What lint found in one pack; `law` is None where the pack could not be composed."""

    def __init__(self, name: str, law: Law | None, findings: list[KaifangError]) -> None:
        self.name = name
        self.law = law
        self.findings = findings

    @property
    def count(self) -> int:
        return self.law.pack.count if self.law else 0


def _texts(pairs: list[str]) -> Texts:
    texts: Texts = {}
    for pair in pairs:
        document, equals, file = pair.partition("=")
        if not (document and equals and file):
            raise BadWord(found="--text", expected="DOC=FILE")
        texts[document] = (Path(file), read_document(Path(file)))
    return texts


def _report(folder: Path, texts: Texts, attached: Mapping[str, str]) -> _Report:
    try:
        law = compose(folder)
    except KaifangError as error:
        return _Report(folder.name, None, list(each([error])))
    for document, (path, received) in texts.items():
        if document in law.documents:
            check_registered(received, law.documents[document], path)
    named = {document: received.text for document, (_, received) in texts.items()}
    findings = lint(law, {**attached, **named})
    return _Report(law.id, law, list(each(findings)))


def _refuse_strangers(texts: Texts, reports: list[_Report]) -> None:
    """Refuse a text whose document no pack at hand registers."""
    known = {document for report in reports if report.law for document in report.law.documents}
    for name in texts.keys() - known:
        raise UnknownName(kind=LABELS["documents"], found=name, near=nearest(name, known))


def _told_once(reports: list[_Report]) -> None:
    """A fault of a library is told with the first pack that stands on it."""
    told: set[str] = set()
    for report in reports:
        report.findings = [one for one in report.findings if str(one) not in told]
        told |= {str(one) for one in report.findings}


def _print_reports(reports: list[_Report]) -> None:
    for report in reports:
        for finding in report.findings:
            complain(finding)
        key = "pack.finds.some" if report.findings else "pack.finds.none"
        say(word(key, name=report.name, count=report.count, found=len(report.findings)))
        if report.law and (drafts := report.law.pack.drafts):
            say(word("pack.drafts", count=len(drafts), places=", ".join(drafts)))


def _report_json(report: _Report) -> dict[str, Any]:
    return {
        "pack": report.name,
        "entries": report.count,
        "drafts": list(report.law.pack.drafts) if report.law else [],
        "findings": [error_json(finding) for finding in report.findings],
    }


# -- show ---------------------------------------------------------------------------------------


@app.command("show")
def show_pack(
    pack: PackName,
    entry: Annotated[str | None, typer.Argument(metavar="[ID]")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a pack holds, or one entry of it with its place and citations."""
    law = compose(find_pack(pack))
    if entry is None:
        _show_head(law, as_json)
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
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(one)}" for name, one in value.items())
    return ", ".join(map(_shown, value)) if isinstance(value, list) else str(value)


# -- diff ---------------------------------------------------------------------------------------


@app.command("diff")
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


# -- new, draft ---------------------------------------------------------------------------------


@app.command("new")
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


@app.command("draft")
def draft_document(
    pack: PackName,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    doc: Annotated[str, typer.Option("--doc", metavar="ID")] = "",
) -> None:
    """Prepare a worksheet from a further document, in the drafts/ of a pack."""
    _write_worksheet(find_pack(pack), file, read_document(file), doc)


def _write_worksheet(folder: Path, file: Path, received: Received, document: str) -> None:
    path = write_worksheet(folder, document or document_id(file), received, file.name)
    say(word("cli.draft.done", path=str(path)))


def _packs_folder() -> Path:
    """Where a new pack goes: the first folder of KAIFANG_PACKS, else here."""
    return Path(os.environ.get("KAIFANG_PACKS", "").split(os.pathsep)[0] or ".")


# -- install ------------------------------------------------------------------------------------


@app.command("install")
def install_packs(
    packs: Annotated[list[str], typer.Argument(metavar="PACK...")], as_json: AsJson = False
) -> None:
    """Install packs into the store; a pack with findings is refused, and nothing is recorded."""
    laws = [load(str(find_pack(name))) for name in packs]
    ready_store()
    from kaifang.store.installing import install  # the store has to be open first

    done = [(law, install(law)) for law in progress(laws, "cli.installing")]
    if as_json:
        show_json([_installed(law, one.recorded, one.vanished) for law, one in done])
        return
    for law, one in done:
        counts = {"added": one.recorded.added, "unchanged": one.recorded.unchanged}
        say(word("cli.installed", name=law.id, **counts))
        if one.vanished:
            say(word("cli.vanished", names=", ".join(one.vanished)))


def _installed(law: Law, recorded: Any, vanished: tuple[str, ...]) -> dict[str, Any]:
    return {
        "pack": law.id,
        "version": law.version,
        "hash": law.hash,
        "added": recorded.added,
        "unchanged": recorded.unchanged,
        "vanished": list(vanished),
    }


# -- export, schema -----------------------------------------------------------------------------


@app.command("export")
def export_pack(pack: PackName, as_json: AsJson = False) -> None:
    """Export the figures of a pack, one flat object each."""
    records = export(load(str(find_pack(pack))))
    if as_json:
        show_json(records)
        return
    heads = [f"cli.head.{name}" for name in _EXPORTED]
    show_table(heads, [_exported(record) for record in records], right=[3])


_EXPORTED = ("name", "organisation", "period", "value", "figure_kind", "document", "quote")


def _exported(record: dict[str, Any]) -> list[str]:
    value = "~".join(part for part in (record["value"], record["high"]) if part)
    return [
        record["indicator_name"] or "",
        record["organisation_name"] or "",
        record["period"],
        value + (record["unit"] or "") or "—",
        record["kind"],
        record["document"] or "—",
        record["quote"] or record["article"] or record["row"] or record["reason"] or "—",
    ]


@app.command("schema")
def print_schema(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR")] = None,
) -> None:
    """Print the JSON Schema of the files of a pack, or write one file a kind for an editor."""
    kinds = [*KINDS, "pack"]
    if kind is not None and kind not in kinds:
        raise BadWord(found="KIND", expected=", ".join(kinds), near=nearest(kind, kinds))
    if out is None:
        show_json(json_schema(kind))
        return
    _write_schemas(out, [kind] if kind else kinds)


def _write_schemas(folder: Path, kinds: list[str]) -> None:
    import json

    folder.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        text = json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
        (folder / f"{kind}.schema.json").write_text(text + "\n", "utf-8")
    say(word("cli.schema.written", count=len(kinds), folder=str(folder)))
