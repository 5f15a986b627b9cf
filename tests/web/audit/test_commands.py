"""gongkai audit verify and export: what they say, and their exit codes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from gongkai.cli.audit import command
from gongkai.errors import BadInput
from gongkai.web import manage
from gongkai.web.audit.export import export
from gongkai.web.audit.models import Entry
from tests.web.audit.test_chain import NOW, line, tamper, write

pytestmark = pytest.mark.django_db


def run(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `gongkai audit …`."""
    with pytest.raises(SystemExit) as leaving:
        command.main(list(words))
    out, err = capfd.readouterr()
    return int(leaving.value.code or 0), out, err


def test_a_whole_trace_is_0_and_gives_its_anchor(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "verify") == (0, "留痕完好，共 0 条\n", "")
    write(3)
    code, out, err = run(capfd, "verify")
    anchor = f"3:{Entry.objects.get(id=3).hash}"
    assert (code, err) == (0, "")
    assert out == f"留痕完好，共 3 条\n锚点 {anchor}（请另行保存，供日后核对）\n"
    write(1)
    assert run(capfd, "verify", "--anchor", anchor)[0] == 0


def test_a_broken_trace_is_1_and_names_the_first_line(capfd: pytest.CaptureFixture[str]) -> None:
    write(9)
    tamper("UPDATE audit_entry SET reason = '' WHERE id IN (4, 7)")
    code, out, err = run(capfd, "verify")
    assert code == 1
    assert out == "第 4 条的内容被改动过\n第 7 条的内容被改动过\n"
    assert err == "gongkai：留痕不完整，第一处在第 4 条：第 4 条的内容被改动过\n"


def test_a_trace_that_is_broken_everywhere_is_not_listed_wholly(
    capfd: pytest.CaptureFixture[str],
) -> None:
    write(60)
    tamper("UPDATE audit_entry SET reason = ''")
    code, out, _ = run(capfd, "verify")
    assert (code, len(out.splitlines()), out.splitlines()[-1]) == (1, 51, "……其余不再列出")


def test_an_anchor_that_is_none_is_2(capfd: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capfd, "verify", "--anchor", "7")
    assert code == 2
    assert err.startswith("gongkai：锚点“7”不对")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"GONGKAI_TEST_DATABASE_URL": "sqlite:////nonexistent/g.sqlite3"}, "不存在"),
        ({"GONGKAI_TEST_DATABASE_URL": "postgresql://g@127.0.0.1:1/g"}, "数据库读不了"),
        ({"GONGKAI_TEST_DATABASE_URL": "mysql://g"}, "应以 sqlite:/// 或 postgresql:// 开头"),
        ({"DJANGO_SETTINGS_MODULE": "", "GONGKAI_SECRET_KEY": ""}, "GONGKAI_SECRET_KEY"),
    ],
)
def test_a_data_base_that_cannot_be_opened_is_2(changed: dict[str, str], told: str) -> None:
    environment = {name: value for name, value in (os.environ | changed).items() if value}
    code = "from gongkai.cli.audit import command; command.main(['verify'])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_tables_that_are_not_there_are_2(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_chain RENAME TO other")
    code, _, err = run(capfd, "verify")
    assert code == 2
    assert "audit_chain" in err


# export -----------------------------------------------------------------------------------------


def test_the_hash_of_an_exported_line_can_be_made_from_the_line(
    capfd: pytest.CaptureFixture[str],
) -> None:
    write(5)
    code, out, err = run(capfd, "export")
    assert (code, err) == (0, "")
    previous = ""
    for number, text in enumerate(out.splitlines(), 1):
        values = json.loads(text)
        said = values.pop("hash")
        again = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(again.encode()).hexdigest() == said
        assert (values["id"], values["previous"]) == (number, previous)
        previous = said
    assert number == 5


def test_csv_is_for_people(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from gongkai.web.audit import chain

    chain.append(line(1, reason='=HYPERLINK("x")', personal=True), NOW)
    chain.append(line(2, kind="gone.model", actor=None, reason="多\n行"), NOW)
    target = tmp_path / "留痕.csv"
    assert run(capfd, "export", "-o", str(target))[0] == 0
    text = target.read_text("utf-8")
    assert text.startswith("\ufeff序号,时间,人员,")
    one, two = csv.DictReader(io.StringIO(text[1:]))
    assert one["时间"] == "2026-11-21 17:30:00+08:00"
    assert (one["岗位"], one["动作"], one["机关"]) == ("受理", "记录", "市局")
    assert (one["理由"], one["查阅个人信息"]) == ('\'=HYPERLINK("x")', "是")
    assert one["改动后"] == '{"total": 2}'
    assert (two["对象种类"], two["人员编号"], two["理由"]) == ("gone.model", "", "多\n行")
    assert two["前一条哈希"] == one["哈希"]
    assert os.listdir(tmp_path) == ["留痕.csv"]


def test_a_period_is_from_midnight_to_midnight_here() -> None:
    from gongkai.web.audit import chain

    # 2026-11-20 16:00 UTC is midnight in Shanghai
    midnight = datetime(2026, 11, 20, 16, tzinfo=UTC)
    for number, seconds in enumerate((-1, 0, 86_399, 86_400)):
        chain.append(line(number), midnight + timedelta(seconds=seconds))

    def ids(**period: date) -> list[int]:
        return [json.loads(text)["id"] for text in export("jsonl", **period) if text]

    day = date(2026, 11, 21)
    assert ids() == [1, 2, 3, 4]
    assert ids(since=day) == [2, 3, 4]
    assert ids(until=day) == [1, 2, 3]
    assert ids(since=day, until=day) == [2, 3]


def test_the_export_is_made_a_few_lines_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.web.audit import chain

    write(7)
    monkeypatch.setattr(chain.lines, "__kwdefaults__", {"after": 0, "step": 2})
    made = export("jsonl")
    next(made)
    assert json.loads(next(made))["id"] == 1
    write(1)
    assert len(list(made)) == 7


def test_a_line_that_cannot_be_read_is_said_and_no_file_is_left(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*args: Any, **kwargs: Any) -> Any:
        yield 4, None

    write(5)
    monkeypatch.setattr("gongkai.web.audit.chain.lines", unreadable)
    code, _, err = run(capfd, "export", "-o", str(tmp_path / "a.jsonl"))
    assert code == 2
    assert "第 4 条读不出来" in err
    assert os.listdir(tmp_path) == []


def test_a_place_that_cannot_be_written_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capfd, "export", "-o", "/nonexistent/a.csv")
    assert code == 2
    assert "无法写入" in err


def test_the_commands_of_django_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    write(2)
    call_command("audit_verify")
    call_command("audit_export", "--format", "csv", "--since", "2026-11-22")
    out = capsys.readouterr().out
    assert out.startswith("留痕完好，共 2 条")
    assert out.count("\n") == 3
    with pytest.raises(BadInput):
        manage.run("audit_verify", anchor="x")
