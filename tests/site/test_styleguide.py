"""Each story is told in both languages."""

import pytest

from kaifang.site.styleguide.stories import STORIES


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_story_is_told(read, name: str, language: str) -> None:
    assert "<h1" in read(f"/styleguide/{name}/", language)


def test_index_leads_to_every_story(read) -> None:
    page = read("/styleguide/")
    assert [name for name in STORIES if f'href="/styleguide/{name}/"' not in page] == []


def test_unknown_story_is_no_page(read) -> None:
    read("/styleguide/nothing/", status=404)


def test_stories_are_not_lost() -> None:
    assert len(STORIES) == 13


def test_explanation_is_a_part_for_the_panel_and_a_page_for_others(client) -> None:
    part = client.get("/styleguide/explanations/0/", headers={"x-panel": "1"}).content.decode()
    page = client.get("/styleguide/explanations/0/").content.decode()
    assert part.lstrip().startswith("<article")
    assert page.startswith("<!doctype html>")
    assert "全省货物进出口7724亿元" in part
    assert "全省货物进出口7724亿元" in page
