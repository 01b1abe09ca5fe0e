"""Limits of known mail providers against our pace."""

import pytest

from campaign.core.delivery.provider_limits import excesses, limits_of
from campaign.core.settings import SendingRules


@pytest.mark.parametrize(
    ("host", "username", "per_day"),
    [
        ("smtp.office365.com", "anna@ngo.example", 10_000),
        ("SMTP.Gmail.com.", "anna@ngo.example", 2_000),
        ("smtp.gmail.com", "Anna@Gmail.com", 500),
        ("mail.infomaniak.com", "anna@ngo.example", 1_440),
        ("smtp.ngo.example", "anna@ngo.example", None),
    ],
)
def test_whose_limits_count(host: str, username: str, per_day: int | None) -> None:
    """The server tells the provider; at Google the login tells a person's account from an organisation's."""
    limits = limits_of(host, username)
    assert (limits.per_day if limits else None) == per_day


@pytest.mark.parametrize(
    ("rules", "emails", "fixes"),
    [
        (SendingRules(), 10_000, []),
        (SendingRules(), 10_001, ["set per_day = 9000 in [sending], which leaves some for your own emails"]),
        (SendingRules(per_minute=31), 0, ["set per_minute = 30 in [sending]"]),
        (SendingRules(connections=4), 0, ["set connections = 3 in [sending]"]),
        (
            SendingRules(per_day=10_001),
            5,
            ["set per_day = 9000 in [sending], which leaves some for your own emails"],
        ),
        (SendingRules(per_day=400), 20_000, []),
    ],
)
def test_what_exceeds_them(rules: SendingRules, emails: int, fixes: list[str]) -> None:
    """Pace, connections and the number in a day are compared, each with what to set."""
    limits = limits_of("smtp.office365.com", "anna@ngo.example")
    assert limits is not None
    assert [fix for _, fix in excesses(limits, rules, emails)] == fixes
