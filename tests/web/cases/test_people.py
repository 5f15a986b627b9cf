"""Who asks stands sealed: in no column, line, message or log in plain; keys can be replaced."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from gongkai.errors import BadInput
from gongkai.web.acting import Refused
from gongkai.web.agencies.models import Post
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from gongkai.web.cases.models import Case, Party
from gongkai.web.cases.moves import Stage, Verb
from gongkai.web.cases.people import (
    earlier_of,
    mask_name,
    mask_number,
    names_people,
    read,
    without_people,
)
from gongkai.web.cases.policies import applicant_of
from gongkai.web.cases.sealed import fingerprint, open_text, seal_text
from gongkai.web.messages.models import Message
from tests.web.cases.world import World

DAY = date(2026, 3, 2)
WHO = {
    "kind": "person", "name": "欧阳测试甲", "identity_kind": "passport", "identity": "XK77001234",
    "phone": "00055667788", "email": "ouyang@example.test", "address": "云州市隐路77号3栋",
    "contact": "欧阳联系", "postcode": "000000",
}  # fmt: skip
COMPANY = {
    "kind": "company", "name": "云州密样有限公司", "identity_kind": "other",
    "identity": "YZ-9911-7",
    "representative": "司马法定", "phone": "00099887766",
}  # fmt: skip
THIRD = "夏侯第三方"
AGENT = {"name": "诸葛代理", "identity_kind": "passport", "identity": "XK88004321"}
SECRETS = [
    value
    for one in (WHO, COMPANY, AGENT)
    for key, value in one.items()
    if key not in ("kind", "identity_kind", "postcode")
] + [THIRD]
ASKED = "欧阳测试甲（证件XK77001234）申请公开云州市隐路77号3栋的征收补偿协议，电话00055667788"


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every column of every table as it lies in the database."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found[table] = cursor.fetchall()
    return found


def test_no_column_tells_who_asked_whatever_was_done(
    shared: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="gongkai")
    world = shared
    _clerk(world)
    case = world.apply(people=[WHO, COMPANY], agent=AGENT, description=ASKED,
                       assistance="欧阳测试甲视力不便")  # fmt: skip
    case = world.do(
        Verb.CONFIRM, case, confirmed=world.day, evidence="电话00055667788，欧阳测试甲本人确认"
    )
    case = world.do(Verb.REGISTER, case, title="征收补偿协议")
    case = world.do(Verb.AMEND, case, reason="欧阳测试甲（00055667788）来电更正",
                    people=[WHO, COMPANY], agent=AGENT)  # fmt: skip
    case = world.do(Verb.ASK_CORRECTION, case, **world.facts(Verb.ASK_CORRECTION, case))
    case = world.do(Verb.SEND_CORRECTION, case, text="欧阳测试甲补正：请提供2025年度的")
    assert Case.objects.get(pk=case.pk).correction.startswith("欧阳")
    case = world.do(Verb.RECEIVE_CORRECTION, case)
    case = world.do(Verb.ASSIGN, case, sections=[world.section], note="欧阳测试甲的申请")
    case = world.do(Verb.CONSULT, case, **{
        **world.facts(Verb.CONSULT, case), "name": THIRD, "question": f"{THIRD}是否同意公开",
    })  # fmt: skip
    case = world.do(Verb.END_CONSULTATION, case, inquiry=case.inquiries.get(), answer="consent",
                    text=f"{THIRD}同意", day=world.day)  # fmt: skip
    case = world.do(Verb.CONFER, case, attendees=THIRD, opinions=ASKED, conclusion=THIRD)
    case = world.do(Verb.RECORD, case, kind="reason", text=f"{THIRD}的说明", place=THIRD, by="某")
    case = world.do(Verb.PROPOSE_EXTENSION, case, days=5, reason=f"须与{THIRD}和欧阳测试甲核实")
    assert THIRD in Case.objects.get(pk=case.pk).wished_extension
    case = world.do(Verb.REFUSE_EXTENSION, case, reason=f"{THIRD}已经答复")
    case = world.do(Verb.OPINE, case, opinion="disclose", basis=f"{THIRD}的意见不成立")
    case = world.do(Verb.DECIDE, case, **world.facts(Verb.DECIDE, case))
    case = world.do(Verb.DRAFT, case)
    for verb in (Verb.SEND_FOR_REVIEW, Verb.REVIEW_LAW, Verb.REVIEW_SECRECY, Verb.SIGN):
        case = world.do(verb, case, **world.facts(verb, case))
    case = world.do(
        Verb.SERVE, case, method="direct", receiver="欧阳测试甲", to="云州市隐路77号3栋",
        given_form="electronic",
    )  # fmt: skip
    seen = case.version
    case = world.do(Verb.UNMASK, case, reason="核对通信地址")
    assert case.version == seen  # whoever has the case open may go on
    case = world.do(Verb.RATE, case, score=2, text="欧阳测试甲不满意")
    case = world.do(Verb.ARCHIVE, case, retention="永久")
    # a reader who may finds it all again
    assert {one.identity for one in case.parties.all()} == {
        "XK77001234", "YZ-9911-7", "XK88004321",
    }  # fmt: skip
    assert "欧阳测试甲" in case.papers.get(notice="T16").text
    tables = dump()
    assert all(tables[one._meta.db_table] for one in (Party, Entry, Message))
    for table, rows in tables.items():
        whole = str(rows)
        for secret in SECRETS:
            assert secret not in whole, (table, secret)
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert not any(secret in logged for secret in SECRETS)


def _clerk(world: World) -> None:
    """Somebody who is told."""
    from gongkai.web.accounts.models import User

    user = User.objects.create(username="clerk", name="受理员", email="clerk@city.example")
    for role in (Role.INTAKE, Role.LEGAL_REVIEWER):
        Post.objects.create(user=user, agency=world.agency, role=role.value, since=date(2020, 1, 1))


# sealing ------------------------------------------------------------------------------------------


def test_a_text_is_sealed_differently_each_time_and_opened_again() -> None:
    one, two = seal_text("欧阳"), seal_text("欧阳")
    assert one != two and "欧阳" not in one
    assert open_text(one) == open_text(two) == "欧阳"
    assert seal_text("") == "" and open_text("") == ""


def test_a_key_is_replaced_by_putting_the_new_one_first(settings: Any) -> None:
    settings.PERSONAL_KEYS = "old-key"
    old, printed = seal_text("欧阳"), fingerprint("欧阳")
    settings.PERSONAL_KEYS = "new-key, old-key"
    assert open_text(old) == "欧阳"
    new = seal_text("欧阳")
    assert fingerprint("欧阳") == printed  # the same person is still found
    settings.PERSONAL_KEYS = "new-key"
    assert open_text(new) == "欧阳"
    with pytest.raises(BadInput, match="GONGKAI_PERSONAL_KEY"):
        open_text(old)


@pytest.mark.parametrize("broken", ["s1:AAAA", "s1:" + "A" * 60, "plain", "s1:###"])
def test_what_is_not_a_sealed_text_is_said(broken: str) -> None:
    with pytest.raises(BadInput, match="打不开"):
        open_text(broken)


def test_a_print_knows_no_width_case_or_blanks() -> None:
    assert fingerprint("Ｘk77 001234") == fingerprint("XK77001234") != fingerprint("XK77001235")
    assert len(fingerprint("欧阳")) == 64 and fingerprint(" ") == ""


# who asked before ---------------------------------------------------------------------------------


def test_the_same_person_is_found_by_number_or_by_name_and_telephone(shared: World) -> None:
    world = shared
    first = world.hand_in(people=[WHO])
    same_number = world.hand_in(people=[{**WHO, "name": "欧阳甲", "phone": "1"}])
    same_name = world.hand_in(people=[{**WHO, "identity": "XK00000000", "phone": "000 5566 7788"}])
    world.hand_in(people=[{**WHO, "identity": "XK00000001", "phone": "2"}])  # the name alone
    world.hand_in(people=[{**COMPANY, "phone": WHO["phone"]}])  # the telephone alone
    agent = world.hand_in(people=[COMPANY], agent={**AGENT, "identity": WHO["identity"]})
    elsewhere = Case.objects.get(pk=first.pk)
    found = set(earlier_of(first).values_list("pk", flat=True))
    assert found == {same_number.pk, same_name.pk}
    assert agent.pk not in found and elsewhere.pk not in found
    Case.objects.filter(pk=same_name.pk).update(drill=True)
    assert set(earlier_of(first)) == {same_number}


# masks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三", "张*"), ("欧阳测试", "欧***"), ("张", "*"), ("", ""), (" 张三 ", "张*")],
)
def test_a_name_in_a_list(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    "number", ["11010119000101001X", "00055667788", "XK77001", "91110000000000000X", "1", ""]
)
def test_a_number_never_shows_its_middle(number: str) -> None:
    shown = mask_number(number)
    assert len(shown) == len(number)
    assert shown.count("*") * 2 >= len(number) - 3
    if len(number) > 3:
        assert (
            number not in shown and number[4:-4] not in shown.replace("*", "#") or len(number) < 9
        )


def test_titles_name_nobody(shared: World) -> None:
    case = shared.apply(people=[WHO, COMPANY], description=ASKED)
    assert not any(secret in case.title for secret in SECRETS if secret != COMPANY["name"])
    assert "征收补偿协议" in shared.apply(people=[WHO], description="征收补偿协议").title
    people = list(case.parties.all())
    assert names_people("关于欧阳测试甲的协议", people)
    assert not names_people("云州密样有限公司的投标文件", people)
    assert without_people("致电00055667788", ()) == "致电***********"
    for words in ("欧阳测试甲的协议", "XK77001234的协议", "云州市隐路77号3栋的协议"):
        fresh = shared.hand_in(people=[WHO])
        with pytest.raises(Refused, match="不能写申请人的姓名"):
            shared.do(Verb.REGISTER, fresh, title=words)


def test_a_title_stays_when_only_the_wish_is_corrected(shared: World) -> None:
    case = shared.registered()
    case = shared.do(
        Verb.AMEND, case, reason="漏录", description="另一份文件", wanted_form="paper", way="post"
    )
    assert case.title == "行政审批事项调整情况" and case.description == "另一份文件"


# what people type ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": ""}, "没有选择申请人类别"),
        ({"kind": "ghost"}, "ghost"),
        ({"name": ""}, "没有填写申请人姓名或者名称"),
        ({"name": "长" * 101}, "最多100个"),
        ({"identity": ""}, "没有填写申请人证件号码"),
        ({"identity_kind": "library_card"}, "没有这一种证件"),
        ({"identity_kind": "id_card", "identity": "110101190001010019"}, "身份证号码不对"),
        ({"identity_kind": "credit_code", "identity": "1" * 18}, "统一社会信用代码不对"),
        ({"phone": "", "email": "", "address": ""}, "没有填写联系方式"),
        ({"email": "nobody"}, "写法不对"),
        ({"postcode": "12"}, "应为6位数字"),
    ],
)
def test_what_is_wrong_with_an_applicant_is_said(more: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read({**WHO, **more}, DAY)


def test_a_letter_may_lack_its_proof_and_a_form_may_not(shared: World) -> None:
    bare = {"kind": "person", "name": "欧阳测试甲"}
    assert shared.hand_in(people=[bare]).stage == Stage.ARRIVED
    with pytest.raises(Refused, match="没有填写申请人证件号码"):
        shared.apply(people=[bare])
    with pytest.raises(Refused, match="没有申请人"):
        shared.apply(people=[])
    with pytest.raises(Refused, match="最多登记20名"):
        shared.apply(people=[WHO] * 21)
    with pytest.raises(Refused, match="没有写明需要什么信息"):
        shared.apply(people=[WHO], description="", features="")


def test_a_purpose_is_nowhere_asked_for() -> None:
    names = {
        field.name
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.get_fields()
    }
    assert not names & {"purpose", "use", "usage"}


def test_the_trace_and_the_address_of_an_applicant_name_a_number_alone(shared: World) -> None:
    case = shared.apply(people=[WHO])
    actor = applicant_of(case, "192.0.2.1")
    assert actor.name == "申请人" and "欧阳" not in str(actor)
    assert str(case) == case.number and "欧阳" not in str(case.parties.first())
    assert case.number not in ("", None) and "欧阳" not in case.number
