"""What an error says."""

import errno

from campaign.errors import Problem, UsageError, cause_of


def test_an_error_is_one_sentence_for_a_log() -> None:
    """The fix is behind the message, if there is one."""
    assert UsageError("no such letter", fix="see campaign letter list").sentence == (
        "no such letter; see campaign letter list"
    )
    assert UsageError("no such letter").sentence == "no such letter"


def test_a_problem_names_its_place() -> None:
    """Path and line, what is wrong, and what to do, as far as they are known."""
    assert str(Problem("a.csv", 2, "no name", "write it")) == "a.csv:2: no name; write it"
    assert str(Problem("a.csv", None, "empty")) == "a.csv: empty"


def test_the_cause_is_what_the_system_says() -> None:
    """The reason without number and path; an error without one says what it can."""
    assert cause_of(OSError(errno.ENOSPC, "No space left on device", "/x")) == "No space left on device"
    assert cause_of(OSError("broken")) == "broken"
