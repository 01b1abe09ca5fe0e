"""Answers fetched from the mailbox into the ledger, and whom to ring."""

from campaign.services.replies.beside import only_watcher, watched
from campaign.services.replies.box import Fetched, Mailbox, Watcher, mailbox
from campaign.services.replies.fetching import fetch, watch
from campaign.services.replies.files import folder_name, forget_files
from campaign.services.replies.ringing import due_calls

__all__ = [
    "Fetched",
    "Mailbox",
    "Watcher",
    "due_calls",
    "fetch",
    "folder_name",
    "forget_files",
    "mailbox",
    "only_watcher",
    "watch",
    "watched",
]
