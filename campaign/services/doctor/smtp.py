"""Checks of the mail server: can it be reached with these settings, and is the login accepted?"""

from campaign.adapters.certificates import explain_certificate
from campaign.adapters.smtp.probe import Probe, ProbeFailure, ProbeFault, probe
from campaign.adapters.tokens import login_hint
from campaign.core.delivery.provider_limits import READ, excesses, limits_of
from campaign.core.settings import PLAIN, SendingRules, SmtpTable
from campaign.services.doctor.result import CheckResult, ok, problem, skipped, warning


async def check_mail_server(server: SmtpTable | None, timeout_seconds: float) -> list[CheckResult]:
    """Check connection and login."""
    if server is None:
        return [skipped("mail server", "none is set: emails are written to the folder outbox/", "set host in [smtp]")]
    result = await probe(server, timeout_seconds)
    if result.failure:
        return [problem("mail server", *explain(result.failure, server))]
    protection = "unprotected" if server.security == PLAIN else f"protected by {result.tls_version or 'TLS'}"
    extensions = f"; it supports {', '.join(result.extensions).upper()}" if result.extensions else ""
    return [
        ok("mail server", f"{_host_and_port(server)} answers, {protection}{extensions}"),
        _login_result(result, server),
    ]


def _login_result(result: Probe, server: SmtpTable) -> CheckResult:
    if not server.username:
        return skipped(
            "login",
            "no username is set: emails are sent without a login",
            "set username in [smtp] if the server needs one",
        )
    if result.login_failure:
        return problem("login", *explain(result.login_failure, server))
    return ok("login", f"{server.username} can log in")


def check_sender(server: SmtpTable | None, address: str) -> list[CheckResult]:
    """Whether the sender's address is the login's: many servers refuse another one, or replace it."""
    login = server.username.casefold() if server else ""
    if "@" not in login or login == address.casefold():
        return []
    if login.rpartition("@")[2] == address.casefold().rpartition("@")[2]:
        return [ok("sender", f"you send as {address} and log in as {login}, of the same domain")]
    text = f"you send as {address}, but log in as {login}: the server may refuse that, or replace the address"
    return [
        warning("sender", text, "use the login's address in [sender], or ask the provider; then campaign send test")
    ]


def check_limits(server: SmtpTable | None, rules: SendingRules, emails: int) -> list[CheckResult]:
    """Compare the pace with the limits of a known provider. `emails` is how many a wave may have."""
    limits = limits_of(server.host, server.username) if server else None
    if limits is None:
        return []
    source = f"{limits.source}, {READ}"
    results = [warning("limits", f"{what} ({source})", fix) for what, fix in excesses(limits, rules, emails)]
    text = f"{limits.provider} takes {limits.per_day:,} emails in 24 hours ({source}), and you stay below"
    return results or [ok("limits", text)]


def explain(failure: ProbeFailure, server: SmtpTable) -> tuple[str, str]:
    """What went wrong and how to fix it, in plain words."""
    server_name, words, fix = _host_and_port(server), failure.words, "check host, port and security in [smtp]"
    match failure.fault:
        case ProbeFault.CERTIFICATE:
            return explain_certificate(server_name, words, "smtp")
        case ProbeFault.TLS:
            text = f"{server_name} does not speak TLS as set (security is {server.security})"
            return text, "use tls with port 465, starttls with port 587"
        case ProbeFault.UNKNOWN_NAME:
            return f"there is no server named {server.host}", "check host for a typing mistake, and your connection"
        case ProbeFault.REFUSED:
            return f"{server_name} refuses the connection", "check port in [smtp]; is the server running?"
        case ProbeFault.TIMEOUT:
            return f"{server_name} does not answer in time", f"{fix}; your network may block the port"
        case ProbeFault.NO_STARTTLS:
            return f"{server_name} does not offer STARTTLS", "use a port that does, or tls with port 465"
        case ProbeFault.NO_LOGIN:
            fix = "remove username from [smtp], or check port and security"
            return f"{server_name}: {words}", fix
        case ProbeFault.PASSWORD:
            what = "sign-in" if server.uses_token else "password"
            return f"the server refuses the {what} for {server.username} ({words})", _login_fix(words, server)
        case ProbeFault.SETTINGS:
            return words, failure.fix
        case ProbeFault.ANSWER:
            return f"{server_name} answers {words}", fix
        case ProbeFault.OTHER:
            return f"{server_name} cannot be used: {words}", fix


def _login_fix(words: str, server: SmtpTable) -> str:
    """What to do about a refused login. The words are those of Microsoft and Google."""
    plain = words.casefold()
    if "smtpclientauthentication is disabled" in plain:
        return 'ask an administrator of Microsoft 365 to switch on "Authenticated SMTP" for this mailbox'
    if "basic authentication is disabled" in plain or "5.7.30" in plain:
        return "Microsoft takes no passwords any more; campaign mailbox connect microsoft"
    if "application-specific password" in plain or ("badcredentials" in plain and not server.uses_token):
        return "Google takes no ordinary password: use an app password, or campaign mailbox connect google"
    if server.uses_token:
        return f"check {login_hint(server)}"
    return "check username in [smtp] and CAMPAIGN_SMTP_PASSWORD; some providers require an app password"


def _host_and_port(server: SmtpTable) -> str:
    return f"{server.host}:{server.port}"
