"""The command line: one module a group of commands, each only parses, calls and prints."""
