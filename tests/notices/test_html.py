"""The preview: the same words as the document, as a piece of HTML that holds nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from gongkai.notices.compose import compose
from gongkai.notices.html import fragment
from gongkai.notices.template import standard
from tests.notices.support import CODES, FACTS, made_up


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("code", CODES)
def test_the_preview_says_what_the_document_says(code: str) -> None:
    made = compose(standard(code), made_up(code))
    tree = lxml_html.fromstring(fragment(made))
    assert words(tree.text_content()) == words(made.text)
    assert tree.tag == "article"
    assert [h.tag for h in tree.iter("h1", "h2")] == ["h2"]
    assert bool(tree.find_class("notice-seal")) is (made.seal is not None)


def test_labels_are_heads_of_their_cells_and_cells_span() -> None:
    tree = lxml_html.fromstring(fragment(compose(standard("T01"), made_up("T01")), level=3))
    assert tree.findtext(".//th") == "申请人"
    assert tree.find(".//th").get("rowspan") == "6"
    assert tree.find(".//td").get("colspan") == "3"
    assert tree.find("h3") is not None
    listed = lxml_html.fromstring(fragment(compose(standard("T14"), made_up("T14"))))
    assert [th.text for th in listed.findall(".//thead/tr/th")][:2] == ["计费部分", "数量"]
    assert listed.find(".//b") is not None


def test_open_places_of_a_draft_are_marked_and_words_never_become_markup() -> None:
    evil = replace(FACTS.consultation, question="<script>alert(1)</script>\x00", subject="")
    made = compose(standard("T12"), made_up("T12", consultation=evil), draft=True)
    text = fragment(made)
    assert "<mark>【征求意见所涉政府信息】</mark>" in text
    assert "<script" not in text and "&lt;script&gt;" in text and "\x00" not in text
