from itertools import pairwise

import pytest

from bot.coverage.charts import palette
from bot.coverage.charts.palette import INK, MISSING, PAPER, SOFT_INK, STEPS, contrast, ink_on

READABLE = 4.5


def test_contrast_is_as_the_standard_defines_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("step", STEPS)
def test_text_on_every_class_is_readable(step: palette.Step) -> None:
    assert contrast(ink_on(step.colour), step.colour) >= READABLE


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (INK, PAPER),
        (SOFT_INK, PAPER),
        (SOFT_INK, palette.BAND),
        (INK, MISSING),
        (palette.TARGET, PAPER),
        (palette.RISE, PAPER),
        (palette.FALL, palette.BAND),
    ],
)
def test_texts_are_readable_on_their_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= READABLE


def test_classes_go_from_light_to_dark_so_that_they_survive_without_colours() -> None:
    lightness = [contrast(step.colour, "#000000") for step in STEPS]
    ratios = [one / other for one, other in pairwise(lightness)]
    assert min(ratios) > 1.3


@pytest.mark.parametrize(
    ("percent", "step"), [(0, 0), (24.99, 0), (25, 1), (99.99, 3), (100, 4), (150.9, 4)]
)
def test_a_percentage_has_the_colour_of_its_class(percent: float, step: int) -> None:
    assert palette.colour_of(percent) == STEPS[step].colour
