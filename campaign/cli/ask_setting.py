"""Asks for the settings that a campaign cannot do without, at a terminal."""

from dataclasses import dataclass

import click

from campaign.cli.output import Output
from campaign.errors import UsageError
from campaign.services.campaign import Campaign
from campaign.services.setup.change_setting import change_setting, plan_setting, setting_in_file

VOTE_EXAMPLE = "2027-04-26 12:00"


@dataclass(frozen=True, slots=True)
class SettingQuestion:
    """A setting and how a person is asked for it."""

    table: str
    name: str
    starter: str
    """What campaign.toml holds while nobody has filled it in."""
    words: str
    """The question."""


VOTE = SettingQuestion(
    "campaign", "vote", "YYYY-MM-DD HH:MM", f"When is the vote? (such as {VOTE_EXAMPLE}; Enter: later)"
)


def ask_if_missing(out: Output, campaign: Campaign, question: SettingQuestion) -> None:
    """Ask for a setting that is not filled in, until the answer is valid or empty. Asks nothing without a terminal."""
    if not out.interactive or setting_in_file(campaign.folder, question.table, question.name) != question.starter:
        return
    while answer := click.prompt(question.words, default="", show_default=False).strip():
        try:
            change_setting(plan_setting(campaign.folder, question.table, question.name, answer))
        except UsageError as error:
            out.remark(error.message)
        else:
            return
