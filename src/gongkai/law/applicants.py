"""申请人情况: the column of table 3 in which an application is counted.

The forms name the columns but do not say who belongs in which: every placing here is assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.errors import BadInput
from gongkai.sources import FORM_2021, Article
from gongkai.terms import Term, term

__all__ = [
    "APPLICANT_KINDS", "CONVENTIONS", "Applicant", "ApplicantKind", "Convention", "Placing", "kind",
    "place",
]  # fmt: skip

_T3 = Article(FORM_2021, part="表三")


@dataclass(frozen=True, slots=True)
class ApplicantKind:
    """A kind of applicant and the id of its column's term; `note` says why, and how surely."""

    id: str
    zh: str
    column: str
    note: str
    confirmed: bool = False
    article: Article = _T3


_SURE = "按列名文义推定，把握较大"
_FAIR = "按列名文义推定，把握一般"
_WEAK = "推定，各地口径不一，以主管部门的要求为准"

APPLICANT_KINDS: tuple[ApplicantKind, ...] = (
    ApplicantKind("person", "公民个人", "natural_person", _SURE),
    ApplicantKind("lawyer", "以本人名义申请的律师", "natural_person", _SURE),
    ApplicantKind("journalist", "以本人名义申请的记者", "natural_person", _SURE),
    ApplicantKind("trader_as_person", "以经营者姓名申请的个体工商户", "natural_person", _WEAK),
    ApplicantKind("trader", "以字号申请的个体工商户", "business", _WEAK),
    ApplicantKind("company", "公司（含国有企业）", "business", _SURE),
    ApplicantKind("partnership", "合伙企业", "business", _SURE),
    ApplicantKind("sole_proprietorship", "个人独资企业", "business", _SURE),
    ApplicantKind("farmers_cooperative", "农民专业合作社", "business", _WEAK),
    ApplicantKind("university", "高等学校", "research", _FAIR),
    ApplicantKind("research_institute", "研究院所", "research", _FAIR),
    ApplicantKind("association", "社会团体", "charity", _FAIR),
    ApplicantKind("foundation", "基金会", "charity", _FAIR),
    ApplicantKind("social_service", "社会服务机构（民办非企业单位）", "charity", _FAIR),
    ApplicantKind("charity", "慈善组织", "charity", _FAIR),
    ApplicantKind("law_firm", "律师事务所", "legal_service", _SURE),
    ApplicantKind("notary", "公证处", "legal_service", _SURE),
    ApplicantKind("forensic_body", "司法鉴定机构", "legal_service", _SURE),
    ApplicantKind("legal_service_office", "基层法律服务所", "legal_service", _SURE),
    ApplicantKind("village_committee", "村民委员会", "other_organisation", _FAIR),
    ApplicantKind("residents_committee", "居民委员会", "other_organisation", _FAIR),
    ApplicantKind("owners_committee", "业主委员会", "other_organisation", _FAIR),
    ApplicantKind("public_body", "机关", "other_organisation", _FAIR),
    ApplicantKind("media", "新闻媒体", "other_organisation", _FAIR),
    ApplicantKind("other", "其他组织", "other_organisation", _FAIR),
)


@dataclass(frozen=True, slots=True)
class Convention:
    """How an application by several persons, or by an agent, is placed."""

    id: str
    zh: str
    note: str
    confirmed: bool = False
    article: Article = _T3


JOINT = Convention(
    "joint", "共同申请计1件，按列在首位的申请人归类", "表式未写，系本软件的约定"
)  # fmt: skip
AGENT = Convention("agent", "代理人代为申请的，按委托人归类", "表式未写，按代理的效果归于本人推定")
CONVENTIONS: tuple[Convention, ...] = (JOINT, AGENT)

_BY_ID = {one.id: one for one in APPLICANT_KINDS}


def kind(id: str) -> ApplicantKind:
    """The kind with that id; BadInput names the known ones."""
    if id not in _BY_ID:
        known = "、".join(f"{one.id}（{one.zh}）" for one in APPLICANT_KINDS)
        raise BadInput(f"没有“{id}”这一类申请人；请从下列各类中选择：{known}")
    return _BY_ID[id]


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whoever signs the application, by kind id, and the person for whom an agent acts."""

    kind: str
    principal: Applicant | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """The column (a term of table 3), where that stands, whether it was read there, and why."""

    column: Term
    article: Article
    confirmed: bool
    reasons: tuple[str, ...]


def place(applicants: Sequence[Applicant]) -> Placing:
    """The one column for an application by these applicants, in the order it lists them.

    A joint application is one item and goes by the first-listed; an agent's by the principal.
    """
    if not applicants:
        raise BadInput("没有申请人；请至少列出一名申请人及其类型")
    reasons = []
    if len(applicants) > 1:
        reasons.append(f"申请人共{len(applicants)}名：{JOINT.zh}")
    one = applicants[0]
    while one.principal is not None:
        reasons.append(f"由{kind(one.kind).zh}代理：{AGENT.zh}")
        one = one.principal
    found = kind(one.kind)
    column = term(found.column)
    reasons.append(f"{found.zh}计入“{column.zh}”：{found.note}")
    return Placing(column, found.article, found.confirmed, tuple(reasons))
