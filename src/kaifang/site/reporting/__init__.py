"""The area of forms: filling in, review, closing, the reminder desk."""
