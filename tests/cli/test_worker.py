"""`campaign worker` where it cannot work: it says why, and what to do."""

import datetime as dt
import sys
from pathlib import Path

import pytest

from campaign.adapters.store.connection import POSTGRESQL_SCHEMES
from campaign.services.setup.sample import copy_sample
from tests.helpers.campaign import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy_sample(tmp_path, dt.datetime.now(dt.UTC))
    return tmp_path


def test_one_machine_s_file_is_not_shared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On SQLite it refuses, and names both alternatives."""
    assert run(folder, "worker") == 3
    assert capsys.readouterr().err.splitlines() == [
        f"workers need a PostgreSQL database, and this campaign uses the file {folder / 'campaign.db'}",
        "  next: run campaign migrate-store to move to PostgreSQL; on one machine campaign send run does the same work",
    ]


def test_without_a_mail_server(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a mail server nothing is opened."""
    monkeypatch.setenv("CAMPAIGN_DATABASE", f"{POSTGRESQL_SCHEMES[0]}nobody@127.0.0.1:1/none")
    assert run(folder, "worker") == 3
    assert "no mail server is set" in capsys.readouterr().err


def test_without_the_extra(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    monkeypatch.setenv("CAMPAIGN_DATABASE", f"{POSTGRESQL_SCHEMES[0]}nobody@127.0.0.1:1/none")
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[smtp]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n')
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    monkeypatch.delitem(sys.modules, "campaign.adapters.queue.connection", raising=False)
    assert run(folder, "worker") == 2
    assert "next: pip install 'undersigned[worker]'" in capsys.readouterr().err
