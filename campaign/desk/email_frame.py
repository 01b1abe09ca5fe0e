"""The HTML of an email for a frame: in the scheme that a person wants to see, and without anything of its own."""

import re

# No scripts, no forms, no requests, its own origin; shown only in a frame of this site.
FRAME_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
_QUESTION = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_META = re.compile(
    r"(<meta\s+name=[\"'](?:color-scheme|supported-color-schemes)[\"']\s+content=)[\"'][^\"']*[\"']", re.I
)


def in_scheme(html: str, scheme: str) -> str:
    """The HTML as a mail program in a light or dark scheme shows it, whatever the browser's own scheme is. Only what it
    asks about the scheme is changed."""
    asked = _QUESTION.sub(lambda match: "(min-width: 0)" if match[1].lower() == scheme else "(max-width: 0)", html)
    return _META.sub(lambda match: f'{match[1]}"{scheme}"', asked)
