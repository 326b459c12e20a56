"""What every test and doctest of the house runs under."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
import pytest_django

pytest_plugins = (
    "tests.no_skips",
    "tests.databases",
    "tests.flushing",
    "tests.hashing",
    "tests.ordering",
)

ROOT = Path(__file__).parent
# The rooms that stand on Django, and the tests that walk through them. The engines below are
# collected and run without it, as an analyst's notebook would use them.
ON_DJANGO = {"store", "programme", "site", "cli", "browser", "docs"}

# A property holds or not, however busy the machine is.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

# Where the tests keep secrets and files, so that nobody's own store is touched.
HOME = TemporaryDirectory(prefix="kaifang-home-")


def pytest_collect_file(file_path: Path) -> None:
    """Set Django up before the first file that needs it is imported."""
    if file_path.suffix == ".py" and room_of(file_path) in ON_DJANGO:
        set_up_django()


def room_of(path: Path) -> str:
    """Name the folder of ``tests/`` or ``src/kaifang/`` a file stands in."""
    for house in (ROOT / "tests", ROOT / "src" / "kaifang"):
        if path.is_relative_to(house):
            return path.relative_to(house).parts[0]
    return ""


def set_up_django() -> None:
    """Load the settings and models, once."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaifang.site.settings")
    os.environ["KAIFANG_HOME"] = HOME.name
    if not apps.ready:
        django.setup()


@pytest.fixture(scope="session", autouse=True)
def no_stray_database(django_db_blocker: pytest_django.DjangoDbBlocker | None) -> Iterator[None]:
    """Keep the database shut to every test that did not ask for it."""
    if django_db_blocker is None:  # no test of this run stands on Django
        yield
        return
    with django_db_blocker.block():
        yield
