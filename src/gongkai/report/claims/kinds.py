"""What a number in the prose counts: the noun of its own clause, else that of the clause before.

`KINDS` is the list of slugs. A kind with a cell of its own in table 3 or 4 is that cell's slug
without "t3."/"t4.": `granted`, `new_applications.natural_person`, `reconsideration.corrected`.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = [
    "CASE_UNITS",
    "CHANNELS",
    "KINDS",
    "REMEDY_DOMAINS",
    "Domain",
    "domain_at_end",
    "domain_in",
    "is_case_word",
    "is_result_word",
    "kind_of",
    "stands_alone",
]

_OUTCOMES = {
    "granted": "予以公开",
    "partly_granted": "部分公开",
    "withheld": "不予公开（合计）",
    "withheld_state_secret": "属于国家秘密",
    "withheld_prohibited_by_law": "法律行政法规禁止公开",
    "withheld_safety_and_stability": "危及“三安全一稳定”",
    "withheld_third_party": "保护第三方合法权益",
    "withheld_internal_affairs": "内部事务信息",
    "withheld_deliberative": "过程性信息",
    "withheld_enforcement_file": "行政执法案卷",
    "withheld_administrative_inquiry": "行政查询事项",
    "unavailable": "无法提供（合计）",
    "unavailable_not_held": "本机关不掌握（含信息不存在）",
    "unavailable_would_need_creating": "没有现成信息需要另行制作",
    "unavailable_still_unclear": "补正后申请内容仍不明确",
    "declined": "不予处理（合计）",
    "declined_petition": "信访举报投诉类申请",
    "declined_repeat": "重复申请",
    "declined_published_material": "要求提供公开出版物",
    "declined_excessive": "无正当理由大量反复申请",
    "declined_reissue": "要求确认或重新出具",
    "other": "其他处理（合计）",
    "other_supplement_overdue": "逾期不补正",
    "other_fee_unpaid": "逾期未缴费",
    "other_rest": "其他处理之其他",
}
_REMEDIES = {
    "reconsideration": "行政复议",
    "litigation": "行政诉讼（合计）",
    "direct_suit": "未经复议直接起诉",
    "suit_after_reconsideration": "复议后起诉",
}
_RESULTS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other_outcome": "其他结果",
    "pending": "尚未审结",
    "concluded": "已审结",
}
_APPLICANTS = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "charity": "社会公益组织",
    "legal_service": "法律服务机构",
    "organisations": "法人或其他组织（合计）",
}
CHANNELS = {
    "website": "本单位网站",
    "portal": "政府门户网站",
    "wechat": "微信",
    "weibo": "微博",
    "app": "客户端",
    "new_media": "政务新媒体（合计）",
    "other_channel": "其他渠道",
}

KINDS: dict[str, str] = {
    "new_applications": "收到的政府信息公开申请",
    **{f"new_applications.{k}": f"收到的申请：{v}" for k, v in _APPLICANTS.items()},
    "new_applications.by_way": "收到的申请：按提交方式",
    "new_applications.part": "收到的申请的一部分（按内容等）",
    "carried_in": "上年结转",
    "carried_out": "结转下年度",
    "handled": "办结、答复的申请",
    **_OUTCOMES,
    **_REMEDIES,
    **{f"{d}.{r}": f"{_REMEDIES[d]}：{_RESULTS[r]}" for d in _REMEDIES for r in _RESULTS},
    "remedies": "行政复议和行政诉讼合计",
    "correction_rate": "纠错率、败诉率",
    "disclosed_total": "主动公开政府信息总数",
    **{k: f"发布渠道：{v}" for k, v in CHANNELS.items()},
    "followers": "关注、订阅、粉丝数",
    "views": "浏览、阅读、访问量",
    "normative_documents": "制发的行政规范性文件",
    "licences": "行政许可决定",
    "penalties": "行政处罚决定",
    "coercion": "行政强制决定",
    "interpretations": "政策解读",
    "suggestions": "人大代表建议",
    "proposals": "政协提案",
    "suggestions_and_proposals": "建议提案合计",
    "fee": "信息处理费",
    "meetings": "会议",
    "press_conferences": "新闻发布会",
    "trainings": "培训",
    "people": "人数",
    "rate": "比率",
    "share": "占比",
    "rate_increase": "增长率",
    "rate_decrease": "下降率",
    "increase": "增加量",
    "decrease": "减少量",
    "other_count": "其他计数",
    "date": "日期",
    "year": "年份",
    "document_number": "文号",
    "phone": "电话、热线",
    "postcode": "邮编",
    "street_number": "门牌号",
    "ordinal": "序数、编号",
    "identifier": "标识码",
    "version": "版本号",
    "frequency": "频次",
    "name": "固定说法中的数字",
}

CASE_UNITS = frozenset({"件", "宗", "份", "起", "例", "个", "条", "次", "项", "笔", "件次", ""})


class Domain:
    """What a clause is about, as far as the kinds go."""

    APPLICATION = "application"
    RECONSIDERATION = "reconsideration"
    LITIGATION = "litigation"
    DIRECT_SUIT = "direct_suit"
    AFTER_SUIT = "suit_after_reconsideration"
    REMEDIES = "remedies"
    SUGGESTION = "suggestions"
    PROPOSAL = "proposals"
    BOTH = "suggestions_and_proposals"
    OTHER = "other"


REMEDY_DOMAINS = (
    Domain.RECONSIDERATION,
    Domain.LITIGATION,
    Domain.DIRECT_SUIT,
    Domain.AFTER_SUIT,
    Domain.REMEDIES,
)

_JOIN = r"(?:案件?|申请|数)?(?:、|,|和|及|与|以及|或者?|/)(?:因[^,。;]{0,16})?(?:引发的?|引起的?)?(?:被?提起)?"
_DOMAIN = re.compile(
    rf"""
    (?P<remedies>(?:行政)?复议{_JOIN}(?:行政)?诉讼|(?:行政)?诉讼{_JOIN}(?:行政)?复议)
    |(?P<direct_suit>未经(?:行政)?复议[^,。;、]{{0,8}}(?:起诉|诉讼)|直接(?:向[^,。;、]{{0,8}})?(?:提起)?(?:行政)?(?:起诉|诉讼))
    |(?P<suit_after_reconsideration>复议后[^,。;、]{{0,8}}(?:起诉|诉讼))
    |(?P<reconsideration>(?:行政)?复议)
    |(?P<litigation>行政诉讼|诉讼|应诉|起诉|被诉)
    |(?P<suggestions_and_proposals>人大[^,。;、]{{0,8}}建议(?:议案)?(?:、|和|及|与|以及)[^,。;、]{{0,6}}提案|建议(?:和|、|及|与|以及)?(?:全国|省|市|区|县|州|各级|本级)*(?:政协)?(?:委员)?提案|提案(?:和|、|及|与)?(?:人大)?(?:代表)?建议|两会建议)
    |(?P<proposals>政协[^,。;、]{{0,8}}提案|(?<!议)提案|政协委员?建议)
    |(?P<suggestions>人大[^,。;、]{{0,10}}建议|代表[^,。;、]{{0,6}}建议|(?<=办理)建议)
    |(?P<application>依申请公开|依申请|信息公开(?:的|类)?申请|公开申请|申请公开|申请信息公开|信息(?:的)?申请
      |公开信息(?:的)?申请|公开政府信息(?:的)?申请
      |(?:收到|接到|受理|接收|新收|办理|处理|答复|收|共|自然人|企业|机构|组织|个人|公民|法人|新增|各类|有效|名申请人|[\d件宗份个])
       (?:的|了)?申请(?!人|表|书|材料|执行|低保|救助|资料|补助|公租|渠道|流程)|表单申请|申请(?=形式|方式\d)|^申请(?!人|表)
      |申请(?=$|件|共?\d)(?<!许可申请)(?<!登记申请)(?<!审批申请)(?<!业务申请)(?<!认定申请)(?<!办理申请))
    |(?P<other>信访|来信|来访|留言|咨询|热线|工单|诉求|网民|网友|民意|舆情|问卷|征集|许可|处罚|登记|审批|行政强制
      |会议|培训|解读|规范性文件|文件|信息|专栏|栏目|微信|微博|网站|项目|事项|活动|检查|抽查|督查|考核|通报
      |案件|投诉|举报|宣传|资料|手册|视频|新闻|稿件|报道|群众|企业|人员|干部|部门|单位|窗口|意见|领域|目录|指南|公报)
    """,
    re.VERBOSE,
)
_TITLES = re.compile(r"《[^》]*》")


@lru_cache(maxsize=8192)
def domain_at_end(text: str) -> str:
    """The domain named last in a text, "" when none. Titles of documents do not count."""
    found = ""
    for match in _DOMAIN.finditer(_TITLES.sub(lambda m: "·" * len(m[0]), text)):
        kind = match.lastgroup or ""
        # in 因信息公开申请引发的行政复议 the later noun governs; a bare 信息 or 部门 does not
        if (
            kind != Domain.OTHER
            or found in ("", Domain.OTHER)
            or _takes_over(text[match.start() :])
        ):
            found = kind
    return found


def _takes_over(rest: str) -> bool:
    """Whether an ordinary noun after a statutory one is the one that is counted."""
    return bool(
        re.match(
            r"(?:信访|留言|咨询|热线|工单|诉求|问卷|会议|培训|解读|规范性文件|微信|微博|宣传|手册|视频|稿件|报道|"
            r"企业|人员|干部|部门|单位|窗口|领域|指南|公报|专栏|栏目)(?!.*(?:申请|复议|诉讼))",
            rest,
        )
    )


def domain_in(text: str) -> str:
    """The domain named first in a text that follows a number: 42件政府信息公开申请."""
    match = _DOMAIN.search(_TITLES.sub(lambda m: "·" * len(m[0]), text))
    return (match.lastgroup or "") if match else ""


# outcomes and ways, most specific first ---------------------------------------------------------

_OUTCOME = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("withheld_state_secret", r"国家秘密"),
        ("withheld_safety_and_stability", r"三安全一稳定|危及国家安全"),
        ("withheld_third_party", r"第三方|商业秘密|个人隐私"),
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
        ("declined_repeat", r"重复申请|重复提出|重复处理"),
        ("declined_published_material", r"公开出版物"),
        ("declined_excessive", r"大量反复|反复申请|大量、反复"),
        ("declined_reissue", r"确认或重新出具|重新出具"),
        ("other_fee_unpaid", r"逾期[未不][^,。;]{0,14}(?:缴|交)|未按[^,。;]{0,6}缴"),
        ("other_supplement_overdue", r"逾期[未不]补正|未补正|逾期不补|未在[^,。;]{0,6}补正"),
        (
            "declined_petition",
            r"(?:信访|举报|投诉)[^,。;]{0,8}(?:类|申请)|不予处理[^,。;]{0,8}(?:信访|举报|投诉)",
        ),
        ("other_rest", r"撤回|撤销申请|主动撤|放弃申请"),
        ("partly_granted", r"部分公开|区分处理|部分予以公开"),
        ("withheld", r"不予公开|不公开|不同意公开"),
        ("unavailable", r"无法提供"),
        ("declined", r"不予处理|不予重复处理"),
        ("other", r"其他处理|其它处理|作其他"),
        ("granted", r"予以公开|同意公开|全部公开|准予公开|给予公开|^公开$"),
    )
)
_RESULT = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("pending", r"尚未审结|未审结|未结|正在审理|审理中|待审|在审|尚在"),
        ("other_outcome", r"其他结果|其它结果|终止|撤诉|驳回起诉|调解"),
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
_BARE = re.compile(
    r"[\s\"()]*(?:其中|均|共|共计|合计|总计|总共|累计|计|全年|本年|目前|分别|为|有|是|约|近|达|[:,、])*[\s\"(]*$"
)
_WHOLE = re.compile(r"(?:共计?|合计|总计|总共|总数)[^,。;]{0,3}$")
_YEARS = re.compile(r"(?:[12]\d{3}|[今去本]|上一?) ?年度?|同期|全年")


def kind_of(
    left: str, right: str, domain: str, inherited: bool, unit: str, year: int | None
) -> str:
    """The kind of a count from its own clause; `inherited` when the domain is the clause before's.

    left, right: the clause before and after the number; year: the reporting year.
    """
    own = f"{left}#{right}"
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
            return _other(left, right, unit)
        return domain
    return _other(left, right, unit)


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


# everything that is not an application, a review or a suggestion ----------------------------------

_FOLLOWERS = re.compile(r"粉丝|关注|订阅|用户")
_VIEWS = re.compile(r"阅读|浏览|访问|点击|播放|点赞|转发|下载|曝光")
_PUBLISH = re.compile(r"发布|公布|公开|推送|发文|推文|刊发|刊登|更新|推出|发送|信息|转载|上传|制作")
_CHANNEL = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "new_media",
            r"两微一端|新媒体|微博(?:、|和|及|与)(?:政务)?微信|微信(?:公众号)?(?:、|和|及|与)(?:政务)?微博|双微",
        ),
        ("wechat", r"微信(?:公众号|公众平台|视频号)?|公众号"),
        ("weibo", r"微博"),
        ("app", r"客户端|APP|App"),
        ("portal", r"政府(?:门户)?网站?|人民政府(?:门户)?网|中国·|政务网"),
        ("website", r"门户网站?|官方网站?|官网|局网站?|委网站?|厅网站?|部门网站|本?单位网站?|网站"),
        (
            "other_channel",
            r"抖音|头条|快手|公报|电视|报纸|报刊|公开栏|公示栏|宣传栏|短信|电子屏|显示屏|广播|视频号|其他方式|其他渠道",
        ),
    )
)
_CHANNEL_UNITS = frozenset(
    ["条", "篇", "件", "期", "则", "次", "个", "份", "部", "余条", "条次"]
) | {""}
_SIMPLE = tuple(
    (kind, re.compile(pattern), units)
    for kind, pattern, units in (
        ("fee", r"信息处理费|收取[^,。;]{0,12}费|收费金额", frozenset(("元", ""))),
        ("press_conferences", r"新闻发布会|新闻发布活动", None),
        (
            "normative_documents",
            r"(?:制发|制定|印发|出台|新制定)(?:了)?(?:部门)?(?:行政)?规范性文件(?!解读)",
            CASE_UNITS,
        ),
        ("licences", r"行政许可(?:处理)?决定", CASE_UNITS),
        ("penalties", r"行政处罚(?:处理)?决定", CASE_UNITS),
        ("coercion", r"行政强制(?:处理)?决定", CASE_UNITS),
    )
)
_DISCLOSED = re.compile(
    r"(?:主动公开|公开发布|(?:^|共|累计|合计|总计|全年|年度?|依[法规]|社会|平台|渠道|方式|形式|[市县区局委厅镇道办室,、])公开)"
    r"(?:了|各类|各级|政府|政务|公开|有关|相关|、|数|条)*信息(?:数|总数|总量|数量|条数)?(?:共计?|累计|合计|总计|达到?|为|约|超过|近|:)*$"
    r"|主动公开(?:政府)?信息(?:总数|总量|数量|条数)?(?:为|达|共|:)?$|信息公开(?:总数|总量)(?:为|达|共|:)?$"
)
_LATE = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("interpretations", r"解读"),
        ("trainings", r"培训|研修班|讲座"),
        ("meetings", r"会议|常务会|例会|座谈会|推进会|全体会"),
    )
)


def _other(left: str, right: str, unit: str) -> str:
    for kind, pattern, units in _SIMPLE:
        if (pattern.search(left) or pattern.search(right)) and (units is None or unit in units):
            return kind
    if _FOLLOWERS.search(left) and not _PUBLISH.search(re.split(r"粉丝|关注|订阅|用户", left)[-1]):
        return "followers"
    if _VIEWS.search(left) and unit not in ("条", "篇"):
        return "views"
    if unit in ("人", "名", "人次", "位"):
        return "people"
    if unit in _CHANNEL_UNITS:
        channel = _channel(left, right)
        if channel:
            return channel
        if _DISCLOSED.search(left):
            return "disclosed_total"
    for kind, pattern in _LATE:
        if pattern.search(left) or pattern.search(right[:10]):
            return kind
    return "other_count"


_SITES = ("website", "portal")
_SEVERAL = re.compile(r"(?:等|以及)[^,。;]{0,8}(?:平台|渠道|媒体|方式|载体)")


def _channel(left: str, right: str) -> str:
    """The one channel on which the items were published; "" for none or several."""
    if re.search(r"栏目|专栏|账号", left[-6:] + right[:4]):
        return ""
    met = {kind: named for kind, pattern in _CHANNEL if (named := pattern.search(left))}
    for kind, named in met.items():
        rest = left[named.end() :]
        if not _PUBLISH.search(left) and rest not in ("", "平台", "账号", "号", "上", "共", ":"):
            continue
        if kind != "new_media" and _SEVERAL.search(left[named.start() :]):
            return ""
        sites = any(site in met for site in _SITES)
        if sites and any(k not in _SITES for k in met) and _together(met):
            return ""  # 网站和微信平台共公布202条
        return kind
    return ""


def _together(met: dict[str, re.Match[str]]) -> bool:
    """Whether channels stand side by side in one clause: 网站和微信."""
    first, *_, last = sorted(met.values(), key=lambda m: m.start())
    between = first.string[first.end() : last.start()]
    return len(between) <= 12 and bool(re.search(r"、|和|及|与", between))


# what lets a clause without a noun of its own go on with the one before -----------------------------


def is_case_word(left: str, right: str, other: bool) -> bool:
    """Whether a clause speaks of what became of an application or of who applied.

    other: the clause has an ordinary noun of its own; then only an outcome will do.
    """
    if any(p.search(left) or p.search(right) for _, p in _OUTCOME):
        return True
    if _CARRIED.search(left + right) or _CARRIED_YEAR.search(right) or _CARRIED_OUT.search(right):
        return True
    rest = re.sub(
        r"^(?:其中|目前|现|均|已|共|全部|依法|按时|按期|及时|予以|全年|年内|截至.*?)+", "", left
    )
    if re.fullmatch(
        r"(?:依法|按时|按期|及时|已|共|全部|累计|均|,)*(?:办结|办理|答复|回复|处理|办毕|办理完成|办理完毕)(?:完毕|完成|了|的|共|:|数)*",
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
