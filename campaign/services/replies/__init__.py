"""Replies: fetches them from the mailbox into the database, lists them, records positions, and makes the call list."""

from campaign.services.replies.fetching import fetch, watch
from campaign.services.replies.overview import (
    add_call_note,
    add_position,
    confirm_claims,
    due_calls,
    list_replies,
    plan_confirm,
)
from campaign.services.replies.reader import Watcher, reply_reader

__all__ = [
    "Watcher",
    "add_call_note",
    "add_position",
    "confirm_claims",
    "due_calls",
    "fetch",
    "list_replies",
    "plan_confirm",
    "reply_reader",
    "watch",
]
