"""A report as a scanner leaves it: small pages that are only pictures, a little askew."""

from __future__ import annotations

import io
from collections.abc import Iterator

from gongkai.report.model import Report
from gongkai.report.write.layout import BodyText, Heading, LaidOutTable, Signature, Title, flow

__all__ = ["scanned"]

_PPI = 150
_ASKEW = 0.3  # degrees
_HEAD = """
#set page("a4", margin: (x: 16mm, y: 14mm))
#set text(font: "Noto Serif CJK SC", size: 10.5pt, lang: "zh")
#set par(leading: 0.6em, first-line-indent: (amount: 2em, all: true), justify: true)
#show table.cell: set text(size: 9pt)
#show table.cell: set par(first-line-indent: 0pt, justify: false, leading: 0.35em)
#set table(stroke: 0.6pt, inset: 3pt, align: center + horizon)
"""


def scanned(report: Report) -> bytes:
    """The report as a PDF of pictures without a text layer."""
    return _pdf([_jpeg(page) for page in _pages(report)])


def _pages(report: Report) -> list[bytes]:
    import typst

    made = typst.compile((_HEAD + "\n".join(_markup(report))).encode(), format="png", ppi=_PPI)
    return made if isinstance(made, list) else [made]


def _markup(report: Report) -> Iterator[str]:
    for part in flow(report):
        match part:
            case Title(text):
                yield f'#align(center, text(size: 15pt, weight: "bold")[#{_string(text)}])\n'
            case Heading(number, text):
                if number == 3:
                    yield "#pagebreak()"
                yield f'#text(size: 11.5pt, weight: "bold")[#{_string(text)}]\n'
            case BodyText(_, text):
                yield f"#{_string(text)}\n"
            case LaidOutTable():
                cells = ", ".join(
                    f"table.cell(x: {c.column}, y: {y}, colspan: {c.colspan}, "
                    f"rowspan: {c.rowspan})[#{_string(c.text)}]"
                    for y, row in enumerate((*part.head, *part.body))
                    for c in row
                )
                yield f"#table(columns: {_widths(part)}, {cells})"
            case Signature(by, day):
                yield f"#align(right)[#{_string(by)} #linebreak() #{_string(day)}]\n"


def _widths(table: LaidOutTable) -> str:
    if table.key == "三":
        return "(9mm, 20mm, 1fr" + ", 13mm" * 7 + ")"
    return "(" + "1fr, " * table.width + ")"


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _jpeg(png: bytes) -> tuple[int, int, bytes]:
    """(width, height, picture), grey and turned a little."""
    from PIL import Image

    page = Image.open(io.BytesIO(png)).convert("L")
    page = page.rotate(_ASKEW, Image.Resampling.BICUBIC, fillcolor=255)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=45, optimize=True)
    return page.width, page.height, out.getvalue()


def _pdf(pages: list[tuple[int, int, bytes]]) -> bytes:
    """The smallest PDF that shows one picture a page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (3 + 3 * n) for n in range(len(pages)))),
    ]
    for n, (width, height, jpeg) in enumerate(pages):
        across, down = width * 72 / _PPI, height * 72 / _PPI
        draw = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q" % (across, down)
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
            b"/Resources<</XObject<</I %d 0 R>>>>>>" % (across, down, 4 + 3 * n, 5 + 3 * n),
            b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
            b"/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n%s\nendstream"
            % (width, height, len(jpeg), jpeg),
        ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for n, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
