"""What proves who sent an incoming email, and what does not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.replies import read
from campaign.core.replies.sender_proof import server_name, verified_sender

NOW = dt.datetime(2027, 4, 20, 9, 0, tzinfo=dt.UTC)
SERVER = "mx.coalition.example"
SENDER = "mep@parliament.example"
PASS = (
    f"{SERVER}; spf=pass smtp.mailfrom=parliament.example; dmarc=pass (p=none; dis=none) header.from=parliament.example"
)
PROOFS = {
    "OpenDMARC": [PASS],
    "a version after the name": [f"{SERVER} 1; dmarc=pass header.from=parliament.example"],
    "other results above": [f"{SERVER}; spf=fail smtp.mailfrom=x.example", PASS],
    "capital letters, a nested comment": [
        "MX.Coalition.Example; DMARC=Pass (a (p=none; dmarc=fail) b) Header.From=Parliament.Example"
    ],
    "the address in place of the domain": [f"{SERVER}; dmarc=pass header.from=mep@parliament.example"],
}
NO_PROOFS = {
    "nothing": [],
    "another server": ["mx.evil.example; dmarc=pass header.from=parliament.example"],
    "a failure above a success": [f"{SERVER}; dmarc=fail header.from=parliament.example", PASS],
    "no policy": [f"{SERVER}; dmarc=none header.from=parliament.example"],
    "another domain": [f"{SERVER}; dmarc=pass header.from=evil.example"],
    "no domain": [f"{SERVER}; dmarc=pass"],
    "DKIM of the domain only": [f"{SERVER}; dkim=pass header.d=parliament.example"],
    "words in a comment": [f"{SERVER}; spf=pass (; dmarc=pass header.from=parliament.example)"],
    "words in a quotation": [f'{SERVER}; spf=pass reason="; dmarc=pass header.from=parliament.example"'],
    "a name that only begins like it": [f"{SERVER}.evil.example; dmarc=pass header.from=parliament.example"],
    "results without a name": ["dmarc=pass action=none header.from=parliament.example"],
    "a comment nested too deeply": [
        f"{SERVER}; spf=pass {'(' * 12}; dmarc=pass header.from=parliament.example;{')' * 12}; dmarc=fail header.from=x"
    ],
    "an open comment": [f"{SERVER}; spf=pass (; dmarc=pass header.from=parliament.example"[:-1] + "x"],
}


@pytest.mark.parametrize("name", PROOFS)
def test_the_own_server_proves_a_sender(name: str) -> None:
    """A DMARC success of the mailbox's own server for the domain in From proves the sender."""
    assert verified_sender([f"Member <{SENDER.upper()}>"], PROOFS[name], SERVER) == SENDER


@pytest.mark.parametrize("name", NO_PROOFS)
def test_nothing_else_proves_a_sender(name: str) -> None:
    """Neither another server, another domain, another result, nor words that look like a result prove the sender."""
    assert verified_sender([f"Member <{SENDER}>"], NO_PROOFS[name], SERVER) == ""


@pytest.mark.parametrize(
    "senders", [[], [SENDER, SENDER], [f"{SENDER}, x@parliament.example"], ["Member"], [f'"{SENDER}" <x@evil.example>']]
)
def test_one_sender_can_be_proven(senders: list[str]) -> None:
    """With no sender, two of them, or an address that is only a name, nothing is proven."""
    assert verified_sender(senders, [PASS], SERVER) == ""


def test_results_without_a_name() -> None:
    """Microsoft's servers write results without their name, and remove those of others."""
    microsoft, result = (
        server_name("outlook.office365.com", ""),
        "spf=pass (x) a=b; dmarc=pass header.from=parliament.example",
    )
    assert verified_sender([SENDER], [result], microsoft) == SENDER
    assert verified_sender([SENDER], [PASS], microsoft) == ""


@pytest.mark.parametrize(
    ("host", "setting", "name"),
    [
        ("IMAP.gmail.com", "", "mx.google.com"),
        ("imap.gmail.com", "MX.Own.example", "mx.own.example"),
        ("imap.coalition.example", "", ""),
    ],
)
def test_whose_results_count(host: str, setting: str, name: str) -> None:
    """The setting names the server; without one a known provider's name is used, else nobody's results count."""
    assert server_name(host, setting) == name


@pytest.mark.parametrize(("server", "sender"), [(SERVER, SENDER), ("", ""), ("mx.other.example", "")])
def test_the_sender_of_an_email(server: str, sender: str) -> None:
    """An email's sender is verified by the folded header of the mailbox's own server only."""
    folded = PASS.replace("; dmarc", ";\r\n\tdmarc")
    mail = f"Authentication-Results: {folded}\r\nFrom: Member <{SENDER}>\r\nReply-To: x@y.example\r\n\r\nYes.\r\n"
    assert read(mail.encode(), NOW, server).verified_sender == sender


@given(st.lists(st.text(), max_size=3), st.lists(st.text(alphabet='mx;=() "\\dmarcpass@.', max_size=60), max_size=3))
def test_hostile_results(senders: list[str], results: list[str]) -> None:
    """Whatever the headers hold, nothing is proven without the server's name."""
    assert verified_sender(senders, results, SERVER) == ""
