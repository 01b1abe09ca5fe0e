"""Figures in the format of Prometheus, and a counter of answers. No path, address or name is counted."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, Counter, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from campaign.errors import CampaignError

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
# A state or a method that a visitor makes up must not become a figure of its own.
_INNER_NAMES = frozenset({"internal", "local", "localhost"})
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class _Numbers(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def meaning(self) -> str: ...
    @property
    def labels(self) -> tuple[str, ...]: ...
    @property
    def values(self) -> Mapping[tuple[str, ...], float]: ...


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a process. `read` returns those of the campaign, on each request."""

    read: Callable[[], Iterable[_Numbers]]
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    answers: Counter = field(init=False)

    def __post_init__(self) -> None:
        counter = Counter(
            "undersigned_answers", "Answers to requests, by method and status.", ("method", "status"), registry=None
        )
        object.__setattr__(self, "answers", counter)
        self.registry.register(counter)
        self.registry.register(_Gauges(self.read))
        ProcessCollector(namespace="undersigned", registry=self.registry)

    def app(self) -> Starlette:
        """The application that answers with the figures at /metrics. It belongs on a port that is not public."""

        def metrics(request: Request) -> Response:  # in a thread: it reads the database
            if not _is_known_host(request.headers.get("host", "")):
                return PlainTextResponse("There are no figures for this name.\n", 421)
            try:
                return Response(generate_latest(self.registry), media_type=_TEXT)
            except CampaignError:
                return PlainTextResponse("the database does not answer\n", 503)

        return Starlette(routes=[Route("/metrics", metrics, methods=["GET"])])

    def counting(self, app: ASGIApp) -> ASGIApp:
        """The application, with its answers counted."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            method = scope.get("method", "")
            method = method if method in _METHODS else "other"

            async def send_counted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self.answers.labels(method, str(message["status"])).inc()
                await send(message)

            await app(scope, receive, send_counted)

        return counted


def _is_known_host(host: str) -> bool:
    """Whether a Host header is an IP address, or a name that no stranger can register: without dots, or one that only
    means something inside of a network. A web page could otherwise point a name of its own at this port."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if "." not in name and ":" not in name:
        return bool(name)
    with suppress(ValueError):
        ip_address(name)
        return True
    return name.rpartition(".")[2] in _INNER_NAMES


@dataclass(frozen=True, slots=True)
class _Gauges(Collector):
    read: Callable[[], Iterable[_Numbers]]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for figure in self.read():
            gauge = GaugeMetricFamily(figure.name, figure.meaning, labels=figure.labels)
            for labels, number in sorted(figure.values.items()):
                gauge.add_metric(labels, number)
            yield gauge

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing: to name the figures before the first request would read the database."""
        return ()
