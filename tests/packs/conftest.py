"""What the tests of packs share."""

from pathlib import Path

import pytest

from tests.packs.tiny import TinyPack


@pytest.fixture
def tiny(tmp_path: Path) -> TinyPack:
    """A sound pack in a folder of its own."""
    return TinyPack.sound(tmp_path / "tiny")
