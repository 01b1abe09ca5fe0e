"""A Dovecot server for tests, with its configuration and one Maildir in a temporary folder, on a loopback port."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme

from tests.helpers.postfix import NOBODY, SYSTEM_PATH

CONFIGURATION = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/box
namespace inbox {{
  inbox = yes
  mailbox Gesendet {{
    auto = create
    special_use = \\Sent
  }}
}}
first_valid_uid = 1
default_internal_user = {owner}
default_login_user = {owner}
default_internal_group = {group}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={nobody} gid={nobody} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


AUTHORITY = trustme.CA()


@dataclass(slots=True)
class Dovecot:
    """A running Dovecot. Anybody can log in with the password `secret`."""

    port: int
    tls_port: int
    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def authority(self) -> Path:
        """The authority's certificate, which a client must trust."""
        return self.folder / "authority.pem"

    def deliver(self, name: str, message: bytes, box: str = "") -> Path:
        """Put an email into the Maildir, or into a folder of it, as a mail server does."""
        path = self.folder / "box" / box / "new" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(message)
        for owned in (path, path.parent, path.parents[1]):
            shutil.chown(owned, NOBODY, NOBODY)
        return path

    def empty(self) -> None:
        """Remove all emails. The server numbers new ones from the start (UIDVALIDITY)."""
        for path in self._mails():
            path.unlink()
        for path in (self.folder / "box").glob("dovecot*"):
            path.unlink()
        time.sleep(1.1)  # the new UIDVALIDITY is the time in seconds

    @property
    def unread(self) -> int:
        """The number of emails that are not marked as read."""
        return sum(":2," not in path.name or "S" not in path.name.partition(":2,")[2] for path in self._mails())

    def start(self) -> None:
        program = shutil.which("dovecot", path=SYSTEM_PATH) or "dovecot"
        command = [program, "-F", "-c", str(self.folder / "dovecot.conf")]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )
        _wait_for(self, self.process)

    def stop(self) -> None:
        """Kill it and its children, like a crash; a normal stop would wait for connected clients."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate(timeout=20)
        self.process = None

    def _mails(self) -> list[Path]:
        return [path for subfolder in ("new", "cur") for path in (self.folder / "box" / subfolder).glob("*")]


@contextmanager
def running(token_port: int = 0, mechanism: str = "xoauth2") -> Iterator[Dovecot]:
    """Run Dovecot; it is always stopped at the end. With `token_port`, it verifies access tokens there."""
    with TemporaryDirectory(prefix="dovecot-") as name:
        dovecot = Dovecot(*_free_ports(), Path(name))
        _configure(dovecot)
        if token_port:
            _take_tokens(dovecot.folder, token_port, mechanism)
        try:
            dovecot.start()
            yield dovecot
        finally:
            dovecot.stop()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def _configure(dovecot: Dovecot) -> None:
    dovecot.folder.chmod(0o755)
    for subfolder in ("box", "box/new", "box/cur", "box/tmp"):
        (dovecot.folder / subfolder).mkdir()
        shutil.chown(dovecot.folder / subfolder, NOBODY, NOBODY)
    certificate = AUTHORITY.issue_cert("127.0.0.1", "localhost")
    AUTHORITY.cert_pem.write_to_path(dovecot.authority)
    certificate.private_key_pem.write_to_path(dovecot.folder / "key.pem")
    for pem in certificate.cert_chain_pems:
        pem.write_to_path(dovecot.folder / "certificate.pem", append=True)
    words = {
        "owner": "nobody",
        "group": "nogroup",
        "nobody": NOBODY,
        "port": dovecot.port,
        "tls_port": dovecot.tls_port,
    }
    (dovecot.folder / "dovecot.conf").write_text(CONFIGURATION.format(folder=dovecot.folder, **words))


def _take_tokens(folder: Path, port: int, mechanism: str) -> None:
    url = f"http://127.0.0.1:{port}/introspect?token="
    lines = f"tokeninfo_url = {url}\nintrospection_mode = auth\nusername_attribute = username\n"
    (folder / "oauth2.conf").write_text(lines)
    with (folder / "dovecot.conf").open("a") as settings:
        settings.write(f"auth_mechanisms = plain login {mechanism}\n")
        settings.write(f"passdb {{\n  driver = oauth2\n  mechanisms = {mechanism}\n  args = {folder}/oauth2.conf\n}}\n")


def _wait_for(dovecot: Dovecot, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        assert process.poll() is None, process.communicate()[0].decode("utf-8", "replace")
        try:
            with socket.create_connection(("127.0.0.1", dovecot.port), 1) as line:
                line.settimeout(5)
                if line.recv(4) == b"* OK":
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError((dovecot.folder / "dovecot.log").read_text())
