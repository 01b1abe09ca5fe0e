"""A sign-on form that waits for its confirmation."""

import datetime as dt
from dataclasses import replace

from campaign.core.signatories import SignOnState
from campaign.core.signons import Signer, SignOnKind, SignOnSource
from campaign.core.signons.board import submission_row
from campaign.core.signons.personal import PersonalData, payload
from campaign.core.signons.signon import NewSignOn
from campaign.core.signons.submission import Submission, confirmed_answers
from tests.helpers.notice_context import SIGNON

AT = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
ANSWERS = NewSignOn(
    "ai-act",
    SignOnKind.ORGANISATION,
    "Free Knowledge",
    SignOnState.PENDING,
    2,
    "de",
    SignOnSource.PAGE,
    url="https://knowledge.example",
    country="Germany",
    person="Eve Example",
    role="Director",
    address="eve@knowledge.example",
    authority="I may sign.",
    register="123456789-01",
)
FORM = Submission(5, "ai-act", ANSWERS, 1, AT)


def test_a_form_is_seen_as_the_sign_on_that_it_would_make() -> None:
    """Its page, its email and the board have the answers, with the id 0 and the key of the form."""
    signon, signer = FORM.as_signon()
    assert signon == replace(
        SIGNON, id=0, name="Free Knowledge", url="https://knowledge.example", version=2, language="de", created_at=AT
    )
    assert signer == Signer(
        0, "Eve Example", "Director", "eve@knowledge.example", "I may sign.", register="123456789-01"
    )
    row = submission_row(FORM)
    assert (row.key, row.signon, row.signer, row.since) == ("submission-5", signon, signer, AT)


def test_a_confirmed_form_is_stored_over_what_is_known() -> None:
    """The answers become confirmed. A website and a logo that the form leaves empty stay as they are in the row."""
    confirmed = replace(ANSWERS, state=SignOnState.CONFIRMED)
    known = replace(SIGNON, url="https://old.example", logo="logos/old.svg")
    assert confirmed_answers(ANSWERS, None) == confirmed
    assert confirmed_answers(ANSWERS, known) == replace(confirmed, logo="logos/old.svg")
    assert confirmed_answers(replace(ANSWERS, url=""), known) == replace(
        confirmed, url="https://old.example", logo="logos/old.svg"
    )


def test_the_export_has_the_forms_that_wait() -> None:
    """Personal data in a form that nobody confirmed is exported and counted."""
    data = PersonalData((), (), submissions=(FORM,))
    assert (bool(data), data.number) == (True, 1)
    assert payload(data)["submissions"] == [
        {
            "letter": "ai-act",
            "kind": "organisation",
            "name": "Free Knowledge",
            "country": "Germany",
            "language": "de",
            "source": "page",
            "created_at": AT,
            "person": "Eve Example",
            "role": "Director",
            "address": "eve@knowledge.example",
            "authority": "I may sign.",
        }
    ]
