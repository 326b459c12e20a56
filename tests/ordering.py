"""Begin with what takes long: a long test that begins last leaves the other cores idle."""

import pytest


@pytest.hookimpl(trylast=True)  # when fixtures and databases have had their say
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow first; all else, and what shares a fixture, stays in its order."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
