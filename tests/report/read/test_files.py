"""From a path to bytes and back: what is no plain file, names of any bytes, zips of nothing."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from gongkai.errors import DamagedFile, FileTooLarge, NotAReport, ReadError, UnsupportedFormat
from gongkai.files import why, write_whole
from gongkai.report.read import batch, data, limits, open
from gongkai.report.read.batch import expand, files_below, read_files
from gongkai.report.read.files import load
from gongkai.report.read.open import read_document
from gongkai.report.write import html
from gongkai.report.write.text import one_line, visible
from tests.report.checks.support import make_report
from tests.report.read import bad_files as bad

PAGE = html.dump(make_report({"year": 2024})).encode()


def test_a_file_is_read_whole_or_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert (load(path), load(path, 2)) == (b"12345", b"12")


def test_what_is_no_plain_file_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    for path, kind, said in (
        (tmp_path / "pipe", UnsupportedFormat, "管道或设备"),
        (Path("/dev/zero"), UnsupportedFormat, "管道或设备"),
        (tmp_path, UnsupportedFormat, "目录中没有文件"),
        (tmp_path / "loop", DamagedFile, "没有尽头"),
        (tmp_path / "none", DamagedFile, "不存在"),
        (tmp_path / ("x" * 300), DamagedFile, "文件名太长"),
    ):
        with pytest.raises(kind, match=said):
            load(path)
        with pytest.raises(kind, match=said):
            load(path, 4)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 4)
    monkeypatch.setattr(limits, "MAX_ARCHIVE", 8)
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "b").write_bytes(b"PK\x03\x045678")
    with pytest.raises(FileTooLarge, match="上限 4 字节"):
        load(tmp_path / "a")
    assert len(load(tmp_path / "b")) == 8, "a zip may be larger"


def test_only_a_zip_of_reports_may_be_as_large_as_a_zip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 100)
    outcomes = {i.name: i.content for i in open.expand(bad.docx(), "a.docx")}
    assert isinstance(outcomes["a.docx"], FileTooLarge)
    members = list(open.expand(bad.zip_of({"a.txt": b"x" * 50}), "a.zip"))
    assert [m.content for m in members] == [b"x" * 50]


def test_a_text_of_too_many_lines_and_a_page_of_too_many_paragraphs_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open, "MAX_LINES", 5)
    with pytest.raises(FileTooLarge, match="文本有6行，超过上限5行"):
        read_document("甲\n".encode() * 6, "a.txt")
    monkeypatch.setattr(open, "MAX_BLOCKS", 5)
    with pytest.raises(FileTooLarge, match="正文有6段，超过上限5段"):
        read_document("<p>甲</p>".encode() * 6, "a.html")


def test_a_web_page_with_a_drawing_is_not_taken_for_a_drawing() -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    for head in (b"", b"<?xml version='1.0'?>\n", b"<!-- a --><!-- b -->",
                 b"<!DOCTYPE svg [<!ENTITY a 'b'>]>\n"):  # fmt: skip
        assert data.is_ours(head + drawing)
    assert not data.is_ours(b"<html><body>" + drawing)
    assert not data.is_ours(b"<!DOCTYPE html>" + drawing)
    assert not data.is_ours(b"<!-- -->" * 400 + b"<p>")


# batches ------------------------------------------------------------------------------------------


def test_a_directory_gives_its_plain_files_and_an_empty_one_itself(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.txt", ".hidden", "~$b.docx", ".git/x"):
        (tmp_path / "full" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "full" / name).touch()
    os.mkfifo(tmp_path / "full" / "pipe")
    (tmp_path / "empty").mkdir()
    full, empty = tmp_path / "full", tmp_path / "empty"
    assert files_below(full) == [full / "b.txt", full / "sub" / "a.txt"]
    assert expand([full, empty, tmp_path / "none"]) == [
        *files_below(full),
        empty,
        tmp_path / "none",
    ]


def test_a_zip_of_which_nothing_can_be_read_is_one_error(tmp_path: Path) -> None:
    inner = {f"{n}.docx": b"" for n in range(5)}
    for name, members in (
        ("坏.zip", inner),
        ("半.zip", {**inner, "好.html": PAGE, "后.txt": b""}),
        ("单.zip", {"a.txt": b""}),
        ("空.zip", {}),
    ):
        (tmp_path / name).write_bytes(bad.zip_of(members))
    outcomes = list(
        read_files(tmp_path / name for name in ("坏.zip", "半.zip", "单.zip", "空.zip"))
    )
    names = [o.name for o in outcomes]
    assert names[0] == "坏.zip" and "5个文件都无法读取，如 坏.zip/0.docx" in str(outcomes[0].error)
    assert names[1:8] == [f"半.zip/{n}.docx" for n in range(5)] + [
        "半.zip/好.html",
        "半.zip/后.txt",
    ]
    assert names[8:] == ["单.zip/a.txt", "空.zip"]
    assert [o.name for o in outcomes if o.reports] == ["半.zip/好.html"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("年报.html".encode("gb18030"), "年报.html"),
        ("两\n行\t\x1b[1m.html".encode(), "两\ufffd行\ufffd\ufffd[1m.html"),
        (b"\xff.html", "\ufffd.html"),
        ("全　角.html".encode(), "全　角.html"),
    ],
)
def test_a_name_of_any_bytes_has_a_label(name: bytes, shown: str, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(PAGE)
    (outcome,) = read_files([path])
    assert outcome.name == outcome.reports[0].file == shown


def test_a_file_that_goes_away_meanwhile_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path, most: int | None = None) -> bytes:
        if most is None:
            raise DamagedFile("没有了")
        return b"PK\x03\x04"

    monkeypatch.setattr(batch, "load", gone)
    (outcome,) = read_files([tmp_path / "a.zip"])
    assert isinstance(outcome.error, ReadError) and outcome.name == "a.zip"


def test_a_text_that_is_no_report_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("明天休息。", "utf-8")
    (outcome,) = read_files([tmp_path / "a.txt"])
    assert isinstance(outcome.error, NotAReport)


# writing ------------------------------------------------------------------------------------------


def test_a_link_is_followed_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_bytes() == b"new"
    os.mkfifo(tmp_path / "pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_whole(tmp_path / "pipe", b"through")
    reader.join()
    assert got == [b"through"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link", "pipe", "real"]


def test_the_system_is_quoted_in_chinese() -> None:
    assert why(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert why(OSError(4242, "strange")) == "系统错误 4242"
    assert why(BlockingIOError()) == "BlockingIOError"


def test_a_terminal_is_not_steered() -> None:
    assert visible("a\x1b[2J\u202eb\n\t\ud800") == "a\ufffd[2J\ufffdb\n\t\ufffd"
    assert one_line("a\nb\tc") == "a\ufffdb\ufffdc"
