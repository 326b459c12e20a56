"""Maps: any indicator of the programme over its tiles, with the ranked table beside it."""
