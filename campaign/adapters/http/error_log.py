"""Logs unexpected errors without their messages, which may contain personal data."""

import logging
import secrets
import traceback
from pathlib import Path

_FRAMES = 6


def log_error(log: logging.Logger, error: Exception) -> str:
    """Log where an error happened, and return the reference of the log entry."""
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    locations = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
    log.error("%s: %s at %s", reference, type(error).__name__, locations)
    return reference
