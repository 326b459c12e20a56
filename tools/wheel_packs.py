"""Put the folder of policy packs into the wheel, as ``kaifang/_packs``.

An editable install reads them where they stand, so that nobody edits a copy.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelPacks(BuildHookInterface):  # type: ignore[type-arg]
    """Ships ``packs/`` with a wheel and leaves an editable install alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the packs to what a standard wheel includes."""
        if version == "standard":
            build_data["force_include"]["packs"] = "kaifang/_packs"
