"""The area of forms: what is owed, how far all are, closing and corrections."""
