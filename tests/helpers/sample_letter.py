"""A letter to four Members, and everything that its emails are built from. Tests replace parts of it."""

import datetime as dt
from zoneinfo import ZoneInfo

from campaign.adapters.files.content import templates
from campaign.core.addressees import Addressee
from campaign.core.compose import LetterContext, identity, mails
from campaign.core.compose.mailing import Recipient
from campaign.core.compose.message_frame import Frame
from campaign.core.letters import read
from campaign.core.letters.canonical import canonical_text, digest
from campaign.core.settings import Sender
from campaign.core.signatories import Organisation, SignOnState

SOURCE = """---
title: Keep the exemption
subject: Re: AI Act, open source
ask: Strike the last sentence.
delivery: For delivery by e-mail
---

{{ salutation }}

We write to you[^law] ahead of the {{ vote }} vote, with **weight** and [a source](https://source.example/).

[^law]: Article 2(5), as of {{ date }}.
"""
AT = dt.datetime(2027, 4, 10, 8, 0, tzinfo=dt.UTC)
PEOPLE = (
    Addressee(
        "197615", "Brando Benifei", "Benifei", honorific="Mr", address="benifei@parliament.example", country="Italy"
    ),
    Addressee("197671", "Dragoş Tudorache", "Tudorache", honorific="Mr", address="tudorache@parliament.example"),
    Addressee("197460", "Sergey Lagodinsky", "Lagodinsky", honorific="Dr", address="lagodinsky@parliament.example"),
    Addressee("96761", "Axel Voss", "Voss", honorific="Mr", address="voss@parliament.example"),
)
ORGANISATIONS = (
    Organisation("github", "GitHub, Inc.", "https://github.example/"),
    Organisation("asked", "Not Yet", "https://notyet.example/", state=SignOnState.INVITED),
    Organisation("laion", "LAION"),
)
SENDER = Sender("The coalition", "letters@coalition.example", "anna@coalition.example")
TEMPLATES = templates()


def letter(source=SOURCE, language="en"):
    text, problems = read(source, f"letter.{language}.md", language)
    assert problems == ()
    return text


def frame(**changed):
    vote = dt.datetime(2027, 4, 25, 22, 30, tzinfo=dt.UTC)  # already the 26th in Brussels
    values = {
        "zone": ZoneInfo("Europe/Brussels"),
        "honorific_style": "us",
        "vote_at": vote,
        "letter_date": dt.date(2027, 4, 3),
        "digest": digest(canonical_text(letter())),
        "public_url": "https://coalition.example/letter",
    }
    return Frame(**values | changed)


def context(text=None, everybody=PEOPLE, organisations=ORGANISATIONS, framed=None):
    return LetterContext(text or letter(), everybody, organisations, framed or frame())


def recipient(person=PEOPLE[0], files=(), language="en", sender=SENDER):
    own = identity("ai-act", "first", person.key, sender.address, AT, secret=b"")
    return Recipient(person, language, own, files)


def compose_message(
    text=None,
    to=PEOPLE[0],
    everybody=PEOPLE,
    organisations=ORGANISATIONS,
    sender=SENDER,
    framed=None,
    templates=TEMPLATES,
    files=(),
):
    """The only email of a series."""
    letter_context = context(text, everybody, organisations, framed)
    language = letter_context.letter.language
    (composed_message,) = mails({language: letter_context}, sender, templates, [recipient(to, files, language, sender)])
    return composed_message
