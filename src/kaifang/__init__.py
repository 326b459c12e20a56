"""Kaifang 开放: run a province's opening-up programme from its policy documents."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Programme", "__version__"]

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme


def __getattr__(name: str) -> Any:
    """Load the door only when it is used, so that the engines serve without Django."""
    if name == "Programme":
        from kaifang.programme.opening import Programme

        return Programme
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
