"""Read a table of a page back."""

import re
from html import unescape


def cells(page: str, name: str) -> list[list[str]]:
    """The cells of a table as HTML, row by row; headings over rows are left out."""
    section = re.search(
        rf'<section class="table[^"]*" id="{name}">(.*?)</section>', page, re.DOTALL
    )
    assert section, name
    body = section[1].partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r'<tr(?! class="band")[^>]*>(.*?)</tr>', body, re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]


def rows_of(page: str, name: str) -> list[list[str]]:
    """The same cells as the reader sees them."""
    return [[text_of(cell) for cell in row] for row in cells(page, name)]


def bands_of(page: str) -> list[str]:
    """The headings over rows."""
    return [text_of(one) for one in re.findall(r'<tr class="band">(.*?)</tr>', page, re.DOTALL)]


def text_of(html: str) -> str:
    seen = re.sub(
        r'<span class="visually-hidden">.*?</span>|<svg.*?</svg>', "", html, flags=re.DOTALL
    )
    return unescape(re.sub(r"<[^>]+>", "", seen)).strip()
