"""更正告知书的事实: what a claim and its finding give to the letter T37 (第四十一条)."""

from __future__ import annotations

from gongkai.errors import BadInput
from gongkai.law.rectification import Finding
from gongkai.notices import facts as f
from gongkai.web.cases.models import Case

__all__ = ["RESULTS", "record_facts"]

# how the letter says what comes of it where the finding itself is all that there is to say
RESULTS = {
    Finding.UNCHANGED: "本机关对该记录不予更正",
    Finding.PASSED_ON: "本机关已将申请和证据转送该机关处理，由该机关告知处理结果",
    Finding.DIRECTED: "更正申请可以向该机关提出",
}


def record_facts(case: Case) -> f.RecordFacts:
    """The record, the claim, the finding; BadInput before there is one."""
    claim = case.rectification
    if not claim.finding:
        raise BadInput("还没有拟定更正处理；请先拟定")
    finding = Finding(claim.finding)
    body = f.OtherBody(name=claim.body, contact=claim.contact) if claim.body else None
    return f.RecordFacts(
        record=" ".join(case.features.split()).rstrip("。；;，,"), claim=claim.proof,
        finding=claim.grounds, result=claim.result or RESULTS.get(finding, ""), passed_to=body,
    )  # fmt: skip
