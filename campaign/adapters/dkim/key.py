"""The private key: RSA with 2048 bits (RFC 8301 section 3.2), in a file that only its owner can read, out of git."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from campaign.adapters.files.atomic import create_private_file
from campaign.adapters.files.folder import Folder
from campaign.errors import CampaignError, FolderError, Refused, cause_of

if TYPE_CHECKING:  # part of the extra
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

INSTALL = "pip install 'undersigned[dkim]'"
_MAKE_AGAIN = "move the file away, then run campaign doctor --make-dkim"
BITS = 2048


@dataclass(frozen=True, slots=True, repr=False)
class DkimKey:
    """A private key. It is never part of a repr, a log or an error."""

    private: RSAPrivateKey

    def sign(self, data: bytes) -> bytes:
        """Sign with RSASSA-PKCS1-v1_5 over SHA-256 (RFC 6376 section 3.3.3)."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        return self.private.sign(data, PKCS1v15(), SHA256())

    @property
    def public(self) -> str:
        """The public key as the value of p= in DNS: its SubjectPublicKeyInfo in base64."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return b64encode(
            self.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        ).decode()


def key_path(folder: Folder, selector: str) -> Path:
    """The path of a selector's key. Its folder has a .gitignore, and is part of no archive."""
    return folder.root / "private" / f"{selector}.dkim.pem"


def create_key(path: Path) -> DkimKey:
    """Create a key and save it. Raises Refused when the file exists: emails signed with it may still be in transit."""
    try:
        from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    except ImportError:
        raise _not_installed() from None
    if path.exists():
        hint = "for a new key, set another dkim_selector in [sender] and leave the old one in DNS for a week"
        raise Refused(f"{path}: the file exists, and keys are never overwritten", fix=hint)
    private = generate_private_key(public_exponent=65537, key_size=BITS)
    _make_folder(path.parent)
    create_private_file(path, private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return DkimKey(private)


def load_key(path: Path) -> DkimKey:
    """Load the key from a file. Raises Refused without the file, FolderError when it is not a valid key."""
    try:
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError:
        raise _not_installed() from None
    try:
        private = load_pem_private_key(path.read_bytes(), None)
    except FileNotFoundError:
        hint = "run campaign doctor --make-dkim, or remove dkim_sign from [sender]"
        raise Refused(f"{path}: emails are to be signed, but there is no key", fix=hint) from None
    except (OSError, ValueError, TypeError) as error:
        raise FolderError(f"{path}: not a private key", fix="put the original key file back") from error
    if not isinstance(private, RSAPrivateKey) or private.key_size < BITS:
        raise FolderError(f"{path}: not an RSA key of {BITS} bits or more", fix=_MAKE_AGAIN)
    return DkimKey(private)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", "utf-8")
    except OSError as error:
        cause = cause_of(error)
        raise FolderError(
            f"{folder}: the key cannot be saved ({cause})", fix="check the folder's permissions and free space"
        ) from error


def _not_installed() -> CampaignError:
    return CampaignError("signing emails needs the extra dkim, which is not installed", fix=INSTALL)
