"""Versions: a case that began under an earlier version of its process, and its way to the present."""
