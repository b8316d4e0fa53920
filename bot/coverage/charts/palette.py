"""Colours that hold in grayscale and for colour-blind eyes, and text that is legible on them."""

from typing import NamedTuple

PAPER = "#FFFFFF"
INK = "#10233F"
SOFT_INK = "#48566A"
HAIRLINE = "#C9D3DF"
BAND = "#FFF3D6"
"""Behind the rows of the reader's own regions."""
BAR = "#2B74B8"
BAR_BEYOND = "#0B3C78"
"""The part of a bar past its target."""
BAR_OLD = "#8DB6DA"
TARGET = "#B3440B"
RISE = "#1B6B4A"
FALL = "#A3330A"
MISSING = "#F3F5F8"
MISSING_LINES = "#CBD3DE"


_LINEAR_UP_TO = 0.04045
"""Of sRGB (IEC 61966-2-1)."""


class Step(NamedTuple):
    """A class of percentages and its colour."""

    up_to: float
    """Percentages below this; the last step has no end."""
    colour: str


STEPS = (
    Step(25.0, "#DCEAF7"),
    Step(50.0, "#A9CDE8"),
    Step(75.0, "#62A3D3"),
    Step(100.0, "#2467A8"),
    Step(float("inf"), "#08305F"),
)
"""One hue from light to dark, so that the order survives without colours."""


def colour_of(percent: float) -> str:
    """The colour of a percentage."""
    return next(step.colour for step in STEPS if percent < step.up_to)


def ink_on(colour: str) -> str:
    """Dark or white text, whichever is easier to read on a colour."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3); text needs 4.5."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = (c / 12.92 if c <= _LINEAR_UP_TO else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
