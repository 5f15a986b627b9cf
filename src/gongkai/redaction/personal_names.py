"""姓名: a surname, one to three more characters, and words around them that tell of a person.

Chinese has no blanks between words, so what stands beside counts: 申请人：…, …先生, 我叫…, a sex or
an identity number after it. A name once sure is found wherever it stands again.
"""

# ruff: noqa: E501 — patterns of Chinese wording read best in one piece

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gongkai.redaction.personal import Finding, Kind
from gongkai.redaction.personal_shapes import shapes_in
from gongkai.redaction.surnames import COMPOUND, GIVEN_NEVER, NOT_NAMES, SURNAME, USUAL

__all__ = ["names_in"]

_H = r"\u3400-\u9fff\U00020000-\U0003134f"
_GIVEN = rf"[{_H}]"
_SINGLE = "[" + "".join(sorted(SURNAME)) + "]"
_PAIR = "(?:" + "|".join(COMPOUND) + ")"
_BLANK = r"[ \t\u3000]{0,4}"

_LABEL = re.compile(
    r"(?:其[子女妻夫父母兄弟姐妹]|(?:被|第三|原|现|共同|复议|行政|委托)?(?:申请人|原告|被告|上诉人|被上诉人|当事人|第三人|投诉人|举报人|信访人|"
    r"行为人|嫌疑人|继承人|受让人|转让人|赠与人|买方|卖方|甲方|乙方|丙方|报警人|行政相对人|被处罚人|相对人|委托人|受托人|代理人|委托代理人|联系人|经办人|承办人|收件人|收货人|寄件人|负责人|"
    r"法定代表人|法人代表|法人|代表人|监护人|户主|权利人|所有权人|产权人|承租人|出租人|买受人|出卖人|借款人|保证人|"
    r"被征收人|被拆迁人|被拆迁户|承包人|承包方代表|使用权人|村民|居民|业主|签名|签字|签收人|领取人|报告人|证人|"
    r"受害人|被害人|死者|伤者|患者|家属|配偶|妻子|丈夫|父亲|母亲|儿子|女儿|之子|之女|之妻|之夫|子女|学生|考生|"
    r"教师|医师|护士|民警|警官|律师|法官|检察官|审判员|书记员|公证员|医生|司机|驾驶人|车主|承租户|租户|农户|员工|职工|同志|股东|董事|监事|经理|总经理|董事长|书记|主任|科长|处长|局长|"
    r"姓名|户名|开户名|账户名|收款人|付款人|申请人姓名|联系人姓名|法定代表人姓名|名叫|我叫|本人|我是|叫做|自称|"
    r"记录人|询问人|被询问人|检查人|执法人员|陪同人|参加人|主持人|拟稿人|审核人|签发人)"
    r"(?:\(签(?:名|字|章)\)|\(盖章\)|代表)?)"
    rf"(?P<colon>{_BLANK}\n?{_BLANK}[::|]?{_BLANK}\n?{_BLANK})"
)
_TITLE = re.compile(
    r"(?:先生|女士|小姐|[，,]?[你您]好|[:：]\s{0,3}[你您]|同志|老师|教授|医生|律师|师傅|同学|阿姨|大爷|大妈|夫妇|夫妻|一家|等(?:[0-9一二三四五六七八九十两]+)?(?:人|户|名)|本人)"
)
# what follows a name in a sentence
_AFTER = re.compile(
    r"[\s，。；、：？！,.;:!?()（）<>《》“”\"'/|\[\]【】〔〕\f-]|$|"
    r"(?:系|于|与|和|及|的|是|为|不|诉|对|等|申|请|提|称|向|因|从|在|到|将|被|把|已|未|也|均|所|其|之|由|同|以|就|要|认|签|"
    r"说|表|反|投|举|信|来|电|先生|女士|同志|老师|男|女|身份|联系|电话|手机|住|购|出|取|持|使|驾|名下|本人|一家|夫妇|代|"
    r"现|经|有|无|曾|原|任|担|给|收|领|共|承|自|家|户|去|死|受|又|并|还|则|若|参|书|到|作|进|前|办|交|送|[0-9])"
)
_BESIDE = re.compile(
    rf"{_BLANK}[，,、(（]?{_BLANK}(?:男|女)(?=[，,、。;；\s)）])|"
    rf"{_BLANK}[，,、(（:：]?{_BLANK}(?:公民)?(?:居民)?身份(?:证|证件)?(?:号码|号|证号)|"
    rf"{_BLANK}[，,、(（]?{_BLANK}(?:[0-9]{{4}}年[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)(?:出)?生"
)
_MINORITY = re.compile(
    rf"(?<![{_H}·])[{_H}]{{2,8}}(?:·[{_H}]{{1,10}}?){{1,4}}"
    rf"(?=[^{_H}·]|$|先生|女士|同志|的|于|向|和|与|在|因|不|是|系|等|提[出交]|申|诉|称)"
)
# characters that write the sounds of other languages
_SOUNDS = frozenset(
    "阿艾买提木尔古丽江吐逊麦热依努汗巴扎哈力克斯拉玛达娜娅亚孜米热合曼沙迪比卡尼亚吾甫玉素依明"
    "赛图萨伊布拉欣别肯叶库马坎特苏来曼帕孜丽古再娜尔扎西多吉才让卓玛格桑次仁旦增加措央金罗布"
    "德勒其其木格巴特尔乌兰苏日娜宝音图雅呼和那顺朝鲁孟根托娅斯琴高娃"
)
# verbs of a file before a name, and what follows it then
_OBJECT = re.compile(
    r"(?:收到|关于|答复|告知|通知|函告|约谈|询问|传唤|支付给?|付给|发放给|转交给?|寄给|交给|送达|扣押|补偿给?|给予|"
    r"提供给|转让给|出售给|出租给|赠与|过户给|移交给|交由)"
)
_OWNS = re.compile(r"的|提出|申请|提交|《|，|、|。|：|:|等|[（(]")
# what somebody does, when the name begins the sentence
_DOES = re.compile(
    r"于[12][0-9]{3}年|向(?:我|贵|本|市|区|县|省|法院|人民|公安|某)|不服|反映|诉称|辩称|申请公开|提出|提交|称[，,：:其]|"
    r"担任|驾驶|将其|之[妻夫子女父母]|身份证|银行卡|户口[本簿]|授权委托|本人|购买|出售|签[订收名字]|领取|居住|户籍|名下|去世|死亡|"
    r"出生|受伤|因[病工伤]|陈述|承认|要求|请求|来[信电访]|[与和]\S{2,4}(?:系|签订|结婚|离婚|发生)|"
    r"的(?:房屋|土地|住宅|承包地|宅基地|户口|申请|来信|信访|身份证|电话|手机|银行|账户)"
)
# any word for a person, and a name that stands alone after it
_ROLE = re.compile(
    r"(?:人|者|员|长|户|方|师|生|名单|名|主|妻|夫|父|母|子|女)(?P<colon>\s?[:：]\s{0,3}|为|是|)"
)
_BY = re.compile(r"(?<![理自缘])[由经被]")
_DONE = re.compile(
    r"主持|担任|负责|同意|签[收字名]|承担|支付|驾驶|所有|继承|代[为理领]|领取|殴打|打伤|抚养|申请|本人|陪同"
)
_STARTS = re.compile(r"(?:^|(?<=[0-9][.．、])|(?<=[\n\f。；，,;（(\s]))(?=\S)")
_TOLD = re.compile(r"[你您]\s?[(（]")
_MANY = re.compile(rf"(?<![{_H}])[{_H}]{{2,4}}(?:、[{_H}]{{2,4}})+")
_MASKED = frozenset("某×*X○〇＊")
_BOUNDS = frozenset("，。；、,;()（） \n\f\t\u3000|")
_NEVER = GIVEN_NEVER | _MASKED | {"系"}


def names_in(text: str, others: Iterable[Finding] = ()) -> list[Finding]:
    """Names of people in a flattened text; `others`, found before, tell of a name beside them."""
    found: dict[tuple[int, int], Finding] = {}
    for one in (
        *_by_label(text), *_by_title(text), *_beside(text, others), *_minority(text),
        *_in_sentence(text), *_in_row(text), *shapes_in(text),
    ):  # fmt: skip
        place = (one.start, one.stop)
        if place not in found or found[place].confidence < one.confidence:
            found[place] = one
    found.update({(one.start, one.stop): one for one in _listed(text, list(found.values()))})
    return [*found.values(), *_again(text, list(found.values())), *_alone(text)]


def _name_at(text: str, at: int) -> int:
    """Where the name that begins there stops; 0 when none does.

    Two given characters are taken when what follows them may follow a name, else one.
    """
    width = 2 if text[at : at + 2] in COMPOUND else 1
    if width == 1 and text[at : at + 1] not in SURNAME:
        return 0
    spaced = re.compile(rf"[ \u3000]{{1,4}}({_GIVEN})(?![{_H}])").match(text, at + width)
    if spaced and width == 1 and spaced[1] not in _NEVER:  # 张　三
        return spaced.end()
    for given in (2, 1, 3):
        stop = at + width + given
        part = text[at + width : stop]
        if len(part) < given or not re.fullmatch(rf"{_GIVEN}+", part):
            continue
        if given == 3 and (width == 2 or part[0] not in SURNAME):
            continue  # 王李某某: two surnames
        if _NEVER & set(part) or not _AFTER.match(text, stop):
            continue
        if given == 2 and _cut(text, at + width, stop):
            continue
        if text[at : at + 2] in NOT_NAMES and width == 1 and given == 1:
            continue
        return stop
    return 0


def _cut(text: str, first: int, stop: int) -> bool:
    """Whether the second given character rather belongs to what follows: 张三|系, 李四|称."""
    if text[stop - 1] == "之" and text[stop : stop + 1] in tuple("妻夫子女父母"):
        return True
    return text[stop - 1] in "系称诉向于因申提在说请住购" and text[stop : stop + 1] not in (
        "，", "。", "、", "；", "\n", "", " ", ")", "）", ",",
    )  # fmt: skip


def _by_label(text: str) -> Iterator[Finding]:
    for match in _LABEL.finditer(text):
        stop = _name_at(text, match.end())
        if not stop:
            continue
        word = match[0][: len(match[0]) - len(match["colon"])]
        near = ":" in match["colon"] or word in ("我叫", "名叫", "叫做", "自称")
        if not near and text[match.end() : match.end() + 2] in NOT_NAMES:
            continue
        sure = 0.92 if near else 0.7 if match["colon"].strip("|") or _strong(text, stop) else 0.6
        yield Finding(Kind.NAME, match.end(), stop, sure, f"前面是“{word}”")


def _strong(text: str, stop: int) -> bool:
    return bool(re.match(r"[\s，。；、,;()（）]|$", text[stop : stop + 1]))


def _by_title(text: str) -> Iterator[Finding]:
    """…先生: the name stands before; a single surname with a title is one too."""
    for match in _TITLE.finditer(text):
        for width in (4, 3, 2):
            at = match.start() - width
            if at < 0 or not re.fullmatch(rf"{_GIVEN}+", text[at : match.start()]):
                continue
            lead = 2 if text[at : at + 2] in COMPOUND else 1
            if lead == 1 and (text[at] not in SURNAME or width == 4):
                continue
            if width == 3 and text[at - 1 : at + 1] in COMPOUND:
                continue
            if text[at] in "和于向" and text[at + 1] in USUAL:
                continue
            if text[at] == "于" and text[at - 1 : at] in tuple("关由对至属位处基鉴"):
                continue
            if lead >= width or _NEVER & set(text[at + lead : match.start()]):
                continue
            if text[at : at + 2] in NOT_NAMES or (
                match[0].startswith("等") and text[at] not in USUAL
            ):
                continue
            yield Finding(
                Kind.NAME, at, match.start(), 0.6 if match[0][0] in "等本一" else 0.9,
                f"后面是“{match[0]}”",
            )  # fmt: skip
            break
        else:
            at = match.start() - 1
            if text[max(0, at - 1) : at + 1] in COMPOUND:
                yield Finding(Kind.NAME, at - 1, match.start(), 0.7, f"后面是“{match[0]}”")
            elif at >= 0 and text[at] in USUAL and match[0] in ("先生", "女士", "小姐", "老师"):
                before = text[at - 1 : at]
                if not re.match(rf"[{_H}]", before) or before in "请找向由给和与对是跟联系":
                    yield Finding(Kind.NAME, at, match.start(), 0.7, f"后面是“{match[0]}”")


def _beside(text: str, others: Iterable[Finding]) -> Iterator[Finding]:
    """A name right before a sex, a birth, an identity number or a phone."""
    ends: dict[int, tuple[float, str]] = {}
    for match in _BESIDE.finditer(text):
        ends[match.start()] = (0.9, "后面是性别、出生日期或者证件号码")
    for one in others:
        if one.kind in (Kind.IDENTITY, Kind.MOBILE, Kind.BANK):
            at = len(text[: one.start].rstrip(" \t\u3000\n，,、(（:："))
            ends.setdefault(at, (0.85, f"后面是{one.zh}"))
    for end, (sure, why) in ends.items():
        for width in (4, 3, 2):
            at = end - width
            if at >= 0 and _whole(text, at, end):
                loose = bool(re.match(rf"[{_H}]", text[at - 1 : at] or ""))
                yield Finding(Kind.NAME, at, end, sure - 0.15 * loose, why)
                break


def _whole(text: str, at: int, end: int) -> bool:
    """Whether text[at:end] is a name as a whole."""
    part = text[at:end]
    lead = 2 if part[:2] in COMPOUND else 1
    if not re.fullmatch(rf"{_GIVEN}+", part) or not 1 <= len(part) - lead <= 2:
        return False
    if lead == 1 and part[0] not in SURNAME:
        return False
    return not _NEVER & set(part[lead:]) and part[:2] not in NOT_NAMES


def _in_sentence(text: str) -> Iterator[Finding]:
    """收到张伟的申请; 你（张伟）; 张伟于2024年3月 at the head of a sentence."""
    for match in _OBJECT.finditer(text):
        stop = _name_at(text, match.end())
        usual = text[match.end() : match.end() + 1] in USUAL
        if stop and usual and _OWNS.match(text, stop):
            yield Finding(Kind.NAME, match.end(), stop, 0.6, f"前面是“{match[0]}”")
    for match in _TOLD.finditer(text):
        stop = _name_at(text, match.end())
        if stop and text[stop : stop + 1] in (")", "）", ",", "，"):
            yield Finding(Kind.NAME, match.end(), stop, 0.85, "前面是“你（”")
    for match in _ROLE.finditer(text):
        at, colon = match.end(), bool(match["colon"])
        for width in (4, 3, 2):
            bound = text[at + width : at + width + 1]
            if _whole(text, at, at + width) and (not bound or bound in _BOUNDS):
                yield Finding(Kind.NAME, at, at + width, 0.7 if colon else 0.5, "前面是对人的称呼")
                break
    for match in _BY.finditer(text):
        stop = _name_at(text, match.end())
        if stop and text[match.end()] in USUAL and _DONE.match(text, stop):
            yield Finding(Kind.NAME, match.end(), stop, 0.55, f"前面是“{match[0]}”")
    for match in _STARTS.finditer(text):
        at = match.start()
        if text[at : at + 1] not in SURNAME and text[at : at + 2] not in COMPOUND:
            continue
        for width in (4, 3, 2):
            if _whole(text, at, at + width) and _DOES.match(text, at + width):
                yield Finding(Kind.NAME, at, at + width, 0.65, "句首，后面是人的行为")
                break


def _in_row(text: str) -> Iterator[Finding]:
    """冯雪、褚文、卫东升三人: a row in which every piece looks like a name."""
    for match in _MANY.finditer(text):
        pieces, at = [], match.start()
        for piece in match[0].split("、"):
            pieces.append((at, piece))
            at += len(piece) + 1
        last, tail = pieces[-1]
        counted = re.search("[0-9一二两三四五六七八九十]+$", tail)
        people = bool(counted) and text[match.end() : match.end() + 1] in ("人", "名", "户")
        people = people or bool(
            re.compile("等[0-9一二两三四五六七八九十]*[人名户]").search(text, last, match.end() + 6)
        )
        if counted and people:
            pieces[-1] = (last, tail[: counted.start()])
        elif stop := _name_at(text, last):
            pieces[-1] = (last, text[last:stop])
        if all(_whole(text, at, at + len(piece)) for at, piece in pieces):
            titled = bool(
                re.compile(r"(?:人|者|员|名单|户|名)[:：]\s?").search(text[: match.start()][-6:])
            )
            sure = 0.75 if people or titled else 0.45
            for at, piece in pieces:
                yield Finding(Kind.NAME, at, at + len(piece), sure, "并列的姓名")


def _minority(text: str) -> Iterator[Finding]:
    for match in _MINORITY.finditer(text):
        letters = match[0].replace("·", "")
        if sum(one in _SOUNDS for one in letters) >= 0.7 * len(letters):
            yield Finding(Kind.NAME, *match.span(), 0.8, "带间隔号的姓名")


def _listed(text: str, sure: list[Finding]) -> Iterator[Finding]:
    """Names that follow a sure one in a list: 张三、李四和王五."""
    for one in sure:
        if one.confidence < 0.6:
            continue
        at = one.stop
        while match := re.compile(r"[、，,和及与]\s{0,2}").match(text, at):
            stop = _name_at(text, match.end())
            weak = match[0][0] in "，,"
            if not stop or text[match.end() : match.end() + 2] in NOT_NAMES:
                break
            if weak and not re.match(r"[、，,。\s]|$", text[stop : stop + 1]):
                break
            yield Finding(Kind.NAME, match.end(), stop, 0.55 if weak else 0.75, "与姓名并列")
            at = stop


def _again(text: str, sure: list[Finding]) -> Iterator[Finding]:
    """Every other place of a name that is sure."""
    names = {
        re.sub(r"\s", "", text[one.start : one.stop]): one
        for one in sorted(sure, key=lambda one: one.confidence)
        if one.confidence >= 0.7 and one.stop - one.start >= 2
    }
    places = {(one.start, one.stop) for one in sure}
    for name, one in names.items():
        pattern = r"[ \u3000]{0,3}\n?".join(map(re.escape, name))
        for match in re.finditer(pattern, text):
            if match.span() not in places and not (len(name) == 2 and name in NOT_NAMES):
                yield Finding(
                    Kind.NAME, *match.span(), min(one.confidence, 0.85), "与已找到的姓名相同"
                )


def _alone(text: str) -> Iterator[Finding]:
    """A line or a cell that holds nothing but what looks like a name."""
    for match in re.finditer(
        rf"(?<=[\n\t|\f])[ \u3000]*([{_H}]{{2,4}})[ \u3000]*(?=[\n\t|\f]|$)", text
    ):
        if match[1][0] in USUAL and _whole(text, *match.span(1)):
            yield Finding(Kind.NAME, *match.span(1), 0.4, "单独成行，像是姓名")
