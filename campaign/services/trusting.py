"""What a campaign folder would run on this machine, and trusting it."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaign.adapters.files import trust
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class UntrustedPart:
    """A part of the campaign folder that would run here, and that nobody has trusted here yet."""

    text: str
    """What it is, for people."""
    digest: str


def untrusted_parts(campaign: Campaign) -> tuple[UntrustedPart, ...]:
    """Everything that the folder would run and that is not trusted. Raises SettingsError."""
    return tuple(part for part in _parts(campaign) if not trust.is_trusted(part.digest))


def trust_parts(parts: tuple[UntrustedPart, ...]) -> None:
    """Trust exactly these parts on this machine. A part that changes later must be trusted again."""
    for part in parts:
        trust.trust(part.digest)


def _parts(campaign: Campaign) -> Iterator[UntrustedPart]:
    folder = campaign.folder.templates
    if digest := trust.templates_digest(folder):
        names = ", ".join(path.relative_to(folder).as_posix() for path in trust.own_templates(folder))
        yield UntrustedPart(f"templates of its own, which make pages and emails: {names}", digest)
    settings = campaign.settings
    for name, server in (("smtp", settings.smtp), ("imap", settings.imap)):
        if server is not None and server.token_command:
            command = server.token_command
            text = f"a command, run as you at each login ([{name}] token_command): {' '.join(command)}"
            yield UntrustedPart(text, trust.command_digest(command))
