"""Redraws logos for the pages, each one only when its file has changed."""

from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files.folder import Folder
from campaign.adapters.images.logos import read_logo
from campaign.core.publish import PublicLogo
from campaign.core.signatories import Organisation
from campaign.errors import Problem


@dataclass(frozen=True, slots=True)
class _CachedLogo:
    """The logo from a file with this stamp, or the reason why there is none."""

    stamp: tuple[int, int] | None
    logo: PublicLogo | None
    fault: str = ""


class LogoCache:
    """The logos of a campaign's organisations. `problems` names the unusable ones."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._cache: dict[Path, _CachedLogo] = {}
        self.problems: tuple[Problem, ...] = ()

    def logos_of(self, organisations: tuple[Organisation, ...]) -> dict[str, PublicLogo]:
        """The logos by the organisation's key. Organisations without a usable logo are left out."""
        logos = {
            organisation.key: self._load(self._folder.signatories / organisation.logo)
            for organisation in organisations
            if organisation.logo
        }
        self.problems = tuple(self._problem(path, cached.fault) for path, cached in self._cache.items() if cached.fault)
        return {key: cached.logo for key, cached in logos.items() if cached.logo}

    def _load(self, path: Path) -> _CachedLogo:
        stamp = _stamp(path)
        cached = self._cache.get(path)
        if cached is None or cached.stamp != stamp:
            cached = self._cache[path] = _read(path, stamp)
        return cached

    def _problem(self, path: Path, fault: str) -> Problem:
        return Problem(
            self._folder.display_path(path),
            None,
            f"the logo {fault}",
            "the site leaves it out",
        )


def _read(path: Path, stamp: tuple[int, int] | None) -> _CachedLogo:
    try:
        return _CachedLogo(stamp, read_logo(path))
    except ValueError as error:
        return _CachedLogo(stamp, None, str(error))


def _stamp(path: Path) -> tuple[int, int] | None:
    """A file's time of change and size; None if there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
