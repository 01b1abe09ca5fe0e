"""An empty store for a test, copied from one file, because running all migrations takes longer than most tests."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from campaign.adapters.store import Store


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "campaign.db"
        Store.open(path).close()
        return path.read_bytes()


def open_store(path: Path) -> Store:
    """Open an empty store in a new file at `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_empty())
    return Store.open(path)
