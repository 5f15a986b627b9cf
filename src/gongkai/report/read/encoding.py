"""Bytes → text, for text files and web pages in any Chinese encoding, declared or not.

UTF-8 proves itself; the others do not (GB 18030 reads nearly every sequence of bytes, also a
Big5 one), so what they give must look like Chinese: running text has many of the commonest
characters, text read in a wrong encoding has nearly none.
"""

from __future__ import annotations

import codecs
import re

from gongkai.errors import DamagedFile

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# names by which pages declare an encoding → the widest one of the family
_GB = "gb2312 gb_2312-80 gbk x-gbk cp936 ms936 chinese csgb2312 gb18030 euc-cn"
_BIG5 = "big5 big5-hkscs big5-tw x-x-big5 cn-big5 cp950"
_FAMILY = dict.fromkeys(_GB.split(), "gb18030") | dict.fromkeys(_BIG5.split(), "big5hkscs")
_HAN = re.compile("[\u4e00-\u9fff]+")
_COMMON = frozenset(
    "的一是在不了有和人中大为上个国我以要他时来用们生到作地于出会可也你对就能说与及其之"
    "年月日度本关于政府信息公开工作情况报告主动依申请办理机关行部门市县区局总计数量第项条"
    "件结果维持正其他收到处内容规范性文法律组织社会服务平台建设管监督保障问题改进存在新发布"
    "网站表格单位和与加强提高全面实施方案通知公告根据按照统计截至共各级"
    "為個國時來們會對說與關於開報辦機門縣區總計數項條結維處內範組織務臺設監問題進發網單強實"
)
_PLAUSIBLE = 0.1  # share of them; running text has 0.4 and more, a wrong reading 0.03 and less
_SAMPLE = 300  # characters are enough
_FEW = 20  # below that, a share says nothing
_SLIPS = 0.02  # of the characters beyond ASCII may be broken
_HZ = re.compile(rb"~\{(?:[!-~][!-~])+~\}")


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text and the encoding in which it was read.

    `declared`: what the file, its header or the server says; believed only when it fits. A broken
    character here and there, or at the end of a truncated file, becomes U+FFFD. DamagedFile when
    nothing fits.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data and (wide := _without_mark(data)):
        return wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # in any other encoding hardly a character would have passed for UTF-8 up to there
        likely = not data[: error.start].isascii()
    else:
        if text.isascii() and _HZ.search(data):
            return data.decode("hz", "replace"), "hz"
        return text, "utf-8"
    if likely:
        text = data.decode("utf-8", "replace")
        if _nearly_whole(text):
            return text, "utf-8"
    return _by_likeness(data, _FAMILY.get(declared.strip().lower(), "gb18030"))


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a byte order mark: the order in which it looks like Chinese."""
    whole = data[: len(data) // 2 * 2]
    for name in ("utf-16-le", "utf-16-be"):
        text = whole.decode(name, "replace")
        if "\0" not in text and _nearly_whole(text) and _likeness(text)[0] >= _PLAUSIBLE:
            return text, name
    return None


def _by_likeness(data: bytes, first: str) -> tuple[str, str]:
    """The reading that looks like Chinese: of the family declared, else of the others."""
    for errors in ("strict", "replace"):
        too_short = None
        for name in dict.fromkeys((first, "gb18030", "big5hkscs", "utf-8")):
            try:
                text = data.decode(name, errors)
            except UnicodeDecodeError:
                continue
            if not _nearly_whole(text):
                continue
            share, known = _likeness(text)
            if share >= _PLAUSIBLE:
                return text, name
            if known < _FEW:
                too_short = too_short or (text, name)
        if too_short:
            return too_short
    raise DamagedFile(
        "认不出文字的编码，内容可能已损坏", "请用记事本或 WPS 打开，另存为 UTF-8 编码后再试"
    )


def _nearly_whole(text: str) -> bool:
    """Whether few of the characters beyond ASCII are broken."""
    broken = text.count("\ufffd")
    return not broken or broken <= _SLIPS * (len(text) - len(text.encode("ascii", "ignore")))


def _likeness(text: str) -> tuple[float, int]:
    """Share of the commonest characters among the Chinese ones, and how many were looked at."""
    sample: list[str] = []
    for run in _HAN.finditer(text):
        sample += run[0]
        if len(sample) >= _SAMPLE:
            break
    return sum(map(_COMMON.__contains__, sample)) / (len(sample) or 1), len(sample)
