"""The pages of projects: every number opens to its list, in both languages, for those inside."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.contrib.auth import get_user_model

from kaifang.packs.law import load
from tests.programme.projects.conftest import COURSES, EVENTS, OCCASIONS, PROCESS, given, record

PAGES = ("", "list/", "funnel/", "cohorts/", "map/", "stalled/", "events/", "central/")


@pytest.fixture
def nine(db) -> None:
    """A store that holds nine projects, counted by hand."""
    from kaifang.store.installing import install

    install(load("demo"))
    record([*given(PROCESS, COURSES), *given(OCCASIONS, EVENTS)])


@pytest.fixture
def inside(client, alone):
    """Somebody who has signed in and may see everything."""
    client.force_login(get_user_model().objects.create_user("anna"))
    return client


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(nine, inside, read, address, language) -> None:
    page = read(f"/projects/{address}", language)
    assert "<h1>" in page
    assert 'aria-current="page"' in page
    if language == "zh-hans":
        main = page[page.index("<main") : page.index("</main>")]
        told = re.sub(r"“[^”]*”", "", text_of(re.sub(r"(?s)<script.*?</script>", "", main)))
        words = set(re.findall(r"[A-Za-z]{5,}", told)) - {"Kaifang", "Aalen", "Johansen", "export"}
        assert not words
