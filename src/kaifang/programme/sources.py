"""Texts of documents: attach one as received, and say how far the packs account for it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaifang.core.citation import Document
from kaifang.core.errors import KaifangError, nearest
from kaifang.packs.law import Law, compose
from kaifang.packs.loading import find_packs
from kaifang.packs.quoting import Coverage
from kaifang.packs.texts import Received
from kaifang.programme.errors import UnknownDocument
from kaifang.programme.permitting import allowed
from kaifang.programme.rights import Act, Actor
from kaifang.programme.setting_up import ready_store


class UnregisteredText(KaifangError):
    """No pack registers a text with this digest, and no document is named for it."""

    code = "KF-PROG-020"


@dataclass(frozen=True)
class Standing:
    """How one pack stands to a document's text: quotations that stand, that are lost, and
    numerals that nothing covers."""

    pack: str
    quotations: int
    lost: int
    uncovered: int


@dataclass(frozen=True)
class Attached:
    """A text that the store holds, and where each pack that cites the document stands."""

    document: Document
    standings: Sequence[Standing]


def attach(
    file: Path, received: Received, document: str = "", *, actor: Actor | None = None
) -> Attached:
    """Keep a text for a document; without its id the digest that a pack registers tells which.

    The store has to be open; without an actor it is whoever sits at the machine.
    Raises: NotAllowed, UnregisteredText, UnknownDocument, OtherText.
    """
    from kaifang.store import audit, sources
    from kaifang.store.models import SourceText
    from kaifang.store.writing import one_writer

    laws = [law for law in all_laws() if law.pack.entries["documents"]]
    id = document or recognised(received, laws)
    owners = [law for law in laws if id in law.pack.entries["documents"]]
    if not owners:
        known = [name for law in laws for name in law.pack.entries["documents"]]
        raise UnknownDocument(found=id, near=nearest(id, known))
    registered = owners[0].documents[id]
    who = allowed(actor, Act.IMPORT, owners[0])
    with one_writer():
        known_before = SourceText.objects.count()
        sources.attach(id, file.read_bytes(), name=file.name, sha256=registered.sha256)
        if SourceText.objects.count() != known_before:
            audit.record(
                "attach_text",
                f"document:{id}",
                actor=who.user,
                after={"file": received.sha256},
                person=who.told,
            )
    return Attached(registered, [standing(law, id, received.text) for law in owners])


def recognised(received: Received, laws: Sequence[Law]) -> str:
    """The document that a pack registers with the digest of a text. Raises: UnregisteredText."""
    for law in laws:
        for id, document in law.documents.items():
            if document.sha256 == received.sha256:
                return id
    raise UnregisteredText(found=received.sha256[:12])


def standing(law: Law, document: str, text: str) -> Standing:
    """How a pack stands to the text of one of its documents."""
    coverage = Coverage(law, document, text)
    quoted = [cite.quote for _, cite in coverage.quotes()]
    lost = [quote for quote in quoted if not coverage.repaired.spans(quote)]
    return Standing(law.id, len(quoted), len(lost), len(coverage.uncovered()))


def attached() -> list[Attached]:
    """All texts of the store by document, with the packs that cite them."""
    from kaifang.store import sources

    texts = sources.texts()
    return [
        Attached(law.documents[id], [standing(law, id, texts[id])])
        for law in all_laws()
        for id in law.pack.entries["documents"]
        if id in texts
    ]


def known_texts() -> Mapping[str, str]:
    """The texts of the store by document; none where no store has been made yet."""
    home = Path(os.environ.get("KAIFANG_HOME") or "~/.kaifang").expanduser()
    if not (os.environ.get("DATABASE_URL") or (home / "kaifang.sqlite3").exists()):
        return {}
    ready_store()
    from kaifang.store import sources

    return sources.texts()


def all_laws() -> Iterator[Law]:
    """Every pack that is found and can be composed."""
    for folder in find_packs().values():
        try:
            yield compose(folder)
        except KaifangError:
            continue
