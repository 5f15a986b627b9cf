"""Which Chinese fonts a PDF is printed with."""

from __future__ import annotations

import ctypes
import importlib.util
import struct
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from gongkai.errors import MissingFont
from gongkai.report.write import fonts, pdf
from tests.report.write.made_reports import report_2021


def extra() -> Path:
    """The folder of the fonts that come with the extra."""
    spec = importlib.util.find_spec(fonts.EXTRA)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("the extra `fonts` is not installed (pip install 'gongkai[fonts]')")
    return Path(spec.submodule_search_locations[0])


def renamed(font: bytes, family: str) -> bytes:
    """The font under another family name: a new name table at the end of the file."""
    strings = [(1, family), (2, "Regular"), (4, family), (6, family)]
    records, text = b"", b""
    for name_id, value in strings:
        coded = value.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, name_id, len(coded), len(text))
        text += coded
    table = struct.pack(">3H", 0, len(strings), 6 + len(records)) + records + text
    data = bytearray(font)
    count = struct.unpack_from(">H", data, 4)[0]
    for entry in range(12, 12 + 16 * count, 16):
        if data[entry : entry + 4] == b"name":
            struct.pack_into(">2I", data, entry + 8, len(data), len(table))
    return bytes(data) + table


def fonts_of(data: bytes) -> set[str]:
    """Names of the fonts in which a PDF is set."""
    document = pypdfium2.PdfDocument(data)
    names = set()
    for page in document:
        text = page.get_textpage()
        for k in range(text.count_chars()):
            name = ctypes.create_string_buffer(80)
            pdfium.FPDFText_GetFontInfo(text, k, name, 80, ctypes.c_int())
            names.add(name.value.decode().rsplit("+", 1)[-1].removesuffix("-Identity-H"))
    document.close()
    return names - {""}


def test_without_a_system_font_the_extra_prints() -> None:
    extra()
    found = fonts.find_fonts(system=False)
    assert found.body == ("Noto Serif SC", "Noto Sans SC")
    assert found.heading[0] == found.title[0] == "Noto Sans SC"
    assert found.title_weight == 400
    written = pdf.write(report_2021(), system_fonts=False)
    assert fonts_of(written) == {"NotoSansSC-Regular", "NotoSerifSC-Regular"}


def test_the_extra_is_plain_data_that_is_found_without_import(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    extra()
    monkeypatch.delitem(sys.modules, fonts.EXTRA, raising=False)
    fonts.find_fonts(system=False)
    assert fonts.EXTRA not in sys.modules


def test_fonts_of_the_body_come_first(tmp_path: Path) -> None:
    source = extra()
    for file, family in (
        ("NotoSerifSC-Regular.otf", "FangSong_GB2312"),
        ("NotoSansSC-Regular.otf", "SimHei"),
    ):
        (tmp_path / f"{family}.otf").write_bytes(renamed((source / file).read_bytes(), family))
    found = fonts.find_fonts((tmp_path,), system=False)
    assert found.body[0] == found.subheading[0] == "FangSong_GB2312"
    assert found.heading[0] == found.title[0] == "SimHei"
    written = pdf.write(report_2021(), font_dirs=[tmp_path], system_fonts=False)
    assert fonts_of(written) == {"FangSong_GB2312", "SimHei"}


def test_no_font_at_all_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "EXTRA", "no_such_package_of_fonts")
    with pytest.raises(MissingFont, match="apt install fonts-noto-cjk.*gongkai\\[fonts\\]"):
        fonts.find_fonts(system=False)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFont, match="字体目录不存在.*nowhere"):
        fonts.find_fonts((tmp_path / "nowhere",))


class Face:
    """A font as typst lists it."""

    def __init__(self, family: str, weight: int) -> None:
        self.family, self.weight = family, weight


@pytest.mark.parametrize(
    ("faces", "title", "weight", "heading", "body"),
    [
        # the four official fonts
        (
            [("FZXiaoBiaoSong-B05S", 400), ("SimHei", 400), ("FangSong", 400), ("KaiTi", 400)],
            "FZXiaoBiaoSong-B05S", 400, "SimHei", "FangSong",
        ),
        # Debian: a bold serif stands in for 小标宋
        (
            [("Noto Serif CJK SC", 400), ("Noto Serif CJK SC", 700), ("Noto Sans CJK SC", 400)],
            "Noto Serif CJK SC", 700, "Noto Sans CJK SC", "Noto Serif CJK SC",
        ),
        ([("Noto Serif CJK SC", 400), ("SimHei", 400)], "SimHei", 400, "SimHei",
         "Noto Serif CJK SC"),
        ([("SimSun", 400)], "SimSun", 400, "SimSun", "SimSun"),
        ([("Noto Sans CJK SC", 400)],) + ("Noto Sans CJK SC", 400) + ("Noto Sans CJK SC",) * 2,
        # a variable font that starts at hairline is no font for text
        ([("Noto Sans SC", 100), ("STSong", 400)], "STSong", 400, "STSong", "STSong"),
    ],
)  # fmt: skip
def test_the_best_font_for_each_part_is_taken(
    monkeypatch: pytest.MonkeyPatch,
    faces: list[tuple[str, int]],
    title: str,
    weight: int,
    heading: str,
    body: str,
) -> None:
    import typst

    class Book:
        def __init__(self, **_: Any) -> None:
            pass

        def fonts(self) -> list[Face]:
            return [Face(*face) for face in faces]

    monkeypatch.setattr(typst, "Fonts", Book)
    found = fonts.find_fonts()
    assert (found.title[0], found.title_weight) == (title, weight)
    assert found.heading[0] == heading
    assert found.body[0] == body
