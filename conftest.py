"""What every test and doctest of the house runs under."""

pytest_plugins = ("tests.no_skips", "tests.databases")
