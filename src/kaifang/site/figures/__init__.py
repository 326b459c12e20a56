"""Figures: one value opened down to its clause and its records."""
