"""To apply on the portal: the entrance, the body, the form, the draft, sending once."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.clock import REPLY_DAYS
from gongkai.law.in_force import Version
from gongkai.sources import R2019, Article
from gongkai.web.acting import Refused
from gongkai.web.cases import drafts, public
from gongkai.web.cases.actions.intake import code_of
from gongkai.web.cases.models import Case, Desk, Draft
from gongkai.web.cases.moves import CHAIN
from gongkai.web.portal.applying import similar
from gongkai.web.portal.applying.flow import chart
from tests.web.cases.world import World
from tests.web.portal.visiting import PRIVATE, TYPED, page, said, send, show, write

# the entrance -------------------------------------------------------------------------------------


def test_the_entrance_leads_on_and_shows_the_chart_of_all_six_stages(
    world: World, visitor: Client
) -> None:
    answer = visitor.get("/apply/")
    text = said(answer)
    for words in ("写申请", "查询申请", "20个工作日内", "办理流程图", "7个工作日内告知",
                  "最多延长20个工作日", "第三方15个、共同制作机关15个工作日"):  # fmt: skip
        assert words.replace(" ", "") in text.replace(" ", ""), words
    heads = html.fromstring(answer.content).xpath("//ol[@class='flow']/li/h3/text()")
    assert [head.strip() for head in heads] == [zh for zh, _ in CHAIN]


def test_the_chart_follows_the_law_and_the_table_of_moves() -> None:
    boxes = {box.zh: box for box in chart(date(2026, 3, 2))}
    assert {zh: [node.zh for node in box.steps] for zh, box in boxes.items()} == {
        "接收": ["提出申请", "确认收到"],
        "登记": ["登记"],
        "办理": ["转办科室", "拟定处理决定"],
        "审查": ["法规复核", "保密审查", "签发"],
        "答复": ["送达答复"],
        "归档": ["归档"],
    }
    leads = {node.zh: node.leads for box in boxes.values() for node in box.ways}
    assert leads["退回修改"] == "退回“办理”"
    assert leads["撤回申请"] == leads["逾期不补正办结"] == leads["逾期不缴费办结"] == "申请办结"

    def reply() -> str:
        box = next(box for box in chart(date(2026, 3, 2)) if box.zh == "答复")
        return next(node.limit for node in box.steps if node.zh == "送达答复")

    assert "20个工作日" in reply()
    before = REPLY_DAYS.versions
    object.__setattr__(
        REPLY_DAYS, "versions", (Version(date(2008, 5, 1), 10, Article(R2019, 33, 2)),)
    )
    try:
        assert "10个工作日" in reply()
    finally:
        object.__setattr__(REPLY_DAYS, "versions", before)


# choosing a body ----------------------------------------------------------------------------------


def test_bodies_are_listed_found_and_told_apart_by_how_they_take_applications(
    world: World, visitor: Client, django_assert_max_num_queries: Any
) -> None:
    utility = world._found("云州市自来水公司", world.agency, BodyKind.PUBLIC_UTILITY)
    with django_assert_max_num_queries(8):
        text = said(visitor.get("/apply/to/"))
    assert "云州市行政审批服务局" in text and "向主管部门咨询" in text
    assert "云州市教育局" not in said(visitor.get("/apply/to/?q=审批"))
    assert "没有找到" in said(visitor.get("/apply/to/?q=%00没有"))
    text = said(visitor.get(reverse("apply_form", args=[utility.pk])))
    assert "请向其主管部门云州市行政审批服务局咨询" in text and "0000-5550003" in text
    for body, leads in ((world.agency, True), (utility, False)):
        shown = visitor.get(reverse("body", args=[body.pk])).content.decode()
        assert (reverse("apply_form", args=[body.pk]) in shown) is leads


def test_a_body_that_takes_nothing_on_line_says_how_to_apply_instead(
    world: World, visitor: Client
) -> None:
    Desk.objects.filter(agency=world.agency).update(online=False)
    text = said(visitor.get(reverse("apply_form", args=[world.agency.pk])))
    assert "当面提交" in text and "邮寄" in text and "云州市样例路6号" in text
    assert write(visitor, world).status_code == 409
    assert Draft.objects.count() == 0 and Case.objects.count() == 0
    assert visitor.get(reverse("apply_form", args=[10**6])).status_code == 404


# writing ------------------------------------------------------------------------------------------


def test_the_form_asks_for_no_purpose_and_explains_its_fields(
    world: World, visitor: Client
) -> None:
    answer = visitor.get(reverse("apply_form", args=[world.agency.pk]))
    form = html.fromstring(answer.content).xpath("//form[@data-guard]")[0]
    labels = [" ".join(one.text_content().split()) for one in form.xpath(".//label|.//legend")]
    assert not [one for one in labels if "用途" in one]
    groups = form.xpath(".//select[@name='people-0-kind']/optgroup/@label")
    assert groups[0] == "自然人" and len(groups) == 6
    assert answer["Cache-Control"] == "no-store"


def test_mistakes_stand_at_their_fields_and_in_a_summary_and_the_draft_is_kept(
    world: World, visitor: Client
) -> None:
    answer = write(visitor, world, **{
        "people-0-identity_kind": "id_card", "people-0-identity": "110101199001011239",
        "wish-description": "", "wish-way": "",
    })  # fmt: skip
    tree = html.fromstring(answer.content)
    anchors = tree.xpath("//div[@class='summary']//a/@href")
    assert {"#id_people-0-identity", "#id_wish-description", "#id_wish-way_0"} <= set(anchors)
    for anchor in anchors:
        assert tree.xpath(f"//*[@id='{anchor[1:]}']"), anchor
    assert "身份证号码不对" in said(answer)
    assert tree.xpath("//title/text()")[0].startswith("有误")
    assert "林测试" in visitor.get(reverse("apply_form", args=[world.agency.pk])).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"people-0-kind": ""}, "请选择“申请人类别”"),
        ({"people-0-kind": "nobody"}, "没有这一项"),
        ({"people-0-name": ""}, "请填写“姓名或者名称”"),
        ({"people-0-identity": ""}, "请填写“证件号码”"),
        ({"people-0-phone": "", "people-0-address": ""}, "联系方式"),
        ({"people-0-postcode": "12"}, "应为6位数字"),
        ({"people-0-email": "nowhere"}, "电子邮箱“nowhere”的写法不对"),
        ({"people-0-identity_kind": "credit_code"}, "统一社会信用代码不对"),
        ({"wish-way": "post", "people-0-address": ""}, "请填写通信地址"),
        ({"wish-way": "email"}, "请填写电子邮箱"),
        ({"top-has_agent": "on"}, "代理人：请填写“代理人姓名”"),
        ({"wish-description": " "}, "请填写“需要什么信息”"),
    ],
)
def test_what_is_missing_or_impossible_is_said(
    world: World, visitor: Client, changes: dict[str, str], words: str
) -> None:
    answer = write(visitor, world, **changes)
    assert answer.status_code == 200 and words in said(answer)
    assert Case.objects.count() == 0
    review = visitor.get(reverse("apply_review", args=[world.agency.pk]))
    assert review.headers["Location"].endswith("?check=1")
    assert words in said(visitor.get(review.headers["Location"]))


def test_applicants_are_added_and_taken_away_and_an_agent_is_named(
    world: World, visitor: Client
) -> None:
    write(visitor, world, act="more")
    there = visitor.get(reverse("apply_form", args=[world.agency.pk])).content.decode()
    assert "第2名申请人" in there
    second = {
        name.replace("people-0", "people-1"): value for name, value in TYPED.items()
        if name.startswith("people-0")
    }  # fmt: skip
    second["people-1-name"] = "王测试"
    agent = {
        "top-has_agent": "on", "agent-name": "周代理", "agent-identity_kind": "passport",
        "agent-identity": "X0000002",
    }  # fmt: skip
    items = {"wish-items": "调整的事项目录\n\n调整的依据\n"}
    case = send(visitor, world, people="2", **second, **agent, **items)
    names = [(one.part, one.order, one.name) for one in case.parties.all()]
    assert names == [
        ("agent", 1, "周代理"), ("applicant", 1, "林测试"), ("applicant", 2, "王测试"),
    ]  # fmt: skip
    assert [item.text for item in case.items.all()] == ["调整的事项目录", "调整的依据"]
    receipt = html.fromstring(page(visitor, case, "apply_receipt").content)
    assert receipt.xpath("//input[@type='file']/@id") == ["upload-proof", "upload-authority"]
    other = Client()
    write(other, world, act="more", people="2", **second)
    write(other, world, act="drop-0", people="2", **second)
    form = html.fromstring(other.get(reverse("apply_form", args=[world.agency.pk])).content)
    assert form.xpath("//input[@name='people-0-name']/@value") == ["王测试"]
    assert not form.xpath("//input[@name='people-1-name']")


# the draft ----------------------------------------------------------------------------------------


def test_a_draft_is_sealed_kept_in_this_browser_alone_and_discarded(
    world: World, visitor: Client
) -> None:
    answer = write(visitor, world, act="save")
    cookie = answer.cookies["draft"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/apply/"
    assert cookie["max-age"] == 30 * 86_400
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute('SELECT "values" FROM cases_draft')
        raw = cursor.fetchone()[0]
    assert raw.startswith("s1:") and not any(word in raw for word in PRIVATE)
    here = reverse("apply_form", args=[world.agency.pk])
    assert "林测试" in visitor.get(here).content.decode()
    assert "林测试" not in Client().get(here).content.decode()
    stranger = Client()
    stranger.cookies["draft"] = str(uuid.uuid4())
    assert "林测试" not in stranger.get(here).content.decode()
    stranger.cookies["draft"] = "no key"
    assert stranger.get(here).status_code == 200
    # another body: the same text is offered, and says for whom it was written
    other = reverse("apply_form", args=[world.other.pk])
    assert "您写给云州市行政审批服务局的草稿" in said(visitor.get(other))
    visitor.post(reverse("apply_discard"))
    assert Draft.objects.count() == 0 and "林测试" not in visitor.get(here).content.decode()


def test_an_old_draft_is_not_shown_and_is_deleted(world: World, visitor: Client) -> None:
    write(visitor, world, act="save")
    Draft.objects.update(changed=timezone.now() - timedelta(days=31))
    here = reverse("apply_form", args=[world.agency.pk])
    assert "林测试" not in visitor.get(here).content.decode()
    assert drafts.drop_old.call() == "删除过期草稿1份"


# checking and sending -----------------------------------------------------------------------------


def test_the_review_shows_everything_the_privacy_rules_and_what_is_published(
    world: World, visitor: Client
) -> None:
    write(visitor, world, **{"wish-description": "云州市教育局的年度报告和领导分工"})
    text = said(visitor.get(reverse("apply_review", args=[world.agency.pk])))
    shown = ("护照", "公民个人", "电子数据", "网上获取", "用来做什么", "保存多久", "您的权利")
    for words in (*PRIVATE, *shown, "政府信息公开年报", "云州市教育局", "机构、领导和联系方式"):
        assert words in text, words


def test_a_trade_may_offer_what_it_published(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(similar, "_providers", list(similar._providers))
    similar.provide(lambda agency, text, day: [similar.Found("调整目录", "/x/", "公开文件")] * 20)
    found = similar.found(world.agency, "年报", world.day)
    assert [one.url for one in found] == ["/reports/", "/x/"]


def test_sending_twice_makes_one_and_shows_the_same_code(world: World, visitor: Client) -> None:
    case = send(visitor, world)
    assert Draft.objects.count() == 0
    again = visitor.post(
        reverse("apply_review", args=[world.agency.pk]), {"token": str(case.token)}
    )
    assert again.headers["Location"] == reverse("apply_receipt", args=[case.key])
    assert Case.objects.count() == 1
    assert code_of(case.token) in said(page(visitor, case, "apply_receipt"))


def test_a_review_of_another_page_or_without_a_draft_sends_nothing(
    world: World, visitor: Client
) -> None:
    address = reverse("apply_review", args=[world.agency.pk])
    assert visitor.post(address, {"token": str(uuid.uuid4())}).headers["Location"] == reverse(
        "apply_form", args=[world.agency.pk]
    )
    write(visitor, world)
    for token in ("", "x", str(uuid.uuid4())):
        assert visitor.post(address, {"token": token}).headers["Location"] == address
    assert Case.objects.count() == 0


def test_a_refusal_of_the_action_is_said_and_the_draft_stays(
    world: World, visitor: Client, monkeypatch: Any
) -> None:
    from gongkai.web.acting import Refusal
    from gongkai.web.portal.applying import views

    write(visitor, world)
    address = reverse("apply_review", args=[world.agency.pk])
    token = html.fromstring(visitor.get(address).content).xpath("//input[@name='token']/@value")[0]

    def no(*_: Any, **__: Any) -> None:
        raise Refused(Refusal.STALE, "别人正在改动同样的内容")

    monkeypatch.setattr(views, "submit", no)
    assert "别人正在改动同样的内容" in said(visitor.post(address, {"token": token}))
    assert Draft.objects.count() == 1 and Case.objects.count() == 0


def test_the_receipt_shows_number_and_code_and_when_the_period_begins(
    world: World, visitor: Client
) -> None:
    case = send(visitor, world)
    answer = page(visitor, case, "apply_receipt")
    text = said(answer)
    code = code_of(case.token)
    for words in (case.number, code, "双方确认之日为收到申请之日", "000****0001", "打印回执"):
        assert words in text, words
    assert "00000000001" not in text and answer["Cache-Control"] == "no-store"
    assert public.find(case.number, code) == case
    # from elsewhere the code is not shown again
    other = Client()
    show(other, case)
    assert page(other, case, "apply_receipt").headers["Location"] == reverse(
        "apply_case", args=[case.key]
    )
