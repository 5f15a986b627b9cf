"""长任务: a page that tells how far long work is; it can be left, and looks again by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = ["SECONDS", "STILL", "Progress", "respond"]

SECONDS = 5
STILL = "still"  # in the address: the page stays as it is, for whoever reads slowly


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work: how much of it is done, what failed, where the result is once it is finished."""

    zh: str
    done: int
    total: int
    unit: str = "项"
    finished: bool = False
    url: str = ""
    failures: tuple[str, ...] = field(default=())

    @property
    def percent(self) -> int:
        """Whole per cent, 100 only at the end."""
        if self.finished:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0


def respond(request: HttpRequest, progress: Progress, *, back: str = "/work/") -> HttpResponse:
    """The page; without scripts the browser asks again every few seconds, unless told to stop."""
    still = progress.finished or STILL in request.GET
    context = {"title": progress.zh, "progress": progress, "back": back, "still": still}
    response = render(request, "patterns/progress.html", context)
    if not still:
        response["Refresh"] = str(SECONDS)
    return response
