"""Messages: a person's inbox, and the hooks that carry messages to other systems."""
