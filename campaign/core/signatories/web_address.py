"""The web address of an organisation, as it is typed."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?=.{1,253}\Z)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
_FORBIDDEN = re.compile(r"[\s<>\"'`\\]")


def web_address(text: str) -> str:
    """Return the address with its scheme (https if none was typed); "" if it is not a web address."""
    url = text if _SCHEME.match(text) else f"https://{text}"
    return url if _is_web_address(url) else ""


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError if it is not a number
    except ValueError:
        return False
    host = parts.hostname or ""
    is_plain = parts.scheme.lower() in {"http", "https"} and "@" not in parts.netloc and bool(_HOST.match(host))
    return is_plain and url.isprintable() and not _FORBIDDEN.search(url)
