"""What a number in the prose can count: the kinds of claims, one place for all.

`KINDS` is the list of slugs. A kind with a cell of its own in table 3 or 4 is that cell's slug
without "t3."/"t4.": `granted`, `new_applications.natural_person`, `reconsideration.corrected`.
"""

from __future__ import annotations

import re

from gongkai.terms import term

__all__ = ["CASE_UNITS", "CHANNELS", "KINDS", "NO_COUNTS"]

_OUTCOMES = [
    "granted",
    "partly_granted",
    "withheld_state_secret",
    "withheld_prohibited_by_law",
    "withheld_safety_and_stability",
    "withheld_third_party",
    "withheld_internal_affairs",
    "withheld_deliberative",
    "withheld_enforcement_file",
    "withheld_administrative_inquiry",
    "unavailable_not_held",
    "unavailable_would_need_creating",
    "unavailable_still_unclear",
    "declined_petition",
    "declined_repeat",
    "declined_published_material",
    "declined_excessive",
    "declined_reissue",
    "other_supplement_overdue",
    "other_fee_unpaid",
    "other_rest",
]
_GROUPS = ("withheld", "unavailable", "declined", "other")  # said of all their rows together
_REMEDIES = ("reconsideration", "litigation", "direct_suit", "suit_after_reconsideration")
_RESULTS = ("upheld", "corrected", "other_outcome", "pending")
_APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "charity",
    "legal_service",
    "organisations",
)


def _zh(name: str) -> str:
    """The official label without its number and explanation."""
    return re.sub(r"^(?:（.）|\d\.)|(?<=.)（.*", "", term(name).zh)


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
    **{f"new_applications.{k}": f"收到的申请：{_zh(k)}" for k in _APPLICANTS},
    "new_applications.by_way": "收到的申请：按提交方式",
    "new_applications.part": "收到的申请的一部分（按内容等）",
    "carried_in": "上年结转",
    "carried_out": "结转下年度",
    "handled": "办结、答复的申请",
    **{k: _zh(k) for k in _OUTCOMES},
    "other_rest": f"{_zh('other')}：{_zh('other_rest')}",
    **{k: f"{_zh(k)}（合计）" for k in _GROUPS},
    **{k: _zh(k) for k in _REMEDIES},
    **{f"{k}.{r}": f"{_zh(k)}：{_zh(r)}" for k in _REMEDIES for r in _RESULTS},
    **{f"{k}.concluded": f"{_zh(k)}：已审结" for k in _REMEDIES},
    "remedies": "行政复议和行政诉讼合计",
    "correction_rate": "纠错率、败诉率",
    "disclosed_total": "主动公开政府信息总数",
    **{k: f"发布渠道：{v}" for k, v in CHANNELS.items()},
    "followers": "关注、订阅、粉丝数",
    "views": "浏览、阅读、访问量",
    "normative_documents": "制发的行政规范性文件",
    "normative_documents.abolished": "废止的行政规范性文件",
    "normative_documents.in_force": "现行有效的行政规范性文件",
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
    "time": "时刻",
    "ratio": "比例",
    "name": "固定说法中的数字",
}

# kinds that no sum or comparison of counts takes in
NO_COUNTS = frozenset(
    [
        "year",
        "date",
        "document_number",
        "phone",
        "postcode",
        "street_number",
        "ordinal",
        "identifier",
        "version",
        "frequency",
        "time",
        "ratio",
        "name",
        "rate",
        "share",
        "rate_increase",
        "rate_decrease",
        "increase",
        "decrease",
    ]
)
CASE_UNITS = frozenset({"件", "宗", "份", "起", "例", "个", "条", "次", "项", "笔", "件次", ""})
