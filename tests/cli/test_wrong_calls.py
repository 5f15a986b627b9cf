"""Calls and files that are wrong: one Chinese sentence, the right exit code, never a traceback."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from gongkai.cli import COMMANDS, main
from gongkai.cli.streams import emit
from gongkai.errors import BadInput, WriteError
from tests.cli.support import file

pytestmark = pytest.mark.no_cover  # traced it takes three times as long, for few branches

# the call ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["chek"], "没有 chek 这个命令（是不是 check？）；用 gongkai --help 查看全部命令"),
        (["something"], "没有 something 这个命令；"),
        (["-x"], "没有 -x 这个选项；用 gongkai --help 查看用法"),
        (["read"], "缺少 文件…；用 gongkai read --help 查看用法"),
        (["write", "x"], "缺少 --output；"),
        (["read", "x", "--formt", "csv"], "没有 --formt 这个选项（是不是 --format？）；"),
        (["check", "x", "--format", "pdf"], "--format 的值不对，应是 text、json、sarif、html 之一"),
        (["check", "x", "--format"], "--format 后面要写上它的值；用 gongkai check --help"),
        (["check", "x", "--show-waived=1"], "--show-waived 后面不带值；"),
        (["consolidate", "x", "--year", "今年"], "--year 的值不对，应是整数；"),
        (["corpus", "x", "-o", "d", "--workers", "0"], "--workers 的值不对，应是1到1024的整数；"),
        (["write", "x", "-o", "y.docx", "z"], "多了参数 z；用 gongkai write --help"),
        (["write", "x", "-o", "y.rtf"], "不能写出“.rtf”格式；"),
        (["read", "x", "-o", "y.pdf"], "y.pdf 的扩展名不是 .json、.csv、.parquet、.txt；"),
        (["corpus", "x"], "请用 -o 指定数据集目录"),
        (["corpus", "x", "y", "-o", "d"], "一次只读一个目录或清单，多了 y"),
        (["corpus", "report"], "请写明数据集目录"),
        (["corpus", "report", "no-data-set"], "no-data-set 不是 gongkai corpus 生成的数据集"),
        (["corpus", "no-such-directory", "-o", "d"], "不存在"),
        (["site", "no-such-directory"], "no-such-directory 不存在"),
    ],
)
def test_a_wrong_call_is_explained(run, args: list[str], says: str) -> None:
    answer = run(*args)
    assert answer.code == 2 and answer.out == ""
    assert answer.err.startswith(f"gongkai：{says}") or says in answer.err
    assert answer.err.count("\n") == 1


def test_without_a_command_the_help_is_shown(run) -> None:
    answer = run()
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == run("--help").out


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_chinese_and_names_everything(run, command: tuple[str, ...]) -> None:
    text = run(*command, "--help").out
    assert text.startswith(f"用法：{' '.join(('gongkai', *command))} [选项]")
    assert run(*command, "-h").out == text
    assert not re.search(r"Usage|Options|Show|PATH|TEXT|INTEGER|required|\.\.\.", text)
    if not command:
        assert [line.split()[0] for line in text.splitlines() if line[2:].startswith(COMMANDS)] == [
            *COMMANDS
        ]


def test_the_version_is_said(run) -> None:
    assert re.fullmatch(r"gongkai \d+\.\d+\.\d+\S*\n", run("--version").out)


def test_nothing_heavy_is_imported_before_a_command_needs_it() -> None:
    heavy = "lxml pypdfium2 python_calamine typst polars xlsxwriter numpy gongkai.report.checks"
    program = (
        "import sys\n"
        "from gongkai.cli import main\n"
        "from click.testing import CliRunner\n"
        "CliRunner().invoke(main, ['--help'])\n"
        f"print([m for m in {heavy.split()} if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


# files that are wrong ---------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_said(run) -> None:
    answer = run("read", "没有这个.docx")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("没有这个.docx：无法打开文件（文件不存在）")


def test_an_empty_directory_is_said(run, tmp_path: Path) -> None:
    answer = run("read", tmp_path)
    assert answer.code == 2 and "目录中没有文件" in answer.err


@pytest.mark.parametrize("command", ["read", "check", "consolidate", "write"])
def test_an_output_that_cannot_be_written_is_said(
    run, clean: Path, tmp_path: Path, command: str
) -> None:
    blocked = tmp_path / "文件"
    blocked.write_text("不是目录")
    answer = run(command, clean, "-o", blocked / "x.json")
    assert answer.code == 2
    assert f"无法写入 {blocked / 'x.json'}（已有同名文件，不是目录）" in answer.err


def test_what_is_compared_with_must_be_readable(run, clean: Path, tmp_path: Path) -> None:
    none = tmp_path / "none.docx"
    for command in ("check", "waive", "consolidate"):
        more = ["--finding", "x", "--reason", "x", "--who", "x"] if command == "waive" else []
        answer = run(command, clean, "--parent", none, *more)
        assert answer.code == 2
        assert f"--parent 给出的 {none} 没有读到报告，无法对照" in answer.err
    many = run("consolidate", clean, "--parent", clean, clean.parent)
    assert many.code == 2
    folder = tmp_path / "两份"
    folder.mkdir()
    file(folder, "a.html")
    file(folder, "b.html")
    two = run("consolidate", clean, "--parent", folder)
    assert two.code == 2 and "中有2份报告；请只给一份" in two.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"waiver = [1]", "应由若干 [[waiver]] 组成"),
        (b"waiver = [", "不是正确的 TOML：文件末尾有误"),
        (b"[[waiver]]\nfile 3", "不是正确的 TOML：第2行第6个字符处有误"),
        ("说明 = '甲'".encode("gbk"), "不是 UTF-8 编码"),
        (None, "（文件不存在）"),
    ],
)
def test_a_wrong_waiver_file_is_explained_in_chinese(
    run, clean: Path, tmp_path: Path, content: bytes | None, says: str
) -> None:
    path = tmp_path / "list" / "w.toml"
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    answer = run("check", clean, "--waivers", path)
    assert answer.code == 2 and says in answer.err
    said = re.sub("gongkai|waiver|TOML|UTF-8", "", answer.err.replace(str(path), ""))
    assert not re.search("[A-Za-z]", said)


def test_a_list_of_bodies_may_have_any_encoding(run, clean: Path, tmp_path: Path) -> None:
    text = "机关名称,上级\n云州市教育局,\n云州市财政局,\n"
    for n, encoding in enumerate(("utf-8", "utf-8-sig", "gbk", "utf-16")):
        path = tmp_path / f"{n}.csv"
        path.write_bytes(text.encode(encoding))
        assert "缺报1" in run("consolidate", clean, "--expected", path).out, encoding
        site = run("site", clean, "-o", tmp_path / "out", "--expected", path)
        assert (site.code, site.err) == (0, ""), encoding
        index = (tmp_path / "out" / "index.html").read_text("utf-8")
        assert "汇总（1/2）" in index, encoding


def test_a_wrong_list_of_bodies_is_explained(run, clean: Path, tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    for content, says in ((b"a,b\n", "实有：a、b"), (b"name\n\0\0", "不是文本文件")):
        path.write_bytes(content)
        for command in ("consolidate", "site"):
            answer = run(command, clean, "--expected", path)
            assert answer.code == 2 and says in answer.err
    for command in ("consolidate", "site"):
        answer = run(command, clean, "--expected", tmp_path / "none.csv")
        assert answer.code == 2 and "无法打开文件（文件不存在）" in answer.err


def test_the_list_of_bodies_among_the_reports_is_no_report(run, tmp_path: Path) -> None:
    file(tmp_path, "教育局.docx")
    bodies = tmp_path / "bodies.csv"
    bodies.write_text("name\n云州市教育局\n", "utf-8")
    answer = run("consolidate", tmp_path, "--expected", bodies)
    assert (answer.code, answer.err) == (0, "") and "未计入" not in answer.out
    site = run("site", tmp_path, "-o", tmp_path / "out")
    assert "共1份报告，未能读取0个文件" in site.out


@pytest.mark.parametrize(
    ("text", "says"),
    [("{", "不是有效的JSON"), ("[]", "没有报告"), ('{"schema": "report-1"}', "缺少属性“form”")],
)
def test_a_wrong_report_json_is_named(run, tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "报告.json"
    path.write_text(text, "utf-8")
    answer = run("write", path, "-o", tmp_path / "x.docx")
    assert answer.code == 2
    assert answer.err.startswith(f"gongkai：{path}") and says in answer.err


def test_fonts_are_looked_for_where_the_call_says(run, clean: Path, tmp_path: Path) -> None:
    answer = run("write", clean, "-o", tmp_path / "x.pdf", "--fonts", tmp_path / "none")
    assert answer.code == 2 and "字体目录不存在" in answer.err


def test_a_name_in_no_encoding_is_no_obstacle(run, clean: Path, tmp_path: Path) -> None:
    pytest.importorskip("polars", reason="the extra `bulk` (polars) is not installed")
    folder = tmp_path / "odd"
    folder.mkdir()
    name = os.fsdecode("教育局.docx".encode("gbk"))
    clean.rename(folder / name)
    answer = run("corpus", folder, "-o", tmp_path / "set", "--workers", "1")
    assert answer.code == 0 and answer.out.startswith("共1个文件：读出报告1份")
    listed = tmp_path / "list.txt"
    listed.write_bytes("甲.docx\n乙.docx\n".encode("gbk"))
    answer = run("corpus", listed, "-o", tmp_path / "set2", "--workers", "1")
    assert answer.code == 0 and "未能读取2个" in answer.out


def test_an_unfinished_data_set_has_no_page(run, tmp_path: Path) -> None:
    (tmp_path / "plan.jsonl").write_text("")
    answer = run("corpus", "report", tmp_path)
    assert answer.code == 2 and "还没有做完" in answer.err


def test_a_damaged_data_set_has_no_page(run, tmp_path: Path) -> None:
    pytest.importorskip("polars", reason="the extra `bulk` (polars) is not installed")
    (tmp_path / "plan.jsonl").write_text("")
    (tmp_path / "summary.json").write_text(
        '{"files": 1, "reports": 1, "failures": 0, "findings": 0, "errors": 0}'
    )
    part = tmp_path / "reports" / "year=2024" / "000000.parquet"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"PAR1 nothing")
    answer = run("corpus", "report", tmp_path)
    assert answer.code == 2 and "有文件损坏" in answer.err


def test_a_year_without_a_form_does_not_stop_the_site(run, tmp_path: Path) -> None:
    old = file(tmp_path, "old.html")
    old.write_text(old.read_text("utf-8").replace("2024", "2018").replace("2025", "2019"), "utf-8")
    answer = run("site", old, "-o", tmp_path / "out")
    assert answer.code == 0 and (tmp_path / "out" / "index.html").exists()


def test_the_names_of_the_commands_can_be_completed() -> None:
    context = click.Context(main)
    assert main.list_commands(context) == [*COMMANDS]
    assert main.get_command(context, "no-such-command") is None


# the streams ------------------------------------------------------------------------------------


def test_a_full_disk_under_stdout_is_said(clean: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full")
    for args in (["read", str(clean)], ["--help"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "gongkai.cli", *args], stdout=full, stderr=subprocess.PIPE
            )
        assert done.returncode == 2
        assert "磁盘已满" in done.stderr.decode() and "Traceback" not in done.stderr.decode()


class Screen(io.TextIOWrapper):
    """A terminal that remembers what it was shown."""

    def isatty(self) -> bool:
        return True


def test_a_screen_gets_no_binary_and_nothing_that_steers_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Screen(io.BytesIO())
    monkeypatch.setattr("sys.stdout", screen)
    with pytest.raises(BadInput, match="请用 -o 写入文件"):
        emit(b"PAR1", None)
    emit('{"raw": "\x1b[2J"}', None)
    assert screen.buffer.getvalue().decode() == '{"raw": "\ufffd[2J"}'


def test_without_stdout_the_way_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(WriteError, match="标准输出已关闭；请用 -o 写入文件"):
        emit("x", None)


def test_a_closed_pipe_is_no_error(clean: Path) -> None:
    command = f"{sys.executable} -m gongkai.cli read {clean} --format json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_an_interrupted_run_says_so(run, clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    handlers = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("gongkai.report.read.batch.read_files", interrupt)
    try:
        answer = run("read", clean)
    finally:
        signal.signal(signal.SIGINT, handlers[0])
        signal.signal(signal.SIGTERM, handlers[1])
    assert (answer.code, answer.err) == (130, "gongkai：已中断\n")
