"""A member of a zip is never inflated beyond its limit."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge
from gongkai.report.read import limits
from tests.report.read import bad_files as bad


def _member(data: bytes, limit: int = 1000) -> bytes:
    with limits.open_zip(data) as archive:
        return limits.read_member(archive, archive.infolist()[0], limit)


def test_a_member_within_its_limit_is_given_whole() -> None:
    assert _member(bad.zip_of({"a": b"x" * 1000})) == b"x" * 1000


def test_a_member_that_admits_its_size_is_refused_before_it_is_inflated() -> None:
    with pytest.raises(FileTooLarge, match="上限 1000 字节"):
        _member(bad.zip_of({"a": b"x" * 1001}))


def test_a_member_that_lies_about_its_size_is_found_out() -> None:
    data = bytearray(bad.zip_of({"a": bytes(5_000_000)}))
    entry = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 10)
    with pytest.raises(DamagedFile):
        _member(bytes(data))


def test_the_limit_holds_even_if_the_stream_gives_more_than_declared() -> None:
    data = bad.zip_of({"a": bytes(5000)})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.infolist()[0]
        info.file_size = 10

        class Generous(zipfile.ZipFile):
            def open(self, *_: object, **__: object) -> io.BytesIO:  # type: ignore[override]
                return io.BytesIO(bytes(5000))

        with Generous(io.BytesIO(data)) as generous, pytest.raises(FileTooLarge):
            limits.read_member(generous, info, 1000)


def test_an_encrypted_member_is_told_as_such() -> None:
    with pytest.raises(EncryptedFile):
        _member(bad.locked_zip({"a": b"x"}))


def test_a_broken_member_and_an_odd_compression_are_told_as_such() -> None:
    data = bytearray(bad.zip_of({"a": bytes(range(256))}))
    data[40:60] = bytes(20)
    with pytest.raises(DamagedFile, match="损坏"):
        _member(bytes(data))
    with pytest.raises(DamagedFile, match="压缩方式"):
        _member(bad.zip_of({"a": b"x"}, zipfile.ZIP_LZMA))


@pytest.mark.parametrize(
    "data",
    [b"PK\x05\x06", b"PK\x03\x04" + bytes(50), b"PK\x01\x02PK\x05\x06" + b"\xff" * 18, b"x"],
)
def test_what_is_no_zip_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedFile):
        limits.open_zip(data)


def test_sizes_are_said_in_the_unit_that_fits() -> None:
    said = [limits.size_in_words(n) for n in (12, 2048, 200 * 2**20, 3 * 2**29)]
    assert said == ["12 字节", "2 kB", "200 MB", "1.5 GB"]


def test_a_file_too_large_to_be_read_is_refused_by_its_size() -> None:
    limits.check_size(limits.MAX_BYTES)
    with pytest.raises(FileTooLarge, match="上限 100 MB"):
        limits.check_size(limits.MAX_BYTES + 1)
