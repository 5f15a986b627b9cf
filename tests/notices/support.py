"""A made-up case for every document; nothing in it is anybody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

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

CODES = [f"T{n:02}" for n in range(1, 41)]
DAY = date(2024, 6, 12)

BODY = Body(
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
    reviewers={ReviewPlace.OWN_GOVERNMENT: "甲市乙区人民政府"},
)
APPLICANT = Applicant(
    names=("张某甲",),
    kind="person",
    identity_kind="居民身份证",
    identity_number="000000190001010000",
    phone="00000000000",
    address="甲市乙区戊街2号",
    postcode="000000",
    email="zhang@example.cn",
)
DECISIONS = {
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
    "D52": Decision(
        code="D52", earlier_number="甲乙城管公开〔2024〕3号", earlier_date=date(2024, 2, 6)
    ),
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
FACTS = Facts(
    body=BODY,
    document=Document(number="甲乙城管公开〔2024〕15号", day=DAY, contact="李工作人员"),
    applicant=APPLICANT,
    application=Application(
        number="乙城管申〔2024〕0027",
        submitted=date(2024, 5, 15),
        received=date(2024, 5, 16),
        description="丙路改造工程的施工合同和竣工验收材料",
        form="纸质复印件",
        way="邮寄",
        channel="邮政寄送",
        evidence="挂号信签收单（签收日2024年5月16日）",
        handler="王登记人",
        due=date(2024, 6, 14),
    ),
    extension=Extension(),
    delay=Delay(due=date(2024, 9, 30), reason="所涉材料共一百二十件，需要逐件查找、审查"),
    consultation=Consultation(
        kind="third-party",
        name="甲市某建设有限公司",
        subject="丙路改造工程施工合同",
        question="是否同意公开该合同，以及合同中哪些内容涉及商业秘密",
        days=15,
        until=date(2024, 6, 28),
        number="甲乙城管公开〔2024〕9号",
        sent=date(2024, 5, 20),
        opinion="不同意公开，理由是合同单价属于商业秘密",
        answered=date(2024, 6, 5),
        result="本机关于2024年5月20日书面征求第三方意见，第三方不同意公开并说明了理由，理由成立",
        disclosed="丙路改造工程施工合同正文",
        reason="合同使用财政资金，不公开会对公共利益造成重大影响",
        disclose_on=date(2024, 6, 24),
    ),
    record=RecordFacts(
        record="2022年租房补贴登记表中的家庭人数", claim="户口簿复印件",
        finding="所提供的户口簿能够证明登记有误", result="本机关已将该记录由3人更正为4人。",
    ),
    service=ServiceFacts(
        method="post", documents=("政府信息公开答复书（甲乙城管公开〔2024〕15号）",),
        receiver="张某甲", address="甲市乙区戊街2号", sent=date(2024, 6, 13),
        signed=date(2024, 6, 15), tracking_number="XA00000000000", signatory="张某甲",
        server="赵送达人", note="附邮寄凭证一份",
    ),
    review=Review(
        subject="答复张某甲的政府信息公开申请", drafter="王拟稿人", section="市政科",
        opinion="建议予以公开", reviewer="孙审查人", review="依据充分，程序合法，同意",
        secrecy_reviewer="周审查人", secrecy="不涉及国家秘密，可以公开", approver="吴负责人",
        approval="同意", drafted=date(2024, 6, 6), reviewed=date(2024, 6, 7),
        secrecy_reviewed=date(2024, 6, 7), approved=date(2024, 6, 11),
    ),
    handover=Handover(
        receiver="甲市图书馆", giver="王移送人", taker="钱接收人", day=DAY,
        items=(
            HandoverItem(title="甲市乙区户外广告设置管理办法", number="甲乙政规〔2024〕1号",
                         made=date(2024, 1, 8), carrier="纸质", count="2份"),
            HandoverItem(title="2023年城市管理执法统计信息", number="000000-2024-00012",
                         made=date(2024, 2, 20), carrier="纸质", count="1份"),
        ),
    ),
)  # fmt: skip
CORRECTED = Correction(
    items=("未写明所申请工程的名称或者坐落", "未写明获取政府信息的方式"),
    guidance="请写明工程名称、建设单位或者大致的施工时间；不清楚名称的，可以用地址或者照片说明",
    days=15,
    until=date(2024, 7, 3),
    number="甲乙城管公开〔2024〕8号",
    sent=date(2024, 5, 22),
    served=date(2024, 5, 23),
    received=date(2024, 6, 3),
)
ASKED = Reasons(
    counts="2024年1月1日至5月31日，你向本机关提出政府信息公开申请86件",
    days=10,
    number="甲乙城管公开〔2024〕10号",
    sent=date(2024, 5, 24),
    given=date(2024, 5, 31),
    assessment="所述理由是“了解情况”，与所申请的八十六件信息均无具体联系",
)
FEE = FeeFacts(
    fee=fee_by_items(11, 1, date(2024, 5, 16)),
    how_to_pay="凭本通知书载明的缴款码，通过甲市非税收入收缴系统缴入国库",
    counted=tuple(
        Counted(
            number=f"乙城管申〔2024〕{16 + n:04}",
            received=date(2024, 5, 2 + n),
            what="丙路改造工程材料",
        )
        for n in range(11)
    ),
    days=20,
    until=date(2024, 7, 11),
    number="甲乙城管公开〔2024〕11号",
    sent=date(2024, 5, 13),
    served=date(2024, 5, 14),
)  # fmt: skip


def made_up(code: str, **changes: Any) -> Facts:
    """The facts of a made-up case for that document; `changes` replace whole records."""
    facts = FACTS
    if decisions := notice(code).decisions:
        facts = replace(facts, decisions=(DECISIONS[decisions[0]],))
    if code in ("T04", "T29", "T36"):
        until = date(2024, 6, 11) if code == "T36" else CORRECTED.until
        facts = replace(facts, correction=replace(CORRECTED, until=until))
    if code in ("T05", "T07", "T33"):
        facts = replace(facts, reasons=ASKED)
    if code == "T06":
        facts = replace(
            facts,
            extension=Extension(
                days=20, due=date(2024, 7, 12), reason="材料较多，需要会同有关单位核查",
                approver="吴负责人"
            ),
        )  # fmt: skip
    if code == "T14":
        facts = replace(facts, fee=FEE)
    return replace(facts, **changes)
