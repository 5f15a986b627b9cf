"""Text in any Chinese encoding is recognised, whatever is declared."""

from __future__ import annotations

import random
import time

import pytest

from gongkai.errors import DamagedFile
from gongkai.report.read.encoding import decode

TEXT = (
    "一、总体情况\n本年度，我机关认真贯彻落实条例，主动公开政府信息三百二十条，收到公开申请九件，"
    "结转上年度办理的申请零件。共开展培训2次，增加人员5名，网站访问量上升8.9%。\n"
) * 3
TRADITIONAL = (
    "一、總體情況\n本年度，本機關主動公開政府資訊三百二十條，收到公開申請九件，"
    "結轉上年度辦理的申請零件，網站訪問量上升。\n"
) * 3


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "big5", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "gb2312"])
def test_simplified_text_is_read_whatever_is_declared(encoding: str, declared: str) -> None:
    text, used = decode(TEXT.encode(encoding), declared)
    assert text == TEXT
    assert used == ("utf-8" if encoding == "utf-8" else "gb18030")


@pytest.mark.parametrize("declared", ["", "Big5", "gb2312", "windows-1252"])
def test_traditional_text_in_big5_is_not_mistaken_for_gb_18030(declared: str) -> None:
    assert decode(TRADITIONAL.encode("big5"), declared) == (TRADITIONAL, "big5hkscs")


def test_characters_beyond_gb_2312_are_read_although_gb_2312_is_declared() -> None:
    text = TEXT + "朱镕基、喆、㎡、𠮷"
    assert decode(text.encode("gb18030"), "gb2312") == (text, "gb18030")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")],
)
def test_a_byte_order_mark_decides_and_is_taken_off(encoding: str, name: str) -> None:
    assert decode(TEXT.encode(encoding), "gb2312") == (TEXT, name)


def test_marks_of_the_other_byte_order_and_of_gb_18030() -> None:
    for encoding in ("utf-16-be", "utf-32-be", "gb18030"):
        assert decode(f"\ufeff{TEXT}".encode(encoding)) == (TEXT, encoding)


def test_a_utf_8_mark_before_gbk_text_is_a_lie() -> None:
    assert decode(b"\xef\xbb\xbf" + TEXT.encode("gbk")) == (TEXT, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == (TEXT, encoding)
    page = f"<html><body><p>{'x' * 300}</p>\n{TEXT}</body></html>"
    assert decode(page.encode(encoding) + b"\0") == (page, encoding)


def test_stray_zero_bytes_do_not_make_utf_16() -> None:
    page = TEXT[:40] + "\0" + TEXT[40:] + "\0\0"
    assert decode(page.encode("utf-8")) == (page, "utf-8")
    assert decode(page.encode("gbk")) == (page, "gb18030")


def test_hz_is_read_and_plain_ascii_with_tildes_is_not() -> None:
    assert decode("政府信息 12".encode("hz")) == ("政府信息 12", "hz")
    for plain in ("a ~{ b", "~~ ~} x", "~{x~}"):
        assert decode(plain.encode()) == (plain, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_a_file_cut_in_the_middle_of_a_character_is_read_to_its_end(encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5hkscs" else TEXT
    whole = text.encode(encoding)
    for end in range(len(whole) - 12, len(whole)):
        read, used = decode(whole[:end])
        assert used == encoding
        assert text.startswith(read.rstrip("\ufffd"))
        assert len(read.rstrip("\ufffd")) >= len(text) - 13


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_character_here_and_there_is_marked(encoding: str) -> None:
    whole = TEXT.encode(encoding)
    at = whole.find("，".encode(encoding))
    read, used = decode(whole[:at] + b"\xff" + whole[at:])
    assert used == encoding
    assert read.count("\ufffd") in (1, 2)
    assert read.startswith(TEXT[:8]) and read.endswith(TEXT[-30:])


def test_a_few_characters_are_read_in_the_usual_encoding() -> None:
    assert decode("总计 0\n无".encode("gbk")) == ("总计 0\n无", "gb18030")
    assert decode("總計".encode("big5"), "big5") == ("總計", "big5hkscs")


def test_nothing_and_ascii_are_utf_8() -> None:
    assert decode(b"") == ("", "utf-8")
    assert decode(b"1,234", "gbk") == ("1,234", "utf-8")


@pytest.mark.parametrize("size", [500, 5_000, 5_000_000])
def test_noise_is_refused_soon(size: int) -> None:
    noise = random.Random(size).randbytes(size)
    began = time.process_time()
    with pytest.raises(DamagedFile, match="认不出文字的编码"):
        decode(noise)
    assert time.process_time() - began < 10


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_kr", "cp1251", "cp037"])
def test_other_languages_are_refused_rather_than_read_as_chinese(encoding: str) -> None:
    text = {
        "shift_jis": "情報公開の実施状況について、次のとおり公表します。" * 9,
        "euc_kr": "정보공개 운영 실적을 다음과 같이 공표합니다. " * 9,
        "cp1251": "Отчёт об открытости информации за год. " * 9,
        "cp037": "Freedom of information report, 2023. " * 9,
    }[encoding]
    with pytest.raises(DamagedFile):
        decode(text.encode(encoding))
