"""To which mail server each password or sign-in was given. Whoever edits a shared folder could otherwise name a host of
his or her own, and everybody's password would be sent there.

The first login binds a secret to its host. What is bound is remembered in the user's state folder, outside of every
campaign folder, under a name made slowly from the secret, so that the file tells nothing about it.
"""

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

from campaign.adapters.files.atomic import create_private_file, replace_private_file
from campaign.adapters.files.sending_mark import state_folder
from campaign.core.settings.servers import ImapTable, SmtpTable
from campaign.errors import FolderError, Refused, SettingsError, cause_of

_SALT_BYTES = 32
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SecretHostChanged(SettingsError):
    """The settings name another host than the one to which the password or sign-in was given."""


def need_same_host(server: SmtpTable | ImapTable) -> None:
    """Bind the server's secret to its host at the first login. Raises SecretHostChanged, before anything is sent, if it
    was given to another host; FolderError if the state folder cannot be used.

    A server on this machine may always have it.
    """
    hosts = bound_hosts(server)
    if not hosts:
        bind_host(server)
    elif server.host.casefold() not in (*hosts, *_LOOPBACK):
        table, old = server.TABLE.name, hosts[-1]
        what = f"{table}: nothing was sent to {server.host}: the {_secret_name(server)} was given for {old}"
        fix = f"correct host in [{table}]; if the server has really changed, run campaign trust"
        raise SecretHostChanged(what, fix=fix)


def bound_hosts(server: SmtpTable | ImapTable) -> tuple[str, ...]:
    """The hosts to which the server's secret was given, in the order of their confirmation; none before the first
    login."""
    path = _path(server)
    try:
        return tuple(path.read_text("utf-8").split()) if path.exists() else ()
    except OSError as error:
        raise _unusable(path, error) from error


def bind_host(server: SmtpTable | ImapTable) -> None:
    """Let the server's host have the server's secret. Raises FolderError."""
    hosts = [host for host in bound_hosts(server) if host != server.host.casefold()]
    replace_private_file(_path(server), "\n".join((*hosts, server.host.casefold(), "")).encode())


def asks_for_host(server: SmtpTable | ImapTable) -> str:
    """What a person must confirm before the server's secret goes to its host; "" for nothing."""
    if not server.username:
        return ""
    hosts = bound_hosts(server)
    if not hosts or server.host.casefold() in (*hosts, *_LOOPBACK):
        return ""
    return f"another server for the {_secret_name(server)} of [{server.TABLE.name}]: {server.host}, so far {hosts[-1]}"


def _secret_name(server: SmtpTable | ImapTable) -> str:
    return "sign-in" if server.uses_token else "password"


def _secret(server: SmtpTable | ImapTable) -> str:
    if server.oauth:
        return "\0".join(("oauth", server.oauth.client_id, server.username))
    return "\0".join(("token", *server.token_command)) if server.token_command else f"password\0{server.password}"


def _path(server: SmtpTable | ImapTable) -> Path:
    folder = state_folder() / "hosts"
    return folder / _slow_digest(folder, f"{server.TABLE.name}\0{_secret(server)}")


@cache
def _slow_digest(folder: Path, secret: str) -> str:
    return hashlib.scrypt(secret.encode(), salt=_salt(folder), n=2**14, r=8, p=1, dklen=20).hex()


def _salt(folder: Path) -> bytes:
    """The salt of this machine, which is made at the first use."""
    path = folder / "salt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(Refused):  # another process has just made it
            if not path.exists():
                create_private_file(path, os.urandom(_SALT_BYTES))
        return path.read_bytes()
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> FolderError:
    what = f"{path.parent}: cannot be used ({cause_of(error)})"
    return FolderError(what, fix="set XDG_STATE_HOME to a folder that you can write to")
