"""A campaign that begins at the desk: its folder, from a few answers."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from campaign.adapters.settings import parse
from campaign.adapters.settings.settings_doc import starter_file
from campaign.adapters.settings.toml import read_toml
from campaign.core.settings import KEYS
from campaign.errors import FolderError, SettingsError
from campaign.services.campaign import Campaign
from campaign.services.setup.scaffold import FolderPlan, is_free, plan_folder
from campaign.services.setup.settings_form import WrongSettings, setting_of_problem

ANSWERS = ("campaign.name", "campaign.vote", "campaign.zone", "sender.name", "sender.address")
"""The settings that a campaign cannot begin without."""


def can_begin(campaign: Campaign) -> bool:
    """Whether a campaign can begin here: the folder is new or empty, and no campaign is above it."""
    try:
        return not campaign.folder
    except FolderError:
        return is_free(campaign.start)


def plan_beginning(target: Path, answers: Mapping[str, str], now: dt.datetime) -> FolderPlan:
    """The campaign folder with these answers, by the names in ANSWERS. `now` is aware.

    Raises WrongSettings with what is wrong with each answer, a vote in the past among them; Refused if the folder is
    not empty.
    """
    wrong = {path: "this is needed" for path in ANSWERS if KEYS[path].required and not answers.get(path)}
    if wrong:
        raise WrongSettings(wrong)
    values = {(KEYS[path].table, KEYS[path].name): text for path, text in answers.items() if text}
    source = starter_file(values)
    try:
        settings = parse(source, "", {})
    except SettingsError as error:
        toml = read_toml(source)
        by_path = {setting_of_problem(one, toml, ANSWERS): f"{one.message}; {one.fix}" for one in error.problems}
        raise WrongSettings(by_path) from None
    if settings.campaign.vote_at <= now:
        raise WrongSettings({"campaign.vote": "the vote is in the past, and nothing could be sent"})
    return plan_folder(target, values)
