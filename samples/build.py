"""Make reports/ and formats/ from source/: `python -m samples.build [NAME…]`.

The same definitions give the same bytes. Files of the old Office formats (.doc, .wps, .xls, .et)
are made with LibreOffice and left as they are where it is missing.
"""

from __future__ import annotations

import io
import logging
import shutil
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from samples import layouts, pages
from samples.definitions import HERE, Sample, samples
from samples.old_office import convert
from samples.scan import scanned

__all__ = ["build", "content"]

_OLD = {".doc": "docx", ".wps": "docx", ".xls": "xlsx", ".et": "xlsx"}
_NO_DAY = (1980, 1, 1, 0, 0, 0)
log = logging.getLogger("samples")


def content(sample: Sample, name: str) -> bytes | None:
    """The bytes of the sample as the file `name`; None when LibreOffice is needed and missing."""
    report, options = sample.report, sample.options
    suffix = Path(name).suffix
    if suffix in _OLD:
        if not shutil.which("soffice"):
            return None
        kind = {".wps": ".doc", ".et": ".xls"}.get(suffix, suffix)
        return convert(_written(sample, _OLD[suffix]), _OLD[suffix], kind)
    if name in sample.also:
        if name.endswith("-cells.txt"):
            return layouts.text_of_cells(report).encode()
        if name.endswith("-rows.txt"):
            return layouts.text_of_rows(report).encode("gb18030")
        if suffix == ".htm":
            return pages.page([report], {"encoding": "gb18030", "charset": False})
        if suffix == ".mht":
            return pages.archive(report, {})
        if suffix == ".md":
            return layouts.markdown(report).encode()
        return _written(sample, suffix[1:])
    match sample.layout:
        case "text-cells":
            return layouts.text_of_cells(report).encode("utf-8-sig")
        case "text-rows":
            return layouts.text_of_rows(report, options.get("page_break_after", "")).encode()
        case "markdown":
            return layouts.markdown(report).encode()
        case "html":
            return pages.page([report], options)
        case "mht":
            return pages.archive(report, options)
        case "scan":
            return scanned(report)
        case "writer":
            return _written(sample, suffix[1:])
        case other:
            raise ValueError(f"{sample.name}: no layout {other}")


def _written(sample: Sample, kind: str) -> bytes:
    """What our own writer makes of it."""
    from gongkai.report.write import to_bytes

    return to_bytes(sample.report, "." + kind)


def build(wanted: Iterable[Sample], into: Path = HERE) -> list[Path]:
    """Write the files of these samples under `into`/reports and formats; the paths written."""
    reports, formats = into / "reports", into / "formats"
    together: dict[str, list[Sample]] = defaultdict(list)
    for sample in wanted:
        together[sample.file].append(sample)
    written: list[Path] = []
    for file, group in together.items():
        first = min(group, key=lambda s: s.part)
        if first.member:
            _write(reports / file, _zip(group), written)
        elif first.part:
            ordered = sorted(group, key=lambda s: s.part)
            _write(reports / file, pages.page([s.report for s in ordered], first.options), written)
        else:
            _write(reports / file, content(first, file), written)
            for other in first.also:
                _write(formats / other, content(first, other), written)
    return written


def _zip(group: list[Sample]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in group:
            info = zipfile.ZipInfo(sample.member, _NO_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content(sample, sample.member) or b"")
    return out.getvalue()


def _write(path: Path, data: bytes | None, written: list[Path]) -> None:
    if data is None:
        log.warning("%s: LibreOffice is missing, left as it is", path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    written.append(path)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    names = sys.argv[1:]
    every = samples()
    files = {s.file for s in every if not names or s.name in names}  # a zip is built whole
    for path in build(s for s in every if s.file in files):
        log.info("%8d  %s", path.stat().st_size, path.relative_to(HERE))
