"""The result of a check."""

from dataclasses import dataclass
from enum import StrEnum


class CheckStatus(StrEnum):
    """A problem must be fixed before sending, a warning can wait; skipped means that it could not be checked."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check."""

    name: str
    """What was checked, in a word or two."""
    status: CheckStatus
    text: str
    """What was found."""
    fix: str = ""
    """What to do about it; "" if nothing."""


def ok(name: str, text: str) -> CheckResult:
    return CheckResult(name, CheckStatus.OK, text)


def warning(name: str, text: str, fix: str = "") -> CheckResult:
    return CheckResult(name, CheckStatus.WARNING, text, fix)


def problem(name: str, text: str, fix: str) -> CheckResult:
    return CheckResult(name, CheckStatus.PROBLEM, text, fix)


def skipped(name: str, text: str, fix: str = "") -> CheckResult:
    return CheckResult(name, CheckStatus.SKIPPED, text, fix)
