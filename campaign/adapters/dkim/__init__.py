"""DKIM (RFC 6376): mails signed with a key of the campaign's own, so that receivers can tell whose domain stands
behind them. The extra `dkim` brings what it needs; without `dkim_sign` in [sender] nothing is signed here.

A mail is signed when it is made. RSA's older padding gives the same signature for the same bytes (RFC 8017 section
8.2), so what is shown is what goes, signature and all, and a plan is still compared to the byte.
"""

from campaign.adapters.dkim.key import create_key, key_path
from campaign.adapters.dkim.record import record_name, record_text, zone_line
from campaign.adapters.dkim.signer import DkimSigner, signer_for

__all__ = ["DkimSigner", "key_path", "create_key", "record_name", "record_text", "signer_for", "zone_line"]
