"""The examples in deploy/, with the programs that they are for."""

import asyncio
import contextlib
import queue
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest
from starlette.types import ASGIApp

from campaign.adapters.http.server import serve_app
from campaign.adapters.store.signons import notices
from campaign.web.app import create_app
from tests.conftest import SYSTEM_PATH
from tests.helpers.web import ANSWERS, Web, hidden_fields, open_web

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NGINX = "daemon off; error_log stderr; pid {folder}/pid; events {{}} http {{ {temporary} {server} }}"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[tuple[Web, int]]:
    """Our website, and the port at which it listens for a proxy."""
    (tmp_path / "campaign").mkdir()
    with open_web(tmp_path / "campaign") as web, served(create_app(web.campaign)) as port:
        yield web, port


@contextmanager
def served(app: ASGIApp) -> Iterator[int]:
    """The port of an application that is served by another thread."""
    port: queue.Queue[int] = queue.Queue()
    loop, ended = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        async with serve_app(app) as url:
            port.put(int(url.rstrip("/").rpartition(":")[2]))
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield port.get(timeout=30)
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(timeout=30)
        loop.close()


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
def test_people_sign_through_a_proxy(proxy: str, program: tuple[Web, int], tmp_path: Path) -> None:
    """With the example in front of our website, a form is filled in, checked and sent; the browser is told to come back
    over https only."""
    web, upstream = program
    with proxy_at(proxy, upstream, tmp_path) as address, visitor_at(address) as visitor:
        page = visitor.get("/forests/sign")
        checked = visitor.post("/forests/sign", data=hidden_fields(page.text) | ANSWERS)
        sent = visitor.post("/forests/sign/send", data=hidden_fields(checked.text))
    assert (page.status_code, page.headers["strict-transport-security"]) == (200, "max-age=31536000")
    assert (checked.status_code, sent.status_code) == (200, 303)
    assert len(web.store.read(notices.pending)) == 1


@pytest.mark.proxies
@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_a_proxy_hands_over_the_true_address(proxy: str, program: tuple[Web, int], tmp_path: Path) -> None:
    """Whoever writes another address into each request is still one visitor: the limit of look-ups holds."""
    _, upstream = program
    with proxy_at(proxy, upstream, tmp_path) as address, visitor_at(address) as visitor:
        headers = ({"X-Forwarded-For": f"203.0.113.{number}"} for number in range(140))
        answers = [visitor.get("/forests/own/nothing", headers=header).status_code for header in headers]
    assert (answers[0], 429 in answers[120:]) == (404, True)


@pytest.mark.proxies
@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
def test_a_proxy_keeps_other_sites_out(proxy: str, program: tuple[Web, int], tmp_path: Path) -> None:
    """A form from another site is refused behind the proxy as without it, and a body of 27 MB is refused, by
    the proxy or behind it."""
    web, upstream = program
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    with proxy_at(proxy, upstream, tmp_path) as address, visitor_at(address) as visitor:
        assert visitor.post("/forests/sign/send", data=web.checked_fields(), headers=foreign).status_code == 403
        too_large = large_body_status(address)
    assert too_large in ("413", "502")  # Caddy 2.6 calls it 502


def visitor_at(address: str) -> httpx.Client:
    """A browser that goes to letter.example by way of a proxy."""
    headers = {"Host": "letter.example", "Origin": "https://letter.example", "Sec-Fetch-Site": "same-origin"}
    return httpx.Client(base_url=address, headers=headers, timeout=30)


def large_body_status(address: str) -> str:
    """The status of an answer to 27 MB, which the proxy may cut."""
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 27000000\r\n"
    head = b"POST /forests/sign HTTP/1.1\r\nHost: letter.example\r\n%bConnection: close\r\n\r\n" % form
    with socket.create_connection(host_of(address), 30) as visitor:
        visitor.sendall(head)
        with contextlib.suppress(OSError):  # it need not read what it refuses
            visitor.sendall(b"x" * 27_000_000)
        return visitor.recv(100).decode().split()[1]


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
