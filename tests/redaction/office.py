"""Office files for the tests of stripping, made by the office libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gongkai.redaction import Stripped
from tests.redaction.made import changed, member

__all__ = ["W", "paragraphs", "renamed", "reopened", "restyled", "what", "word", "workbook"]

W = nsdecls("w")


def what(found: Stripped) -> set[str]:
    return {one.what for one in found.removed}


def word(*bodies: str, picture: bytes = b"") -> bytes:
    """A Word file with raw paragraphs before its own."""
    document = docx.Document()
    document.core_properties.author = "某科员"
    document.core_properties.comments = "SecretProperty"
    document.add_paragraph("可以公开的正文。")
    if picture:
        document.add_picture(io.BytesIO(picture))
    for body in reversed(bodies):
        document.element.body.insert(0, parse_xml(body.replace("<w:p>", f"<w:p {W}>", 1)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paragraphs(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


def workbook(change: Any = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "公开"
    for row in range(1, 6):
        for column in range(1, 5):
            sheet.cell(row, column, f"值{row}{column}")
    secret = book.create_sheet("藏", 0)
    secret["A1"] = "SecretSheet"
    secret.sheet_state = "veryHidden"
    book.active = 1
    if change:
        change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def reopened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def restyled(data: bytes, defaults: str = "", more: str = "") -> bytes:
    """A Word file with properties of its defaults and further styles."""
    styles = member(data, "word/styles.xml")
    styles = styles.replace("<w:rPrDefault><w:rPr>", f"<w:rPrDefault><w:rPr>{defaults}")
    styles = styles.replace("</w:styles>", f"{more}</w:styles>")
    return changed(data, {"word/styles.xml": styles.encode()})


def renamed(data: bytes, names: Mapping[str, str]) -> bytes:
    """The same package with other names of its parts, wherever they are named."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            for before, after in names.items():
                if name.endswith((".rels", "[Content_Types].xml")):
                    body = body.replace(before.encode(), after.encode())
                name = name.replace(before, after)
            new.writestr(name, body)
    return out.getvalue()
