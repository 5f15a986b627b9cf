"""Files good and bad, made here."""

from __future__ import annotations

import io
import struct
import zipfile

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDAT"
    b"x\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82"
)


def pdf(*, pages: int = 1, encrypted: str = "", extra: str = "", catalog: str = "") -> bytes:
    """A PDF with that many pages, each with a line of text."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(pages))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        extra or "null",
    ]
    for n in range(pages):
        text = f"BT /F 24 Tf 72 720 Td (Hello page {n + 1}) Tj ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {6 + 2 * n} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(text)}>>stream\n{text}\nendstream")
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010d} 00000 n \n".encode())
    trailer = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{encrypted}>>\n"
    out.write(f"{trailer}startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


# a password that nobody has: the hashes fit no word
LOCKED = (
    "/Encrypt<</Filter/Standard/V 1/R 2/Length 40/P -44/O<" + "ab" * 32 + ">/U<" + "cd" * 32
    + ">>>/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
)  # fmt: skip


def archive(members: dict[str, bytes], *, stored: bool = False) -> bytes:
    """A zip."""
    out = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
    b'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    b'2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(text: str = "关于答复的说明", types: bytes = _TYPES, **more: bytes) -> bytes:
    """A Word file; more parts by name."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.'
        f'org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>'
        "</w:document>"
    ).encode()
    parts = {"[Content_Types].xml": types, "_rels/.rels": _RELS, "word/document.xml": body}
    return archive({**parts, **more})


def xlsx(**more: bytes) -> bytes:
    """What has the parts of a workbook."""
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", **more})


def odt(**more: bytes) -> bytes:
    """What has the parts of an OpenDocument text."""
    mime = b"application/vnd.oasis.opendocument.text"
    return archive({"mimetype": mime, "content.xml": b"<x/>", **more}, stored=True)


def ole(paths: dict[str, bytes]) -> bytes:
    """An OLE file of version 3 with those streams; `a/b` lies in the storage a."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    entries: list[dict[str, int | str]] = [{"name": "Root Entry", "type": 5, "start": end}]
    sectors: list[bytes] = []
    table: list[int] = []
    children: dict[int, list[int]] = {0: []}
    known: dict[str, int] = {"": 0}
    for path, content in paths.items():
        parent = ""
        *folders, leaf = path.split("/")
        for folder in folders:
            here = f"{parent}/{folder}"
            if here not in known:
                known[here] = len(entries)
                children[known[parent]].append(len(entries))
                children[len(entries)] = []
                entries.append({"name": folder, "type": 1, "start": 0})
            parent = here
        content = content.ljust(4096, b"\0")  # below that size it would lie in the mini stream
        first = len(sectors)
        count = -(-len(content) // 512)
        for n in range(count):
            sectors.append(content[n * 512 : (n + 1) * 512].ljust(512, b"\0"))
            table.append(first + n + 1 if n < count - 1 else end)
        children[known[parent]].append(len(entries))
        entries.append({"name": leaf, "type": 2, "start": first, "size": len(content)})
    while len(entries) % 4:
        entries.append({"name": "", "type": 0, "start": 0})
    directory = len(sectors)
    raw = []
    right: dict[int, int] = {}
    child: dict[int, int] = {}
    for parent_id, ids in children.items():
        ids.sort(key=lambda i: (len(str(entries[i]["name"])), str(entries[i]["name"]).upper()))
        if ids:
            child[parent_id] = ids[0]
        right.update(dict(zip(ids, ids[1:], strict=False)))
    for number, entry in enumerate(entries):
        name = str(entry["name"]).encode("utf-16-le")
        raw.append(
            name.ljust(64, b"\0") + struct.pack(
                "<HBBIII16sIQQIQ", len(name) + 2 if name else 0, entry["type"], 1, free,
                right.get(number, free), child.get(number, free), b"", 0, 0, 0,
                entry["start"], entry.get("size", 0),
            )
        )  # fmt: skip
    block = b"".join(raw)
    for n in range(0, len(block), 512):
        sectors.append(block[n : n + 512])
        table.append(len(sectors) if n + 512 < len(block) else end)
    fat = len(sectors)
    table.append(fat_sector)
    assert len(table) <= 128
    sectors.append(struct.pack("<128I", *table, *[free] * (128 - len(table))))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack(
        "<HHHHH6sIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, directory, 0, 4096, end, 0, end, 0
    ) + struct.pack("<109I", fat, *[free] * 108)  # fmt: skip
    return head + b"".join(sectors)


def word_stream(flags: int = 0) -> bytes:
    """The begin of a FIB."""
    return b"\xec\xa5\xc1\0" + bytes(6) + flags.to_bytes(2, "little")


def biff(*sheets: int) -> bytes:
    """The begin of a workbook with sheets of those types (0 sheet, 1 macro sheet of Excel 4)."""
    records = [(0x0809, bytes(16))]
    records += [(0x0085, struct.pack("<IBBBB", 0, 2, kind, 1, 0) + b"A") for kind in sheets]
    records.append((0x000A, b""))
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)
