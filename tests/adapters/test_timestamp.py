"""Time stamps (RFC 3161), by a server of the tests that OpenSSL makes."""

import datetime as dt
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from campaign.adapters import timestamp
from campaign.errors import CampaignError, FolderError

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl: sudo apt-get install openssl")

_CONFIGURATION = """
[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[stamps]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = server
[server]
serial = {folder}/serial
signer_cert = {folder}/server.pem
signer_key = {folder}/server.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
"""


class StampServer:
    """A time stamp server with a root certificate of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("root", "server"):
            self._write(f"{name}.cnf", _CONFIGURATION.format(name=name, folder=folder))
        self._run(
            "req -x509 -newkey rsa:2048 -nodes -days 30 -config root.cnf -extensions root"
            " -keyout root.key -out root.pem"
        )
        self._run("req -newkey rsa:2048 -nodes -config server.cnf -keyout server.key -out server.csr")
        self._run(
            "x509 -req -in server.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30"
            " -extfile server.cnf -extensions stamps -out server.pem"
        )
        self._write("serial", "01\n")
        self.http = HTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/stamp"

    @property
    def root(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def answer(self, request: bytes) -> bytes:
        (self.folder / "request.tsq").write_bytes(request)
        self._run("ts -reply -config server.cnf -queryfile request.tsq -out answer.tsr")
        return (self.folder / "answer.tsr").read_bytes()

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def _run(self, arguments: str) -> None:
        subprocess.run(["openssl", *arguments.split()], cwd=self.folder, check=True, capture_output=True)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name is the library's
                body = server.answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler


@pytest.fixture(scope="module")
def stamp_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StampServer]:
    """A time stamp server on this machine."""
    server = StampServer(tmp_path_factory.mktemp("tsa"))
    yield server
    server.close()


def test_a_stamp_proves_bytes_and_time(stamp_server: StampServer) -> None:
    """It holds for the bytes that were stamped and no others, now, and its signature leads to the server's root."""
    stamp = timestamp.ask_for_stamp(stamp_server.address, b"the letter")
    assert abs(timestamp.stamped_at(stamp) - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    assert timestamp.stamp_fault(stamp, b"the letter", stamp_server.root) == ""
    assert timestamp.stamp_fault(stamp, b"another letter") == "the time stamp is for different data"


def test_another_root_and_a_changed_answer_are_noticed(stamp_server: StampServer, tmp_path: Path) -> None:
    """A signature of somebody else does not lead to the root that the coordinator keeps."""
    other = StampServer(tmp_path)
    stamp = timestamp.ask_for_stamp(other.address, b"the letter")
    other.close()
    fault = timestamp.stamp_fault(stamp, b"the letter", stamp_server.root)
    assert fault.startswith("the time stamp's signature does not lead to the server's certificate")
    broken = timestamp.TimeStamp(stamp.request, b"\x30\x00")
    assert timestamp.stamp_fault(broken, b"the letter") == "the time stamp cannot be read"


def test_a_server_that_is_away_or_no_stamp_server(tmp_path: Path) -> None:
    """One sentence says what is wrong; the certificate's file, too."""
    with pytest.raises(CampaignError, match=r"no time stamp: http://127\.0\.0\.1:1/ does not answer"):
        timestamp.ask_for_stamp("http://127.0.0.1:1/", b"x")
    with pytest.raises(FolderError, match="cannot be read"):
        timestamp.read_root(tmp_path / "none.pem")
