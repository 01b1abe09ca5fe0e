"""Email addresses of addressees: checked as far as possible without asking the network."""

import re

# Typing errors in domains that many people have.
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

# "Ann Lee <ann@parliament.example>", as mail programs copy an address.
_NAMED = re.compile(r"[^<>@]*<\s*([^<>]+)>\s*;?")
# What stands around an address in cells: quotation marks, a delimiter of recipients, a remark in brackets.
_REMARK = re.compile(r"\s\([^()@]*\)$")
_AROUND = " '\"‘’“”;,"


def check_address(text: str) -> tuple[str, str, str]:
    """Check an address. Returns it, what is wrong with it, and how to fix that. The first or the others are "".

    Internationalised domains and local parts are accepted, and so are the reserved `.example` domains.
    """
    text = bare_address(text)
    count = len(re.findall(r"[^\s;,|/<>]@", text))
    if count > 1:
        return "", f"there are {count} email addresses in one cell", "keep the one to write to"
    if text.endswith("."):
        return "", f"the email address {text!r} ends with a full stop", "remove the full stop"
    return _validate(text)


def bare_address(text: str) -> str:
    """The address in a cell, without what people and mail programs write around it: "Ann Lee <ann@ngo.example>;",
    "mailto:ann@ngo.example", "ann@ngo.example (office)"."""
    named = _NAMED.fullmatch(text)
    text = named.group(1) if named else text
    text = _REMARK.sub("", text.strip()).strip(_AROUND)
    return text.removeprefix("mailto:").removeprefix("MAILTO:").strip()


def _validate(text: str) -> tuple[str, str, str]:
    from email_validator import EmailNotValidError, validate_email  # loads its tables; only imports pay for it

    try:
        address = validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        return "", f"the email address {text!r} is not valid: {error}", "write it like name@domain"
    suggestion = suggested_domain(address.rpartition("@")[2])
    if suggestion:
        local = address.rpartition("@")[0]
        return "", f"the email address {text!r} looks mistyped", f"did you mean {local}@{suggestion}?"
    return address, "", ""


def suggested_domain(domain: str) -> str:
    """The domain that was probably meant; "" if the domain has no known typing error."""
    rest, _, ending = domain.rpartition(".")
    if ending in _ENDING_TYPOS:
        domain = f"{rest}.{_ENDING_TYPOS[ending]}"
        return _TYPOS.get(domain, domain)
    return _TYPOS.get(domain, "")
