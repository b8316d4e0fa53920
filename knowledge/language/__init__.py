"""Informal Indonesian: cleaning, readings of a text, spelling correction, slots."""

from knowledge.language.reading import Reading, mend, normalise
from knowledge.language.slots import Slots, slots
from knowledge.language.spelling import Corrector

__all__ = ["Corrector", "Reading", "Slots", "mend", "normalise", "slots"]
