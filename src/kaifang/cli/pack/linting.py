"""kaifang pack lint: what is wrong with packs, with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kaifang.cli.edge import BadWord
from kaifang.cli.options import AsJson
from kaifang.cli.voice import (
    complain,
    each,
    error_json,
    progress,
    say,
    show_json,
    word,
)
from kaifang.core.errors import KaifangError, nearest
from kaifang.packs.kinds import LABELS
from kaifang.packs.law import Law, UnknownName, compose
from kaifang.packs.linting import lint
from kaifang.packs.loading import find_pack, find_packs
from kaifang.packs.texts import Received, check_registered, read_document
from kaifang.programme.sources import known_texts

Texts = dict[str, tuple[Path, Received]]


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
