"""The parts that pages are drawn with: small values that know how to write themselves as HTML."""
