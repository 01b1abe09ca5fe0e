"""The log as one JSON object a line, without addresses, links or other text that can name a person."""

import datetime as dt
import json
import logging
import re
import sys

# A search begins only where a name may begin, so that a long line is read once.
_ADDRESS = re.compile(r"(?<![^\s<>\"',;:()@])[^\s<>\"',;:()@]++@[^\s<>\"',;:()]+")
# A personal link is a secret: what follows the kind of page opens somebody's own sign-on.
_LINK = re.compile(r"/(own|confirm|stop|forward|agree|invitation|not-me|desk/in)/[\w-]+")


def without_people(text: str) -> str:
    """The text without email addresses and personal links."""
    return _LINK.sub(r"/\1/[link]", _ADDRESS.sub("[address]", text))


class JsonLines(logging.Formatter):
    """Formats a record as time, level, part of the program and event. Tracebacks are left out: they show values."""

    def format(self, record: logging.LogRecord) -> str:
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        entry = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
            "event": without_people(record.getMessage()),
        }
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
        return json.dumps(entry, ensure_ascii=False)


def log_as_json() -> None:
    """Write the log of this process to stderr as JSON from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("campaign").setLevel(logging.INFO)
