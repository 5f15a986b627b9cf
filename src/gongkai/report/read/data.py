"""The data formats that this software writes itself, told by content: JSON, CSV, Parquet, SVG."""

from __future__ import annotations

import re

from gongkai.report.model import Report

__all__ = ["is_ours", "load"]

_BOM = b"\xef\xbb\xbf"
_HEAD = 4096  # bytes of the beginning that tell the format
# prologue, comments and entities before the first element: a web page may hold drawings too
_SVG = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?!\s+html)[^\[>]*+(?>\[.*?\]\s*)?>)*+<svg\b",
    re.DOTALL | re.IGNORECASE,
)


def is_ours(data: bytes) -> bool:
    """Whether a file is in one of these formats, by its beginning; `load` reads it."""
    return _format(data) != ""


def _format(data: bytes) -> str:
    head = data[:_HEAD].removeprefix(_BOM).lstrip()
    if head.startswith((b"{", b"[")) and b'"schema"' in head:
        return "json"
    if head.startswith(b"file,table,row_path,"):
        return "csv"
    if head.startswith(b"PAR1"):
        return "parquet"
    return "svg" if _SVG.match(head) else ""


def load(data: bytes) -> list[Report] | None:
    """The reports in such a file, None for any other file.

    BadInput when it is one of ours but wrong; MissingProgram for Parquet without polars.
    """
    format = _format(data)
    if format == "json":
        from gongkai.report.read import json_

        return json_.load(data)
    if format == "csv":
        from gongkai.report.read import columns

        return columns.load_csv(data)
    if format == "parquet":
        from gongkai.report.read import columns

        return columns.load_parquet(data)
    if format == "svg":
        from gongkai.report.read import svg

        return svg.load(data)
    return None
