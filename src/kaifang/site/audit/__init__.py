"""The audit, for the audit administrator."""
