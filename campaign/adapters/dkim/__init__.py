"""DKIM (RFC 6376): signs emails with the campaign's own key, so that receivers can verify the sending domain.

It needs the extra `dkim`, and signs nothing without `dkim_sign` in [sender]. A message is signed when it is made, and
again over its headers when it is sent, because its Date is then another. The signature is deterministic
(RSASSA-PKCS1-v1_5, RFC 8017 section 8.2), so two plans can be compared byte by byte.
"""

from campaign.adapters.dkim.dns_record import record_name, record_text, zone_line
from campaign.adapters.dkim.key import create_key, key_path
from campaign.adapters.dkim.signer import DkimSigner, signer_for

__all__ = ["DkimSigner", "key_path", "create_key", "record_name", "record_text", "signer_for", "zone_line"]
