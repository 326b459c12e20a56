"""Today: where the programme stands this morning."""
