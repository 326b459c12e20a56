"""People who sign in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person with a login; a model of our own, because it cannot be swapped later."""

    class Meta:
        db_table = "store_user"
