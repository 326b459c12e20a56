"""Cases of every process that is worked on by hand: registers, lists, forms, the case itself."""
