"""Reads whether the mailbox's server proves who sent a message: DMARC (RFC 7489) in Authentication-Results (RFC 8601).

Anybody can write a From address, a Reply-To address, or a header that looks like a server's. So only the results of the
server that receives the campaign's emails count, and of these the first, which stands above any that came with the
message.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from email.utils import getaddresses

# Servers by the host of the mailbox. Microsoft's writes results without its name.
_UNNAMED = "unnamed"
_KNOWN_SERVERS: Mapping[str, str] = {
    "imap.gmail.com": "mx.google.com",
    "outlook.office365.com": _UNNAMED,
}
_QUOTED_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|\((?:[^()\\]|\\.)*(?:\)|\Z)')
_RESULT = re.compile(r"\s*dmarc\s*=\s*(\w+)(?:/\d+)?(?=\s|$)", re.IGNORECASE)
_FROM = re.compile(r"\sheader\.from\s*=\s*([^\s;]+)", re.IGNORECASE)
_MAX_NESTING = 10


def server_name(host: str, authserv_id: str) -> str:
    """The name with which the server of the mailbox at `host` marks its results: the one that is set, else the one of a
    known provider; "" when it is not known."""
    return authserv_id.casefold() or _KNOWN_SERVERS.get(host.casefold(), "")


def verified_sender(senders: Sequence[str], results: Iterable[str], server: str) -> str:
    """The address in From, in lower case, when the server proves that its domain sent the message; else "".

    `senders` are the values of the From headers, `results` those of the Authentication-Results headers, from the top.
    `server` is the name that `server_name` returns.
    """
    addresses = [address.casefold() for _, address in getaddresses(list(senders)) if address]
    if not server or len(senders) != 1 or len(addresses) != 1:
        return ""
    domain = addresses[0].rpartition("@")[2].rstrip(".")
    verdict = next((verdict for value in results if (verdict := _verdict(value, server))), None)
    return addresses[0] if domain and verdict == ("pass", domain) else ""


def _verdict(value: str, server: str) -> tuple[str, str] | None:
    """The server's DMARC result and the domain that it is about; None when these are not results of the server."""
    parts = _without_comments(value).split(";")
    name = (parts[0].split() or [""])[0].casefold()
    is_unnamed = "=" in parts[0]
    if not (is_unnamed if server == _UNNAMED else name == server and not is_unnamed):
        return None
    for part in parts if is_unnamed else parts[1:]:
        if match := _RESULT.match(part):
            about = _FROM.search(part)
            return match[1].casefold(), about[1].casefold().rpartition("@")[2].strip('".') if about else ""
    return None


def _without_comments(value: str) -> str:
    """The value without comments, which may be nested. Quoted strings stay, but for what would end a result."""
    for _ in range(_MAX_NESTING):
        shorter = _QUOTED_OR_COMMENT.sub(lambda match: match[0].replace(";", "") if match[0][0] == '"' else " ", value)
        if shorter == value:
            break
        value = shorter
    return value
