"""文书要素: what a document must say."""

from __future__ import annotations

from gongkai.law.labelled import Labelled

__all__ = ["COMMON", "COMMON_TO_OTHERS", "Element"]


class Element(Labelled):
    """One thing a document must say; `zh` is how the check names it when it is missing."""

    # of every outgoing document
    ISSUER = "issuer", "行政机关全称"
    SEAL = "seal", "印章"
    DOCUMENT_NUMBER = "document_number", "文号"
    APPLICANT = "applicant", "申请人姓名或者名称"
    APPLICATION_NUMBER = "application_number", "申请编号"
    RECEIVED = "received", "收到申请日期"
    REQUEST = "request", "申请内容摘要"
    FACTS = "facts", "事实"
    LEGAL_BASIS = "legal_basis", "法律依据（到条、款、项）"
    RESULT = "result", "处理结果"
    DOCUMENT_DATE = "document_date", "成文日期"
    CONTACT = "contact", "联系方式"
    # remedies
    REMEDY = "remedy", "救济途径和期限"
    ONLINE_REVIEW = "online_review", "提交行政复议申请的互联网渠道"
    LATER_REMEDY = "later_remedy", "不单独救济及日后救济途径的说明"
    # the application and its registration
    IDENTITY = "identity", "申请人身份证明和联系方式"
    DESCRIPTION = "description", "所申请信息的名称、文号或者特征性描述"
    FORM_WANTED = "form_wanted", "获取信息的方式、途径"
    APPLICANT_KIND = "applicant_kind", "申请人类别"
    SIGNATURE = "signature", "签名或者盖章"
    CHANNEL = "channel", "申请渠道"
    RECEIPT_EVIDENCE = "receipt_evidence", "收到日期的凭证"
    DUE_DATE = "due_date", "答复期限届满日"
    QUERY_METHOD = "query_method", "查询方式"
    # correction, reasons, delay
    ITEMS_TO_CORRECT = "items_to_correct", "需要补正的事项"
    GUIDANCE = "guidance", "指导和释明"
    CORRECTION_PERIOD = "correction_period", "补正期限"
    CONSEQUENCE = "consequence", "逾期的后果"
    CLOCK_RESTART = "clock_restart", "答复期限自收到补正的申请之日起计算"
    COUNTS = "counts", "申请数量、频次"
    REASONS_PERIOD = "reasons_period", "说明理由的期限"
    APPROVER = "approver", "政府信息公开工作机构负责人同意"
    REASON = "reason", "理由"
    EXTENSION_DAYS = "extension_days", "延长的工作日数"
    NEW_DUE_DATE = "new_due_date", "新的答复期限"
    # consultation
    QUESTION = "question", "征求意见的事项"
    OPINION_PERIOD = "opinion_period", "提出意见的期限"
    REASONS_DEMANDED = "reasons_demanded", "不同意公开须说明理由"
    SILENCE_BODY_DECIDES = "silence_body_decides", "逾期未提出意见由行政机关决定"
    SILENCE_CONSENT = "silence_consent", "逾期未提出意见视为同意公开"
    OPINION = "opinion", "是否同意公开及理由"
    TIME_NOT_COUNTED = "time_not_counted", "征求意见所需时间不计入答复期限"
    REPLY_DATE = "reply_date", "回复期限"
    CONTENT_TO_DISCLOSE = "content_to_disclose", "决定公开的政府信息内容"
    # fee
    FEE_BASIS = "fee_basis", "收费依据"
    FEE_STANDARD = "fee_standard", "收费标准"
    FEE_AMOUNT = "fee_amount", "收费数额"
    PAYMENT_METHOD = "payment_method", "缴纳方式"
    FEE_LIST = "fee_list", "计费清单"
    PAYMENT_PERIOD = "payment_period", "缴费期限"
    # replies
    WHERE_PUBLISHED = "where_published", "获取该政府信息的方式、途径"
    INFORMATION = "information", "所提供的政府信息，或者获取的方式、途径和时间"
    PUBLIC_PART = "public_part", "公开的部分"
    EACH_REDACTION = "each_redaction", "每处不公开内容的理由"
    GROUND = "ground", "不予公开的理由类别"
    CONSULTATION_RESULT = "consultation_result", "征求第三方意见的结果"
    SPECIAL_RULE = "special_rule", "有特别规定的法律、行政法规名称"
    QUERY_PLACE = "query_place", "查询机构和地点"
    NOT_EXISTING = "not_existing", "该政府信息不存在"
    SEARCH = "search", "检索的过程"
    COMPETENT_BODY = "competent_body", "负责公开的行政机关名称、联系方式（能够确定的）"
    NOT_READY_MADE = "not_ready_made", "不是现有信息的说明"
    STILL_UNCLEAR = "still_unclear", "仍不明确之处"
    NOT_AN_APPLICATION = "not_an_application", "不作为政府信息公开申请处理"
    PROPER_CHANNEL = "proper_channel", "相应的渠道"
    EARLIER_REPLY = "earlier_reply", "在先答复的文号和日期"
    WHERE_TO_OBTAIN = "where_to_obtain", "获取公开出版物的途径"
    REASONS_UNREASONABLE = "reasons_unreasonable", "申请理由不合理的说明"
    EARLIER_DELIVERY = "earlier_delivery", "此前提供该信息的记录"
    WHERE_TO_TURN = "where_to_turn", "可以咨询或者办理的去处"
    UNMET_REQUEST = "unmet_request", "未履行的要求及相关日期"
    CORRECTION_RESULT = "correction_result", "更正结果，或者有权更正的行政机关"
    # papers in the file
    SERVICE_METHOD = "service_method", "送达方式"
    SERVICE_DATE = "service_date", "交邮日或者签收日"
    TRACKING_NUMBER = "tracking_number", "邮政企业的邮件编号（邮寄的）"
    DRAFTER = "drafter", "拟稿人"
    REVIEWER = "reviewer", "审查人"
    SECRECY_REVIEW = "secrecy_review", "保密审查结果"
    APPROVAL = "approval", "审批意见"
    HANDOVER_LIST = "handover_list", "移送清单"


COMMON: tuple[Element, ...] = (
    Element.ISSUER,
    Element.SEAL,
    Element.DOCUMENT_NUMBER,
    Element.APPLICANT,
    Element.APPLICATION_NUMBER,
    Element.RECEIVED,
    Element.REQUEST,
    Element.FACTS,
    Element.LEGAL_BASIS,
    Element.RESULT,
    Element.DOCUMENT_DATE,
    Element.CONTACT,
)

# a letter to anybody else does not say who applied, unless that is needed
COMMON_TO_OTHERS: tuple[Element, ...] = (
    Element.ISSUER,
    Element.SEAL,
    Element.DOCUMENT_NUMBER,
    Element.REQUEST,
    Element.LEGAL_BASIS,
    Element.DOCUMENT_DATE,
    Element.CONTACT,
)
