"""What the surfaces keep to: a quick start, imports at the top of each command's file, and no store."""

import json
import subprocess
import sys

LOADED = """
import json, sys
before = set(sys.modules)
import campaign.cli
print(json.dumps(sorted(set(sys.modules) - before)))
"""
MOST_MODULES = 160
"""What `campaign --help` may load; it is about 90, of Python's own library, click and the files below."""


def test_help_loads_little() -> None:
    """`campaign --help` loads the table of commands, click and Python's own library: no store, no web, no PDF."""
    done = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True)
    loaded = json.loads(done.stdout)
    assert [name for name in loaded if name.startswith("campaign")] == [
        "campaign",
        "campaign.adapters",
        "campaign.adapters.files",
        "campaign.adapters.files.shipped",
        "campaign.cli",
        "campaign.cli.lazy",
        "campaign.cli.output",
        "campaign.errors",
    ]
    packages = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert packages == {"campaign", "click"}
    assert len(loaded) < MOST_MODULES
