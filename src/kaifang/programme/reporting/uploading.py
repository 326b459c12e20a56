"""Uploading 上传: a workbook given to the page of one form, and marked copies for a while."""

from __future__ import annotations

from typing import BinaryIO

from kaifang.exchange.form_books.reading import read_book
from kaifang.programme import deposits
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.books import Collected, marked, submit_read
from kaifang.programme.reporting.duties import Duty
from kaifang.programme.reporting.errors import CopyGone, FormRefused, UploadTooLarge
from kaifang.programme.rights import Actor

MOST_BYTES = 20 * 1024 * 1024


def received(name: str, source: BinaryIO) -> bytes:
    """The bytes of an upload, up to 20 MB. Raises: UploadTooLarge."""
    data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UploadTooLarge(name=name, expected="20 MB")
    return data


def submit_upload(
    actor: Actor, programme: Programme, duty: Duty, data: bytes, name: str
) -> Collected:
    """Submit a workbook that must be this form, of this organisation and period.

    Raises: what `submit_book` raises, OtherForm, OldForm, OtherPeriod, OtherOrgs.
    """
    book = read_book(data, name)
    book.identity.demand(programme.law, duty.form, [duty.org], duty.period, name)
    return submit_read(actor, programme, data, book)


def keep_copy(actor: Actor, data: bytes, refused: FormRefused, lang: str = "zh") -> str:
    """Keep the marked copy of a refused workbook for half a day; the answer fetches it.

    Only who sent the workbook fetches its copy.
    """
    return deposits.leave(actor, marked(data, refused, lang))


def copy_of(actor: Actor, secret: str) -> bytes:
    """A marked copy of one's own. Raises: CopyGone."""
    found = deposits.fetch(actor, secret)
    if found is None:
        raise CopyGone(found=secret)
    return found
