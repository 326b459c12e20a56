"""The house stays readable: no file too long, no drawer for odds and ends."""

from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "kaifang"
LONGEST_FILE = 700
DRAWERS = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}
TEXTS = {".py", ".html", ".css", ".js"}


def own_files() -> list[Path]:
    """List every file of the house that somebody here wrote."""
    files = (p for p in SOURCE.rglob("*") if p.suffix in TEXTS)
    return sorted(p for p in files if "vendor" not in p.parts and "_packs" not in p.parts)


def test_no_file_is_longer_than_a_chapter() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in own_files()}
    long = [f"{p.relative_to(SOURCE)}: {n}" for p, n in lengths.items() if n > LONGEST_FILE]
    assert not long, f"longer than {LONGEST_FILE} lines: {long}"


def test_no_module_is_a_drawer() -> None:
    drawers = [p for p in SOURCE.rglob("*") if p.stem.lower().strip("_") in DRAWERS]
    named = [str(p.relative_to(SOURCE)) for p in drawers if "vendor" not in p.parts]
    assert not named, f"say what is in it: {named}"


def test_every_package_says_what_it_is_for() -> None:
    doors = [p for p in SOURCE.rglob("__init__.py") if "migrations" not in p.parts]
    silent = [p for p in doors if not p.read_text(encoding="utf-8").lstrip().startswith('"""')]
    assert not silent, f"no docstring: {[str(p.relative_to(SOURCE)) for p in silent]}"


def test_no_page_has_a_name_that_django_reads_at_every_start() -> None:
    """A part of the API called `migrations` brought the whole site into each command: 0.9 CPU s."""
    read = {"migrations", "models", "apps", "admin", "management"}
    found = [p for p in (SOURCE / "site").rglob("*.py") if read & {p.stem, p.parent.name}]
    assert not found, f"call it otherwise: {[str(p.relative_to(SOURCE)) for p in found]}"
