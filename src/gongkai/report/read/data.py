"""The data formats that this software writes itself, told by content: JSON, CSV, Parquet, SVG."""

from __future__ import annotations

from gongkai.report.model import Report

__all__ = ["load"]

_BOM = b"\xef\xbb\xbf"
_HEAD = 4096  # bytes of the beginning that tell the format


def load(data: bytes) -> list[Report] | None:
    """The reports in such a file, None for any other file.

    BadInput when it is one of ours but wrong; MissingProgram for Parquet without polars.
    """
    head = data[:_HEAD].removeprefix(_BOM).lstrip()
    if head.startswith((b"{", b"[")) and b'"schema"' in head:
        from gongkai.report.read import json_

        return json_.load(data)
    if head.startswith(b"file,table,row_path,"):
        from gongkai.report.read import columns

        return columns.load_csv(data)
    if head.startswith(b"PAR1"):
        from gongkai.report.read import columns

        return columns.load_parquet(data)
    if head.startswith(b"<") and b"<svg" in head:
        from gongkai.report.read import svg

        return svg.load(data)
    return None
