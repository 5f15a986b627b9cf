"""Makes the PDF files of this folder again; run by hand, never by the tests.

Needs LibreOffice, Chromium, a Chinese Noto font, and the packages python-docx and pikepdf (which
takes out the outlines of the glyphs, to keep the files small: no reader looks at them).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[3]))

from gongkai.report.forms import FORM_2019  # noqa: E402
from tests.report.read import pdf_samples as made  # noqa: E402

BETWEEN_ROWS = "(x, y) => (top: 0.5pt, bottom: 0.5pt)"
SEPARATE = "table{width:100%;border:1px outset gray;border-spacing:2px} td{border:1px inset gray}"
AREAS = (
    "table{width:100%;background:#000;border-spacing:1px} td{background:#fff}"
    "*{-webkit-print-color-adjust:exact}"
)
SMALL_PAGE = "width: 16cm, height: 12cm, margin: 1.2cm"


def _chromium(css: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        page.write_text(made.html_report(css=css, only=(2,)), encoding="utf-8")
        out = Path(folder, "report.pdf")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        subprocess.run(
            ["chromium", *options, f"--print-to-pdf={out}", str(page)],
            check=True,
            capture_output=True,
        )
        return _without_outlines(out.read_bytes())


def _libreoffice(style: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made.docx_report(FORM_2019, style=style, only=(2,)).save(f"{folder}/report.docx")
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder]
            + [f"{folder}/report.docx"],
            check=True,
            capture_output=True,
        )
        return Path(folder, "report.pdf").read_bytes()


def _typst(**options: object) -> bytes:
    return _without_outlines(made.typeset(made.typst_report(**options)))  # type: ignore[arg-type]


def _without_outlines(data: bytes) -> bytes:
    import io

    import pikepdf

    pdf = pikepdf.open(io.BytesIO(data))
    shared: dict[bytes, pikepdf.Object] = {}
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary):
            continue
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in item:
                del item[key]
        for name in item.get("/CharProcs", {}):
            drawing = item.CharProcs[name].read_bytes()
            wide = float(drawing.split(b" ")[0])
            empty = b"%g 0 0 %g %g %g d1" % (wide, -0.1 * wide, wide, 0.9 * wide)
            item.CharProcs[name] = shared.setdefault(empty, pdf.make_stream(empty))
    for key in ("/StructTreeRoot", "/Metadata"):
        if key in pdf.Root:
            del pdf.Root[key]
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
    return out.getvalue()


def main() -> None:
    """Write every file."""
    narrow = "0.7cm, 1cm, 1.5cm" + ", 1cm" * 7
    blank = made.with_blanks
    files = {
        "typst-ruled.pdf": _typst(),
        "typst-2019-blanks.pdf": _typst(form=FORM_2019, value=blank),
        "typst-rows-ruled.pdf": _typst(stroke=BETWEEN_ROWS),
        "typst-rows-ruled-blanks.pdf": _typst(stroke=BETWEEN_ROWS, value=blank),
        "typst-no-rules.pdf": _typst(stroke="none"),
        "typst-no-rules-blanks.pdf": _typst(stroke="none", value=blank),
        "typst-landscape.pdf": _typst(page='paper: "a4", flipped: true, margin: 2cm'),
        "typst-narrow.pdf": _typst(narrow=narrow),
        "typst-cut.pdf": _typst(page=SMALL_PAGE + ', numbering: "1/1"', repeat=False, size=8),
        "typst-cut-headers.pdf": _typst(page=SMALL_PAGE + ', numbering: "1"', size=8),
        "chromium-collapsed.pdf": _chromium(
            "table{border-collapse:collapse;width:100%} td{border:1px solid #000}"
        ),
        "chromium-separate.pdf": _chromium(SEPARATE),
        "chromium-areas.pdf": _chromium(AREAS),
        "libreoffice-grid.pdf": _libreoffice("Table Grid"),
        "libreoffice-no-rules.pdf": _libreoffice("Normal Table"),
    }
    for name, data in files.items():
        if len(data) > 60_000:
            sys.exit(f"{name} has {len(data)} bytes")
        Path(HERE, name).write_bytes(data)


if __name__ == "__main__":
    if not shutil.which("soffice") or not shutil.which("chromium"):
        sys.exit("LibreOffice and Chromium are needed")
    main()
