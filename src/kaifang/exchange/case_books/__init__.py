"""Case books: the cases of a process as a workbook, one row each, with what was done to them when."""
