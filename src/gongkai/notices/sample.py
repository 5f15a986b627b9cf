"""样例事实: a made-up case for every document, to preview templates with; nobody's data."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.bodies.review_body import ReviewPlace
from gongkai.law.documents.notices import notice
from gongkai.law.fees.tariff import fee_by_items
from gongkai.notices.facts import (
    Applicant,
    Application,
    Body,
    Consultation,
    Correction,
    Counted,
    Decision,
    Delay,
    Document,
    Extension,
    Facts,
    FeeFacts,
    Handover,
    HandoverItem,
    OtherBody,
    Part,
    Reasons,
    RecordFacts,
    Review,
    Search,
    ServiceFacts,
)
from gongkai.sources import ARCHIVES_LAW, Article
from gongkai.written import day_zh

__all__ = ["sample_decision", "sample_facts"]

_BODY = Body(
    kind=BodyKind.DEPARTMENT,
    name="甲市乙区城市管理局",
    office="甲市乙区城市管理局办公室",
    address="甲市乙区丙路1号",
    postcode="000000",
    phone="000-00000000",
    hours="工作日9:00至17:00",
    query="登录甲市政府信息公开平台，凭申请编号和查询码查询，或者拨打000-00000000",
    court="甲市丁区人民法院",
    online_review="甲市行政复议网上申请平台（https://review.example.cn/）",
)
_DECISIONS = {
    "D11": Decision(
        code="D11",
        where="登录甲市人民政府网站“政府信息公开”栏目（https://www.example.cn/zwgk/2023/0001.html）查阅。",
    ),
    "D12": Decision(
        code="D12",
        information=("《丙路改造工程竣工验收备案表》", "《丙路改造工程施工许可证》"),
        form="纸质复印件",
        way="邮寄",
    ),
    "D20": Decision(
        code="D20",
        public_part="《丙路改造工程施工合同》除下列内容以外的部分",
        form="电子文档",
        way="电子邮件",
        parts=(
            Part(what="合同第3页的成本构成表", code="D34", reason="该表含有施工单位的商业秘密，"
                 "公开会损害其合法权益，且其不同意公开"),
            Part(what="合同附件二的内部审批意见", code="D36", reason="该意见是本机关讨论过程中的"
                 "记录，公开可能影响正常决策"),
        ),
    ),
    "D31": Decision(code="D31", reason="该文件密级为秘密，保密期限尚未届满"),
    "D32": Decision(
        code="D32", rule="《中华人民共和国税收征收管理法》第八条第二款",
        reason="该信息属于税务机关依法应当保密的纳税人情况",
    ),
    "D33": Decision(
        code="D33", kind="公共安全", reason="该图纸载明供水设施的薄弱部位，公开后可能被用于破坏活动"
    ),
    "D34": Decision(
        code="D34", kind="商业秘密",
        reason="该报价明细不为公众所知悉，具有商业价值，并已采取保密措施"
    ),
    "D35": Decision(
        code="D35", kind="人事管理", reason="该名单是内部考勤记录，不涉及公民、法人的权利义务"
    ),
    "D36": Decision(
        code="D36", kind="讨论记录", reason="公开该记录会影响工作人员坦率地发表意见"
    ),
    "D37": Decision(code="D37", reason="公开该案卷会影响正在进行的调查"),
    "D38": Decision(
        code="D38", rule="《不动产登记暂行条例》第二十七条",
        place="甲市不动产登记中心（甲市己路3号）"
    ),
    "D41": Decision(
        code="D41",
        search=Search(
            by="办公室和市政科工作人员", on="2024年5月20日",
            scope="本机关2015年以来的文书档案、业务系统和市政科存档",
            method="按文件名称、关键词检索和逐卷查阅",
        ),
    ),
    "D42": Decision(
        code="D42", reason="规划许可由自然资源主管部门核发，本机关没有制作或者最初获取该信息",
        other_body=OtherBody(name="甲市自然资源局", contact="000-11111111"),
    ),
    "D43": Decision(code="D43", reason="本机关没有按街道分年度汇总的统计表"),
    "D44": Decision(code="D44", unclear="仍不能确定所指的是哪一项工程"),
    "D51": Decision(
        code="D51", reason="所提内容是要求查处占道经营行为",
        channel="可以拨打12345政务服务便民热线，或者向本机关信访接待室反映",
    ),
    "D52": Decision(code="D52", earlier_number="甲乙城管公开〔2024〕3号"),
    "D53": Decision(code="D53", where="《甲市人民政府公报》可以在甲市图书馆和甲市档案馆查阅。"),
    "D54": Decision(code="D54"),
    "D55": Decision(code="D55", delivery="甲乙城管公开〔2024〕2号所附材料，2024年1月15日邮寄送达"),
    "D61": Decision(code="D61"),
    "D62": Decision(code="D62"),
    "D63": Decision(
        code="D63", basis=(Article(ARCHIVES_LAW, 15),),
        reason="该文件形成于1988年，已于2010年依法移交甲市档案馆，不再由本机关保存",
        turn="请向甲市档案馆查询利用，地址：甲市庚路4号。",
    ),
}  # fmt: skip


def sample_facts(code: str, day: date, body: Body | None = None) -> Facts:
    """A made-up case for that document of that day; a body's own particulars where it has them.

    BadInput names an unknown code. Every standard template composes with these.
    """
    decisions = notice(code).decisions
    return Facts(
        body=_filled(body) if body is not None else _filled(_BODY),
        document=Document(number=f"样例〔{day.year}〕15号", day=day, contact="李工作人员"),
        applicant=_APPLICANT,
        application=_application(day),
        extension=_extension(day) if code == "T06" else Extension(),
        delay=Delay(due=day + timedelta(110), reason="所涉材料共一百二十件，需要逐件查找、审查"),
        correction=_correction(code, day) if code in ("T04", "T29", "T36") else Correction(),
        reasons=_reasons(day) if code in ("T05", "T07", "T33") else Reasons(),
        consultation=_consultation(day),
        decisions=(sample_decision(decisions[0], day),) if decisions else (),
        fee=_fee(day) if code == "T14" else FeeFacts(),
        record=RecordFacts(
            record="2022年租房补贴登记表中的家庭人数", claim="户口簿复印件",
            finding="所提供的户口簿能够证明登记有误", result="本机关已将该记录由3人更正为4人。",
        ),
        service=_service(day),
        review=_review(day),
        handover=_handover(day),
    )  # fmt: skip


def _filled(body: Body) -> Body:
    """What the body has not set yet is made up; each place of reconsideration has a name."""
    given = {one.name: getattr(body, one.name) or getattr(_BODY, one.name) for one in fields(Body)}
    names = {place: f"甲市（{place.zh}）" for place in ReviewPlace} | dict(body.reviewers)
    return Body(**{**given, "reviewers": names})


def sample_decision(code: str, day: date) -> Decision:
    """A made-up decision (D11–D63) of that day, with all that its document says. KeyError."""
    found = _DECISIONS[code]
    return replace(found, earlier_date=day - timedelta(127)) if code == "D52" else found


_APPLICANT = Applicant(
    names=("张某甲",), kind="person", identity_kind="居民身份证",
    identity_number="000000190001010000", phone="00000000000", address="甲市乙区戊街2号",
    postcode="000000", email="zhang@example.cn",
)  # fmt: skip


def _application(day: date) -> Application:
    received = day - timedelta(27)
    return Application(
        number=f"样例申〔{day.year}〕0027", submitted=received - timedelta(1), received=received,
        description="丙路改造工程的施工合同和竣工验收材料", form="纸质复印件", way="邮寄",
        channel="邮政寄送", evidence=f"挂号信签收单（签收日{day_zh(received)}）",
        handler="王登记人", due=day + timedelta(2),
    )  # fmt: skip


def _extension(day: date) -> Extension:
    return Extension(
        days=20, due=day + timedelta(30), reason="材料较多，需要会同有关单位核查",
        approver="吴负责人",
    )  # fmt: skip


def _correction(code: str, day: date) -> Correction:
    return Correction(
        items=("未写明所申请工程的名称或者坐落", "未写明获取政府信息的方式"),
        guidance="请写明工程名称、建设单位或者大致的施工时间；不清楚名称的，可以用地址或者照片说明",
        days=15, until=day - timedelta(1) if code == "T36" else day + timedelta(21),
        number=f"样例〔{day.year}〕8号", sent=day - timedelta(21), served=day - timedelta(20),
        received=day - timedelta(9),
    )  # fmt: skip


def _reasons(day: date) -> Reasons:
    return Reasons(
        counts=f"{day.year}年以来，你向本机关提出政府信息公开申请86件", days=10,
        number=f"样例〔{day.year}〕10号", sent=day - timedelta(19), given=day - timedelta(12),
        assessment="所述理由是“了解情况”，与所申请的八十六件信息均无具体联系",
    )  # fmt: skip


def _consultation(day: date) -> Consultation:
    sent = day - timedelta(23)
    return Consultation(
        kind="third-party", name="甲市某建设有限公司", subject="丙路改造工程施工合同",
        question="是否同意公开该合同，以及合同中哪些内容涉及商业秘密", days=15,
        until=day + timedelta(16), number=f"样例〔{day.year}〕9号", sent=sent,
        opinion="不同意公开，理由是合同单价属于商业秘密", answered=day - timedelta(7),
        result=f"本机关于{day_zh(sent)}书面征求第三方意见，第三方不同意公开并说明了理由，理由成立",
        disclosed="丙路改造工程施工合同正文",
        reason="合同使用财政资金，不公开会对公共利益造成重大影响",
        disclose_on=day + timedelta(12),
    )  # fmt: skip


def _fee(day: date) -> FeeFacts:
    return FeeFacts(
        fee=fee_by_items(11, 1, day - timedelta(27)),
        how_to_pay="凭本通知书载明的缴款码，通过甲市非税收入收缴系统缴入国库",
        counted=tuple(
            Counted(
                number=f"样例申〔{day.year}〕{16 + n:04}", received=day - timedelta(41 - n),
                what="丙路改造工程材料",
            )
            for n in range(11)
        ),
        days=20, until=day + timedelta(29), number=f"样例〔{day.year}〕11号",
        sent=day - timedelta(30), served=day - timedelta(29),
    )  # fmt: skip


def _service(day: date) -> ServiceFacts:
    return ServiceFacts(
        method="post", documents=(f"政府信息公开答复书（样例〔{day.year}〕15号）",),
        receiver="张某甲", address="甲市乙区戊街2号", sent=day + timedelta(1),
        signed=day + timedelta(3), tracking_number="XA00000000000", signatory="张某甲",
        server="赵送达人", note="附邮寄凭证一份",
    )  # fmt: skip


def _review(day: date) -> Review:
    return Review(
        subject="答复张某甲的政府信息公开申请", drafter="王拟稿人", section="市政科",
        opinion="建议予以公开", reviewer="孙审查人", review="依据充分，程序合法，同意",
        secrecy_reviewer="周审查人", secrecy="不涉及国家秘密，可以公开", approver="吴负责人",
        approval="同意", drafted=day - timedelta(6), reviewed=day - timedelta(5),
        secrecy_reviewed=day - timedelta(5), approved=day - timedelta(1),
    )  # fmt: skip


def _handover(day: date) -> Handover:
    items = (
        HandoverItem(title="户外广告设置管理办法", number=f"样例规〔{day.year}〕1号",
                     made=day - timedelta(156), carrier="纸质", count="2份"),
        HandoverItem(title="城市管理执法统计信息", number="000000-00012",
                     made=day - timedelta(113), carrier="纸质", count="1份"),
    )  # fmt: skip
    return Handover(receiver="甲市图书馆", giver="王移送人", taker="钱接收人", day=day, items=items)
