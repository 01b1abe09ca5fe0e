"""Connections that read the database."""

import threading
from pathlib import Path

from campaign.adapters.store import Store, versions


def _open_files(path: Path) -> int:
    """Count how often this process has the file open."""
    links = list(Path("/proc/self/fd").iterdir())  # one of them is that of the listing itself, closed by now
    return sum(link.is_symlink() and str(link.readlink()) == str(path) for link in links)


def test_threads_that_ended_hold_nothing_open(tmp_path: Path) -> None:
    """Pages are answered by short-lived threads: a hundred in turn leave no more open files than one."""
    path = tmp_path / "campaign.db"
    with Store.open(path) as store:
        for _ in range(100):
            thread = threading.Thread(target=store.read, args=(versions.latest, "letter"))
            thread.start()
            thread.join()
        assert _open_files(path) <= 3
        assert store.read(versions.latest, "letter") is None
    assert _open_files(path) == 0
