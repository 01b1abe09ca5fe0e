"""Replies: fetched from the mailbox into the ledger, listed, added by hand, and whom to ring."""

from campaign.services.replies.background import only_watcher, watch_in_background
from campaign.services.replies.fetching import fetch, watch
from campaign.services.replies.files import folder_name, forget_files
from campaign.services.replies.overview import ReplyList, add_position, due_calls, list_replies, reply_folder
from campaign.services.replies.reader import Fetched, ReplyReader, Watcher, reply_reader

__all__ = [
    "Fetched",
    "ReplyList",
    "ReplyReader",
    "Watcher",
    "add_position",
    "due_calls",
    "fetch",
    "folder_name",
    "forget_files",
    "list_replies",
    "only_watcher",
    "reply_folder",
    "reply_reader",
    "watch",
    "watch_in_background",
]
