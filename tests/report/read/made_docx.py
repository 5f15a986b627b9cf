"""DOCX files made part by part, so that a test shows the XML that it is about."""

from __future__ import annotations

import io
import zipfile

from gongkai.report.read import docx
from gongkai.report.read.blocks import Grid, Para

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(**targets: str) -> str:
    """A relationship part: kind=target."""
    return "<Relationships>" + "".join(
        f'<Relationship Id="r{i}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    ) + "</Relationships>"  # fmt: skip


def document(body: str) -> str:
    """A document part with this body."""
    return f'<?xml version="1.0"?><w:document {SPACES}><w:body>{body}</w:body></w:document>'


def made(body: str, **parts: str) -> bytes:
    """A file with this body; styles=… and numbering=… give the inside of those parts."""
    named = {
        f"word/{kind}.xml": f"<w:{kind} {SPACES}>{content}</w:{kind}>"
        for kind, content in parts.items()
    }
    return package(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": document(body),
            **named,
        }
    )


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    before = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{before}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(text: str = "", properties: str = "") -> str:
    """A cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def plain(rows: list[list[str]]) -> str:
    """A table of cells without any merge."""
    return tbl(*(tr(*map(tc, row)) for row in rows))


def blocks(data: bytes) -> list[str | list[list[tuple[str, int, int]]]]:
    """What the reader makes of it: lines as text, cells as (text, column, span)."""
    return [
        block.text
        if isinstance(block, Para)
        else [[(c.text, c.column, c.span) for c in row] for row in block.rows]
        for block in docx.read(data).blocks
    ]


def texts(data: bytes) -> list[str | list[list[str]]]:
    """The same without positions."""
    return [
        block.text if isinstance(block, Para) else [[c.text for c in row] for row in block.rows]
        for block in docx.read(data).blocks
    ]


def grid(data: bytes) -> Grid:
    """The only grid of a file."""
    (one,) = [block for block in docx.read(data).blocks if isinstance(block, Grid)]
    return one
