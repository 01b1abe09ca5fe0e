"""What is wrong with a server's certificate, in plain words, by what OpenSSL says."""

from collections.abc import Mapping

_BY_WORDS: Mapping[str, tuple[str, str]] = {
    "mismatch": (
        "is for another name",
        "set host in [{table}] to the name in the certificate; the provider can tell you which",
    ),
    "expired": ("has expired", "tell whoever runs the server, and check the date of this machine"),
    "not yet valid": ("is not valid yet", "check the date of this machine, then ask whoever runs the server"),
    "self-signed": (
        "is signed by nobody whom this machine trusts",
        "ask for the certificate of the authority that signed it, and name its file in SSL_CERT_FILE",
    ),
    "self signed": (
        "is signed by nobody whom this machine trusts",
        "ask for the certificate of the authority that signed it, and name its file in SSL_CERT_FILE",
    ),
    "issuer": (
        "is signed by an authority that this machine does not know",
        "ask for the certificate of that authority, and name its file in SSL_CERT_FILE",
    ),
}
_OTHER = ("is not valid", "ask whoever runs the server")


def explain_certificate(server_name: str, words: str, table: str) -> tuple[str, str]:
    """What is wrong and what to do, for the `words` of OpenSSL. `server_name` is host and port; `table` is the table of
    settings that names the server: "smtp" or "imap"."""
    plain = words.casefold()
    what, fix = next((text for mark, text in _BY_WORDS.items() if mark in plain), _OTHER)
    return f"the certificate of {server_name} {what}: {words}", fix.format(table=table)
