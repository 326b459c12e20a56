"""The shape of every file of a pack, one module a subject."""
