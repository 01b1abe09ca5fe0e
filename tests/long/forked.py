"""Runs `campaign` with the arguments of each input line (JSON) in a new process, and prints its id and exit code.

Each process is forked from this one, which has imported everything, so that a kill hits the sending and not the start.
"""

import json
import os
import sys

import aiosmtplib
import sqlite_utils

import campaign.adapters.settings
import campaign.adapters.smtp.smtp
import campaign.cli.send
import campaign.services.sending.send_wave
import campaign.services.waves.plan

IMPORTED = (
    aiosmtplib,
    sqlite_utils,
    campaign.services.sending.send_wave,
    campaign.services.waves.plan,
    campaign.adapters.smtp.smtp,
)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        campaign.cli.main(json.loads(line))
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
