"""A campaign with one draft, and the people who comment on it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from campaign.core.drafting.thread import DraftReader
from campaign.services.campaign import Campaign

DRAFT = """---
title: Keep the exemption
---

We build and study machines in the open. We ask you to strike the last sentence of Article 2.

Openness is worth almost 100 billion euro a year to the economy of the Union, and Europe lives by it.

Paperwork that is due before the first step means that the step is taken elsewhere.
"""
_SETTINGS = """
[campaign]
name = "Keep the exemption"
vote = 2027-04-26T12:00:00
letter = "keep"
[sender]
name = "Coalition"
address = "office@coalition.example"
"""
NOW = dt.datetime(2027, 3, 8, 9, tzinfo=dt.UTC)
MAYA = DraftReader(1, "Maya Lind", "", settles=True)
LEA = DraftReader(2, "Lea Rossi", "Open Lab", settles=False)
MAX = DraftReader(3, "Max Berg", "Open Lab", settles=False)
PIA = DraftReader(4, "Pia Novak", "Civic Code", settles=False)


@contextmanager
def open_draft(folder: Path) -> Iterator[Campaign]:
    """A campaign folder with one text."""
    (folder / "campaign.toml").write_text(_SETTINGS, "utf-8")
    place = folder / "letters" / "keep"
    place.mkdir(parents=True)
    (place / "letter.en.md").write_text(DRAFT, "utf-8")
    with Campaign(folder, lambda: NOW, "keep") as campaign:
        yield campaign


def file_of(campaign: Campaign) -> Path:
    """The draft's file."""
    return campaign.folder.letter("keep") / "letter.en.md"


def change(campaign: Campaign, before: str, after: str) -> None:
    """Change the file as an editor would."""
    text = file_of(campaign).read_text("utf-8")
    assert before in text
    file_of(campaign).write_text(text.replace(before, after), "utf-8")
