"""发文前检查（法律）: elements, articles, remedies, wording of a composed document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.law.decisions.codes import DECISIONS
from gongkai.law.decisions.codes import decision as decision_of
from gongkai.law.documents.elements import Element
from gongkai.law.documents.notices import Audience, RemedyPart, missing_elements, notice, notice_for
from gongkai.law.documents.remedy_text import remedy_form
from gongkai.law.documents.wording import wording_faults
from gongkai.notices.compose import remedy, remedy_text, reviewer
from gongkai.notices.evidence import EVIDENCE, REMEDIES, said
from gongkai.notices.facts import Facts
from gongkai.notices.fields import value
from gongkai.notices.findings import Finding, Severity, place_of
from gongkai.notices.model import Notice, Paragraph
from gongkai.notices.quoting import own_words
from gongkai.sources import INSTRUMENTS, R2019, Article
from gongkai.written import day_zh

__all__ = ["law_findings"]

_NUMERAL = "一二三四五六七八九十百零"
_CITED = re.compile(
    r"《(?P<title>[^》\n]{2,60})》|(?P<short>条例)(?=第)|(?P<end>[。\n])"
    rf"|(?P<place>第[{_NUMERAL}]{{1,6}}条(?:第[{_NUMERAL}]{{1,3}}款)?(?:第（[{_NUMERAL}]{{1,3}}）项)?)"
)
_TITLES = {one.title: one for one in INSTRUMENTS}
# grounds: to cite one is to claim it; the others are procedure and may stand in any reply
_GROUNDS = (14, 15, 16, 36, 37, 38, 39)


def law_findings(made: Notice, facts: Facts) -> Iterator[Finding]:
    """What the law finds at fault with the document."""
    yield from _unfilled(made, facts)
    yield from _elements(made, facts)
    if notice(made.code).decisions:
        yield from _articles(made, facts)
        yield from _parts(made, facts)
    yield from _remedies(made, facts)


def _unfilled(made: Notice, facts: Facts) -> Iterator[Finding]:
    for name in made.missing:
        yield Finding("missing", f"还缺少{name}；请补充后重新生成", place_of(made, f"【{name}】"))
    for match in re.finditer(r"\{[^{}\n]{0,60}\}?|\}", own_words(made, facts)):
        yield Finding(
            "brace", f"“{match[0]}”是没有替换的合并域；请修改模板或者内容", place_of(made, match[0])
        )


# --- elements -----------------------------------------------------------------------------------


def _elements(made: Notice, facts: Facts) -> Iterator[Finding]:
    what = notice(made.code)
    if what.audience is Audience.TO_BODY:
        return  # filled in by hand, by somebody else
    severity = Severity.WARNING if what.audience is Audience.FILE else Severity.ERROR
    present = _present(made, facts)
    codes = {notice_for(one.code).code for one in facts.decisions} if what.decisions else set()
    lacking: dict[Element, None] = {}
    for code in sorted(codes or {made.code}):
        lacking |= dict.fromkeys(missing_elements(code, present, made.day))
    for element in lacking:
        evidence = EVIDENCE.get(element)
        sentence = f"缺少“{element.zh}”"
        if evidence and evidence.sample:
            sentence += f"；请写明“{evidence.sample}”"
        yield Finding("missing_element", sentence, "", severity, what.article)


def _present(made: Notice, facts: Facts) -> frozenset[Element]:
    """What the document says; a merge field counts while its text is still there."""
    text = re.sub(r"\s", "", made.text)
    values = dict(made.values)

    def has(path: str) -> bool:
        if path not in values:
            return False
        if values[path].isdecimal():  # 20 is not said by 2024年
            return bool(re.search(rf"(?<!\d){values[path]}(?!\d)", made.text))
        if values[path]:
            return re.sub(r"\s", "", values[path]).rstrip("。；，.;") in text
        entries = [
            e for d in facts.decisions or (None,) for e in value(path, facts, d, None, 0) or ()
        ]
        return all(_first(e) in text for e in entries)

    found = set(said(made.text, has)) | REMEDIES  # remedies have a check of their own
    frame = {
        Element.ISSUER: facts.body.name in "".join(made.heading),
        Element.SEAL: made.seal is not None,
        Element.DOCUMENT_NUMBER: bool(made.number),
        Element.DOCUMENT_DATE: day_zh(made.day) in text,
        Element.CONTACT: bool(made.note),
    }
    return frozenset(found | {element for element, there in frame.items() if there})


def _first(entry: object) -> str:
    """The first words of an entry of a list."""
    if isinstance(entry, str):
        return re.sub(r"\s", "", entry).rstrip("。；，.;")
    names = getattr(type(entry), "__dataclass_fields__", {})
    texts = (getattr(entry, name) for name in names)
    return next((re.sub(r"\s", "", t) for t in texts if isinstance(t, str) and t), "")


# --- articles -----------------------------------------------------------------------------------


@cache
def _claims() -> dict[str, tuple[str, ...]]:
    """Places of the Regulations that are grounds, and the decisions that rest on them."""
    found: dict[str, tuple[str, ...]] = {}
    for one in DECISIONS:
        for article in one.articles:
            if article.instrument is R2019 and article.article in _GROUNDS:
                found[article.place] = (*found.get(article.place, ()), one.zh)
    return found


@cache
def _vague() -> frozenset[str]:
    """Articles whose paragraphs or items are grounds of their own: 第三十六条, 第十六条."""
    return frozenset(re.sub("条.*", "条", place) for place in _claims()) - frozenset(_claims())


def cited(text: str) -> set[tuple[str, str]]:
    """(title, place) of every citation; a place without a title belongs to the last title."""
    found: set[tuple[str, str]] = set()
    title = ""
    for match in _CITED.finditer(text):
        if match["title"]:
            title = match["title"]
            found.add((title, ""))
        elif match["short"]:
            title = R2019.title
        elif match["end"]:
            title = ""
        elif title:
            found.add((title, match["place"]))
    return found


def _expected(facts: Facts) -> dict[Article, str]:
    """The articles that the decisions ask for, and the decision that asks."""
    found: dict[Article, str] = {}
    for one in facts.decisions:
        codes = [one.code, *(part.code for part in one.parts)]
        for code in filter(None, codes):
            articles = one.cited if code == one.code else decision_of(code).articles
            for article in articles:
                if code != one.code and (code == "D63" or article.place == _REFUSED.place):
                    continue
                found.setdefault(article, decision_of(code).zh)
    return found


_REFUSED = Article(R2019, 36, 0, 3)


def _articles(made: Notice, facts: Facts) -> Iterator[Finding]:
    text = own_words(made, facts, remedies=False)
    there = cited(text)
    expected = _expected(facts)
    for article, zh in expected.items():
        if (article.instrument.title, article.place) not in there:
            yield Finding(
                "article_missing",
                f"没有引用处理决定“{zh}”的依据{article}；请写到条、款、项",
                "",
                Severity.ERROR,
                article,
            )
    wanted = {article.place for article in expected if article.instrument is R2019}
    for title, place in sorted(there):
        if title != R2019.title or place in wanted:
            continue
        if place in _vague():
            yield Finding(
                "article_vague", f"引用{place}没有写到款、项；请写明", place_of(made, place)
            )
        elif place in _claims():
            others = "、".join(dict.fromkeys(_claims()[place]))
            yield Finding(
                "article_other",
                f"引用了{place}，那是“{others}”的依据，与本件处理决定不符；请核对",
                place_of(made, place),
            )


def _parts(made: Notice, facts: Facts) -> Iterator[Finding]:
    text = re.sub(r"\s", "", made.text)
    for one in facts.decisions:
        for n, part in enumerate(one.parts, 1):
            for name, said_there in (
                ("内容", part.what), ("理由类别", part.ground), ("具体理由", part.reason),
            ):  # fmt: skip
                wanted = re.sub(r"\s", "", said_there).rstrip("。；，.;")
                if not wanted or wanted not in text:
                    yield Finding(
                        "withheld_part",
                        f"第{n}处不予公开的部分没有写明{name}；部分公开的，应当逐处说明",
                        part.what,
                        Severity.ERROR,
                        Article(R2019, 37),
                    )


# --- remedies and wording -----------------------------------------------------------------------


def _remedies(made: Notice, facts: Facts) -> Iterator[Finding]:
    found = notice(made.code)
    code, refused = remedy(facts, made.code)
    form = remedy_form(code, made.day, refused)
    paragraphs = [b.text for b in made.blocks if isinstance(b, Paragraph)]
    if found.remedy is not RemedyPart.NONE:
        wanted = remedy_text(facts, made.code)
        if wanted and wanted not in paragraphs:
            yield Finding(
                "remedy",
                "救济告知没有写，或者与按机关类别、成文日期和送达方式生成的不一致；应为："
                f"“{wanted}”",
                next((p[:40] for p in paragraphs if "复议" in p or "诉讼" in p), ""),
            )
        if not wanted and "申请行政复议" in own_words(made, facts):
            yield Finding(
                "needless_remedy",
                "程序性文书不告知救济；请删去",
                place_of(made, "申请行政复议"),
            )
    who = reviewer(facts.body, made.day)[0] if form in ("R1", "R2") else ""
    outgoing = found.audience not in (Audience.FILE, Audience.TO_BODY)
    for fault in wording_faults(
        own_words(made, facts), made.day, facts.body.kind, code=code, refused=refused,
        reviewer=who, online=facts.service.online,
    ):  # fmt: skip
        if fault.id == "unfilled" and (not outgoing or fault.found[:1] in "【{"):
            continue  # a form's blanks are filled in by hand; the others are told above
        yield Finding(
            fault.id, fault.sentence, place_of(made, fault.found) if fault.found else "",
            Severity.ERROR, fault.article,
        )  # fmt: skip
