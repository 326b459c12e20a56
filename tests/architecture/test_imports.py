"""Imports point one way: core <- packs <- engines <- exchange <- store <- programme <- site, cli."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "kaifang"

ENGINES = ("facts", "cases", "scoring", "trade", "chains", "origin", "corridor", "documents")
FLOORS = {
    "core": 0,
    "packs": 1,
    **dict.fromkeys(ENGINES, 2),
    "exchange": 3,
    "store": 4,
    "programme": 5,
    "site": 6,
    "cli": 6,
}
DOOR = "__init__"  # kaifang/__init__.py and the files beside it: the door, open to every floor
BELOW_STORE = {"core", "packs", *ENGINES, "exchange"}
SERVER_SIDE = {"django", "ninja", "django_htmx", "axes", "rules", "django_otp", "whitenoise"}
DRIVERS = {"duckdb", "sqlite3", "psycopg"}


def imported_modules(code: str) -> Iterator[tuple[int, str]]:
    """Give line and full name of each import of a module, inside functions too.

    >>> list(imported_modules("from kaifang import facts\\ndef f():\\n    import duckdb"))
    [(1, 'kaifang.facts'), (3, 'duckdb')]
    """
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "kaifang":
            yield from ((node.lineno, f"kaifang.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
        elif is_dynamic_import(node):
            yield node.lineno, node.args[0].value


def is_dynamic_import(node: ast.AST) -> bool:
    """Tell ``import_module("name")`` and ``__import__("name")``."""
    if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
        return False
    called = (
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    )
    return called in {"import_module", "__import__"} and isinstance(node.args[0].value, str)


def why_wrong(room: str, module: str) -> str | None:
    """Say why a file of one room may not import a module, or nothing."""
    top, _, rest = module.partition(".")
    if top in SERVER_SIDE and room in BELOW_STORE:
        return f"{room} stands below store and may not know the server side ({top})"
    if top in DRIVERS and room in BELOW_STORE:
        return f"{room} stands below store and may not open a database ({top})"
    target = rest.partition(".")[0]
    if top != "kaifang" or target not in FLOORS or room not in FLOORS or target == room:
        return None
    if room in ENGINES and target in ENGINES:
        return f"engines never import one another ({room} -> {target}); programme passes results in"
    if FLOORS[target] >= FLOORS[room]:
        return f"{room} stands below or beside {target}: imports point down only"
    return None


def room_of(path: Path) -> str:
    """Name the room a file stands in: the folder just below ``kaifang``."""
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else DOOR


def source_files() -> list[Path]:
    return sorted(p for p in SOURCE.rglob("*.py") if "_packs" not in p.parts)


def offences() -> list[str]:
    """Name each wrong import as file:line."""
    return [
        f"src/kaifang/{path.relative_to(SOURCE)}:{line}: {module}: {reason}"
        for path in source_files()
        for line, module in imported_modules(path.read_text(encoding="utf-8"))
        if (reason := why_wrong(room_of(path), module))
    ]


def test_imports_point_one_way() -> None:
    assert not (found := offences()), "\n" + "\n".join(found)


def test_every_folder_has_a_floor() -> None:
    folders = {p.name for p in SOURCE.iterdir() if p.is_dir() and any(p.rglob("*.py"))}
    assert folders <= set(FLOORS)


@pytest.mark.parametrize(
    ("room", "module"),
    [
        ("core", "kaifang.packs.schema"),
        ("packs", "kaifang.facts"),
        ("facts", "kaifang.cases.clocks"),
        ("scoring", "django.db"),
        ("trade", "duckdb"),
        ("exchange", "kaifang.store.models"),
        ("programme", "kaifang.site.people"),
        ("site", "kaifang.cli.main"),
    ],
)
def test_wrong_direction_is_seen(room: str, module: str) -> None:
    assert why_wrong(room, module)


@pytest.mark.parametrize(
    ("room", "module"),
    [
        ("facts", "kaifang.core.period"),
        ("facts", "kaifang.facts.growth"),
        ("store", "duckdb"),
        ("cli", "kaifang.programme.board"),
        ("site", "django.urls"),
        ("facts", "narwhals"),
    ],
)
def test_right_direction_is_let_through(room: str, module: str) -> None:
    assert why_wrong(room, module) is None


def test_import_of_the_house_is_light() -> None:
    code = (
        "import sys, kaifang\n"
        "heavy = {'django', 'pandas', 'pyarrow', 'polars', 'pyspark'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, text=True, capture_output=True)
    assert done.returncode == 0, f"import kaifang also imports: {done.stderr}"
