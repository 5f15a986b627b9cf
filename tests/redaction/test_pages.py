"""A document becomes pages: what is seen is there in its place, what is not seen is not."""

from __future__ import annotations

import io
import pickle

import pytest

from gongkai.errors import (
    BadInput,
    DamagedFile,
    EncryptedFile,
    FileTooLarge,
    ReadError,
    UnsupportedFormat,
)
from gongkai.redaction import Box, frames, inspect, limits, mark_text, opening, strip
from gongkai.redaction import pages as pages_module
from tests.redaction.made import SECRET, TEXT, image, raw_pdf, show, typeset


def test_a_page_has_its_size_its_text_and_its_places() -> None:
    found = inspect(typeset(TEXT), "pdf")
    page = found.pages[0]
    assert (round(page.width), round(page.height)) == (595, 842)
    assert f"申请人：{SECRET}，" in page.text
    at = page.text.index(SECRET)
    (box,) = page.boxes_of(at, at + 3)
    assert 60 < box.left < box.right < 200 and 50 < box.top < box.bottom < 90
    assert 38 < box.right - box.left < 43
    assert found.notes == ()
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301


def test_a_picture_of_a_page_is_drawn_in_its_size() -> None:
    from PIL import Image

    found = inspect(typeset(TEXT), "pdf")
    with Image.open(io.BytesIO(found.picture(0, dpi=72))) as drawn:
        assert drawn.size == (595, 842)
    with pytest.raises(BadInput, match="没有第2页，文件共1页"):
        found.picture(1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_places_are_those_of_the_page_as_it_is_shown(turn: int) -> None:
    pdf = raw_pdf(
        show("SECRET", 120, 130), f"/MediaBox [0 0 400 300] /CropBox [50 40 350 240] /Rotate {turn}"
    )
    page = inspect(pdf, "pdf").pages[0]
    assert (page.width, page.height) == ((300, 200) if turn in (0, 180) else (200, 300))
    boxes = page.boxes_of(0, 6)
    left, top = min(b.left for b in boxes), min(b.top for b in boxes)
    right, bottom = max(b.right for b in boxes), max(b.bottom for b in boxes)
    upright = Box(70, 200 - 90 - 9, 70 + 50, 200 - 90)  # from the crop box, before turning
    expected = {
        0: upright,
        90: Box(200 - upright.bottom, upright.left, 200 - upright.top, upright.right),
        180: Box(300 - upright.right, 200 - upright.bottom, 300 - upright.left, 200 - upright.top),
        270: Box(upright.top, 300 - upright.right, upright.bottom, 300 - upright.left),
    }[turn]
    assert (left, top, right, bottom) == pytest.approx(expected, abs=4)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("1 g " + show("HIDDEN", 50, 100), "white on white"),
        (show("HIDDEN", 50, 100, before="3 Tr"), "invisible mode without a scan"),
        (show("HIDDEN", 50, -500), "outside the page"),
        (show("HIDDEN", 50, 100) + "1 g 40 90 100 30 re f ", "under a white box"),
        (show("HIDDEN", 50, 100) + "0 g 40 90 100 30 re f ", "under a black box"),
        (show("HIDDEN", 50, 100, size=0.01), "too small to be seen"),
    ],
    ids=lambda value: value if " " in value and len(value) < 40 else "",
)
def test_text_that_cannot_be_seen_is_left_out(content: str, why: str) -> None:
    found = inspect(raw_pdf(show("SEEN", 50, 200) + content), "pdf")
    assert found.pages[0].text.split() == ["SEEN"], why
    if why not in ("outside the page", "too small to be seen"):
        assert found.pages[0].hidden == 6
        assert found.notes == ("第1页有6个看不见的字，不会带入公开的文件",)


def test_text_beside_a_patch_under_an_older_one_or_under_a_curve_is_kept() -> None:
    before = "0.9 g 40 90 100 30 re f 0 g " + show("UPON", 50, 100)
    beside = show("BESIDE", 50, 200) + "1 g 200 190 50 30 re f 0 g "
    curve = show("CURVE", 50, 250) + "0 G 45 245 m 45 270 100 270 100 245 c S "
    found = inspect(raw_pdf(before + beside + curve), "pdf")
    assert set(found.pages[0].text.split()) == {"UPON", "BESIDE", "CURVE"}


def test_text_in_one_place_twice_is_read_once() -> None:
    found = inspect(raw_pdf(show("BOLD", 50, 100) + show("BOLD", 50.2, 100)), "pdf")
    assert found.pages[0].text.split() == ["BOLD"]


def test_a_pdf_without_pages_or_with_a_page_without_size_is_refused() -> None:
    none = raw_pdf("").replace(b"/Count 1 /Kids [3 0 R]", b"/Count 0 /Kids []     ")
    with pytest.raises(DamagedFile, match="没有页面|PDF 已损坏"):
        inspect(none, "pdf")
    with pytest.raises(DamagedFile, match="没有大小"):
        inspect(raw_pdf("", "/MediaBox [0 0 400 0.2] /CropBox [0 0 400 0.2]"), "pdf")


def test_of_two_texts_in_one_place_the_upper_one_is_kept() -> None:
    under = show("SECRET", 50, 100) + "1 g 40 90 100 30 re f 0 g "
    found = inspect(raw_pdf(under + show("PUBLIC", 50, 100)), "pdf")
    assert found.pages[0].text.split() == ["PUBLIC"]


def test_text_in_a_switched_off_layer_is_left_out() -> None:
    pdf = raw_pdf(
        show("SEEN", 50, 200) + "/OC /L BDC " + show("HIDDEN", 50, 100) + "EMC",
        "/MediaBox [0 0 400 300]",
        "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>",
        ("<< /Type /OCG /Name (L) >>",),
    ).replace(b"/Resources << ", b"/Resources << /Properties << /L 6 0 R >> ")
    # the table of the file is off by the inserted bytes; pdfium rebuilds it
    assert inspect(pdf, "pdf").pages[0].text.split() == ["SEEN"]


def test_a_page_without_text_is_said_to_need_boxes() -> None:
    found = inspect(raw_pdf("0 g 50 50 100 100 re f"), "pdf")
    assert found.notes[0].startswith("第1页没有可以选取的文字")


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp", "tiff", "bmp"])
def test_a_picture_becomes_a_page_within_a4(kind: str) -> None:
    page = inspect(image(kind), kind).pages[0]
    assert page.width == pytest.approx(842, abs=1) and page.height == pytest.approx(561, abs=1)


def test_every_frame_of_a_tiff_becomes_a_page_and_a_photo_stands_upright() -> None:
    from PIL import Image

    frames = [Image.new("1", (50, 80), 1), Image.new("I;16", (50, 80)), Image.new("LA", (50, 80))]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert len(inspect(out.getvalue(), "tiff").pages) == 3
    exif = Image.Exif()
    exif[0x0112] = 6
    page = inspect(image("jpeg", (80, 50), exif=exif), "jpeg").pages[0]
    assert page.width < page.height


@pytest.mark.needs_libreoffice
def test_a_workbook_becomes_pages_without_its_hidden_sheet() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "申请人：张三丰"
    book.create_sheet("藏")["A1"] = "王五"
    book["藏"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    found = inspect(out.getvalue(), "xlsx")
    text = "".join(page.text for page in found.pages)
    assert "申请人：张三丰" in text and "王五" not in text
    assert any("隐藏的工作表" in note for note in found.notes)
    assert mark_text(found, "张三丰", "E15")


def test_a_text_goes_to_the_office_program_as_rich_text(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bytes] = []

    def convert(files: dict[str, bytes], target: str) -> dict[str, bytes | ReadError]:
        given.extend(files.values())
        return {name: typeset(TEXT) for name in files}

    monkeypatch.setattr("gongkai.report.read.office.convert_to_docx", convert)
    inspect("张{\t\\}\r\n第二行𠮷".encode("gb18030"), "txt")
    assert given[0] == (
        b"{\\rtf1\\ansi\\uc0 \\u24352 \\{\\tab \\\\\\}\\par\n"
        b"\\u31532 \\u20108 \\u-30644 \\u-10174 \\u-8265 }"
    )
    inspect(b"\xd0\xcf\x11\xe0", "doc")
    assert len(given) == 2


def test_what_the_office_program_says_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = DamagedFile("打不开", "请另存")
    monkeypatch.setattr(
        "gongkai.report.read.office.convert_to_docx", lambda files, target: {"file": refused}
    )
    with pytest.raises(DamagedFile, match="打不开"):
        inspect(b"{\\rtf1}", "rtf")


# --- what is refused -----------------------------------------------------------------------------


def test_what_cannot_be_read_is_refused_in_a_sentence() -> None:
    with pytest.raises(DamagedFile, match="空的"):
        inspect(b"", "pdf")
    with pytest.raises(DamagedFile, match="PDF 已损坏"):
        inspect(b"%PDF-1.7 nothing", "pdf")
    with pytest.raises(UnsupportedFormat, match="PPTX 文件不能在线涂去"):
        inspect(b"PK\x03\x04", "pptx")
    with pytest.raises(DamagedFile, match="图片已损坏"):
        inspect(b"\x89PNG\r\n\x1a\n", "png")


def test_an_encrypted_pdf_is_refused() -> None:
    pdf = raw_pdf(
        show("X", 50, 50),
        more=(
            "<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + "ab" * 32 + "> /U <" + "cd" * 32 + "> >>",
        ),
        trailer="/Encrypt 6 0 R /ID [<00112233445566778899aabbccddeeff> <00>]",
    )
    with pytest.raises(EncryptedFile, match="去除密码"):
        inspect(pdf, "pdf")


def test_too_many_pages_letters_or_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = typeset("一\n#pagebreak()\n二")
    monkeypatch.setattr(pages_module, "MAX_PAGES", 1)
    with pytest.raises(FileTooLarge, match="有2页，超过上限1页"):
        inspect(pdf, "pdf")
    monkeypatch.setattr(pages_module, "MAX_LETTERS", 3)
    with pytest.raises(FileTooLarge, match="文字过多"):
        inspect(typeset(TEXT), "pdf")
    monkeypatch.setattr(frames, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(FileTooLarge, match="60×40像素"):
        inspect(image("png"), "png")
    monkeypatch.undo()
    monkeypatch.setattr(frames, "MAX_PAGES", 0)
    with pytest.raises(FileTooLarge, match="图片有1页"):
        inspect(image("tiff"), "tiff")


def test_every_frame_is_measured_before_one_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image, TiffImagePlugin

    out = io.BytesIO()
    Image.new("1", (40, 40)).save(
        out, "TIFF", save_all=True, append_images=[Image.new("1", (3_000, 2_000))]
    )
    opened: list[int] = []
    loaded = TiffImagePlugin.TiffImageFile.load
    monkeypatch.setattr(
        TiffImagePlugin.TiffImageFile, "load",
        lambda self: opened.append(self.width) or loaded(self),
    )  # fmt: skip
    monkeypatch.setattr(frames, "MAX_IMAGE_PIXELS", 1_000_000)
    for call in (inspect, strip):
        with pytest.raises(FileTooLarge, match="第2页有3000×2000像素"):
            call(out.getvalue(), "tiff")
    assert opened == []
    monkeypatch.undo()
    monkeypatch.setattr(opening, "measured", lambda image: frames.measured(image, 5_000_000))
    with pytest.raises(FileTooLarge, match="前2页共有6001600像素"):
        inspect(out.getvalue(), "tiff")
    monkeypatch.undo()
    assert len(inspect(out.getvalue(), "tiff").pages) == 2


def test_a_huge_page_is_drawn_small(monkeypatch: pytest.MonkeyPatch) -> None:
    huge = raw_pdf(show("WIDE", 50, 50), "/MediaBox [0 0 14000 14000]")
    monkeypatch.setattr(pages_module, "MAX_PIXELS", 250_000)
    from PIL import Image

    with Image.open(io.BytesIO(inspect(huge, "pdf").picture(0, 150))) as drawn:
        assert drawn.size == (500, 500)


def test_a_zip_bomb_is_refused_before_it_is_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 3_000_000)
    monkeypatch.setattr(opening, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(FileTooLarge, match="压缩炸弹"):
        inspect(out.getvalue(), "docx")
    assert limits.MAX_UNPACKED > 1_000_000
