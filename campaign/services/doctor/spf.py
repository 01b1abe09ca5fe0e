"""Whether the SPF record of the sender's domain covers the mail server (RFC 7208)."""

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from campaign.adapters.dns import Resolver
from campaign.core.delivery.provider_limits import limits_of
from campaign.core.settings import SmtpTable
from campaign.core.settings.oauth import is_loopback
from campaign.core.signatories.domains import registrable_domain
from campaign.services.doctor.domain import spf_records
from campaign.services.doctor.result import CheckResult, ok, skipped, warning

_MAX_RECORDS = 20
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def check_spf_server(resolver: Resolver, domain: str, server: SmtpTable | None) -> list[CheckResult]:
    """Compare the record with the server. Receivers see the address that the server sends from, which may differ from
    that at which it accepts emails; so a server that is not covered is a warning."""
    if server is None or is_loopback(server.host):
        return []
    record = _SpfRecord(resolver)
    record.read(domain)
    if not record.names:
        return []  # another check says that there is no record
    reason = _reason(record, resolver, server)
    if reason:
        return [ok("spf server", f"the SPF record covers {server.host}: {reason}")]
    if record.is_cut:
        return [skipped("spf server", "the SPF record refers to too many others to tell whether it covers the server")]
    text = f"the SPF record of {domain} does not seem to cover {server.host}"
    limits = limits_of(server.host, server.username)
    fix = f"add include:{limits.spf}" if limits and limits.spf else "ask the provider what to include in it"
    return [warning("spf server", text, f"{fix}, and ask who runs the domain to do so")]


def _reason(record: "_SpfRecord", resolver: Resolver, server: SmtpTable) -> str:
    """Why the server is covered; "" if it does not seem to be."""
    limits = limits_of(server.host, server.username)
    if limits and limits.spf in record.names:
        return f"it includes {limits.spf}"
    addresses = [*resolver.records(server.host, "A"), *resolver.records(server.host, "AAAA")]
    for address in map(ipaddress.ip_address, addresses):
        for network in record.networks:
            if address in network:
                return f"{address} is in it"
    own = registrable_domain(server.host)
    name = next((name for name in record.names[1:] if own and registrable_domain(name) == own), "")
    return f"it includes {name}" if name else ""


@dataclass(slots=True)
class _SpfRecord:
    """What a record permits, with all that it includes."""

    resolver: Resolver
    names: list[str] = field(default_factory=list)
    """The domain, and those that are included, in the order in which they were read."""
    networks: list[_Network] = field(default_factory=list)
    is_cut: bool = False
    """Whether something was left out, because there is too much or it depends on the sender."""

    def read(self, name: str) -> None:
        if name in self.names:
            return
        if "%" in name or len(self.names) >= _MAX_RECORDS:
            self.is_cut = True
            return
        record = next(iter(spf_records(self.resolver, name)), None)
        if record is None:
            return
        self.names.append(name)
        for term in record.lower().split()[1:]:
            if term[0] not in "-~?":
                self._term(term.lstrip("+"), name)

    def _term(self, term: str, domain: str) -> None:
        mechanism, _, target = term.replace("redirect=", "redirect:", 1).partition(":")
        kind = mechanism.partition("/")[0]
        if kind in ("include", "redirect"):
            self.read(target)
        elif kind in ("ip4", "ip6"):
            self.networks += _networks([target])
        elif kind in ("a", "mx"):
            host, _, length = (target or f"{domain}/{mechanism.partition('/')[2]}").partition("/")
            hosts = [host] if kind == "a" else [mx.split()[-1].rstrip(".") for mx in self.resolver.records(host, "MX")]
            addresses = [address for one in hosts[:10] for address in self._addresses(one)]
            prefix = f"/{length.partition('/')[0]}" if length.partition("/")[0] else ""
            self.networks += _networks(f"{address}{prefix}" if ":" not in address else address for address in addresses)
        elif kind == "exists":
            self.is_cut = True

    def _addresses(self, host: str) -> Iterator[str]:
        yield from self.resolver.records(host, "A")
        yield from self.resolver.records(host, "AAAA")


def _networks(texts: Iterable[str]) -> Iterator[_Network]:
    for text in texts:
        try:
            yield ipaddress.ip_network(text, strict=False)
        except ValueError:  # a mistake in the record, or a macro
            continue
