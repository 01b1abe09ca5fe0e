"""Addresses that not every mail server takes: those whose part before the @ goes beyond ASCII (RFC 6531)."""

from collections.abc import Iterable

_MAX_NAMED = 5


def needs_smtputf8(address: str) -> bool:
    """Whether only a server that knows SMTPUTF8 takes an envelope's address, whose domain is in ASCII already."""
    return not address.isascii()


def remarks(addresses: Iterable[str]) -> tuple[str, ...]:
    """What a person should know before the wave goes, at most one sentence."""
    international = tuple(dict.fromkeys(filter(needs_smtputf8, addresses)))
    if not international:
        return ()
    others = f" and {len(international) - _MAX_NAMED} more" if len(international) > _MAX_NAMED else ""
    named = f"{', '.join(international[:_MAX_NAMED])}{others}"
    which = "only a mail server that knows SMTPUTF8 takes such an address; campaign doctor says whether yours does"
    return (f"beyond ASCII before the @: {named}: {which}",)
