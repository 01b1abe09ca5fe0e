"""A PostgreSQL server for tests, from Debian's package: on loopback, in a temporary folder."""

import os
import pwd
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

_numbers = count(1)


def programs() -> Path | None:
    """The folder of initdb and postgres; None if they are not installed."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `kill` ends it like a power cut; `start` starts it again."""

    bin: Path
    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"postgresql://tests@127.0.0.1:{self.port}/postgres"

    def database(self) -> str:
        """The address of a new, empty database."""
        import psycopg

        name = f"campaign{os.getpid()}x{next(_numbers)}"
        with psycopg.connect(self.address, autocommit=True) as conn:
            conn.execute(f"CREATE DATABASE {name}".encode())
        return self.address.replace("/postgres", f"/{name}")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        log = self.folder / "log"
        data = str(self.folder / "data")
        self.run("pg_ctl", "-D", data, "-w", "-t", "300", "-l", str(log), "-o", options, "start")

    def start_again(self) -> None:
        """Start again after `kill`, when its child processes have ended. A start that pg_ctl took for failed, as it may
        on a slow machine, counts once the port is open.
        """
        for _ in range(100):
            try:
                self.start()
            except subprocess.CalledProcessError:
                time.sleep(0.2)
                if _listens(self.port):
                    return
            else:
                return
        raise AssertionError((self.folder / "log").read_text()[-2000:])

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def kill(self) -> None:
        """Kill the postmaster and wait until the port is closed."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, 9)
        while _listens(self.port):
            time.sleep(0.02)

    def run(self, program: str, *words: str) -> None:
        command = [str(self.bin / program), *words]
        if os.geteuid() == 0:  # the server refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server with the default durability."""
    where = programs()
    assert where is not None  # the caller checks this first
    with tempfile.TemporaryDirectory(prefix="campaign-pg-") as scratch:
        folder = Path(scratch)
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        server = Server(where, folder, _free_port())
        server.run(
            "initdb", "-D", str(folder / "data"), "-U", "tests", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
