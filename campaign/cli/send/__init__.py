"""`campaign send`: its commands stand in the files beside this one. Whatever mails, shows and stops."""

import click

from campaign.cli.lazy import LazyGroup

_TABLE = {
    "preview": ("campaign.cli.send.preview", "preview", "Make the mails, keep them, and show them."),
    "test": ("campaign.cli.send.rehearse", "test", "Send the mails to yourself, marked as a test."),
    "rehearse": ("campaign.cli.send.rehearse", "rehearse", "Send the wave to a catcher on this machine."),
    "go": ("campaign.cli.send.go", "go", "Send a wave, when the number of mails is typed back."),
    "resume": ("campaign.cli.send.steer", "resume", "Go on with a wave."),
    "run": ("campaign.cli.send.run", "run", "Send all released waves as they become due, until stopped."),
    "pause": ("campaign.cli.send.steer", "pause", "Hold a wave within one message."),
    "log": ("campaign.cli.send.log", "log", "Each mail: how it stands, what the server said."),
    "settle": ("campaign.cli.send.settle", "settle", "Close uncertain mails by evidence, or by your word."),
    "cancel": ("campaign.cli.send.steer", "cancel", "Call a wave off."),
}


@click.group(cls=LazyGroup, table=_TABLE)
def send() -> None:
    """Preview, test, rehearse and send the mails.

    A wave is one decision to send one frozen version to the list of addressees. Nobody gets a wave twice.
    """
