"""rspamd asked over HTTP how a mail looks to a spam filter. Without a setting it is asked on this machine alone."""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from campaign.core.delivery.spam import SpamScore, read_score

# What it looks up in DNS may take seconds where there is no network; its own limit for a mail is 8 (task_timeout).
_SECONDS = 10.0
_MAX_OCTETS = 1_000_000
# Where a mail will come from is not known here: the rules for that are left out as for a machine of one's own.
_HEADERS = {"IP": "127.0.0.1"}


def ask_rspamd(address: str, message: bytes) -> SpamScore | str:
    """The score of a message by the rspamd at a web address, or why there is none, in words. No proxy is asked."""
    try:
        return read_score(json.loads(_answer(address, message)))
    except (OSError, HTTPException) as error:
        return f"no rspamd answers at {address} ({str(error) or type(error).__name__})"
    except ValueError:
        return f"what answers at {address} is no rspamd"


def _answer(address: str, message: bytes) -> bytes:
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
    try:
        connection.request("POST", f"{parts.path.rstrip('/')}/checkv2", message, _HEADERS)
        return connection.getresponse().read(_MAX_OCTETS)
    finally:
        connection.close()
