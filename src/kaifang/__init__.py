"""Kaifang 开放: run a province's opening-up programme from its policy documents."""

__version__ = "0.1.0"
