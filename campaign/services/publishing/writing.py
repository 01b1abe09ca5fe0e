"""A letter's site written into a folder."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import atomic, folder
from campaign.adapters.store import Store
from campaign.core.publish import Edition, build
from campaign.core.publish.site import SUMS
from campaign.core.settings import Settings
from campaign.errors import Problem
from campaign.services.publishing.gathering import Gathering
from campaign.services.publishing.prints import prints


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the edition, how many files, and the logos and prints that had to be left out."""

    edition: Edition
    files: int
    problems: tuple[Problem, ...]


def publish(
    place: folder.Folder, settings: Settings, store: Store, name: str, out: Path, now: dt.datetime, form: str = ""
) -> Published:
    """Write the site of the letter's newest version into `out`. `form` is the address of the form where there is one.

    Raises Refused when nothing is frozen or `out` holds other things than an earlier site, CampaignError for a
    template that cannot be used, FolderError when `out` cannot be written.
    """
    gathering = Gathering(place, settings, store, name, form)
    edition = gathering.edition(now)
    made, unprinted = prints(place, settings.sender, edition)
    files = build(edition, made)
    atomic.replace_folder(out, files, SUMS)
    return Published(edition, len(files), (*gathering.logos.problems, *unprinted))
