"""`campaign send`: preview, test, rehearse, go, resume, log, settle, cancel. Whatever mails, shows and stops."""

import click

from campaign.cli.send_go import cancel, go, resume
from campaign.cli.send_log import log, settle
from campaign.cli.send_preview import preview
from campaign.cli.send_try import rehearse, test


@click.group()
def send() -> None:
    """Preview, test, rehearse and send the mails.

    A wave is one decision to send one frozen version to the list of addressees. Nobody gets a wave twice.
    """


for command in (preview, test, rehearse, go, resume, log, settle, cancel):
    send.add_command(command)
