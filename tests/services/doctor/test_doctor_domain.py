"""What the doctor says about the sender's domain, from recorded answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from campaign.adapters.dns import NoAnswer
from campaign.services.doctor.domain import ascii_domain, dkim, dmarc, look, mx, spf
from campaign.services.doctor.finding import Finding, State

DOMAIN = "mail.ngo.org"
KEY = "mail2027._domainkey.mail.ngo.org"


@dataclass
class Recorded:
    """A resolver that knows some answers, and counts what it is asked; `offline` makes it fall silent."""

    answers: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    offline: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        self.asked.append((name, kind))
        if self.offline:
            raise NoAnswer("no name server answers")
        return self.answers.get((name, kind), ())


def txt(name: str, *records: str) -> Recorded:
    return Recorded({(name, "TXT"): records})


def test_a_domain_in_order_is_told_in_four_lines() -> None:
    """Replies arrive, SPF and DMARC stand, the key is there."""
    resolver = Recorded(
        {
            (DOMAIN, "MX"): ("20 b.ngo.org.", "10 a.ngo.org."),
            (DOMAIN, "TXT"): ("site-verification=1", "v=spf1 include:_spf.ngo.org -all"),
            (KEY, "TXT"): ("v=DKIM1; k=rsa; p=MIGf MA0",),
            ("_dmarc.ngo.org", "TXT"): ("v=DMARC1; p=quarantine; rua=mailto:d@ngo.org",),
        }
    )
    assert look(resolver, "Anna@Mail.NGO.org", "mail2027") == [
        Finding("mx", State.OK, "replies go to a.ngo.org, b.ngo.org"),
        Finding("spf", State.OK, "v=spf1 include:_spf.ngo.org -all"),
        Finding("dkim", State.OK, f"there is a key at {KEY}"),
        Finding("dmarc", State.OK, "ngo.org: p=quarantine"),
    ]


def test_without_dns_each_check_is_skipped_and_one_question_asked() -> None:
    """Offline is a remark, and nobody waits four times for it."""
    resolver = Recorded(offline=True)
    silence = "offline: the domain name system does not answer (no name server answers)"
    assert look(resolver, "anna@ngo.org", "s") == [
        Finding("mx", State.SKIPPED, silence, "run this again when you are connected"),
        Finding("spf", State.SKIPPED, silence),
        Finding("dkim", State.SKIPPED, silence),
        Finding("dmarc", State.SKIPPED, silence),
    ]
    assert resolver.asked == [("ngo.org", "MX")]


def test_a_name_server_that_knows_no_name_is_as_none() -> None:
    """In a closed network every name is said not to exist; no domain is accused for that."""
    assert [(each.state, each.text) for each in look(Recorded(), "anna@ngo.org", "s")] == [
        (
            State.SKIPPED,
            "offline: the domain name system does not answer (it knows no names outside this network)",
        )
    ] * 4


def test_a_reserved_domain_is_named_without_asking() -> None:
    """Nobody is asked about a domain that cannot be."""
    resolver = Recorded()
    assert look(resolver, "anna@ngo.example", "") == [
        Finding(
            "domain", State.WARNING, "ngo.example is reserved for examples: no mail can come from it", "use your own"
        )
    ]
    assert resolver.asked == []


def test_an_internationalised_domain_is_asked_for_in_its_dns_form() -> None:
    """Names outside ASCII are asked for as DNS keeps them."""
    assert ascii_domain("anna@bücher.example") == "xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("answers", "finding"),
    [
        (
            {(DOMAIN, "MX"): ("0 .",)},
            Finding(
                "mx",
                State.PROBLEM,
                "mail.ngo.org says that it takes no mail",
                "send from an address that can be answered",
            ),
        ),
        (
            {(DOMAIN, "AAAA"): ("::1",)},
            Finding(
                "mx",
                State.WARNING,
                "mail.ngo.org names no mail server (no MX)",
                "ask who runs the domain whether replies arrive",
            ),
        ),
        (
            {("com", "NS"): ("a.gtld-servers.net.",)},
            Finding(
                "mx",
                State.PROBLEM,
                "mail.ngo.org does not exist, or takes no mail",
                "look for a slip in the sender's address",
            ),
        ),
        ({(DOMAIN, "MX"): ("odd a.ngo.org.",)}, Finding("mx", State.OK, "replies go to a.ngo.org")),
    ],
)
def test_where_replies_go(answers: Mapping[tuple[str, str], tuple[str, ...]], finding: Finding) -> None:
    """A domain that cannot be answered is a problem before the letter goes, not after."""
    assert mx(Recorded(answers), DOMAIN) == finding


@pytest.mark.parametrize(
    ("records", "state", "text", "mend"),
    [
        ((), State.PROBLEM, "mail.ngo.org has no SPF record", "to add one that includes your mail server"),
        (
            ("v=spf10 -all",),
            State.PROBLEM,
            "mail.ngo.org has no SPF record",
            "to add one that includes your mail server",
        ),
        (
            ("v=spf1 -all", "v=spf1 ~all"),
            State.PROBLEM,
            "mail.ngo.org has 2 SPF records, so none counts",
            "to make them one",
        ),
        (("v=spf1 +all",), State.PROBLEM, "lets anybody send for mail.ngo.org: v=spf1 +all", "to end it with -all"),
        (("v=spf1 mx all",), State.PROBLEM, "lets anybody send for mail.ngo.org: v=spf1 mx all", "to end it with -all"),
        (("v=spf1",), State.WARNING, "forbids nobody to send for mail.ngo.org: v=spf1", "to end it with -all"),
        (
            ("v=spf1 ?all",),
            State.WARNING,
            "forbids nobody to send for mail.ngo.org: v=spf1 ?all",
            "to end it with -all",
        ),
        (("V=SPF1 mx ~ALL",), State.OK, "V=SPF1 mx ~ALL", ""),
        (("v=spf1 redirect=_spf.ngo.org",), State.OK, "v=spf1 redirect=_spf.ngo.org", ""),
    ],
)
def test_who_may_send(records: tuple[str, ...], state: State, text: str, mend: str) -> None:
    """SPF: missing, double, open to all, open to doubt, and in order."""
    mend = f"ask who runs the domain {mend}" if mend else ""
    assert spf(txt(DOMAIN, *records), DOMAIN) == Finding("spf", state, text, mend)


@pytest.mark.parametrize(
    ("records", "state", "text", "mend"),
    [
        (
            (),
            State.PROBLEM,
            f"there is no key at {KEY}",
            "look for a slip in dkim_selector, or ask who runs the domain to add it",
        ),
        (
            ("v=spf1 -all",),
            State.PROBLEM,
            f"there is no key at {KEY}",
            "look for a slip in dkim_selector, or ask who runs the domain to add it",
        ),
        (
            ("v=DKIM1; p=",),
            State.PROBLEM,
            f"the key at {KEY} is withdrawn",
            "ask who runs the domain for the selector that is in use",
        ),
        (
            ("v=DKIM1; t=s:y; p=MIGf",),
            State.WARNING,
            f"the key at {KEY} is marked as a test (t=y)",
            "ask who runs the domain to take t=y out",
        ),
        (("k=rsa; p=MIGf;",), State.OK, f"there is a key at {KEY}", ""),
    ],
)
def test_the_key_of_the_signatures(records: tuple[str, ...], state: State, text: str, mend: str) -> None:
    """DKIM: missing, withdrawn, a test, and in order."""
    assert dkim(txt(KEY, *records), DOMAIN, "mail2027") == Finding("dkim", state, text, mend)


def test_an_unknown_selector_is_no_problem() -> None:
    """DNS cannot list selectors; without one, nothing is said against the domain."""
    assert dkim(Recorded(), DOMAIN, "") == Finding(
        "dkim",
        State.SKIPPED,
        "which key your mail server signs with is not known",
        "set dkim_selector in [sender]: it is s= in the DKIM-Signature of a mail of yours",
    )


@pytest.mark.parametrize(
    ("records", "state", "text", "mend"),
    [
        (
            (),
            State.WARNING,
            "mail.ngo.org has no DMARC record; large providers ask for one",
            'to add the TXT record _dmarc.mail.ngo.org: "v=DMARC1; p=none"',
        ),
        (
            ("v=DMARC1; p=none", "v=DMARC1; p=reject"),
            State.PROBLEM,
            "mail.ngo.org has 2 DMARC records, so none counts",
            "to keep one",
        ),
        (
            ("v=DMARC1",),
            State.PROBLEM,
            "mail.ngo.org has a DMARC record without a policy: v=DMARC1",
            "to add p=none",
        ),
        (("v=DMARC1;p=reject",), State.OK, "mail.ngo.org: p=reject", ""),
    ],
)
def test_what_receivers_are_told(records: tuple[str, ...], state: State, text: str, mend: str) -> None:
    """DMARC: missing, double, without a policy, and in order."""
    mend = f"ask who runs the domain {mend}" if mend else ""
    assert dmarc(txt(f"_dmarc.{DOMAIN}", *records), DOMAIN) == Finding("dmarc", state, text, mend)


@pytest.mark.parametrize(
    ("records", "state", "text"),
    [
        (("v=DKIM1; k=rsa; p=MIIB IjAN",), State.OK, f"the key at {KEY} is that of our signatures"),
        (
            ("v=DKIM1; k=rsa; p=MIGf",),
            State.PROBLEM,
            f"the key at {KEY} is not the one that mails are signed with here",
        ),
        ((), State.PROBLEM, f"there is no key at {KEY}"),
    ],
)
def test_the_key_in_dns_is_the_one_here(records: tuple[str, ...], state: State, text: str) -> None:
    """Where mails are signed here, the key that receivers find is compared with the own one, and the record named."""
    mend = "" if state is State.OK else "ask who runs the domain to publish v=DKIM1; k=rsa; p=MIIBIjAN"
    assert dkim(txt(KEY, *records), DOMAIN, "mail2027", "MIIBIjAN") == Finding("dkim", state, text, mend)
