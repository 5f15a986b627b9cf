"""Printed labels and headings → those of the forms."""

# ruff: noqa: E501 -- a case a line reads better

from __future__ import annotations

import pytest

from gongkai.report.forms import FORMS
from gongkai.report.read.labels import (
    column_3_name,
    exact_row,
    fold,
    heading_number,
    is_column_2,
    leaf_scores,
    row_2_name,
    similarity,
    split_enumerator,
    split_heading,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("（ 三 ）　不予公開", "(三)不予公开"), ("㈠予以公开", "(一)予以公开"), ("①更新", "1.更新"),
        ("⑵重复申请", "(2)重复申请"), ("２．重复申请", "2.重复申请"), ("危及“三安全一稳定”", '危及"三安全一稳定"'),
        ("〔试行〕【注】", "(试行)(注)"), ("公\u200b开\u00ad", "公开"), ("行政複議、訴訟", "行政复议、诉讼"),
    ],
)  # fmt: skip
def test_one_spelling_for_all(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("folded", "mark", "rest"),
    [
        ("(三)不予公开", "(三)", "不予公开"), ("2.重复申请", "2", "重复申请"), ("2、重复申请", "2", "重复申请"),
        ("一、本年新收", "一", "本年新收"), ("(2)重复申请", "2", "重复申请"), ("重复申请", "", "重复申请"),
        ("十一、其他", "十一", "其他"),
    ],
)  # fmt: skip
def test_the_number_of_a_label_is_split_off(folded: str, mark: str, rest: str) -> None:
    assert split_enumerator(folded) == (mark, rest)


def test_cut_off_and_explained_labels_are_like_the_official_one() -> None:
    official = "没有现成信息需要另行制作"
    assert similarity(official, official) == 1
    assert similarity("没有现成信息需要", official) > 0.8
    assert similarity(official + "的信息", official) == 0.9
    assert similarity("属于" + official, official) == 0.85
    assert similarity("", official) == 0
    assert similarity("属于国家秘密", official) < 0.5
    assert similarity("其他处理", "其他") < 0.7  # two letters are too few to begin a label


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
def test_every_row_is_known_by_its_label_and_by_its_path(form) -> None:  # type: ignore[no-untyped-def]
    for i, row in enumerate(form.rows):
        leaf, path = row.labels[-1].zh, "".join(term.zh for term in row.labels)
        assert exact_row(form.key, leaf) == exact_row(form.key, path) == i
        assert leaf_scores(form.key, leaf).best == i


def test_a_right_name_with_a_wrong_number_is_left_to_the_alignment() -> None:
    assert exact_row("2021", "重复申请") == exact_row("2021", "2.重复申请") >= 0
    assert exact_row("2021", "3.重复申请") == -1
    assert exact_row("2021", "渠道") == -1


def test_a_number_alone_speaks_for_the_rows_that_have_it() -> None:
    scores = leaf_scores("2021", "（七）").scores
    assert max(scores) == 0.3 and scores.count(0.3) == 1


def test_the_one_row_of_2019_is_none_of_the_three_of_2021() -> None:
    assert max(leaf_scores("2021", "（六）其他处理").scores) < 0.35


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("规章", "规章"), ("行政规范性文件", "行政规范性文件"), ("規範性文件（件）", "规范性文件"), ("行政许可（件）", "行政许可"),
        ("其他对外管理服务", "其他对外管理服务事项"), ("政府集中采购项目", "政府集中采购"), ("行政确认", ""), ("渠道", ""), ("", ""),
    ],
)  # fmt: skip
def test_rows_of_table_2(label: str, name: str) -> None:
    assert row_2_name(label) == name


def test_columns_of_table_2_and_3() -> None:
    assert (
        is_column_2("本年制发件数")
        and is_column_2("本年收费金额（万元）")
        and is_column_2("上一年项目数")
    )
    assert not is_column_2("信息内容") and not is_column_2("规章") and not is_column_2("渠道")
    assert column_3_name("法律服务") == "法律服务机构"
    assert column_3_name("合计") == "总计" and column_3_name("其它") == "其他"
    assert column_3_name("自然人（件）") == "自然人"
    assert column_3_name("渠道") == column_3_name("社会") == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一、总体情况", 1), ("一、总体情况：", 1), ("第一部分 总体情况", 1), ("（一）总体情况", 1), ("1.总体情况", 1),
        ("总体情况", 1), ("一 、 总 体 情 况", 1), ("一、概述", 1), ("概述", 0), ("一、政府信息公开工作总体情况", 1),
        ("二、主动公开政府信息情况", 2), ("二、主動公開政府信息情況", 2), ("二、主动公开政府信息工作情况", 2),
        ("三、收到和处理政府信息公开申请情况", 3), ("二、收到和处理政府信息公开申请情况", 3), ("三、依申请公开政府信息情况", 3),
        ("四、政府信息公开行政复议、行政诉讼情况", 4), ("四、因政府信息公开引起的行政复议、行政诉讼情况", 4),
        ("四、政府信息公开行政复议和行政诉讼情况", 4), ("五、存在的主要问题及改进情况", 5), ("五、存在的问题及下一步改进措施", 5),
        ("六、其他需要报告的事项", 6), ("六、需要报告的其他事项", 6), ("六、其他需要报告的事项……8", 6), ("## 六、其他需要报告的事项", 6),
        ("（一）主动公开", 0), ("（三）依申请公开情况", 0), ("二、上年结转政府信息公开申请数量", 0), ("四、结转下年度继续办理", 0),
        ("三、本年度办理结果", 0), ("一、本年新收政府信息公开申请数量", 0), ("一是更新慢", 0), ("二、加强政策解读工作", 0),
        ("五、加强领导，明确责任，狠抓落实", 0), ("一", 0), ("总体情况" * 30, 0),
    ],
)  # fmt: skip
def test_headings_of_the_six_sections(text: str, number: int) -> None:
    assert heading_number(text) == number


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("六、其他需要报告的事项：无。", (6, "六、其他需要报告的事项", "无。")),
        ("一、总体情况　全年公开信息。", (1, "一、总体情况", "全年公开信息。")),
        ("（一）总体情况。全年公开信息。", (1, "（一）总体情况", "全年公开信息。")),
        ("一、总体情况", (0, "", "一、总体情况")),
        ("一、总体情况：", (0, "", "一、总体情况：")),
        ("一、总体情况\t12", (0, "", "一、总体情况\t12")),
        ("一、总体情况 …… 3", (0, "", "一、总体情况 …… 3")),
        ("全年公开信息：3条", (0, "", "全年公开信息：3条")),
        ("一、加强领导：成立小组。", (0, "", "一、加强领导：成立小组。")),
    ],
)  # fmt: skip
def test_a_heading_is_cut_from_the_text_that_runs_on(
    text: str, split: tuple[int, str, str]
) -> None:
    assert split_heading(text) == split
