"""The pages of applications in the workbench, as their readers open them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from gongkai.law.receipt import CHANNEL_RULES, Channel
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from gongkai.web.cases.actions.intake import code_of
from gongkai.web.cases.models import Case, Dispute, Paper, Party
from gongkai.web.cases.moves import MOVES, Stage, Verb
from gongkai.web.cases.staff import todo
from gongkai.web.cases.staff.acting import ASKED
from gongkai.web.cases.staff.next_moves import DANGER
from tests.web.agencies.world import sit
from tests.web.cases.desk import page, present
from tests.web.cases.world import PERSON, WISH, World

LIST = "/work/cases/"
TOKEN = "6c1f0b5e-0000-4000-8000-000000000001"  # noqa: S105 - of a form
OTHER_TOKEN = f"{TOKEN[:-1]}2"
MOST_LIST, MOST_CASE = 15, 30


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world of today, made once; what tests do in it is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield present()
        transaction.set_rollback(True)


@pytest.fixture
def w(desk: World, db: None) -> World:
    return desk


@pytest.fixture
def clerk(w: World) -> Client:
    return sit(w.agency, Role.INTAKE)


def url(case: Case, verb: Verb) -> str:
    return f"{LIST}{case.pk}/{verb.value.removeprefix('cases.')}/"


def version(case: Case) -> int:
    return Case.objects.get(pk=case.pk).version


def send(client: Client, case: Case, verb: Verb, status: int = 302, **values: object) -> str:
    """Fill in the form of a verb."""
    given = {"version": version(case), **values}
    answer = client.post(url(case, verb), given)
    text = answer.content.decode()
    assert answer.status_code == status, (
        verb,
        re.findall(r'role="alert".*?</div>', text, re.DOTALL),
    )
    case.refresh_from_db()
    return text


def counted(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# the list -----------------------------------------------------------------------------------------


def test_the_list_shows_a_masked_name_and_its_export_none(w: World, clerk: Client) -> None:
    case = w.answered()
    text = page(clerk, LIST)
    assert case.number in text
    assert "林**" in text and PERSON["name"] not in text
    for wanted in ("csv", "xlsx"):
        answer = clerk.get(f"{LIST}?format={wanted}&stage=answered")
        data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        if wanted == "csv":
            rows = data.decode("utf-8-sig").splitlines()
            assert len(rows) == 1 + Case.objects.filter(stage="answered").count()
            assert "申请人," not in rows[0] and "办件编号" in rows[0]
            assert "林" not in "".join(rows[1:])
        else:
            from openpyxl import load_workbook

            heads = [
                cell.value for cell in next(load_workbook(io.BytesIO(data)).active.iter_rows())
            ]
            assert "申请人" not in heads


def test_the_list_costs_the_same_for_many_rows(w: World, clerk: Client) -> None:
    w.consulting()
    few = counted(clerk, LIST)
    for _ in range(12):
        w.hand_in()
    w.consulting()
    assert counted(clerk, f"{LIST}?size=100") == few <= MOST_LIST
    assert counted(clerk, f"{LIST}?clock=5&year={w.day.year}&column=natural_person") <= MOST_LIST


def test_an_overseer_sees_the_register_below_without_personal_data(w: World) -> None:
    case = w.answered()
    overseer = sit(w.city, Role.OVERSEER)
    text = page(overseer, LIST)
    assert case.number in text and "林" not in re.sub(r"<title>.*?</title>", "", text)
    assert "按申请人查找" not in text
    one = page(overseer, case.get_absolute_url())
    assert case.number in one and "林" not in one.split("</header>")[1]
    assert WISH["description"] not in one
    paper = case.papers.exclude(pdf="").get()
    assert overseer.get(f"{LIST}{case.pk}/paper/{paper.key}/pdf/").status_code == 403
    assert overseer.post(f"{LIST}person/", {"person": "林测试"}).status_code == 403
    assert overseer.get(url(case, Verb.UNMASK)).status_code == 403
    assert counted(overseer, LIST) <= MOST_LIST


def test_another_body_sees_nothing(w: World) -> None:
    case = w.hand_in()
    stranger = sit(w.other, Role.INTAKE)
    assert case.number not in page(stranger, LIST)
    page(stranger, case.get_absolute_url(), 404)
    page(stranger, url(case, Verb.REGISTER), 404)


def test_a_person_is_found_without_being_named_in_an_address(w: World, clerk: Client) -> None:
    w.hand_in()
    other = w.hand_in(people=[{**PERSON, "name": "钱测试", "identity": "X0000077",
                               "phone": "00000000077"}])  # fmt: skip
    for text in ("钱测试", "00000000077", "x0000077"):
        answer = clerk.post(f"{LIST}person/", {"person": text})
        assert answer.status_code == 302
        assert text not in unquote(answer["Location"])
        found = page(clerk, answer["Location"])
        assert other.number in found and "共 <strong>1</strong> 件" in found
    assert clerk.post(f"{LIST}person/", {"person": " "})["Location"] == LIST
    assert page(clerk, f"{LIST}?who=short", 400)


@pytest.mark.parametrize("query", [
    "stage=open", "stage=answered", "clock=late", "clock=1", "clock=paused", "clock=unconfirmed",
    "clock=extended", "channel=in-person", "column=natural_person", "outcome=D12",
    "from=2020-01-01&to=2030-01-01", "ended_from=2020-01-01&ended_to=2030-01-01", "sort=-due",
    "sort=stage", "format=print", "q=2026", "q=〔2026〕",
])  # fmt: skip
def test_each_way_to_narrow_answers(w: World, clerk: Client, query: str) -> None:
    page(clerk, f"{LIST}?{query}")


def test_a_case_is_found_by_number_title_and_reply(w: World, clerk: Client) -> None:
    case = w.answered()
    number = case.papers.exclude(number="").get().number
    Case.objects.filter(pk=case.pk).update(title="行政审批事项调整（OA系统）")
    for text in (case.number, "审批事项调整", number, "oa系统", "OA"):
        assert case.number in page(clerk, f"{LIST}?q={text}"), text
    assert case.number not in page(clerk, f"{LIST}?q=没有这样的事项")
    assert case.number in page(clerk, f"/work/search/?q={case.number}")
    for text in (PERSON["name"], PERSON["phone"], PERSON["identity"]):  # never by who asked
        for address in (LIST, "/work/search/"):
            assert case.number not in page(clerk, f"{address}?q={text}"), text


def test_a_cell_of_the_table_leads_to_its_cases(w: World, clerk: Client) -> None:
    year = w.day.year
    case, open_ = w.answered(), w.hand_in()
    drill = w.hand_in()
    Case.objects.filter(pk=drill.pk).update(drill=True)
    assert case.row == "granted"
    cells = {
        "new": (True, True), "carried": (False, False), "row:granted": (True, False),
        "row:withheld": (False, False), "row:handled_total": (True, False), "left": (False, True),
    }  # fmt: skip
    for cell, (here, there) in cells.items():
        text = page(clerk, f"{LIST}?cell={cell}&year={year}&size=100&column=natural_person")
        assert (case.number in text, open_.number in text) == (here, there), cell
        assert drill.number not in text
    assert page(clerk, f"{LIST}?cell=row:nothing&year={year}", 400)
    page(clerk, f"{LIST}?cell=new&year=20", 400)


def test_several_are_assigned_and_archived_at_once(w: World, clerk: Client) -> None:
    cases = [w.registered(), w.registered()]
    given = {"bulk": "assign", "rows": [case.pk for case in cases]}
    asked = clerk.post(LIST, given)
    assert asked.status_code == 200 and "承办科室" in asked.content.decode()
    assert clerk.post(LIST, {**given, "confirmed": "1"}).status_code == 400
    assert clerk.post(LIST, {**given, "confirmed": "1", "section": w.section.pk}).status_code == 302
    assert {Case.objects.get(pk=case.pk).stage for case in cases} == {Stage.WITH_SECTIONS}
    done = w.answered()
    given = {"bulk": "archive", "rows": [done.pk], "confirmed": "1", "retention": "10年"}
    assert clerk.post(LIST, given).status_code == 302
    done.refresh_from_db()
    assert done.stage == Stage.ARCHIVED


# intake -------------------------------------------------------------------------------------------


def _letter(w: World, **more: object) -> dict[str, object]:
    return {
        "token": TOKEN, "channel": "in-person",
        "arrived": w.day.isoformat(), "to_office": "on", "people": "1",
        **{f"p1-{key}": value for key, value in PERSON.items()}, **WISH, **more,
    }  # fmt: skip


def test_an_application_is_taken_in_once_and_the_receipt_is_printed(
    w: World, clerk: Client
) -> None:
    page(clerk, f"{LIST}new/")
    answer = clerk.post(f"{LIST}new/", _letter(w))
    assert answer.status_code == 302
    again = clerk.post(f"{LIST}new/", _letter(w))
    assert again["Location"] == answer["Location"]
    case = Case.objects.get(token=TOKEN)
    receipt = page(clerk, f"{LIST}{case.pk}/receipt/")
    assert case.number in receipt and "查询码" in receipt and "答复期限届满日" in receipt
    pdf = clerk.get(f"{LIST}{case.pk}/receipt.pdf")
    assert pdf.content.startswith(b"%PDF") and "no-store" in pdf["Cache-Control"]


def test_the_query_code_of_an_application_made_on_line_is_its_applicants_alone(
    w: World, clerk: Client
) -> None:
    clerk.post(f"{LIST}new/", _letter(w))
    case = Case.objects.get(token=TOKEN)
    receipt = f"{LIST}{case.pk}/receipt/"
    assert code_of(case.token) in page(clerk, receipt)
    Case.objects.filter(pk=case.pk).update(channel="online")
    assert code_of(case.token) not in page(clerk, receipt)


@pytest.mark.parametrize("text", ["\u00b2\u00b2\u00b2\u00b2", "9" * 5_000, "0000"])
def test_a_year_that_is_none_in_an_address_breaks_no_page(clerk: Client, text: str) -> None:
    for url in (LIST, f"{LIST}disputes/"):
        assert clerk.get(url, {"year": text}).status_code < 500


def test_what_was_typed_is_not_lost(w: World, clerk: Client) -> None:
    bad = clerk.post(f"{LIST}new/", _letter(w, arrived="", wanted_form=""))
    text = bad.content.decode()
    assert bad.status_code == 400 and 'value="林测试"' in text and WISH["description"] in text
    more = clerk.post(f"{LIST}new/", _letter(w, more="1"))
    text = more.content.decode()
    assert more.status_code == 200 and 'name="p2-name"' in text and 'value="林测试"' in text
    assert "没有提交" not in text
    refused = clerk.post(f"{LIST}new/", _letter(w, description=""))
    assert refused.status_code == 400 and "没有写明需要什么信息" in refused.content.decode()


@pytest.mark.parametrize("channel", [r.channel for r in CHANNEL_RULES])
def test_every_channel_with_its_dates(w: World, clerk: Client, channel: Channel) -> None:
    token = f"6c1f0b5e-0000-4000-8000-{sum(channel.value.encode()):012d}"
    given = _letter(w, token=token, channel=channel.value)
    if channel is Channel.POST_SIGNED:
        assert clerk.post(f"{LIST}new/", given).status_code == 400
        given |= {"signed": w.day.isoformat(), "tracking": "XA00000000044"}
    answer = clerk.post(f"{LIST}new/", given)
    if channel is Channel.ONLINE:  # an applicant's own
        assert answer.status_code == 400
        return
    assert answer.status_code == 302
    case = Case.objects.get(token=token)
    confirmed = channel in (Channel.EMAIL, Channel.FAX, Channel.POST_ORDINARY)
    assert (case.received is None) == confirmed
    text = page(clerk, case.get_absolute_url())
    assert ("确认收到" in text) == confirmed


def test_two_applicants_and_an_agent(w: World, clerk: Client) -> None:
    second = {"p2-kind": "company", "p2-name": "云州样例有限公司"}
    agent = {
        "agent-name": "周测试",
        "agent-identity_kind": "passport",
        "agent-identity": "X1234567",
    }
    token = OTHER_TOKEN
    given = _letter(w, token=token, people="2", items="第一项\n第二项", **second, **agent)
    assert clerk.post(f"{LIST}new/", given).status_code == 302
    case = Case.objects.get(token=token)
    assert [one.part for one in case.parties.all()] == ["agent", "applicant", "applicant"]
    assert case.items.count() == 2


def test_only_the_desk_takes_in(w: World) -> None:
    page(sit(w.agency, Role.HANDLER), f"{LIST}new/", 403)


def test_the_same_matter_asked_before_is_hinted_with_its_consequence(
    w: World, clerk: Client
) -> None:
    person = {**PERSON, "name": "吴测试", "identity": "X5550005", "phone": "00000005555"}
    first = w.hand_in(people=[person])
    case = w.hand_in(people=[person])
    text = page(clerk, case.get_absolute_url())
    assert first.number in text and "内容相近" in text
    assert "当月第 2 件" in text and "系统不自动认定" in text
    for _ in range(10):
        last = w.hand_in(people=[person], description="完全不同的另一件事")
    text = page(clerk, last.get_absolute_url())
    assert "可以按规定收取信息处理费" in text and "要求说明理由" in text


# a case -------------------------------------------------------------------------------------------


def test_a_case_is_masked_until_a_reason_is_given_and_that_is_logged(
    w: World, clerk: Client
) -> None:
    case = w.registered()
    text = page(clerk, case.get_absolute_url())
    assert PERSON["name"] not in text and PERSON["address"] not in text and "林**" in text
    page(clerk, url(case, Verb.UNMASK))
    assert clerk.post(url(case, Verb.UNMASK), {"reason": ""}).status_code == 400
    shown = clerk.post(url(case, Verb.UNMASK), {"reason": "电话联系补正"})
    assert shown.status_code == 200 and PERSON["address"] in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    entry = Entry.objects.filter(kind="cases.case", object=str(case.pk), personal=True).get()
    assert entry.reason == "电话联系补正"
    assert PERSON["address"] not in page(clerk, case.get_absolute_url())


def test_a_case_costs_the_same_at_every_stage(w: World, clerk: Client) -> None:
    person = {**PERSON, "name": "郑测试", "identity": "X7770007", "phone": "00000007777"}
    for case in (w.apply(), w.consulting(), w.correcting(), w.in_review(), w.answered(),
                 *(w.hand_in(people=[person]) for _ in range(5))):  # fmt: skip
        assert counted(clerk, case.get_absolute_url()) <= MOST_CASE
    few = w.assigned()
    before = counted(clerk, few.get_absolute_url())
    for n in range(6):
        w.do(Verb.CONFER, few, attendees=f"单位{n}", opinions="意见", conclusion="结论")
        w.do(Verb.RECORD, few, kind="reason", text="说明", by="某人")
    assert counted(clerk, few.get_absolute_url()) <= before + 1


def test_buttons_are_what_this_person_may_do_now(w: World, clerk: Client) -> None:
    case = w.assigned()
    handler = sit(w.agency, Role.HANDLER, w.section)
    other = sit(w.agency, Role.HANDLER, w.second)
    page(other, case.get_absolute_url(), 404)
    text = page(handler, case.get_absolute_url())
    assert url(case, Verb.OPINE) in text and url(case, Verb.ASSIGN) not in text
    text = page(clerk, case.get_absolute_url())
    assert url(case, Verb.ASK_CORRECTION) in text and url(case, Verb.SIGN) not in text
    assert "下一步“提出科室意见”，由" in text
    page(handler, url(case, Verb.ASSIGN), 403)
    answer = clerk.get(url(case, Verb.SERVE), follow=True)
    assert "环节才可以" in answer.content.decode()
    assert clerk.get(f"{LIST}{case.pk}/nonsense/").status_code == 404


def test_a_new_reply_is_offered_only_after_a_correction(w: World, clerk: Client) -> None:
    case = w.answered()
    row = w.dispute(case)
    Dispute.objects.filter(pk=row.pk).update(outcomes=["review_upheld"])
    assert url(case, Verb.REDO) not in page(clerk, case.get_absolute_url())
    Dispute.objects.filter(pk=row.pk).update(outcomes=["review_annulled"])
    assert url(case, Verb.REDO) in page(clerk, case.get_absolute_url())
    assert f'<option value="{row.pk}" selected>' in page(clerk, url(case, Verb.REDO))


def test_what_is_published_is_not_proposed_again(w: World, clerk: Client) -> None:
    case = w.answered()
    for accepted in (False, True):
        assert url(case, Verb.PROPOSE) in page(clerk, case.get_absolute_url())
        w.do(Verb.PROPOSE, case, origin="body", grounds=[], day=w.day)
        w.do(Verb.EXAMINE_PROPOSAL, case, accepted=accepted, reason="已经审核")
    w.do(Verb.PUBLISH, case, day=w.day, place="本机关网站")
    assert url(case, Verb.PROPOSE) not in page(clerk, case.get_absolute_url())


def test_every_verb_has_its_form(w: World) -> None:
    own = {Verb.SUBMIT, Verb.TAKE_IN, Verb.SEND_CORRECTION, Verb.SEND_REASONS, Verb.RATE,
           Verb.DECIDE, Verb.OPEN_DISPUTE, Verb.UPDATE_DISPUTE, Verb.PROPOSE_LETTER}  # fmt: skip
    assert set(ASKED) == set(Verb) - own
    assert {verb for verb, asked in ASKED.items() if asked.danger} == DANGER
    ends = {verb for verb, move in MOVES.items() if move.to is Stage.CLOSED}
    assert ends <= DANGER
    assert all(ASKED[v].consequence for v in ASKED if v not in (Verb.CONFER, Verb.RECORD,
                                                                Verb.UNMASK))  # fmt: skip


def test_the_second_of_two_editors_is_told(w: World, clerk: Client) -> None:
    case = w.registered()
    old = version(case)
    send(clerk, case, Verb.ASSIGN, sections=[w.section.pk])
    answer = clerk.post(url(case, Verb.ASSIGN), {"version": old, "sections": [w.second.pk]})
    assert answer.status_code == 400 and "刚被别人改过" in answer.content.decode()


def test_a_whole_story_by_the_pages(w: World, clerk: Client) -> None:
    """Granted: every form filled in by the person whose turn it is."""
    day = w.day.isoformat()
    handler = sit(w.agency, Role.HANDLER, w.section)
    lawyer = sit(w.agency, Role.LEGAL_REVIEWER)
    secrecy = sit(w.agency, Role.SECRECY_REVIEWER)
    approver = sit(w.agency, Role.APPROVER)
    case = w.apply()
    send(clerk, case, Verb.CONFIRM, confirmed=day, evidence="电话确认")
    send(clerk, case, Verb.REGISTER, title="审批事项调整", items=WISH["description"])
    send(clerk, case, Verb.ASSIGN, sections=[w.section.pk], note="请提出意见")
    send(handler, case, Verb.OPINE, opinion="disclose", basis="已经制作并保存")
    assert case.stage == Stage.DECIDING
    assert "卷内" in page(handler, f"{url(case, Verb.DECIDE)}?c1=D12")
    chosen = {"c1": "D12", "i1-information": "调整情况表", "i1-form": "电子数据",
              "i1-way": "网上获取", "i1-reason": "属于可以公开的政府信息"}  # fmt: skip
    send(handler, case, Verb.DECIDE, **chosen)
    assert "调整情况表" in page(handler, url(case, Verb.DRAFT))
    send(handler, case, Verb.DRAFT)
    assert handler.get(f"{LIST}{case.pk}/draft.pdf").content.startswith(b"%PDF")
    text = page(handler, url(case, Verb.SEND_FOR_REVIEW))
    send(
        handler, case, Verb.SEND_FOR_REVIEW, **({"despite": "已核对"} if "despite" in text else {})
    )
    send(lawyer, case, Verb.SEND_BACK, comment="请写明制作日期")
    assert case.stage == Stage.DECIDING
    send(handler, case, Verb.SEND_FOR_REVIEW, despite="已核对")
    send(lawyer, case, Verb.REVIEW_LAW, comment="同意")
    send(secrecy, case, Verb.REVIEW_SECRECY, basis="保守国家秘密法", comment="不涉密")
    assert "此前的审查" in page(approver, url(case, Verb.SIGN))
    send(approver, case, Verb.SIGN, comment="同意")
    send(clerk, case, Verb.SERVE, method="electronic", sent=day, given_form="electronic")
    assert case.stage == Stage.ANSWERED and case.row == "granted"
    text = page(clerk, case.get_absolute_url())
    paper = Paper.objects.get(case=case, notice="T16", state="served")
    for kind, sign in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = clerk.get(f"{LIST}{case.pk}/paper/{paper.key}/{kind}/")
        assert b"".join(answer.streaming_content).startswith(sign)  # type: ignore[attr-defined]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("attachment")
    assert (
        Entry.objects.filter(kind="cases.paper", object=str(paper.pk), personal=True).count() == 1
    )
    assert paper.number in text and "按期" not in text
    send(clerk, case, Verb.ARCHIVE, retention="10年")
    page(clerk, case.get_absolute_url())


def test_partial_disclosure_asks_for_the_ground_of_each_part(w: World) -> None:
    case = w.opined()
    handler = sit(w.agency, Role.HANDLER, w.section)
    text = page(handler, f"{url(case, Verb.DECIDE)}?c1=D20")
    assert text.count("不公开的部分之") == 1
    given = {"c1": "D20", "i1-parts": "1", "i1-public_part": "除身份证号码以外的全部内容",
             "i1-form": "电子数据", "i1-way": "网上获取", "i1-part1-what": "身份证号码",
             "i1-part1-code": "D34", "i1-part1-reason": "属于个人隐私"}  # fmt: skip
    more = handler.post(url(case, Verb.DECIDE), {**given, "again": "1"})
    text = more.content.decode()
    assert text.count("不公开的部分之") == 2 and 'value="身份证号码"' in text
    refused = send(handler, case, Verb.DECIDE, 400, **given)
    assert "征求第三方意见" in refused and ">缺<" in refused and "补充" in refused
    for kind in ("consultation_impossible", "public_interest_test"):
        send(handler, case, Verb.RECORD, kind=kind, day=w.day.isoformat(), text="已记录")
    send(handler, case, Verb.DECIDE, **given)
    item = case.items.get()
    assert item.code == "D20" and item.refused == ["D34"] and item.grounds == ["E15"]
    again = page(handler, f"{url(case, Verb.DECIDE)}?c1=D20")
    assert "已有" in again and 'value="身份证号码"' in again


@pytest.mark.parametrize("code", ["D11", "D31", "D38", "D41", "D42", "D44", "D51", "D63"])
def test_each_decision_asks_for_what_its_document_says(w: World, code: str) -> None:
    case = w.opined()
    handler = sit(w.agency, Role.HANDLER, w.section)
    text = page(handler, f"{url(case, Verb.DECIDE)}?c1={code}")
    wanted = {
        "D11": "i1-where", "D38": "i1-rule", "D41": "i1-search-scope",
        "D42": "i1-other_body-name", "D44": "i1-unclear", "D51": "i1-channel", "D63": "i1-basis",
    }.get(code, "i1-reason")  # fmt: skip
    assert f'name="{wanted}"' in text
    assert "卷内" in text
    page(handler, f"{url(case, Verb.DECIDE)}?c1=D99", 400)


def test_letters_to_the_applicant_and_the_clock(w: World, clerk: Client) -> None:
    case, day = w.registered(), w.day.isoformat()
    direct = {"method": "direct", "sent": day, "reached": day}
    send(clerk, case, Verb.ASK_CORRECTION, items="所需信息的年度", guidance="请写明年度", days=15,
         **direct)  # fmt: skip
    assert "期限暂停" in page(clerk, case.get_absolute_url())
    send(clerk, case, Verb.RECEIVE_CORRECTION, day=day, text="2025年度")
    send(clerk, case, Verb.PROPOSE_EXTENSION, days=10, reason="需要汇总")
    approver = sit(w.agency, Role.APPROVER)
    assert "提请延长 10 个工作日" in page(approver, case.get_absolute_url())
    before = case.due
    send(approver, case, Verb.EXTEND, days=10, reason="需要汇总", **direct)
    assert before is not None and case.due is not None and case.due > before
    send(clerk, case, Verb.CONSULT, who="third-party", name="云州样例有限公司", subject="合同",
         question="是否同意公开", method="post", sent=day, tracking="XA00000000044",
         told_method="electronic", told_sent=day)  # fmt: skip
    text = page(clerk, url(case, Verb.END_CONSULTATION))
    assert "云州样例有限公司" in text and "同意公开" in text
    text = page(clerk, url(case, Verb.RECORD_SERVICE))
    service = case.papers.get(notice="T08").services.get()
    send(clerk, case, Verb.RECORD_SERVICE, service=service.pk, reached=day)
    inquiry = case.inquiries.get()
    send(clerk, case, Verb.END_CONSULTATION, inquiry=inquiry.pk, answer="consent", day=day)
    send(clerk, case, Verb.WITHDRAW, day=day, reason="申请人书面撤回")
    assert case.stage == Stage.CLOSED


def test_the_fee_is_reckoned_by_both_methods_before_one_is_chosen(w: World, clerk: Client) -> None:
    case, day = w.assigned(), w.day.isoformat()
    text = page(clerk, url(case, Verb.NOTIFY_FEE))
    assert "按件计收" in text and "按量计收" in text
    given = {"manner": "copies", "pages": "120", "how_to_pay": "凭缴款码缴纳", "method": "direct",
             "sent": day, "reached": day}  # fmt: skip
    again = clerk.post(url(case, Verb.NOTIFY_FEE), {**given, "again": "1"}).content.decode()
    assert "<strong>1100</strong>" in again and "没有提交" not in again
    send(clerk, case, Verb.NOTIFY_FEE, **given, method_of_fee="charge_per_page")
    assert case.fee == 1100
    send(clerk, case, Verb.RECEIVE_PAYMENT, day=day, amount=1100, receipt="0000001")
    assert case.fee_paid == 1100


def test_amending_keeps_or_replaces_the_applicants(w: World, clerk: Client) -> None:
    case = w.registered()
    same = {"title": case.title, "description": case.description, "features": case.features,
            "wanted_form": case.wanted_form, "way": case.way}  # fmt: skip
    names = [one.name for one in Party.objects.filter(case=case)]
    send(clerk, case, Verb.AMEND, **same, reason="核对")
    assert [one.name for one in Party.objects.filter(case=case)] == names
    send(clerk, case, Verb.AMEND, **{**same, "title": "更正后的事项"}, reason="笔误",
         **{"p1-kind": "company", "p1-name": "云州样例有限公司"})  # fmt: skip
    assert case.title == "更正后的事项" and case.column == "business"


def test_items_are_split_into_groups(w: World, clerk: Client) -> None:
    case = w.registered(items=["第一项", "第二项", "第三项"])
    send(clerk, case, Verb.SPLIT, g1="1", g2="2", g3="1", reason="一事一申请")
    assert case.items.count() == 2 and case.parts.count() == 1


# what waits ---------------------------------------------------------------------------------------


def test_what_waits_for_each_role_stands_on_its_home_page(w: World, clerk: Client) -> None:
    apply, new, reg = w.apply(), w.hand_in(), w.registered()
    assigned, decided = w.assigned(), w.decided()
    law, secrecy, signing, signed = w.in_review(), w.secrecy(), w.signing(), w.signed()
    letter = w.do(Verb.SIGN_LETTER, w.proposed(w.registered()))
    back, redo = w.returned(w.at_stage(Stage.REGISTERED, posted=True)), w.answered()
    w.dispute(redo)
    text = page(clerk, "/work/")
    groups = {
        "待确认收到": apply, "待登记": new, "待转办": reg, "待送达": signed, "待重新答复": redo,
        "已签发、待发出的文书": letter, "退回的文书，待重新送达": back,
    }  # fmt: skip
    for zh, case in groups.items():
        part = text.split(f">{zh} ")[1].split("</section>")[0]
        assert case.number in part, zh
    for role, zh, case in (
        (Role.LEGAL_REVIEWER, "待法规复核", law), (Role.SECRECY_REVIEWER, "待保密审查", secrecy),
        (Role.APPROVER, "待签发", signing),
        (Role.APPROVER, "待签发的文书", w.proposed(w.registered())),
        (Role.HANDLER, "待提出科室意见", assigned), (Role.HANDLER, "待拟定、拟写答复", decided),
    ):  # fmt: skip
        client = sit(w.agency, role, w.section if role is Role.HANDLER else None)
        assert case.number in page(client, "/work/").split(f">{zh} ")[1].split("</section>")[0]
    assert counted(clerk, "/work/") <= 15


def test_all_that_waits_to_be_archived_stands_in_the_list_to_which_it_leads(
    w: World, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = [w.answered(), w.at_stage(Stage.CLOSED)]
    archived, open_ = w.at_stage(Stage.ARCHIVED), w.registered()
    monkeypatch.setattr(todo, "SHOWN", 1)
    group = page(clerk, "/work/").split(">已办结，待归档 ")[1].split("</section>")[0]
    address = f"{LIST}?stage=ended"
    assert f'"{address}">看全部 2 件' in group
    text = page(clerk, address)
    assert all(case.number in text for case in ended)
    assert archived.number not in text and open_.number not in text


def test_time_is_told_in_working_days(w: World, clerk: Client) -> None:
    case = w.registered()
    Case.objects.filter(pk=case.pk).update(due=w.day - timedelta(days=30))
    text = page(clerk, f"{LIST}?clock=late&size=100")
    assert case.number in text and "超期" in text
    assert case.number in page(clerk, "/work/").split(">已逾期 ")[1].split("</section>")[0]
