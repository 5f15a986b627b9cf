"""Write the generated pages; with --check only say which are stale, and exit 1.

glossary.md from `gongkai.terms` and `gongkai.sources`, checks.md from the registered checks,
law.md from `gongkai.law`, states.md from the two tables of moves,
settings.md from what the settings declare, adr/README.md from the headings of
the decisions, and the example in README.md and README.en.md by running the commands in it.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import gongkai.report.checks  # noqa: F401 - registers the checks
from gongkai.report.checks.engine import CHECKS, Check, Severity
from gongkai.report.forms import FORMS
from gongkai.sources import INSTRUMENTS
from gongkai.terms import TERMS

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from docs.law_page import law  # noqa: E402 - beside this file, whoever loads it
from docs.settings_page import settings  # noqa: E402
from docs.states_page import states  # noqa: E402

DOCS = ROOT / "docs"

_GENERATED = "<!-- 由 docs/generate.py 生成，请勿手改；改动后运行 make docs -->"
_EXAMPLE = re.compile(r"(?<=<!-- example:start -->\n).*?(?=<!-- example:end -->)", re.DOTALL)
_GROUPS = {
    "DATE": "日期与期限",
    "DOC": "结构与法定内容",
    "NAR": "文字表述与数字",
    "PII": "个人信息",
    "T2": "表二",
    "T3": "表三",
    "T4": "表四",
    "TXT": "文字痕迹",
    "X": "跨年度、跨机关",
}
_NEEDS = {"": "本报告", "previous": "上一年度报告", "parent": "上级汇总报告"}


def glossary() -> str:
    """Every instrument and every term: Chinese, identifier, source."""
    lines = [
        _GENERATED,
        "# 法源与法定用语",
        "",
        "每个法定用语只在 `src/gongkai/terms.py` 写一次；代码、数据集和网址用它的英文标识。",
        "",
        "## 法源",
        "",
        "| 标识 | 名称 | 文号 | 施行（印发）日期 |",
        "|---|---|---|---|",
        *(f"| `{i.key}` | {i.title} | {i.number} | {i.since} |" for i in INSTRUMENTS),
        "",
        "## 法定用语",
        "",
        "| 中文 | 标识 | 出处 |",
        "|---|---|---|",
        *(f"| {t.zh} | `{t.id}` | {t.article} |" for t in TERMS),
    ]
    return "\n".join(lines) + "\n"


def _check_row(check: Check) -> str:
    forms = "全部" if len(check.forms) == len(FORMS) else "、".join(check.forms)
    cells = (
        f'<a id="{check.id}"></a>`{check.id}`',
        check.severity.zh,
        check.sentence,
        forms,
        _NEEDS[check.needs],
        check.source,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def checks() -> str:
    """Every check by group, each with an anchor named by its id."""
    count = {s: sum(c.severity is s for c in CHECKS.values()) for s in Severity}
    lines = [
        _GENERATED,
        "# 核验规则",
        "",
        f"共 {len(CHECKS)} 条：" + "，".join(f"{s.zh} {n} 条" for s, n in count.items()) + "。",
        "",
        "- **错误**：表内数字或日期不可能同时成立，必须改。",
        "- **警告**：可疑，但存在说得通的理解，应当核实。",
        "- **提示**：格式、用语、转换痕迹，或者仅凭本文件无法核实。",
        "",
        "“表式”为 2019（国办公开办函〔2019〕60号）或 2021（国办公开办函〔2021〕30号）；",
        "“需要”指除本报告外还要提供的文件。",
    ]
    for prefix, group in groupby(sorted(CHECKS.values(), key=lambda c: c.id), _prefix):
        title = f"{_GROUPS[prefix]}（{prefix}）" if prefix in _GROUPS else prefix
        lines += [
            "",
            f"## {title}",
            "",
            "| 规则 | 程度 | 内容 | 表式 | 需要 | 依据 |",
            "|---|---|---|---|---|---|",
            *map(_check_row, group),
        ]
    return "\n".join(lines) + "\n"


def _prefix(check: Check) -> str:
    return check.id.partition(".")[0]


def decisions() -> str:
    """The index of the architecture decision records."""
    lines = [_GENERATED, "# Decisions", "", "| no. | decision | status |", "|---|---|---|"]
    for path in sorted((DOCS / "adr").glob("[0-9]*.md")):
        text = path.read_text("utf-8")
        number, title = re.findall(r"^# (\d{4}) (.+)$", text, re.MULTILINE)[0]
        status = re.findall(r"^Status: (.+)$", text, re.MULTILINE)[0]
        lines.append(f"| [{number}]({path.name}) | {title} | {status} |")
    return "\n".join(lines) + "\n"


def with_example(readme: str) -> str:
    """The same page, the commands of its example run anew and followed by what they printed."""
    block = _EXAMPLE.search(readme)
    if block is None:
        raise SystemExit("README: the markers of the example are missing")
    commands = re.findall(r"^\$ (.+)$", block[0], re.MULTILINE)
    files = re.findall(r"samples/\S+", " ".join(commands))
    if find_spec("gongkai.cli") is None or not all((ROOT / f).exists() for f in files):
        return readme
    lines, code = ["```console"], 0
    for command in commands:
        lines.append(f"$ {command}")
        if command == "echo $?":
            lines.append(str(code))
            continue
        ran = subprocess.run(
            [
                sys.executable,
                "-c",
                "from gongkai.cli import main; main()",
                *shlex.split(command)[1:],
            ],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
        )
        code = ran.returncode
        if code not in (0, 1, 2) or "Traceback" in ran.stderr:
            raise SystemExit(f"the example `{command}` fails:\n{ran.stderr}")
        lines += [line.rstrip() for line in (ran.stdout + ran.stderr).splitlines()]
    return _EXAMPLE.sub(lambda _: "\n".join([*lines, "```"]) + "\n", readme)


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page with the text it should have; the examples, which run, come last."""
    yield DOCS / "glossary.md", glossary()
    yield DOCS / "checks.md", checks()
    yield DOCS / "law.md", f"{_GENERATED}\n{law()}"
    yield DOCS / "states.md", f"{_GENERATED}\n{states()}"
    yield DOCS / "settings.md", f"{_GENERATED}\n{settings()}"
    yield DOCS / "adr" / "README.md", decisions()
    for name in ("README.md", "README.en.md"):
        yield ROOT / name, with_example((ROOT / name).read_text("utf-8"))


def stale() -> list[str]:
    """The generated pages that are missing or not as they should be."""
    return [
        path.relative_to(ROOT).as_posix()
        for path, text in pages()
        if not path.exists() or path.read_text("utf-8") != text
    ]


def main() -> int:
    """Write, or with --check only compare."""
    if "--check" in sys.argv[1:]:
        old = stale()
        print(f"stale, run `make docs`: {', '.join(old)}" if old else "generated docs are fresh")
        return int(bool(old))
    for path, text in pages():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
