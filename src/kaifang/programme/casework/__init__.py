"""Casework 办理: open cases of a process that commands, act upon them, see where they stand."""
