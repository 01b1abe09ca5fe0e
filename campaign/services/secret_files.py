"""Whether the file with the passwords is readable for others, which every command warns of."""

from campaign.adapters.files.folder import Folder

_SECRETS = ".env"
_OTHERS = 0o077


def exposed_secrets(folder: Folder) -> str:
    """The path of `.env`, if other users of this machine can read or change it; else ""."""
    path = folder.root / _SECRETS
    is_exposed = path.is_file() and bool(path.stat().st_mode & _OTHERS)
    return folder.display_path(path) if is_exposed else ""
