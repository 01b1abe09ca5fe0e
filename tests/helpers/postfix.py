"""A Postfix server for tests, with its configuration, queue and mailbox in a temporary folder, on a loopback port.

It forwards nothing: what it accepts goes into one Maildir. It needs root, as Postfix's master process does.
"""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SYSTEM_PATH = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"  # on Debian, postfix is not on a user's PATH

NOBODY = 65534
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
myhostname = mail.parliament.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
default_transport = error:nothing leaves this machine
virtual_mailbox_domains = parliament.example, europarl.example
virtual_mailbox_base = {folder}
virtual_mailbox_maps = static:box/
virtual_alias_maps = inline:{{ {{ left@parliament.example = member@elsewhere.example }} }}
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
smtpd_recipient_restrictions =
    check_recipient_access inline:{{
        {{ unknown@parliament.example = 550 5.1.1 no such member }},
        {{ busy@parliament.example = 450 4.2.0 come later }} }},
    permit_mynetworks, reject
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
notify_classes =
service_throttle_time = 1s
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
error     unix  - - n - - error
retry     unix  - - n - - error
proxymap  unix  - - n - - proxymap
anvil     unix  - - n - 1 anvil
virtual   unix  - n n - - virtual
postlog   unix-dgram n - n - 1 postlogd
"""
_QUEUES = {"maildrop", "incoming", "active", "deferred"}
_TAKEN = re.compile(r"(?ms)^X-Original-To: (\S+)$.*?^\s+by mail\.parliament\.example \(Postfix\) with E?SMTP id (\w+)$")
_ADDED = (b"Return-Path:", b"X-Original-To:", b"Delivered-To:", b"Received:")


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running Postfix."""

    port: int
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "log/mail.log").read_text()

    def empty_box(self) -> None:
        """Delete the emails that another test left."""
        for path in (self.folder / "box/new").glob("*"):
            path.unlink()

    def mails(self, number: int) -> list[bytes]:
        """Wait for `number` delivered emails. Returns them sorted, without the lines that Postfix added."""
        box = self.folder / "box/new"
        for _ in range(200):
            paths = list(box.glob("*")) if box.is_dir() else []
            if len(paths) >= number:
                return sorted(_strip_added(path.read_bytes()) for path in paths)
            time.sleep(0.05)
        raise AssertionError(f"fewer than {number} emails arrived\n{self.log}")

    def recipients(self) -> list[str]:
        """Wait until the queue is empty. Returns the recipient of each accepted email, once per queue id: when Postfix
        is killed before it notes a delivery, it delivers the same email twice, under the same id."""
        deadline = time.monotonic() + 60
        while any(map(_is_queued, (self.folder / "queue").rglob("*"))):
            assert time.monotonic() < deadline, f"the queue is not empty\n{self.log[-5000:]}"
            time.sleep(0.05)
        mails = {_TAKEN.findall(path.read_text())[0] for path in (self.folder / "box/new").glob("*")}
        return [recipient for recipient, _ in mails]

    def empty(self) -> None:
        """Delete the delivered emails."""
        for path in (self.folder / "box/new").glob("*"):
            path.unlink()

    def kill(self, *names: str) -> None:
        """Kill its processes with these names, or all of them; the queue stays on disk."""
        master = int((self.folder / "queue/pid/master.pid").read_text())
        pids = [pid for pid, name, parent in _processes() if parent == master and name in (names or (name,))]
        for pid in ([] if names else [master]) + pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def start_again(self) -> None:
        """Start again after a kill; a dying process may still hold the port for a moment."""
        for _ in range(20):
            with suppress(AssertionError):
                _postfix(self.folder, "start")
                return
            time.sleep(0.2)
        raise AssertionError(self.log[-5000:])


@contextmanager
def running() -> Iterator[Postfix]:
    """Run Postfix; it is always stopped at the end."""
    with TemporaryDirectory(prefix="postfix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        postfix = Postfix(_free_port(), folder)
        for subfolder in ("etc", "queue", "data", "log", "box"):
            (folder / subfolder).mkdir()
        (folder / "log/mail.log").touch()
        for path in ("data", "log/mail.log"):  # the process that checks the queue at the start does not run as root
            shutil.chown(folder / path, "postfix")
        shutil.chown(folder / "box", NOBODY, NOBODY)
        (folder / "etc/main.cf").write_text(MAIN.format(folder=folder, nobody=NOBODY))
        (folder / "etc/master.cf").write_text(MASTER.format(port=postfix.port))
        try:
            _postfix(folder, "start")
            yield postfix
        finally:
            _postfix(folder, "stop")


def _postfix(folder: Path, command: str) -> None:
    result = subprocess.run(
        [shutil.which("postfix", path=SYSTEM_PATH) or "postfix", "-c", folder / "etc", command],
        capture_output=True,
        text=True,
        env={"PATH": SYSTEM_PATH},
        timeout=60,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def _is_queued(path: Path) -> bool:
    """Whether this is a complete email in a queue, which Postfix marks as executable; it has not accepted any other."""
    try:
        return bool(_QUEUES & {*path.parts}) and path.is_file() and bool(path.stat().st_mode & stat.S_IXUSR)
    except FileNotFoundError:
        return False


def _processes() -> Iterator[tuple[int, str, int]]:
    """Id, name and parent of each process on this machine (in proc(5), the name is in brackets)."""
    for process in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, rest = process.read_text().rpartition(")")
            pid, _, name = head.partition(" (")
            yield int(pid), name, int(rest.split()[1])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _strip_added(message: bytes) -> bytes:
    """A delivered email without the lines that Postfix added, and with CRLF line ends."""
    lines = message.splitlines()
    first = next(
        at for at, line in enumerate(lines) if not line.startswith(_ADDED) and not line.startswith((b" ", b"\t"))
    )
    return b"".join(line + b"\r\n" for line in lines[first:])
