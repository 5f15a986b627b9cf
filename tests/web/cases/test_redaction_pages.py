"""区分处理的页面: everything by plain forms; what is refused is said; nobody else sees anything."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.redaction import GROUNDS
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import verbs
from gongkai.web.audit.models import Entry
from gongkai.web.cases import redaction_tasks, redactions
from gongkai.web.cases.models import Case, Redaction
from gongkai.web.cases.moves import Verb
from gongkai.web.files.kinds import Kind
from tests.web.agencies.world import sit
from tests.web.cases.papers import SECRET, begun, docx_of, file_of, paper_pdf
from tests.web.cases.world import World, granted

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World) -> Case:
    return world.opined()


@pytest.fixture
def clerk(world: World) -> Client:
    return sit(world.agency, Role.INTAKE)


@pytest.fixture
def row(world: World, case: Case) -> Redaction:
    return begun(world, case)


def send(client: Client, row: Redaction, verb: str, **values: Any) -> str:
    """The page after the act."""
    row.refresh_from_db()
    given = {"version": row.version, **values}
    response = client.post(reverse("redact", args=[row.key, verb]), given, follow=True)
    assert response.status_code == 200
    row.refresh_from_db()
    return response.content.decode()


def test_a_clerk_opens_marks_makes_and_gives_out_a_file_by_plain_forms(
    case: Case, clerk: Client
) -> None:
    source = file_of(case, paper_pdf(), "施工合同.pdf", Kind.PDF)
    here = reverse("redactions", args=[case.pk])
    assert "施工合同.pdf" in clerk.get(here).content.decode()
    waiting = clerk.post(
        reverse("begin_redaction", args=[case.pk]), {"file": source.pk, "whole": "0"}, follow=True
    )  # fmt: skip
    assert "正在打开" in waiting.content.decode() and waiting["Refresh"]
    row = case.redactions.get()
    assert "Refresh" not in clerk.get(reverse("redaction", args=[row.key]) + "?still=1")
    redaction_tasks.prepare.call(row.pk)
    row.refresh_from_db()
    text = clerk.get(reverse("redaction", args=[row.key])).content.decode()
    assert SECRET in text and "下一处提示" in text and "disabled" in text
    assert all(zh in text for zh in GROUNDS.values())
    indexes = [one.index for one in redactions.proposals(row)]
    text = send(clerk, row, "hits", hit=indexes[1:], decision="mark")
    assert f"已标记涂去{len(indexes) - 1}处提示" in text and "撤销" in text
    text = send(clerk, row, "hits", hit=indexes[:1], decision="keep", why="对外公布的电话")
    assert "已保留1处" in text
    text = send(clerk, row, "text", text="内部意见", ground="E16.2")
    assert "已在全文中标记" in text
    text = send(
        clerk, row, "boxes", page="2", left="20", top="30", right="60", bottom="40", ground="E15"
    )
    assert "已标记1处" in text and "画的框" in text
    box = next(m for m in redactions.active(row) if m["page"] == 1 and not m["text"])
    assert box["boxes"][0] == [56.69, 85.04, 170.08, 113.39]
    text = send(clerk, row, "marks", **{"remove": box["id"]})
    assert "标记已更新" in text
    text = send(clerk, row, "undo", **{"at-page": "2", "at-show": "marks"})
    assert "已撤销上一步" in text and "第 2 页，共 2 页" in text
    text = send(clerk, row, "make")
    assert "正在生成" in text
    redaction_tasks.make.call(row.pk)
    text = clerk.get(reverse("redaction", args=[row.key])).content.decode()
    assert "泄漏检查" in text and "确定随答复提供" in text
    if row.leaks:
        assert "请逐处看过" in send(clerk, row, "release")
    text = send(clerk, row, "release", despite="已逐处核对")
    assert "已确定随答复提供" in text and row.released
    given = clerk.get(reverse("redaction_result", args=[row.key]))
    data = b"".join(given)  # type: ignore[arg-type]
    assert data.startswith(b"%PDF-") and SECRET.encode() not in data
    assert (
        "attachment" in given["Content-Disposition"]
        and "sandbox" in given["Content-Security-Policy"]
    )
    assert given["Cache-Control"] == "private, no-store"
    picture = clerk.get(reverse("redaction_result_page", args=[row.key, 2]))
    assert b"".join(picture).startswith(b"\x89PNG")  # type: ignore[arg-type]
    assert "收回" in send(clerk, row, "take-back") and not row.released
    assert "不能恢复" in send(clerk, row, "remove")
    gone = clerk.post(reverse("redact", args=[row.key, "remove"]), {"confirmed": "1"}, follow=True)
    assert "已移除" in gone.content.decode() and not Redaction.objects.exists()


def test_boxes_drawn_on_the_page_come_as_one_step(row: Redaction, clerk: Client) -> None:
    drawn = (
        '[{"page": 1, "ground": "E14a", "box": [10, 10, 60, 30]},'
        ' {"page": 1, "ground": "E16.1", "box": [10, 50, 60, 70]}]'
    )
    assert "已标记2处" in send(clerk, row, "boxes", boxes=drawn)
    assert {m["ground"] for m in redactions.active(row)} == {"E14a", "E16.1"}
    send(clerk, row, "undo")
    assert redactions.active(row) == []


@pytest.mark.parametrize(
    ("verb", "values", "sentence"),
    [
        ("boxes", {"boxes": "[{"}, "没有传完整"),
        ("boxes", {"boxes": '[{"page": 1, "ground": "E15", "box": [1]}]'}, "四个数"),
        ("boxes", {"boxes": '[{"ground": "E15", "box": [1, 1, 9, 9]}]'}, "没有传完整"),
        ("boxes", {"boxes": '[{"page": 9, "ground": "E15", "box": [1, 1, 9, 9]}]'}, "请核对页码"),
        ("boxes", {"page": "1", "left": "很左"}, "毫米数"),
        ("text", {"text": "没有的话", "ground": "E15"}, "没有找到"),
        ("hits", {"hit": "900", "decision": "mark"}, "不存在"),
        ("hits", {"hit": "0", "decision": "keep"}, "保留的理由"),
        ("hits", {"decision": "mark"}, "没有选中"),
        ("marks", {"remove": "900"}, "已经不在"),
        ("make", {}, "处提示没有处理"),
        ("release", {}, "还没有生成"),
        ("take-back", {}, "没有确定随答复提供"),
        ("undo", {}, "没有可以撤销"),
    ],
)
def test_what_cannot_be_is_said_on_the_page(
    row: Redaction, clerk: Client, verb: str, values: dict[str, str], sentence: str
) -> None:
    assert sentence in send(clerk, row, verb, **values)


def test_the_second_of_two_officers_is_told(row: Redaction, clerk: Client) -> None:
    send(clerk, row, "text", text="内部意见", ground="E16.2")
    response = clerk.post(
        reverse("redact", args=[row.key, "undo"]), {"version": row.version - 1}, follow=True
    )  # fmt: skip
    assert "刚被别人改过" in response.content.decode()
    assert redactions.active(Redaction.objects.get(pk=row.pk))


def test_files_that_cannot_be_opened_say_why_and_tracked_changes_are_asked_about(
    world: World, case: Case, clerk: Client
) -> None:
    source = file_of(case, b"%PDF-1.4", "坏.pdf", Kind.PDF)
    begin = reverse("begin_redaction", args=[case.pk])
    clerk.post(begin, {"file": source.pk, "whole": "0"})
    row = case.redactions.get()
    redaction_tasks.prepare.call(row.pk)
    text = clerk.get(reverse("redaction", args=[row.key])).content.decode()
    assert "没有办成" in text and "移除" in text
    slides = file_of(case, b"PK", "汇报.pptx", Kind.PPTX)
    text = clerk.post(begin, {"file": slides.pk}, follow=True).content.decode()
    assert "不能标记" in text
    assert clerk.post(begin, {"file": "999999"}).status_code == 404
    changed = file_of(case, _tracked(), "修订稿.docx", Kind.DOCX)
    clerk.post(begin, {"file": changed.pk, "whole": "1"})
    row = case.redactions.get(source=changed)
    redaction_tasks.make.call(row.pk)
    text = clerk.get(reverse("redaction", args=[row.key])).content.decode()
    assert "接受全部修订并生成" in text
    send(clerk, row, "make", accept_changes="1")
    redaction_tasks.make.call(row.pk)
    text = clerk.get(reverse("redaction", args=[row.key])).content.decode()
    assert row.whole and "已清除的内容" in text


def _tracked() -> bytes:
    import io
    import zipfile

    out, data = io.BytesIO(), docx_of("保留的文字")
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "word/document.xml":
                gone = "<w:r><w:delText>删去</w:delText></w:r>"
                mark = f'<w:del w:id="1" w:author="a">{gone}</w:del></w:p>'
                content = content.replace(b"</w:p>", mark.encode(), 1)
            new.writestr(item, content)
    return out.getvalue()


def test_reviewers_look_and_change_nothing(world: World, case: Case, row: Redaction) -> None:
    reviewer = sit(world.agency, Role.LEGAL_REVIEWER)
    text = reviewer.get(reverse("redaction", args=[row.key])).content.decode()
    assert "只能查看" in text and "<form class" not in text.split("data-surface")[1]
    assert "不能“标记涂去的内容”" in send(reviewer, row, "text", text="合同", ground="E15")


def test_nothing_changes_once_the_reply_is_in_review(
    world: World, case: Case, row: Redaction, clerk: Client
) -> None:
    world.do(Verb.DECIDE, case, decisions=[granted(1)])
    world.do(Verb.DRAFT, case)
    world.do(Verb.SEND_FOR_REVIEW, case, despite="已核对")
    text = clerk.get(reverse("redaction", args=[row.key])).content.decode()
    assert "由审查人退回修改" in text
    assert "退回修改" in send(clerk, row, "text", text="合同", ground="E15")


@pytest.mark.parametrize("who", ["stranger", "overseer", "other section", "nobody"])
def test_nobody_else_learns_that_it_is_there(
    world: World, case: Case, row: Redaction, who: str
) -> None:
    client = {
        "stranger": lambda: sit(world.other, Role.INTAKE),
        "overseer": lambda: sit(world.city, Role.OVERSEER),
        "other section": lambda: sit(world.agency, Role.HANDLER, section=world.second),
        "nobody": Client,
    }[who]()
    expected = 302 if who == "nobody" else 404
    for address in (
        reverse("redactions", args=[case.pk]), reverse("redaction", args=[row.key]),
        reverse("redaction_page", args=[row.key, 1]), reverse("redaction_result", args=[row.key]),
        reverse("redaction_result_page", args=[row.key, 1]),
        reverse("redact", args=[row.key, "undo"]),
    ):  # fmt: skip
        assert client.get(address).status_code == expected, address


def test_each_reader_stands_in_the_trace_once_and_without_personal_data(
    row: Redaction, clerk: Client
) -> None:
    for page in (1, 2, 1):
        clerk.get(reverse("redaction", args=[row.key]) + f"?page={page}")
    lines = Entry.objects.filter(verb=verbs.READ, kind="cases.redaction")
    assert lines.count() == 1 and SECRET not in str(lines.values())


def test_the_page_asks_a_constant_number_of_queries(
    row: Redaction, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    clerk.get(reverse("redaction", args=[row.key]))
    with django_assert_max_num_queries(14):
        clerk.get(reverse("redaction", args=[row.key]))


def test_every_page_of_the_document_is_there_and_no_other(row: Redaction, clerk: Client) -> None:
    picture = clerk.get(reverse("redaction_page", args=[row.key, 2]))
    assert b"".join(picture).startswith(b"\x89PNG")  # type: ignore[arg-type]
    assert clerk.get(reverse("redaction_page", args=[row.key, 3])).status_code == 404
    text = clerk.get(reverse("redaction", args=[row.key]) + "?page=99&zoom=999").content.decode()
    assert "第 2 页，共 2 页" in text
    assert len(re.findall(r"<rect ", text)) >= 2
