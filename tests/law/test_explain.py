"""A deadline and a year put into words, into JSON and onto a page (see also tests/test_pages)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from lxml import etree

from gongkai.law import explain
from gongkai.law.calendar import national
from gongkai.law.calendar.overlay import overlay_from_toml
from gongkai.law.clock import Deadline, Pause, ReplyFacts, reply_due

CALENDAR = national()
PLAIN = ReplyFacts(date(2024, 2, 2))
PAUSED = ReplyFacts(
    date(2024, 3, 1), (Pause(date(2024, 3, 6), date(2024, 3, 20), "征求第三方意见"),)
)
PROVISIONAL = ReplyFacts(date(2026, 12, 10))


def deadline(facts: ReplyFacts) -> Deadline:
    return reply_due(facts, CALENDAR)


def page(text: str) -> Any:
    """Parsed as a browser would, and with every element closed as it was opened."""
    assert text.startswith("<!DOCTYPE html>\n")
    parser = etree.HTMLParser()
    root = etree.fromstring(text, parser)
    wrong = [e.message for e in parser.error_log if "Tag main invalid" not in e.message]
    assert wrong == []  # libxml2 does not know <main>
    assert root.get("lang") == "zh-CN"
    assert root.findtext(".//title") == root.findtext(".//h1")
    return root


def text_of(element: Any) -> str:
    return "".join(element.itertext())


# a deadline -------------------------------------------------------------------------------------


def test_the_date_as_documents_write_it() -> None:
    assert explain.long_date(date(2024, 3, 6)) == "2024年3月6日（周三）"


def test_the_text_gives_the_date_the_reasons_and_every_day() -> None:
    lines = explain.deadline_text(deadline(PLAIN)).splitlines()
    assert lines[0] == "答复期限：2024年3月6日（周三）"
    assert lines[2] == "  · 收到申请之日 2024-02-02"
    assert "第三十三条第二款" in lines[3]
    start = lines.index("逐日计算：")
    assert len(lines) - start - 1 == (date(2024, 3, 6) - date(2024, 2, 2)).days
    assert lines[-1] == "  2024-03-06 周三  第 20 日  工作日"


def test_the_text_says_that_a_date_is_provisional_and_what_it_is_of() -> None:
    text = explain.deadline_text(deadline(PROVISIONAL), what="缴费期限")
    assert text.startswith("缴费期限：2027年1月8日（周五）（暂计）\n")
    assert "法定节日（该年放假通知尚未发布）" in text


def test_the_json_has_the_published_keys_and_one_object_a_day() -> None:
    data = explain.deadline_as_json(deadline(PAUSED))
    assert json.loads(json.dumps(data)) == data
    assert {"due", "provisional", "article", "steps"} <= set(data)
    assert (data["due"], data["provisional"]) == ("2024-04-15", False)
    assert data["article"] == (
        "《中华人民共和国政府信息公开条例》（国务院令第711号）第三十三条第二款"
    )
    steps = data["steps"]
    assert all({"date", "kind", "n"} <= set(step) for step in steps)
    assert [step["date"] for step in steps] == [
        date.fromordinal(n).isoformat()
        for n in range(date(2024, 3, 2).toordinal(), date(2024, 4, 15).toordinal() + 1)
    ]
    assert {step["kind"] for step in steps} == {"counts", "rest", "holiday", "make-up", "paused"}
    assert [step["n"] for step in steps if step["n"] is not None] == list(range(1, 21))
    assert all((step["n"] is None) == (step["kind"] not in ("counts", "make-up")) for step in steps)
    assert sum(step["kind"] == "paused" for step in steps) == 10


def test_the_json_of_a_provisional_date_says_so() -> None:
    data = explain.deadline_as_json(deadline(PROVISIONAL))
    assert data["provisional"] is True
    assert "2027 年放假通知尚未发布" in data["reasons"][-1]
    assert data["calendar"] == CALENDAR.version


def test_the_page_has_one_row_a_day_with_its_running_number() -> None:
    root = page(explain.deadline_page(deadline(PAUSED)))
    assert text_of(root.find(".//p[@class='due']")) == "答复期限：2024年4月15日（周一）"
    rows = [[text_of(cell) for cell in row] for row in root.findall(".//tbody/tr")]
    assert len(rows) == 45
    assert rows[0] == ["2024-03-02", "周六", "休息日", "—", ""]
    assert rows[2] == ["2024-03-04", "周一", "工作日", "1", ""]
    assert rows[5] == ["2024-03-07", "周四", "不计入", "—", "征求第三方意见，不计算在内"]
    assert rows[33] == ["2024-04-04", "周四", "放假", "—", "清明放假（国办发明电〔2023〕7号）"]
    assert rows[36][2:] == ["调休上班", "14", "清明调休上班（国办发明电〔2023〕7号）"]
    assert rows[-1] == ["2024-04-15", "周一", "工作日", "20", ""]
    (foot,) = root.findall(".//p[@class='foot']")
    assert "国办发明电〔2023〕7号" in text_of(foot) and CALENDAR.version in text_of(foot)


def test_the_page_of_a_provisional_date_is_marked() -> None:
    root = page(explain.deadline_page(deadline(PROVISIONAL)))
    assert root.findtext(".//span[@class='mark']") == "暂计"
    assert page(explain.deadline_page(deadline(PLAIN))).find(".//span[@class='mark']") is None


def test_the_page_within_unannounced_years_names_no_notice() -> None:
    root = page(explain.deadline_page(deadline(ReplyFacts(date(2028, 3, 1)))))
    assert "放假和调休依据：尚无。" in text_of(root.find(".//p[@class='foot']"))


def test_what_the_caller_names_is_text_and_never_markup() -> None:
    nasty = "<script>alert(1)</script>&amp;"
    facts = ReplyFacts(PAUSED.received, (Pause(date(2024, 3, 6), date(2024, 3, 20), nasty),))
    text = explain.deadline_page(deadline(facts), what=nasty, title=nasty)
    root = page(text)
    assert root.findall(".//script") == []
    assert root.findtext(".//h1") == nasty
    assert text_of(root).count(nasty) > 10


# a year -----------------------------------------------------------------------------------------


def test_the_text_of_a_year_marks_its_days() -> None:
    text = explain.calendar_text(CALENDAR, 2026)
    lines = text.splitlines()
    assert lines[0] == "2026年：248 个工作日，依据国办发明电〔2025〕7号（2025年11月4日印发）"
    february = lines[lines.index("2月") + 2 :][:5]
    assert february[0].endswith("   1")
    assert february[2] == "   9   10   11   12   13  [14] (15)"
    assert february[3] == " (16) (17) (18) (19) (20) (21) (22)"
    assert "  2026-02-14 周六  春节调休上班  国办发明电〔2025〕7号" in lines
    assert "( ) 放假　[ ] 双休日调休上班　没有括号的周六、周日为休息日" in lines


def test_a_year_without_notice_says_so_everywhere() -> None:
    text = explain.calendar_text(CALENDAR, 2027)
    assert text.startswith("2027年：放假通知尚未发布，暂计 259 个工作日\n")
    assert "  2027-01-01 周五  法定节日放假  放假通知尚未发布" in text.splitlines()
    data = explain.calendar_as_json(CALENDAR, 2027)
    assert (data["provisional"], data["notice"], data["working_days"]) == (True, None, 259)
    root = page(explain.calendar_page(CALENDAR, 2027))
    assert "暂计 259 个工作日" in text_of(root)
    assert [text_of(li) for li in root.findall(".//li")] == [
        "法定节日：1月1日、10月1日放假（放假通知尚未发布）"
    ]


def test_the_json_of_a_year_has_every_day() -> None:
    data = explain.calendar_as_json(CALENDAR, 2024)
    assert json.loads(json.dumps(data)) == data
    assert len(data["days"]) == 366
    assert (data["provisional"], data["notice"]) == (False, "国办发明电〔2023〕7号")
    worked = [day for day in data["days"] if day["kind"] in ("workday", "make-up")]
    assert data["working_days"] == len(worked) == 251
    assert data["days"][40] == {
        "date": "2024-02-10",
        "kind": "holiday",
        "name": "春节",
        "notice": "国办发明电〔2023〕7号",
    }


def test_the_page_of_a_year_has_twelve_months_and_its_holidays() -> None:
    root = page(explain.calendar_page(CALENDAR, 2026))
    assert [table.findtext("caption") for table in root.findall(".//table")] == [
        f"{month}月" for month in range(1, 13)
    ]
    by_class = {
        name: len(root.xpath(f"//td[@class='{name}']"))
        for name in ("workday", "rest", "holiday", "make-up")
    }
    assert by_class == {"workday": 242, "rest": 84, "holiday": 33, "make-up": 6}
    assert {text_of(td)[-1] for td in root.xpath("//td[@class='holiday']")} == {"休"}
    assert {text_of(td)[-1] for td in root.xpath("//td[@class='make-up']")} == {"班"}
    assert text_of(root.findall(".//li")[1]) == (
        "春节：2月15日至2月23日放假，2月14日、2月28日上班（国办发明电〔2025〕7号）"
    )


def test_the_page_of_a_year_names_the_later_notice_too() -> None:
    items = [text_of(li) for li in page(explain.calendar_page(CALENDAR, 2020)).findall(".//li")]
    assert "春节：1月24日至2月2日放假，1月19日上班" in items[1]
    assert items[1].endswith("（国办发明电〔2019〕16号、国办发明电〔2020〕1号）")


@pytest.mark.parametrize("day", ["holidays = [2026-03-02]", "workdays = [2026-03-01]"])
def test_a_local_day_without_a_name_has_its_own_entry(day: str) -> None:
    overlay = overlay_from_toml(f'number = "云政办发〔2026〕1号"\nissued = 2026-02-01\n{day}', "x")
    local = CALENDAR.with_layers(overlay)
    items = page(explain.calendar_page(local, 2026)).findall(".//li")
    (own,) = [text_of(li) for li in items if "云政办发" in text_of(li)]
    expected = "3月2日放假" if "holidays" in day else "3月1日上班"
    assert own == f"其他：{expected}（云政办发〔2026〕1号）"
    written = "周一  放假" if "holidays" in day else "周日  调休上班"
    assert f"{written}  云政办发〔2026〕1号" in explain.calendar_text(local, 2026)
