"""Addresses of our own pages: paths from the host's root on. No header that a visitor sends has a say in them."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import Scope


def root(request: Request) -> str:
    """The path of the first page, with a slash at its end: below the mount that we are served under."""
    return _quote_mount(request.scope["root_path"])


def path_to(request: Request, name: str, query: Mapping[str, object] = {}, **parameters: object) -> str:
    """The path of the page of a route's name, with what its own path names."""
    below = request.app.url_path_for(name, **parameters) if parameters else _path_without_parameters(request.app, name)
    path = root(request) + below.lstrip("/")
    return f"{path}?{urlencode(query, errors='replace')}" if query else path


def path_below(scope: Scope) -> str:
    """The path that is asked for, without that of the mount."""
    path: str = scope["path"]
    return path.removeprefix(scope["root_path"])


@lru_cache(maxsize=8)  # one path, for every link of every page
def _quote_mount(mount: str) -> str:
    return quote(f"{mount}/")


@lru_cache(maxsize=32)  # starlette looks through all routes; whoever signs waits for it
def _path_without_parameters(app: Starlette, name: str) -> str:
    """The path of a route that has no parameters."""
    return app.url_path_for(name)
