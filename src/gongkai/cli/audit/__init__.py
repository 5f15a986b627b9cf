"""gongkai audit: is the trace as it was written, and the lines of a period for the auditor."""

from __future__ import annotations

import click

from gongkai.cli.program import Program

__all__ = ["command"]


@click.group("audit", cls=Program, commands_in=__name__, names=("verify", "export"))
def command() -> None:
    """平台的留痕：核对有没有被改动，导出供审计。"""
