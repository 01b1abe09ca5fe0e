"""The way out when no mail server is set: the very messages as .eml files in the outbox folder. Nothing is sent."""

import re
from pathlib import Path

from campaign.adapters.files.atomic import replace_file
from campaign.core.delivery.records import Delivery


def file_name(delivery: Delivery) -> str:
    """A file's name that sorts and reads well: `01-brando-benifei.eml`."""
    slug = _slug(delivery.name) or _slug(delivery.addressee) or "addressee"
    return f"{delivery.id:02d}-{slug}.eml"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]


def write(folder: Path, delivery: Delivery, message: bytes) -> Path:
    """Write a message to a file of its own, whole or not at all. Raises FolderError when it cannot."""
    return replace_file(folder / file_name(delivery), message, 0o700)
