"""The mail server: whether it can be reached as it is set, and lets us in."""

import ssl

from campaign.adapters.smtp.probe import Fault, Probe, ProbeFailure, probe
from campaign.core.settings import PLAIN, SmtpTable
from campaign.services.doctor.finding import Finding, ok, problem, skipped


async def look(server: SmtpTable | None, timeout_seconds: float, tls: ssl.SSLContext | None = None) -> list[Finding]:
    """Connection and login. `tls` is for servers with a certificate of one's own authority."""
    if server is None:
        return [skipped("mail server", "none is set: mails are written to the folder outbox/", "set host in [smtp]")]
    result = await probe(server, timeout_seconds, tls)
    if result.failure:
        return [problem("mail server", *explained(result.failure, server))]
    protection = "unprotected" if server.security == PLAIN else f"protected by {result.tls_version or 'TLS'}"
    extensions = f"; it knows {', '.join(result.extensions).upper()}" if result.extensions else ""
    return [ok("mail server", f"{_place(server)} answers, {protection}{extensions}"), _login(result, server)]


def _login(result: Probe, server: SmtpTable) -> Finding:
    if not server.username:
        return skipped(
            "login", "no username is set: mails go without a login", "set username in [smtp] if one is needed"
        )
    if result.login_failure:
        return problem("login", *explained(result.login_failure, server))
    return ok("login", f"{server.username} is let in")


def explained(failure: ProbeFailure, server: SmtpTable) -> tuple[str, str]:
    """What went wrong and what to do, in plain words."""
    place, words, mend = _place(server), failure.words, "check host, port and security in [smtp]"
    match failure.fault:
        case Fault.CERTIFICATE:
            text = f"the certificate of {place} is not valid for {server.host}: {words}"
            return text, "check host in [smtp]; ask the provider for the name in its certificate"
        case Fault.TLS:
            text = f"{place} does not speak TLS as set (security is {server.security})"
            return text, "use tls with port 465, starttls with port 587"
        case Fault.UNKNOWN_NAME:
            return f"there is no server named {server.host}", "look for a slip in host, or for a lost connection"
        case Fault.REFUSED:
            return f"{place} refuses the connection", "check port in [smtp]; is the server running?"
        case Fault.TIMEOUT:
            return f"{place} does not answer in time", f"{mend}; a network may block the port"
        case Fault.NO_STARTTLS:
            return f"{place} does not offer STARTTLS", "use the port that does, or tls with 465"
        case Fault.NO_LOGIN:
            mend = "take username out of [smtp], or look whether port and security are right"
            return f"{place} offers no login", mend
        case Fault.PASSWORD:
            mend = "check username in [smtp] and CAMPAIGN_SMTP_PASSWORD; some want an app password"
            return f"the password for {server.username} is refused ({words})", mend
        case Fault.TOKEN:
            return words, failure.hint
        case Fault.ANSWER:
            return f"{place} answers {words}", mend
        case Fault.OTHER:
            return f"no conversation with {place}: {words}", mend


def _place(server: SmtpTable) -> str:
    return f"{server.host}:{server.port}"
