"""The title among the lines above section one."""

# ruff: noqa: E501 -- a case a line reads better

from __future__ import annotations

import pytest

from gongkai.report.read.title import find_title, is_page_line

TITLE = "云州市水务局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([TITLE, "根据条例，编制本报告。"], (0, 0, TITLE)),
        (["首页 > 年报 > " + TITLE, "索引号：1", TITLE, "正文。"], (2, 2, TITLE)),
        (["云州市水务局", "2023年政府信息公开工作年度报告"], (0, 1, TITLE)),
        (["云州市水务局", "2023年政府信息公开工作", "年度报告"], (0, 2, TITLE)),
        (["云州市水务局", "二〇二三年政府信息公开工作年度报告"], (0, 1, "云州市水务局二〇二三年政府信息公开工作年度报告")),
        (["2023年云州市水务局政府信息公开工作年度报告"], (0, 0, "2023年云州市水务局政府信息公开工作年度报告")),
        (["云州市水务局2023年政府信息公开年报"], (0, 0, "云州市水务局2023年政府信息公开年报")),
        (["云州市水务局政府信息公开工作年度报告", "（2023年度）"], (0, 1, "云州市水务局政府信息公开工作年度报告（2023年度）")),
        (["云州市水务局", "政府信息公开工作年度报告", "（2023年）"], (0, 2, "云州市水务局政府信息公开工作年度报告（2023年）")),
        (["云州市水务局政府信息公开工作年度报告", "正文。"], (0, 0, "云州市水务局政府信息公开工作年度报告")),
        (["云州市水务局文件", "云水字〔2024〕3号", TITLE + "的公示"], (2, 2, TITLE + "的公示")),
        (["**" + TITLE + "**"], (0, 0, TITLE)),
        (["2023年度云州市水务局政务公开工作报告"], (0, 0, "2023年度云州市水务局政务公开工作报告")),
        (["当前位置：首页", "2023年政府信息公开工作年度报告"], (1, 1, "2023年政府信息公开工作年度报告")),
        ([TITLE, f"现公布{TITLE}，", "请各单位阅知。"], (0, 0, TITLE)),
        ([TITLE, f"按照《{TITLE[-8:]}格式》", "编制。"], (0, 0, TITLE)),
        (["关于做好防汛工作的通知", "各单位："], None),
        (["本局简介"], None), (["简介", "职责", "机构", "电话"], None), ([], None),
    ],
)  # fmt: skip
def test_the_title_is_found(lines: list[str], found: tuple[int, int, str] | None) -> None:
    assert find_title(lines) == found


@pytest.mark.parametrize(
    "text",
    ["发布时间：2024-01-20 来源：云州市水务局 浏览次数：128", "信息来源：本局", "字体：【大 中 小】", "索引号：000",
     "点击数：3", "（发布日期：2024年1月20日）", "目  录", "打印"],
)  # fmt: skip
def test_lines_of_the_page_are_known(text: str) -> None:
    assert is_page_line(text)


@pytest.mark.parametrize(
    "text", ["来源于群众的建议共3件。", "2024年1月20日", "根据条例，编制本报告。", "云州市水务局"]
)
def test_lines_of_the_report_are_not(text: str) -> None:
    assert not is_page_line(text)
