"""Tasks: the numbered measures of the documents."""
