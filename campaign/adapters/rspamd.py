"""Asks the spam filter rspamd for the score of a message, over HTTP."""

import json
from http.client import HTTPException
from urllib.parse import urlsplit

from campaign.adapters.http.post import post
from campaign.core.delivery.spam import SpamScore, read_score

# Without a network its DNS queries take seconds. Its own limit for a message is 8 seconds (task_timeout).
_SECONDS = 10.0
_MAX_OCTETS = 1_000_000
# The sending machine is not known here. With a local address rspamd skips its rules about that.
_HEADERS = {"IP": "127.0.0.1"}


def ask_rspamd(address: str, message: bytes) -> SpamScore | str:
    """The score that the rspamd at a web address gives a message, or in words why there is none. Uses no proxy."""
    try:
        return read_score(json.loads(_answer(address, message)))
    except (OSError, HTTPException) as error:
        return f"rspamd does not answer at {address} ({str(error) or type(error).__name__})"
    except ValueError:
        return f"the server at {address} is not rspamd"


def _answer(address: str, message: bytes) -> bytes:
    parts = urlsplit(address)
    return post(parts, f"{parts.path.rstrip('/')}/checkv2", message, _HEADERS, _SECONDS, _MAX_OCTETS)
