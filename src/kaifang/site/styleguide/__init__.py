"""The style guide: every component with its stories, as the browser tests photograph it."""
