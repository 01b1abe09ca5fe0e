"""A Dovecot of our own: its configuration and one Maildir in a folder of the test, on a loopback port."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from postfix import NOBODY, SYSTEM_PATH

CONFIGURATION = """
protocols = imap
base_dir = {place}/run
state_dir = {place}/state
log_path = {place}/dovecot.log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{place}/box
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
  args = uid={nobody} gid={nobody} home={place}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """Where it listens, and its folder. Anybody may log in with the password `secret`."""

    port: int
    place: Path

    def deliver(self, name: str, mail: bytes) -> None:
        """Put a mail into the Maildir, as a mail server does."""
        path = self.place / "box/new" / name
        path.write_bytes(mail)
        shutil.chown(path, NOBODY, NOBODY)

    @property
    def unseen(self) -> int:
        """How many mails nobody has marked as read."""
        return sum(":2," not in each.name or "S" not in each.name.partition(":2,")[2] for each in self._mails())

    def _mails(self) -> list[Path]:
        return [each for place in ("new", "cur") for each in (self.place / "box" / place).glob("*")]


@contextmanager
def running() -> Iterator[Dovecot]:
    """Dovecot from its start to its end; it is stopped however the test ends."""
    with TemporaryDirectory(prefix="dovecot-") as name, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        dovecot = Dovecot(probe.getsockname()[1], Path(name))
        probe.close()
        dovecot.place.chmod(0o755)
        for folder in ("box", "box/new", "box/cur", "box/tmp"):
            (dovecot.place / folder).mkdir()
            shutil.chown(dovecot.place / folder, NOBODY, NOBODY)
        settings = dovecot.place / "dovecot.conf"
        words = {"owner": "nobody", "group": "nogroup", "nobody": NOBODY}
        settings.write_text(CONFIGURATION.format(place=name, port=dovecot.port, **words))
        program = shutil.which("dovecot", path=SYSTEM_PATH) or "dovecot"
        process = subprocess.Popen(
            [program, "-F", "-c", str(settings)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            _awaited(dovecot, process)
            yield dovecot
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _awaited(dovecot: Dovecot, process: "subprocess.Popen[bytes]") -> None:
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
    raise AssertionError((dovecot.place / "dovecot.log").read_text())
