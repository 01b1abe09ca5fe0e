"""Looks up DNS records."""

from dataclasses import dataclass, field
from typing import Protocol

from dns import resolver
from dns.exception import DNSException

_TIMEOUT_SECONDS = 3.0


class NoAnswer(Exception):
    """No name server answered. This says nothing about the name. The text says why, in a few words."""


class Resolver(Protocol):
    """Looks up records as text."""

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        """The records of a kind ("MX", "TXT", "A", "AAAA"); none when the name or the record does not exist.

        The strings of a TXT record are joined; an MX record is written as "10 mail.example.". Raises NoAnswer.
        """
        ...


@dataclass(slots=True)
class Dns:
    """The system's resolver, or `own_resolver`, with a short timeout."""

    own_resolver: resolver.Resolver | None = None
    timeout_seconds: float = _TIMEOUT_SECONDS
    _resolver: resolver.Resolver | None = field(default=None, init=False)

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        try:
            self._resolver = self._resolver or self.own_resolver or resolver.Resolver()
            answer = self._resolver.resolve(name, kind, lifetime=self.timeout_seconds, search=False)
        except (resolver.NXDOMAIN, resolver.NoAnswer):
            return ()
        except resolver.LifetimeTimeout:
            raise NoAnswer("no name server answers") from None
        except (DNSException, OSError) as error:
            raise NoAnswer(_first_line(error)) from None
        return tuple(_text(record) for record in answer)


def _text(record: object) -> str:
    strings = getattr(record, "strings", None)
    if strings is not None:
        return b"".join(strings).decode("utf-8", "replace")
    return str(record)


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
