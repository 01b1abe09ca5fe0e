"""Time stamps of versions: at each freeze, somebody else says that the text and the record existed."""

import re
from collections.abc import Iterator

from campaign.adapters import timestamp
from campaign.adapters.store import Store, version_stamps, versions
from campaign.adapters.store.signons import record
from campaign.adapters.store.version_stamps import VersionStamp
from campaign.adapters.timestamp import TimeStamp
from campaign.core.letters.version import Version
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign

_RECORD = re.compile(r"^record ([0-9]+) ([0-9a-f]*)$", re.MULTILINE)


def stamp_version(campaign: Campaign, version: Version) -> str:
    """Have a version stamped if campaign.toml names a server and it has no stamp. Returns what happened, "" for
    nothing. Raises nothing: a freeze does not depend on somebody else's server."""
    server = campaign.settings.campaign.timestamp_server
    if not server or any(stamp.version == version.id for stamp in campaign.store.read(version_stamps.every)):
        return ""
    content = _content(version, *campaign.store.read(record.last))
    try:
        answer = timestamp.ask_for_stamp(server, content.encode())
    except CampaignError as error:
        return f"{error.message}; to try again: campaign letter freeze"
    stamp = VersionStamp(version.id, content, answer.request, answer.response, server)
    campaign.store.write(version_stamps.add, stamp)
    return f"stamped by {server}: {timestamp.stamped_at(answer):%Y-%m-%d %H:%M:%S} UTC"


def server_root(campaign: Campaign) -> bytes:
    """The certificates of the time stamp server; b"" if campaign.toml names none. Raises FolderError."""
    path = campaign.settings.campaign.timestamp_certificate
    return timestamp.read_root(campaign.folder.root / path) if path else b""


def stamp_faults(store: Store, root: bytes = b"") -> Iterator[str]:
    """What is wrong with the stored time stamps, one sentence each. `root` holds the server's certificates; without
    them its signature is not checked."""
    known = {version.id: version for version in store.read(versions.every)}
    for stamp in store.read(version_stamps.every):
        version = known[stamp.version]
        name = f"{version.letter} version {version.number}"
        head = _RECORD.search(stamp.content)
        number, digest = (int(head[1]), bytes.fromhex(head[2])) if head else (0, b"")
        if stamp.content != _content(version, number, digest):
            yield f"{name}: the time stamp is for a different text"
        elif store.read(record.digest_of, number) != digest:
            yield f"{name}: line {number} of the record is not the one that was stamped: it was rewritten"
        fault = timestamp.stamp_fault(TimeStamp(stamp.request, stamp.response), stamp.content.encode(), root)
        if fault:
            yield f"{name}: {fault}"


def _content(version: Version, number: int, digest: bytes) -> str:
    """What is stamped: the version and the newest line of the record."""
    return (
        f"undersigned\nletter {version.letter}\nversion {version.number} {version.digest}\n"
        f"record {number} {digest.hex()}\n"
    )
