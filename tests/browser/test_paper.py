"""On paper: A4 upright, A3 across when asked, and nothing that only a screen needs."""

import pytest
from playwright.sync_api import expect

SIZES = {"a4": (595, 842), "a3": (1191, 842)}


@pytest.mark.parametrize("paper", SIZES)
def test_sheet_has_the_size_asked_for(look, paper: str) -> None:
    import pypdfium2

    page = look(f"/styleguide/table/?paper={paper}")
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert sheets[0].get_size() == pytest.approx(SIZES[paper], abs=2)


def test_paper_leaves_out_what_only_a_screen_needs(look) -> None:
    page = look("/styleguide/table/")
    page.emulate_media(media="print")
    for part in (".areas", ".masthead-tools", ".crumbs", "[data-export]", ".footer"):
        expect(page.locator(part).first).to_be_hidden()
        expect(page.locator(part).first).to_be_attached()
    expect(page.locator(".source").first).to_be_visible()


def test_heads_repeat_on_each_sheet(look) -> None:
    page = look("/styleguide/table/")
    page.emulate_media(media="print")
    expect(page.locator("thead").first).to_have_css("display", "table-header-group")
