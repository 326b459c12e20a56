"""Import of cases from a workbook: its template, the look at a returned one, the import."""
