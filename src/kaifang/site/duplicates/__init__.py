"""Duplicates: projects registered twice, side by side, and what the province rules on them."""
