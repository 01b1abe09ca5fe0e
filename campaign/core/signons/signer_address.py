"""A signer's email address, checked and normalised."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.addressees.address import suggested_domain

_LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
_LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1, in octets
# Most addresses: valid without the slower check by the library.
_PLAIN = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@"
    r"(?:(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+([A-Za-z]{2,63})"
)
# Mail servers read these differently: encoded words, routes and pipes to programs.
_READ_OTHERWISE = re.compile(r"=\?|[%!]|^\|")
_RESERVED = frozenset({"alt", "arpa", "internal", "invalid", "local", "localhost", "onion", "test"})  # RFC 6761 and kin


class AddressFault(StrEnum):
    """Why an email address is refused."""

    EMPTY = "empty"
    WRONG = "wrong"
    SLIP = "slip"  # a typing error in a well-known domain


@dataclass(frozen=True, slots=True)
class SignerAddress:
    """A valid email address."""

    address: str
    """The address to write to."""
    key: str
    """The form for comparing: lower case, the domain in ASCII (IDNA 2008)."""


@dataclass(frozen=True, slots=True)
class InvalidAddress:
    """A text that is not a valid address. `suggestion` is the address that was probably meant, "" if unknown."""

    fault: AddressFault
    suggestion: str = ""


def read_address(text: str) -> SignerAddress | InvalidAddress:
    """Check an address as it was typed, without asking the network."""
    typed = text.strip()
    local, _, domain = typed.rpartition("@")
    if _READ_OTHERWISE.search(local) or domain.lower().rpartition(".")[2] in _RESERVED:
        return InvalidAddress(AddressFault.WRONG)
    if len(typed) > _LONGEST or len(typed.rpartition("@")[0].encode("utf-8", "replace")) > _LONGEST_LOCAL:
        return InvalidAddress(AddressFault.WRONG)
    plain = _PLAIN.fullmatch(typed)
    if plain and plain[1].lower() not in _RESERVED:
        return _refuse_typo(SignerAddress(typed, typed.lower()))
    return _validate(typed) if typed else InvalidAddress(AddressFault.EMPTY)


def comparison_key(address: str) -> str:
    """The form of an address for comparing, also of one that cannot be valid."""
    read = read_address(address)
    return address.strip().lower() if isinstance(read, InvalidAddress) else read.key


def _validate(typed: str) -> SignerAddress | InvalidAddress:
    from email_validator import EmailNotValidError, validate_email  # slow to load and to run; few addresses need it

    try:
        parts = validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        return InvalidAddress(AddressFault.WRONG)
    local = unicodedata.normalize("NFC", parts.local_part.lower())
    return _refuse_typo(SignerAddress(parts.normalized, f"{local}@{parts.ascii_domain.lower()}"))


def _refuse_typo(typed: SignerAddress) -> SignerAddress | InvalidAddress:
    local = typed.address.rpartition("@")[0]
    domain = suggested_domain(typed.key.rpartition("@")[2])
    return InvalidAddress(AddressFault.SLIP, f"{local}@{domain}") if domain else typed
