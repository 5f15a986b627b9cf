"""权限范围: what a token may be allowed; every trade registers its own.

A scope lets the token act in one role of its body, so that the policies made for people hold for
it too. Only a person in one of the roles `makers` may give it.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.web.agencies.roles import Role

__all__ = ["Scope", "all_scopes", "register", "scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing that a token may do: its id (`read:agencies`), for people, and in which role."""

    id: str
    zh: str
    role: Role
    makers: frozenset[Role] = frozenset({Role.ADMINISTRATOR})


_scopes: dict[str, Scope] = {}


def register(one: Scope) -> Scope:
    """Add a scope; ValueError when the id means something else already."""
    if _scopes.setdefault(one.id, one) != one:
        raise ValueError(f"the scope {one.id!r} is registered already")
    return one


def scope(id: str) -> Scope | None:
    """The scope of that id; None for one that no app knows any more."""
    return _scopes.get(id)


def all_scopes() -> list[Scope]:
    """Every scope, in the order of registration."""
    return list(_scopes.values())


READ_AGENCIES = register(Scope("read:agencies", "查看本机关的资料、科室、日历", Role.EDITOR))
READ_BELOW = register(
    Scope("read:agencies.below", "查看本机关和下级机关的资料、科室、日历", Role.OVERSEER)
)
WRITE_AGENCIES = register(Scope("write:agencies", "修改本机关的联系方式和科室", Role.ADMINISTRATOR))
CHECK_REPORTS = register(Scope("check:reports", "核验年度报告文件", Role.EDITOR))
READ_TRACE = register(
    Scope("read:trace", "导出本机关的留痕", Role.AUDITOR, frozenset({Role.AUDITOR}))
)
