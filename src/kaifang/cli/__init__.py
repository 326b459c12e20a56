"""The command line: one module a group of commands, each only parses, calls and prints."""

import os

# One BLAS thread a process, here and in the workers it starts; NumPy reads it when imported.
for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
