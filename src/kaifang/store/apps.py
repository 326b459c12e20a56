"""The app as Django knows it."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Keep the short label "store": it is part of every table's name."""

    name = "kaifang.store"
    label = "store"
    verbose_name = "store"
