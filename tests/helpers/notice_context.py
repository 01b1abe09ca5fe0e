"""The context of a notice to a signer, for tests."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from campaign.core.compose.notices import Deadlines, NoticeContext, signer_links
from campaign.core.languages.catalogue import ENGLISH
from campaign.core.letters import read
from campaign.core.settings import Sender
from campaign.core.signatories import SignOnState
from campaign.core.signons import Signer, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.notice import NoticeKind

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
ZONE = ZoneInfo("Europe/Brussels")
SECRET = bytes(32)
SIGNER = Signer(7, "Eve Example", "Director", "eve@knowledge.example")
LETTER = read(
    "---\ntitle: Keep it whole\nask: Strike the sentence.\nwhy: It harms. It helps nobody.\n---\nText.\n", "l"
)[0]
SIGNON = SignOn(
    id=7,
    letter="ai-act",
    kind=SignOnKind.ORGANISATION,
    organisation="",
    name="Free Knowledge e.V.",
    url="",
    country="Germany",
    logo="",
    quote="",
    state=SignOnState.PENDING,
    version=1,
    has_objected=False,
    language="en",
    source=SignOnSource.PAGE,
    created_at=NOW,
)


def notice_context(kind: NoticeKind = NoticeKind.CONFIRM, **changes: Any) -> NoticeContext:
    """The context of a notice of this kind, with some fields changed."""
    context = NoticeContext(
        kind=kind,
        catalogue=ENGLISH,
        letter=LETTER,
        version=2,
        digest="8f3c" * 16,
        signon=SIGNON,
        signer=SIGNER,
        links=signer_links("https://coalition.example/letter/", SECRET, SIGNER),
        sender=Sender("The coalition", "letters@coalition.example"),
        zone=ZONE,
        deadlines=Deadlines(NOW + dt.timedelta(days=20)),
        signatory_count=8,
    )
    return replace(context, **changes)
