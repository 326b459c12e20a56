"""Every table leaves as a file, and the file is that table: same programme, day, filters, rows."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from kaifang.packs.law import load
from tests.site.tables import cells

DAY = "2023-07-20"
HERE = f"pack=demo&as_of={DAY}"
PAGES = (
    "/", "/board/?kind=number", "/indicators/", "/indicators/trade.total/", "/orgs/", "/orgs/demo/",
    "/targets/", "/targets/trade.total.2023/", "/tasks/", "/tasks/plan.trade/", "/documents/",
    "/documents/differences/", "/figure/trade.total/demo/2022/", "/data/", "/data/revisions/",
    "/data/codes/", "/data/codes/hs@2022/", "/map/?indicator=trade.total",
    "/data/split/trade.total.2023/?f.demo.shiyuan=1950", "/meeting/?kind=city&at=2",
)  # fmt: skip
# Drawn without a file: what a person types, and the rows that the board's own file holds.
WITHOUT = {"answers"}


@pytest.fixture
def other(demo) -> None:
    """Another programme, installed last: it is meant where an address names none."""
    from kaifang.store.installing import install

    install(load("liaoning-2018"))


def exports(page: str) -> dict[str, list[str]]:
    """The download addresses of each table of a page that has rows."""
    sections = re.findall(
        r'<section class="table[^"]*" id="([^"]+)">(.*?)</section>', page, re.DOTALL
    )
    return {
        name: [unescape(href) for href in re.findall(r'<a href="([^"]+)" download>', section)]
        for name, section in sections if "<tbody>" in section
    }  # fmt: skip


def test_each_table_leaves_as_itself(other, client, official) -> None:
    client.force_login(official)
    for reason in ("第一轮", "第二轮"):
        client.post(f"/data/split/trade.total.2023/?{HERE}", {"reason": reason})
    for address in PAGES:
        page = client.get(f"{address}{'&' if '?' in address else '?'}{HERE}").content.decode()
        found = exports(page)
        assert found, address
        for name, hrefs in found.items():
            assert bool(hrefs) != (name in WITHOUT), (address, name)
            for href in hrefs:
                asked = parse_qs(urlsplit(href).query)
                assert (asked["pack"], asked["as_of"]) == (["demo"], [DAY]), (address, name, href)
            if hrefs:
                told = client.get(urlsplit(address).path + hrefs[-1])
                assert told.headers["content-type"] == "application/json", (address, name)
                shown = [row for row in cells(page, name) if row]
                assert len(told.json()["rows"]) >= len(shown), (address, name)


def test_a_split_leaves_with_what_was_typed(demo, client, official) -> None:
    client.force_login(official)
    page = client.get("/data/split/trade.total.2023/?f.demo.shiyuan=1950").content.decode()
    told = client.get("/data/split/trade.total.2023/" + exports(page)["parts"][-1]).json()
    first = next(row for row in told["rows"] if row["org"]["value"] in {"石原市", "Shiyuan"})
    assert (first["hand"]["value"], first["part"]["value"]) == ("1950", "1950.0")
