"""The site under test keeps its secret and its data in a folder that is thrown away."""

import os
import tempfile
from collections.abc import Callable

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaifang.site.settings")
os.environ.setdefault("KAIFANG_HOME", tempfile.mkdtemp(prefix="kaifang-test-"))

Reads = Callable[..., str]


@pytest.fixture
def client(db, client):
    """Each page asks the store, if only for what is installed."""
    return client


@pytest.fixture
def read(client) -> Reads:
    """Fetch a page in a language and return its text."""

    def fetch(address: str, language: str = "zh-hans", status: int = 200) -> str:
        answer = client.get(address, headers={"accept-language": language})
        assert answer.status_code == status, address
        return answer.content.decode()

    return fetch


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    """Run a test once in each language, with the components speaking it."""
    from django.utils import translation

    with translation.override(request.param):
        yield request.param


@pytest.fixture
def chinese():
    """Let the components speak Chinese."""
    from django.utils import translation

    with translation.override("zh-hans"):
        yield


@pytest.fixture
def english():
    """Let the components speak English."""
    from django.utils import translation

    with translation.override("en"):
        yield
