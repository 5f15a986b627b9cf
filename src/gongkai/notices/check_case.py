"""发文前检查（案情）: names, numbers, dates and personal data against the case at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.law.clock import LONGEST_EXTENSION
from gongkai.law.documents.notices import Audience, Limit, notice
from gongkai.notices.facts import Facts
from gongkai.notices.fields import FIELDS, printed, value
from gongkai.notices.findings import Finding, Severity, place_of
from gongkai.notices.model import Notice
from gongkai.notices.quoting import own_words
from gongkai.written import day_zh

__all__ = ["Finder", "Others", "case_findings"]

Finder = Callable[[str], Iterable[tuple[str, str]]]
_WARN = Severity.WARNING


@dataclass(frozen=True, slots=True)
class Others:
    """What belongs to other cases and so must not stand in this one."""

    applicants: Collection[str] = ()
    numbers: Collection[str] = ()
    bodies: Collection[str] = ()


def case_findings(
    made: Notice, facts: Facts, others: Others, finder: Finder | None
) -> Iterator[Finding]:
    """What does not fit the case."""
    yield from _own_names(made, facts)
    yield from _other_names(made, facts, others)
    yield from _document_number(made)
    yield from _order_of_days(made, facts)
    yield from _impossible_days(made, facts)
    if finder:
        yield from _personal(made, facts, finder)


# --- names and numbers --------------------------------------------------------------------------


def _own_names(made: Notice, facts: Facts) -> Iterator[Finding]:
    audience = notice(made.code).audience
    if audience is Audience.APPLICANT:
        for name in facts.applicant.names:
            if name not in made.text:
                yield Finding("applicant", f"文中没有申请人“{name}”的姓名或者名称；请核对抬头")
        number = facts.application.number
        if number and number not in made.text:
            yield Finding("application_number", f"文中没有本件的申请编号“{number}”；请核对")
    if audience in (Audience.THIRD_PARTY, Audience.OTHER_BODY):
        for name in facts.applicant.names:
            if name in made.text and name != facts.consultation.name:
                yield Finding(
                    "applicant_named",
                    f"征求意见的文书写有申请人“{name}”；除确有必要外，不向他人透露申请人身份",
                    place_of(made, name),
                    _WARN,
                )


# fields that may well name other bodies, persons, numbers
_MAY_NAME = (
    "body.name", "body.court", "applicant.name", "applicant.agent",
    "applicant.representative", "application.number", "application.description",
    "consultation.name", "consultation.subject", "decision.other_body.name",
    "decision.earlier_number", "decision.item", "decision.information", "decision.delivery",
    "record.passed_to.name", "record.record", "document.number", "document.contact",
    "service.receiver", "service.signatory", "handover.receiver", "correction.number",
    "reasons.number", "fee.number", "consultation.number",
)  # fmt: skip


def _masked(made: Notice, facts: Facts) -> str:
    """The text without what rightly names somebody."""
    own = {printed(_value(path, facts)) for path in _MAY_NAME if path in FIELDS}
    own |= {*facts.applicant.names, *facts.body.reviewers.values()}
    own |= {line for one in facts.decisions for line in (*one.information, one.item)}
    own |= {counted.number for counted in facts.fee.counted}
    text = made.text
    for known in sorted(filter(None, own), key=len, reverse=True):
        text = text.replace(known, "\x00")
    return text


def _value(path: str, facts: Facts) -> object:
    if path.startswith("decision."):
        return "、".join(printed(value(path, facts, one, None, 0)) for one in facts.decisions)
    found: object = value(path, facts, None, None, 0)
    return found


def _other_names(made: Notice, facts: Facts, others: Others) -> Iterator[Finding]:
    text = _masked(made, facts)
    for name in others.applicants:
        if len(name) >= 2 and name in text:
            # two characters may be part of another word
            severity = Severity.ERROR if len(name) > 2 else _WARN
            sentence = f"文中有其他申请的申请人“{name}”；请核对是否误用了别件的内容"
            yield Finding("other_applicant", sentence, place_of(made, name), severity)
    for number in others.numbers:
        if number and number in text:
            sentence = f"文中有其他申请的编号或者文号“{number}”；请核对是否误用了别件的内容"
            yield Finding("other_number", sentence, place_of(made, number))
    for name in others.bodies:
        if name and name in text:
            sentence = f"文中有其他机关“{name}”；请核对是否误用了别的机关的内容"
            yield Finding("other_body", sentence, place_of(made, name), _WARN)
    yield from _like_number(made, facts, text, set(others.numbers))


def _like_number(made: Notice, facts: Facts, text: str, known: set[str]) -> Iterator[Finding]:
    """Numbers built like that of the application, but not it."""
    number = facts.application.number
    if len(re.findall(r"\d", number)) < 4 or len(number) < 6:
        return
    shape = "".join(
        rf"\d{{{len(run)}}}" if run.isdigit() else re.escape(run)
        for run in re.findall(r"\d+|\D+", number)
    )
    for found in dict.fromkeys(re.findall(rf"(?<!\d){shape}(?!\d)", text)):
        if found != number and found not in known:
            yield Finding(
                "like_number",
                f"“{found}”与本件申请编号“{number}”形式相同而不是本件；请核对",
                place_of(made, found),
                _WARN,
            )


_NUMBER = re.compile(r"[^\s〔〕\[\]（）\d]{1,24}〔(\d{4})〕(\d{1,6})号")


def _document_number(made: Notice) -> Iterator[Finding]:
    if not made.number or made.number.startswith("【"):
        return
    match = _NUMBER.fullmatch(made.number)
    if not match or match[2].startswith("0"):
        yield Finding(
            "number_form",
            f"文号“{made.number}”不合公文格式；应为机关代字、六角括号年份和不编虚位的序号，"
            f"例如“甲政公开〔{made.day.year}〕3号”",
            made.number,
            _WARN,
        )
    elif int(match[1]) != made.day.year:
        yield Finding(
            "number_year",
            f"文号年份{match[1]}与成文日期{day_zh(made.day)}不在同一年；请核对",
            made.number,
            _WARN,
        )


# --- days ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Order:
    """`first` must not come after `then` (nor the same day if `strictly`) in these documents."""

    first: str
    then: str
    sentence: str
    codes: tuple[str, ...] = ()
    strictly: bool = False
    severity: Severity = Severity.ERROR


_DAY = "document.day"
_ORDERS = (
    _Order("application.received", _DAY, "成文日期早于收到申请日期"),
    _Order("application.submitted", "application.received", "收到申请日期早于提出申请日期"),
    _Order("correction.sent", "correction.received", "收到补正的日期早于补正告知书日期"),
    _Order("correction.received", _DAY, "成文日期早于收到补正的日期", ("T29",)),
    _Order("correction.until", _DAY, "补正期限尚未届满，不能视为放弃申请", ("T36",), True),
    _Order("fee.until", _DAY, "缴费期限尚未届满，不能视为放弃申请", ("T36",), True),
    _Order(_DAY, "correction.until", "补正期限在成文日期以前届满", ("T04",), True),
    _Order(_DAY, "fee.until", "缴费期限在成文日期以前届满", ("T14",), True),
    _Order(_DAY, "consultation.until", "提出意见、回复的截止日期不晚于成文日期",
           ("T08", "T11", "T12"), True),
    _Order("consultation.sent", _DAY, "成文日期早于征求意见书日期", ("T10", "T13", "T21")),
    _Order("consultation.answered", _DAY, "成文日期早于收到意见的日期", ("T13", "T21")),
    _Order(_DAY, "consultation.disclose_on", "实际公开的日期不晚于告知第三方的日期",
           ("T13",), True),
    _Order("application.due", "extension.due", "延长后的期限不晚于原期限", ("T06",), True),
    _Order("application.due", "delay.due", "延迟答复的期限不晚于原期限", ("T07",), True),
    _Order("reasons.sent", _DAY, "成文日期早于说明理由告知书日期", ("T33",)),
    _Order("decision.earlier_date", _DAY, "在先答复的日期不早于成文日期", ("T31",), True),
)  # fmt: skip


def _order_of_days(made: Notice, facts: Facts) -> Iterator[Finding]:
    for order in _ORDERS:
        if order.codes and made.code not in order.codes:
            continue
        for one in facts.decisions or (None,):
            first = value(order.first, facts, one, None, 0)
            then = value(order.then, facts, one, None, 0)
            if first and then and (then < first or (order.strictly and then == first)):
                named = ((FIELDS[order.first].zh, first), (FIELDS[order.then].zh, then))
                days = "，".join(f"{zh}{day_zh(day)}" for zh, day in named)
                yield Finding(
                    "days", f"{order.sentence}（{days}）；请核对", day_zh(then), order.severity
                )
    longest = LONGEST_EXTENSION.on(made.day)
    if made.code == "T06" and (facts.extension.days or 0) > longest.value:
        yield Finding(
            "extension",
            f"延长{facts.extension.days}个工作日，超过{longest.value}个工作日；请改正",
            "",
            Severity.ERROR,
            longest.article,
        )
    due = _due(made.code, facts)
    if due and made.day > due and notice(made.code).limit is Limit.DUE:
        yield Finding(
            "overdue",
            f"成文日期{day_zh(made.day)}已过答复期限{day_zh(due)}；请先核对期限，逾期的记明原因",
            day_zh(made.day),
            _WARN,
        )


def _due(code: str, facts: Facts) -> date | None:
    """The due date that holds for the document: not yet the one that it itself sets."""
    later = [facts.extension.due if code != "T06" else None]
    later.append(facts.delay.due if code != "T07" and facts.reasons.given else None)
    return max(filter(None, [facts.application.due, *later]), default=None)


def _impossible_days(made: Notice, facts: Facts) -> Iterator[Finding]:
    for match in re.finditer(r"(\d{4})年(\d{1,2})月(\d{1,2})日", own_words(made, facts)):
        try:
            date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            yield Finding(
                "impossible_day", f"“{match[0]}”没有这一天；请改正", place_of(made, match[0])
            )


# --- personal data ------------------------------------------------------------------------------

# whose numbers may stand in the text: the body's, the applicant's own, offices' and accounts'
_CONTACTS = (
    "document.contact", "document.number", "application.number", "decision.other_body.contact",
    "decision.unknown_body", "decision.where", "decision.place", "decision.channel",
    "decision.turn", "record.passed_to.contact", "service.tracking_number", "fee.how_to_pay",
)  # fmt: skip


def _personal(made: Notice, facts: Facts, finder: Finder) -> Iterator[Finding]:
    paths = [*_CONTACTS, *(p for p in FIELDS if p.startswith(("body.", "applicant.")))]
    own = "\n".join(printed(_value(path, facts)) for path in paths)
    for kind, found in finder(made.text):
        if found not in own:
            yield Finding(
                "personal_data",
                f"文中有{kind}“{found}”，不是本件申请人或者机关的；请删去或者遮盖",
                place_of(made, found),
            )
