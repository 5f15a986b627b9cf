"""A zip of reports: right names, no debris, and one bad member harms no other."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge, ReadError, UnsupportedFormat
from gongkai.report.read import archive
from gongkai.report.read.archive import members
from gongkai.report.read.limits import MAX_UNPACKED, Budget
from tests.report.read import bad_files as bad


def _names(data: bytes) -> list[str]:
    return [name for name, _ in members(data)]


def _errors(data: bytes, budget: Budget | None = None) -> dict[str, ReadError]:
    return {n: c for n, c in members(data, budget) if isinstance(c, ReadError)}


def _raw_named(name: bytes, extra: bytes = b"") -> bytes:
    """A zip whose one member has these bytes as its name, without the UTF-8 flag."""
    placeholder = "x" * len(name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        info = zipfile.ZipInfo(placeholder)
        info.extra = extra
        made.writestr(info, b"x")
    return out.getvalue().replace(placeholder.encode(), name)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_a_flag_are_decoded(encoding: str) -> None:
    name = "年度報告/區政府.docx"
    assert _names(_raw_named(name.encode(encoding))) == [name]


def test_a_backslash_within_a_gbk_character_is_no_separator() -> None:
    name = "乗\\甲.docx".encode("gbk")
    assert name[1:2] == b"\\"
    assert _names(_raw_named(name)) == ["乗/甲.docx"]


def test_names_with_the_flag_and_odd_code_pages_stay() -> None:
    assert _names(bad.zip_of({"报告.txt": b"x", "é.txt": b"x"})) == ["报告.txt", "é.txt"]
    assert _names(_raw_named(b"\xff\xff.txt")) == [
        b"\xff\xff.txt".decode("cp437").replace("\xa0", "?")
    ]


def test_the_name_in_the_unicode_field_comes_first() -> None:
    real = "真名.txt".encode()
    field = struct.pack("<HHBI", 0x7075, len(real) + 5, 1, 0) + real
    other = struct.pack("<HH", 0x5455, 1) + b"\0"
    assert _names(_raw_named(b"?????.txt", other + field)) == ["真名.txt"]


def test_debris_of_systems_is_skipped() -> None:
    debris = ["__MACOSX/._a.docx", "x/.DS_Store", "Thumbs.db", "a/~$甲.docx", "._b", "desktop.ini",
              ".~lock.甲.docx#", "folder/"]  # fmt: skip
    assert _names(bad.zip_of({**dict.fromkeys(debris, b"x"), "甲.txt": b"x"})) == ["甲.txt"]


def test_a_path_that_climbs_out_is_only_a_label() -> None:
    data = bad.zip_of({"../../etc/甲.txt": b"x", "/abs.txt": b"y", "..": b"z", "a\x07b.txt": b"w"})
    assert _names(data) == ["etc/甲.txt", "abs.txt", "未命名", "a?b.txt"]


def test_nested_zips_are_opened_to_a_small_depth() -> None:
    inner = bad.zip_of({"甲.txt": b"1"})
    for _ in range(4):
        inner = bad.zip_of({"里.zip": inner, "乙.txt": b"2"})
    found = dict(members(inner))
    assert found["里.zip/里.zip/乙.txt"] == b"2"
    assert "里.zip/乙.txt" in found
    assert isinstance(found["里.zip/里.zip/里.zip"], UnsupportedFormat)
    assert len(found) == 4


def test_office_files_are_members_and_no_archives() -> None:
    docx = bad.docx()
    assert dict(members(bad.zip_of({"甲.docx": docx}))) == {"甲.docx": docx}


def test_bad_members_are_told_and_the_others_are_given() -> None:
    broken = bad.docx()[:-30]
    data = bad.zip_of({"1.docx": broken, "2.zip": b"PK\x03\x04" + bytes(60), "3.txt": b"ok"})
    found = dict(members(data))
    assert isinstance(found["1.docx"], DamagedFile)
    assert isinstance(found["2.zip"], DamagedFile)
    assert found["3.txt"] == b"ok"


def test_an_encrypted_member_is_told_beside_the_readable_ones() -> None:
    assert [type(e) for e in _errors(bad.locked_zip({"a": b"x", "b": b"y"})).values()] == [
        EncryptedFile,
        EncryptedFile,
    ]


def test_a_zip_that_cannot_be_opened_is_raised() -> None:
    with pytest.raises(DamagedFile):
        list(members(b"PK\x03\x04"))


def test_a_bomb_is_refused_and_its_neighbours_are_read() -> None:
    data = bad.zip_of({"前.txt": b"1", "弹.txt": bytes(300 * 2**20), "后.txt": b"2"})
    found = dict(members(data))
    assert isinstance(found["弹.txt"], FileTooLarge)
    assert (found["前.txt"], found["后.txt"]) == (b"1", b"2")


def test_a_member_over_the_limit_that_hid_its_size_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 100)

    def refuse(*_: object) -> bytes:
        raise FileTooLarge("大")

    monkeypatch.setattr(archive, "read_member", refuse)
    budget = Budget()
    assert list(_errors(bad.zip_of({"a": b"x"}), budget)) == ["a"]
    assert budget.left == MAX_UNPACKED - 100


def test_all_members_together_have_a_limit() -> None:
    budget = Budget(left=2500)
    data = bad.zip_of({str(i): bytes(1000) for i in range(9)})
    found = dict(members(data, budget))
    assert list(found) == ["0", "1", "2"]
    assert isinstance(found["2"], FileTooLarge)


def test_nested_zips_share_the_limits_of_the_outermost() -> None:
    inner = bad.zip_of({str(i): bytes(1000) for i in range(9)})
    data = bad.zip_of({"a.zip": inner, "b.zip": inner, "c.txt": b"x"})
    found = dict(members(data, Budget(left=4000)))
    assert "c.txt" not in found
    found = dict(members(data, Budget(members=5)))
    assert isinstance(found["a.zip/4"], FileTooLarge)
    assert "b.zip" not in str(list(found))


def test_too_many_members_within_a_nested_zip_spoil_only_that() -> None:
    many = bad.zip_of({str(i): b"" for i in range(20_001)}, zipfile.ZIP_STORED)
    found = dict(members(bad.zip_of({"多.zip": many, "甲.txt": b"x"})))
    assert isinstance(found["多.zip"], FileTooLarge)
    assert found["甲.txt"] == b"x"
