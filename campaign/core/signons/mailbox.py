"""The mailbox behind an email address: what its spellings have in common.

Most providers deliver `anna+letter@` to `anna@`, and some ignore dots or have several domains. This form is only
compared, never written to: two addresses with the same mailbox very probably reach one person.
"""

_SAME_DOMAINS = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "protonmail.ch": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
}
# The characters that a provider ignores in the part before the @.
_IGNORED = {"gmail.com": ".", "proton.me": ".-_"}
# Providers that cut the address at a hyphen instead of a plus sign.
_TAG_MARKS = {"yahoo.com": "-", "ymail.com": "-", "rocketmail.com": "-"}


def mailbox_of(address_key: str) -> str:
    """The mailbox of an address, which is in its form for comparing (`SignerAddress.key`)."""
    local, _, domain = address_key.rpartition("@")
    domain = _SAME_DOMAINS.get(domain, domain)
    for mark in ("+", _TAG_MARKS.get(domain, "+")):
        local = local.partition(mark)[0] or local
    bare = local.translate(str.maketrans("", "", _IGNORED.get(domain, "")))
    return f"{bare or local}@{domain}"
