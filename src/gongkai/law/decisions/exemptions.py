"""不予公开的理由: the grounds of Articles 14–16, whether they bind, and what lifts them."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.errors import BadInput
from gongkai.law.labelled import Labelled
from gongkai.sources import R2019, Article

__all__ = ["EXEMPTIONS", "Exemption", "Force", "Lift", "exemption", "lifted_by"]


class Force(Labelled):
    """Whether the ground leaves a choice."""

    MUST = "must", "应当不予公开"
    MAY = "may", "可以不予公开"


class Lift(Labelled):
    """What takes the ground away, so that the information is disclosed after all."""

    CONSENT = "consent", "第三方同意公开"
    PUBLIC_INTEREST = "public_interest", "不公开会对公共利益造成重大影响"
    DISCLOSURE_REQUIRED = "disclosure_required", "法律、法规、规章规定应当公开"
    DISCRETION = "discretion", "行政机关裁量后决定公开"


@dataclass(frozen=True, slots=True)
class Exemption:
    """One ground: its code, the decision that rests on it, its force, what lifts it.

    `kinds` are the kinds that the article names.
    """

    code: str
    zh: str
    article: Article
    force: Force
    decision: str
    lifts: tuple[Lift, ...] = ()
    kinds: tuple[str, ...] = ()


_A14 = Article(R2019, 14)
_A15 = Article(R2019, 15)
_A16_1 = Article(R2019, 16, 1)
_A16_2 = Article(R2019, 16, 2)
_BY_LAW = (Lift.DISCLOSURE_REQUIRED, Lift.DISCRETION)

EXEMPTIONS: tuple[Exemption, ...] = (
    Exemption("E14a", "依法确定为国家秘密", _A14, Force.MUST, "D31"),
    # 地方性法规 and 规章 are no ground: the article names 法律 and 行政法规 only
    Exemption("E14b", "法律、行政法规禁止公开", _A14, Force.MUST, "D32"),
    Exemption(
        "E14c",
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
        _A14,
        Force.MUST,
        "D33",
        kinds=("国家安全", "公共安全", "经济安全", "社会稳定"),
    ),
    Exemption(
        "E15",
        "公开会对第三方合法权益造成损害",
        _A15,
        Force.MUST,
        "D34",
        lifts=(Lift.CONSENT, Lift.PUBLIC_INTEREST),
        kinds=("商业秘密", "个人隐私"),
    ),
    Exemption(
        "E16.1",
        "内部事务信息",
        _A16_1,
        Force.MAY,
        "D35",
        lifts=(Lift.DISCRETION,),
        kinds=("人事管理", "后勤管理", "内部工作流程"),
    ),
    Exemption(
        "E16.2",
        "过程性信息",
        _A16_2,
        Force.MAY,
        "D36",
        lifts=_BY_LAW,
        kinds=("讨论记录", "过程稿", "磋商信函", "请示报告"),
    ),
    Exemption("E16.3", "行政执法案卷信息", _A16_2, Force.MAY, "D37", lifts=_BY_LAW),
)

_BY_CODE = {e.code: e for e in EXEMPTIONS}


def exemption(code: str) -> Exemption:
    """The ground with that code; BadInput names an unknown one."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise BadInput(f"没有“{code}”这一不予公开理由；应为 {'、'.join(_BY_CODE)}") from None


def lifted_by(code: str, facts: frozenset[Lift]) -> tuple[Lift, ...]:
    """What of `facts` takes the ground away; empty: the information stays withheld.

    第十三条第一款：除本条例第十四条、第十五条、第十六条规定的政府信息外，政府信息应当公开。
    """
    return tuple(lift for lift in exemption(code).lifts if lift in facts)
