"""Addresses behind links and buttons."""

from __future__ import annotations

from urllib.parse import urlsplit

_WEB_SCHEMES = ("http", "https", "tg", "ton", "tonsite")


def checked_link(url: str) -> str | None:
    """The address as Telegram stores it, or None when Telegram would drop it.

    A missing scheme becomes http, a missing path becomes "/"; a host needs a dot.
    """
    candidate = url.strip()
    if "://" not in candidate:
        candidate = f"http://{candidate}"
    try:
        parts = urlsplit(candidate)
        host = parts.hostname or ""
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _WEB_SCHEMES or not host or any(mark in candidate for mark in ' \n\t<>"'):
        return None
    if scheme not in ("http", "https"):
        return candidate
    if "." not in host.strip("."):
        return None
    return candidate if parts.path else parts._replace(path="/").geturl()
