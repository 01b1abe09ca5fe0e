"""`campaign send`. Each command has its own module in this folder.

Commands that send show the emails first, and send once the number of emails is typed back.
"""

import click

from campaign.cli.lazy import LazyGroup

_TABLE = {
    "preview": ("campaign.cli.send.preview", "preview", "Make the emails and show them. Sends nothing."),
    "test": ("campaign.cli.send.rehearse", "test", "Send the emails to yourself, marked as a test."),
    "rehearse": ("campaign.cli.send.rehearse", "rehearse", "Send the wave to a test server on this machine."),
    "go": ("campaign.cli.send.go", "go", "Send a wave, once you type the number of emails."),
    "resume": ("campaign.cli.send.pause_and_cancel", "resume", "Continue a paused or interrupted wave."),
    "run": ("campaign.cli.send.run", "run", "Send all released waves as they become due, until stopped."),
    "pause": ("campaign.cli.send.pause_and_cancel", "pause", "Pause a wave."),
    "log": ("campaign.cli.send.log", "log", "List every email with its state and the server's answer."),
    "settle": ("campaign.cli.send.settle", "settle", "Settle emails whose delivery is uncertain."),
    "delete": ("campaign.cli.send.delete", "delete", "Delete a wave that was never released."),
    "cancel": ("campaign.cli.send.pause_and_cancel", "cancel", "Cancel the emails of a wave that are not sent yet."),
}


@click.group(cls=LazyGroup, table=_TABLE)
def send() -> None:
    """Preview, test, rehearse and send the emails.

    A wave sends one frozen version to the list of addressees. Nobody gets a wave twice.
    """
