"""ENVID, the identifier of an envelope (RFC 3461 section 4.4), made from the Message-ID.

A delivery status notification returns it as Original-Envelope-Id, even if a relay has replaced the Message-ID.
"""

import re

_MAX_LENGTH = 100  # characters, as written in the command
_ESCAPED = re.compile(r"\+([0-9A-F]{2})")
_MESSAGE_ID = re.compile(r"<([!-;=?-~]+)>")  # printable ASCII without the brackets


def envid(message_id: str) -> str:
    """The value for ENVID=: the Message-ID without its brackets, in xtext (RFC 3461 section 4).

    "" if it would be too long or the Message-ID is malformed. The message is then sent without one.
    """
    match = _MESSAGE_ID.fullmatch(message_id)
    text = match[1].replace("+", "+2B").replace("=", "+3D") if match else ""
    return text if len(text) <= _MAX_LENGTH else ""


def message_ids(envelope: str) -> tuple[str, ...]:
    """The Message-IDs that an Original-Envelope-Id can stand for.

    Some servers return it unchanged, others with its xtext decoded (RFC 3464 section 2.2.1).
    """
    bare = envelope.strip().strip("<>")
    if not bare:
        return ()
    decoded_text = _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), bare)
    return tuple(dict.fromkeys(f"<{identifier}>" for identifier in (bare, decoded_text)))
