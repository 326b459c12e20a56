"""Quarantine: events set aside, both bodies side by side, and what is made of them."""
