"""Templates: what may be written in them, faults named in words, nothing executed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import BadInput
from gongkai.notices.compose import compose
from gongkai.notices.facts import OtherBody
from gongkai.notices.fields import FIELDS, Kind, field_of
from gongkai.notices.markup import When
from gongkai.notices.markup import parse as parse_text
from gongkai.notices.template import fields, parse, source, standard
from tests.notices.support import CODES, DECISIONS, FACTS, made_up

HEAD = 'code = "T12"\ntitle = "协办函"\n'


def text_of(body: str, **changes: Any) -> list[str]:
    """The lines that a body makes, between title and seal."""
    template = parse(f"{HEAD}body = '''\n{body}\n'''")
    made = compose(template, made_up("T12", **changes))
    return [line for block in made.blocks for line in block.text.split("\n")]


# --- marks ----------------------------------------------------------------------------------------


def test_a_line_is_a_paragraph_and_an_empty_line_is_none() -> None:
    assert text_of("甲。\n\n  \n乙。") == ["甲。", "乙。"]
    assert text_of("甲。\r\n乙。") == ["甲。", "乙。"]


def test_fields_are_printed_and_dates_written_as_official_papers_do() -> None:
    assert text_of("{application.number}，{document.day}") == ["样例申〔2024〕0027，2024年6月12日"]
    assert text_of("{consultation.days}日、{applicant.names}") == ["15日、张某甲"]


def test_an_article_is_cited_to_paragraph_and_item_and_an_instrument_once() -> None:
    assert text_of("{law.R2019.36.0.3}") == [
        "《中华人民共和国政府信息公开条例》（国务院令第711号）第三十六条第（三）项"
    ]
    assert text_of("{law.R2019.33.2}")[0].endswith("第三十三条第二款")
    assert text_of("{law.R2019.15+32+16.2}")[0].endswith("）第十五条、第三十二条、第十六条第二款")
    assert text_of("{law.ARCHIVES_LAW}") == ["《中华人民共和国档案法》（主席令第47号）"]


def test_a_block_is_shown_by_what_is_there_and_leaves_no_empty_line() -> None:
    body = "甲\n{?consultation.until}\n至{consultation.until}\n{/}\n乙"
    assert text_of(body) == ["甲", "至2024年6月28日", "乙"]
    without = replace(FACTS.consultation, until=None)
    assert text_of(body, consultation=without) == ["甲", "乙"]
    other = "{!consultation.until}没有期限{/}{?consultation.until}有期限{/}"
    assert text_of(other) == ["有期限"]
    assert text_of(other, consultation=without) == ["没有期限"]
    assert text_of("{?consultation.reason}有{/}无", consultation=replace(without, reason=" ")) == [
        "无"
    ]


def test_a_block_may_ask_for_a_value_and_for_yes_or_no() -> None:
    body = "{?service.method=post}邮寄{/}{?service.method=direct}直接{/}{!service.method=post}别{/}"
    assert text_of(body) == ["邮寄"]
    assert text_of("{?service.online}网上{/}{!service.online}纸面{/}") == ["纸面"]
    online = replace(FACTS.service, online=True)
    assert text_of("{?service.online}网上{/}{!service.online}纸面{/}", service=online) == ["网上"]
    assert text_of("{[service.method=post]}邮寄{[service.method=direct]}直接") == ["■邮寄□直接"]


def test_a_list_is_numbered_and_its_last_entry_ends_the_sentence() -> None:
    body = "{#service.documents}\n{.n}.{.}{.end}\n{/}\n完"
    service = replace(FACTS.service, documents=("甲；", "乙。"))
    assert text_of(body, service=service) == ["1.甲；", "2.乙。", "完"]
    items = text_of("{#handover.items}{.title}（{.made}）{.end}{/}")[0]
    assert items.startswith("户外广告设置管理办法（2024年1月8日）；")
    assert items.endswith("。")


def test_a_value_of_several_lines_makes_several_paragraphs() -> None:
    question = replace(FACTS.consultation, question="第一段\n  第二段")
    assert text_of("{consultation.question}。", consultation=question) == ["第一段", "第二段。"]


def test_a_value_that_ends_a_sentence_is_not_stopped_twice() -> None:
    question = replace(FACTS.consultation, question="是否公开。")
    assert text_of("“{consultation.question}”。", consultation=question) == ["“是否公开”。"]
    assert text_of("{consultation.question}好", consultation=question) == ["是否公开。好"]


def test_bold_words_are_runs_of_their_own() -> None:
    template = parse(f'{HEAD}body = "甲**乙{{body.name}}**丙"')
    block = compose(template, made_up("T12")).blocks[0]
    runs = [(run.text, run.bold) for run in block.runs]  # type: ignore[union-attr]
    assert runs == [("甲", False), ("乙甲市乙区城市管理局", True), ("丙", False)]


def test_what_a_fact_says_is_never_taken_for_a_mark() -> None:
    evil = replace(FACTS.consultation, question="{body.name}**{?x}{law.R2019.1}")
    assert text_of("{consultation.question}", consultation=evil) == [
        "{body.name}**{?x}{law.R2019.1}"
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "甲\n{applicant.nmae}",
            "第2行：没有“{applicant.nmae}”这一合并域；是否应为 {applicant.name}",
        ),
        ("{xyz}", "没有“{xyz}”这一合并域"),
        ("{?xyz}{/}", "没有“{xyz}”"),
        ("{body.__class__}", "没有“{body.__class__}”"),
        ("{__import__('os')}", "没有“"),
        ("{?applicant.name}甲", "缺少 {/}"),
        ("甲{/}", "多出一个 {/}"),
        ("{applicant.name", "花括号没有成对"),
        ("甲}", "花括号没有成对"),
        ("**甲", "加粗标记"),
        ("{#applicant.name}{/}", "不是清单"),
        ("{#handover.items=1}{/}", "不是清单"),
        ("{handover.items}", "不能直接写入文字；请用 {#handover.items}"),
        ("{service.online}", "不能直接写入文字；请用 {?service.online}"),
        ("{.n}{.title}", "只能写在清单"),
        ("{#handover.items}{.nothing}{/}", "没有“{nothing}”"),
        ("{#correction.items}{.nothing}{/}", "没有“{nothing}”"),
        ("{law.R2019.x}", "不是可以引用的条文"),
        ("{law.R1066.1}", "不是可以引用的条文"),
        ("{? }甲{/}", "看不懂"),
        ("{[a]}", "看不懂"),
        ("{?body.name}" * 8 + "甲" + "{/}" * 8, "套叠超过"),
        ("甲\n乙\n{?body.name}\n{?xyz}\n{/}\n{/}", "第4行"),
    ],
)
def test_a_fault_is_named_with_its_line(body: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(f"{HEAD}body = '''{body}'''")
    assert words in str(caught.value)
    assert "模板 body 第" in str(caught.value)


@given(st.text(alphabet="{}?!#/.=[]*甲\nabn +remdis", max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        parse_text(text)
    except BadInput as error:
        assert str(error).startswith("第")


@given(st.text(max_size=80))
def test_any_file_is_a_template_or_refused_in_words(text: str) -> None:
    with pytest.raises(BadInput, match="模板|没有|表格|格"):
        parse(text)


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_every_document_has_its_template(code: str) -> None:
    template = standard(code)
    assert template.code == code
    assert parse(source(code)) == template
    assert standard(code) is template
    for path in fields(template):
        assert path in FIELDS


def test_the_version_changes_with_the_text_and_only_with_it() -> None:
    text = source("T04")
    assert parse(text).version == parse(text.replace("\n", "\r\n")).version
    assert parse(text + "\n\n").version == parse(text).version
    assert parse(text.replace("特此告知", "专此告知")).version != parse(text).version
    assert len({standard(code).version for code in CODES}) == 40


def test_a_reply_takes_the_common_frame_unless_it_brings_its_own() -> None:
    own = parse(source("T26") + '\nopening = "自有开头"\nclosing = "自有结尾"')
    made = compose(own, made_up("T26")).text
    assert "自有开头" in made and "自有结尾" in made
    assert "现答复如下" not in made and "行政复议" not in made
    assert "现答复如下" in compose(standard("T26"), made_up("T26")).text


def test_the_fields_of_a_template_are_listed_once() -> None:
    found = fields(standard("T14"))
    assert len(found) == len(set(found))
    assert {"fee.lines", "fee.counted", "fee.amount", "applicant.name"} <= set(found)
    assert not any(path.startswith(".") for path in found)


def test_every_field_has_a_name_that_people_read() -> None:
    for path, one in FIELDS.items():
        assert one.path == path and one.zh and one.kind in Kind
    assert field_of("document.day").kind is Kind.DAY
    assert FIELDS["fee.lines"].kind is Kind.RECORDS
    assert FIELDS["decision.other_body.name"].kind is Kind.TEXT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('code = "T12"', "缺少 title"),
        ('title = "甲"\nbody = "乙"', "没有“”这一文书"),
        ('code = "T99"\ntitle = "甲"\nbody = "乙"', "没有“T99”这一文书"),
        ('code = "T12"\ntitle = "{body.name}函"\nbody = "乙"', "标题.*不能写合并域"),
        ('code = 12\ntitle = "甲"\nbody = "乙"', "code 应为文字"),
        ("code = ", "不是有效的 TOML"),
        ("code = " + "[" * 50_000, "套叠过深"),
        (f'{HEAD}body = "乙"\nscript = "x"', "不认识的项：script"),
        (f'{HEAD}body = "{{table a}}"', "没有这个表格"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=[156]\nrows=[["甲"]]', "正文没有用到"),
        (f'{HEAD}body = "乙"\ntable = 3', r"应写作 \[table"),
        (f'{HEAD}body = "乙"\n[table]\na = 3', r"应写作 \[table.a"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=[100]\nrows=[["甲"]]', "宽度之和应为 156"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths="宽"\nrows=[["甲"]]', "应为 .* 清单"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=["宽"]\nrows=[["甲"]]', "0 至 250"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=[156]\nrows=[["甲","乙"]]', "第1行的格数"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=[156]\nrows=[[3]]', "格应为文字"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=[156]\nrows=[[{{x=1}}]]', "不认识的项：x"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=[156]\nrows=[["{{xyz}}"]]', "没有“{xyz}”"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=[156]', "应写 rows"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=[156]\neach="body.name"\nrow=["甲"]', "不是清单"),
        (f'{HEAD}body = "乙"\n[table.a]\nwidths=[156]\neach="fee.lines"', "应写 rows"),
        (f'{HEAD}body = "{"乙" * 100_001}"', "超过"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_template_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse(text)


def test_cells_that_run_down_leave_their_columns_to_the_rows_below() -> None:
    ok = f"""{HEAD}body = "{{table a}}"
[table.a]
widths = [56, 50, 50]
rows = [[{{text = "*甲", rows = 2}}, {{text = "乙", columns = 2}}], ["丙", "丁"],
["戊", "己", "庚"]]
"""
    made = compose(parse(ok), made_up("T12"))
    assert made.blocks[0].text.split() == list("甲乙丙丁戊己庚")
    assert made.blocks[0].text.count("\n") == 2  # a line for each row
    with pytest.raises(BadInput, match="第2行的格数"):
        parse(ok.replace('["丙", "丁"]', '["丙", "丁", "辛"]'))
    with pytest.raises(BadInput, match="第2行的格数"):
        parse(ok.replace('["丙", "丁"]', '["丙"]'))
    with pytest.raises(BadInput, match="向下跨出"):
        parse(ok.replace("rows = 2}", "rows = 4}").replace('["戊", "己", "庚"]', '["戊", "己"]'))
    split = '[["甲", {text = "乙", rows = 2}, "丙"], [{text = "丁", columns = 2}]]'
    with pytest.raises(BadInput, match="第2行的格数"):
        parse(re.sub(r"rows = \[\[.*\]\]", f"rows = {split}", ok, flags=re.DOTALL))


def test_a_table_of_words_lists_them() -> None:
    text = f"""{HEAD}body = "{{table a}}"
[table.a]
widths = [20, 136]
head = ["序号", "文书"]
each = "service.documents"
row = ["{{.n}}", "{{.}}"]
"""
    service = replace(FACTS.service, documents=("甲", "乙"))
    made = compose(parse(text), made_up("T12", service=service))
    assert made.blocks[0].text.split() == ["序号", "文书", "1", "甲", "2", "乙"]


def test_nodes_know_their_nesting() -> None:
    (outer,) = parse_text("{?body.name}{!body.phone=1}甲{/}{/}")
    assert isinstance(outer, When) and isinstance(outer.inside[0], When)
    assert outer.inside[0].negated and outer.inside[0].value == "1"


def test_a_record_that_is_not_there_is_missing_and_not_an_error() -> None:
    decision = replace(DECISIONS["D42"], other_body=None, unknown_body="不能确定负责的机关")
    made = compose(standard("T27"), made_up("T27", decisions=(decision,)))
    assert "不能确定负责的机关。" in made.text
    half = replace(DECISIONS["D42"], other_body=OtherBody(name="甲局"))
    draft = compose(standard("T27"), made_up("T27", decisions=(half,)), draft=True)
    assert draft.missing == ("其他行政机关联系方式",)


def test_the_day_of_an_instrument_guards_its_articles() -> None:
    from gongkai.errors import NoRuleInForce

    early = replace(FACTS.document, day=date(2019, 5, 14))
    with pytest.raises(NoRuleInForce, match="尚未施行"):
        text_of("{law.R2019.30}", document=early)
