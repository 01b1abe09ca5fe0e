"""What the doctor says about the sender's domain, from recorded answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from campaign.adapters.dns import NoAnswer
from campaign.services.doctor.domain import ascii_domain, check_dkim, check_dmarc, check_domain, check_mx, check_spf
from campaign.services.doctor.result import CheckResult, CheckStatus

DOMAIN = "mail.ngo.org"
KEY = "mail2027._domainkey.mail.ngo.org"


@dataclass
class Recorded:
    """A resolver with recorded answers, which counts queries; with `offline` it does not answer."""

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


def test_a_complete_domain() -> None:
    """A domain with MX, SPF, DKIM and DMARC gives four good results."""
    resolver = Recorded(
        {
            (DOMAIN, "MX"): ("20 b.ngo.org.", "10 a.ngo.org."),
            (DOMAIN, "TXT"): ("site-verification=1", "v=spf1 include:_spf.ngo.org -all"),
            (KEY, "TXT"): ("v=DKIM1; k=rsa; p=MIGf MA0",),
            ("_dmarc.ngo.org", "TXT"): ("v=DMARC1; p=quarantine; rua=mailto:d@ngo.org",),
        }
    )
    assert check_domain(resolver, "Anna@Mail.NGO.org", "mail2027") == [
        CheckResult("mx", CheckStatus.OK, "replies go to a.ngo.org, b.ngo.org"),
        CheckResult("spf", CheckStatus.OK, "v=spf1 include:_spf.ngo.org -all"),
        CheckResult("dkim", CheckStatus.OK, f"there is a key at {KEY}"),
        CheckResult("dmarc", CheckStatus.OK, "ngo.org: p=quarantine"),
    ]


def test_without_dns_every_check_is_skipped_after_one_question() -> None:
    """Without DNS, the checks are skipped after one query."""
    resolver = Recorded(offline=True)
    silence = "offline: DNS does not answer (no name server answers)"
    assert check_domain(resolver, "anna@ngo.org", "s") == [
        CheckResult("mx", CheckStatus.SKIPPED, silence, "run this again when you are online"),
        CheckResult("spf", CheckStatus.SKIPPED, silence),
        CheckResult("dkim", CheckStatus.SKIPPED, silence),
        CheckResult("dmarc", CheckStatus.SKIPPED, silence),
    ]
    assert resolver.asked == [("ngo.org", "MX")]


def test_a_name_server_that_denies_every_name() -> None:
    """A name server that denies every name counts as no answer, not as a problem of the domain."""
    assert [(result.status, result.text) for result in check_domain(Recorded(), "anna@ngo.org", "s")] == [
        (
            CheckStatus.SKIPPED,
            "offline: DNS does not answer (it knows no names outside this network)",
        )
    ] * 4


def test_a_reserved_domain_is_not_queried() -> None:
    """A reserved domain gives a warning without any query."""
    resolver = Recorded()
    assert check_domain(resolver, "anna@ngo.example", "") == [
        CheckResult(
            "domain",
            CheckStatus.WARNING,
            "ngo.example is reserved for examples and cannot send email",
            "use your own domain",
        )
    ]
    assert resolver.asked == []


def test_an_internationalised_domain_is_queried_in_its_dns_form() -> None:
    """A domain outside ASCII is queried in its DNS form."""
    assert ascii_domain("anna@bücher.example") == "xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("answers", "finding"),
    [
        (
            {(DOMAIN, "MX"): ("0 .",)},
            CheckResult(
                "mx",
                CheckStatus.PROBLEM,
                "mail.ngo.org accepts no email",
                "send from an address that can receive replies",
            ),
        ),
        (
            {(DOMAIN, "AAAA"): ("::1",)},
            CheckResult(
                "mx",
                CheckStatus.WARNING,
                "mail.ngo.org names no mail server (no MX record)",
                "ask who runs the domain whether replies arrive",
            ),
        ),
        (
            {("com", "NS"): ("a.gtld-servers.net.",)},
            CheckResult(
                "mx",
                CheckStatus.PROBLEM,
                "mail.ngo.org does not exist or accepts no email",
                "check the sender's address for a typing mistake",
            ),
        ),
        ({(DOMAIN, "MX"): ("odd a.ngo.org.",)}, CheckResult("mx", CheckStatus.OK, "replies go to a.ngo.org")),
    ],
)
def test_where_replies_go(answers: Mapping[tuple[str, str], tuple[str, ...]], finding: CheckResult) -> None:
    """A domain that cannot receive replies is a problem."""
    assert check_mx(Recorded(answers), DOMAIN) == finding


@pytest.mark.parametrize(
    ("records", "state", "text", "fix"),
    [
        ((), CheckStatus.PROBLEM, "mail.ngo.org has no SPF record", "to add one that includes your mail server"),
        (
            ("v=spf10 -all",),
            CheckStatus.PROBLEM,
            "mail.ngo.org has no SPF record",
            "to add one that includes your mail server",
        ),
        (
            ("v=spf1 -all", "v=spf1 ~all"),
            CheckStatus.PROBLEM,
            "mail.ngo.org has 2 SPF records, so none is valid",
            "to merge them into one",
        ),
        (
            ("v=spf1 +all",),
            CheckStatus.PROBLEM,
            "anybody may send for mail.ngo.org: v=spf1 +all",
            "to end it with -all",
        ),
        (
            ("v=spf1 mx all",),
            CheckStatus.PROBLEM,
            "anybody may send for mail.ngo.org: v=spf1 mx all",
            "to end it with -all",
        ),
        (
            ("v=spf1",),
            CheckStatus.WARNING,
            "the SPF record of mail.ngo.org forbids nobody else: v=spf1",
            "to end it with -all",
        ),
        (
            ("v=spf1 ?all",),
            CheckStatus.WARNING,
            "the SPF record of mail.ngo.org forbids nobody else: v=spf1 ?all",
            "to end it with -all",
        ),
        (("V=SPF1 mx ~ALL",), CheckStatus.OK, "V=SPF1 mx ~ALL", ""),
        (("v=spf1 redirect=_spf.ngo.org",), CheckStatus.OK, "v=spf1 redirect=_spf.ngo.org", ""),
    ],
)
def test_who_may_send(records: tuple[str, ...], state: CheckStatus, text: str, fix: str) -> None:
    """SPF: missing, duplicate, open to all, undecided, and right."""
    fix = f"ask who runs the domain {fix}" if fix else ""
    assert check_spf(txt(DOMAIN, *records), DOMAIN) == CheckResult("spf", state, text, fix)


@pytest.mark.parametrize(
    ("records", "state", "text", "fix"),
    [
        (
            (),
            CheckStatus.PROBLEM,
            f"there is no key at {KEY}",
            "check dkim_selector for a typing mistake, or ask who runs the domain to add the key",
        ),
        (
            ("v=spf1 -all",),
            CheckStatus.PROBLEM,
            f"there is no key at {KEY}",
            "check dkim_selector for a typing mistake, or ask who runs the domain to add the key",
        ),
        (
            ("v=DKIM1; p=",),
            CheckStatus.PROBLEM,
            f"the key at {KEY} is revoked",
            "ask who runs the domain for the selector that is in use",
        ),
        (
            ("v=DKIM1; t=s:y; p=MIGf",),
            CheckStatus.WARNING,
            f"the key at {KEY} is marked as a test (t=y)",
            "ask who runs the domain to remove t=y",
        ),
        (("k=rsa; p=MIGf;",), CheckStatus.OK, f"there is a key at {KEY}", ""),
    ],
)
def test_the_key_of_the_signatures(records: tuple[str, ...], state: CheckStatus, text: str, fix: str) -> None:
    """DKIM: missing, revoked, a test, and right."""
    assert check_dkim(txt(KEY, *records), DOMAIN, "mail2027") == CheckResult("dkim", state, text, fix)


def test_an_unknown_selector_is_no_problem() -> None:
    """Without a selector, the check of DKIM is skipped, because DNS cannot list selectors."""
    assert check_dkim(Recorded(), DOMAIN, "") == CheckResult(
        "dkim",
        CheckStatus.SKIPPED,
        "it is not known which key your mail server signs with",
        "set dkim_selector in [sender]: it is the s= in the DKIM-Signature of an email from you",
    )


@pytest.mark.parametrize(
    ("records", "state", "text", "fix"),
    [
        (
            (),
            CheckStatus.WARNING,
            "mail.ngo.org has no DMARC record; large providers require one",
            'to add the TXT record _dmarc.mail.ngo.org: "v=DMARC1; p=none"',
        ),
        (
            ("v=DMARC1; p=none", "v=DMARC1; p=reject"),
            CheckStatus.PROBLEM,
            "mail.ngo.org has 2 DMARC records, so none is valid",
            "to keep one",
        ),
        (
            ("v=DMARC1",),
            CheckStatus.PROBLEM,
            "mail.ngo.org has a DMARC record without a policy: v=DMARC1",
            "to add p=none",
        ),
        (("v=DMARC1;p=reject",), CheckStatus.OK, "mail.ngo.org: p=reject", ""),
    ],
)
def test_what_receivers_should_do(records: tuple[str, ...], state: CheckStatus, text: str, fix: str) -> None:
    """DMARC: missing, duplicate, without a policy, and right."""
    fix = f"ask who runs the domain {fix}" if fix else ""
    assert check_dmarc(txt(f"_dmarc.{DOMAIN}", *records), DOMAIN) == CheckResult("dmarc", state, text, fix)


@pytest.mark.parametrize(
    ("records", "state", "text"),
    [
        (("v=DKIM1; k=rsa; p=MIIB IjAN",), CheckStatus.OK, f"the key at {KEY} is the one that signs your emails"),
        (
            ("v=DKIM1; k=rsa; p=MIGf",),
            CheckStatus.PROBLEM,
            f"the key at {KEY} is not the one that signs your emails",
        ),
        ((), CheckStatus.PROBLEM, f"there is no key at {KEY}"),
    ],
)
def test_the_key_in_dns_is_compared_with_the_own_key(records: tuple[str, ...], state: CheckStatus, text: str) -> None:
    """If eemails are signed here, the key in DNS must be the campaign's own; the fix names the record."""
    fix = "" if state is CheckStatus.OK else "ask who runs the domain to publish v=DKIM1; k=rsa; p=MIIBIjAN"
    assert check_dkim(txt(KEY, *records), DOMAIN, "mail2027", "MIIBIjAN") == CheckResult("dkim", state, text, fix)


@pytest.mark.parametrize(("number", "status"), [(10, CheckStatus.OK), (11, CheckStatus.PROBLEM)])
def test_look_ups_of_spf(number: int, status: CheckStatus) -> None:
    """More than ten look-ups make an SPF record invalid; those of included records count, a loop ends."""
    inner = " ".join(f"include:s{at}.ngo.org" for at in range(number - 4))
    resolver = Recorded(
        {
            (DOMAIN, "TXT"): ("v=spf1 a mx/24 ip4:192.0.2.1 include:_spf.ngo.org ~all",),
            ("_spf.ngo.org", "TXT"): (f"v=spf1 {inner} include:{DOMAIN} -all",),
        }
    )
    assert check_spf(resolver, DOMAIN).status is status
