"""What a campaign folder would run on this machine, or give to another server, and trusting it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from campaign.adapters.files import trust
from campaign.adapters.files.secret_hosts import asks_for_host, bind_host
from campaign.services.campaign import Campaign


@dataclass(frozen=True, slots=True)
class UntrustedPart:
    """A part of the campaign folder that would run here, and that nobody has trusted here yet."""

    text: str
    """What it is, for people."""
    trust: Callable[[], None]
    """Trusts exactly this."""


def untrusted_parts(campaign: Campaign) -> tuple[UntrustedPart, ...]:
    """Everything that the folder would run and that is not trusted. Raises SettingsError."""
    return tuple(_parts(campaign))


def trust_parts(parts: tuple[UntrustedPart, ...]) -> None:
    """Trust exactly these parts on this machine. A part that changes later must be trusted again."""
    for part in parts:
        part.trust()


def _parts(campaign: Campaign) -> Iterator[UntrustedPart]:
    folder = campaign.folder.templates
    if (digest := trust.templates_digest(folder)) and not trust.is_trusted(digest):
        names = ", ".join(path.relative_to(folder).as_posix() for path in trust.own_templates(folder))
        yield UntrustedPart(f"templates of its own, which make pages and emails: {names}", partial(trust.trust, digest))
    settings = campaign.settings
    for name, server in (("smtp", settings.smtp), ("imap", settings.imap)):
        if server is not None and server.token_command:
            command = server.token_command
            if trust.is_trusted(trust.command_digest(command)):
                continue
            text = f"a command, run as you at each login ([{name}] token_command): {' '.join(command)}"
            yield UntrustedPart(text, partial(trust.trust, trust.command_digest(command)))
    for login in (settings.smtp, settings.imap):
        if login is not None and (text := asks_for_host(login)):
            yield UntrustedPart(text, partial(bind_host, login))
