"""What can go wrong, as one tree with one base.

    CampaignError              exit 1   failed
    |- UsageError              exit 2   the command was called wrongly
    |- Refused                 exit 3   refused for safety; nothing was sent or changed
    |- ProblemsFound           exit 4   checks found problems (they are listed)
    |- PartlySent              exit 5   some mails went, some did not
    |- SettingsError           exit 1   campaign.toml, .env or the environment
    |- FolderError             exit 1   a campaign folder or a file in it
    |- LetterError             exit 1   a letter that cannot be read at all
    |- ComposeError            exit 1   a mail that cannot be built for an addressee
    |- PrintError              exit 1   a letter that cannot be set in print
    |- MailboxError            exit 1   the mailbox that answers come to
    |- ExportError             exit 1   the Transparency Register's export
    `- StoreError              exit 1   campaign.db

Each error says what is wrong and, as `hint`, what to do next. The command line turns `exit_code` into the
process's exit status, once, at its edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in a file, and its mend.

    `line` counts from 1; None means the file as a whole. `path` is shown as given.
    """

    path: str
    line: int | None
    message: str
    fix: str = ""

    def __str__(self) -> str:
        location = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{location}: {self.message}" + (f"; {self.fix}" if self.fix else "")


def cause_of(error: OSError) -> str:
    """Why the system refused, in its own words: "Permission denied", "No space left on device"."""
    return error.strerror or str(error)


class CampaignError(Exception):
    """The base. `message` says what is wrong and where, `hint` what to do next, `problems` lists the places."""

    exit_code = 1

    def __init__(self, message: str, *, fix: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.problems = tuple(problems)

    @property
    def sentence(self) -> str:
        """What is wrong and what to do next, in one line."""
        return f"{self.message}; {self.fix}" if self.fix else self.message


class UsageError(CampaignError):
    """The command was called wrongly."""

    exit_code = 2


class Refused(CampaignError):
    """Refused for safety. Nothing was sent, nothing was changed."""

    exit_code = 3


class ProblemsFound(CampaignError):
    """Checks found problems; `problems` names each."""

    exit_code = 4


class PartlySent(CampaignError):
    """Some mails were accepted and some were not; the log names each."""

    exit_code = 5


class SettingsError(CampaignError):
    """campaign.toml, .env or the environment holds something that cannot be used."""


class FolderError(CampaignError):
    """A campaign folder or a file in it is missing, unreadable or unwritable."""


class LetterError(CampaignError):
    """A letter that cannot be read at all."""


class ComposeError(CampaignError):
    """A mail that cannot be built for an addressee."""


class PrintError(CampaignError):
    """A letter that cannot be set in print, or a print template that cannot be used."""


class MailboxError(CampaignError):
    """The mailbox that answers come to cannot be reached or read."""


class ExportError(CampaignError):
    """An export of the Transparency Register that is damaged, or is none."""


class StoreError(CampaignError):
    """The campaign's database cannot be opened, read or written."""
