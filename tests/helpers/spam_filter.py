"""An rspamd server for tests, with its configuration and data in a temporary folder, on loopback, without network."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

SYSTEM_PATH = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
USER = "_rspamd"
CONFIG = """
options {{
    .include "$CONFDIR/options.inc"
    pidfile = "{folder}/rspamd.pid";
    control_socket = "{folder}/control mode=0600";
    cache_file = "{folder}/symbols.cache";
    dynamic_conf = "{folder}/dynamic";
    hs_cache_dir = "{folder}/";
    history_file = "";
    rrd = "";
    stats_file = "{folder}/stats";
    url_tld = "{folder}/suffixes";
    filters = "chartable,dkim,regexp";
    dns {{ nameserver = ["127.0.0.1:9"]; timeout = 0.1s; retransmits = 1; }}
}}
.include "$CONFDIR/common.conf"
logging {{ type = "file"; filename = "{folder}/rspamd.log"; level = "info"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; .include "$CONFDIR/worker-normal.inc" }}
"""
_SECONDS_TO_START = 60


@contextmanager
def running() -> Iterator[str]:
    """Run rspamd; it is always stopped at the end. Yields its web address."""
    with TemporaryDirectory(prefix="rspamd-") as name:
        folder, port = Path(name), _free_port()
        (folder / "rspamd.conf").write_text(CONFIG.format(folder=folder, port=port))
        (folder / "suffixes").write_text("example\n")  # compiling the full list takes rspamd seconds
        folder.chmod(0o755)
        as_user = []
        if os.geteuid() == 0:
            shutil.chown(folder, USER, USER)
            as_user = ["-u", USER, "-g", USER]
        program = shutil.which("rspamd", path=SYSTEM_PATH) or "rspamd"
        variables = [f"--var={variable}={folder}" for variable in ("DBDIR", "LOGDIR", "RUNDIR")]
        process = subprocess.Popen(
            [program, "-f", "-c", folder / "rspamd.conf", *as_user, *variables],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port, process, folder)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            if process.poll() is None:
                process.kill()
                process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    log = folder / "rspamd.log"
    raise AssertionError(f"rspamd did not start: {log.read_text()[-3000:] if log.exists() else process.returncode}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
