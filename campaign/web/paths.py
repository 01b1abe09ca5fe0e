"""Paths of our own pages, from the root of the host. No header that a visitor sends influences them."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import Scope


def root(request: Request) -> str:
    """The path of the first page below the mount, with a slash at the end."""
    return _quote_mount(request.scope["root_path"])


def path_to(request: Request, name: str, query: Mapping[str, object] = {}, **parameters: object) -> str:
    """The path of the route with this name, with its path parameters and query."""
    below = request.app.url_path_for(name, **parameters) if parameters else _path_without_parameters(request.app, name)
    path = root(request) + below.lstrip("/")
    return f"{path}?{urlencode(query, errors='replace')}" if query else path


def path_below(scope: Scope) -> str:
    """The requested path below the mount."""
    path: str = scope["path"]
    return path.removeprefix(scope["root_path"])


@lru_cache(maxsize=8)  # called for every link of every page
def _quote_mount(mount: str) -> str:
    return quote(f"{mount}/")


@lru_cache(maxsize=32)  # Starlette searches all routes, which would slow down signing
def _path_without_parameters(app: Starlette, name: str) -> str:
    """The path of a route without parameters."""
    return app.url_path_for(name)
