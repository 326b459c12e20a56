"""Organisations: the tree, and where each of them stands."""
