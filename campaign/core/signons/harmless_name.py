"""Names that strangers type, in emails to people whom they choose."""

import re

_LONGEST = 60
# What a reader could open, write to or call: a host, an address, a web address, a telephone number.
_CONTACT = re.compile(r"\w[.\u3002\uff0e\uff61]\w|[@\uff20]|://|\d(?:[\s./()-]?\d){4}")


def harmless_name(name: str) -> str:
    """A name, cut to 60 letters; "" if it holds something to open, to write to or to call."""
    if _CONTACT.search(name):
        return ""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST].rstrip()}…"
