"""Print the longest functions and files of the house, and how long a function usually is."""

import ast
from pathlib import Path
from statistics import median, quantiles

SOURCE = Path(__file__).parents[1] / "src" / "kaifang"
SHOWN = 5


def functions(path: Path) -> list[tuple[int, str]]:
    """Measure every function of a file, from ``def`` to its last line, docstring left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    place = path.relative_to(SOURCE)
    return [(length(node), f"{place}:{node.lineno} {node.name}") for node in found]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def show(title: str, rows: list[tuple[int, str]]) -> None:
    """Print the longest rows under a title."""
    print(title)
    for size, place in sorted(rows, reverse=True)[:SHOWN]:
        print(f"  {size:5d}  {place}")


def main() -> None:
    """Measure the whole house."""
    paths = [p for p in SOURCE.rglob("*.py") if not {"migrations", "_packs"} & set(p.parts)]
    files = [(len(p.read_text("utf-8").splitlines()), str(p.relative_to(SOURCE))) for p in paths]
    measured = [row for path in paths for row in functions(path)]
    show("最长的函数 / longest functions", measured)
    show("最长的文件 / longest files", files)
    if len(measured) > 1:
        sizes = [size for size, _ in measured]
        print(f"函数 / functions {len(sizes)}: 中位数 / median {median(sizes):.0f}, ", end="")
        print(f"p90 {quantiles(sizes, n=10)[-1]:.0f}")
        print(f"文件 / files {len(files)}: 中位数 / median {median(n for n, _ in files):.0f}")


if __name__ == "__main__":
    main()
