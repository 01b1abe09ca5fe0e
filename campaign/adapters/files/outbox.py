"""Writes messages as .eml files into the outbox folder, when there is no mail server. Nothing is sent."""

import re
from pathlib import Path

from campaign.adapters.files.atomic import replace_file
from campaign.core.delivery.records import Delivery


def file_name(delivery: Delivery) -> str:
    """A readable file name that sorts by delivery, such as `01-brando-benifei.eml`."""
    slug = _slug(delivery.name) or _slug(delivery.addressee) or "addressee"
    return f"{delivery.id:02d}-{slug}.eml"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]


def write(folder: Path, delivery: Delivery, message: bytes) -> Path:
    """Write a message to its file and return the path. Raises FolderError if it cannot be written."""
    return replace_file(folder / file_name(delivery), message, 0o700)
