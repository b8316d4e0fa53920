"""Coverage in pictures: pure functions from figures to SVG, and from SVG to PNG."""

from bot.coverage.charts.bars import bar_chart, segment_chart
from bot.coverage.charts.canvas import Picture
from bot.coverage.charts.digest import digest_chart
from bot.coverage.charts.tiles import tile_map
from bot.coverage.charts.trend import trend_chart

__all__ = ["Picture", "bar_chart", "digest_chart", "segment_chart", "tile_map", "trend_chart"]
