"""Findings as JSON, as lines, as SARIF and as pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from lxml import html as lxml_html

from gongkai.report.checks import CHECKS
from gongkai.report.checks.engine import Finding, Quote, Severity
from gongkai.report.model import Place, Report
from gongkai.report.write import findings_html, findings_json, findings_text, sarif
from gongkai.report.write.findings import Checked, count, grow, in_order
from gongkai.report.write.index_html import Entry, index_page
from tests.report.write.made_reports import report_2021, with_cells

REPORT = report_2021()
ROW = REPORT.form.row("granted").cells
SLUG = REPORT.form.by_slug

ROOT = Finding(
    "T3.ROW_TOTAL:t3.granted.total",
    "T3.ROW_TOTAL",
    Severity.ERROR,
    "六类申请人之和为13，总计填12",
    (ROW[-1], *ROW[:-1]),
    expected="13",
    found="12",
)
DERIVED = Finding(
    "T3.COL_TOTAL:total",
    "T3.COL_TOTAL",
    Severity.ERROR,
    "各项之和为29，总计填30",
    (SLUG["t3.handled_total.total"], ROW[-1]),
    derived_from=(ROOT.id,),
)
QUOTED = Finding(
    "NAR.TABLE:1",
    "NAR.TABLE",
    Severity.WARNING,
    "正文与表三不一致",
    quotes=(Quote("办结30件", 1, Place(line=9)), Quote("30件，结转", 1), Quote("查无此句", 1)),
    expected="29",
    found="30",
)
STOCK = Finding(
    "T2.STOCK", "T2.STOCK", Severity.WARNING, "存量少于新增", (SLUG["t2.rules.in_force"],)
)
FORMAL = Finding("DOC.TITLE", "DOC.TITLE", Severity.NOTE, "标题与<格式>不符", place=Place(line=1))
WAIVED = Finding(
    "DATE.LATE", "DATE.LATE", Severity.ERROR, "晚于期限", waived="会议推迟，已说明", found="2月3日"
)
ALL = (FORMAL, DERIVED, WAIVED, STOCK, QUOTED, ROOT)
CHECKED = Checked(REPORT, ALL)


def page(report: Report = REPORT, findings: tuple[Finding, ...] = ALL) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(findings_html.page(report, findings))


# --- order, tree, counts ------------------------------------------------------------------------


def test_they_stand_by_severity_then_place_and_waived_ones_last() -> None:
    assert in_order(REPORT, ALL) == [ROOT, DERIVED, QUOTED, STOCK, FORMAL, WAIVED]


def test_a_derived_finding_hangs_under_the_first_root_that_is_there() -> None:
    two = replace(DERIVED, derived_from=("GONE", ROOT.id))
    orphan = replace(DERIVED, id="X", derived_from=("GONE",))
    assert [(t.finding, t.derived) for t in grow([ROOT, two, orphan])] == [
        (ROOT, (two,)),
        (orphan, ()),
    ]


def test_counts_leave_out_what_is_waived() -> None:
    counts = count(ALL)
    assert counts == (2, 2, 1, 1, 1)
    assert counts.zh == "错误2处，警告2处，提示1处（其中派生1处）"
    assert count([]).zh == ""
    assert count([WAIVED]).zh == ""


# --- JSON ---------------------------------------------------------------------------------------

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs/schema/findings-1.json").read_text(encoding="utf-8")
)


def test_json_is_a_list_with_one_object_a_file() -> None:
    other = replace(REPORT, file="另一份.pdf")
    data = json.loads(findings_json.dump([CHECKED, Checked(other, []), CHECKED]))
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(data)
    assert [(one["file"], len(one["findings"])) for one in data] == [
        ("云州市.json", 10),
        ("另一份.pdf", 0),
    ]


def test_json_has_exactly_the_published_properties() -> None:
    found = json.loads(findings_json.dump([CHECKED]))[0]["findings"]
    assert {tuple(f) for f in found} == {
        (
            "id", "check", "severity", "message", "cells", "quote", "expected", "found",
            "derived_from",
        )
    }  # fmt: skip
    assert found[0]["cells"][0] == {
        "table": "三",
        "row_path": "三、本年度办理结果 / （一）予以公开",
        "column_path": "总计",
    }
    assert found[1]["derived_from"] == [ROOT.id]
    assert found[2]["quote"] == "办结30件 / 30件，结转 / 查无此句"


def test_json_lists_waived_ones_only_when_asked() -> None:
    data = json.loads(findings_json.dump([CHECKED], waived=True))
    Draft202012Validator(SCHEMA).validate(data)
    assert data[0]["findings"][-1]["waived"] == "会议推迟，已说明"


# --- lines --------------------------------------------------------------------------------------


def test_lines_put_derived_ones_under_their_root() -> None:
    assert findings_text.dump([CHECKED], waived=True).splitlines() == [
        "云州市.json　云州市人民政府2025年政府信息公开工作年度报告",
        "  错误 T3.ROW_TOTAL:t3.granted.total 六类申请人之和为13，总计填12（应为13，实为12）",
        "      └ 派生 错误 T3.COL_TOTAL:total 各项之和为29，总计填30",
        "  警告 NAR.TABLE:1 正文与表三不一致（应为29，实为30）",
        "  警告 T2.STOCK 存量少于新增",
        "  提示 DOC.TITLE 标题与<格式>不符",
        "  已豁免 错误 DATE.LATE 晚于期限（实为2月3日）　理由：会议推迟，已说明",
        "  共错误2处，警告2处，提示1处（其中派生1处）；已豁免1处",
    ]


def test_lines_say_when_nothing_is_found_and_obey_no_control_character() -> None:
    clean = Checked(replace(REPORT, title=""), [])
    assert findings_text.dump([clean]) == "云州市.json\n  未发现问题\n"
    evil = replace(FORMAL, message="a\x1b[2J\nb")
    assert "a [2J b" in findings_text.dump([Checked(REPORT, [evil])])
    assert "已豁免" in findings_text.dump([CHECKED]).splitlines()[-1]
    assert "DATE.LATE" not in findings_text.dump([CHECKED])


# --- SARIF --------------------------------------------------------------------------------------


def test_sarif_has_what_its_readers_need() -> None:
    place = Place(line=20, page=3)
    cells = {ROW[-1]: REPORT.cells[ROW[-1]]._replace(place=place)}  # type: ignore[union-attr]
    log = json.loads(sarif.dump([Checked(with_cells(REPORT, cells), ALL)]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[r["ruleIndex"]]["id"] for r in run["results"]] == [
        r["ruleId"] for r in run["results"]
    ]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["id"] in CHECKS
    for result in run["results"]:
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert uri == "%E4%BA%91%E5%B7%9E%E5%B8%82.json"
    first = run["results"][0]
    assert first["message"]["text"] == "六类申请人之和为13，总计填12；应为：13；实为：12"
    assert len(first["locations"]) == 7
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 20}
    assert first["locations"][0]["message"]["text"] == "第3页文本第20行"
    (logical,) = first["locations"][0]["logicalLocations"]
    assert logical["fullyQualifiedName"] == "t3.granted.total"
    assert "region" not in first["locations"][1]["physicalLocation"]
    quoted = run["results"][2]["locations"][0]
    assert quoted["physicalLocation"]["region"]["snippet"]["text"] == "办结30件"
    assert run["results"][4]["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert [r.get("suppressions", []) for r in run["results"]][-1] == [
        {"kind": "external", "status": "accepted", "justification": "会议推迟，已说明"}
    ]
    prints = [r["partialFingerprints"]["findingId/v1"] for r in run["results"]]
    assert len(set(prints)) == len(prints)
    again = json.loads(sarif.dump([Checked(with_cells(REPORT, cells), ALL)]))
    assert again == log


def test_sarif_describes_a_registered_check_in_its_own_words() -> None:
    check = next(iter(CHECKS.values()))
    log = json.loads(sarif.dump([Checked(REPORT, [check.finding("", "有误")])]))
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == check.sentence
    assert rule["defaultConfiguration"]["level"] == check.severity.value
    assert check.source in rule["fullDescription"]["text"]
    assert json.loads(sarif.dump([]))["runs"][0]["results"] == []


# --- the page -----------------------------------------------------------------------------------


def test_every_mark_leads_to_its_finding_and_back() -> None:
    made = page()
    ids = [e.get("id") for e in made.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    links = [a.get("href") for a in made.iter("a")]
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)
    for td in made.iter("td"):
        assert set((td.get("aria-describedby") or "").split()) <= set(ids)
        assert set(td.get("headers").split()) <= set(ids)


def test_the_cell_to_look_at_first_stands_out() -> None:
    made = page()
    (total,) = made.xpath("//td[@id='c-t3-granted-total']")
    assert total.get("class") == "error lead"
    assert total.get("aria-describedby") == "finding-1-says finding-2-says"
    assert total.text_content() == "13错1"
    (part,) = made.xpath("//td[@id='c-t3-granted-business']")
    assert part.get("class") == "error involved"
    assert not list(part.iter("a")), "a sign in each cell would read like part of its figure"
    says = made.xpath("//*[@id='finding-1-says']")[0].text_content()
    assert says == ROOT.message


def test_quotes_are_marked_where_they_stand_even_when_they_overlap() -> None:
    made = page()
    marks = [m.text_content() for m in made.iter("mark")]
    assert "".join(marks) == "办结30件，结转"
    paragraph = made.xpath("//mark/..")[0]
    assert "上年结转2件，办结30件警3，结转警3下年度3件" in paragraph.text_content()


def test_derived_ones_fold_under_their_root_and_waived_ones_give_the_reason() -> None:
    made = page()
    (root,) = made.xpath("//article[@id='finding-1']")
    (details,) = root.iter("details")
    assert details.get("open") is None
    assert DERIVED.message in details.text_content()
    (waived,) = made.xpath("//article[contains(@class, 'waived')]")
    assert "会议推迟，已说明" in waived.text_content()


def test_the_summary_counts_and_lists_the_root_errors() -> None:
    made = page()
    summary = made.xpath("//p[contains(@class, 'verdict')]")[0].text_content()
    assert summary == "错误2处，警告2处，提示1处（其中派生1处）。另有1处已豁免。"
    first = made.xpath("//ul[@class='first']/li")
    assert len(first) == 1
    assert ROOT.message in first[0].text_content()
    labels = [label.text_content() for label in made.iter("label")]
    assert labels == ["全部 5", "只看错误 2", "只看警告 2", "只看提示 1"]


def test_a_clean_report_says_so() -> None:
    made = page(findings=())
    assert "未发现问题" in made.text_content()
    assert not list(made.iter("input"))
    assert not list(made.iter("mark"))
    only_waived = page(findings=(WAIVED,))
    assert "另有1处已豁免" in only_waived.text_content()


def test_warnings_alone_are_no_list_of_errors() -> None:
    assert not page(findings=(STOCK,)).xpath("//ul[@class='first']")


def test_a_finding_stands_beside_its_section_and_none_is_lost() -> None:
    made = page()
    bands = made.xpath("//section[@class='band']")
    assert [len(b.xpath("./aside/article")) for b in bands] == [2, 1, 1, 1, 0, 0, 0]
    torn = replace(REPORT, sections=[s for s in REPORT.sections if s.number in (2, 3)])
    assert len(page(torn).xpath("//article")) == len(ALL)
    untitled = replace(torn, title="")
    assert len(page(untitled).xpath("//article")) == len(ALL)


def test_a_missing_cell_is_shown_as_missing_and_can_be_marked() -> None:
    row = REPORT.form.row("declined_repeat").cells
    report = with_cells(REPORT, dict.fromkeys((*ROW[-2:], *row)))
    made = page(report)
    (total,) = made.xpath("//td[@id='c-t3-granted-total']")
    assert total.get("class") == "absent error lead"
    assert total.text_content() == "缺错1"
    lost = Finding("X", "X", Severity.ERROR, "缺行", (row[0],))
    text = page(report, (lost,)).xpath("//article")[0]
    assert not list(text.iter("a"))
    half = replace(lost, cells=(row[0], *ROW[:2]))
    (cell,) = page(report, (half,)).xpath("//td[contains(@class, 'lead')]")
    assert cell.get("id") == "c-t3-granted-natural-person", "the first cell that is there"
    (plain,) = page(with_cells(REPORT, {ROW[-1]: None}), ()).xpath("//td[@class='absent']")
    assert plain.text_content() == "缺"


def test_many_cells_are_named_in_part_and_marked_in_full() -> None:
    made = page()
    (card,) = made.xpath("//article[@id='finding-1']")
    assert "等7格" in card.text_content()
    assert len(made.xpath("//td[contains(@class, 'involved') or contains(@class, 'lead')]")) == 9


@pytest.mark.parametrize("evil", ["<img src=x onerror=alert(1)>", '"><script>'])
def test_words_of_report_and_findings_never_become_markup(evil: str) -> None:
    bad = replace(
        FORMAL, id=evil, message=evil, expected=evil, found=evil, quotes=(Quote(evil, 0),)
    )
    report = replace(REPORT, title=f"甲{evil}乙", file=evil)
    text = findings_html.page(report, [bad, replace(bad, waived=evil)])
    assert evil not in text
    index = index_page(
        [Entry(Checked(report, [bad]), evil, [(evil, evil)])], failures=[(evil, evil)]
    )
    assert evil not in index


# --- the list -----------------------------------------------------------------------------------


def test_the_list_counts_and_names_what_could_not_be_read() -> None:
    clean = replace(REPORT, title="", body="", year=None)
    made = lxml_html.document_fromstring(
        index_page(
            [Entry(CHECKED, "a.html", [("图解", "a.svg")]), Entry(Checked(clean, []), "b.html")],
            failures=[("坏.pdf", "文件不完整")],
            sums=[(2025, "汇总", "c.html"), (2019, "没有报告的年度", "d.html")],
        )
    )
    text = made.text_content()
    assert "共2份报告，1份有错误，1份没有错误。另有1个文件没有读出。" in text
    rows = made.xpath("//table[1]/tbody/tr")
    assert rows[0].text_content().split() == ["2025年度", "1份", "汇总"]
    assert [c.text_content() for c in rows[1].xpath("./td")] == ["2", "2", "1"]
    assert rows[1].xpath("./th")[0].text_content().split() == ["云州市人民政府云州市.json", "图解"]
    assert rows[2].text_content().split() == ["年度未载明", "1份"]
    assert [c.text_content() for c in rows[3].xpath("./td")] == ["0", "0", "0"]
    assert "文件不完整" in text
    assert [a.get("href") for a in made.iter("a")] == [
        "#year-2025", "#year-0", "c.html", "a.html", "a.svg", "b.html",
    ]  # fmt: skip
    assert [label.text for label in made.iter("label")] == [
        "全部 2", "有错误 1", "有警告 1", "没有错误和警告 1",
    ]  # fmt: skip


def test_an_empty_list_says_how_to_begin() -> None:
    text = index_page([])
    assert "还没有报告" in text
    assert "没有读出" not in text
