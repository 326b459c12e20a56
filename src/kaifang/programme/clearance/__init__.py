"""Clearance 通关: events that happened at ports, as their senders tell them."""
