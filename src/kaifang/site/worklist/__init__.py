"""The list of tasks under way: who keeps them, how far they are, what proves it."""
