"""Stores of their own, for officers who bring in projects in processes of their own."""

from tests.store.conftest import other_store, pattern

__all__ = ["other_store", "pattern"]
