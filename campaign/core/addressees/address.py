"""Mail addresses: whether one can be written to, as far as can be told without asking the network."""

import re

# What fingers make of domains that many people have.
_TYPOS_OF = {
    "gmail.com": "gmial.com gmai.com gmal.com gamil.com gnail.com gmaill.com gmil.com gmail.co gmail.cm gmail.om",
    "hotmail.com": "hotmial.com hotmai.com hotmal.com hotamil.com hotmail.co hotmail.cm",
    "outlook.com": "outlok.com outloo.com outlook.co otulook.com",
    "yahoo.com": "yaho.com yahooo.com yhaoo.com yahoo.co",
    "europarl.europa.eu": "europarl.eu europarl.europe.eu europarl.eruopa.eu europal.europa.eu europarl.europa "
    "europarl.europa.com europarl.europa.ue euoparl.europa.eu eurparl.europa.eu europarl.europea.eu europarleuropa.eu",
}
_TYPOS = {typo: domain for domain, typos in _TYPOS_OF.items() for typo in typos.split()}
_ENDING_TYPOS = {"con": "com", "cmo": "com", "ocm": "com", "vom": "com", "comm": "com", "ogr": "org", "rog": "org"}


def check_address(text: str) -> tuple[str, str, str]:
    """The address as it is written to, what is wrong with it, and the mend: one of the first two is "".

    Internationalised domains and names pass, and so do the reserved `.example` domains.
    """
    text = text.removeprefix("mailto:").removeprefix("MAILTO:").strip()
    count = len(re.findall(r"[^\s;,|/<>]@", text))
    if count > 1:
        return "", f"{count} mail addresses in one cell, none was taken", "keep the one to write to"
    if text.endswith("."):
        return "", f"the mail address {text!r} ends with a stop", "take the stop away"
    return _validate(text)


def _validate(text: str) -> tuple[str, str, str]:
    from email_validator import EmailNotValidError, validate_email  # loads its tables; only imports pay for it

    try:
        address = validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        return "", f"the mail address {text!r} cannot be right: {error}", "write it as name@domain"
    suggestion = suggested_domain(address.rpartition("@")[2])
    if suggestion:
        local = address.rpartition("@")[0]
        return "", f"the mail address {text!r} looks like a slip of the keys", f"did you mean {local}@{suggestion}?"
    return address, "", ""


def suggested_domain(domain: str) -> str:
    """The domain that was probably meant, "" where nothing is odd."""
    rest, _, ending = domain.rpartition(".")
    if ending in _ENDING_TYPOS:
        domain = f"{rest}.{_ENDING_TYPOS[ending]}"
        return _TYPOS.get(domain, domain)
    return _TYPOS.get(domain, "")
