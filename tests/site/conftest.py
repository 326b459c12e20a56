"""The site under test keeps its secret and its data in a folder that is thrown away."""

import os
import tempfile
from collections.abc import Callable
from functools import cache

import pytest

from kaifang.core.observation import Observation
from kaifang.packs.law import load
from kaifang.programme.demo.observing import demo_observations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaifang.site.settings")
os.environ.setdefault("KAIFANG_HOME", tempfile.mkdtemp(prefix="kaifang-test-"))
# Tests of the second factor ask for it themselves.
os.environ.setdefault("KAIFANG_SECOND_FACTOR", "optional")

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


@pytest.fixture
def liaoning(db) -> None:
    """A store that holds what Liaoning published in 2022, and nothing else."""
    from kaifang.store.installing import install

    install(load("liaoning-2022"))


@pytest.fixture
def demo(db) -> None:
    """A store that holds the trade of the invented province, two of its cities and its nation."""
    from kaifang.store.installing import install
    from kaifang.store.models import Batch
    from kaifang.store.observations import append

    install(load("demo"))
    append(of_a_few(), kind=Batch.Kind.DEMO, reason="演示数据")


@cache
def of_a_few() -> tuple[Observation, ...]:
    """What the fixture holds; working out the whole demo takes seconds, so it is done once."""
    return tuple(one for one in demo_observations() if is_of_a_few(one))


def is_of_a_few(one: Observation) -> bool:
    places = {"demo", "demo.nation", "demo.shiyuan", "demo.lanpu"}
    return one.indicator == "trade.total" and one.org in places and one.period.end.year >= 2022


@pytest.fixture
def alone(settings) -> None:
    """One person holds all duties, as on SQLite by default; on PostgreSQL that has to be said."""
    settings.SOLO = True


@pytest.fixture
def official(django_user_model, alone):
    """Somebody who may see what is internal."""
    return django_user_model.objects.create_user("wang", password="a long enough password")


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
