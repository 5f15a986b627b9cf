"""更正与自身相关的政府信息记录 (第四十一条): how a claim may end, and what each end rests on.

The law sets no period for it, so there is none here. The claim is no application for information:
it stands in no row of table 3.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.errors import BadInput, LawError
from gongkai.law.labelled import Labelled
from gongkai.sources import R2019, Article

__all__ = ["ENDINGS", "Ending", "Finding", "check_finding"]

A41 = Article(R2019, 41)


class Finding(Labelled):
    """What the body finds."""

    RECTIFIED = "rectified", "审核属实，予以更正"
    UNCHANGED = "unchanged", "审核不属实，不予更正"
    PASSED_ON = "passed_on", "无权更正，转送有权更正的行政机关"
    DIRECTED = "directed", "无权更正，告知向有权更正的行政机关提出"


@dataclass(frozen=True, slots=True)
class Ending:
    """One way to end, and what the letter then has to say."""

    finding: Finding
    wants_result: bool = False  # what the record now says, since when
    wants_identity: bool = False  # a record about oneself: who asks is known
    wants_body: bool = False  # which body has the power: not this one


ENDINGS: tuple[Ending, ...] = (
    Ending(Finding.RECTIFIED, wants_result=True, wants_identity=True),
    Ending(Finding.UNCHANGED),
    Ending(Finding.PASSED_ON, wants_body=True),
    Ending(Finding.DIRECTED, wants_body=True),
)
_BY_FINDING = {one.finding: one for one in ENDINGS}


def check_finding(
    finding: Finding, *, grounds: str, result: str = "", body: str = "", identified: bool = True,
    evidence: bool = True,
) -> Ending:  # fmt: skip
    """The ending, if the law allows it on what is on file; LawError or BadInput say why not.

    `grounds`: how it was examined and what came of it; `result`: what was corrected; `body`: the
    one with the power; `identified`: who asks has shown who he is; `evidence`: there is some.
    """
    ending = _BY_FINDING[finding]
    if not grounds:
        raise BadInput("没有写明审核情况；更正告知书应当说明怎样审核、查明什么，请填写")
    if ending.wants_identity and not identified:
        raise LawError(
            "更正的是与申请人自身相关的记录，应当先核对申请人的身份；请先登记申请人的证件号码", A41
        )
    if ending.wants_identity and not evidence:
        raise LawError("没有证据证明记录不准确，不能更正；请先登记申请人提供的证据", A41)
    if ending.wants_result and not result:
        raise BadInput("没有写明更正结果；请写明已将什么更正为什么")
    if not ending.wants_result and result:
        raise BadInput(f"“{finding.zh}”没有更正结果；请去掉，或者改选“{Finding.RECTIFIED.zh}”")
    if ending.wants_body and not body:
        raise BadInput("没有写明有权更正的行政机关；请填写其名称和联系方式")
    if not ending.wants_body and body:
        raise BadInput(f"“{finding.zh}”由本机关办理，不写其他行政机关；请去掉或者改选")
    return ending
