"""Addresses that not every mail server takes: those whose part before the @ goes beyond ASCII (RFC 6531)."""

from collections.abc import Iterable

_NAMED = 5


def needs_smtputf8(address: str) -> bool:
    """Whether only a server that knows SMTPUTF8 takes an envelope's address, whose domain is in ASCII already."""
    return not address.isascii()


def remarks(addresses: Iterable[str]) -> tuple[str, ...]:
    """What a person should know before the wave goes, at most one sentence."""
    found = tuple(dict.fromkeys(filter(needs_smtputf8, addresses)))
    if not found:
        return ()
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    named = f"{', '.join(found[:_NAMED])}{more}"
    which = "only a mail server that knows SMTPUTF8 takes such an address; campaign doctor says whether yours does"
    return (f"beyond ASCII before the @: {named}: {which}",)
