"""What stands in DNS for a key (RFC 6376 section 3.6). Pure."""

_LONGEST = 255  # octets of one character-string (RFC 1035 section 3.3)


def record_name(selector: str, domain: str) -> str:
    """Where the record stands."""
    return f"{selector}._domainkey.{domain}"


def record_text(public: str) -> str:
    """The record's text, for a form that splits it itself."""
    return f"v=DKIM1; k=rsa; p={public}"


def zone_line(selector: str, domain: str, public: str) -> str:
    """The record as a zone's file has it: strings of 255 octets at most, which readers join without a space."""
    text = record_text(public)
    strings = [f'"{text[at : at + _LONGEST]}"' for at in range(0, len(text), _LONGEST)]
    return f"{record_name(selector, domain)}. IN TXT ( {' '.join(strings)} )"
