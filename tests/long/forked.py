"""Runs `campaign` with the arguments of each line (JSON) in a process of its own, and prints its id and its exit code.

Each is forked from this one, which has everything imported: a kill then hits the sending, not the start of Python.
"""

import json
import os
import sys

import aiosmtplib
import sqlite_utils

import campaign.cli.send
import campaign.dispatch.carry
import campaign.dispatch.plan
import campaign.mailer.smtp
import campaign.settings

IMPORTED = (aiosmtplib, sqlite_utils, campaign.dispatch.carry, campaign.dispatch.plan, campaign.mailer.smtp)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        campaign.cli.main(json.loads(line))
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
