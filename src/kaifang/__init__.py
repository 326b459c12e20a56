"""Kaifang 开放: run a province's opening-up programme from its policy documents."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Programme", "__version__", "read_log"]

if TYPE_CHECKING:
    from kaifang.programme.event_logs import read_log
    from kaifang.programme.opening import Programme


def __getattr__(name: str) -> Any:
    """Load the door only when it is used, so that the engines serve without Django."""
    if name == "Programme":
        from kaifang.programme.opening import Programme

        return Programme
    if name == "read_log":
        from kaifang.programme.event_logs import read_log

        return read_log
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
