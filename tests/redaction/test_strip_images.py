"""Pictures and PDFs that are released whole."""

# ruff: noqa: E501 — bytes read best in one piece

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from gongkai.errors import DamagedFile, FileTooLarge
from gongkai.redaction import frames, inspect, leaks, strip
from gongkai.redaction.stripping import images as images_module
from tests.redaction.made import SECRET, image, inflated, raw_pdf, show, typeset


def with_exif(turn: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turn
    exif[0x010E] = "SecretPlace"
    return image(
        "jpeg", (80, 50), exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile"
    )


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as opened:
        return opened.convert("RGB").tobytes()


def test_a_photo_keeps_its_pixels_and_its_upright_side_only() -> None:
    data = with_exif() + b"SecretTail\xff\xd9"
    found = strip(data, "jpeg")
    assert b"Secret" not in found.data
    assert pixels(found.data) == pixels(data)
    with Image.open(io.BytesIO(found.data)) as opened:
        assert dict(opened.getexif()) == {0x0112: 6}
    assert [one.what for one in found.removed] == [
        "EXIF（拍摄时间、地点、设备等）", "附带数据段", "图片注释", "图片结尾之后的数据",
    ]  # fmt: skip


def test_what_stands_between_the_scans_of_a_photo_goes_too() -> None:
    data = image("jpeg", (64, 64), progressive=True)
    between = data.index(b"\xff\xc4", data.index(b"\xff\xda"))
    hidden = b"\xff\xfe\x00\x08Secret" + b"\xff\xe1\x00\x08Secret"
    found = strip(data[:between] + hidden + data[between:], "jpeg")
    assert found.data == strip(data, "jpeg").data
    assert {"图片注释", "附带数据段"} == {one.what for one in found.removed}


def test_stripping_twice_finds_nothing_more() -> None:
    for turn in (1, 6):
        once = strip(with_exif(turn), "jpeg").data
        assert strip(once, "jpeg").data == once
        assert strip(once, "jpeg").removed == ()
        assert leaks(once, "jpeg") == []


def test_jfif_thumbnail_xmp_and_adobe_segments() -> None:
    data = image("jpeg", (16, 16))
    at = data.index(b"JFIF") - 4
    body = data[at + 4 : at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")]
    thumb = body[:12] + b"\x01\x01abc"
    xmp = b"http://ns.adobe.com/xap/1.0/\0SecretXmp"
    adobe = b"Adobe\0\x64\0\0\0\0\x01SecretMore"

    def segment(marker: int, content: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content

    rest = data[at + 4 + len(body) :]
    found = strip(
        data[:2] + segment(0xE0, thumb) + segment(0xE1, xmp) + segment(0xEE, adobe) + rest, "jpeg"
    )
    assert b"Secret" not in found.data and b"Adobe" in found.data
    assert [one.what for one in found.removed] == ["缩略图", "XMP 元数据"]


def test_a_png_keeps_how_it_is_painted() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "SecretAuthor")
    info.add_itxt("XML:com.adobe.xmp", "SecretXmp")
    plain = image("png", pnginfo=info, dpi=(72, 72))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )  # fmt: skip

    time, own, exif = (
        chunk(b"tIME", b"1234567"),
        chunk(b"prVt", b"Secret"),
        chunk(b"eXIf", b"Secret"),
    )
    data = plain[:33] + time + own + exif + plain[33:] + b"SecretTail"
    found = strip(data, "png")
    assert b"Secret" not in found.data and b"pHYs" in found.data
    assert pixels(found.data) == pixels(plain)
    assert {one.what for one in found.removed} == {
        "修改时间", "附带数据段", "EXIF（拍摄时间、地点、设备等）", "图片注释", "图片结尾之后的数据",
    }  # fmt: skip
    assert strip(found.data, "png").removed == ()


@pytest.mark.parametrize("kind", ["gif", "webp", "tiff", "bmp"])
def test_other_pictures_are_written_anew(kind: str) -> None:
    options = {"gif": {"comment": b"SecretComment"}, "tiff": {"description": "SecretComment"}}
    data = image(kind, **options.get(kind, {})) + b"SecretTail"
    found = strip(data, kind)
    assert b"Secret" not in found.data
    with Image.open(io.BytesIO(found.data)) as opened:
        assert opened.format == kind.upper() and opened.size == (60, 40)


def test_all_frames_and_transparency_are_kept() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(strip(out.getvalue(), "tiff").data)) as opened:
        assert opened.n_frames == 2
    clear = Image.new("P", (8, 8))
    out = io.BytesIO()
    clear.save(out, "GIF", transparency=0)
    with Image.open(io.BytesIO(strip(out.getvalue(), "gif").data)) as opened:
        assert opened.convert("RGBA").getpixel((1, 1))[3] == 0


def test_broken_and_huge_pictures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, kind in (
        (b"nothing", "jpeg"), (b"\xff\xd8\xff\xe0", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF89a", "gif"),
    ):  # fmt: skip
        with pytest.raises(DamagedFile, match="图片已损坏"):
            strip(data, kind)
    good = image("png")
    with pytest.raises(DamagedFile):
        strip(good[:-6], "png")
    jpeg = image("jpeg")
    for broken in (jpeg[:2] + b"\xff\xe5\x00\x01" + jpeg[2:], jpeg[:20] + b"\x00" + jpeg[21:]):
        with pytest.raises(DamagedFile):
            strip(broken, "jpeg")
    shortened = strip(jpeg[:-2], "jpeg").data
    assert shortened.endswith(jpeg[-12:-2])
    monkeypatch.setattr(frames, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(FileTooLarge, match="60×40像素"):
        strip(good, "png")


def test_a_picture_that_is_not_what_its_name_says_is_written_anew() -> None:
    assert strip(image("png"), "jpeg").data.startswith(b"\x89PNG")


def test_the_shown_part_of_a_picture_is_cut_out() -> None:
    cut = images_module.cut_image(image("bmp", (100, 50)), (0.1, 0.0, 0.2, 0.5))
    assert cut is not None and cut[1] == "png"
    with Image.open(io.BytesIO(cut[0])) as opened:
        assert opened.size == (70, 25)
    assert images_module.cut_image(b"nothing", (0.1, 0, 0, 0)) is None
    assert images_module.cut_image(image("ppm"), (0.1, 0, 0, 0)) is None


# --- PDF -----------------------------------------------------------------------------------------


def test_a_pdf_keeps_its_look_and_its_visible_text_only() -> None:
    pdf = raw_pdf(
        show("Visible", 50, 200) + "1 g " + show("SecretWhite", 50, 100),
        "/MediaBox [0 0 400 300] /Annots [6 0 R]",
        "/Outlines 7 0 R",
        (
            "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (SecretNote) >>",
            "<< /Type /Outlines >>",
            "<< /Author (SecretAuthor) >>",
        ),
        "/Info 8 0 R",
    )
    found = strip(pdf, "pdf")
    assert b"Secret" not in inflated(found.data)
    assert inspect(found.data, "pdf").pages[0].text.strip() == "Visible"
    assert [(one.what, one.where, one.count) for one in found.removed] == [
        ("文档属性（作者、时间等）", "文件", 1),
        ("注释、表单（外观已成为图像）", "第1页", 1),
        ("看不见的文字", "第1页", 11),
        ("书签", "文件", 1),
    ]
    again = strip(found.data, "pdf")
    assert again.removed == ()
    assert leaks(found.data) == []


def test_a_pdf_of_text_stays_readable() -> None:
    found = strip(typeset(f"申请人：{SECRET}"), "pdf")
    assert f"申请人：{SECRET}" in inspect(found.data, "pdf").pages[0].text
