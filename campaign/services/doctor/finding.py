"""What the doctor finds."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands. A warning can wait, a problem cannot; skipped was not or could not be looked at."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name in a word or two, how it stands, what was seen, and what mends it."""

    name: str
    state: State
    text: str
    mend: str = ""


def ok(name: str, text: str) -> Finding:
    return Finding(name, State.OK, text)


def warning(name: str, text: str, mend: str = "") -> Finding:
    return Finding(name, State.WARNING, text, mend)


def problem(name: str, text: str, mend: str) -> Finding:
    return Finding(name, State.PROBLEM, text, mend)


def skipped(name: str, text: str, mend: str = "") -> Finding:
    return Finding(name, State.SKIPPED, text, mend)
