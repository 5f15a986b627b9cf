"""Web pages as government sites really serve them: tables around tables, chrome, odd encodings."""

from __future__ import annotations

import html
import quopri
from collections.abc import Iterator
from typing import Any

from gongkai.report.model import Report
from gongkai.report.write.layout import (
    BodyText,
    Heading,
    LaidOutCell,
    LaidOutTable,
    Signature,
    Title,
    flow,
)

__all__ = ["archive", "page"]

# explanations that some bodies leave inside the labels
_EXPLAINED = {
    "本年制发件数": "本年制发件数（指本年内制定并印发的件数）",
    "现行有效件数": "现行有效件数（截至年末）",
    "一、本年新收政府信息公开申请数量": "一、本年新收政府信息公开申请数量（含网上、信函、当面）",
    "（一）予以公开": "（一）予以公开（含已主动公开并告知查询途径的）",
    "2.重复申请": "2.重复申请（同一申请人、同一内容）",
    "四、结转下年度继续办理": "四、结转下年度继续办理（指年末尚未答复的）",
}
# what the words of the forms need, one for one; the prose of such a report is written traditional
_SIMPLIFIED = (
    "总体况动开报处请数据条项规范许购采额废内类续办结转属于国机标复诉讼维纠审问题与进"
    "业组织会个单无获关产缴纳费强罚决对务万补后当确认询举访议现发执过护种经继这为构没"
    "稳计系区给权临"
)
_TRADITIONAL = (
    "總體況動開報處請數據條項規範許購採額廢內類續辦結轉屬於國機標復訴訟維糾審問題與進"
    "業組織會個單無獲關產繳納費強罰決對務萬補後當確認詢舉訪議現發執過護種經繼這為構沒"
    "穩計係區給權臨"
)
_TO_TRADITIONAL = str.maketrans(_SIMPLIFIED, _TRADITIONAL)


def page(reports: list[Report], options: dict[str, Any]) -> bytes:
    """One page with the reports in it, between the navigation and the foot of a site.

    options: encoding, charset (False: not declared), explained_labels, traditional, brackets.
    """
    encoding = options.get("encoding", "utf-8")
    declared = f'<meta charset="{encoding}">\n' if options.get("charset", True) else ""
    titles = html.escape(" ".join(report.title for report in reports[:1]))
    articles = "".join("".join(_article(report, options)) for report in reports)
    text = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n'
        f"<html><head>\n{declared}<title>{titles}</title>\n"
        "<style>.t td{border:1px solid #333;padding:2px}</style>\n"
        "<script>var channel='年度报告';</script></head>\n"
        '<body><div class="nav">首页 &gt; 政务公开 &gt; 政府信息公开年报</div>\n'
        '<table width="1000" align="center" cellspacing="0"><tr><td class="main">\n'
        f"{articles}"
        "</td></tr></table>\n"
        '<div class="foot">版权所有　网站标识码：9990000001</div>\n</body></html>\n'
    )
    return text.encode(encoding, "xmlcharrefreplace")


def _article(report: Report, options: dict[str, Any]) -> Iterator[str]:
    open_table = 0
    for part in flow(report):
        section = part.section if isinstance(part, LaidOutTable) else 0
        if open_table and section != open_table:
            yield "</tbody></table>\n"
        if section and section != open_table:
            yield '<table class="t" border="1" cellspacing="0"><tbody>\n'
        open_table = section
        match part:
            case Title(text):
                yield f'<div style="text-align:center"><b>{_text(text, options)}</b></div>\n'
            case Heading(_, text):
                style = 'style="font-family:黑体"'
                yield f"<p><strong><span {style}>{_text(text, options)}</span></strong></p>\n"
            case BodyText(_, text):
                yield f"<p>　　<span>{html.escape(text, quote=False)}</span></p>\n"
            case LaidOutTable():
                yield from _rows(part, options)
            case Signature(by, day):
                for line in (by, day):
                    yield f'<p style="text-align:right">{_text(line, options)}</p>\n'
    if open_table:
        yield "</tbody></table>\n"


def _rows(table: LaidOutTable, options: dict[str, Any]) -> Iterator[str]:
    # the small tables of section two are set to the width of one table
    for row in (*table.head, *table.body):
        yield "<tr>" + "".join(_td(cell, options) for cell in row if not cell.absent) + "</tr>\n"


def _td(cell: LaidOutCell, options: dict[str, Any]) -> str:
    columns = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    rows = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    text = _text(cell.text, options) if cell.header else _data(cell.text)
    return f"<td{columns}{rows}><p>{text}</p></td>"


def _data(text: str) -> str:
    return html.escape(text, quote=False).replace("\u00a0", "&nbsp;") or "&nbsp;"


def _text(text: str, options: dict[str, Any]) -> str:
    if options.get("explained_labels"):
        text = _EXPLAINED.get(text, text)
    if options.get("traditional"):
        text = text.translate(_TO_TRADITIONAL)
    if options.get("brackets"):
        text = text.translate(str.maketrans("（）", options["brackets"]))
    return html.escape(text, quote=False)


def archive(report: Report, options: dict[str, Any]) -> bytes:
    """The page saved as one file (MHT): a GB2312 part in quoted-printable, and a small picture."""
    body = page([report], {**options, "encoding": "gb18030", "charset": False})
    boundary = "----=_NextPart_000_0076_01DA0000.00000000"
    dot = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    head = (
        "From: <Saved by Browser>\r\n"
        "Subject: =?gb2312?B?xOqxqA==?=\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html";\r\n'
        f'\tboundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\n"
        'Content-Type: text/html; charset="gb2312"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "Content-Location: http://www.yunzhou.example/report.html\r\n\r\n"
    )
    tail = (
        f"\r\n--{boundary}\r\n"
        "Content-Type: image/gif\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        "Content-Location: http://www.yunzhou.example/dot.gif\r\n\r\n"
        f"{dot}\r\n--{boundary}--\r\n"
    )
    encoded = quopri.encodestring(body).replace(b"\n", b"\r\n")
    return head.encode("ascii") + encoded + tail.encode("ascii")
