"""Who acts; copied into every line, so that the line outlives the person's account."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SYSTEM", "Actor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role, for which body, from where; the system itself has no id."""

    id: int | None
    name: str
    role: str = ""
    agency: int | None = None
    agency_name: str = ""
    address: str = ""
    post: int | None = None  # in which post, and of which section if the post is limited to one
    section: int | None = None
    about: str = ""  # the one object that a visitor has proved to be his own: `app.model:key`


SYSTEM = Actor(None, "系统")
