"""The DNS record of a key (RFC 6376 section 3.6). Pure functions."""

_LONGEST = 255  # the longest string of a TXT record, in octets (RFC 1035 section 3.3)


def record_name(selector: str, domain: str) -> str:
    """The name of the record in DNS."""
    return f"{selector}._domainkey.{domain}"


def record_text(public: str) -> str:
    """The text of the record, for a form that splits it into strings itself."""
    return f"v=DKIM1; k=rsa; p={public}"


def zone_line(selector: str, domain: str, public: str) -> str:
    """The record as a line of a zone file, split into strings of at most 255 octets."""
    text = record_text(public)
    strings = [f'"{text[at : at + _LONGEST]}"' for at in range(0, len(text), _LONGEST)]
    return f"{record_name(selector, domain)}. IN TXT ( {' '.join(strings)} )"
