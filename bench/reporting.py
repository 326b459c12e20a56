"""A form of 100,000 rows: read, every cell checked, the marked copy written.

CPU seconds and memory, each side in a process of its own, beside a plain read (calamine) and
write (XlsxWriter) of the same file; number of organisations (of 100 rows each) as argument.
Budget: 12 CPU s and 600 MB.
"""

import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from kaifang.core.period import Period
from kaifang.packs.law import Law, compose

T = TypeVar("T")
INDICATORS, ORGS = 100, 1_000
BUDGET_CPU, BUDGET_MB = 12, 600
JUNE, MAY = Period.month(2023, 6), Period.month(2023, 5)
WRONG_EACH = 20  # in one organisation of so many, one cell of ten is wrong
PACK = """
id: bench
kind: programme
version: 1.0.0
name: {zh: 测试包, en: Bench}
org: p
nation: p
period: "2023"
"""
CALENDAR = """
- id: month
  name: {zh: 月报, en: Monthly}
  due: [{period: 2023-06, on: 2023-07-05}]
  cite: {assumption: {zh: 例, en: Example}, by: bench, date: 2023-01-01}
"""
INDICATOR = """
- id: i{n}
  name: {{zh: 指标{n}, en: Indicator {n}}}
  unit: 亿元
  kind: flow
  source: {{zh: 开发区, en: Zone}}
  definition: {{zh: 第{n}项的口径, en: Definition of {n}}}
  collected: reported
"""
FORM = """
- id: big
  name: {{zh: 大表, en: Big form}}
  number: 商统9表
  issuer: p
  valid_until: 2024-12-31
  calendar: month
  orgs: [{orgs}]
  review: [province]
  rows:
{rows}
  checks:
{checks}
  cite: {{assumption: {{zh: 例, en: Example}}, by: bench, date: 2023-01-01}}
"""
CHECK = "    - {{id: {kind}{n}, kind: {kind}, row: i{n}, {more}, says: {{zh: 不符, en: Wrong}}}}"


def checks(indicators: int) -> Iterator[str]:
    """A range for every row, and one in ten of each other kind."""
    for n in range(indicators):
        yield CHECK.format(n=n, kind="range", more="low: 0, high: 100000")
        kinds = {
            1: ("sum", f"parts: [i{n + 1}, i{n + 2}]"),
            2: ("part", f"whole: i{n - 1}"),
            4: ("not_falling", "hard: false"),
            5: ("jump", "factor: 3, hard: false"),
            6: ("official", "tolerance: 5, hard: false"),
        }
        if n % 10 in kinds:
            kind, more = kinds[n % 10]
            yield CHECK.format(n=n, kind=kind, more=more)


def write_pack(folder: Path, orgs: int, indicators: int = INDICATORS, head: str = PACK) -> Path:
    """A pack with one form of so many rows for many organisations."""
    zones = [f"z{n:05}" for n in range(orgs)]
    listed = "".join(
        f"- {{id: {one}, name: {{zh: 第{one}区, en: Zone {one}}}, kind: zone, parent: p}}\n"
        for one in zones
    )
    rows = "\n".join(f"    - {{indicator: i{n}}}" for n in range(indicators))
    files = {
        "pack.yaml": head,
        "calendars.yaml": CALENDAR,
        "orgs.yaml": f"- {{id: p, name: {{zh: 省, en: Province}}, kind: province}}\n{listed}",
        "indicators.yaml": "".join(INDICATOR.format(n=n) for n in range(indicators)),
        "forms.yaml": FORM.format(
            orgs=", ".join(zones), rows=rows, checks="\n".join(checks(indicators))
        ),
    }
    pack = folder / "bench"
    pack.mkdir()
    for name, text in files.items():
        (pack / name).write_text(text, "utf-8")
    return pack


def amount(org: int, n: int, month: int = 6) -> Decimal:
    """What an organisation reports: sums add up, and months grow."""
    parts = {2: 40, 3: 60}
    return Decimal((org + 7) * parts.get(n % 10, 100) * month).scaleb(-2)


def values(law: Law) -> Iterator[tuple[str, str, Decimal]]:
    """Organisation, row and value of every cell, with the wrong ones among them."""
    for org, zone in enumerate(law.forms["big"].orgs):
        for n, row in enumerate(law.forms["big"].rows):
            wrong = not org % WRONG_EACH and n % 10 in (2, 8)
            yield zone, row.key, -amount(org, n) if wrong else amount(org, n)


def prepare(folder: Path, orgs: int) -> None:
    """The pack and the filled-in book, as it comes back."""
    from kaifang.exchange.form_books.writing import write_book
    from kaifang.facts.checking import Past
    from kaifang.facts.form_values import Cell, Given

    law = compose(write_pack(folder, orgs))
    sheet = {Cell(org, row): Given(value) for org, row, value in values(law)}
    past = Past(JUNE, MAY, previous={cell: one.value for cell, one in sheet.items() if one.value})
    form = law.forms["big"]
    data = timed("write the form", lambda: write_book(law, form, form.orgs, JUNE, sheet, past))
    (folder / "book.xlsx").write_bytes(data)


def ours(folder: Path) -> None:
    """Read, check, mark."""
    from kaifang.exchange.form_books.marking import mark_book
    from kaifang.exchange.form_books.reading import read_book
    from kaifang.facts.checking import Past, check
    from kaifang.facts.form_values import Cell

    law = compose(folder / "bench")
    form = law.forms["big"]
    data = (folder / "book.xlsx").read_bytes()
    history, before, last_year, official = {}, {}, {}, {}
    for org, zone in enumerate(form.orgs):
        for n, row in enumerate(form.rows):
            cell = Cell(zone, row.key)
            before[cell] = amount(org, n, 5)
            last_year[cell] = official[cell] = amount(org, n)
            if n % 10 == 5:
                history[cell] = [
                    (Period.to_date(year, 6), amount(org, n, 6)) for year in range(2016, 2023)
                ]
    past = Past(JUNE, MAY, history, before, last_year, official)
    begun = time.process_time()
    book = timed("read the book", lambda: read_book(data, "book.xlsx"))
    found = timed("check every cell", lambda: check(law, form, book.sheet, past))
    findings = book.findings(found)
    marked = timed("write the marked copy", lambda: mark_book(data, findings, "zh", book.opened))
    told("read, check and mark", time.process_time() - begun)
    print(f"{len(book.sheet):,} cells, {len(findings):,} findings, {len(marked) / 1e6:.1f} MB")


def plain(folder: Path) -> None:
    """Read by calamine and write by XlsxWriter, nothing else."""
    import xlsxwriter
    from python_calamine import CalamineWorkbook

    def through() -> None:
        with CalamineWorkbook.from_path(str(folder / "book.xlsx")) as book:
            sheets = [book.get_sheet_by_name(one).to_python() for one in book.sheet_names]
        with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as fresh:
            for rows in sheets:
                page = fresh.add_worksheet()
                for number, row in enumerate(rows):
                    page.write_row(number, 0, row)

    begun = time.process_time()
    timed("plain read and write", through)
    told("plain", time.process_time() - begun)


def timed(what: str, act: Callable[[], T]) -> T:
    cpu = time.process_time()
    result = act()
    print(f"{what:<28} {time.process_time() - cpu:7.2f} CPU s")
    return result


def told(what: str, cpu: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<28} {cpu:7.2f} CPU s {memory:7.0f} MB", flush=True)


def main(orgs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        for side in ("prepare", "plain", "ours"):
            subprocess.run([sys.executable, __file__, side, name, str(orgs)], check=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        folder = Path(sys.argv[2])
        side = sys.argv[1]
        prepare(folder, int(sys.argv[3])) if side == "prepare" else globals()[side](folder)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ORGS)
