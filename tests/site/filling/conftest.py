"""The demo province in its second quarter, for the pages of forms."""

from tests.site.quarter import accepted, office, sign_in, submitted

__all__ = ["accepted", "office", "sign_in", "submitted"]
