"""动作与岗位的名称: the verbs that may be logged, and how verbs and roles are read by people.

Every app adds its own; a verb is never taken out, since old lines still name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from django.utils.module_loading import autodiscover_modules

from gongkai.law.labelled import Labelled

__all__ = [
    "READ",
    "UnknownVerb",
    "all_verbs",
    "check",
    "name_roles",
    "register",
    "role_zh",
    "verb_zh",
]

_SLUG = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_verbs: dict[str, str] = {}
_roles: dict[str, str] = {}


class UnknownVerb(Exception):
    """A line names a verb that no app has registered: a mistake in the program."""


def register(slug: str, zh: str) -> str:
    """Add a verb, and give its slug back; ValueError when the slug means something else already."""
    if not _SLUG.fullmatch(slug) or not zh:
        raise ValueError(f"a verb is a short English slug with a Chinese name: {slug!r}, {zh!r}")
    if _verbs.setdefault(slug, zh) != zh:
        raise ValueError(f"the verb {slug!r} is “{_verbs[slug]}” already, not “{zh}”")
    return slug


def check(slug: str) -> None:
    """Raise UnknownVerb when nobody has registered it."""
    if slug not in _verbs:
        raise UnknownVerb(f"no app has registered the verb {slug!r}")


def verb_zh(slug: str) -> str:
    """What people read: 登记."""
    return _verbs.get(slug) or all_verbs().get(slug, slug)


def all_verbs() -> dict[str, str]:
    """Every verb that may be logged, with what people read."""
    _load_all()
    return dict(_verbs)


@cache
def _load_all() -> None:
    """The actions of every app; a command that shows the trace has loaded none of them."""
    autodiscover_modules("actions")


def name_roles(roles: Iterable[Labelled]) -> None:
    """How roles are read; the enumeration itself stands on a higher floor."""
    _roles.update({role.value: role.zh for role in roles})


def role_zh(slug: str) -> str:
    """What people read: 受理."""
    return _roles.get(slug, slug)


READ = register("read", "查看")
