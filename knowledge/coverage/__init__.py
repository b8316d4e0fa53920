"""What questions on coverage ask for, and the groups of workers that figures are about."""

from knowledge.coverage.question import CoverageQuestion, Wish, understood
from knowledge.coverage.segments import Segment

__all__ = ["CoverageQuestion", "Segment", "Wish", "understood"]
