"""Questions to the domain name system. No judgement here."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # takes a while to import
    from dns.resolver import Resolver as Resolving

_TIMEOUT_SECONDS = 3.0


class NoAnswer(Exception):
    """Nobody answered, which says nothing about the name. The text says why, in a few words."""


class Resolver(Protocol):
    """Looks up records as text."""

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        """The records of a kind ("MX", "TXT", "A", "AAAA"), none where the name or the kind is not there.

        A TXT record is its strings joined, an MX record "10 mail.example.". Raises NoAnswer.
        """
        ...


def _system() -> "Resolving":
    from dns.resolver import Resolver as Resolving

    return Resolving()


@dataclass(slots=True)
class Dns:
    """The system's resolver, or one that is given, with short waits."""

    resolving: "Resolving | None" = None
    timeout_seconds: float = _TIMEOUT_SECONDS
    _ready: "Resolving | None" = field(default=None, init=False)

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, LifetimeTimeout
        from dns.resolver import NoAnswer as NoRecords

        try:
            self._ready = self._ready or self.resolving or _system()
            answer = self._ready.resolve(name, kind, lifetime=self.timeout_seconds, search=False)
        except (NXDOMAIN, NoRecords):
            return ()
        except LifetimeTimeout:
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
