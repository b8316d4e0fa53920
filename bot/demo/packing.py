"""JSON that is kept in memory."""

from __future__ import annotations

import orjson


def packed(value: object) -> bytes:
    """The value as JSON, in no more memory than it needs.

    orjson hands out its whole work buffer of several kilobytes with a short document; kept for
    every message, that adds up.
    """
    return bytes(memoryview(orjson.dumps(value)))
