"""An organisation's web address, as it is typed."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?=.{1,253}\Z)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
_FORBIDDEN = re.compile(r"[\s<>\"'`\\]")


def web_address(text: str) -> str:
    """The address with its scheme, https where none was typed; "" for what is no address of a page."""
    url = text if _SCHEME.match(text) else f"https://{text}"
    return url if _is_web_address(url) else ""


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return False
    host = parts.hostname or ""
    is_plain = parts.scheme.lower() in {"http", "https"} and "@" not in parts.netloc and bool(_HOST.match(host))
    return is_plain and url.isprintable() and not _FORBIDDEN.search(url)
