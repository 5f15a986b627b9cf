"""Whatever an officer uploads → a PDF → pages. Office files by LibreOffice, images by Pillow."""

from __future__ import annotations

import io
from typing import Any

from gongkai.errors import DamagedFile, ReadError, UnsupportedFormat
from gongkai.redaction.frames import each, measured
from gongkai.redaction.letters import read_page
from gongkai.redaction.limits import MAX_UNPACKED
from gongkai.redaction.pages import Page, Pages, check_letters, open_pdf
from gongkai.redaction.writing import Sheet, encoded, write_pdf
from gongkai.report.read.limits import check_size, open_zip, read_member

__all__ = ["IMAGE_KINDS", "OFFICE_KINDS", "TEXT_KINDS", "ZIPPED_KINDS", "inspect"]

OFFICE_KINDS = frozenset({"docx", "doc", "xlsx", "xls", "odt", "ods", "rtf"})
ZIPPED_KINDS = frozenset({"docx", "xlsx", "odt", "ods", "pptx"})
TEXT_KINDS = frozenset({"txt", "csv"})
IMAGE_KINDS = frozenset({"png", "jpeg", "gif", "webp", "tiff", "bmp"})
_A4 = (595.0, 842.0)


def inspect(data: bytes, kind: str) -> Pages:
    """The pages of a document; `kind` is what its content was found to be (pdf, docx, png …).

    UnsupportedFormat, EncryptedFile, DamagedFile, FileTooLarge or MissingProgram otherwise.
    """
    if not data:
        raise DamagedFile("文件是空的（0 字节）", "请重新上传")
    check_size(len(data), data[:4])
    pdf = _as_pdf(data, str(kind))
    with open_pdf(pdf) as document:
        pages = [read_page(page) for page in document]
    check_letters(pages)
    return Pages(pdf, tuple(pages), _notes(pages, str(kind)))


def _as_pdf(data: bytes, kind: str) -> bytes:
    if kind == "pdf":
        return data
    if kind in IMAGE_KINDS:
        return _from_image(data)
    if kind in TEXT_KINDS:
        return _from_office(_rich(data))
    if kind in OFFICE_KINDS:
        if kind in ZIPPED_KINDS:
            _check_unpacked(data)
        return _from_office(data)
    raise UnsupportedFormat(
        f"{kind.upper()} 文件不能在线涂去", "请另存为 PDF、Word、Excel 文件或者图片后再上传"
    )


def _check_unpacked(data: bytes) -> None:
    """FileTooLarge for a bomb, before LibreOffice unpacks it."""
    left = MAX_UNPACKED
    with open_zip(data) as archive:
        for info in archive.infolist():
            left -= len(read_member(archive, info, max(left, 0)))


def _from_office(data: bytes) -> bytes:
    from gongkai.report.read import office

    made = office.convert_to_docx({"file": data}, "pdf")["file"]
    if isinstance(made, ReadError):
        raise made
    return made


def _rich(data: bytes) -> bytes:
    """Plain text as RTF, so that its encoding is settled here."""
    from gongkai.report.read.encoding import decode

    lines = decode(data)[0].replace("\r\n", "\n").replace("\r", "\n")
    body = "".join(
        "\\par\n" if c == "\n" else "\\tab " if c == "\t" else _escaped(c) for c in lines
    )
    return ("{\\rtf1\\ansi\\uc0 " + body + "}").encode("ascii")


def _escaped(char: str) -> str:
    if char in "\\{}":
        return "\\" + char
    if " " <= char <= "~":
        return char
    raw = char.encode("utf-16-le", "replace")
    units = [int.from_bytes(raw[at : at + 2], "little") for at in range(0, len(raw), 2)]
    return "".join(f"\\u{unit - 65536 if unit > 32767 else unit} " for unit in units if unit > 31)


def _from_image(data: bytes) -> bytes:
    """One page a frame, as large as fits A4; no two frames are held at once."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            # other kinds are moving pictures: the first stands for all
            count = measured(image) if image.format == "TIFF" else min(1, measured(image))
            return write_pdf(
                [_sheet(_flat(ImageOps.exif_transpose(one))) for one in each(image, count)]
            )
    except (
        UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError,
        Image.DecompressionBombError, Image.DecompressionBombWarning,
    ) as error:  # fmt: skip
        raise DamagedFile("图片已损坏，打不开", "请用看图软件打开后另存为 PNG 再试") from error


def _flat(image: Any) -> Any:
    """Grey or RGB on white: what is transparent may hide something."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda v: v / 256).convert("L")
    return image.convert("RGB")


def _sheet(image: Any) -> Sheet:
    page = _A4 if image.width <= image.height else _A4[::-1]
    scale = min(page[0] / image.width, page[1] / image.height)
    return Sheet(image.width * scale, image.height * scale, encoded(image, best=True))


def _notes(pages: list[Page], kind: str) -> tuple[str, ...]:
    notes = []
    if bare := [n for n, page in enumerate(pages, 1) if not page.text.strip()]:
        notes.append(
            f"第{_listed(bare)}页没有可以选取的文字（可能是扫描件或空白页），"
            "不能按文字查找，请逐页查看并画框"
        )
    if odd := [n for n, page in enumerate(pages, 1) if page.unknown]:
        count = sum(page.unknown for page in pages)
        notes.append(
            f"第{_listed(odd)}页有{count}个字认不出编码，按文字查找时会漏掉，请逐页查看并画框"
        )
    if under := [n for n, page in enumerate(pages, 1) if page.hidden]:
        count = sum(page.hidden for page in pages)
        notes.append(f"第{_listed(under)}页有{count}个看不见的字，不会带入公开的文件")
    if kind in ("xlsx", "xls", "ods", "csv"):
        notes.append("表格已按打印效果转换，隐藏的工作表、行、列不会带入公开的文件，请核对页数")
    return tuple(notes)


def _listed(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown}等{len(numbers)}"
