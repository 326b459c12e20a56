"""Targets: what was promised, how firmly, and where it stands."""
