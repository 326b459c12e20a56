"""Splitting: a target over the cities, round after round."""
