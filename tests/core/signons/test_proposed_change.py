"""What of a change shows at once, and what waits for a look."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories import SignOnState
from campaign.core.signons.proposed_change import FIELDS, ProposedChange, divide_change, has_only_known_content
from campaign.core.signons.signon import SignOn, SignOnKind, SignOnSource

AT = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)
LISTED = SignOn(
    id=1,
    letter="forests",
    kind=SignOnKind.ORGANISATION,
    organisation="ngo",
    name="The NGO",
    url="https://ngo.example",
    country="Austria",
    logo="logos/ngo.svg",
    quote="Yes.",
    state=SignOnState.LISTED,
    version=1,
    has_objected=False,
    language="en",
    source=SignOnSource.PAGE,
    created_at=AT,
)
VALUES = st.sampled_from(["", "a", "A", "Á", "b"])


@given(st.tuples(*[VALUES] * 5), st.tuples(*[VALUES] * 5), st.sets(st.sampled_from(FIELDS)))
def test_no_new_content_shows_at_once(old: tuple[str, ...], new: tuple[str, ...], certain: set[str]) -> None:
    """Whatever is changed: together both parts are the change; at once shows only what was there, what is empty, what
    is certain, or the name in another spelling."""
    before = ProposedChange(1, dict(zip(FIELDS, old, strict=True)), AT).apply_to(LISTED)
    wanted = ProposedChange(1, dict(zip(FIELDS, new, strict=True)), AT).apply_to(LISTED)
    at_once, waiting = divide_change(before, wanted, certain)
    assert ProposedChange(1, waiting, AT).apply_to(at_once) == wanted
    for name in FIELDS:
        value = getattr(at_once, name)
        is_spelling = name == "name" and {value, before.name} <= {"a", "A", "Á"}
        assert value in (getattr(before, name), "") or name in certain or is_spelling
    assert all(waiting.values())


def test_a_proposal_names_what_differs() -> None:
    """Each field with its value now and its new value, in a fixed order; what is the same by now is left out."""
    change = ProposedChange(1, {"quote": "No.", "name": "The NGO", "url": "https://other.example"}, AT)
    assert change.differences(LISTED) == (
        ("url", "https://ngo.example", "https://other.example"),
        ("quote", "Yes.", "No."),
    )


@pytest.mark.parametrize(
    ("fields", "is_known"),
    [
        ({"quote": ""}, True),
        ({"quote": "", "url": ""}, True),
        ({"quote": "", "url": "http://www.ngo.example/en/"}, True),
        ({"quote": "Yes."}, False),
        ({"quote": "", "url": "https://ngo.example.evil.example"}, False),
        ({"quote": "", "url": "https://blog.ngo.example"}, False),
        ({"quote": "", "url": "https://ngo.example:8443/"}, False),
        ({"quote": "", "url": "https://[ngo.example"}, False),
        ({"quote": "", "logo": "logos/own/1-0123456789ab.png"}, False),
    ],
)
def test_what_the_signer_added_is_not_known(fields: dict[str, str], is_known: bool) -> None:
    """A quote, an uploaded logo and another website were never looked at; the directory's own were."""
    assert has_only_known_content(replace(LISTED, **fields), "https://www.ngo.example/") is is_known  # type: ignore[arg-type]  # the case names fields of text


@pytest.mark.parametrize("site", ["", "https://tilde.example/~ngo", "https://ngo.example/?page=ngo", "http://["])
def test_a_page_at_a_shared_host_proves_no_other(site: str) -> None:
    """Where the organisation has only a part of a host, or no site is known, every website waits."""
    signon = replace(LISTED, quote="", url=site or "https://ngo.example")
    assert not has_only_known_content(signon, site)
