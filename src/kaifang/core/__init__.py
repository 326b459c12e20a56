"""Values without input or output: what every other part of the house is built of."""
