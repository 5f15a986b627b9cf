"""The detail pattern: the clock in words, moves and refusals, the history of a row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from lxml import html

from gongkai.law.calendar import national
from gongkai.law.clock import Pause, ReplyFacts, reply_due
from gongkai.sources import R2019, Article
from gongkai.web.acting import Refusal, Refused
from gongkai.web.workbench.columns import Tone
from gongkai.web.workbench.things import Change, Done, Fact, clock_card, next_move

RECEIVED = date(2026, 3, 2)
DEADLINE = reply_due(ReplyFacts(RECEIVED), national())
DUE = DEADLINE.due


def text(card: object) -> str:
    page = render_to_string("components/clock.html", {"clock": card})
    return " ".join(html.fromstring(page).text_content().split())


@pytest.mark.parametrize(
    ("today", "words", "tone"),
    [
        (RECEIVED, "还剩 20 个工作日", Tone.OPEN),
        (date(2026, 3, 25), "还剩 3 个工作日", Tone.SOON),
        (DUE, "今天到期", Tone.SOON),
        (date(2026, 3, 31), "超期 1 个工作日", Tone.LATE),
        (date(2026, 4, 13), "超期 9 个工作日", Tone.LATE),
    ],
)
def test_the_clock_says_in_words_how_much_is_left(today: date, words: str, tone: Tone) -> None:
    assert date(2026, 3, 30) == DUE
    card = clock_card(DEADLINE, today)
    assert words in text(card)
    assert card.tone is tone


def test_a_day_late_that_is_no_working_day_is_late_all_the_same() -> None:
    deadline = reply_due(ReplyFacts(date(2026, 3, 6)), national())
    assert deadline.due == date(2026, 4, 3), "a Friday"
    card = clock_card(deadline, date(2026, 4, 4))
    assert card.tone is Tone.LATE and card.number == 1


@pytest.mark.parametrize(
    ("ended", "words", "tone"),
    [
        (DUE, "已在期限内办结", Tone.DONE),
        (DUE + timedelta(days=1), "超期 1 个工作日 后办结", Tone.LATE),
    ],
)
def test_a_reply_that_went_out_stops_the_clock(ended: date, words: str, tone: Tone) -> None:
    card = clock_card(DEADLINE, date(2027, 1, 1), ended=ended)
    assert words.replace(" ", "") in text(card).replace(" ", "")
    assert card.tone is tone


def test_a_clock_that_stands_still_says_why() -> None:
    assert "等申请人补正" in text(clock_card(None, RECEIVED, still="等申请人补正"))
    assert "没有在计算的期限" in text(clock_card(None, RECEIVED))


def test_every_day_that_was_counted_is_listed_with_its_reason() -> None:
    pause = Pause(date(2026, 3, 4), date(2026, 3, 11), "征求第三方意见")
    deadline = reply_due(ReplyFacts(RECEIVED, (pause,)), national())
    card = clock_card(deadline, RECEIVED)
    page = html.fromstring(render_to_string("components/clock.html", {"clock": card}))
    rows = page.xpath("//tbody/tr")
    assert len(rows) == card.counted == (deadline.due - RECEIVED).days
    numbered = [row for row in rows if "off" not in (row.get("class") or "")]
    assert len(numbered) == 20
    assert "征求第三方意见，不计算在内" in text(card)


def test_a_date_that_may_change_is_marked() -> None:
    deadline = reply_due(ReplyFacts(date(2027, 1, 4)), national())
    assert "暂计" in text(clock_card(deadline, date(2027, 1, 5)))


def test_the_clock_cites_the_regulations_in_short() -> None:
    said = text(clock_card(DEADLINE, RECEIVED))
    assert "条例第三十三条第二款" in said and "国务院令" not in said
    assert "2026年3月2日" in said and "2026-03-02" not in said


def test_a_refusal_stands_in_the_place_of_its_button() -> None:
    refused = Refused(Refusal.LAW, "已经延长过<b>20</b>个工作日", Article(R2019, 33, 2))
    moves = [
        next_move("答复", "/reply/", article=Article(R2019, 36), primary=True),
        next_move("延长", "/extend/", refused=refused),
    ]
    page = html.fromstring(render_to_string("components/moves.html", {"moves": moves}))
    assert page.xpath("//a/@href") == ["/reply/"]
    said = page.xpath("//div[@class='refused']")[0].text_content()
    assert said == "延长：已经延长过<b>20</b>个工作日条例第三十三条第二款"
    assert not page.xpath("//b")


def test_nothing_that_may_be_done_is_said() -> None:
    assert "没有可办的事" in render_to_string("components/moves.html", {"moves": []})


def test_the_timeline_shows_changes_and_what_is_to_come() -> None:
    done = [
        Done(date(2026, 4, 1), "应当收到意见", to_come=True),
        Done(date(2026, 3, 2), "改派", "某甲", changes=[Change("承办人", "", "某乙"),
                                                Change("科室", "综合科", "")]),
    ]  # fmt: skip
    page = html.fromstring(render_to_string("components/timeline.html", {"done": done}))
    said = " ".join(page.text_content().split())
    assert "2026年4月1日（尚未到）" in said and "改动 2 项" in said
    assert page.xpath("//del")[0].text == "综合科"
    assert page.xpath("//ins")[1].text == "（清空）"


def test_a_fact_without_a_value_says_so_and_nought_is_a_value() -> None:
    facts = [Fact("代理人", "", "没有委托代理人"), Fact("件数", 0), Fact("专职", False)]
    page = html.fromstring(render_to_string("components/facts.html", {"facts": facts}))
    assert [dd.text_content() for dd in page.xpath("//dd")] == ["没有委托代理人", "0", "否"]
