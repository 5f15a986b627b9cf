"""Personal data in the prose. What is found is shown masked: a finding must not spread it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.law.numbers.bank_card import luhn
from gongkai.law.numbers.identity import check_character
from gongkai.report.checks.engine import Check, Context, Finding, Quote, Severity, check
from gongkai.report.claims.fold import fold
from gongkai.report.model import Paragraph, Report
from gongkai.sources import R2019, Article

__all__ = ["bank_card", "identity", "mailbox", "mobile"]

_A15 = Article(R2019, 15)
_MOBILE = re.compile(
    r"(?<![\dA-Za-z.])(?:1[3-9]\d[ .-]?\d{4}[ .-]?\d{4}|1[3-9]\d[ -]\d{3}[ -]\d{5})"
    r"(?![\dA-Za-z]| ?[元万亿件条次人个项份])"
)
_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5} ?(?:19|20)\d{6} ?\d{3}[\dXx](?![\dA-Za-z])"
    r"|(?<=身份证)[^\d。;]{0,8}(?<!\d)\d{15}(?!\d)"
)
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)
_SAID = re.compile(r"身份证|身份号码|证件号")
_OTHER_NUMBER = re.compile(r"编号|代码|索引号?|项目|文号|账[号户]|许可证|证书|流水|订单|标识")
_CARD = re.compile(r"(?<![\dA-Za-z])(62\d{2}(?:[ ]?\d{4}){3}(?:[ ]?\d{1,3})?)(?![\dA-Za-z])")
_MAILBOX = re.compile(
    r"(?<![A-Za-z0-9._+-])([A-Za-z0-9._+-]{1,64})@([A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,})"
)


def _everywhere(
    report: Report, pattern: re.Pattern[str]
) -> Iterator[tuple[re.Match[str], int, Paragraph]]:
    for section in report.sections:
        for paragraph in section.paragraphs:
            for match in pattern.finditer(fold(paragraph.text)):
                yield match, section.number, paragraph


def _masked(text: str, head: int, tail: int) -> str:
    digits = re.sub(r"[ .-]", "", text)
    return digits[:head] + "*" * (len(digits) - head - tail) + digits[len(digits) - tail :]


@check("PII.MOBILE", Severity.WARNING, "正文不应出现个人手机号码，联系方式用办公电话。", _A15)
def mobile(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Mobile numbers."""
    seen: set[str] = set()
    for match, section, paragraph in _everywhere(report, _MOBILE):
        shown = _masked(match[0], 3, 4)
        if shown not in seen:
            seen.add(shown)
            yield own.finding(
                shown,
                f"正文有手机号码{shown}，请改为办公电话或删去",
                quotes=[Quote(shown, section, paragraph.place)],
                expected="办公电话",
                found=shown,
                place=paragraph.place,
            )


def _is_identity(number: str) -> bool:
    """GB 11643: a real day of birth and the right check character."""
    if not _born(number):
        return False
    return check_character(number[:17]) == number[17].upper()


def _born(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return True


def _meant(text: str, match: re.Match[str]) -> bool:
    """Whether a number is an identity number: by its check character, by the words before it, or,
    mistyped or made up, by its province and day of birth where no other number is named."""
    number = re.sub(r"\D*(?=\d)", "", match[0], count=1).replace(" ", "")
    before = text[max(0, match.start() - 14) : match.start()]
    if len(number) == 15 or _SAID.search(before):
        return True
    if _is_identity(number):
        return True
    return number[:2] in _PROVINCES and _born(number) and not _OTHER_NUMBER.search(before)


@check("PII.IDENTITY", Severity.WARNING, "正文不应出现居民身份证号码。", _A15)
def identity(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Identity numbers of today's and of the old form."""
    for match, section, paragraph in _everywhere(report, _IDENTITY):
        if _meant(fold(paragraph.text), match):
            shown = _masked(re.sub(r"^\D+", "", match[0]), 6, 0)
            yield own.finding(
                f"{section}:{match.start()}",
                f"正文有居民身份证号码{shown}，必须删去",
                quotes=[Quote(shown, section, paragraph.place)],
                expected="无身份证号码",
                found=shown,
                place=paragraph.place,
            )


@check("PII.BANK_CARD", Severity.WARNING, "正文不应出现银行卡号。", _A15)
def bank_card(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Card numbers that begin with 62 and pass the Luhn test."""
    for match, section, paragraph in _everywhere(report, _CARD):
        digits = match[0].replace(" ", "")
        if luhn(digits):
            shown = _masked(digits, 4, 4)
            yield own.finding(
                f"{section}:{match.start()}",
                f"正文有银行卡号{shown}，必须删去",
                quotes=[Quote(shown, section, paragraph.place)],
                expected="无银行卡号",
                found=shown,
                place=paragraph.place,
            )


_SURNAMES = (
    "zhang|wang|li|zhao|liu|chen|yang|huang|zhou|wu|xu|sun|hu|zhu|gao|lin|he|guo|ma|luo|liang|song|zheng|"
    "xie|han|tang|feng|yu|dong|xiao|cheng|cao|yuan|deng|fu|shen|zeng|peng|lv|lu|su|jiang|cai|jia|ding|wei|"
    "xue|ye|yan|pan|du|dai|xia|zhong|tian|ren|fan|fang|shi|yao|tan|liao|zou|xiong|jin|hao|kong|bai|cui|kang|"
    "mao|qiu|qin|gu|hou|shao|meng|long|wan|duan|lei|qian|yin|li|chang|qiao|lai|gong|wen"
)
_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|uang|iong|ang|eng|ing|ong|ian|uan|iao|uai|ai|ei|ao|ou|an|en|"
    "in|un|ia|ie|ua|uo|ui|iu|ue|ve|a|o|e|i|u|v)"
)
_PERSON = re.compile(rf"(?:{_SURNAMES})(?:{_SYLLABLE}){{1,2}}\d{{0,4}}")
_OFFICE = re.compile(
    r"gk|xxgk|zwgk|bgs|bangong|office|gov|info|admin|xinxi|gongkai|mail|contact|service|public|zf|wz|dz|"
    r"ju|zhengwu|xuanchuan|zonghe|mishu|jieda|shi$|ban$|ke$|chu$"
)
_FREE = re.compile(r"^(?:qq|163|126|sina|sohu|gmail|hotmail|outlook|foxmail|139|189|yeah)\.")


@check("PII.MAILBOX", Severity.NOTE, "联系邮箱应为单位邮箱，不用个人姓名邮箱。", _A15)
def mailbox(own: Check, report: Report, context: Context) -> Iterator[Finding]:
    """Mailboxes that are a person's name in pinyin, or a bare number with a public provider."""
    seen: set[str] = set()
    for match, section, paragraph in _everywhere(report, _MAILBOX):
        local, host = match[1].lower(), match[2].lower()
        person = bool(_PERSON.fullmatch(local)) and not _OFFICE.search(local)
        number = bool(re.fullmatch(r"\d{5,11}", local)) and bool(_FREE.match(host))
        if (person or number) and match[0] not in seen:
            seen.add(match[0])
            shown = local[:2] + "***@" + host
            yield own.finding(
                shown,
                f"联系邮箱{shown}像是个人邮箱，宜改用单位邮箱",
                quotes=[Quote(shown, section, paragraph.place)],
                expected="单位邮箱",
                found=shown,
                place=paragraph.place,
            )
