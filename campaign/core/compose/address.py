"""Email addresses in the form that mail servers take."""

import re

import idna

from campaign.core.render.characters import printable
from campaign.errors import ComposeError

# The unquoted local part of an address (RFC 5321), with the letters beyond ASCII that RFC 6531 allows.
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
_LONGEST = 254


def wire_address(address: str) -> str:
    """The address with its domain in ASCII (IDNA). Raises ComposeError when it is not an email address."""
    local, _, domain_name = address.strip(" ").rpartition("@")
    domain = _ascii(domain_name)
    whole = f"{local}@{domain}"
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)) or len(whole.encode()) > _LONGEST:
        raise ComposeError(f"{printable(address)!r} is not an email address", fix="correct the address")
    return whole


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""
