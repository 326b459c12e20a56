"""Collecting 汇集: a folder of returned workbooks in one go, every error of every file told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaifang.core.errors import KaifangError
from kaifang.exchange.errors import Unreadable
from kaifang.exchange.packages import unpacked
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.books import Collected, marked, submit_book
from kaifang.programme.reporting.errors import FormRefused
from kaifang.programme.rights import Actor

BOOKS = (".xlsx", ".xls", ".xlsm", ".et")
_ZIP = ".zip"
_UTF8 = 0x800  # the flag of a package whose names are UTF-8
_OURS = ("~$", ".", "__MACOSX")


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook of the folder; `name` tells the package it lay in: `邮件.zip/一区.xlsx`."""

    name: str
    read: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: entered, or refused with `error`; `marked` is the copy written."""

    name: str
    collected: Collected | None = None
    error: KaifangError | None = None
    marked: Path | None = None

    @property
    def is_new(self) -> bool:
        """Whether it changed anything; the same book again does not."""
        return self.collected is not None and self.collected.changed > 0


def books_in(folder: Path) -> list[Book | Outcome]:
    """Every workbook of a folder and those below it, packages looked into; by name.

    A package that cannot be opened is an outcome at once.
    """
    found: list[Book | Outcome] = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        if _is_left_out(name):
            continue
        if path.suffix.lower() == _ZIP:
            found += _packed(path, name)
        elif path.suffix.lower() in BOOKS:
            found.append(Book(name, path.read_bytes))
    return found


def collect(
    actor: Actor,
    programme: Programme,
    books: Sequence[Book | Outcome],
    out: Path,
    lang: str = "zh",
) -> Iterator[Outcome]:
    """Submit books one by one: a good one enters whole, of a bad one nothing.

    Of each book with wrong cells a marked copy is written below `out`.
    """
    for book in books:
        yield book if isinstance(book, Outcome) else _taken(actor, programme, book, out, lang)


def _taken(actor: Actor, programme: Programme, book: Book, out: Path, lang: str) -> Outcome:
    try:
        data = book.read()
        return Outcome(book.name, submit_book(actor, programme, data, Path(book.name).name))
    except FormRefused as refused:
        return Outcome(
            book.name, None, refused, _write(out, book.name, marked(data, refused, lang))
        )
    except OSError as error:
        return Outcome(book.name, None, Unreadable.because(book.name, "exchange.not_read", error))
    except KaifangError as error:
        return Outcome(book.name, None, error)


def _write(out: Path, name: str, data: bytes) -> Path:
    """A marked copy in the folder of its name; it is always an .xlsx, so `表.xls` is `表.xls.xlsx`.

    The name keeps its own ending: `表.xls` and `表.xlsx` of one folder are two copies.
    """
    parts = [part for part in Path(name).parts if part not in ("..", "/", "")]
    place = out.joinpath(*parts)
    if place.suffix.lower() != ".xlsx":
        place = place.with_name(f"{place.name}.xlsx")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


def _packed(path: Path, name: str) -> list[Book | Outcome]:
    try:
        data = path.read_bytes()
        with unpacked(name, io.BytesIO(data)) as packed:
            parts = [one for one in packed.infolist() if not one.is_dir()]
            return [
                Book(f"{name}/{inner}", _reader(data, one))
                for one in parts
                if Path(inner := _name_of(one)).suffix.lower() in BOOKS and not _is_left_out(inner)
            ]
    except KaifangError as error:
        return [Outcome(name, None, error)]


def _reader(data: bytes, part: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:  # sound: it was unpacked once already
            return packed.read(part)

    return read


def _name_of(part: zipfile.ZipInfo) -> str:
    """The name inside a package; Chinese Windows writes it in its own encoding."""
    if part.flag_bits & _UTF8:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return part.filename


def _is_left_out(name: str) -> bool:
    """What programs leave lying: lock files, hidden ones."""
    return any(part.startswith(_OURS) for part in Path(name).parts)
