"""Uploading 上传: a workbook given to the page of one form, and its marked copy for a while."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import BinaryIO

from kaifang.exchange.form_books.reading import read_book
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.books import Collected, submit_book
from kaifang.programme.reporting.duties import Duty
from kaifang.programme.reporting.errors import CopyGone, UploadTooLarge
from kaifang.programme.rights import Actor
from kaifang.store.home import home

MOST_BYTES = 20 * 1024 * 1024
HOURS = 12
_FOLDER = "marked"


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
    identity = read_book(data, name).identity
    identity.demand(programme.law, duty.form, [duty.org], duty.period, name)
    return submit_book(actor, programme, data, name)


def keep_copy(data: bytes) -> str:
    """Keep a marked copy for half a day; the answer is the secret that fetches it."""
    _drop_old(time.time() - HOURS * 3600)
    secret = secrets.token_urlsafe(24)
    (home(_FOLDER) / f"{secret}.xlsx").write_bytes(data)
    return secret


def copy_of(secret: str) -> bytes:
    """A marked copy. Raises: CopyGone."""
    place = home(_FOLDER) / f"{secret}.xlsx"
    if place.name != f"{Path(secret).name}.xlsx" or not place.is_file():
        raise CopyGone(found=secret)
    return place.read_bytes()


def _drop_old(before: float) -> None:
    for one in home(_FOLDER).glob("*.xlsx"):
        if one.stat().st_mtime < before:
            one.unlink(missing_ok=True)
