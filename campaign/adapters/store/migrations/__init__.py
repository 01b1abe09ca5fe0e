"""The database's schema, as small named steps, each in its own transaction, run by sqlite-utils.

Times are text in UTC, `YYYY-MM-DDTHH:MM:SS.ffffffZ`, so that they sort by time. A step that was released is never
changed; a new step is added at the end. The names of tables and columns are those of version 0.1.0: `dispatch` is a
mailing, `mail` an email address, `deed` an event of the record, `way` a change policy, `held` an objection, and
`stopped` the addresses that opted out.
"""

from campaign.adapters.store.migrations import (
    m001_to_m005,
    m006_to_m007,
    m008_to_m015,
    m016_to_m018,
    m019_reply_proof,
    m020_submissions,
    m021_adoption,
    m022_team,
    m023_desk,
    m030_merged,
    m031_sentence,
    m033_sent_copies,
    m036_m037,
    m038_seals,
    m039_mail_keys,
    m040_people_who_wait,
    m044_call_notes,
    m045_selection,
    m046_proposed_changes,
    m047_security_events,
    m051_to_m055,
    m057_drafts,
)
from campaign.adapters.store.migrations.registry import STEPS, migrate

SCHEMA_VERSION = len(STEPS)

__all__ = [
    "SCHEMA_VERSION",
    "STEPS",
    "m001_to_m005",
    "m006_to_m007",
    "m008_to_m015",
    "m016_to_m018",
    "m019_reply_proof",
    "m020_submissions",
    "m021_adoption",
    "m022_team",
    "m023_desk",
    "m030_merged",
    "m031_sentence",
    "m033_sent_copies",
    "m036_m037",
    "m038_seals",
    "m039_mail_keys",
    "m040_people_who_wait",
    "m044_call_notes",
    "m045_selection",
    "m046_proposed_changes",
    "m047_security_events",
    "m051_to_m055",
    "m057_drafts",
    "migrate",
]
