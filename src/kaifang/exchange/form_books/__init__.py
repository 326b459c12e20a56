"""Form books: a form as a workbook that goes out, comes back, is read, and returns marked."""
