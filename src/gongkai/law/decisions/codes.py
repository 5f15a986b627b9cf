"""处理决定 D11–D63: article, row of table 3, what must be on file, and how it may be challenged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from gongkai.errors import BadInput, LawError, NoRuleInForce
from gongkai.law.decisions.guards import BARS, GUARDS, Guard, Record
from gongkai.law.labelled import Labelled
from gongkai.sources import ARCHIVES_LAW, FEES_2020, R2019, Article

__all__ = [
    "DECISIONS",
    "DISCLOSING",
    "PARTIAL",
    "Decision",
    "Group",
    "Suit",
    "barred_by",
    "check_decision",
    "decision",
    "missing_records",
]

PARTIAL = "D20"  # 部分公开: the one decision that carries grounds of its own


class Group(Labelled):
    """The heading of table 3 under which a decision is counted; the slug is the term's id."""

    GRANTED = "granted", "予以公开"
    PARTLY_GRANTED = "partly_granted", "部分公开"
    WITHHELD = "withheld", "不予公开"
    UNAVAILABLE = "unavailable", "无法提供"
    DECLINED = "declined", "不予处理"
    OTHER = "other", "其他处理"


class Suit(Labelled):
    """What becomes of a suit against the decision; steers the remedy text, binds nobody."""

    DIRECT = "direct", "可以直接起诉"
    AFTER_REVIEW = "after_review", "应当先申请行政复议"
    PARTLY_AFTER_REVIEW = "partly_after_review", "不予公开的部分应当先申请行政复议"
    NORMALLY_REJECTED = "normally_rejected", "直接起诉的，通常不予立案或者驳回起诉"
    CASE_BY_CASE = "case_by_case", "视具体情形而定"


@dataclass(frozen=True, slots=True)
class Decision:
    """One kind of decision.

    `row` and `row_2019` are ids of terms: its one row of table 3 in the forms of 2021 and 2019.
    `notice` is the T-code of the document that tells the applicant. `row_confirmed` and `note`
    say how sure the row is.
    """

    code: str
    zh: str
    articles: tuple[Article, ...]
    group: Group
    row: str
    row_2019: str
    notice: str
    suit: Suit = Suit.DIRECT
    row_confirmed: bool = True
    note: str = ""
    since: date = R2019.since

    @property
    def guards(self) -> tuple[Guard, ...]:
        """What must be on file before it."""
        return GUARDS[self.code]

    @property
    def bars(self) -> tuple[Guard, ...]:
        """What forbids it."""
        return BARS.get(self.code, ())

    @property
    def suit_confirmed(self) -> bool:
        """Whether `suit` follows from a text that was read.

        法释〔2025〕8号第一条 was; that a suit is normally rejected is known at second hand only.
        """
        return self.suit in (Suit.DIRECT, Suit.AFTER_REVIEW)

    @property
    def by_exemption(self) -> bool:
        """Whether it rests on Article 14, 15 or 16."""
        return self.group is Group.WITHHELD and self.code != "D38"


def _a(article: int, paragraph: int = 0, item: int = 0) -> Article:
    return Article(R2019, article, paragraph, item)


def _row(
    code: str,
    zh: str,
    articles: tuple[Article, ...],
    group: Group,
    leaf: str,
    notice: str,
    suit: Suit = Suit.DIRECT,
    *,
    confirmed: bool = True,
    note: str = "",
    since: date = R2019.since,
) -> Decision:
    row = f"{group.value}_{leaf}" if leaf else group.value
    # the form of 2019 has one row for everything under （六）其他处理
    row_2019 = Group.OTHER.value if group is Group.OTHER else row
    return Decision(code, zh, articles, group, row, row_2019, notice, suit, confirmed, note, since)


_REFUSAL = _a(36, 0, 3)
_FROM_MEMORY = "归入此行据记忆和实践，填报说明未能读到"
_REJECTED = Suit.NORMALLY_REJECTED
_G, _W, _U, _D, _O = Group.GRANTED, Group.WITHHELD, Group.UNAVAILABLE, Group.DECLINED, Group.OTHER

DECISIONS: tuple[Decision, ...] = (
    _row(
        "D11", "已主动公开，告知获取方式、途径", (_a(36, 0, 1),), _G, "", "T15",
        confirmed=False, note=_FROM_MEMORY,
    ),
    _row("D12", "予以公开", (_a(36, 0, 2),), _G, "", "T16"),
    _row(
        "D20", "部分公开（区分处理）", (_a(37),), Group.PARTLY_GRANTED, "", "T17",
        Suit.PARTLY_AFTER_REVIEW,
    ),
    _row("D31", "不予公开：国家秘密", (_REFUSAL, _a(14)), _W, "state_secret", "T18",
         Suit.AFTER_REVIEW),
    _row("D32", "不予公开：法律、行政法规禁止公开", (_REFUSAL, _a(14)), _W, "prohibited_by_law",
         "T19", Suit.AFTER_REVIEW),
    _row("D33", "不予公开：危及国家安全、公共安全、经济安全、社会稳定", (_REFUSAL, _a(14)), _W,
         "safety_and_stability", "T20", Suit.AFTER_REVIEW),
    _row("D34", "不予公开：损害第三方合法权益", (_REFUSAL, _a(15), _a(32)), _W, "third_party",
         "T21", Suit.AFTER_REVIEW),
    _row("D35", "不予公开：内部事务信息", (_REFUSAL, _a(16, 1)), _W, "internal_affairs", "T22",
         Suit.AFTER_REVIEW),
    _row("D36", "不予公开：过程性信息", (_REFUSAL, _a(16, 2)), _W, "deliberative", "T23",
         Suit.AFTER_REVIEW),
    _row("D37", "不予公开：行政执法案卷信息", (_REFUSAL, _a(16, 2)), _W, "enforcement_file",
         "T24", Suit.AFTER_REVIEW),
    _row("D38", "告知依照有关法律、行政法规的规定办理", (_a(36, 0, 7),), _W,
         "administrative_inquiry", "T25", _REJECTED, confirmed=False,
         note=_FROM_MEMORY + "；统计上计入不予公开，但不是条例第十四条至第十六条的不予公开"),
    _row("D41", "政府信息不存在", (_a(36, 0, 4),), _U, "not_held", "T26",
         confirmed=False, note=_FROM_MEMORY),
    _row("D42", "不属于本机关负责公开", (_a(36, 0, 5),), _U, "not_held", "T27",
         confirmed=False, note=_FROM_MEMORY),
    _row("D43", "需要加工、分析或者另行制作", (_a(38),), _U, "would_need_creating", "T28",
         _REJECTED, confirmed=False, note=_FROM_MEMORY),
    _row("D44", "补正后申请内容仍不明确", (_a(30),), _U, "still_unclear", "T29"),
    _row("D51", "信访、投诉、举报事项", (_a(39, 1),), _D, "petition", "T30", _REJECTED),
    _row("D52", "不予重复处理", (_a(36, 0, 6),), _D, "repeat", "T31", _REJECTED),
    _row("D53", "要求提供政府公报、报刊、书籍等公开出版物", (_a(39, 2),), _D,
         "published_material", "T32", _REJECTED),
    _row("D54", "数量、频次明显超过合理范围且理由不合理，不予处理", (_a(35),), _D, "excessive",
         "T33"),
    # no article of its own: practice cites these two
    _row("D55", "要求确认或者重新出具已获取的信息", (_a(2), _a(36, 0, 6)), _D, "reissue", "T34",
         note="条例没有专门条款，实践中援引第二条、第三十六条第（六）项"),
    _row("D61", "逾期不补正，视为放弃申请", (_a(30),), _O, "supplement_overdue", "T36"),
    _row("D62", "逾期不缴费，视为放弃申请", (_a(42), Article(FEES_2020, 6)), _O, "fee_unpaid",
         "T36", since=FEES_2020.since),
    _row("D63", "其他处理：撤回申请、不属于政府信息、档案已移交等", (_a(2), Article(ARCHIVES_LAW)),
         _O, "rest", "T35", Suit.CASE_BY_CASE, confirmed=False,
         note="哪些情形归入此行为推定；有的机关把不属于政府信息的计入“本机关不掌握”"),
)  # fmt: skip

_BY_CODE = {d.code: d for d in DECISIONS}
# by which the applicant gets information, wholly, in part, or by being told where it stands: the
# form in which he has it then is that of Article 40. `law.publishing.GIVEN` are those of them that
# give what was not public before
DISCLOSING = frozenset(
    d.code for d in DECISIONS if d.group in (Group.GRANTED, Group.PARTLY_GRANTED)
)


def decision(code: str, day: date | None = None) -> Decision:
    """The decision with that code; with a day, NoRuleInForce if it did not exist yet then."""
    if code not in _BY_CODE:
        raise BadInput(f"没有“{code}”这一处理决定；应为 {'、'.join(_BY_CODE)}")
    found = _BY_CODE[code]
    if day is not None and day < found.since:
        raise NoRuleInForce(
            f"{day} 尚无“{found.zh}”这一处理决定；{found.articles[-1]}，自 {found.since} 起施行"
        )
    return found


def _parts(code: str, day: date, refused: Collection[str]) -> tuple[Decision, ...]:
    """The decision and, for 部分公开, the decisions that its withheld parts amount to."""
    whole = decision(code, day)
    parts = tuple(decision(part, day) for part in sorted(set(refused)))
    if code != PARTIAL:
        if parts:
            raise BadInput(f"“{whole.zh}”不区分处理；只有部分公开（{PARTIAL}）才分列不予公开的理由")
        return (whole,)
    if not parts:
        raise BadInput("部分公开须说明不公开部分的理由；请给出 D31–D38 或者 D63（不属于政府信息）")
    for part in parts:
        if part.group is not Group.WITHHELD and part.code != "D63":
            raise BadInput(f"“{part.zh}”不能是部分公开中不公开部分的理由；应为 D31–D38 或者 D63")
    return (whole, *parts)


def missing_records(
    code: str, have: Collection[Record], day: date, refused: Collection[str] = ()
) -> tuple[Guard, ...]:
    """What the file still lacks before that decision may be taken on `day`, each with its article.

    `refused` are, for 部分公开, the decisions its withheld parts amount to (D31–D38, D63): what
    those need is needed too.
    """
    needed: dict[tuple[Record, ...], Guard] = {}
    for part in _parts(code, day, refused):
        for guard in part.guards:
            needed.setdefault(guard.records, guard)
    return tuple(guard for guard in needed.values() if not set(guard.records) & set(have))


def barred_by(
    code: str, have: Collection[Record], day: date, refused: Collection[str] = ()
) -> tuple[Guard, ...]:
    """What on the file forbids that decision on `day`, each with its article."""
    return tuple(
        bar
        for part in _parts(code, day, refused)
        for bar in part.bars
        if set(bar.records) & set(have)
    )


def check_decision(
    code: str, have: Collection[Record], day: date, refused: Collection[str] = ()
) -> Decision:
    """The decision, if the law allows it on that file and day; LawError says why not.

    What forbids it is told first, alone; else everything that is missing. The error carries the
    article of the last fault, the one that is particular to the decision.
    """
    found = decision(code, day)
    faults = barred_by(code, have, day, refused) or missing_records(code, have, day, refused)
    if faults:
        reasons = [f"{fault.sentence}（{fault.article}）" for fault in faults[:-1]]
        what = f"不能作出“{found.zh}”（{code}）："
        raise LawError(what + "；".join([*reasons, faults[-1].sentence]), faults[-1].article)
    return found
