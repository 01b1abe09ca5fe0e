"""What the doctor finds."""

from dataclasses import dataclass
from enum import StrEnum


class CheckStatus(StrEnum):
    """How it stands. A warning can wait, a problem cannot; skipped was not or could not be looked at."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing looked at: its name in a word or two, how it stands, what was seen, and what mends it."""

    name: str
    status: CheckStatus
    text: str
    fix: str = ""


def ok(name: str, text: str) -> CheckResult:
    return CheckResult(name, CheckStatus.OK, text)


def warning(name: str, text: str, fix: str = "") -> CheckResult:
    return CheckResult(name, CheckStatus.WARNING, text, fix)


def problem(name: str, text: str, fix: str) -> CheckResult:
    return CheckResult(name, CheckStatus.PROBLEM, text, fix)


def skipped(name: str, text: str, fix: str = "") -> CheckResult:
    return CheckResult(name, CheckStatus.SKIPPED, text, fix)
