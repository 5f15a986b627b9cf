"""The linter: every mandatory element taken out of a template is missed, and said in Chinese."""

from __future__ import annotations

import re
from datetime import date

import pytest

from gongkai.law.documents.elements import Element
from gongkai.law.documents.notices import missing_elements
from gongkai.notices.evidence import EVIDENCE, FRAME, REMEDIES
from gongkai.notices.lint import elements, lint
from gongkai.notices.template import parse, source, standard
from tests.notices.support import CODES

DAY = date(2024, 6, 12)
CASES = [
    (code, element) for code in CODES for element in missing_elements(code, FRAME, DAY, online=True)
]


def whole_source(code: str) -> str:
    """The template with the common frame of replies written out, so that it can be mutated."""
    from importlib.resources import files

    text = source(code)
    if not 15 <= int(code[1:]) <= 36:
        return text
    frame = (files("gongkai.notices") / "templates" / "reply.toml").read_text("utf-8")
    own = {line.split(" =")[0] for line in text.split("\n") if re.match(r"\w+ =", line)}
    parts = re.findall(r'^(\w+) = (""".*?"""|".*?")$', frame, re.DOTALL | re.MULTILINE)
    add = "".join(f"{name} = {value}\n" for name, value in parts if name not in own)
    head, _, tables = text.partition("[table")
    return head + add + ("[table" + tables if tables else "")


@pytest.mark.parametrize("code", CODES)
def test_our_own_templates_have_no_fault(code: str) -> None:
    for day in (date(2021, 1, 1), DAY):
        assert lint(standard(code), day) == ()
    assert lint(whole_source(code), DAY) == ()


def without(text: str, element: Element) -> str:
    """The text without what says the element."""
    if element in REMEDIES:
        return text.replace("{remedies}", "完毕")
    evidence = EVIDENCE[element]
    for path in evidence.fields:
        text = re.sub(rf"\{{[?!]{re.escape(path)}(=\w+)?\}}", "{?body.name}", text)
        text = re.sub(rf"\{{#{re.escape(path)}\}}[^/]*\{{/\}}", "略", text)
        text = re.sub(rf"\{{\[{re.escape(path)}=[\w-]+\]\}}", "□", text)
        text = re.sub(rf"\{{{re.escape(path)}\??\}}", "略", text)
        text = re.sub(rf'each = "{re.escape(path)}"\n', 'each = "service.documents"\n', text)
    if "service.documents" in text:
        text = re.sub(r"\{\.(?!n\})\w+\}", "{.}", text)
    if element is Element.LEGAL_BASIS:
        text = re.sub(r"\{law\.[^}]*\}", "略", text)
    return re.sub(evidence.pattern, "略", text) if evidence.pattern else text


@pytest.mark.parametrize(("code", "element"), CASES, ids=[f"{c}-{e}" for c, e in CASES])
def test_what_is_taken_out_of_a_template_is_missed(code: str, element: Element) -> None:
    text = without(whole_source(code), element)
    found = [f for f in lint(text, DAY) if f.code in ("missing_element", "unreadable")]
    assert element.zh in {f.place for f in found}, found
    (fault,) = [f for f in found if f.place == element.zh]
    assert fault.sentence.startswith(f"缺少“{element.zh}”：请写")


def test_every_element_has_its_evidence_and_words_to_write() -> None:
    known = {e for code in CODES for e in missing_elements(code, (), DAY, online=True)}
    assert known == set(EVIDENCE) | FRAME | REMEDIES
    for evidence in EVIDENCE.values():
        assert evidence.fields or (evidence.pattern and evidence.sample)
        assert "（）" not in evidence.advice and "“”" not in evidence.advice
        if evidence.pattern and not evidence.fields and "……" not in evidence.sample:
            assert re.search(evidence.pattern, evidence.sample)


def test_the_frame_is_said_by_outgoing_documents_only() -> None:
    assert elements(standard("T04")) >= FRAME
    assert not elements(standard("T02")) & FRAME


# --- other faults ---------------------------------------------------------------------------------


def codes(text: str, day: date = DAY) -> list[str]:
    return [f.code for f in lint(text, day)]


def test_what_cannot_be_read_is_one_fault() -> None:
    (fault,) = lint("code = ", DAY)
    assert fault.code == "unreadable" and "TOML" in fault.sentence
    (fault,) = lint(source("T04").replace("{applicant.name}", "{applicant.nmae}", 1), DAY)
    assert "{applicant.name}" in fault.sentence


def test_remedies_are_not_typed_by_hand_nor_put_where_none_belong() -> None:
    text = source("T26").replace("现告知", "可以向上级申请行政复议。现告知")
    assert codes(text) == ["typed_remedies"]
    text = source("T04").replace("特此告知。", "{remedies}")
    assert codes(text) == ["needless_remedies"]


def test_words_that_the_law_forbids_and_places_left_open_are_told() -> None:
    assert codes(source("T31").replace("不予重复处理。", "不予受理。")) == ["not_accepted"]
    assert codes(source("T31").replace("经审查，", "经审查，【】")) == ["unfilled"]
    # a form may well have places to write on
    assert codes(source("T39").replace("审批人：", "审批人：____")) == []


def test_articles_are_cited_by_the_system() -> None:
    text = source("T04").replace("{law.R2019.29.2+30}", "{law.R2019.30}和第二十九条")
    assert codes(text) == ["typed_article"]
    text = source("T26").replace("{decision.articles}", "{law.R2019.36.0.4}")
    assert codes(text) == ["decision_articles"]
    found = lint(standard("T14"), date(2020, 12, 31))
    assert [f.code for f in found] == ["not_in_force"]
    assert "2021-01-01" in found[0].sentence


def test_a_document_that_goes_out_has_no_places_to_fill_in_by_hand() -> None:
    (fault,) = lint(source("T26").replace("{decision.search.on}", "{decision.search.on?}"), DAY)
    assert fault.code == "blank_allowed" and "检索时间" in fault.sentence


def test_the_title_fits_what_the_remedies_call_the_document() -> None:
    (fault,) = lint(source("T27").replace("告知书", "答复书", 1), DAY)
    assert fault.code == "noun" and "告知书" in fault.sentence
    assert parse(source("T27")).title.endswith("告知书")
