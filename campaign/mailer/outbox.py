"""The way out when no mail server is set: the very messages as .eml files in the outbox folder. Nothing is sent."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from campaign.delivery.records import Delivery
from campaign.errors import FolderError


def file_name(delivery: Delivery) -> str:
    """A file's name that sorts and reads well: `01-brando-benifei.eml`."""
    slug = _slug(delivery.name) or _slug(delivery.addressee) or "addressee"
    return f"{delivery.id:02d}-{slug}.eml"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60]


def write(folder: Path, messages: Iterable[tuple[Delivery, bytes]]) -> tuple[Path, ...]:
    """Write each message to a file of its own, whole or not at all. Raises FolderError when it cannot."""
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for delivery, message in messages:
            path = folder / file_name(delivery)
            partial = path.with_suffix(".partial")
            try:
                partial.write_bytes(message)
                os.replace(partial, path)  # noqa: PTH105 -- atomic on every system
            finally:
                partial.unlink(missing_ok=True)
            written.append(path)
    except OSError as error:
        raise FolderError(
            f"{folder}: cannot be written ({error.strerror or error})", hint="look at rights and space"
        ) from error
    return tuple(written)
