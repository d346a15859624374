"""What follows from plan and records: pure functions; no files, no clock, no console, no policy number."""

import os

# Vectors here are short: a second BLAS thread only spins, and costs up to ten times the CPU seconds.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
