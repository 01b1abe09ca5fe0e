"""The sample campaign, with its vote moved into the future."""

import datetime as dt
import re
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

from campaign.adapters.files.content import CONTENT

LETTER = "open-source-exemption"
_VOTE_DAY = (4, 26)
_VOTE_YEAR = re.compile(r"\b\d{4}(?=-04-26)")


def copy_sample(root: Path, now: dt.datetime) -> dt.date:
    """Copy the sample into an empty folder and return the day of its vote.

    The real vote was on 26 April 2023. Nothing can be sent after a deadline, so the sample's vote is the next 26 April
    that is more than a day after `now` (aware UTC).
    """
    shutil.copy(CONTENT / "campaign.toml", root / "campaign.toml")
    shutil.copytree(CONTENT / "letters" / LETTER, root / "letters" / LETTER)
    shutil.copytree(CONTENT / "signatories", root / "signatories", ignore=shutil.ignore_patterns("*.private.csv"))
    vote = next_vote(now.astimezone(ZoneInfo("Europe/Brussels")).date())
    for path in (root / "campaign.toml", *(root / "letters" / LETTER).glob("letter.*.md")):
        path.write_text(_VOTE_YEAR.sub(str(vote.year), path.read_text("utf-8")), "utf-8")
    return vote


def next_vote(today: dt.date) -> dt.date:
    """The next 26 April that is more than a day after today."""
    this_year = dt.date(today.year, *_VOTE_DAY)
    return this_year if this_year > today + dt.timedelta(days=1) else dt.date(today.year + 1, *_VOTE_DAY)
