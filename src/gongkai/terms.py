"""法定用语: each statutory term once, with its English identifier and its article.

The identifier is what code, data sets and addresses use; the Chinese wording is what people read.
Wording is exact to the character, because it is the wording of the form or the Regulations.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.sources import FEES_2020, FORM_2019, FORM_2021, R2019, Article

__all__ = ["TERMS", "Term", "term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A statutory term: ASCII identifier, Chinese wording, where it stands."""

    id: str
    zh: str
    article: Article

    def __str__(self) -> str:
        return self.zh


_A49 = Article(R2019, 49)
_T2 = Article(FORM_2021, part="表二")
_T2_OLD = Article(FORM_2019, part="表二")
_T3 = Article(FORM_2021, part="表三")
_T4 = Article(FORM_2021, part="表四")
_HEAD = Article(FORM_2021, part="标题")


def _t(id: str, zh: str, article: Article) -> Term:
    return Term(id, zh, article)


TERMS: tuple[Term, ...] = (
    # the report
    _t("annual_report", "政府信息公开工作年度报告", _A49),
    _t("proactive_disclosure", "主动公开", Article(R2019, 19)),
    _t("disclosure_on_application", "依申请公开", Article(R2019, 27)),
    _t("government_information", "政府信息", Article(R2019, 2)),
    _t("processing_fee", "信息处理费", Article(FEES_2020)),
    _t("work_assessment", "工作考核", Article(R2019, 50, 0, 4)),
    _t("public_appraisal", "社会评议", Article(R2019, 50, 0, 4)),
    _t("accountability", "责任追究", Article(R2019, 50, 0, 4)),
    # who, and the application
    _t("agency", "行政机关", Article(R2019, 2)),
    _t("competent_department", "政府信息公开工作主管部门", Article(R2019, 3)),
    _t("disclosure_office", "政府信息公开工作机构", Article(R2019, 4)),
    _t("application", "政府信息公开申请", Article(R2019, 27)),
    _t("applicant", "申请人", Article(R2019, 29)),
    _t("supplement", "补正", Article(R2019, 30)),
    _t("received", "收到申请之日", Article(R2019, 31)),
    _t("third_party_consultation", "征求第三方意见", Article(R2019, 32)),
    _t("reply_deadline", "答复期限", Article(R2019, 33, 2)),
    _t("extension", "延长期限", Article(R2019, 33, 2)),
    _t("working_day", "工作日", Article(R2019, 33, 2)),
    _t("charge_per_item", "按件计收", Article(FEES_2020, 4)),
    _t("charge_per_page", "按量计收", Article(FEES_2020, 5)),
    # the six sections
    _t("section_overview", "总体情况", _HEAD),
    _t("section_proactive", "主动公开政府信息情况", _HEAD),
    _t("section_applications", "收到和处理政府信息公开申请情况", _HEAD),
    _t("section_remedies", "政府信息公开行政复议、行政诉讼情况", _HEAD),
    _t("section_problems", "存在的主要问题及改进情况", _HEAD),
    _t("section_other", "其他需要报告的事项", _HEAD),
    # table 2: blocks
    _t("article_20_1", "第二十条第（一）项", Article(R2019, 20, 0, 1)),
    _t("article_20_5", "第二十条第（五）项", Article(R2019, 20, 0, 5)),
    _t("article_20_6", "第二十条第（六）项", Article(R2019, 20, 0, 6)),
    _t("article_20_8", "第二十条第（八）项", Article(R2019, 20, 0, 8)),
    _t("article_20_9", "第二十条第（九）项", Article(R2019, 20, 0, 9)),
    _t("information_content", "信息内容", _T2),
    # table 2: rows
    _t("rules", "规章", Article(R2019, 20, 0, 1)),
    _t("normative_documents", "行政规范性文件", _T2),
    _t("normative_documents_2019", "规范性文件", _T2_OLD),
    _t("licences", "行政许可", Article(R2019, 20, 0, 5)),
    _t("other_services", "其他对外管理服务事项", _T2_OLD),
    _t("penalties", "行政处罚", Article(R2019, 20, 0, 6)),
    _t("coercion", "行政强制", Article(R2019, 20, 0, 6)),
    _t("administrative_charges", "行政事业性收费", Article(R2019, 20, 0, 8)),
    _t("central_procurement", "政府集中采购", Article(R2019, 20, 0, 9)),
    # table 2: columns
    _t("issued", "本年制发件数", _T2),
    _t("abolished", "本年废止件数", _T2),
    _t("in_force", "现行有效件数", _T2),
    _t("decisions", "本年处理决定数量", _T2),
    _t("amount_collected", "本年收费金额（单位：万元）", _T2),
    _t("made_2019", "本年新制作数量", _T2_OLD),
    _t("disclosed_2019", "本年新公开数量", _T2_OLD),
    _t("disclosed_total_2019", "对外公开总数量", _T2_OLD),
    _t("items_last_year", "上一年项目数量", _T2_OLD),
    _t("items_change", "本年增/减", _T2_OLD),
    _t("decisions_2019", "处理决定数量", _T2_OLD),
    _t("procurement_projects", "采购项目数量", _T2_OLD),
    _t("procurement_amount", "采购总金额", _T2_OLD),
    # table 3: columns
    _t("applicants", "申请人情况", _T3),
    _t("natural_person", "自然人", _T3),
    _t("organisations", "法人或其他组织", _T3),
    _t("business", "商业企业", _T3),
    _t("research", "科研机构", _T3),
    _t("charity", "社会公益组织", _T3),
    _t("legal_service", "法律服务机构", _T3),
    _t("other_organisation", "其他", _T3),
    _t("total", "总计", _T3),
    # table 3: rows
    _t(
        "balance_rule",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        _T3,
    ),
    _t("new_applications", "一、本年新收政府信息公开申请数量", _T3),
    _t("carried_in", "二、上年结转政府信息公开申请数量", _T3),
    _t("outcomes", "三、本年度办理结果", _T3),
    _t("granted", "（一）予以公开", _T3),
    _t("partly_granted", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", _T3),
    _t("withheld", "（三）不予公开", _T3),
    _t("withheld_state_secret", "1.属于国家秘密", _T3),
    _t("withheld_prohibited_by_law", "2.其他法律行政法规禁止公开", _T3),
    _t("withheld_safety_and_stability", "3.危及“三安全一稳定”", _T3),
    _t("withheld_third_party", "4.保护第三方合法权益", _T3),
    _t("withheld_internal_affairs", "5.属于三类内部事务信息", _T3),
    _t("withheld_deliberative", "6.属于四类过程性信息", _T3),
    _t("withheld_enforcement_file", "7.属于行政执法案卷", _T3),
    _t("withheld_administrative_inquiry", "8.属于行政查询事项", _T3),
    _t("unavailable", "（四）无法提供", _T3),
    _t("unavailable_not_held", "1.本机关不掌握相关政府信息", _T3),
    _t("unavailable_would_need_creating", "2.没有现成信息需要另行制作", _T3),
    _t("unavailable_still_unclear", "3.补正后申请内容仍不明确", _T3),
    _t("declined", "（五）不予处理", _T3),
    _t("declined_petition", "1.信访举报投诉类申请", _T3),
    _t("declined_repeat", "2.重复申请", _T3),
    _t("declined_published_material", "3.要求提供公开出版物", _T3),
    _t("declined_excessive", "4.无正当理由大量反复申请", _T3),
    _t("declined_reissue", "5.要求行政机关确认或重新出具已获取信息", _T3),
    _t("other", "（六）其他处理", _T3),
    _t(
        "other_supplement_overdue",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        _T3,
    ),
    _t(
        "other_fee_unpaid",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        _T3,
    ),
    _t("other_rest", "3.其他", _T3),
    _t("handled_total", "（七）总计", _T3),
    _t("carried_out", "四、结转下年度继续办理", _T3),
    # table 4
    _t("reconsideration", "行政复议", _T4),
    _t("litigation", "行政诉讼", _T4),
    _t("direct_suit", "未经复议直接起诉", _T4),
    _t("suit_after_reconsideration", "复议后起诉", _T4),
    _t("upheld", "结果维持", _T4),
    _t("corrected", "结果纠正", _T4),
    _t("other_outcome", "其他结果", _T4),
    _t("pending", "尚未审结", _T4),
)

_BY_ID = {t.id: t for t in TERMS}


def term(id: str) -> Term:
    """The term with that identifier; KeyError names an unknown one."""
    return _BY_ID[id]
