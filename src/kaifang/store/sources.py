"""Texts of documents, attached as they were received (`kaifang source add`)."""

from __future__ import annotations

import hashlib

from django.db.models import Max
from django.utils import timezone

from kaifang.store.errors import OtherText, UnreadableText
from kaifang.store.files import put
from kaifang.store.models import SourceText
from kaifang.store.writing import one_writer


def attach(document: str, data: bytes, *, name: str, sha256: str = "") -> SourceText:
    """Keep the text of a document; `sha256` is what the pack says it must be, where it does.

    The same bytes as last time change nothing.

    Raises: OtherText, UnreadableText.
    """
    found = hashlib.sha256(data).hexdigest()
    if sha256 and found != sha256:
        raise OtherText(name, document=document, found=found[:12], expected=sha256[:12])
    text = decode(data, name)
    with one_writer():
        last = SourceText.objects.filter(document=document).order_by("-id").first()
        if last and last.file_id == found:
            return last
        file = put(data, name=name, media_type="text/plain")
        attached = SourceText(document=document, file=file, text=text, added_at=timezone.now())
        attached.save()
    return attached


def texts() -> dict[str, str]:
    """Return the text of every document that has one, by the document's id."""
    last = SourceText.objects.values("document").annotate(last=Max("id")).values("last")
    return dict(SourceText.objects.filter(id__in=last).values_list("document", "text"))


def text_of(document: str) -> str | None:
    """Return the text of one document, or None where none is attached."""
    rows = SourceText.objects.filter(document=document).order_by("-id")
    return rows.values_list("text", flat=True).first()


def decode(data: bytes, name: str = "") -> str:
    """Read bytes as UTF-8, UTF-16 with its mark, or GB18030.

    Raises: UnreadableText, with the first byte that no encoding explains.
    """
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    broken = [0]
    for encoding in ("utf-16",) if utf_16 else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as wrong:
            broken.append(wrong.start)
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
        broken.append(data.index(b"\0"))
    raise UnreadableText(name, found=max(broken))
