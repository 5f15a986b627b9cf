"""图片: EXIF with place and camera, XMP, comments, thumbnails, bytes behind the end.

JPEG and PNG keep their pixels bit for bit; the other kinds are written anew.
"""

from __future__ import annotations

import io
import struct
from typing import Any

from gongkai.errors import DamagedFile
from gongkai.redaction.frames import each, measured
from gongkai.redaction.limits import MAX_HELD_PIXELS
from gongkai.redaction.stripping.found import Log, Stripped

__all__ = ["clean_image", "cut_image", "strip_image"]

_BROKEN = ("图片已损坏，打不开", "请用看图软件打开后另存为 PNG 再试")
_PNG = b"\x89PNG\r\n\x1a\n"
# what tells how to paint; everything else tells of the maker
_PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"sBIT",
        b"pHYs",
        b"bKGD",
    }
)
_ORIENTATION = 0x0112
_FORMATS = {"gif": "GIF", "webp": "WEBP", "tiff": "TIFF", "bmp": "BMP"}


def strip_image(data: bytes, kind: str) -> Stripped:
    """A picture without what does not belong to its pixels. DamagedFile, FileTooLarge."""
    log = Log()
    return log.result(clean_image(data, kind, "图片", log))


def clean_image(data: bytes, kind: str, where: str, log: Log) -> bytes:
    """The same for a picture inside a document; what goes is listed in `log`."""
    _measured(data)
    if kind == "jpeg" and data.startswith(b"\xff\xd8"):
        return _jpeg(data, where, log)
    if kind == "png" and data.startswith(_PNG):
        return _png(data, where, log)
    return _anew(data, kind, where, log)


def _measured(data: bytes) -> None:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            measured(image, MAX_HELD_PIXELS)
    except _errors() as error:
        raise DamagedFile(*_BROKEN) from error


def _errors() -> tuple[type[Exception], ...]:
    from PIL import Image

    return (
        OSError, ValueError, SyntaxError, EOFError, KeyError, struct.error, OverflowError,
        Image.DecompressionBombError, Image.DecompressionBombWarning,
    )  # fmt: skip


def _jpeg(data: bytes, where: str, log: Log) -> bytes:
    out, at = bytearray(b"\xff\xd8"), 2
    turn, turned = _orientation(data), False
    while True:
        marker, length = _segment(data, at)
        if marker == 0xDA:
            break
        body = data[at + 4 : at + 2 + length]
        own = turn > 1 and marker == 0xE1 and body == _turned(turn)[4:]
        kept = None if own else _kept_segment(marker, body, where, log)
        if kept is not None:
            out += struct.pack(">BBH", 0xFF, marker, len(kept) + 2) + kept
            if marker == 0xE0 and turn > 1 and not turned:  # after the JFIF segment
                out += _turned(turn)
                turned = True
        at += 2 + length
    if turn > 1 and not turned:
        out[2:2] = _turned(turn)
    scans, end = _scans(data, at, where, log)
    if end < len(data):
        log.add("图片结尾之后的数据", where)
    return bytes(out) + scans


def _segment(data: bytes, at: int) -> tuple[int, int]:
    if len(data) < at + 4 or data[at] != 0xFF:
        raise DamagedFile(*_BROKEN)
    marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
    if length < 2:
        raise DamagedFile(*_BROKEN)
    return marker, length


def _kept_segment(marker: int, body: bytes, where: str, log: Log) -> bytes | None:
    if marker == 0xFE:
        log.add("图片注释", where)
        return None
    if not 0xE0 <= marker <= 0xEF:
        return body
    if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        if len(body) > 14:
            log.add("缩略图", where)
        return body[:12] + b"\0\0"
    if marker == 0xEE and body.startswith(b"Adobe"):
        return body[:12]  # tells the colours
    if marker == 0xE1 and body.startswith(b"Exif\0"):
        log.add("EXIF（拍摄时间、地点、设备等）", where)
    elif marker == 0xE1:
        log.add("XMP 元数据", where)
    else:
        log.add("附带数据段", where)
    return None


def _orientation(data: bytes) -> int:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            turn = image.getexif().get(_ORIENTATION, 1)
    except _errors():
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _turned(turn: int) -> bytes:
    """An EXIF segment that tells nothing but which side is up."""
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    return struct.pack(">BBH", 0xFF, 0xE1, len(body) + 2) + body


def _scans(data: bytes, at: int, where: str, log: Log) -> tuple[bytes, int]:
    """The scans without what tells of the maker between them, and where they end.

    That is just behind the end marker of the picture that began, not of one hidden behind it.
    """
    out, start = bytearray(), at
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return bytes(out + data[start:]), len(data)
        marker = data[at + 1]
        if marker == 0xD9:
            return bytes(out + data[start : at + 2]), at + 2
        if marker in (0x00, 0xFF) or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
            continue
        after = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xFE or 0xE0 <= marker <= 0xEF:
            log.add("图片注释" if marker == 0xFE else "附带数据段", where)
            out += data[start:at]
            start = after
        at = after


def _png(data: bytes, where: str, log: Log) -> bytes:
    out, at, kind = bytearray(_PNG), len(_PNG), b""
    while kind != b"IEND":
        if at + 12 > len(data):
            raise DamagedFile(*_BROKEN)
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        if kind in _PNG_KEPT:
            out += data[at : at + 12 + length]
        else:
            log.add(_png_name(kind), where)
        at += 12 + length
    if at < len(data):
        log.add("图片结尾之后的数据", where)
    return bytes(out)


def _png_name(kind: bytes) -> str:
    if kind in (b"tEXt", b"zTXt", b"iTXt"):
        return "图片注释"
    if kind == b"eXIf":
        return "EXIF（拍摄时间、地点、设备等）"
    if kind == b"tIME":
        return "修改时间"
    return "附带数据段"


def _anew(data: bytes, kind: str, where: str, log: Log) -> bytes:
    """Written from its pixels alone."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            format_ = _FORMATS.get(kind, image.format or "PNG")
            frames = [_bare(one) for one in each(image, getattr(image, "n_frames", 1))]
            count = len(frames)
            extra = [key for key in image.info if key not in ("transparency", "background", "dpi")]
            log.add("图片附带信息", where, len(extra) + bool(image.getexif()))
            out = io.BytesIO()
            more: dict[str, Any] = (
                {"save_all": True, "append_images": frames[1:]} if count > 1 else {}
            )
            if format_ == "WEBP":
                more["lossless"] = True
            frames[0].save(out, format_, **more)
    except _errors() as error:
        raise DamagedFile(*_BROKEN) from error
    return out.getvalue()


def _bare(image: Any) -> Any:
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if upright.mode in ("P", "PA", "LA") and "transparency" in upright.info else None
    upright = upright.convert(mode or ("RGB" if upright.mode == "P" else upright.mode))
    return Image.frombytes(upright.mode, upright.size, upright.tobytes())


def cut_image(data: bytes, parts: tuple[float, float, float, float]) -> tuple[bytes, str] | None:
    """The part of a picture that a document shows: shares cut off left, top, right, bottom.

    PNG or JPEG data and its ending; None when this kind of picture cannot be cut.
    """
    from PIL import Image

    left, top, right, bottom = (max(0.0, min(0.999, part)) for part in parts)
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.format not in ("JPEG", "PNG", "BMP", "GIF", "TIFF", "WEBP"):
                return None
            jpeg = image.format == "JPEG"
            wide, high = image.size
            box = (
                round(wide * left), round(high * top),
                max(round(wide * left) + 1, round(wide * (1 - right))),
                max(round(high * top) + 1, round(high * (1 - bottom))),
            )  # fmt: skip
            piece = image.convert("RGB" if jpeg else "RGBA").crop(box)
            piece = Image.frombytes(piece.mode, piece.size, piece.tobytes())
            out = io.BytesIO()
            if jpeg:
                piece.save(out, "JPEG", quality=90)
            else:
                piece.save(out, "PNG")
    except _errors():
        return None
    return out.getvalue(), "jpeg" if jpeg else "png"
