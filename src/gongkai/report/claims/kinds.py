"""What a number in the prose can count: the kinds of claims, one place for all.

`KINDS` is the list of slugs. A kind with a cell of its own in table 3 or 4 is that cell's slug
without "t3."/"t4.": `granted`, `new_applications.natural_person`, `reconsideration.corrected`.
"""

from __future__ import annotations

__all__ = ["CASE_UNITS", "CHANNELS", "KINDS"]

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
    "name": "固定说法中的数字",
}

CASE_UNITS = frozenset({"件", "宗", "份", "起", "例", "个", "条", "次", "项", "笔", "件次", ""})
