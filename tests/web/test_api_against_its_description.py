"""The description of the API held against the program that answers, by schemathesis: every check, every phase."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from made_api import app, listed
from made_edition import ENGLISH
from made_web import Web

from campaign.serving.limits import Limit
from campaign.serving.server import serving
from campaign.signons import Kind
from campaign.signons.change import Way

EXAMPLES = 25  # for each path and phase; seconds, at home
PROGRAM = "from schemathesis.cli import schemathesis; schemathesis()"


@pytest.mark.thorough
async def test_the_program_does_what_its_description_says(web: Web, tmp_path: Path) -> None:
    """What the description allows is answered as it says, and what it does not allow is refused, whatever is asked."""
    listed(web, *(f"Person {number}" for number in range(120)))
    listed(web, *(f"Organisation {number}" for number in range(60)), kind=Kind.ORGANISATION, url="https://o.example")
    web.freeze(Way.ASK, en=ENGLISH.replace("one thing", "another thing"))
    listed(web, "Zoë \N{SNOWMAN}", kind=Kind.ORGANISATION, version=2, country="Atlantis")
    unhurried = Limit(burst=1_000_000, seconds=0)

    async with serving(app(web, look_limit=unhurried)) as url:
        words = ["run", f"{url}api/v1/openapi.json", "--url", f"{url}api/v1", "--checks", "all", "--max-examples"]
        done = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PROGRAM, *words, str(EXAMPLES), "--seed", "1", "--no-color"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "120"},
        )
        said, _ = await done.communicate()
    assert done.returncode == 0, said.decode()
