"""Whose report, of which year, signed when, and the contact block."""

# ruff: noqa: E501 -- one report a line reads better than a report over six

from __future__ import annotations

from datetime import date

import pytest

from gongkai.report.model import Level
from gongkai.report.places import is_county_level_city, level_of_region, split_region
from gongkai.report.read.identity import (
    find_contact,
    find_period,
    find_signature,
    identify,
)

BY = "本报告由济宁市行政审批服务局按照《条例》编制。"


@pytest.mark.parametrize(
    ("title", "lead", "signed", "body", "region", "level", "government", "year"),
    [
        ("济南市行政审批服务局2019年政府信息公开工作年度报告", "", "", "济南市行政审批服务局", "济南市", Level.CITY, False, 2019),
        ("2024年政府信息公开工作年度报告", BY, "", "济宁市行政审批服务局", "济宁市", Level.CITY, False, 2024),
        ("2020 年政府信息公开工作年度报告", "东营市行政审批服务局\n说明", "", "东营市行政审批服务局", "东营市", Level.CITY, False, 2020),
        ("济南市2019年政府信息公开工作年度报告", "", "", "济南市人民政府", "济南市", Level.CITY, True, 2019),
        ("莱州市行政审批服务局 2020 年度政府信息公开年度报告", "", "", "莱州市行政审批服务局", "莱州市", Level.COUNTY, False, 2020),
        ("二〇二四年云州市教育局政府信息公开工作年度报告", "", "", "云州市教育局", "云州市", Level.COUNTY, False, 2024),
        ("云州市教育局二○二四年政府信息公开工作年度报告", "", "", "云州市教育局", "云州市", Level.COUNTY, False, 2024),
        ("二O二四年度东河区教育局政府信息公开工作年度报告", "", "", "东河区教育局", "东河区", Level.COUNTY, False, 2024),
        ("2022年上海市政府信息公开工作年度报告", "", "", "上海市人民政府", "上海市", Level.PROVINCE, True, 2022),
        ("山东省教育厅2023年政府信息公开工作年度报告", "", "", "山东省教育厅", "山东省", Level.PROVINCE, False, 2023),
        ("国家能源局2023年政府信息公开工作年度报告", "", "", "国家能源局", "", Level.NATIONAL, False, 2023),
        ("云州市人民政府办公室2022年度政府信息公开工作年度报告", "", "", "云州市人民政府办公室", "云州市", Level.COUNTY, False, 2022),
        ("南京市鼓楼区人民政府华侨路街道办事处2021年政府信息公开年度报告", "", "", "南京市鼓楼区人民政府华侨路街道办事处", "南京市鼓楼区", Level.TOWNSHIP, False, 2021),
        ("2021年迎宾路街道政府信息公开工作年度报告", "", "迎宾路街道办事处", "迎宾路街道", "", Level.TOWNSHIP, False, 2021),
        ("东阿县刘集镇2019年政府信息公开工作年度报告", "", "", "东阿县刘集镇人民政府", "东阿县", Level.TOWNSHIP, True, 2019),
        ("云州高新区2019年政府信息公开工作年度报告", "", "", "云州高新区", "云州高新区", Level.COUNTY, False, 2019),
        ("政府信息公开工作年度报告（2023年）", "现公布云州市财政局2023年政府信息公开工作年度报告。", "", "云州市财政局", "云州市", Level.COUNTY, False, 2023),
        ("政府信息公开工作年度报告", "", "云州市水利局", "云州市水利局", "云州市", Level.COUNTY, False, None),
        ("行政审批服务局2023年政府信息公开工作年度报告", "云州市行政审批服务局\n说明", "", "云州市行政审批服务局", "云州市", Level.COUNTY, False, 2023),
        ("", "", "", "", "", Level.UNKNOWN, False, None),
    ],
)  # fmt: skip
def test_body_region_level_and_year_are_read(
    title: str, lead: str, signed: str, body: str, region: str, level: Level, government: bool, year: int | None
) -> None:  # fmt: skip
    found = identify(title, lead, lead, "", signed)
    assert found == (body, region, level, government, year, title)


def test_the_file_name_and_the_text_help_where_the_title_is_silent() -> None:
    found = identify("政府信息公开工作年度报告", "", "", "a/东河区统计局2023年.docx")
    assert (found.body, found.year) == ("东河区统计局", 2023)
    assert identify("", "", "统计期限自2021年1月1日至2021年12月31日。", "2020.txt").year == 2021
    assert identify("", "", "2022年，2022年，2021年。", "").year == 2022


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("济南市市中区市场监督管理局", "济南市市中区"), ("历下区城市管理局", "历下区"), ("云州市城市管理局", "云州市"),
        ("云州市市场监督管理局", "云州市"), ("山东省济南市历下区教育局", "山东省济南市历下区"),
        ("内蒙古自治区卫生健康委员会", "内蒙古自治区"), ("延边朝鲜族自治州延吉市教育局", "延边朝鲜族自治州延吉市"),
        ("荆州市沙市区民政局", "荆州市沙市区"), ("上海市浦东新区", "上海市浦东新区"), ("郑州市市政管理局", "郑州市"),
        ("锡林郭勒盟", "锡林郭勒盟"), ("苏尼特左旗教育局", "苏尼特左旗"), ("云州市社区管理中心", "云州市"),
        ("市场监督管理局", ""), ("城市管理局", ""), ("国家税务总局", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_region_ends_where_the_body_begins(name: str, region: str) -> None:
    assert split_region(name) == (region, name[len(region) :])


def test_cities_of_county_rank_are_told_from_prefectures() -> None:
    assert is_county_level_city("莱州市") and is_county_level_city("烟台市莱州市")
    assert not is_county_level_city("烟台市") and not is_county_level_city("历下区")
    assert level_of_region("延边朝鲜族自治州") is Level.CITY


@pytest.mark.parametrize(
    ("paragraphs", "by", "on", "first", "last"),
    [
        (["段", "济南市行政审批服务局                2020年1月30日"], "济南市行政审批服务局", date(2020, 1, 30), 1, 1),
        (["段。", "莱州市行政审批服务局", "2020年1月25日"], "莱州市行政审批服务局", date(2020, 1, 25), 1, 2),
        (["云州市教育局", "二〇二五年一月二十日", "（此件公开发布）"], "云州市教育局", date(2025, 1, 20), 0, 1),
        (["2025年1月20日", "云州市教育局"], "云州市教育局", date(2025, 1, 20), 0, 1),
        (["无", "云州市教育局"], "云州市教育局", None, 1, 1),
        (["2025-01-20"], "", date(2025, 1, 20), 0, 0),
    ],
)  # fmt: skip
def test_the_signature_is_found_at_the_end(
    paragraphs: list[str], by: str, on: date | None, first: int, last: int
) -> None:
    assert find_signature(paragraphs) == (by, on, first, last)


@pytest.mark.parametrize(
    "paragraphs",
    [
        [],
        ["无。"],
        ["2025年1月20日，我局召开会议。"],
        ["在“某栏目”刊发经验稿件1篇。"],
        ["小结：2025年1月20日"],
    ],
)
def test_sentences_are_no_signature(paragraphs: list[str]) -> None:
    assert find_signature(paragraphs) is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("统计期限自2024年1月1日起至2024年12月31日止", (2024, 1, 12)),
        ("统计期限为2022年1月1日至12月31日。", (2022, 1, 12)),
        ("数据统计时间为2024.01.01-2024.12.31", (2024, 1, 12)),
        ("2023年度（1月1日至12月31日）", (2023, 1, 12)),
        ("统计期限自2020年3月1日至2020年12月31日", (2020, 3, 12)),
        ("12月2日至3日培训", None),
        ("项目于2020年3月1日至2020年4月2日实施", None),
        ("统计期限自2020年12月31日至2020年1月1日", None),
        ("统计期限自2020年2月30日至2020年12月31日", None),
    ],
)
def test_the_period_is_a_year_or_a_stretch_called_so(
    text: str, period: tuple[int, int, int] | None
) -> None:
    found = find_period(text)
    assert (found and (found[0].year, found[0].month, found[1].month)) == period


def test_the_contact_block_is_read_as_printed() -> None:
    contact = find_contact(
        "（地址：云州市东河区黄河路 218 号；邮编：257000；电话：0546－1234567；"
        "电子邮箱：xxgk@yunzhou.example.cn）网址：http://jyj.yunzhou.example.cn/。"
    )
    assert contact.address == "云州市东河区黄河路 218 号"
    assert (contact.postcode, contact.phone) == ("257000", "0546－1234567")
    assert contact.email == "xxgk@yunzhou.example.cn"
    assert contact.website == "http://jyj.yunzhou.example.cn/"
    assert find_contact("无").address == ""
