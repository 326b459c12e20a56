"""Supervision slips 督办单: sent, answered, and what became of them."""
