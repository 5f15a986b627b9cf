"""What a document may draw on: the facts of a case as plain values, with the names people read.

Everything is optional; what a document needs and does not get is told by `compose`, never printed
as an empty place. A field's Chinese name stands beside it: the check and the editor of templates
use it. Texts are the caller's, dates are `date`, sums are whole yuan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.law.applicants import kind as applicant_kind
from gongkai.law.bodies.kinds import BodyKind
from gongkai.law.bodies.review_body import ReviewPlace
from gongkai.law.decisions.codes import decision as decision_of
from gongkai.notices.facts_papers import (
    Counted,
    FeeFacts,
    FeeLine,
    Handover,
    HandoverItem,
    OtherBody,
    RecordFacts,
    Review,
    ServiceFacts,
)
from gongkai.notices.naming import a_day, a_number, a_text, computed, some_words
from gongkai.sources import R2019, Article, cite
from gongkai.terms import term

__all__ = [
    "Applicant", "Application", "Body", "Consultation", "Correction", "Counted", "Decision",
    "Delay", "Document", "Extension", "Facts", "FeeFacts", "FeeLine", "Handover", "HandoverItem",
    "OtherBody", "Part", "Reasons", "RecordFacts", "Review", "Search", "ServiceFacts",
]  # fmt: skip


# --- who ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body that issues; `reviewers` name the bodies of reconsideration by their place."""

    kind: BodyKind
    name: str = a_text("行政机关全称")
    office: str = a_text("政府信息公开工作机构名称")
    address: str = a_text("办公地址")
    postcode: str = a_text("邮政编码")
    phone: str = a_text("联系电话")
    hours: str = a_text("办公时间")
    query: str = a_text("查询方式")
    court: str = a_text("有管辖权的人民法院名称")
    online_review: str = a_text("提交行政复议申请的互联网渠道")
    reviewers: Mapping[ReviewPlace, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Whoever applies: several `names` of a joint application; `kind` is an id of the law."""

    names: tuple[str, ...] = some_words("各申请人姓名或者名称")
    kind: str = ""
    representative: str = a_text("法定代表人或者负责人")
    agent: str = a_text("代理人")
    identity_kind: str = a_text("证件名称")
    identity_number: str = a_text("证件号码")
    phone: str = a_text("申请人联系电话")
    address: str = a_text("申请人通信地址")
    postcode: str = a_text("申请人邮政编码")
    email: str = a_text("申请人电子邮箱")

    @computed("申请人姓名或者名称")
    def name(self) -> str:
        """All names in a row."""
        return "、".join(self.names)

    @computed("对申请人的称呼（你、你们、你单位）")
    def you(self) -> str:
        """How the text addresses them: an organisation 你单位, several 你们, a person 你."""
        if len(self.names) > 1:
            return "你们"
        return "你" if not self.kind or self.column == "natural_person" else "你单位"

    @computed("申请人类别的代码")
    def column(self) -> str:
        """Id of the term of their column of table 3."""
        return applicant_kind(self.kind).column if self.kind else ""

    @computed("申请人类别")
    def column_zh(self) -> str:
        """That column as the form prints it."""
        return term(self.column).zh if self.kind else ""


# --- the application and its clock --------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What was asked, how it came, when it counts as received (收到申请之日)."""

    number: str = a_text("申请编号")
    submitted: date | None = a_day("提出申请日期")
    received: date | None = a_day("收到申请日期")
    description: str = a_text("申请内容摘要")
    form: str = a_text("获取政府信息的方式")
    way: str = a_text("获取政府信息的途径")
    channel: str = a_text("申请渠道")
    evidence: str = a_text("收到日期的凭证")
    handler: str = a_text("登记人")
    note: str = a_text("登记备注")
    due: date | None = a_day("答复期限届满日")
    ordered: str = a_text("责令重新答复的复议决定或者判决")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """延长答复期限 (第三十三条第二款)."""

    days: int | None = a_number("延长的工作日数")
    due: date | None = a_day("延长后的答复期限届满日")
    reason: str = a_text("延长理由")
    approver: str = a_text("同意延长的政府信息公开工作机构负责人")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """延迟答复 (第三十五条)."""

    due: date | None = a_day("延迟答复的期限届满日")
    reason: str = a_text("不能按期答复的理由")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """补正: what was unclear, by when, what came of it."""

    items: tuple[str, ...] = some_words("需要补正的事项")
    guidance: str = a_text("补正的指导和释明")
    days: int | None = a_number("补正期限的工作日数")
    until: date | None = a_day("补正期限届满日")
    number: str = a_text("补正告知书文号")
    sent: date | None = a_day("补正告知书日期")
    served: date | None = a_day("补正告知书送达日期")
    received: date | None = a_day("收到补正日期")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """说明理由 (第三十五条)."""

    counts: str = a_text("申请数量、频次的统计")
    days: int | None = a_number("说明理由期限的工作日数")
    number: str = a_text("说明理由告知书文号")
    sent: date | None = a_day("说明理由告知书日期")
    given: date | None = a_day("收到申请人说明理由的日期")
    assessment: str = a_text("申请理由不合理的说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """Third parties and other bodies that are asked, and what came of it.

    `kind` is the slug of `gongkai.law.periods.Consulted`, `answer` is consent, objects or partly.
    """

    kind: str = a_text("征求意见对象的类别代码")
    name: str = a_text("被征求意见者名称")
    subject: str = a_text("征求意见所涉政府信息")
    question: str = a_text("征求意见的事项")
    days: int | None = a_number("提出意见的工作日数")
    until: date | None = a_day("提出意见或者回复的截止日期")
    number: str = a_text("征求意见书文号")
    sent: date | None = a_day("征求意见书日期")
    answered: date | None = a_day("收到意见日期")
    answer: str = a_text("第三方意见的代码")
    opinion: str = a_text("被征求意见者的意见")
    proof: str = a_text("第三方提供的证据材料")
    signatory: str = a_text("第三方签名或者盖章")
    result: str = a_text("征求第三方意见的过程和结果")
    disclosed: str = a_text("决定公开的政府信息内容")
    reason: str = a_text("决定公开的理由")
    disclose_on: date | None = a_day("实际公开的日期")


# --- the decision -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """检索记录."""

    by: str = a_text("检索人员")
    on: str = a_text("检索时间")
    scope: str = a_text("检索范围")
    method: str = a_text("检索方法")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One withheld part of a partial disclosure; `code` is the decision it amounts to."""

    what: str = a_text("不予公开的部分")
    code: str = ""
    reason: str = a_text("该部分不予公开的理由")

    @computed("该部分不予公开的类别")
    def ground(self) -> str:
        """The ground in words."""
        return _GROUNDS.get(self.code, "")

    @computed("该部分不予公开的法律依据")
    def articles(self) -> str:
        """Its articles, without the one on the reply."""
        return _grounds(self.code) if self.code else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision on one item of an application (code D11–D63) and what it needs to say.

    `basis` replaces the articles of the code where that names none of its own (D63).
    """

    code: str = a_text("处理决定代码")
    item: str = a_text("该项申请内容")
    kind: str = a_text("不予公开信息的具体类别")
    reason: str = a_text("理由")
    basis: tuple[Article, ...] = ()
    information: tuple[str, ...] = some_words("所提供的政府信息")
    form: str = a_text("提供政府信息的方式")
    way: str = a_text("提供政府信息的途径")
    time: str = a_text("提供政府信息的时间")
    where: str = a_text("获取政府信息的网址或者地点")
    public_part: str = a_text("公开的部分")
    parts: tuple[Part, ...] = some_words("不予公开的各部分")
    rule: str = a_text("有关法律、行政法规的名称和条文")
    place: str = a_text("查询机构和地点")
    search: Search | None = field(default=None, metadata={"zh": "检索记录"})
    other_body: OtherBody | None = field(default=None, metadata={"zh": "负责公开的行政机关"})
    unknown_body: str = a_text("无法确定负责公开的行政机关的说明")
    unclear: str = a_text("仍不明确之处")
    channel: str = a_text("相应的渠道")
    earlier_number: str = a_text("在先答复文号")
    earlier_date: date | None = a_day("在先答复日期")
    delivery: str = a_text("此前提供该信息的记录")
    turn: str = a_text("可以咨询或者办理的去处")

    @computed("法律依据")
    def articles(self) -> str:
        """The articles of the decision, cited to paragraph and item."""
        return cite(self.cited)

    @computed("各部分不予公开的法律依据")
    def part_articles(self) -> str:
        """The articles of the withheld parts."""
        found = [a for part in self.parts if part.code for a in _ground_articles(part.code)]
        return cite(dict.fromkeys(found))

    @property
    def cited(self) -> tuple[Article, ...]:
        """The same as articles."""
        if self.basis or self.code in ("", "D63"):  # D63 is many things, each with its own basis
            return self.basis
        return decision_of(self.code).articles


# what a withheld part is, by the decision that it amounts to
_GROUNDS = {
    "D31": "依法确定的国家秘密",
    "D32": "法律、行政法规禁止公开的政府信息",
    "D33": "公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息",
    "D34": "公开会对第三方合法权益造成损害的政府信息",
    "D35": "内部事务信息",
    "D36": "过程性信息",
    "D37": "行政执法案卷信息",
    "D38": "法律、行政法规对获取另有特别规定的信息",
    "D63": "条例所称政府信息以外的内容",
}


def _ground_articles(code: str) -> tuple[Article, ...]:
    found = decision_of(code)
    if code == "D63":
        return (Article(R2019, 2),)
    # 36(三) is how one replies; a withheld part is told by what it rests on
    return found.articles[1:] if found.by_exemption else found.articles


def _grounds(code: str) -> str:
    return cite(_ground_articles(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The paper itself: 文号, day, annexes, whom to call."""

    number: str = a_text("文号")
    day: date | None = a_day("成文日期")
    attachments: tuple[str, ...] = some_words("附件")
    contact: str = a_text("联系人")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything one document may draw on."""

    body: Body
    document: Document
    applicant: Applicant = Applicant()
    application: Application = Application()
    extension: Extension = Extension()
    delay: Delay = Delay()
    correction: Correction = Correction()
    reasons: Reasons = Reasons()
    consultation: Consultation = Consultation()
    decisions: tuple[Decision, ...] = ()
    fee: FeeFacts = FeeFacts()
    record: RecordFacts = RecordFacts()
    service: ServiceFacts = ServiceFacts()
    review: Review = Review()
    handover: Handover = Handover()
