"""One form: filled in, reviewed, corrected and signed on its page or as a workbook."""
