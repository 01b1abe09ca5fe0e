"""Email addresses with letters beyond ASCII before the @, which not every mail server accepts (RFC 6531)."""

from collections.abc import Iterable

_MAX_NAMED = 5


def needs_smtputf8(address: str) -> bool:
    """Whether an address needs a server with SMTPUTF8. Its domain is in ASCII already."""
    return not address.isascii()


def remarks(addresses: Iterable[str]) -> tuple[str, ...]:
    """What a person should know before the wave is sent; at most one sentence."""
    international = tuple(dict.fromkeys(filter(needs_smtputf8, addresses)))
    if not international:
        return ()
    others = f" and {len(international) - _MAX_NAMED} more" if len(international) > _MAX_NAMED else ""
    named = f"{', '.join(international[:_MAX_NAMED])}{others}"
    which = "only a mail server with SMTPUTF8 accepts such addresses; campaign doctor shows whether yours does"
    return (f"letters beyond ASCII before the @ in {named}: {which}",)
