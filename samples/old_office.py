"""DOCX and XLSX → the old formats, with LibreOffice, without the hour of the conversion."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from pathlib import Path

import olefile

__all__ = ["convert"]

_FILTERS = {".doc": "doc:MS Word 97", ".xls": "xls:MS Excel 97"}
# property ids of the summary: edit time, last printed, created, last saved
_TIMES = (0x0A, 0x0B, 0x0C, 0x0D)


def convert(data: bytes, kind: str, to: str) -> bytes:
    """`data`, a file of `kind` (docx, xlsx), as `to` (.doc, .xls)."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"report.{kind}")
        source.write_bytes(data)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                _FILTERS[to],
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
            env={**os.environ, "SOURCE_DATE_EPOCH": "0"},
        )
        return _timeless(source.with_suffix(to).read_bytes())


def _timeless(data: bytes) -> bytes:
    """The same file with the times of its summary and its directory set to zero."""
    file = io.BytesIO(data)
    with olefile.OleFileIO(file, write_mode=True) as ole:
        name = "\x05SummaryInformation"
        if ole.exists(name):
            stream = bytearray(ole.openstream(name).read())
            start = int.from_bytes(stream[44:48], "little")
            count = int.from_bytes(stream[start + 4 : start + 8], "little")
            for n in range(count):
                entry = start + 8 + 8 * n
                if int.from_bytes(stream[entry : entry + 4], "little") in _TIMES:
                    at = start + int.from_bytes(stream[entry + 4 : entry + 8], "little") + 4
                    stream[at : at + 8] = bytes(8)
            ole.write_stream(name, bytes(stream))
    return file.getvalue()
