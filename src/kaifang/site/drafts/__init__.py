"""Drafts of official documents: notices and letters as they would read, to copy or to download."""
