"""Whether the SPF record covers the mail server, from recorded answers."""

import pytest

from campaign.core.settings import SendingRules, SmtpTable
from campaign.services.doctor.result import CheckStatus
from campaign.services.doctor.smtp import check_limits
from campaign.services.doctor.spf import check_spf_server
from tests.services.doctor.test_doctor_domain import Recorded

DOMAIN = "ngo.org"
SERVER = SmtpTable("smtp.provider.net", username="anna@ngo.org", password="p")
ADDRESSES = {("smtp.provider.net", "A"): ("192.0.2.7",), ("smtp.provider.net", "AAAA"): ("2001:db8::7",)}


def result(record: str, server: SmtpTable = SERVER, **texts: str) -> tuple[CheckStatus, str, str]:
    """The status, the text and the fix; `texts` are the records of other names, written with _ for each dot."""
    answers = {(name.replace("_", "."), "TXT"): (text,) for name, text in texts.items()}
    more = {
        (DOMAIN, "MX"): ("10 mx.ngo.org.",),
        ("mx.ngo.org", "A"): ("192.0.2.1",),
        (DOMAIN, "A"): ("198.51.100.9",),
        (DOMAIN, "TXT"): (record,),
    }
    (check,) = check_spf_server(Recorded(ADDRESSES | more | answers), DOMAIN, server)
    return check.status, check.text, check.fix


@pytest.mark.parametrize(
    ("record", "texts", "reason"),
    [
        ("v=spf1 ip4:192.0.2.0/24 -all", {}, "192.0.2.7 is in it"),
        ("v=spf1 ip6:2001:db8::/32 -all", {}, "2001:db8::7 is in it"),
        ("v=spf1 mx/24 -all", {}, "192.0.2.7 is in it"),
        ("v=spf1 a:smtp.provider.net -all", {}, "192.0.2.7 is in it"),
        ("v=spf1 include:a.example -all", {"a_example": "v=spf1 ip4:192.0.2.7 ?all"}, "192.0.2.7 is in it"),
        ("v=spf1 redirect=a.example", {"a_example": "v=spf1 ip4:192.0.2.7 -all"}, "192.0.2.7 is in it"),
        (
            "v=spf1 include:spf.provider.net -all",
            {"spf_provider_net": "v=spf1 ip4:203.0.113.0/24 -all"},
            "it includes spf.provider.net",
        ),
    ],
)
def test_a_record_that_covers_the_server(record: str, texts: dict[str, str], reason: str) -> None:
    """The address of the server may be named, or be in what the record includes; or its provider's record is
    included."""
    expected = (CheckStatus.OK, f"the SPF record covers smtp.provider.net: {reason}", "")
    assert result(record, **texts) == expected


@pytest.mark.parametrize(
    "record", ["v=spf1 a mx -all", "v=spf1 -ip4:192.0.2.7 -all", "v=spf1 ip4:wrong include:none.example ~all"]
)
def test_a_record_that_does_not_cover_it(record: str) -> None:
    """It is a warning, because the server may send from other addresses."""
    status, text, fix = result(record)
    assert (status, text) == (
        CheckStatus.WARNING,
        "the SPF record of ngo.org does not seem to cover smtp.provider.net",
    )
    assert fix == "ask the provider what to include in it, and ask who runs the domain to do so"


def test_a_known_provider() -> None:
    """What to include for a known provider is named."""
    server = SmtpTable("smtp.gmail.com", username="anna@ngo.org", password="p")
    fix = "add include:_spf.google.com, and ask who runs the domain to do so"
    assert result("v=spf1 a -all", server)[2] == fix
    answer = result("v=spf1 include:_spf.google.com -all", server, **{"_spf.google.com": ""})
    assert answer[0] is CheckStatus.WARNING  # the name without a record covers nothing
    resolver = Recorded(
        {
            (DOMAIN, "TXT"): ("v=spf1 include:_spf.google.com -all",),
            ("_spf.google.com", "TXT"): ("v=spf1 ip4:203.0.113.0/24 -all",),
        }
    )
    (check,) = check_spf_server(resolver, DOMAIN, server)
    assert check.text == "the SPF record covers smtp.gmail.com: it includes _spf.google.com"


@pytest.mark.parametrize("record", ["v=spf1 exists:%{i}.ngo.org -all", "v=spf1 include:%{d}.ngo.org -all"])
def test_a_record_that_depends_on_the_sender(record: str) -> None:
    """What cannot be told is not called wrong."""
    assert result(record)[0] is CheckStatus.SKIPPED


def test_nothing_to_compare() -> None:
    """Without a server, with one on this machine, and without a record, this check says nothing."""
    local = SmtpTable("127.0.0.1")
    assert [check_spf_server(Recorded(), DOMAIN, server) for server in (None, local, SERVER)] == [[], [], []]


def test_a_pace_above_the_limits() -> None:
    """A pace that the provider does not take is a warning with its source and what to set."""
    server = SmtpTable("smtp.office365.com", username="anna@ngo.org", password="p")
    (warning,) = check_limits(server, SendingRules(per_minute=60), 4)
    source = "learn.microsoft.com, Exchange Online limits, November 2026"
    assert warning.text == f"Microsoft 365 takes 30 emails a minute, and per_minute is 60 ({source})"
    (fine,) = check_limits(server, SendingRules(), 4)
    assert fine.text == f"Microsoft 365 takes 10,000 emails in 24 hours ({source}), and you stay below"
    assert check_limits(SERVER, SendingRules(), 4) == check_limits(None, SendingRules(), 4) == []
