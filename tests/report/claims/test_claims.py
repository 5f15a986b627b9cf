"""Numbers in prose, sentence by sentence: figure, unit, kind, year, scope, exactness."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.report.claims import KINDS, claims_of
from gongkai.report.forms import form_for
from gongkai.report.model import Claim, Paragraph, Place, Report, Section

CASES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))


def report(text: str, number: int = 1, **more: Any) -> Report:
    known = {"body": "云州市教育局", "region": "云州市", **more}
    paragraphs = [Paragraph(p, Place(line=i)) for i, p in enumerate(text.split("\n"), 1)]
    return Report("x", form_for(2024), 2024, sections=[Section(number, "", paragraphs)], **known)


def claims(text: str, **more: Any) -> list[Claim]:
    return claims_of(report(text, **more))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:24] for c in CASES])
def test_each_number_goes_to_the_noun_the_year_and_the_scope_of_its_clause(
    case: dict[str, Any],
) -> None:
    text = "\n".join(filter(None, (case.get("heading"), case["text"])))
    found = claims(text)
    said = [(c.written, c.figure, c.unit, c.kind) for c in found]
    wanted = [(str(w[0]), Decimal(str(w[1])), w[2], w[3]) for w in case["claims"]]
    assert said == wanted
    for claim, (*_,), more in zip(found, case["claims"], case["claims"], strict=True):
        for got, want in zip((claim.year, claim.scope, claim.exactness), more[4:], strict=False):
            assert got == want, (claim, more)
        assert claim.kind in KINDS


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("7月25日召开新闻发布会", [date(2024, 7, 25)]),
        ("12月2日至3日培训", [date(2024, 12, 2), date(2024, 12, 3)]),
        ("2019年6月30日前", [date(2019, 6, 30)]),
        ("2023年12月30日至1月2日", [date(2023, 12, 30), date(2023, 1, 2)]),
        ("发文日期2020-10-15", [date(2020, 10, 15)]),
        ("二〇二五年一月三十日", [date(2025, 1, 30)]),
        ("2024年2月30日", [None]),
        ("2月29日", [date(2024, 2, 29)]),
    ],
)
def test_dates_become_days(text: str, days: list[date | None]) -> None:
    assert [c.when for c in claims(text) if c.kind == "date"] == days


def test_a_month_is_a_date_without_a_day() -> None:
    (claim,) = claims("5月上旬集中办公")
    assert (claim.kind, claim.figure, claim.when) == ("date", 5, None)


def test_the_span_finds_the_figure_in_the_text_of_the_section() -> None:
    made = report("全文。\n收到申请 １２ 件。\n办结四十二件。")
    text = made.sections[0].text
    assert [text[slice(*c.span)] for c in claims_of(made)] == ["１２", "四十二"]
    assert [c.place.line for c in claims_of(made)] == [2, 3]


def test_the_quote_is_the_clause_as_printed_and_of_several_its_own_part() -> None:
    text = "我局收到申请３件，网站公开 69 条、微信公开 210 条；其他。"
    assert [c.quote for c in claims(text)] == [
        "我局收到申请３件",
        "网站公开 69 条",
        "微信公开 210 条",
    ]


def test_title_and_signature_are_claims_without_a_span() -> None:
    made = report(
        "无。",
        6,
        title="云州市教育局2024年政府信息公开工作年度报告",
        signed_by="云州市教育局",
        signed_on=date(2025, 1, 20),
    )
    first, last = claims_of(made)
    assert (first.kind, first.figure, first.section, first.span) == ("year", 2024, 0, (0, 0))
    assert (last.kind, last.when, last.section) == ("date", date(2025, 1, 20), 6)


def test_a_government_speaks_for_its_area_by_name() -> None:
    (claim,) = claims("云州市收到申请9件", body="云州市人民政府", is_government=True)
    assert claim.scope == "area"
    (claim,) = claims("云州市人民政府收到申请9件", body="云州市人民政府", is_government=True)
    assert claim.scope == "own"


def test_reviews_in_section_four_are_about_disclosure() -> None:
    assert claims_of(report("行政复议3件。", 4))[0].kind == "reconsideration"
    assert claims_of(report("行政复议3件。", 1))[0].kind == "other_count"


@given(st.integers(0, 10**7), st.sampled_from(["件", "宗", "起"]))
def test_any_count_of_applications_is_read_back(number: int, unit: str) -> None:
    for written in (f"{number}", f"{number:,}", f"{number:,}".replace(",", "，")):
        found = claims(f"全年收到政府信息公开申请{written}{unit}。")
        assert [(c.figure, c.kind) for c in found] == [(number, "new_applications")]


@example("(。0)0")
@given(
    st.text(
        "0123456789一二三十百万亿两余多约近年月日号第%.,，。（）()〔〕件条申请公开其中共 ",
        max_size=40,
    )
)
def test_no_text_breaks_the_reader_and_every_span_lies_in_it(text: str) -> None:
    made = report(text.replace("\n", " "))
    section = made.sections[0].text
    for claim in claims_of(made):
        begin, end = claim.span
        assert 0 <= begin < end <= len(section)
        assert claim.written == section[begin:end]


def test_a_sentence_beyond_all_measure_takes_time_in_proportion() -> None:
    found = claims("收到申请12件，" * 3000)
    assert len(found) == 3000
    assert {c.kind for c in found} == {"new_applications"}
    assert len(claims("1" * 5000 + "件")) == 1
