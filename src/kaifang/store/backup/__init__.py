"""Backup 备份: one file that holds a whole store, whichever database it lies in."""
