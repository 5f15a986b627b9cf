"""Kinds: merge fields are all there and none unknown; no personal data in a subject."""

from __future__ import annotations

import pytest

from gongkai.errors import BadInput
from gongkai.web.messages import kinds
from tests.web.messages.people import NOTE


def test_fields_are_filled_in() -> None:
    words = kinds.kind_of("test_note").word({"matter": "补正\n答复", "name": "{某}"})
    assert (words.subject, words.text) == ("请办理补正 答复", "请办理补正\n答复：{某}")


def test_a_missing_field_is_named() -> None:
    with pytest.raises(BadInput, match="缺少合并字段：姓名（name）"):
        kinds.kind_of("test_note").word({"matter": "补正", "name": " "})


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(BadInput, match="没有合并字段 phone；可用的有 matter、name"):
        kinds.kind_of("test_note").word({"matter": "补正", "name": "某", "phone": "1"})


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(BadInput, match="没有消息种类 nothing"):
        kinds.kind_of("nothing")
    assert kinds.kind_zh("nothing") == "nothing"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("请办理{matter}", "请办理{name}", "标题里不能有个人信息"),
        ("请办理{matter}", "请办理{other}", "没有在 \\[fields\\] 中说明"),
        ("请办理{matter}", "请办理{matter.real}", "不是合并字段"),
        ("请办理{matter}", "请办理{matter!r}", "不是合并字段"),
        ("请办理{matter}", "请办理{matter", "花括号不成对"),
        ("version = 3", "", "缺少 version"),
        ('"sms"', '"fax"', "没有渠道 fax"),
        ("version = 3", "version = 3\ncolour = 1", "不认识 colour"),
        ("version = 3", "version = ", "不是正确的 TOML"),
        ("version = 3", "version = 4", "已经另有定义"),
    ],
)
def test_what_is_wrong_in_a_file_is_said(old: str, new: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        kinds.load(NOTE.replace(old, new), "note.toml")


def test_every_kind_of_the_platform_can_be_worded() -> None:
    for kind in kinds.all_kinds():
        fields = dict.fromkeys((*kind.fields, *kind.personal), "某")
        words = kind.word(fields)
        assert words.subject and words.text and "{" not in words.subject + words.text
