"""Answers fetched from the mailbox into the ledger, and whom to ring."""

from campaign.answers.beside import only_watcher, watched
from campaign.answers.box import Fetched, Mailbox, Watcher, mailbox
from campaign.answers.fetching import fetch, watch
from campaign.answers.files import folder_name, forget_files
from campaign.answers.ringing import due

__all__ = [
    "Fetched",
    "Mailbox",
    "Watcher",
    "due",
    "fetch",
    "folder_name",
    "forget_files",
    "mailbox",
    "only_watcher",
    "watch",
    "watched",
]
