"""Checks of the sender's domain: can it receive replies (MX), and can receivers trust its emails (SPF, DKIM, DMARC)?"""

from collections.abc import Callable, Iterator

from email_validator import validate_email

from campaign.adapters.dkim import record_text
from campaign.adapters.dns import NoAnswer, Resolver
from campaign.services.doctor.result import CheckResult, ok, problem, skipped, warning

_RESERVED = ("example", "test", "invalid", "localhost", "local")
_KNOWN_DOMAIN = "com"
_SPF_WITH_LOOKUP = frozenset({"include", "redirect", "a", "mx", "ptr", "exists"})
_MAX_SPF_LOOKUPS = 10
_ASK = "ask who runs the domain"


def is_reserved(domain: str) -> bool:
    """Whether a domain is only for examples."""
    return domain.rpartition(".")[2] in _RESERVED


def check_domain(resolver: Resolver, address: str, selector: str, public_key: str = "") -> list[CheckResult]:
    """Check the domain of the sender's address. Without DNS, the checks are skipped.

    `public_key` is the public half of the campaign's own DKIM key, in the form that DNS uses; "" if the mail server
    signs.
    """
    domain = ascii_domain(address)
    if is_reserved(domain):
        return [warning("domain", f"{domain} is reserved for examples and cannot send email", "use your own domain")]
    checks: tuple[tuple[str, Callable[[], CheckResult]], ...] = (
        ("mx", lambda: check_mx(resolver, domain)),
        ("spf", lambda: check_spf(resolver, domain)),
        ("dkim", lambda: check_dkim(resolver, domain, selector, public_key)),
        ("dmarc", lambda: check_dmarc(resolver, domain)),
    )
    return list(_run_checks(checks))


def _run_checks(checks: tuple[tuple[str, Callable[[], CheckResult]], ...]) -> Iterator[CheckResult]:
    """Run the checks. When DNS does not answer one, skip the others instead of waiting again."""
    silence = ""
    for name, check in checks:
        try:
            yield skipped(name, silence) if silence else check()
        except NoAnswer as error:
            silence = f"offline: DNS does not answer ({error})"
            yield skipped(name, silence, "run this again when you are online")


def ascii_domain(address: str) -> str:
    """The domain of an email address in the form that DNS uses: "xn--bcher-kva.example" for "bücher.example"."""
    return validate_email(address, check_deliverability=False).ascii_domain.lower()


def check_mx(resolver: Resolver, domain: str) -> CheckResult:
    """Check where replies and bounces go."""
    hosts = sorted(resolver.records(domain, "MX"), key=_preference)
    names = [host.partition(" ")[2].rstrip(".") for host in hosts]
    if names == [""]:
        return problem("mx", f"{domain} accepts no email", "send from an address that can receive replies")
    if names:
        return ok("mx", f"replies go to {', '.join(names)}")
    if resolver.records(domain, "A") or resolver.records(domain, "AAAA"):
        return warning("mx", f"{domain} names no mail server (no MX record)", f"{_ASK} whether replies arrive")
    # The name server of a closed network denies every name, which says nothing about this one.
    if not resolver.records(_KNOWN_DOMAIN, "NS"):
        raise NoAnswer("it knows no names outside this network")
    return problem(
        "mx", f"{domain} does not exist or accepts no email", "check the sender's address for a typing mistake"
    )


def _preference(record: str) -> int:
    first = record.partition(" ")[0]
    return int(first) if first.isdecimal() else 0


def spf_records(resolver: Resolver, domain: str) -> list[str]:
    """The SPF records of a domain. More than one is a mistake."""
    return [text for text in resolver.records(domain, "TXT") if text.lower().split(" ")[0] == "v=spf1"]


def check_spf(resolver: Resolver, domain: str) -> CheckResult:
    """Check which servers may send for the domain (SPF, RFC 7208)."""
    records = spf_records(resolver, domain)
    if not records:
        return problem("spf", f"{domain} has no SPF record", f"{_ASK} to add one that includes your mail server")
    if len(records) > 1:
        return problem(
            "spf", f"{domain} has {len(records)} SPF records, so none is valid", f"{_ASK} to merge them into one"
        )
    terms = records[0].lower().split()[1:]
    if "+all" in terms or "all" in terms:
        return problem("spf", f"anybody may send for {domain}: {records[0]}", f"{_ASK} to end it with -all")
    lookups = _spf_lookups(resolver, records[0], {domain})
    if lookups > _MAX_SPF_LOOKUPS:
        text = f"the SPF record of {domain} needs {lookups} look-ups; receivers stop after 10 and call it invalid"
        return problem("spf", text, f"{_ASK} to remove includes that are not needed")
    if "-all" in terms or "~all" in terms or any(term.startswith("redirect=") for term in terms):
        return ok("spf", records[0])
    return warning(
        "spf",
        f"the SPF record of {domain} forbids nobody else: {records[0]}",
        f"{_ASK} to end it with -all",
    )


def _spf_lookups(resolver: Resolver, record: str, seen: set[str]) -> int:
    """The number of DNS look-ups that checking a record takes (RFC 7208 section 4.6.4); a few more than allowed at
    most."""
    number = 0
    for term in record.lower().split()[1:]:
        mechanism, _, target = term.lstrip("+-~?").replace("=", ":", 1).partition(":")
        if mechanism.partition("/")[0] not in _SPF_WITH_LOOKUP or number > _MAX_SPF_LOOKUPS:
            continue
        number += 1
        if mechanism in ("include", "redirect") and target not in seen and "%" not in target:
            seen.add(target)
            number += _spf_lookups(resolver, next(iter(spf_records(resolver, target)), ""), seen)
    return number


def check_dkim(resolver: Resolver, domain: str, selector: str, public_key: str = "") -> CheckResult:
    """Check the key that verifies signatures (DKIM, RFC 6376)."""
    if not selector:
        fix = "set dkim_selector in [sender]: it is the s= in the DKIM-Signature of an email from you"
        return skipped("dkim", "it is not known which key your mail server signs with", fix)
    name = f"{selector}._domainkey.{domain}"
    records = [tags_of(text) for text in resolver.records(name, "TXT")]
    keys = [tags for tags in records if tags.get("v", "DKIM1") == "DKIM1" and "p" in tags]
    fix = (
        f"{_ASK} to publish {record_text(public_key)}"
        if public_key
        else f"check dkim_selector for a typing mistake, or {_ASK} to add the key"
    )
    if not keys:
        return problem("dkim", f"there is no key at {name}", fix)
    if not keys[0]["p"]:
        return problem("dkim", f"the key at {name} is revoked", f"{_ASK} for the selector that is in use")
    if public_key and keys[0]["p"] != public_key:
        return problem("dkim", f"the key at {name} is not the one that signs your emails", fix)
    if "y" in keys[0].get("t", "").split(":"):
        return warning("dkim", f"the key at {name} is marked as a test (t=y)", f"{_ASK} to remove t=y")
    return ok(
        "dkim", f"the key at {name} is the one that signs your emails" if public_key else f"there is a key at {name}"
    )


def check_dmarc(resolver: Resolver, domain: str) -> CheckResult:
    """Check what receivers do with forged emails (DMARC, RFC 7489): the record of the domain or of one above it."""
    for name in _domain_and_parents(domain):
        records = [text for text in resolver.records(f"_dmarc.{name}", "TXT") if text.startswith("v=DMARC1")]
        if len(records) > 1:
            return problem("dmarc", f"{name} has {len(records)} DMARC records, so none is valid", f"{_ASK} to keep one")
        if records:
            policy = tags_of(records[0]).get("p", "")
            if policy in ("none", "quarantine", "reject"):
                return ok("dmarc", f"{name}: p={policy}")
            return problem(
                "dmarc", f"{name} has a DMARC record without a policy: {records[0]}", f"{_ASK} to add p=none"
            )
    fix = f'{_ASK} to add the TXT record _dmarc.{domain}: "v=DMARC1; p=none"'
    return warning("dmarc", f"{domain} has no DMARC record; large providers require one", fix)


def _domain_and_parents(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        yield ".".join(labels[start:])


def tags_of(record: str) -> dict[str, str]:
    """The tags of a record or a header, such as "v=DKIM1; p=...", by their names (RFC 6376 section 3.2)."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip(): "".join(value.split()) for name, _, value in pairs if name.strip()}
