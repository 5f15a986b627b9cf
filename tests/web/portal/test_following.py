"""To follow an application: whose it is, what its page tells and lets do, what is never shown."""

from __future__ import annotations

import io
import logging
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from gongkai.law.fees.choice import Manner
from gongkai.law.fees.tariff import Method
from gongkai.web.accounts.models import LoginLock
from gongkai.web.acting import Refused, perform
from gongkai.web.agencies.roles import Role
from gongkai.web.audit import verbs
from gongkai.web.audit.models import Entry
from gongkai.web.cases import attachments, policies, public
from gongkai.web.cases.actions import OpenLetter
from gongkai.web.cases.actions.intake import code_of
from gongkai.web.cases.models import Case, Paper, Redaction
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.cases.sealed import fingerprint
from gongkai.web.files import checking, storage
from gongkai.web.files.models import File
from gongkai.web.portal.applying import ownership, uploading
from tests.web.cases.world import PERSON, World
from tests.web.files.samples import pdf
from tests.web.portal.visiting import PRIVATE, online, page, said, send, show

# whose it is --------------------------------------------------------------------------------------


def test_number_and_code_open_the_case_and_anything_else_says_one_sentence(
    world: World, visitor: Client
) -> None:
    case = world.apply()
    code = code_of(case.token)
    answers = set()
    for number, wrong in ((case.number, "AAAAAAAAAA"), ("2026-0009-99999", code), ("'", "%")):
        answer = visitor.post(reverse("apply_track"), {"number": number, "code": wrong})
        assert answer.status_code == 200
        answers.add(html.fromstring(answer.content).xpath("//div[@class='summary']//li")[0].text)
        assert wrong not in html.fromstring(answer.content).xpath("//input[@name='code']/@value")
    assert len(answers) == 1
    assert "请填写“查询码”" in said(visitor.post(reverse("apply_track"), {"number": "1"}))
    lower = {"number": f" {case.number} ", "code": f"{code[:5].lower()} {code[5:]}"}
    assert visitor.post(reverse("apply_track"), lower).headers["Location"] == reverse(
        "apply_case", args=[case.key]
    )


def test_a_case_without_a_code_is_opened_by_nothing(world: World, visitor: Client) -> None:
    case = world.hand_in()
    Case.objects.filter(pk=case.pk).update(code="")
    for code in ("", "no such application"):
        visitor.post(reverse("apply_track"), {"number": case.number, "code": code})
        assert public.find(case.number, code) is None
    assert page(visitor, case).status_code == 302


def test_too_many_wrong_codes_lock_the_number_and_the_address_for_a_while(
    world: World, visitor: Client, monkeypatch: Any
) -> None:
    from gongkai.web.portal.applying import tracking

    monkeypatch.setattr(tracking, "MOST_WRONG", 3)
    case = world.apply()
    right = {"number": case.number, "code": code_of(case.token)}
    for n in range(3):
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(
            reverse("apply_track"), {"number": case.number, "code": "B" * 10}
        )
    assert "输错次数太多" in said(visitor.post(reverse("apply_track"), right))
    LoginLock.objects.all().delete()
    for n in range(3):
        visitor.post(reverse("apply_track"), {"number": f"2026-0001-0000{n}", "code": "B" * 10})
    assert "输错次数太多" in said(visitor.post(reverse("apply_track"), right))
    other = Client(REMOTE_ADDR="192.0.2.9")
    assert other.post(reverse("apply_track"), right).status_code == 302
    assert not LoginLock.objects.filter(key__contains=case.number).exists()


def test_the_browser_remembers_for_half_an_hour_and_leaving_forgets(
    world: World, visitor: Client
) -> None:
    one, two = world.apply(), world.apply()
    show(visitor, one)
    show(visitor, two)
    text = said(visitor.get(reverse("apply_track")))
    assert one.number in text and two.number in text
    kept = visitor.session
    for value in kept[ownership._KEPT].values():
        value[0] -= 60 * ownership.MINUTES + 1
    kept.save()
    assert page(visitor, one).headers["Location"] == reverse("apply_track")
    show(visitor, one)
    assert page(visitor, one).status_code == 200
    visitor.post(reverse("apply_leave"))
    assert page(visitor, one).status_code == 302
    assert one.number not in said(visitor.get(reverse("apply_track")))


def every_address(case: Case, paper: Paper, redaction: Redaction, file: File) -> Iterator[str]:
    for name in ("apply_case", "apply_receipt", "apply_correct", "apply_withdraw", "apply_rate"):
        yield reverse(name, args=[case.key])
    for kind in ("pdf", "docx", "read"):
        yield reverse("apply_letter", args=[case.key, paper.key, kind])
    yield reverse("apply_released", args=[case.key, redaction.key])
    for name in ("apply_upload", "apply_announce"):
        yield reverse(name, args=[case.key, "proof"])
    for name in ("apply_pieces", "apply_finish"):
        yield reverse(name, args=[case.key, file.key])


def test_nothing_of_another_is_reached_by_any_address(world: World, visitor: Client) -> None:
    case = world.answered()
    mine = world.apply()
    paper = case.papers.get()
    file, redaction = released(world, case)
    show(visitor, mine)
    for client in (visitor, Client()):
        for address in every_address(case, paper, redaction, file):
            for method in ("get", "post", "patch", "delete", "head"):
                answer = getattr(client, method)(address)
                assert answer.status_code in (302, 405), (method, address)
                if answer.status_code == 302:
                    assert answer.headers["Location"] == reverse("apply_track"), address
        for name in ("file", "file_download"):
            assert client.get(reverse(name, args=[file.key])).status_code == 302
    # one's own case does not open what belongs to another
    assert page(visitor, mine, "apply_letter", paper.key, "pdf").status_code == 404
    assert page(visitor, mine, "apply_released", redaction.key).status_code == 404
    finish = reverse("apply_finish", args=[mine.key, file.key])
    assert visitor.post(finish).status_code == 404
    assert page(visitor, mine, "apply_pieces", file.key).status_code == 404
    unknown = reverse("apply_case", args=[uuid.uuid4()])
    assert visitor.get(unknown).headers["Location"] == reverse("apply_track")
    case.refresh_from_db()
    assert case.score is None and Case.objects.get(pk=mine.pk).stage == Stage.ARRIVED


def released(world: World, case: Case) -> tuple[File, Redaction]:
    """A file of the body, and the one made from it that went out with the reply."""
    data = pdf()
    file = checking.attach_whole(
        world.actor(Role.INTAKE), attachments.KIND, str(case.pk), "原件.pdf", len(data),
        io.BytesIO(data), timezone.now(),
    )  # fmt: skip
    blob = storage.storage().save(storage.new_name(), ContentFile(data))
    row = Redaction.objects.create(
        case=case, source=file, result=blob, result_kind="pdf", result_size=len(data),
        result_sha256="0" * 64, released=True, work="made", begun=timezone.now(), actor="经办",
        made=timezone.now(),
    )  # fmt: skip
    return file, row


# the case -----------------------------------------------------------------------------------------


def test_the_page_tells_in_plain_words_where_it_stands(
    world: World, visitor: Client, django_assert_max_num_queries: Any
) -> None:
    case = world.apply()
    show(visitor, case)
    with django_assert_max_num_queries(20):
        text = said(page(visitor, case))
    assert "等待双方确认" in text and "撤回申请" in text and "林**" in text
    assert "林测试" not in text and "X0000001" not in text
    world.do(Verb.CONFIRM, case, confirmed=world.day, evidence="电话确认")
    world.do(Verb.REGISTER, case, title="行政审批事项调整情况")
    text = said(page(visitor, case))
    assert "登记，开始办理" in text and "逐日计算" in text


def test_a_third_party_and_what_goes_on_inside_stay_unnamed(world: World, visitor: Client) -> None:
    case = online(world)
    world.do(Verb.ASSIGN, case, sections=[world.section])
    world.do(Verb.CONSULT, case, who="third-party", name="云州样例有限公司", subject="投标文件",
             question="是否同意公开投标文件", method="direct")  # fmt: skip
    show(visitor, case)
    text = said(page(visitor, case))
    assert "书面征求第三方的意见" in text and "云州样例有限公司" not in text
    assert "投资项目科" not in text and "征求意见书" not in text
    third = case.papers.exclude(notice__in=public._TO_APPLICANT).first()
    if third is not None:
        assert page(visitor, case, "apply_letter", third.key, "pdf").status_code == 404


def test_an_overdue_case_says_so_and_until_when_one_may_complain(
    world: World, visitor: Client
) -> None:
    case = online(world)
    show(visitor, case)
    text = said(page(visitor, case))
    assert "已经逾期" in text and "逾期没有答复" in text
    assert "请先申请行政复议" in text and "第二十三条第一款第（三）项" in text
    assert text.index("请先申请行政复议") < text.index("直接提起行政诉讼")


def test_a_correction_is_sent_once_on_line_and_read_by_the_body(
    world: World, visitor: Client
) -> None:
    world.day = timezone.localdate()
    case = online(world)
    show(visitor, case)
    assert page(visitor, case, "apply_correct").headers["Location"] == reverse(
        "apply_case", args=[case.key]
    )
    world.do(Verb.ASK_CORRECTION, case, items="所需信息的年度", guidance="请写明年度", days=15,
             method="electronic")  # fmt: skip
    assert "补正告知书" in said(page(visitor, case)) and "提交补正" in said(page(visitor, case))
    address = reverse("apply_correct", args=[case.key])
    assert "请填写“补正的内容”" in said(visitor.post(address, {"text": ""}))
    for _ in range(2):
        assert visitor.post(address, {"text": "2025年度"}).status_code == 302
    case.refresh_from_db()
    assert case.correction == "2025年度" and case.correction_came == world.day
    assert Entry.objects.filter(verb=Verb.SEND_CORRECTION.value).count() == 1
    assert "您在网上提交了补正" in said(page(visitor, case))


def test_a_fee_notice_says_how_much_until_when_and_how(world: World, visitor: Client) -> None:
    world.day = timezone.localdate()
    case = online(world)
    show(visitor, case)
    world.do(Verb.NOTIFY_FEE, case, method="electronic", method_of_fee=Method.BY_PAGE.value,
             manner=Manner.COPIES.value, pages=60)  # fmt: skip
    case.refresh_from_db()
    text = said(page(visitor, case))
    for words in (f"{case.fee} 元", "凭缴款码在银行缴纳", "信息处理费收费通知书", "查看缴费通知"):
        assert words in text, words


def test_a_lapsed_case_says_why_it_ended(world: World, visitor: Client) -> None:
    case = online(world)
    world.do(Verb.ASK_CORRECTION, case, items="所需信息的年度", guidance="请写明年度", days=15,
             method="electronic")  # fmt: skip
    show(visitor, case)
    world.pass_days(60)
    world.do(Verb.LAPSE_CORRECTION, case, reason="电话查明没有正当理由")
    text = said(page(visitor, case))
    assert "视为放弃申请" in text and "现在可以办" not in text


def test_withdrawing_asks_once_and_is_then_done(world: World, visitor: Client) -> None:
    case = world.apply()
    show(visitor, case)
    address = reverse("apply_withdraw", args=[case.key])
    assert "不能恢复" in said(visitor.post(address))
    case.refresh_from_db()
    assert case.stage == Stage.ARRIVED
    visitor.post(address, {"confirmed": "1"})
    case.refresh_from_db()
    assert (case.stage, case.outcome) == (Stage.CLOSED, "D63")
    assert visitor.get(address).status_code == 302
    text = said(page(visitor, case))
    assert "撤回了申请" in text and "上传" not in text
    assert Entry.objects.filter(verb=Verb.WITHDRAW.value).count() == 1


def answered(world: World) -> Case:
    """Answered, and with a query code of its own."""
    case = world.answered()
    case.token = uuid.uuid4()
    case.code = fingerprint(code_of(case.token))
    case.save()
    return case


def test_the_reply_is_received_opened_challenged_and_rated(world: World, visitor: Client) -> None:
    case = answered(world)
    show(visitor, case)
    text = said(page(visitor, case))
    served = world.day
    for words in ("已经答复", "政府信息公开答复书（予以公开）", "对答复不服", "申请行政复议",
                  "云州市人民政府申请行政复议", "评价答复"):  # fmt: skip
        assert words in text, words
    from gongkai.law.remedies import Remedy, remedy_due
    from gongkai.web.agencies.calendars import calendar_of

    last = remedy_due(Remedy.RECONSIDERATION, served, calendar_of(world.agency)).last_day
    assert f"{last.year}年{last.month}月{last.day}日" in text
    paper = case.papers.get()
    head = visitor.head(reverse("apply_letter", args=[case.key, paper.key, "pdf"]))
    assert head.status_code == 200 and not paper.services.get().note
    for kind, begins in (("pdf", b"%PDF-"), ("docx", b"PK")):
        answer = page(visitor, case, "apply_letter", paper.key, kind)
        assert b"".join(answer.streaming_content).startswith(begins)
        assert "no-store" in answer["Cache-Control"]
        assert "attachment" in answer["Content-Disposition"]
    assert page(visitor, case, "apply_letter", paper.key, "text").status_code == 404
    read = html.fromstring(page(visitor, case, "apply_letter", paper.key, "read").content)
    assert read.xpath("//article/h1[@class='paper-title']/text()[last()]") == ["政府信息公开答复书"]
    assert read.xpath("//p[@class='paper-number']/text()") == [paper.number]
    assert read.xpath("//p[@class='addressee']/text()") == ["林测试："]
    assert read.xpath("//p[@class='paper-seal']/text()")[0] == world.agency.name
    assert paper.services.get().note.count("网上查收") == 1
    opened = Entry.objects.get(verb=OpenLetter.verb)
    assert verbs.role_zh(opened.role) == "申请人"
    # rated, and changed
    address = reverse("apply_rate", args=[case.key])
    assert "请选择" in said(visitor.post(address, {"text": "好"}))
    assert "没有这一项" in said(visitor.post(address, {"score": "6"}))
    visitor.post(address, {"score": "4", "text": "答复及时"})
    case.refresh_from_db()
    assert (case.score, case.opinion) == (4, "答复及时")
    assert "修改评价" in said(page(visitor, case))
    assert visitor.get(reverse("apply_withdraw", args=[case.key])).status_code == 302


def test_released_files_come_with_a_reply_in_electronic_form_only(
    world: World, visitor: Client
) -> None:
    case = world.apply()
    _, row = released(world, case)
    show(visitor, case)
    assert page(visitor, case, "apply_released", row.key).status_code == 404
    Case.objects.filter(pk=case.pk).update(replied=world.day, given_form="paper")
    assert page(visitor, case, "apply_released", row.key).status_code == 404
    Case.objects.filter(pk=case.pk).update(given_form="electronic")
    answer = page(visitor, case, "apply_released", row.key)
    assert b"".join(answer.streaming_content) == pdf()
    assert "filename*=utf-8''%E5%8E%9F%E4%BB%B6.pdf" in answer["Content-Disposition"]
    Redaction.objects.update(released=False)
    assert page(visitor, case, "apply_released", row.key).status_code == 404


@pytest.mark.parametrize(
    ("code", "form", "words"),
    [
        ("D12", "paper", "机关以纸质提供信息，这里没有可以下载的文件"),
        ("D20", "electronic", "机关另行提供电子数据"),
        ("D12", "inspect", "请到机关查阅、抄录信息"),
        ("D11", "paper", ""),
        ("D31", "", ""),
    ],
)
def test_what_was_given_without_a_file_is_said(
    world: World, visitor: Client, code: str, form: str, words: str
) -> None:
    case = answered(world)
    case.items.update(code=code)
    Case.objects.filter(pk=case.pk).update(given_form=form)
    show(visitor, case)
    seen = said(page(visitor, case))
    assert words in seen and ("没有收到的" in seen) is bool(words)


def test_rating_waits_for_a_reply(world: World, visitor: Client) -> None:
    case = world.apply()
    show(visitor, case)
    assert page(visitor, case, "apply_rate").status_code == 302
    visitor.post(reverse("apply_rate", args=[case.key]), {"score": "1"})
    case.refresh_from_db()
    assert case.score is None


def test_only_the_applicant_opens_a_letter_and_only_once_it_was_sent(world: World) -> None:
    case = world.drafted()
    paper = case.papers.get()
    with pytest.raises(Refused, match="本人查收"):
        perform(OpenLetter(), world.actor(Role.INTAKE), paper, now=timezone.now())
    with pytest.raises(Refused, match="没有发出"):
        perform(OpenLetter(), policies.applicant_of(case), paper, now=timezone.now())


# proof --------------------------------------------------------------------------------------------


def test_proof_is_uploaded_under_what_it_is_and_never_under_its_name(
    world: World, visitor: Client
) -> None:
    case = send(visitor, world)
    address = reverse("apply_upload", args=[case.key, "proof"])
    named = io.BytesIO(pdf())
    named.name = "林测试身份证.pdf"
    answer = visitor.post(address, {"files": [named], "back": "receipt"}, follow=True)
    assert "“身份证明1.pdf”已上传" in said(answer)
    assert "没有选择文件" in said(visitor.post(address, follow=True))
    assert visitor.post(reverse("apply_upload", args=[case.key, "x"])).status_code == 404
    file = File.objects.get()
    assert (file.owner_kind, file.owner, file.name) == ("cases.case", str(case.pk), "身份证明1.pdf")
    assert not Entry.objects.filter(label__contains="林测试").exists()
    # who works on it reads it, the applicant does not read back, others nothing
    attachments.may_read(world.actor(Role.INTAKE), case)
    with pytest.raises(Refused):
        attachments.may_read(policies.applicant_of(case), case)
    with pytest.raises(Refused):
        attachments.may_read(world.actor(Role.INTAKE, world.other), case)


def test_what_is_too_large_or_too_many_or_no_document_is_refused(
    world: World, visitor: Client, monkeypatch: Any
) -> None:
    case = send(visitor, world)
    address = reverse("apply_upload", args=[case.key, "proof"])

    def sent(data: bytes, name: str = "a.pdf") -> str:
        file = io.BytesIO(data)
        file.name = name
        return said(visitor.post(address, {"files": [file]}, follow=True))

    assert "没有收下" in sent(b"MZ\x90\x00" + bytes(100), "a.exe")
    monkeypatch.setattr(uploading, "BYTES", 10)
    assert "超过上限" in sent(pdf())
    announce = reverse("apply_announce", args=[case.key, "proof"])
    headers = {"Upload-Length": "11", "Upload-Name": "a.pdf"}
    assert "超过上限" in visitor.post(announce, headers=headers).json()["sentence"]
    monkeypatch.setattr(uploading, "BYTES", 10**6)
    monkeypatch.setattr(uploading, "MOST", 0)
    assert "不能再上传" in sent(pdf())
    assert "不能再上传" in visitor.post(announce, headers=headers).json()["sentence"]


def test_a_file_comes_in_pieces(world: World, visitor: Client) -> None:
    case = send(visitor, world)
    data = pdf()
    headers = {"Upload-Length": str(len(data)), "Upload-Name": "%E6%9E%97.pdf"}
    made = visitor.post(reverse("apply_announce", args=[case.key, "authority"]), headers=headers)
    where = made["Location"]
    assert made.status_code == 201 and where.startswith(f"/apply/case/{case.key}/pieces/")
    assert visitor.head(where)["Upload-Offset"] == "0"
    for at_, piece in ((0, data[:100]), (100, data[100:])):
        answer = visitor.patch(
            where, piece, content_type="application/offset+octet-stream",
            headers={"Upload-Offset": str(at_)},
        )  # fmt: skip
        assert answer.status_code == 204
    assert visitor.post(f"{where}finish/").json()["state"] == "ready"
    assert [one.name for one in attachments.own_files(case)] == ["授权委托书1.pdf"]
    # its own addresses are closed to a visitor
    file = File.objects.get()
    assert visitor.head(reverse("file_pieces", args=[file.key])).status_code == 403
    assert visitor.get(reverse("file_download", args=[file.key])).status_code == 302


def test_files_of_the_body_are_not_listed_and_a_closed_case_takes_no_more(
    world: World, visitor: Client
) -> None:
    case = world.apply()
    released(world, case)
    show(visitor, case)
    assert "原件" not in said(page(visitor, case))
    visitor.post(reverse("apply_withdraw", args=[case.key]), {"confirmed": "1"})
    file = io.BytesIO(pdf())
    file.name = "a.pdf"
    answer = visitor.post(
        reverse("apply_upload", args=[case.key, "more"]), {"files": [file]}, follow=True
    )
    assert "已经办结，不能再提交材料" in said(answer)
    with pytest.raises(Refused, match="没有转办|岗位不能"):
        attachments.may_attach(world.actor(Role.LEGAL_REVIEWER), case)


# what must not be seen ----------------------------------------------------------------------------


def test_no_personal_data_in_addresses_logs_titles_or_the_trace(
    world: World, visitor: Client, caplog: Any
) -> None:
    with caplog.at_level(logging.DEBUG):
        case = send(visitor, world)
        code = code_of(case.token)
        pages = [page(visitor, case), page(visitor, case, "apply_receipt")]
        visitor.post(reverse("apply_track"), {"number": case.number, "code": "C" * 10})
        show(visitor, case)
    logged = caplog.text + " ".join(str(vars(record)) for record in caplog.records)
    logged = re.sub(r"'request': <[^>]*>", "", logged)
    for word in (*PRIVATE, code, case.number):
        assert word not in " ".join(r.getMessage() for r in caplog.records), word
    for one in pages:
        title = html.fromstring(one.content).xpath("//title/text()")[0]
        assert not any(word in title for word in (*PRIVATE, code, case.number))
        for address in html.fromstring(one.content).xpath("//@href|//@action"):
            assert not any(word in address for word in (*PRIVATE, code, case.number)), address
    for entry in Entry.objects.all():
        whole = f"{entry.label} {entry.before} {entry.after} {entry.reason}"
        assert not any(word in whole for word in (*PRIVATE, code)), whole
    assert PERSON["name"] in PRIVATE


def test_the_reading_modes_and_the_pages_without_a_case(world: World, visitor: Client) -> None:
    visitor.cookies["type"] = "kiosk"
    here = reverse("apply_form", args=[world.agency.pk])
    for address in ("/apply/", "/apply/to/", "/apply/track/", "/apply/privacy/", here):
        answer = visitor.get(address)
        assert 'class="kiosk"' in answer.content.decode(), address
        assert len(html.fromstring(answer.content).xpath("//h1")) == 1
    for address in ("/apply/leave/", "/apply/draft/discard/"):
        assert visitor.get(address).status_code == 405
