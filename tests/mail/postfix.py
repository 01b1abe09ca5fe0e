"""A Postfix of our own: its configuration, queue and mailbox in a folder of the test, on a loopback port.

It passes nothing on: what it accepts goes into one Maildir. It needs root, as Postfix's master does.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SYSTEM_PATH = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"  # Debian keeps postfix off the PATH of people

NOBODY = 65534
MAIN = """
compatibility_level = 3.6
queue_directory = {place}/queue
data_directory = {place}/data
maillog_file = {place}/log/mail.log
maillog_file_prefixes = {place}
myhostname = mail.parliament.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
default_transport = error:nothing leaves this machine
virtual_mailbox_domains = parliament.example, europarl.example
virtual_mailbox_base = {place}
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
_ADDED = (b"Return-Path:", b"X-Original-To:", b"Delivered-To:", b"Received:")


@dataclass(frozen=True, slots=True)
class Postfix:
    """Where it listens and where it keeps its mail."""

    port: int
    place: Path

    @property
    def log(self) -> str:
        return (self.place / "log/mail.log").read_text()

    def mails(self, number: int) -> list[bytes]:
        """So many delivered mails, waited for, without the lines that Postfix put on top; by their bytes in order."""
        box = self.place / "box/new"
        for _ in range(200):
            found = list(box.glob("*")) if box.is_dir() else []
            if len(found) >= number:
                return sorted(_without_added(path.read_bytes()) for path in found)
            time.sleep(0.05)
        raise AssertionError(f"{number} mails were awaited\n{self.log}")


@contextmanager
def running() -> Iterator[Postfix]:
    """Postfix from its start to its end; it is stopped however the test ends."""
    with TemporaryDirectory(prefix="postfix-") as name:
        place = Path(name)
        place.chmod(0o755)
        postfix = Postfix(_free_port(), place)
        for folder in ("etc", "queue", "data", "log", "box"):
            (place / folder).mkdir()
        shutil.chown(place / "data", "postfix")
        shutil.chown(place / "box", NOBODY, NOBODY)
        (place / "etc/main.cf").write_text(MAIN.format(place=place, nobody=NOBODY))
        (place / "etc/master.cf").write_text(MASTER.format(port=postfix.port))
        try:
            _postfix(place, "start")
            yield postfix
        finally:
            _postfix(place, "stop")


def _postfix(place: Path, command: str) -> None:
    ran = subprocess.run(
        [shutil.which("postfix", path=SYSTEM_PATH) or "postfix", "-c", place / "etc", command],
        capture_output=True,
        text=True,
        env={"PATH": SYSTEM_PATH},
        timeout=60,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _without_added(message: bytes) -> bytes:
    """A delivered mail from the first line on that is ours, with the line ends of the wire."""
    lines = message.splitlines()
    first = next(
        at for at, line in enumerate(lines) if not line.startswith(_ADDED) and not line.startswith((b" ", b"\t"))
    )
    return b"".join(line + b"\r\n" for line in lines[first:])
