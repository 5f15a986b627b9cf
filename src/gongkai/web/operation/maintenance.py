"""停用: while a restore runs, or an operator says so, every page says that it comes back soon.

A file in the data directory is the switch: it needs no database, and all processes see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.web.api.problems import Kind, Problem, answer
from gongkai.web.workbench.views.failures import unavailable

__all__ = ["SWITCH", "closed", "closed_now", "pause"]

SWITCH = "maintenance"  # the name of the file
_SECONDS = "120"
Page = Callable[[HttpRequest], HttpResponse]


def _switch() -> Path:
    return Path(settings.DATA) / SWITCH


def closed_now() -> bool:
    """Whether the switch is set."""
    return _switch().exists()


@contextmanager
def closed() -> Iterator[None]:
    """Closed for as long as it takes; one that an operator had closed before stays so."""
    switch = _switch()
    ours = not switch.exists()
    switch.touch()
    try:
        yield
    finally:
        if ours:
            switch.unlink(missing_ok=True)


def pause(get_response: Page) -> Page:
    """Middleware, before anything that asks the database; probes are let through."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz" or not closed_now():
            return get_response(request)
        if request.path.startswith("/api/v"):
            said = "系统正在维护；请过几分钟再试"
            return answer(Problem(Kind.OCCUPIED, said, headers={"Retry-After": _SECONDS}))
        return unavailable(request)

    return middleware
