"""A PDF of page pictures with an invisible text layer, written byte by byte.

Nothing is copied from another PDF, so nothing can come along unseen; the same input gives the
same bytes. The text layer uses a font without shapes (as Tesseract's does), stretched to each
character's box, so that search, copying and screen readers find the characters in place.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gongkai.redaction.pages import Box

__all__ = ["Placed", "Raster", "Sheet", "encoded", "write_pdf"]

_STEP = 4  # places in quarters of a point: exact ones would tell how wide the hidden text was
_ENOUGH = 220_000  # bytes of a page without loss that need no comparison with JPEG
_QUALITY = 80
_ASCENT, _DESCENT = 0.8, 0.2  # of the invisible font


class Placed(NamedTuple):
    """A character of the text layer and its room on the page."""

    text: str
    box: Box


class Raster(NamedTuple):
    """An encoded page picture: pixels, the entries of its dictionary, its data."""

    width: int
    height: int
    entries: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to be written: its size in points, its picture, its characters in reading order."""

    width: float
    height: float
    raster: Raster
    letters: Sequence[Placed] = field(default=())


def encoded(image: Any, best: bool = False) -> Raster:
    """Encode an RGB or grey picture: without loss when small (or `best`), else as JPEG."""
    grey = image.mode == "L" or _is_grey(image)
    if grey:
        image = image.convert("L")
    plain = _lossless(image, 8 if best or not grey else 4)
    if best or len(plain.data) <= _ENOUGH:
        return plain
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    colours = "/DeviceGray" if grey else "/DeviceRGB"
    entries = f"/ColorSpace {colours} /BitsPerComponent 8 /Filter /DCTDecode"
    small = Raster(image.width, image.height, entries, out.getvalue())
    return small if len(small.data) < len(plain.data) else plain


def _is_grey(image: Any) -> bool:
    from PIL import ImageChops

    red, green, blue = image.split()
    for one, other in ((red, green), (green, blue)):
        highest: Any = ImageChops.difference(one, other).getextrema()[1]
        if highest >= 8:
            return False
    return True


def _lossless(image: Any, bits: int) -> Raster:
    """Deflated with the filters of PNG; text in 8 greys is hardly told from 256."""
    from PIL import Image

    colours = 1 if image.mode == "L" else 3
    width, height = image.size
    if bits == 4:
        greys = image.point([_eighth(value) for value in range(256)])
        image = Image.frombytes("P", greys.size, greys.tobytes())
        image.putpalette([0] * 48)
    out = io.BytesIO()
    image.save(out, "PNG", bits=bits, compress_level=6)
    space = "/DeviceGray" if colours == 1 else "/DeviceRGB"
    entries = (
        f"/ColorSpace {space} /BitsPerComponent {bits} /Filter /FlateDecode /DecodeParms "
        f"<< /Predictor 15 /Colors {colours} /BitsPerComponent {bits} /Columns {width} >>"
    )
    return Raster(width, height, entries, _image_data(out.getvalue()))


def _eighth(value: int) -> int:
    """The nearest of eight greys, as one of sixteen: black stays black, white white."""
    return ((value * 7 + 127) // 255 * 15 + 3) // 7


def _image_data(png: bytes) -> bytes:
    """The deflated rows of a PNG."""
    at, data = 8, []
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == b"IDAT":
            data.append(png[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(data)


def write_pdf(sheets: Sequence[Sheet]) -> bytes:
    """The PDF: pictures, text layer, and a structure tree that names the order of reading."""
    codes = _codes(sheets)
    objects = _Objects()
    catalog, root, tree, document, parents = (objects.keep() for _ in range(5))
    font = _font(objects, codes)
    pages, parts = [], []
    for number, sheet in enumerate(sheets):
        page, part = objects.keep(), objects.keep()
        picture = objects.stream(
            sheet.raster.data,
            f"/Type /XObject /Subtype /Image /Width {sheet.raster.width} "
            f"/Height {sheet.raster.height} {sheet.raster.entries}",
        )
        content = objects.packed(_content(sheet, codes))
        objects.put(
            page,
            f"<< /Type /Page /Parent {root} 0 R /MediaBox [0 0 {sheet.width:.2f} "
            f"{sheet.height:.2f}] /Resources << /XObject << /I {picture} 0 R >> /Font << /F "
            f"{font} 0 R >> >> /Contents {content} 0 R /StructParents {number} /Tabs /S >>",
        )
        objects.put(
            part,
            f"<< /Type /StructElem /S /P /P {document} 0 R /Pg {page} 0 R /K 0 >>",
        )
        pages.append(page)
        parts.append(part)
    kids = " ".join(f"{page} 0 R" for page in pages)
    inner = " ".join(f"{part} 0 R" for part in parts)
    owners = " ".join(f"{number} [{part} 0 R]" for number, part in enumerate(parts))
    objects.put(root, f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    objects.put(parents, f"<< /Nums [{owners}] >>")
    objects.put(document, f"<< /Type /StructElem /S /Document /P {tree} 0 R /K [{inner}] >>")
    objects.put(
        tree,
        f"<< /Type /StructTreeRoot /K {document} 0 R /ParentTree {parents} 0 R "
        f"/ParentTreeNextKey {len(parts)} >>",
    )
    objects.put(
        catalog,
        f"<< /Type /Catalog /Pages {root} 0 R /Lang (zh-CN) /MarkInfo << /Marked true >> "
        f"/StructTreeRoot {tree} 0 R >>",
    )
    return objects.file(catalog)


class _Objects:
    """The numbered objects of a PDF."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def keep(self) -> int:
        """A number whose object comes later."""
        self._bodies.append(b"")
        return len(self._bodies)

    def put(self, number: int, body: str) -> None:
        self._bodies[number - 1] = body.encode("ascii")

    def add(self, body: str) -> int:
        self._bodies.append(body.encode("ascii"))
        return len(self._bodies)

    def stream(self, data: bytes, entries: str = "") -> int:
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode("ascii")
        self._bodies.append(head + data + b"\nendstream")
        return len(self._bodies)

    def packed(self, data: bytes, entries: str = "") -> int:
        return self.stream(zlib.compress(data, 9), f"{entries} /Filter /FlateDecode")

    def file(self, catalog: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        starts = []
        for number, body in enumerate(self._bodies, 1):
            starts.append(len(out))
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        table = len(out)
        size = len(self._bodies) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        out += b"".join(b"%010d 00000 n \n" % start for start in starts)
        out += b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (size, catalog)
        out += b"startxref\n%d\n%%%%EOF\n" % table
        return bytes(out)


def _codes(sheets: Sequence[Sheet]) -> dict[str, int]:
    """A code for each character that is left; those that went are not in the font's map."""
    chars = sorted({letter.text for sheet in sheets for letter in sheet.letters})
    return {char: code for code, char in enumerate(chars[:65_000], 1)}


def _content(sheet: Sheet, codes: dict[str, int]) -> bytes:
    lines = [
        f"/Artifact BMC q {sheet.width:.2f} 0 0 {sheet.height:.2f} 0 0 cm /I Do Q EMC",
        "/P << /MCID 0 >> BDC BT 3 Tr /F 1 Tf",
    ]
    for text, box in sheet.letters:
        if text not in codes:
            continue
        left, top = _rounded(box.left), _rounded(box.top)
        wide = max(_rounded(box.right) - left, 1 / _STEP)
        high = max(_rounded(box.bottom) - top, 1 / _STEP)
        base = sheet.height - top - high * _ASCENT
        lines.append(f"{wide:g} 0 0 {high:g} {left:g} {base:.2f} Tm <{codes[text]:04X}> Tj")
    lines.append("ET EMC")
    return "\n".join(lines).encode("ascii")


def _rounded(value: float) -> float:
    return round(value * _STEP) / _STEP


def _font(objects: _Objects, codes: dict[str, int]) -> int:
    """A composite font without shapes: every code is the same glyph, an em wide."""
    program = _shapeless()
    file = objects.packed(program, f"/Length1 {len(program)}")
    glyphs = objects.packed(b"\0\1" * (len(codes) + 1))
    names = objects.packed(_names(codes))
    metrics = objects.add(
        "<< /Type /FontDescriptor /FontName /Shapeless /Flags 4 /FontBBox [0 -200 1000 800] "
        f"/ItalicAngle 0 /Ascent {_ASCENT * 1000:g} /Descent {-_DESCENT * 1000:g} "
        f"/CapHeight {_ASCENT * 1000:g} /StemV 80 /FontFile2 {file} 0 R >>"
    )
    below = objects.add(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Shapeless /DW 1000 /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/CIDToGIDMap {glyphs} 0 R /FontDescriptor {metrics} 0 R >>"
    )
    return objects.add(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Shapeless /Encoding /Identity-H "
        f"/DescendantFonts [{below} 0 R] /ToUnicode {names} 0 R >>"
    )


def _names(codes: dict[str, int]) -> bytes:
    """The map from codes to characters (ToUnicode)."""
    pairs = [f"<{code:04X}> <{char.encode('utf-16-be').hex()}>" for char, code in codes.items()]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName "
        "/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\n"
        f"endcodespacerange\n{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\n"
        "end\nend\n"
    ).encode("ascii")


def _shapeless() -> bytes:
    """A TrueType font of two glyphs that paint nothing."""
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12)
        + struct.pack(">8H", 4, 24, 0, 2, 2, 0, 0, 0xFFFF)
        + struct.pack(">4H", 0, 0xFFFF, 1, 0),
        # a line there and back: no area, but readers measure characters by it
        b"glyf": struct.pack(
            ">5h2H3B6hx", 1, 0, -200, 1000, 800, 2, 0, 1, 1, 1, 0, 1000, -1000, -200, 1000, -1000
        ) + b"\0\0",
        b"head": struct.pack(
            ">IIIIHHQQ4hHHhhh",
            0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 0, -200, 1000, 800, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, 800, -200, 0, 1000, *(0,) * 11, 2),
        b"hmtx": struct.pack(">HhHh", 1000, 0, 1000, 0),
        b"loca": struct.pack(">3H", 0, 0, 16),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 3, 1, 0, 0, 1, *(0,) * 8),
    }  # fmt: skip
    at = 12 + 16 * len(tables)
    index, body = b"", b""
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        index += struct.pack(">4sIII", tag, total, at + len(body), len(data))
        body += padded
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64) + index + body
