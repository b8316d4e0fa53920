"""Benchmarks. Machines are noisy: read the ratios within one run, never the seconds.

`python -m tests.bench` (or `make bench`) runs all of them.
"""
