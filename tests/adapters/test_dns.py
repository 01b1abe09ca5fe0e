"""The real resolver against a real name server on loopback."""

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from campaign.adapters.dns import Dns, NoAnswer

ZONE = {
    ("ngo.example.", "TXT"): ['"v=spf1 " "include:_spf.ngo.example -all"', '"other"'],
    ("ngo.example.", "MX"): ["10 mail.ngo.example."],
}


def answer(wire: bytes) -> bytes | None:
    query = dns.message.from_wire(wire)
    [question] = query.question
    name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
    if name == "silent.example.":
        return None
    response = dns.message.make_response(query)
    response.flags |= dns.flags.RA
    if name == "broken.example.":
        response.set_rcode(dns.rcode.SERVFAIL)
    elif name != "ngo.example.":
        response.set_rcode(dns.rcode.NXDOMAIN)
    elif (name, kind) in ZONE:
        response.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *ZONE[name, kind]))
    return response.to_wire()


def serve(listener: socket.socket) -> None:
    while True:
        wire, sender = listener.recvfrom(4096)
        if wire == b"stop":
            return
        if (reply := answer(wire)) is not None:
            listener.sendto(reply, sender)


@pytest.fixture
def resolver() -> Iterator[Dns]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        server = threading.Thread(target=serve, args=(listener,))
        server.start()
        resolving = dns.resolver.Resolver(configure=False)
        resolving.nameservers = ["127.0.0.1"]
        resolving.port = listener.getsockname()[1]
        yield Dns(resolving, timeout_seconds=0.5)
        listener.sendto(b"stop", listener.getsockname())
        server.join()


def test_records_come_as_text(resolver: Dns) -> None:
    """The strings of a TXT record are joined; an MX record is its preference and host."""
    assert set(resolver.records("ngo.example", "TXT")) == {"v=spf1 include:_spf.ngo.example -all", "other"}
    assert resolver.records("ngo.example", "MX") == ("10 mail.ngo.example.",)


@pytest.mark.parametrize(("name", "kind"), [("ngo.example", "AAAA"), ("nobody.example", "TXT")])
def test_what_is_not_there_is_none(resolver: Dns, name: str, kind: str) -> None:
    """A missing kind and a missing name have no records, and are no errors."""
    assert resolver.records(name, kind) == ()


def test_no_answer_differs_from_no_record(resolver: Dns) -> None:
    """A name server that does not answer says nothing about the name."""
    with pytest.raises(NoAnswer, match=r"^no name server answers$"):
        resolver.records("silent.example", "MX")


def test_a_failing_name_server_is_no_answer(resolver: Dns) -> None:
    """A name server that fails gives no answer."""
    with pytest.raises(NoAnswer, match=r"^All nameservers failed to answer the query broken.example"):
        resolver.records("broken.example", "MX")


def test_a_name_that_cannot_be_asked_is_no_answer(resolver: Dns) -> None:
    """A name that is too long for DNS gives no answer."""
    for broken in (resolver, Dns()):
        with pytest.raises(NoAnswer):
            broken.records("a" * 70 + ".example", "MX")
