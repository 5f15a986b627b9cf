"""Verbs of the workbench itself; loaded with the actions of every app, to read a trace."""

from __future__ import annotations

from gongkai.web.audit import verbs

__all__ = ["EXPORT"]

EXPORT = verbs.register("audit.export", "导出留痕")
