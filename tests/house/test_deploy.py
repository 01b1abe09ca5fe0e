"""The examples in deploy/, with the programs that they are for."""

import contextlib
import http.server
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import SYSTEM_PATH

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NGINX = "daemon off; error_log stderr; pid {folder}/pid; events {{}} http {{ {temporary} {server} }}"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the headers that came, as the program behind the proxy sees them."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(self.headers).encode())

    def do_POST(self) -> None:
        with contextlib.suppress(OSError):  # the proxy cuts it
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def upstream() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def command_of(proxy: str, port: int, upstream: int, folder: Path) -> list[str]:
    """The command that starts a proxy with our example, on another port and without a certificate."""
    if proxy == "nginx":
        server = (DEPLOY / "nginx.conf").read_text("utf-8").replace("listen 80", f"listen 127.0.0.1:{port}")
        temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
        text = NGINX.format(folder=folder, temporary=temporary, server=server.replace(":8001", f":{upstream}"))
        (folder / "nginx.conf").write_text(text, "utf-8")
        return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    text = (DEPLOY / "Caddyfile").read_text("utf-8").replace(":8001", f":{upstream}")
    text = re.sub(r"^(\w+\.example) \{", rf"http://\1:{port} {{\n\tbind 127.0.0.1", text, flags=re.M)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text, "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@contextmanager
def proxy_at(proxy: str, upstream: int, folder: Path) -> Iterator[str]:
    """The address of a running proxy."""
    port = free_port()
    command = command_of(proxy, port, upstream, folder)
    path = shutil.which(command[0], path=SYSTEM_PATH)
    assert path
    log = (folder / "log").open("w")
    environment = {"HOME": str(folder), "PATH": SYSTEM_PATH}
    process = subprocess.Popen([path, *command[1:]], stdout=log, stderr=log, env=environment)
    try:
        for _ in range(200):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


@pytest.mark.proxies
@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_a_proxy_hands_over_host_and_the_true_address(proxy: str, upstream: int, tmp_path: Path) -> None:
    """With the example, the program sees the visitor's host and address, and no address that the visitor made up; the
    browser is told to come back over https only."""
    with proxy_at(proxy, upstream, tmp_path) as address:
        request = urllib.request.Request(address, headers={"Host": "letter.example", "X-Forwarded-For": "203.0.113.9"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            seen = dict(line.split(": ", 1) for line in answer.read().decode().splitlines() if line)
            hsts = answer.headers["Strict-Transport-Security"]
    assert (seen["Host"], seen["X-Forwarded-For"], hsts) == ("letter.example", "127.0.0.1", "max-age=31536000")


@pytest.mark.proxies
@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_a_proxy_refuses_what_is_too_large(proxy: str, upstream: int, tmp_path: Path) -> None:
    """A body beyond 25 MB ends at the proxy, or is cut there."""
    head = b"POST / HTTP/1.1\r\nHost: letter.example\r\nContent-Length: 27000000\r\nConnection: close\r\n\r\n"
    with proxy_at(proxy, upstream, tmp_path) as address, socket.create_connection(host_of(address), 30) as visitor:
        visitor.sendall(head)
        with contextlib.suppress(OSError):  # it need not read what it refuses
            visitor.sendall(b"x" * 27_000_000)
        answer = visitor.recv(100).decode()
    assert answer.split()[1] in ("413", "502")  # Caddy 2.6 calls it 502


def host_of(address: str) -> tuple[str, int]:
    parts = urllib.parse.urlsplit(address)
    return str(parts.hostname), int(parts.port or 0)


@pytest.mark.systemd
def test_the_unit_is_correct_and_hardened(tmp_path: Path) -> None:
    """systemd finds no fault with the unit, and rates what it may do as OK: at most 2 of 10."""
    program = Path(sys.executable).parent / "campaign"
    text = (DEPLOY / "undersigned@.service").read_text("utf-8").replace("/opt/undersigned/bin/campaign", str(program))
    unit = tmp_path / "undersigned@forests.service"
    unit.write_text(text, "utf-8")
    verify = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert (verify.returncode, verify.stderr) == (0, "")
    rating = ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit]
    assert subprocess.run(rating, capture_output=True).returncode == 0


def test_the_image_is_made_of_what_is_there() -> None:
    """Each file that the image copies exists, and what holds secrets or people is kept out of it."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    copied = [name for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.M) for name in line.split()[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    secret = {".env", "campaign.db*", "outbox", "replies", "private", "**/*.private.csv"}
    assert secret - set((ROOT / ".dockerignore").read_text("utf-8").splitlines()) == set()
