"""Hostile files at the command line: one sentence each, the rest of the batch unharmed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from gongkai.report.write import to_bytes
from tests import hostile_files as hostile
from tests.report.checks.support import make_report

pytestmark = [
    pytest.mark.skipif(
        sys.platform != "linux", reason="memory is measured through /proc, which only Linux has"
    ),
    pytest.mark.no_cover,  # traced it takes three times as long, for few branches
]

GOOD = "好.docx"
SECONDS, MEGABYTES = 20.0, 1000.0
GONGKAI = (sys.executable, "-m", "gongkai.cli")
ENGLISH = re.compile(
    r"Traceback|[A-Za-z]*Error\b|[Ee]xception|\b(?:not|file|invalid|cannot|is|the)\b"
)


class Answer(NamedTuple):
    code: int
    out: str
    err: str
    seconds: float  # the longest that it was silent: what one file took
    megabytes: float


def run(*args: object, folder: Path, seconds: float = 90, stdout: int = subprocess.PIPE) -> Answer:
    """`gongkai …` in a folder, and the memory that it and its children took together."""
    started = time.monotonic()
    process = subprocess.Popen(
        [*GONGKAI, *map(os.fspath, args)],  # type: ignore[call-overload]
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    peak = [0.0]
    ended = threading.Event()
    lines: list[bytes] = []
    times = [started]

    def watch() -> None:
        while not ended.wait(0.04):
            peak[0] = max(peak[0], sum(map(_megabytes, family(process.pid))))

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            lines.append(line)
            times.append(time.monotonic())

    def stop() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    threads = [threading.Thread(target=listen), threading.Thread(target=watch)]
    deadline = threading.Timer(seconds, stop)
    for thread in (*threads, deadline):
        thread.start()
    out = process.stdout.read() if process.stdout else b""
    process.wait()
    deadline.cancel()
    ended.set()
    for thread in threads:
        thread.join()
    times.append(time.monotonic())
    assert times[-1] - started < seconds, f"{args} took more than {seconds} s"
    silent = max(after - before for before, after in pairwise(times))
    if process.stdout:
        process.stdout.close()
    if process.stderr:
        process.stderr.close()
    return Answer(process.returncode, out.decode(), b"".join(lines).decode(), silent, peak[0])


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    pids = [pid]
    for each in pids:  # grows
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{each}/task"):
                children = Path(f"/proc/{each}/task/{task}/children").read_text()
                pids += map(int, children.split())
    return pids


def _megabytes(pid: int) -> float:
    """Memory of one process; what it shares with others counts in part."""
    with contextlib.suppress(OSError, AttributeError, ProcessLookupError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) / 1024  # type: ignore[index]
    return 0.0


@pytest.fixture(scope="module")
def good() -> bytes:
    return to_bytes(make_report({"year": 2024}), ".docx")


@pytest.fixture
def folder(tmp_path: Path, good: bytes) -> Path:
    """A directory with one good report."""
    (tmp_path / GOOD).write_bytes(good)
    return tmp_path


def is_one_sentence(line: str) -> bool:
    """Whether a line of stderr is Chinese, whole, and nothing that a library says."""
    _, _, said = line.partition("：")
    said = re.sub(r"gongkai\[\w+\]|docs/schema/report-1\.json|pip install", "", said)
    return bool(re.search(r"[\u4e00-\u9fff]{4}", said)) and not ENGLISH.search(said)


def refused(folder: Path, names: list[str], answer: Answer) -> None:
    """Each file has its sentence, and the good report of the batch was read."""
    lines = answer.err.splitlines()
    assert [line.partition("：")[0].split("/")[0] for line in lines] == names
    assert [line for line in lines if not is_one_sentence(line)] == []
    assert "root:" not in answer.err + answer.out, "/etc/passwd"
    assert answer.code == 2
    assert GOOD in answer.out
    assert answer.seconds < SECONDS
    assert answer.megabytes < MEGABYTES


# files --------------------------------------------------------------------------------------------

GROUPS: dict[str, tuple[str, Callable[[], dict[str, bytes]]]] = {
    "bombs and entities": ("read", hostile.bombs),
    "locked": ("check", hostile.locked),
    "empty and cut off": ("check", hostile.cut),
    "noise": ("read", hostile.noise),
    "nested": ("read", hostile.deep),
    "large": ("read", hostile.large),
}


@pytest.mark.parametrize(
    "group", [pytest.param(g, marks=[pytest.mark.thorough] * (g == "large")) for g in GROUPS]
)
def test_each_bad_file_is_one_sentence_and_the_good_one_is_read(group: str, folder: Path) -> None:
    command, make = GROUPS[group]
    files = make()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    names = [*files]
    middle = len(names) // 2
    answer = run(command, *names[:middle], GOOD, *names[middle:], folder=folder)
    refused(folder, names, answer)


@pytest.mark.needs_libreoffice
@pytest.mark.thorough  # test_office stops it sooner
def test_libreoffice_is_stopped_when_it_takes_too_much(folder: Path) -> None:
    for name, data in hostile.for_office().items():
        (folder / name).write_bytes(data)
        refused(folder, [name], run("read", name, GOOD, folder=folder))


@pytest.mark.parametrize(
    ("source", "name"), [("pdf", "年报.docx"), ("html", "年报.doc"), ("docx", "年报"),
                         ("xlsx", "年报.txt"), ("mht", "年报.html"), ("md", "年报.pdf")],
)  # fmt: skip
def test_a_wrong_ending_is_no_reason_to_refuse(source: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes((hostile.FORMATS / f"approval.{source}").read_bytes())
    answer = run("read", name, "--format", "csv", folder=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count(f"\n{name},") == 200


def test_a_web_page_with_a_drawing_at_its_head_is_a_web_page(tmp_path: Path) -> None:
    page = (hostile.FORMATS / "approval.html").read_text("utf-8")
    (tmp_path / "年报.html").write_text(page.replace("<body>", "<body><svg></svg>", 1), "utf-8")
    assert run("read", "年报.html", folder=tmp_path).code == 0


# names and kinds of file --------------------------------------------------------------------------


def test_what_is_no_plain_file_is_said_and_never_waited_for(folder: Path) -> None:
    (folder / "目录.docx").mkdir()
    (folder / "甲.docx").symlink_to("乙.docx")
    (folder / "乙.docx").symlink_to("甲.docx")
    os.mkfifo(folder / "管道.docx")
    (folder / "设备.docx").symlink_to("/dev/zero")
    long = "长" * 90 + ".docx"
    names = ["目录.docx", "甲.docx", "管道.docx", "设备.docx", long, "没有.docx"]
    answer = run("read", *names[:3], GOOD, *names[3:], folder=folder)
    refused(folder, names, answer)
    assert "目录中没有文件" in answer.err and "管道或设备" in answer.err
    every = run("read", ".", "--format", "csv", folder=folder)
    assert (every.code, every.err) == (0, ""), "of a directory only plain files are taken"


NAMES = {
    b"-o \xe6\x8a\xa5.docx": "-o 报.docx",
    "两\n行.docx".encode(): "两\ufffd行.docx",
    "引\"号'.docx".encode(): "引\"号'.docx",
    b"\x1b[31mred.docx": "\ufffd[31mred.docx",
    "全　角.docx".encode(): "全　角.docx",
    "年报.docx".encode("gb18030"): "年报.docx",
    b"\xff\xfe.docx": "\ufffd\ufffd.docx",
    b"\xe2\x80\xaexcod.exe": "\ufffdxcod.exe",
    b"x" * 250 + b".docx": "x" * 250 + ".docx",
}


@pytest.mark.parametrize("command", ["read", "check"])
def test_names_of_any_bytes_are_shown_on_one_line(
    command: str, tmp_path: Path, good: bytes
) -> None:
    for n, name in enumerate(NAMES):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:
            file.write(good if n % 2 else b"")
    args = [os.fsdecode(name) for name in NAMES]
    answer = run(command, "--", *args, folder=tmp_path)
    shown = [*NAMES.values()]
    assert answer.code == 2
    assert [line.split("：")[0] for line in answer.err.splitlines()] == shown[::2]
    assert all(name in answer.out for name in shown[1::2])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", answer.out + answer.err)
    data = run(command, "--format", "json", "--", *args, folder=tmp_path)
    assert all(f'"file": "{name}"' in data.out for name in shown[1::4])


# output -------------------------------------------------------------------------------------------


def test_an_output_that_takes_nothing_is_said(folder: Path) -> None:
    with open("/dev/full", "w") as full:
        answer = run("read", GOOD, folder=folder, stdout=full.fileno())
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "磁盘已满" in answer.err
    (folder / "满").symlink_to("/dev/full")
    answer = run("read", GOOD, "-o", "满", folder=folder)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "磁盘已满" in answer.err
    assert not Path("/dev/full").is_file(), "a device is written to, never replaced"


def test_an_output_closed_early_or_from_the_start(folder: Path) -> None:
    program = f"{sys.executable} -m gongkai.cli"
    for command, code, said in (
        (f"{program} read {GOOD} --format json | head -c 9", "0", ""),
        (f"{program} read {GOOD} >&-", "2", "标准输出已关闭"),
        (f"{program} read 没有.docx 2>&-", "2", ""),
        (f"{program} --help >/dev/full", "2", "磁盘已满"),
    ):
        done = subprocess.run(
            ["bash", "-c", f"{command}; echo ${{PIPESTATUS[0]}} >code"],
            cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert ((folder / "code").read_text().strip(), said in done.stderr) == (code, True), command
        assert done.stderr.count("\n") == (1 if said else 0)


def test_a_terminal_gets_no_control_characters(folder: Path) -> None:
    nasty = "9\x1b[2J\x9b31m\u202e<script>"
    report = make_report({"cells": {"t3.granted.total": nasty}, "body": "云州\x1b]0;x\x07市"})
    (folder / "年报.json").write_bytes(to_bytes(report, ".json"))
    for form in ("table", "csv"):
        ours, theirs = os.openpty()
        process = subprocess.Popen(
            [*GONGKAI, "read", "年报.json", "--format", form], cwd=folder, stdout=theirs
        )
        os.close(theirs)
        out = b""
        with contextlib.suppress(OSError):  # the other end is closed
            while part := os.read(ours, 65536):
                out += part
        os.close(ours)
        assert process.wait() == 0
        assert "<script>" in out.decode()
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", out.decode())
    assert "\x1b" not in run("read", "年报.json", folder=folder).out
    assert "\x1b" not in run("check", "年报.json", folder=folder).out


# stopping -----------------------------------------------------------------------------------------


@pytest.fixture
def slow(folder: Path) -> list[str]:
    """Files that keep a worker busy for seconds."""
    (folder / "慢.txt").write_bytes(b"\t1\n" * 290_000)
    return ["慢.txt"] * 9


@pytest.mark.parametrize(("number", "group"), [(signal.SIGINT, True), (signal.SIGTERM, False)])
def test_an_interrupted_batch_ends_at_once_and_leaves_nobody(
    slow: list[str], folder: Path, number: signal.Signals, group: bool
) -> None:
    process = subprocess.Popen(
        [*GONGKAI, "check", *slow], cwd=folder, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 20
    while len(pids := family(process.pid)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.3)
    (os.killpg if group else os.kill)(process.pid, number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "gongkai：已中断"
    assert not ENGLISH.search(err.replace("gongkai", ""))
    assert len(pids) > 1
    assert not [pid for pid in pids if _runs(pid)]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
