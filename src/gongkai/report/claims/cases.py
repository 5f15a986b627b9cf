"""The kind of a count from its clause: applications, their outcomes, reviews, lawsuits, papers."""

from __future__ import annotations

import re

from gongkai.report.claims.domains import REMEDY_DOMAINS, Domain
from gongkai.report.claims.kinds import CASE_UNITS
from gongkai.report.claims.others import other_kind

__all__ = ["is_case_word", "is_result_word", "kind_of", "stands_alone"]

# outcomes and ways, most specific first ---------------------------------------------------------

_OUTCOME = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("withheld_state_secret", r"国家秘密"),
        ("withheld_safety_and_stability", r"三安全一稳定|危及国家安全"),
        (
            "withheld_third_party",
            r"(?<!征求)(?<!征询)(?<!听取)第三方(?!意见|评估|机构|平台|测评)|商业秘密|个人隐私",
        ),
        ("withheld_internal_affairs", r"内部事务|内部管理信息"),
        ("withheld_deliberative", r"过程性"),
        ("withheld_enforcement_file", r"执法案卷"),
        ("withheld_administrative_inquiry", r"行政查询|查询事项"),
        ("withheld_prohibited_by_law", r"(?:法律|法规)[^,。;]{0,10}禁止"),
        ("unavailable_would_need_creating", r"没有现成|无现成|另行制作|需要?加工"),
        ("unavailable_still_unclear", r"补正后|内容[仍]?不明确|仍不明确"),
        (
            "unavailable_not_held",
            r"不掌握|未掌握|不存在|非本机关|不属于?本|不属于?我|不属于?[^,。;]{0,6}(?:机关|职责|公开范围)",
        ),
        ("declined_repeat", r"重复申请|重复提出|重复处理|重复的[^,。;]{0,10}申请"),
        ("declined_published_material", r"公开出版物"),
        ("declined_excessive", r"大量反复|反复申请|大量、反复"),
        ("declined_reissue", r"确认或重新出具|重新出具"),
        ("other_fee_unpaid", r"逾期[未不][^,。;]{0,14}(?:缴|交)|未按[^,。;]{0,6}缴"),
        ("other_supplement_overdue", r"逾期[未不]补正|未补正|逾期不补|未在[^,。;]{0,6}补正"),
        (
            "declined_petition",
            r"(?:信访|举报|投诉)[^,。;]{0,8}(?:类|申请)|不予处理[^,。;]{0,8}(?:信访|举报|投诉)|"
            r"(?:名义|形式|属于?)[^,。;]{0,6}(?:信访|举报|投诉)",
        ),
        ("other_rest", r"撤回|撤销申请|主动撤|放弃申请"),
        ("partly_granted", r"部分公开|区分处理|部分予以公开"),
        ("withheld", r"不予公开|不公开|不同意公开"),
        ("unavailable", r"无法提供"),
        ("declined", r"不予处理|不予重复处理"),
        ("other", r"其他处理|其它处理|作其他"),
        (
            "granted",
            r"予以公开|同意公开|全部公开|准予公开|给予公开|^(?:其中|已|依法)?公开(?:\( *\))?$",
        ),
    )
)
_RESULT = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("pending", r"尚未审结|未审结|未结|正在审理|审理中|待审|在审|尚在"),
        (
            "other_outcome",
            r"其他结果|其它结果|终止|终结|撤诉|驳回起诉|驳回(?:行政)?(?:复议)?申请|调解",
        ),
        ("corrected", r"纠正|败诉|撤销|确认违法|责令"),
        ("upheld", r"维持|胜诉|驳回"),
        ("concluded", r"审结|办结|结案"),
    )
)
_CARRIED_OUT = re.compile(
    r"结转(?:至|到|入|为)?(?:下|次|明|后)一?年|(?:转|延|顺延|移|结转)(?:至|到|入)?(?:下|次|明)一?年|跨年度?办理|"
    r"结转(?:至|到|入)?下年|结转继续办理|转下年"
)
_CARRIED_IN = re.compile(
    r"(?:上|去|前)一?年度?[^,。;]{0,4}结转|结转(?:自|上)[^,。;]{0,3}年|上年遗留"
)
_CARRIED_YEAR = re.compile(
    r"((?:19|20)\d\d) ?年度?[^,。;\d]{0,6}结转|(?:结?转|延)(?:至|到|入)?((?:19|20)\d\d) ?年"
)
_CARRIED = re.compile(r"结转")
_RECEIVED = re.compile(r"收到|接到|受理|接收|新收|收悉|登记|收取?(?=[^,。;费]{0,12}申请)|提出")
_HANDLED = re.compile(
    r"办结|办毕|办理(?!中|流程|程序|平台|机制|系统|渠道)|办理完|答复|回复|处理(?!费|决定)|已办"
)
_APPLICANT = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("", r"(?:公民|自然人|个人|群众)(?:、|,|和|或|及|以及)(?:企业)?(?:法人|企业|单位|组织)"),
        ("legal_service", r"法律服务机构"),
        ("research", r"科研机构"),
        ("charity", r"公益组织"),
        ("organisations", r"法人(?:及|和|或|、|或者|以及)?(?:其他|其它)?组织|法人"),
        ("business", r"企业"),
        ("natural_person", r"自然人|公民|个人"),
    )
)
_WAY = re.compile(
    r"网络|网上|线上|线下|互联网|平台|信函|信件|邮寄|来信|当面|现场|传真|电子邮件|邮箱|窗口|电话|口头|书面|网站|在线"
)
_MANNER = re.compile(r"等(?:多种)?(?:方式|渠道|途径|形式)")
_TOPIC = re.compile(r"涉及|关于|有关|针对|内容|主要|类|方面|领域")
# 申请内容涉及征迁21件; one applicant's share of them: 其中1名申请人提出申请15件
_SOME = re.compile(
    r"申请(?:公开)?(?:的)?(?:内容|事项|类别|类型|领域|主题|信息)[^,。;]{0,6}(?:涉及|集中|包括|有|分布|:)|"
    r"(?:告知|建议|引导)[^,。;]{0,6}向[^,。;]{0,8}申请|"
    r"^(?:申请人|公民|群众|当事人)(?:共|累计|先后|一次性)?(?:提出|提交|提起)|同一(?:申请人|当事人|公民)"
)
_BARE = re.compile(
    r"[\s\"()]*(?:其中|均|共|共计|合计|总计|总共|累计|计|全年|本年|目前|分别|为|有|是|约|近|达|[:,、])*[\s\"(]*$"
)
_WHOLE = re.compile(r"(?:共计?|合计|总计|总共|总数)[^,。;]{0,3}$")
_YEARS = re.compile(r"(?:[12]\d{3}|[今去本]|上一?) ?年度?|同期|全年")


_WIDE_UNITS = frozenset("个项条次处大类")
_NO_CASE = re.compile(
    r"(?:的)?(?:主要|重点|关键|重要|工作|一级|二级|子|小|受理|办理|线上|线下|政务公开|信息公开|依申请公开)*"
    r"(?:部分|方面|章节?|板块|模块|环节|领域|渠道|途径|步骤|阶段|要素|栏目|专栏|专题|平台|账号|窗口|部门|单位|机构|机关|"
    r"科室|股室|处室|乡镇|街道|社区|场所|系统|网站|制度|办法|标准|规范|流程|模板|清单|措施|举措|任务|试点|工作日|月|小时|"
    r"层面|维度|短板|不足|弱项|申请人|申请点|受理点|节点)"
)


def kind_of(
    left: str, right: str, domain: str, inherited: bool, unit: str, year: int | None
) -> str:
    """The kind of a count from its own clause; `inherited` when the domain is the clause before's.

    left, right: the clause before and after the number; year: the reporting year.
    """
    own = f"{left}#{right}"
    if unit in _WIDE_UNITS and _NO_CASE.match(right):
        return other_kind(left, right, unit)  # 复议、诉讼等六个部分: parts are counted, no cases
    if domain == Domain.APPLICATION and unit in CASE_UNITS:
        return _application(left, right, own, inherited, year)
    if domain in REMEDY_DOMAINS and unit in CASE_UNITS:
        for kind, pattern in _RESULT:
            if pattern.search(_before_any(right)) or (
                pattern.search(left) and not re.search(r"(?:不服|对)[^,]{0,8}$", left)
            ):
                return f"{domain}.{kind}" if domain != Domain.REMEDIES else "other_count"
        return domain
    if domain in (Domain.SUGGESTION, Domain.PROPOSAL, Domain.BOTH) and unit in CASE_UNITS:
        told = re.search(r"办理|承办|收到|答复|接收|提出", left)
        if inherited or (unit in ("条", "次", "篇") and ("信息" in left or not told)):
            return other_kind(left, right, unit)
        return domain
    return other_kind(left, right, unit)


def _before_any(right: str) -> str:
    return re.split(r"[,。;]", right, maxsplit=1)[0]


def _application(left: str, right: str, own: str, inherited: bool, year: int | None) -> str:
    carried = _carried(own, year)
    if carried:
        return carried
    received = _RECEIVED.search(left)
    head = re.sub(r"^.*?(?:收到|受理|办理|答复)", "", left) if received else left
    right = re.split(r"均为?|全部|都是", right, maxsplit=1)[0]
    for text in (left, right):
        for kind, pattern in _OUTCOME:
            if pattern.search(text):
                return kind
    manner = _MANNER.search(left)
    for kind, pattern in _APPLICANT:
        if pattern.search(head) or pattern.search(right):
            if kind:
                return f"new_applications.{kind}"
            break
    if (
        not manner
        and _WAY.search(re.sub(r"[^,。;]*?等平台", "", head))
        and not re.search(r"平台(?:共|累计)?(?:收到|受理)", left)
    ):
        return "new_applications.by_way"
    if _HANDLED.search(left) and not received:
        return "handled"
    if (
        not inherited
        and re.match(r"[^,。;]{0,4}(?:已办结|已答复|均已答复)", right)
        and not received
    ):
        return "handled"
    if _SOME.search(left) or re.fullmatch(r"(?:其中|另)?(?:对|就|针对)", left):
        return "new_applications.part"
    if inherited:
        bare = _BARE.match(_YEARS.sub("", left))
        if bare and "其中" not in left and (_WHOLE.search(left) or _YEARS.search(left)):
            return "new_applications"
        if received:
            return "new_applications"
        if bare or _TOPIC.search(own):
            return "new_applications.part"
        return "other_count"
    if (
        _TOPIC.search(re.split(r"收到|受理|接到", head)[-1])
        and not re.search(
            r"(?:涉及|关于|有关|针对|类|方面)(?:的)?(?:政府)?信息公开(?:的)?申请|申请内容", head
        )
        and re.search(
            r"(?:涉及|关于|有关|针对)[^,。;]{2,20}(?:的|类)[^,。;]{0,6}申请|[^息开到收理]类[^,。;]{0,4}申请",
            head,
        )
    ):
        return "new_applications.part"
    return "new_applications"


def _carried(own: str, year: int | None) -> str:
    if "转" not in own and "跨年" not in own and "延" not in own:
        return ""
    if _CARRIED_OUT.search(own):
        return "carried_out"
    if _CARRIED_IN.search(own):
        return "carried_in"
    match = _CARRIED_YEAR.search(own)
    if match and year:
        if match[1] and int(match[1]) < year:
            return "carried_in"
        if match[2] and int(match[2]) > year:
            return "carried_out"
        if match[2] and int(match[2]) == year:
            return "carried_in"
    return "other_count" if _CARRIED.search(own) else ""


# what lets a clause without a noun of its own go on with the one before ---------------------------


# kinds of applicants that nothing else is counted by
_APPLICANT_ONLY = re.compile(
    r"^(?:其中|,)*(?:商业企业|科研机构|社会公益组织|法律服务机构|法人(?:或|和|及)?其[他它]组织)(?:提出|提交)?(?:的)?(?:申请)?$"
)
# 市局机关收到23件: received, and nothing else named that could have been
_GOT = re.compile(
    r"[^,。;]{0,12}(?:共计?|累计|合计|全年|分别)?(?:收到|受理|接到|新收)(?:了|的|共|申请)*"
)
_SETTLED = re.compile(
    r"(?:申请)?(?:均|全部|都)?(?:已)?(?:按期|按时|依法|如期|在[^,。;]{0,8}内)*(?:全部)?(?:办结|答复|办理完毕)"
)


def is_case_word(left: str, right: str, other: bool) -> bool:
    """Whether a clause speaks of what became of an application or of who applied.

    other: the clause has an ordinary noun of its own; then only an outcome will do.
    """
    if any(p.search(left) or p.search(right) for _, p in _OUTCOME):
        return True
    if _CARRIED.search(left + right) or _CARRIED_YEAR.search(right) or _CARRIED_OUT.search(right):
        return True
    if _APPLICANT_ONLY.search(left):
        return True
    rest = re.sub(
        r"^(?:其中|目前|现|均|已|共|全部|依法|按时|按期|及时|予以|全年|年内|截至.*?)+", "", left
    )
    if _GOT.fullmatch(left) or (not left and _SETTLED.match(right)):
        return True
    if re.fullmatch(
        r"(?:依法|按时|按期|及时|已|共|全部|作出|累计|均|,)*(?:办结|办理|答复|回复|处理|办毕|办理完成|办理完毕)(?:完毕|完成|了|的|共|:|数)*",
        rest,
    ):
        return True
    if other or len(rest) > 14:
        return False
    if _WAY.search(rest) and not re.search(r"公开|发布", rest):
        return True
    return any(k and p.search(rest[:10]) for k, p in _APPLICANT)


def is_result_word(left: str, right: str) -> bool:
    """Whether a clause speaks of how a review or lawsuit ended."""
    return any(p.search(left) or p.search(_before_any(right)) for _, p in _RESULT)


def stands_alone(left: str) -> bool:
    """Whether nothing but 其中, 共, a year and the like stands before a number."""
    return bool(_BARE.match(_YEARS.sub("", left)))
