"""gongkai read | check | … | calendar | deadline | fee | remedy: the command line, thin.

Exit codes: 0 clean, 1 errors found in a report, 2 a file could not be read or the call was wrong,
130 interrupted.
Results go to stdout or to the file of -o; what went wrong goes to stderr, one sentence a file.
"""

from __future__ import annotations

import click

from gongkai.cli.program import Program

__all__ = ["COMMANDS", "main"]

# In the order of --help. To add one: its name here, and a module of that name beside this file
# that defines `command`.
COMMANDS = (
    "read", "check", "waive", "consolidate", "write", "corpus", "site",
    "calendar", "deadline", "fee", "remedy", "audit",
    "serve", "prepare", "backup", "restore",
)  # fmt: skip

_EPILOG = """例：
  gongkai check 年报.docx                  核验一份报告
  gongkai check 年报.docx -o 结果.html     在网页上看结果
  gongkai write 年报.doc -o 年报.pdf       换一种格式

各命令的选项用 gongkai 命令 --help 查看，如 gongkai check --help。
退出码：0 没有错误，1 查出错误，2 有文件读不了或命令写得不对，130 中途停止。"""


@click.group(cls=Program, commands_in=__name__, names=COMMANDS, epilog=_EPILOG)
@click.version_option(package_name="gongkai", message="gongkai %(version)s", help="显示版本")
def main() -> None:
    """读取、核验、汇总、编制政府信息公开工作年度报告；计算办理申请的期限、收费和救济期限。"""
