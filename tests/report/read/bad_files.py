"""Containers made byte by byte: OLE files, BIFF 8 workbooks, and files meant to do harm."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Mapping

END, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def zip_of(members: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def locked_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip whose members claim to be encrypted."""
    data = bytearray(zip_of(members))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file with these streams, each padded to the 4096 bytes that need no mini stream."""
    sector = 512
    bodies = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sizes = [
        -(-128 * (len(bodies) + 1) // sector),
        *(-(-len(d) // sector) for d in bodies.values()),
    ]
    fats = 1
    while (sum(sizes) + fats) * 4 > fats * sector:
        fats += 1
    fat = [FAT_SECTOR] * fats
    starts = []
    for size in sizes:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + size), END]
    entries = [("Root Entry", 5, END, 0)]
    entries += [
        (n, 2, start, len(d)) for (n, d), start in zip(bodies.items(), starts[1:], strict=True)
    ]
    directory = b"".join(_entry(*entry, i, len(entries)) for i, entry in enumerate(entries))
    content = directory.ljust(sizes[0] * sector, b"\0")
    for data, size in zip(bodies.values(), sizes[1:], strict=True):
        content += data.ljust(size * sector, b"\0")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fats * sector, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        + struct.pack("<IIIIIIIII", 0, fats, starts[0], 0, 4096, END, 0, END, 0)
        + struct.pack("<109I", *range(fats), *[FREE] * (109 - fats))
    )  # fmt: skip
    return header + table + content


def _entry(name: str, kind: int, start: int, size: int, index: int, count: int) -> bytes:
    letters = name.encode("utf-16-le")
    # the root points to entry 1; the others form a chain of right siblings
    right = index + 1 if 0 < index < count - 1 else FREE
    child = 1 if index == 0 and count > 1 else FREE
    return (
        letters.ljust(64, b"\0") + struct.pack("<H", len(letters) + 2) + bytes([kind, 1])
        + struct.pack("<III", FREE, right, child) + bytes(16 + 4 + 16)
        + struct.pack("<IQ", start, size)
    )  # fmt: skip


# BIFF 8 ---------------------------------------------------------------------------------------


def record(kind: int, body: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def _letters(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def text_cell(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHH", row, column, 0) + _letters(text))


def number_cell(row: int, column: int, value: float, xf: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, xf, value))


def xls(
    sheets: Mapping[str, bytes], formats: tuple[str, ...] = (), hidden: tuple[str, ...] = ()
) -> bytes:
    """A workbook of these sheets' cell records; `formats[i]` belongs to the XF i + 1."""
    head = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    head += record(0x0042, struct.pack("<H", 1200))
    for i, code in enumerate(formats):
        head += record(0x041E, struct.pack("<H", 164 + i) + _letters(code))
    for number in (0, *range(164, 164 + len(formats))):
        head += record(0x00E0, struct.pack("<HH", 0, number) + bytes(16))
    size = sum(4 + 8 + len(name) * 2 for name in sheets)
    at = len(head) + size + 4
    bodies = b""
    for name, cells in sheets.items():
        body = (
            record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) + cells + record(0x0A)
        )
        state = 1 if name in hidden else 0
        head += record(0x85, struct.pack("<IBB", at, state, 0) + _letters(name, "<B"))
        at += len(body)
        bodies += body
    return ole({"Workbook": head + record(0x0A) + bodies})


LOCKED_XLS = ole({"Workbook": record(0x0809, bytes(16)) + record(0x002F, bytes(54)) + record(0x0A)})
LOCKED_DOC = ole({"WordDocument": b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(500)})
LOCKED_OOXML = ole({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": bytes(5000)})


# PDF ------------------------------------------------------------------------------------------


def pdf(text: str = "Hello", password: bytes = b"") -> bytes:
    """A page of text; with a password, RC4 of 40 bits."""
    owner = _rc4(hashlib.md5(_pad(b"owner")).digest()[:5], _pad(password))  # noqa: S324
    key = hashlib.md5(_pad(password) + owner + struct.pack("<i", -4) + b"I" * 16).digest()[:5]  # noqa: S324
    stream = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode()
    if password:
        stream = _rc4(hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10], stream)  # noqa: S324
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>"
        % (owner.hex().encode(), _rc4(key, _pad(b"")).hex().encode()),
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    locked = b"/Encrypt 6 0 R" if password else b""
    ids = b"/ID[<%s><%s>]" % ((b"I" * 16).hex().encode(), (b"I" * 16).hex().encode())
    return out + b"trailer<</Size 7/Root 1 0 R%s%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        locked,
        ids,
        table,
    )


def _pad(password: bytes) -> bytes:
    filler = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    return (password + filler)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


# packages -------------------------------------------------------------------------------------

TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BILLION_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %s "%s">' % (new, b"&%s;" % old * 10)
        for old, new in zip(
            (b"a", b"b", b"c", b"d", b"e"), (b"b", b"c", b"d", b"e", b"f"), strict=True
        )
    )
    + b"]>"
)
EXTERNAL = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def docx(body: str = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>", doctype: bytes = b"") -> bytes:
    """A minimal docx."""
    document = (
        b'<?xml version="1.0" encoding="UTF-8"?>' + doctype
        + b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + body.encode() + b"</w:body></w:document>"
    )  # fmt: skip
    return zip_of({"[Content_Types].xml": TYPES, "word/document.xml": document})


def xlsx(
    rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>',
    *,
    doctype: bytes = b"",
    after: str = "",
    before: str = "",
    styles: str = "",
    strings: str = "",
    names: Mapping[str, str] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A minimal workbook with one sheet of these rows; names: sheet → state."""
    names = names or {"年报": "visible"}
    sheets = "".join(
        f'<sheet name="{n}" sheetId="{i}" state="{s}" r:id="r1"/>'
        for i, (n, s) in enumerate(names.items(), start=1)
    )
    kinds = {"r1": "worksheet", "r2": "styles", "r3": "sharedStrings"}
    targets = {"r1": "worksheets/sheet1.xml", "r2": "/xl/styles.xml", "r3": "sharedStrings.xml"}
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}'
        "</sheets></workbook>".encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}">'
            + "".join(
                f'<Relationship Id="{i}" Type="{_RELATIONS}/{kinds[i]}" Target="{targets[i]}"/>'
                for i in kinds
            )
            + "</Relationships>"
        ).encode(),
        "xl/worksheets/sheet1.xml": b'<?xml version="1.0" encoding="UTF-8"?>'
        + doctype
        + f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>'.encode()
        + f"{after}</worksheet>".encode(),
    }
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.encode()
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'.encode()
    return zip_of({**parts, **(more or {})})
