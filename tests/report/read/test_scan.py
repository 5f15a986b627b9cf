"""Scans: ruling lines and blanks from the image, readings from recognition, doubts noted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import pytest

pytest.importorskip("cv2", reason="page images need OpenCV (extra ocr)")
pytest.importorskip("PIL", reason="page images need Pillow (extra ocr)")

import cv2
import numpy as np
from PIL import Image

from gongkai.errors import DamagedFile, FileTooLarge, MissingProgram
from gongkai.report.model import NoteCode
from gongkai.report.read import pdf, scan, scan_engine, scan_image
from gongkai.report.read.blocks import Document, Grid, Para
from gongkai.report.read.scan_engine import Reading
from tests.report.read.pdf_samples import as_scan, cell_words, drawn_pdf, image_pdf, words

ROWS = [
    ["1", "2", "3", "4", "5", "6", "7", "8"],
    ["0", "1", "0", "7", "0", "", "1245", "9"],
    ["12", "0", "", "1", "88", "0", "0", "101"],
    ["", "3", "0", "0", "0", "1", "", "4"],
    ["0", "0", "0", "0", "0", "0", "0", "0"],
    ["25", "", "13", "0", "1", "17", "0", "56"],
]


def drawn(rows: list[list[str]], dpi: int = 150, tilt: float = 0.0) -> bytes:
    """A JPEG of a ruled table with these cells, 48 points wide and 16 high."""
    wide, high, left, top = 48, 16, 30, 180
    width = wide * len(rows[0])
    lines = [
        f"{left} {top - high * n} m {left + width} {top - high * n} l S"
        for n in range(len(rows) + 1)
    ]
    lines += [
        f"{left + wide * n} {top} m {left + wide * n} {top - high * len(rows)} l S"
        for n in range(len(rows[0]) + 1)
    ]
    text = words(
        *(
            (left + wide * c + 16, top - high * r - 12, cell)
            for r, row in enumerate(rows)
            for c, cell in enumerate(row)
            if cell
        )
    )
    page = drawn_pdf("\n".join(lines) + "\n" + text, page=f"/MediaBox [0 0 {width + 60} 220]")
    jpeg = as_scan(page, 0, dpi)
    if tilt:
        image = Image.open(io.BytesIO(jpeg)).rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)
        jpeg = encoded(image, dpi=(dpi, dpi))
    return jpeg


def encoded(image: Any, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def grey(jpeg: bytes) -> Any:
    return np.array(Image.open(io.BytesIO(jpeg)).convert("L"))


def texts(document: Document) -> list[list[list[str]]]:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [[[cell.text for cell in row] for row in grid.rows] for grid in grids]


class Engine:
    """Recognition that gives what it is told: for lines in turn, and for whole pages."""

    def __init__(self) -> None:
        self.lines: list[Reading] = []
        self.always = Reading("5", 0.99)
        self.pages: list[list[tuple[tuple[float, float, float, float], Reading]]] = []
        self.calls: list[int] = []

    def read_lines(self, images: Sequence[Any]) -> list[Reading]:
        self.calls.append(len(images))
        return [self.lines.pop(0) if self.lines else self.always for _ in images]

    def find_text(self, image: Any) -> list[Any]:
        return self.pages.pop(0) if self.pages else []


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    made = Engine()
    monkeypatch.setattr(scan, "read_lines", made.read_lines)
    monkeypatch.setattr(scan, "find_text", made.find_text)
    monkeypatch.setattr(scan, "require_engine", lambda: None)
    return made


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="recognition needs the extra ocr")
def test_recognition_reads_lone_digits_and_leaves_blanks_blank() -> None:
    jpeg = drawn(ROWS, tilt=0.8)
    height, width = grey(jpeg).shape
    document = pdf.read(image_pdf(jpeg, width, height))
    assert texts(document) == [ROWS]
    assert document.format == "pdf"
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    cell = grid.rows[1][6]
    assert (cell.place.page, cell.place.row, cell.place.column) == (1, 2, 7)
    assert cell.place.box is not None
    left, top, right, bottom = cell.place.box
    assert (right - left, bottom - top) == pytest.approx((48, 16), abs=2)


def test_a_cell_without_ink_is_blank_and_is_not_recognised(engine: Engine) -> None:
    document = scan.read(drawn(ROWS))
    filled = sum(bool(cell) for row in ROWS for cell in row)
    assert engine.calls[0] == filled
    assert [[bool(cell) for cell in row] for row in texts(document)[0]] == [
        [bool(cell) for cell in row] for row in ROWS
    ]
    assert document.format == "image"
    assert not document.lines_are_paragraphs


@pytest.mark.parametrize("tilt", [-2.5, -0.7, 1.5])
def test_a_page_that_lies_askew_is_straightened(engine: Engine, tilt: float) -> None:
    (grid,) = texts(scan.read(drawn(ROWS, tilt=tilt)))
    assert [len(row) for row in grid] == [8] * 6


def test_specks_are_no_writing(engine: Engine) -> None:
    image = grey(drawn([["", "1"], ["2", ""]]))
    image[110:112, 90:92] = 0
    document = scan.read(encoded(Image.fromarray(image), "PNG", dpi=(150, 150)))
    assert texts(document) == [[["", "5"], ["5", ""]]]


def test_a_doubtful_reading_is_noted_with_its_place_and_the_others(engine: Engine) -> None:
    engine.lines = [
        Reading("6", 0.5),  # first look
        Reading("5", 0.99),  # the second cell
        Reading("8", 0.6),  # second look at the first: enlarged, thickened, repeated
        Reading("8", 0.7),
        Reading("888", 0.95),
    ]
    document = scan.read(drawn([["8", "5"]]))
    assert texts(document) == [[["8", "5"]]]
    (note,) = document.notes
    assert note.code is NoteCode.DOUBTFUL
    assert note.message == "第1页第1个表第1行第1列辨认为“8”，把握89%，其他读法：6，请对照原件核对"
    assert (note.place.row, note.place.column) == (1, 1)
    assert note.place.box is not None


def test_a_second_look_that_agrees_leaves_no_doubt(engine: Engine) -> None:
    engine.lines = [Reading("8", 0.5)]
    engine.always = Reading("8", 0.97)
    document = scan.read(drawn([["8", "8"]]))
    assert document.notes == []


def test_a_wide_piece_is_not_repeated_beside_itself(engine: Engine) -> None:
    engine.lines = [Reading("1245", 0.5), Reading("1245", 0.99)]
    engine.always = Reading("1245", 0.99)
    scan.read(drawn([["1245", "1245"]]))
    assert engine.calls == [2, 2]


def test_ink_that_nothing_can_read_is_blank_text_with_a_note(engine: Engine) -> None:
    engine.always = Reading("", 0.0)
    document = scan.read(drawn([["8", ""], ["", "9"]]))
    assert texts(document) == [[["", ""], ["", ""]]]
    assert [note.place.row for note in document.notes] == [1, 2]
    assert "有字迹但辨认不出" in document.notes[0].message


def test_letters_taken_for_digits_are_digits_and_doubtful(engine: Engine) -> None:
    engine.lines = [Reading("O", 0.99), Reading("l2", 0.99), Reading("Oxen", 0.99)]
    document = scan.read(drawn([["0", "12", "x"]]))
    assert texts(document) == [[["0", "12", "Oxen"]]]
    assert "其他读法：O" in document.notes[0].message


def test_text_outside_tables_comes_in_reading_order(engine: Engine) -> None:
    engine.pages = [
        [],  # the look at which way up the page is
        [
            ((2.0, 360.0, 30.0, 390.0), Reading("below", 0.9)),
            ((90.0, 9.0, 140.0, 30.0), Reading("second", 0.9)),
            ((2.0, 8.0, 40.0, 30.0), Reading("first", 0.9)),
        ],
    ]
    image = grey(drawn([["1", "2"]]))
    cv2.putText(image, "EH EH", (20, 50), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 3)
    cv2.putText(image, "EH", (20, 400), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 3)
    blocks = scan.read(encoded(Image.fromarray(image), "PNG", dpi=(150, 150))).blocks
    assert [b.text if isinstance(b, Para) else "table" for b in blocks] == [
        "first second",
        "table",
        "below",
    ]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_scanned_sideways_is_turned(engine: Engine, turns: int) -> None:
    upright = [((0.0, 0.0, 60.0, 20.0), Reading("正文", 0.99))] * 6
    lying = [((0.0, 0.0, 20.0, 60.0), Reading("口口", 0.4))] * 6
    order = (0, 1, 3, 2)
    engine.pages = [upright if turn == turns else lying for turn in order]
    table = drawn([["1", "", "2"], ["", "3", ""]])
    lain = Image.open(io.BytesIO(table)).rotate(90 * turns, expand=True)
    document = scan.read(encoded(lain, "PNG", dpi=(150, 150)))
    assert texts(document) == [[["5", "", "5"], ["", "5", ""]]]
    straight = next(b for b in scan.read(table).blocks if isinstance(b, Grid)).place.box
    turned = next(b for b in document.blocks if isinstance(b, Grid)).place.box
    assert straight is not None
    assert turned is not None
    sides = (straight[2] - straight[0], straight[3] - straight[1])
    if turns % 2:
        sides = sides[::-1]
    assert (turned[2] - turned[0], turned[3] - turned[1]) == pytest.approx(sides, abs=2)


def test_an_upright_page_is_looked_at_once(engine: Engine) -> None:
    upright = [((0.0, 0.0, 60.0, 20.0), Reading("正文", 0.99))] * 6
    engine.pages = [upright]
    scan.read(drawn([["1", "2"]]))
    assert engine.pages == []


def test_pages_of_a_tiff_are_pages(engine: Engine) -> None:
    page = Image.open(io.BytesIO(drawn([["1", "2"]]))).convert("L")
    data = encoded(page, "TIFF", save_all=True, append_images=[page], dpi=(150, 150))
    grids = [b for b in scan.read(data).blocks if isinstance(b, Grid)]
    assert [(g.place.page, g.place.table) for g in grids] == [(1, 1), (2, 2)]


def test_an_image_without_resolution_is_taken_for_a_page_of_a4(engine: Engine) -> None:
    image = Image.open(io.BytesIO(drawn([["1", "2"]]))).convert("L")
    tall = Image.new("L", (620, 877), 255)
    tall.paste(image, (0, 0))
    (grid,) = [b for b in scan.read(encoded(tall, "PNG")).blocks if isinstance(b, Grid)]
    assert grid.place.box is not None
    assert grid.place.box[0] == pytest.approx(30 * 2.083, rel=0.05)
    wide = tall.transpose(Image.Transpose.ROTATE_90)
    (lying,) = scan._images(encoded(wide, "PNG"))
    assert lying[0].shape[1] / lying[1] == pytest.approx(842, abs=1)


def test_a_large_image_is_made_smaller() -> None:
    big = Image.new("L", (4960, 7016), 255)
    ((image, scale),) = scan._images(encoded(big, "PNG", dpi=(600, 600)))
    assert image.shape == (2339, 1653)
    assert scale == pytest.approx(200 / 72, rel=0.01)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff\xe0 cut", b"plain text"])
def test_what_is_no_image_is_damaged(engine: Engine, data: bytes) -> None:
    with pytest.raises(DamagedFile):
        scan.read(data)


def test_a_cut_image_is_damaged(engine: Engine) -> None:
    whole = drawn(ROWS)
    with pytest.raises(DamagedFile):
        scan.read(whole[: len(whole) // 2])


def test_too_many_pixels_or_pages_are_refused(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    monkeypatch.setattr(scan, "MAX_PIXELS", 1000)
    with pytest.raises(FileTooLarge, match="像素"):
        scan.read(drawn(ROWS))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(FileTooLarge, match="像素"):
        scan.read(drawn(ROWS))
    monkeypatch.setattr(scan, "MAX_FRAMES", 0)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    with pytest.raises(FileTooLarge, match="页"):
        scan.read(drawn(ROWS))


def test_without_the_extra_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan_engine, "find_spec", lambda name: None)
    with pytest.raises(MissingProgram, match=r"gongkai\[ocr\]"):
        scan.read(drawn(ROWS))


def test_an_empty_page_has_no_lines_and_no_ink(engine: Engine) -> None:
    page = scan_image.prepare(np.full((200, 300), 255, np.uint8))
    assert (page.across, page.down) == ([], [])
    assert page.size == 20.0
    assert scan_image.pieces_in(page, (10, 10, 90, 40)) == []
    assert scan_image.pieces_in(page, (10, 10, 12, 12)) == []


def test_strokes_of_large_characters_are_no_lines() -> None:
    image = np.full((600, 600), 255, np.uint8)
    cv2.rectangle(image, (100, 100), (126, 104), 0, -1)
    cv2.line(image, (50, 300), (550, 300), 0, 2)
    page = scan_image.prepare(image)
    assert [round(rule.at / 10) for rule in page.across] == [30]


def test_lines_of_a_label_are_pieces_from_top_to_bottom() -> None:
    image = np.full((400, 400), 255, np.uint8)
    for y in (100, 140, 180):
        cv2.putText(image, "EH", (100, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 3)
    pieces = scan_image.pieces_in(scan_image.prepare(image), (60, 60, 300, 220))
    assert [round(piece.box[3] / 10) for piece in pieces] == [10, 14, 18]
    assert all(piece.image.shape[0] > 24 for piece in pieces)


def test_strips_outside_tables_are_joined_while_they_are_low() -> None:
    image = np.full((1600, 300), 255, np.uint8)
    for y in range(60, 1560, 100):
        cv2.putText(image, "EHE", (30, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 3)
    page = scan_image.prepare(image)
    strips = scan_image.strips_outside(page, [(0, 0, 300, 100)])
    assert [start // 100 for start, _ in strips] == [1, 7, 13]
    assert all(strip.shape[0] < 640 for _, strip in strips)
    assert scan_image.strips_outside(page, [(-5, -5, 300, 1600)]) == []


class FakeRapid:
    """Stands for the engine of rapidocr: loads its line reader at the first call."""

    def __init__(self) -> None:
        self.text_rec: Any = None
        self.found: Any = None

    def __call__(self, image: Any, **options: Any) -> Any:
        if not options["use_det"]:
            self.text_rec = lambda given: type(
                "Result", (), {"txts": ["7"] * len(given.img), "scores": [0.5] * len(given.img)}
            )
        return self.found


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="recognition needs the extra ocr")
def test_the_engine_is_asked_for_lines_and_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    rapid = FakeRapid()
    monkeypatch.setattr(scan_engine, "_engine", lambda: rapid)
    blank = np.full((20, 20), 255, np.uint8)
    assert scan_engine.read_lines([]) == []
    assert scan_engine.read_lines([blank, blank]) == [Reading("7", 0.5)] * 2
    assert scan_engine.read_lines([blank]) == [Reading("7", 0.5)]
    rapid.found = type("Result", (), {"boxes": None, "txts": None, "scores": None})
    assert scan_engine.find_text(blank) == []
    corners = np.array([[[1, 2], [9, 2], [9, 8], [1, 8]]])
    rapid.found = type("Result", (), {"boxes": corners, "txts": ["字"], "scores": [0.9]})
    assert scan_engine.find_text(blank) == [((1.0, 2.0, 9.0, 8.0), Reading("字", 0.9))]


def test_the_sample_table_has_the_cells_it_should() -> None:
    assert cell_words([["a"]]).count("Tj") == 1
