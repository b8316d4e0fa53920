"""A sheet to draw on, which becomes SVG and then PNG."""

import io
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from bot.coverage.charts.lettering import FAMILY, FONT_FILES, Face
from bot.coverage.charts.palette import MISSING, MISSING_LINES, PAPER
from bot.coverage.pictures import Denominator

_TEXTURES = {
    Denominator.LOCAL: '<path d="M-4 12 L12 -4 M4 20 L20 4" stroke-width="3.5"/>',
    Denominator.EMPLOYED: '<path d="M0 0 L16 16 M16 0 L0 16" stroke-width="2"/>',
    Denominator.LABOUR_FORCE: '<path d="M4 0 V16 M12 0 V16" stroke-width="3"/>',
    Denominator.UNSTATED: '<circle cx="4" cy="4" r="2.4"/><circle cx="12" cy="12" r="2.4"/>',
}
"""White on the bar's own colour; the denominator of BPJS Ketenagakerjaan is plain."""


Point = tuple[float, float]
_COLOURS = 256
"""Of the 300 to 500 that a picture has; no pixel comes out more than a few shades off."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished drawing."""

    svg: str
    description: str
    """One sentence for those who can't see it."""

    def png(self) -> bytes:
        """The picture as PNG, in a palette of its own: half the size, and looks the same.

        Takes up to half a second in which nothing else of the process runs: resvg holds the GIL.
        """
        import resvg_py
        from PIL import Image

        full = resvg_py.svg_to_bytes(
            svg_string=self.svg,
            skip_system_fonts=True,
            font_files=[str(path) for path in FONT_FILES],
            font_family=FAMILY,
        )
        with Image.open(io.BytesIO(full)) as image:
            small = image.convert("RGB").quantize(
                _COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
            )
        written = io.BytesIO()
        small.save(written, "PNG")
        return written.getvalue()


class Canvas:
    """Collects shapes and texts in pixels from the upper left corner."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._shapes: list[str] = []

    def rectangle(  # noqa: PLR0913 - a rectangle has these
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        radius: float = 0,
        outline: str = "",
        thickness: float = 0,
        dashed: bool = False,
    ) -> None:
        """A filled rectangle, perhaps with an outline that lies inside."""
        inset = thickness / 2 if outline else 0
        stroke = _stroke(outline, thickness, dashed=dashed) if outline else ""
        self._shapes.append(
            f'<rect x="{_n(x + inset)}" y="{_n(y + inset)}" '
            f'width="{_n(max(width - 2 * inset, 0))}" height="{_n(max(height - 2 * inset, 0))}" '
            f'rx="{_n(radius)}" fill={quoteattr(fill)}{stroke}/>'
        )

    def line(
        self, start: Point, end: Point, colour: str, thickness: float, *, dashed: bool = False
    ) -> None:
        """A straight line."""
        self._shapes.append(
            f'<line x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}"'
            f"{_stroke(colour, thickness, dashed=dashed)}/>"
        )

    def polygon(self, points: list[Point], fill: str) -> None:
        """A filled shape."""
        corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._shapes.append(f'<polygon points="{corners}" fill="{fill}"/>')

    def polyline(self, points: list[Point], colour: str, thickness: float) -> None:
        """A line through points."""
        corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._shapes.append(
            f'<polyline points="{corners}" fill="none" stroke-linejoin="round" '
            f'stroke-linecap="round"{_stroke(colour, thickness)}/>'
        )

    def circle(self, x: float, y: float, radius: float, fill: str, outline: str) -> None:
        """A dot with a rim."""
        self._shapes.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"'
            f"{_stroke(outline, 6)}/>"
        )

    def text(  # noqa: PLR0913 - a place, words and a look
        self,
        x: float,
        y: float,
        words: str,
        face: Face,
        colour: str,
        *,
        anchor: str = "start",
        halo: str = "",
    ) -> None:
        """Cleaned words on a baseline; a halo keeps them legible across lines."""
        if not words:
            return
        behind = (
            f' stroke="{halo}" stroke-width="10" stroke-linejoin="round" paint-order="stroke"'
            if halo
            else ""
        )
        self._shapes.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(face.size)}" '
            f'font-weight="{700 if face.bold else 400}" text-anchor="{anchor}" '
            f'fill="{colour}"{behind} xml:space="preserve">{escape(words)}</text>'
        )

    def svg(self, height: float) -> str:
        """The whole sheet on opaque paper."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" '
            f'height="{_n(round(height))}" viewBox="0 0 {self.width} {_n(round(height))}" '
            f'font-family="{FAMILY}"><defs>{_definitions()}</defs>'
            f'<rect width="100%" height="100%" fill="{PAPER}"/>{"".join(self._shapes)}</svg>'
        )


def texture_of(denominator: Denominator) -> str:
    """The fill that tells a denominator, to be laid over a colour; empty for the plain one."""
    return f"url(#{denominator.name.lower()})" if denominator in _TEXTURES else ""


NO_DATA = "url(#no-data)"
"""The fill of what has no data."""


def _definitions() -> str:
    textures = "".join(
        f'<pattern id="{denominator.name.lower()}" width="16" height="16" '
        f'patternUnits="userSpaceOnUse" stroke="{PAPER}" fill="{PAPER}" opacity="0.7">'
        f"{shape}</pattern>"
        for denominator, shape in _TEXTURES.items()
    )
    return textures + (
        '<pattern id="no-data" width="18" height="18" patternUnits="userSpaceOnUse">'
        f'<rect width="18" height="18" fill="{MISSING}"/>'
        f'<path d="M-4 22 L22 -4" stroke="{MISSING_LINES}" stroke-width="2"/></pattern>'
    )


def _stroke(colour: str, thickness: float, *, dashed: bool = False) -> str:
    dashes = f' stroke-dasharray="{_n(thickness * 2.5)} {_n(thickness * 2)}"' if dashed else ""
    return f' stroke="{colour}" stroke-width="{_n(thickness)}"{dashes}'


def _n(value: float) -> str:
    """A number as SVG takes it, with no more digits than can be seen."""
    return f"{value:.1f}".removesuffix(".0")
