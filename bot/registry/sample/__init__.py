"""Invented people, for the demo and for tests: nobody in here exists, and no figure is real.

Shares of workers covered follow what was published of each regency where something was; see
`bot.registry.sample.regions` for which are known and which invented.
"""

from bot.registry.sample.demo import DemoPerson, demo_people
from bot.registry.sample.files import COLUMNS, cells_of, write_csv
from bot.registry.sample.people import SampleError, sample_entries
from bot.registry.sample.regions import SampleDenominator, sample_denominators

__all__ = [
    "COLUMNS",
    "DemoPerson",
    "SampleDenominator",
    "SampleError",
    "cells_of",
    "demo_people",
    "sample_denominators",
    "sample_entries",
    "write_csv",
]
