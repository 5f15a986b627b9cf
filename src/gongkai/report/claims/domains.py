"""What a clause is about: the noun that governs its number."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["REMEDY_DOMAINS", "Domain", "domain_at_end", "domain_in"]


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

_JOIN = (
    r"(?:案件?|申请|数)?(?:、|,|和|及|与|以及|或者?|/)(?:因[^,。;]{0,16})?"
    r"(?:引发的?|引起的?)?(?:被?提起)?"
)
_DOMAIN = re.compile(
    rf"""
    (?P<remedies>(?:行政)?复议{_JOIN}(?:行政)?诉讼|(?:行政)?诉讼{_JOIN}(?:行政)?复议)
    |(?P<direct_suit>未经(?:行政)?复议[^,。;、]{{0,8}}(?:起诉|诉讼)|直接(?:向[^,。;、]{{0,8}})?(?:提起)?(?:行政)?(?:起诉|诉讼))
    |(?P<suit_after_reconsideration>复议后[^,。;、]{{0,8}}(?:起诉|诉讼))
    |(?P<reconsideration>(?:行政)?复议(?:申请)?)
    |(?P<litigation>行政诉讼|诉讼|应诉|起诉|被诉)
    |(?P<suggestions_and_proposals>人大[^,。;、]{{0,8}}建议(?:议案)?(?:、|和|及|与|以及)[^,。;、]{{0,6}}提案|建议(?:和|、|及|与|以及)?(?:全国|省|市|区|县|州|各级|本级)*(?:政协)?(?:委员)?提案|提案(?:和|、|及|与)?(?:人大)?(?:代表)?建议|两会建议)
    |(?P<proposals>政协[^,。;、]{{0,8}}提案|(?<!议)提案|政协委员?建议)
    |(?P<suggestions>人大[^,。;、]{{0,10}}建议|代表[^,。;、]{{0,6}}建议|(?<=办理)建议)
    |(?P<application>依申请公开|依申请|信息公开(?:的|类)?申请|公开申请|申请公开|申请信息公开|信息(?:的)?申请
      |公开信息(?:的)?申请|公开政府信息(?:的)?申请
      |(?:收到|接到|受理|接收|新收|办理|处理|答复|收|共|自然人|企业|机构|组织|个人|公民|法人|新增|各类|有效|名申请人|[\d件宗份个])
       (?:的|了)?(?<!更正)申请(?!人|表|书|材料|执行|低保|救助|资料|补助|公租|渠道|流程)|表单申请|申请(?=形式|方式\d)|^申请(?!人|表)
      |申请(?=$|件|共?\d)(?<!(?:许可|登记|审批|业务|认定|办理|变更|延续|注销|备案|注册|救助|补贴|补助|贷款|项目|入学|更正|听证|延期|换证|建房|用地|资助|专利|商标|驳回|仲裁|赔偿|低保|资格|复核|执行|核准|报名|转学|保障)申请))
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
