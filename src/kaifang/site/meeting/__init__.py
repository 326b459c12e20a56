"""Meeting: one organisation after another in large type, for a projector."""
