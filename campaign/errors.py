"""The errors of the package. All derive from CampaignError.

    CampaignError              exit 1   failed
    |- UsageError              exit 2   wrong usage of a command
    |- Refused                 exit 3   refused for safety; nothing was sent or changed
    |- ProblemsFound           exit 4   checks found problems, which are listed
    |- PartlySent              exit 5   only some of the emails were sent
    |- SettingsError           exit 1   campaign.toml, .env or the environment
    |- FolderError             exit 1   the campaign folder or a file in it
    |- LetterError             exit 1   the letter cannot be read
    |- ComposeError            exit 1   an email cannot be made for an addressee
    |- PrintError              exit 1   a PDF cannot be made
    |- MailboxError            exit 1   the mailbox for replies
    |- FetchError              exit 1   open data cannot be fetched
    |- ExportError             exit 1   an export of the Transparency Register
    `- StoreError              exit 1   the campaign's database

Every error says what is wrong in `message` and what to do next in `fix`. The command line prints both and exits with
`exit_code`.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file, printed as `path:line: message; fix`."""

    path: str
    """The file, as it is shown to people."""
    line: int | None
    """The line, from 1; None for the file as a whole."""
    message: str
    """What is wrong."""
    fix: str = ""
    """What to do about it; "" if the message says it."""

    def __str__(self) -> str:
        location = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{location}: {self.message}" + (f"; {self.fix}" if self.fix else "")


def cause_of(error: OSError) -> str:
    """The operating system's reason: "Permission denied", "No space left on device"."""
    return error.strerror or str(error)


class CampaignError(Exception):
    """The base class.

    `message` says what is wrong and where, `fix` what to do next ("" if that is clear). `problems` lists the places in
    files, if there are several.
    """

    exit_code = 1
    """The exit code of the command."""

    def __init__(self, message: str, *, fix: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.problems = tuple(problems)

    @property
    def sentence(self) -> str:
        """The message and the fix in one line."""
        return f"{self.message}; {self.fix}" if self.fix else self.message


class UsageError(CampaignError):
    """A command was used wrongly."""

    exit_code = 2


class Refused(CampaignError):
    """Refused for safety. Nothing was sent, nothing was changed."""

    exit_code = 3


class ProblemsFound(CampaignError):
    """Checks found problems, listed in `problems`."""

    exit_code = 4


class PartlySent(CampaignError):
    """Only some of the emails were sent; `campaign send log` lists them."""

    exit_code = 5


class SettingsError(CampaignError):
    """A setting in campaign.toml, .env or the environment is wrong."""


class FolderError(CampaignError):
    """A campaign folder or a file in it is missing, unreadable or unwritable."""


class LetterError(CampaignError):
    """The letter cannot be read."""


class ComposeError(CampaignError):
    """An email cannot be made for an addressee."""


class PrintError(CampaignError):
    """A PDF cannot be made of the letter, or a print template is wrong."""


class MailboxError(CampaignError):
    """The mailbox for replies cannot be reached or read."""


class FetchError(CampaignError):
    """Open data cannot be fetched, or no further for now."""


class ExportError(CampaignError):
    """An export of the Transparency Register is damaged or in another format."""


class StoreError(CampaignError):
    """The campaign's database cannot be opened, read or written."""
