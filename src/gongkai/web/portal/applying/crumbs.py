"""所在位置: the way to the pages of applying."""

from __future__ import annotations

from gongkai.terms import term

__all__ = ["CRUMBS"]

CRUMBS = (("首页", "/"), (term("disclosure_on_application").zh, "/apply/"))
