"""`gongkai calendar | deadline | fee | remedy`: dates and fees with their articles."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CLAUSE = "《中华人民共和国政府信息公开条例》（国务院令第711号）第三十三条第二款"
LOCAL = 'number = "云政办发〔2024〕3号"\nissued = 2024-03-01\n'


def data(answer: Any) -> Any:
    assert (answer.code, answer.err) == (0, "")
    return json.loads(answer.out)


def overlay(folder: Path, text: str, name: str = "补充.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


# deadline ---------------------------------------------------------------------------------------


def test_a_deadline_as_text_is_the_date_its_reasons_and_every_day(run) -> None:
    answer = run("deadline", "--received", "2024-02-02")
    assert (answer.code, answer.err) == (0, "")
    lines = answer.out.splitlines()
    assert lines[0] == "答复期限：2024年3月6日（周三）"
    assert "  2024-02-04 周日  第 1 日  春节调休上班（国办发明电〔2023〕7号）" in lines
    assert lines[-1] == "  2024-03-06 周三  第 20 日  工作日"


def test_a_deadline_as_json_has_the_published_keys(run) -> None:
    found = data(run("deadline", "--received", "2024-02-02", "--format", "json"))
    assert (found["due"], found["provisional"], found["article"]) == ("2024-03-06", False, CLAUSE)
    assert len(found["steps"]) == 33
    first, second = found["steps"][:2]
    assert (first["date"], first["kind"], first["n"]) == ("2024-02-03", "rest", None)
    assert (second["date"], second["kind"], second["n"]) == ("2024-02-04", "make-up", 1)
    assert found["steps"][-1]["n"] == 20


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (["--received", "2024-03-01", "--pause", "2024-03-06/2024-03-20"], "2024-04-15"),
        (
            ["--received", "2024-03-01", "--pause", "2024-03-06/2024-03-20", "--extension", "20"],
            "2024-05-14",
        ),
        (
            ["--received", "2024-04-08", "--pause", "2024-04-10/2024-04-24"]
            + ["--pause", "2024-04-15/2024-05-09"],
            "2024-06-03",
        ),
        (["--received", "2023-09-20", "--correction", "2023-10-12"], "2023-11-09"),
        (["--received", "2024-05-20", "--fee-paid", "2024-06-28"], "2024-07-26"),
        (["--received", "2019-05-14"], "2019-06-04"),
        (["--received", " 2020-01-17 ", "--as-of", "2020-01-20"], "2020-02-19"),
        (["--received", "2020-01-17"], "2020-02-21"),
    ],
)
def test_every_option_of_a_deadline(run, options: list[str], due: str) -> None:
    assert data(run("deadline", *options, "--format", "json"))["due"] == due


def test_a_deadline_in_a_year_without_notice_is_provisional(run) -> None:
    found = data(run("deadline", "--received", "2026-12-10", "--format", "json"))
    assert (found["due"], found["provisional"]) == ("2027-01-08", True)
    assert "（暂计）" in run("deadline", "--received", "2026-12-10").out.splitlines()[0]


@pytest.mark.parametrize("name", ["期限.html", "期限.json", "期限.txt", "期限"])
def test_the_suffix_of_the_output_is_its_format(run, tmp_path: Path, name: str) -> None:
    target = tmp_path / "新目录" / name
    answer = run("deadline", "--received", "2024-02-02", "-o", target)
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    text = target.read_text("utf-8")
    begins = {".html": "<!DOCTYPE html>", ".json": "{", ".txt": "答复期限：", "": "答复期限："}
    assert text.startswith(begins[target.suffix])


def test_html_goes_to_the_screen_too(run) -> None:
    out = run("deadline", "--received", "2024-02-02", "--format", "html").out
    assert out.startswith("<!DOCTYPE html>") and out.endswith("</html>\n")


def test_an_overlay_and_the_day_of_its_issue(run, tmp_path: Path) -> None:
    local = overlay(tmp_path, LOCAL + "holidays = [2024-04-10]\n")
    more = overlay(tmp_path, "\ufeff" + LOCAL + "holidays = [2024-04-11]\n", "又一份.toml")
    asked = ["deadline", "--received", "2024-03-20", "--format", "json"]
    assert data(run(*asked))["due"] == "2024-04-18"
    assert data(run(*asked, "--calendar", local))["due"] == "2024-04-19"
    assert data(run(*asked, "--calendar", local, "--calendar", more))["due"] == "2024-04-22"
    earlier = run(*asked, "--calendar", local, "--as-of", "2024-02-29")
    assert data(earlier)["due"] == "2024-04-18"


# calendar ---------------------------------------------------------------------------------------


def test_a_year_in_every_format(run, tmp_path: Path) -> None:
    text = run("calendar", "2026").out
    assert text.startswith("2026年：248 个工作日，依据国办发明电〔2025〕7号")
    found = data(run("calendar", "2026", "--format", "json"))
    assert (found["year"], found["working_days"], len(found["days"])) == (2026, 248, 365)
    assert found["days"][3] == {
        "date": "2026-01-04",
        "kind": "make-up",
        "name": "元旦",
        "notice": "国办发明电〔2025〕7号",
    }
    page = tmp_path / "2026.html"
    assert run("calendar", "2026", "-o", page).code == 0
    assert "<h1>2026年工作日历</h1>" in page.read_text("utf-8")


def test_a_year_as_it_was_known_and_with_local_days(run, tmp_path: Path) -> None:
    before = data(run("calendar", "2024", "--as-of", "2023-10-01", "--format", "json"))
    assert (before["provisional"], before["notice"]) == (True, None)
    local = overlay(tmp_path, LOCAL + "holidays = [2024-04-10]\n")
    found = data(run("calendar", "2024", "--calendar", local, "--format", "json"))
    assert found["working_days"] == 250
    assert run("calendar", "2027").out.startswith("2027年：放假通知尚未发布")


# fee --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "fee"),
    [
        (["--items", "29", "4"], 600),
        (["--items", "1", "10"], 0),
        (["--pages", "250"], 4700),
        (["--pages", "0"], 0),
        (["--pages", "30", "--on", "2024-03-01"], 0),
    ],
)
def test_a_fee_with_its_parts(run, options: list[str], fee: int) -> None:
    found = data(run("fee", *options, "--format", "json"))
    assert found["fee"] == fee
    assert isinstance(found["parts"], list)


def test_a_fee_as_text(run, tmp_path: Path) -> None:
    text = run("fee", "--items", "29", "4", "--format", "text").out
    assert "600" in text.splitlines()[0] and "  · " in text
    target = tmp_path / "fee.json"
    assert run("fee", "--pages", "31", "-o", target).code == 0
    assert json.loads(target.read_text("utf-8"))["fee"] == 10


# remedy -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "last_day", "article"),
    [
        (["2024-08-02", "--kind", "reconsideration"], "2024-10-08", "第二十条第一款"),
        (["2024-08-31", "--kind", "suit"], "2025-02-28", "第四十六条第一款"),
        (["2025-09-18", "--kind", "suit-after-reconsideration"], "2025-10-09", "第四十五条"),
        (["2024-03-01", "--kind", "suit", "--untold"], "2025-03-03", "第六十四条"),
        (
            ["2024-03-01", "--kind", "reconsideration", "--told-on", "2024-06-03"],
            "2024-08-02",
            "第二十条第一款",
        ),
    ],
)
def test_the_last_day_for_a_remedy(run, options: list[str], last_day: str, article: str) -> None:
    found = data(run("remedy", "--known", *options, "--format", "json"))
    assert found["last_day"] == last_day
    assert found["article"].endswith(article)


def test_a_remedy_as_text(run) -> None:
    call = ("remedy", "--known", "2024-08-02", "--kind", "reconsideration")
    assert run(*call).out.startswith("{")  # another program gets data
    out = run(*call, "--format", "text").out
    assert out.startswith("申请行政复议的最后一日：2024年10月8日（周二）\n")
    assert "顺延至 2024-10-08" in out
    later = run("remedy", "--known", "2026-09-01", "--kind", "suit", "--format", "text").out
    assert "（暂计）" in later.splitlines()[0]


def test_a_remedy_counted_with_local_days_and_as_it_was_known(run, tmp_path: Path) -> None:
    local = overlay(tmp_path, LOCAL + "holidays = [2024-04-10]\n")
    asked = ["remedy", "--known", "2024-02-10", "--kind", "reconsideration", "--format", "json"]
    assert data(run(*asked))["last_day"] == "2024-04-10"
    assert data(run(*asked, "--calendar", local))["last_day"] == "2024-04-11"
    assert data(run(*asked, "--as-of", "2023-10-01"))["provisional"] is True


# wrong calls ------------------------------------------------------------------------------------

RECEIVED = ["deadline", "--received", "2024-03-01"]
REMEDY = ["remedy", "--known", "2024-03-01", "--kind"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["deadline"], "缺少 --received"),
        (["deadline", "--received", "2024-02-30"], "--received 的日期“2024-02-30”不对；应如"),
        (["deadline", "--received", "明天"], "--received 的日期“明天”不对"),
        (["deadline", "--received", "2008-04-30"], "2008-04-30 尚无“答复期限”的规定"),
        (["deadline", "--received", "2040-01-02"], "2040-01-02 不在工作日历的范围之内"),
        ([*RECEIVED, "--pause", "2024-03-06"], "--pause 的值“2024-03-06”不对；应是 发出日/"),
        ([*RECEIVED, "--pause", "2024-03-06/"], "--pause 的日期“”不对"),
        ([*RECEIVED, "--pause", "2024-03-20/2024-03-06"], "早于发出日 2024-03-20"),
        ([*RECEIVED, "--pause", "2024-02-06/2024-03-06"], "早于收到申请之日 2024-03-01"),
        ([*RECEIVED, "--extension", "25"], "最长不得超过 20 个工作日（《中华"),
        ([*RECEIVED, "--extension", "-1"], "延长 -1 个工作日没有意义"),
        ([*RECEIVED, "--extension", "十"], "--extension 的值不对，应是整数"),
        ([*RECEIVED, "--correction", "2024-02-01"], "收到补正之日 2024-02-01 早于"),
        ([*RECEIVED, "--correction", "2024/3/5"], "--correction 的日期“2024/3/5”不对"),
        ([*RECEIVED, "--fee-paid", "2024-02-01"], "缴费完成之日 2024-02-01 早于"),
        (
            ["deadline", "--received", "2020-03-02", "--fee-paid", "2020-03-09"],
            "2020-03-09 尚无“缴费后答复期限自缴费完成次日起重新计算”的规定",
        ),
        ([*RECEIVED, "--as-of", "1999-01-01"], "没有任何一年的放假通知"),
        ([*RECEIVED, "--format", "pdf"], "--format 的值不对，应是 text、json、html 之一"),
        ([*RECEIVED, "-o", "期限.pdf"], "期限.pdf 的扩展名不是 .json、.html、.txt"),
        ([*RECEIVED, "--calendar", "没有.toml"], "日历补充文件 没有.toml 读不了：文件不存在"),
        (["calendar"], "缺少 年份"),
        (["calendar", "今年"], "年份 的值不对，应是整数"),
        (["calendar", "2003"], "没有 2003 年的工作日历；现有 2004 至 2031 年"),
        (["calendar", "2032"], "没有 2032 年的工作日历"),
        (["calendar", "0"], "没有 0 年的工作日历"),
        (["calendar", "2026", "2027"], "多了参数 2027"),
        (["fee"], "按件还是按量只能择一：请写 --items 首件 件数，或者 --pages 页数"),
        (["fee", "--items", "1", "2", "--pages", "3"], "按件还是按量只能择一"),
        (["fee", "--items", "1"], "--items 后面要写上它的值"),
        (["fee", "--items", "0", "2"], "序号为0，应不少于1件"),
        (["fee", "--pages", "-3"], "页数为-3，应不少于0页"),
        (["fee", "--pages", "很多"], "--pages 的值不对，应是整数"),
        (["fee", "--pages", "3", "--on", "2020-12-31"], "尚无"),
        (["fee", "--pages", "3", "--format", "html"], "--format 的值不对，应是 text、json 之一"),
        (["remedy", "--known", "2024-03-01"], "缺少 --kind"),
        ([*REMEDY, "appeal"], "--kind 的值不对，应是 reconsideration、suit、"),
        (["remedy", "--known", "x", "--kind", "suit"], "--known 的日期“x”不对"),
        ([*REMEDY, "suit", "--told-on", "2024-02-01"], "早于知道内容之日 2024-03-01"),
        (["remedy", "--known", "1990-01-02", "--kind", "suit"], "1990-01-02 尚无“直接起诉的期限”"),
        (["remedy", "--known", "2040-01-02", "--kind", "suit"], "不在工作日历的范围之内"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_exit_code_2(run, args: list[str], says: str) -> None:
    answer = run(*args)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("gongkai：") and answer.err.count("\n") == 1
    assert says in answer.err


def test_an_extension_beyond_the_law_names_its_article(run) -> None:
    assert CLAUSE in run(*RECEIVED, "--extension", "25").err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"number = ", "不是正确的 TOML"),
        (b'number = "3\xba\xc5"', "不是 UTF-8 编码；请另存为 UTF-8"),
        (b"", "缺少文号"),
    ],
)
def test_a_broken_overlay_is_said_with_its_name(
    run, tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "补充.toml"
    path.write_bytes(content)
    answer = run("calendar", "2026", "--calendar", path)
    assert (answer.code, answer.out) == (2, "")
    assert "补充.toml" in answer.err and says in answer.err


def test_a_directory_is_no_overlay(run, tmp_path: Path) -> None:
    answer = run("calendar", "2026", "--calendar", tmp_path)
    assert answer.code == 2 and "读不了" in answer.err


# start-up ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [["deadline", "--received", "2024-02-02"], ["fee", "--pages", "31"], ["calendar", "2026"]],
    ids=lambda args: args[0],
)
def test_a_date_loads_no_reader_of_reports(args: list[str]) -> None:
    """What makes the start slow is not imported: the readers, the writers, the checks."""
    script = (
        "import sys; sys.argv = ['gongkai', *sys.argv[1:]]\n"
        "from gongkai.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *args], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.split())
    heavy = {"lxml", "pypdfium2", "polars", "typst", "xlsxwriter", "python_calamine", "django"}
    assert loaded & heavy == set()
    assert not {m for m in loaded if m.startswith(("gongkai.report.read", "gongkai.report.checks"))}
