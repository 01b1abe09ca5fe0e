"""Looks at a test email as it arrived: is it signed, by whom, and does the signature count for the sender's domain?"""

from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from campaign.adapters.dns import Dns, NoAnswer, Resolver
from campaign.core.signatories.domains import registrable_domain
from campaign.services.campaign import Campaign
from campaign.services.doctor.domain import ascii_domain, tags_of
from campaign.services.doctor.result import CheckResult, ok, problem, skipped, warning

_ASK = "ask whoever runs the mail server to sign for your domain, or sign here: campaign doctor --make-dkim"


def check_received(campaign: Campaign, data: bytes, resolver: Resolver | None = None) -> list[CheckResult]:
    """Check an email from the campaign, as the receiving mailbox holds it. `resolver` looks up keys; None for the
    system's. DMARC counts a signature only if its domain is that of From, or one of the same registered domain."""
    mail = BytesParser(policy=policy.SMTPUTF8).parsebytes(data)
    assert isinstance(mail, EmailMessage)
    sender = parseaddr(str(mail.get("From", "")))[1]
    domain = sender.rpartition("@")[2].lower().rstrip(".")
    own = ascii_domain(campaign.settings.sender.address)
    if registrable_domain(domain) != registrable_domain(own):
        what = f"this email is from {sender or 'nobody'}, and you send as {campaign.settings.sender.address}"
        return [problem("test email", what, "save an email of campaign send test as a file, as it arrived")]
    signatures = [tags_of(str(value)) for value in mail.get_all("DKIM-Signature", [])]
    return [
        _check_signatures(signatures, own),
        *_verify(data, len(signatures), resolver or Dns()),
        *_selector(campaign, signatures, own),
        *_verdict(mail),
    ]


def _check_signatures(signatures: list[dict[str, str]], own: str) -> CheckResult:
    domains = [tags.get("d", "").lower() for tags in signatures]
    if not domains:
        return problem("alignment", "the email has no DKIM signature", _ASK)
    aligned = [name for name in domains if _is_aligned(name, own)]
    if aligned:
        return ok("alignment", f"signed by {aligned[0]}, which counts for {own}")
    return problem("alignment", f"signed by {', '.join(domains)}, which does not count for {own} (DMARC)", _ASK)


def _is_aligned(name: str, own: str) -> bool:
    return bool(name) and registrable_domain(name) == registrable_domain(own)


def _verify(data: bytes, number: int, resolver: Resolver) -> list[CheckResult]:
    if not number:
        return []
    try:
        import dkim  # noqa: F401 -- the extra
    except ImportError:
        return [skipped("signature", "it is not verified without the extra dkim", 'pip install "undersigned[dkim]"')]

    def key(name: bytes, timeout: int = 5) -> bytes | None:
        texts = resolver.records(name.decode().rstrip("."), "TXT")
        return texts[0].encode() if texts else None

    try:
        results = [_is_valid(data, at, key) for at in range(number)]
    except NoAnswer as error:
        return [skipped("signature", f"offline: DNS does not answer ({error})", "run this again when you are online")]
    if all(results):
        return [ok("signature", "the signature is right" if number == 1 else f"all {number} signatures are right")]
    text = "a signature is wrong: the email was changed on its way, or the key in DNS is another one"
    fix = "save the email again as it arrived, not a forwarded copy; then compare with campaign doctor"
    return [problem("signature", text, fix) if not any(results) else warning("signature", text, fix)]


def _is_valid(data: bytes, number: int, key: Callable[..., bytes | None]) -> bool:
    import dkim

    try:
        return bool(dkim.DKIM(data).verify(number, dnsfunc=key))
    except dkim.DKIMException:
        return False


def _selector(campaign: Campaign, signatures: list[dict[str, str]], own: str) -> list[CheckResult]:
    """Tell the selector that the server signs with, so that the doctor can look at its key."""
    names = [tags["s"] for tags in signatures if tags.get("d", "").lower() == own and tags.get("s")]
    if not names or campaign.settings.sender.dkim_selector in names:
        return []
    return [
        warning("selector", f"the email is signed with {names[0]}", f'set dkim_selector = "{names[0]}" in [sender]')
    ]


def _verdict(mail: EmailMessage) -> list[CheckResult]:
    """What the receiving server says. The topmost header is its own."""
    text = " ".join(str(mail.get("Authentication-Results", "")).split())
    words = [part.split()[0] for part in text.split(";")[1:] if part.split()[:1]]
    results = [word for word in words if word.partition("=")[0] in ("spf", "dkim", "dmarc")]
    if not results:
        return [skipped("receiver", "the receiving server does not say what it thinks of the email")]
    bad = [word for word in results if not word.endswith("=pass")]
    if bad:
        return [warning("receiver", f"the receiving server says {', '.join(results)}", "see spf, dkim and dmarc above")]
    return [ok("receiver", f"the receiving server says {', '.join(results)}")]
