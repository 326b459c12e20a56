"""Auditing 审计查阅: what the audit administrator reads, takes out, verifies; what may be erased."""
