"""The sender's domain: can it get answers (MX), and will receivers believe its mails (SPF, DKIM, DMARC)?"""

from collections.abc import Callable, Iterator

from email_validator import validate_email

from campaign.adapters.dkim import record
from campaign.adapters.dns import NoAnswer, Resolver
from campaign.services.doctor.finding import Finding, ok, problem, skipped, warning

_RESERVED = ("example", "test", "invalid", "localhost", "local")
_SURELY_THERE = "com"
_ASK = "ask who runs the domain"


def look(resolver: Resolver, address: str, selector: str, public: str = "") -> list[Finding]:
    """What the domain of the sender's address says about mail. Without DNS that is a remark, not a problem. `public` is
    the public half of the key that mails are signed with here, as DNS has it, "" where the server signs."""
    domain = ascii_domain(address)
    if domain.rpartition(".")[2] in _RESERVED:
        return [warning("domain", f"{domain} is reserved for examples: no mail can come from it", "use your own")]
    checks: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("mx", lambda: mx(resolver, domain)),
        ("spf", lambda: spf(resolver, domain)),
        ("dkim", lambda: dkim(resolver, domain, selector, public)),
        ("dmarc", lambda: dmarc(resolver, domain)),
    )
    return list(_answered(checks))


def _answered(checks: tuple[tuple[str, Callable[[], Finding]], ...]) -> Iterator[Finding]:
    """Each check's finding. After the first silence nobody waits for the next one."""
    silence = ""
    for name, check in checks:
        try:
            yield skipped(name, silence) if silence else check()
        except NoAnswer as error:
            silence = f"offline: the domain name system does not answer ({error})"
            yield skipped(name, silence, "run this again when you are connected")


def ascii_domain(address: str) -> str:
    """The domain of a mail address as DNS knows it: "bücher.example" is "xn--bcher-kva.example"."""
    return validate_email(address, check_deliverability=False).ascii_domain.lower()


def mx(resolver: Resolver, domain: str) -> Finding:
    """Where replies and bounces go."""
    hosts = sorted(resolver.records(domain, "MX"), key=_preference)
    names = [host.partition(" ")[2].rstrip(".") for host in hosts]
    if names == [""]:
        return problem("mx", f"{domain} says that it takes no mail", "send from an address that can be answered")
    if names:
        return ok("mx", f"replies go to {', '.join(names)}")
    if resolver.records(domain, "A") or resolver.records(domain, "AAAA"):
        return warning("mx", f"{domain} names no mail server (no MX)", f"{_ASK} whether replies arrive")
    # A closed network's name server says of every name that there is none; that is no word about this one.
    if not resolver.records(_SURELY_THERE, "NS"):
        raise NoAnswer("it knows no names outside this network")
    return problem("mx", f"{domain} does not exist, or takes no mail", "look for a slip in the sender's address")


def _preference(record: str) -> int:
    first = record.partition(" ")[0]
    return int(first) if first.isdecimal() else 0


def spf(resolver: Resolver, domain: str) -> Finding:
    """Which servers may send for the domain (RFC 7208)."""
    found = [each for each in resolver.records(domain, "TXT") if each.lower().split(" ")[0] == "v=spf1"]
    if not found:
        return problem("spf", f"{domain} has no SPF record", f"{_ASK} to add one that includes your mail server")
    if len(found) > 1:
        return problem("spf", f"{domain} has {len(found)} SPF records, so none counts", f"{_ASK} to make them one")
    terms = found[0].lower().split()[1:]
    if "+all" in terms or "all" in terms:
        return problem("spf", f"lets anybody send for {domain}: {found[0]}", f"{_ASK} to end it with -all")
    if "-all" in terms or "~all" in terms or any(term.startswith("redirect=") for term in terms):
        return ok("spf", found[0])
    return warning("spf", f"forbids nobody to send for {domain}: {found[0]}", f"{_ASK} to end it with -all")


def dkim(resolver: Resolver, domain: str, selector: str, public: str = "") -> Finding:
    """The key that signatures are checked with (RFC 6376)."""
    if not selector:
        mend = "set dkim_selector in [sender]: it is s= in the DKIM-Signature of a mail of yours"
        return skipped("dkim", "which key your mail server signs with is not known", mend)
    name = f"{selector}._domainkey.{domain}"
    found = [_tags(each) for each in resolver.records(name, "TXT")]
    keys = [tags for tags in found if tags.get("v", "DKIM1") == "DKIM1" and "p" in tags]
    mend = f"{_ASK} to publish {record(public)}" if public else f"look for a slip in dkim_selector, or {_ASK} to add it"
    if not keys:
        return problem("dkim", f"there is no key at {name}", mend)
    if not keys[0]["p"]:
        return problem("dkim", f"the key at {name} is withdrawn", f"{_ASK} for the selector that is in use")
    if public and keys[0]["p"] != public:
        return problem("dkim", f"the key at {name} is not the one that mails are signed with here", mend)
    if "y" in keys[0].get("t", "").split(":"):
        return warning("dkim", f"the key at {name} is marked as a test (t=y)", f"{_ASK} to take t=y out")
    return ok("dkim", f"the key at {name} is that of our signatures" if public else f"there is a key at {name}")


def dmarc(resolver: Resolver, domain: str) -> Finding:
    """What receivers do with mails that are not from here: asked for the domain, then for those above it."""
    for place in _above(domain):
        found = [each for each in resolver.records(f"_dmarc.{place}", "TXT") if each.startswith("v=DMARC1")]
        if len(found) > 1:
            return problem("dmarc", f"{place} has {len(found)} DMARC records, so none counts", f"{_ASK} to keep one")
        if found:
            policy = _tags(found[0]).get("p", "")
            if policy in ("none", "quarantine", "reject"):
                return ok("dmarc", f"{place}: p={policy}")
            return problem("dmarc", f"{place} has a DMARC record without a policy: {found[0]}", f"{_ASK} to add p=none")
    mend = f'{_ASK} to add the TXT record _dmarc.{domain}: "v=DMARC1; p=none"'
    return warning("dmarc", f"{domain} has no DMARC record; large providers ask for one", mend)


def _above(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        yield ".".join(labels[start:])


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip(): "".join(value.split()) for name, _, value in pairs if name.strip()}
