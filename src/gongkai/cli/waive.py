"""gongkai waive: accept a finding, with the reason and who accepts it."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.options import file_option, parent_option, path_argument, previous_option
from gongkai.cli.program import UNREADABLE, leave
from gongkai.cli.streams import Problems, read_all, reference, tell
from gongkai.cli.wording import Command
from gongkai.errors import BadInput

__all__ = ["command"]


@click.command("waive", cls=Command)
@path_argument("file", metavar="文件")
@click.option("--finding", required=True, metavar="编号", help="要豁免的问题，如 T4.BLANK")
@click.option("--reason", required=True, metavar="理由", help="为什么不必改")
@click.option("--who", required=True, metavar="姓名或部门", help="谁认可的")
@file_option("--waivers", default="waivers.toml", help="核验豁免文件，不写为 waivers.toml")
@previous_option
@parent_option
def command(
    file: Path,
    finding: str,
    reason: str,
    who: str,
    waivers: Path,
    previous: Path | None,
    parent: Path | None,
) -> None:
    """认可一个问题并写明理由；所依据的数据变了，问题会重新出现。"""
    from gongkai.report.checks.batch import check_report
    from gongkai.report.checks.waivers import Waiver, inputs_hash, save_waiver

    problems: Problems = []
    earlier = reference("--previous", previous, problems)
    above = reference("--parent", parent, problems)
    known: list[str] = []
    for report in read_all([file], problems):
        for found in check_report(report, earlier, above):
            known.append(found.id)
            if found.id == finding:
                entry = Waiver(report.file, finding, reason, who, inputs_hash(report, found))
                save_waiver(waivers, entry)
                tell(f"已写入 {waivers}：{report.file} 的 {finding}")
                return
    if problems:
        leave(UNREADABLE)
    raise BadInput(f"{file.name} 没有编号为 {finding} 的问题；现有：{'、'.join(known) or '无'}")
