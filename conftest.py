"""What every test and doctest of the house runs under."""

import os
from importlib.util import find_spec
from pathlib import Path

pytest_plugins = ("tests.no_skips", "tests.databases")

SITE = Path(__file__).parent / "src" / "kaifang" / "site"

if (SITE / "__init__.py").exists() and find_spec("kaifang.site.settings"):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaifang.site.settings")
    import django

    django.setup()
