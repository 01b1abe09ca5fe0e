"""Logos made anew for the pages, each once for as long as its file stays as it is."""

from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files.folder import Folder
from campaign.adapters.images.logos import read_logo
from campaign.core.publish import Logo
from campaign.core.signatories import Organisation
from campaign.errors import Problem


@dataclass(frozen=True, slots=True)
class _Made:
    """What a file gave when it had this stamp: a logo, or why there is none."""

    stamp: tuple[int, int] | None
    logo: Logo | None
    fault: str = ""


class Logos:
    """The logos of one campaign's organisations. `problems` names those that cannot be shown."""

    def __init__(self, place: Folder) -> None:
        self._place = place
        self._made: dict[Path, _Made] = {}
        self.problems: tuple[Problem, ...] = ()

    def of(self, organisations: tuple[Organisation, ...]) -> dict[str, Logo]:
        """By an organisation's key; who has none that can be shown is left out."""
        found = {each.key: self._one(self._place.signatories / each.logo) for each in organisations if each.logo}
        self.problems = tuple(self._problem(path, made.fault) for path, made in self._made.items() if made.fault)
        return {key: made.logo for key, made in found.items() if made.logo}

    def _one(self, path: Path) -> _Made:
        stamp = _stamp(path)
        made = self._made.get(path)
        if made is None or made.stamp != stamp:
            made = self._made[path] = _read(path, stamp)
        return made

    def _problem(self, path: Path, fault: str) -> Problem:
        return Problem(self._place.shown(path), None, f"the logo {fault}", "the site is without it")


def _read(path: Path, stamp: tuple[int, int] | None) -> _Made:
    try:
        return _Made(stamp, read_logo(path))
    except ValueError as error:
        return _Made(stamp, None, str(error))


def _stamp(path: Path) -> tuple[int, int] | None:
    """When a file was changed and how large it is; None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
