"""Web pages as the publishing systems of governments serve a report that came from Word.

The report stands between the head, menus, lists and foot of a site. Each cell of its tables is a
paragraph with a styled span, as the editor of the system leaves it after pasting, or as Word
itself exports it.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

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

__all__ = ["by_editor", "by_word"]

_CHANNELS = "新闻中心 政务公开 政务服务 互动交流 数据开放 走进云州 专题专栏 无障碍阅读"
_ENTRIES = (
    "政策文件 政策解读 公开指南 公开制度 法定主动公开内容 公开年报 依申请公开 财政预决算 人事信息 "
    "规划计划 统计信息 行政许可 行政处罚 重大项目 应急管理 招标采购"
)
_STYLES = """\
body{margin:0;font:14px/1.8 "Microsoft YaHei",SimSun,sans-serif;color:#333;background:#f5f5f5}
.head,.main,.foot{width:1200px;margin:0 auto}.nav li{float:left;padding:0 18px;line-height:46px}
.nav .sub{display:none}.nav .on{display:block}.clear{clear:both;height:0;overflow:hidden}
.nav .sub{position:absolute;z-index:9;background:#fff;box-shadow:0 2px 6px rgba(0,0,0,.2)}
.side{float:left;width:240px}.side li{border-bottom:1px dashed #ddd;line-height:40px}
.article{float:right;width:920px;background:#fff;padding:30px 40px}.article h1{font-size:26px}
.info{color:#888;border-bottom:1px solid #eee;padding:8px 0}.article table{max-width:100%}
.foot{text-align:center;font-size:13px;color:#666;padding:24px 0;border-top:3px solid #2a6fb5}
"""
_SCRIPT = """\
(function(){var list=document.querySelectorAll('.nav li');for(var i=0;i<list.length;i++){
list[i].onmouseover=function(){var s=this.querySelector('.sub');if(s){s.className='sub on'}};
list[i].onmouseout=function(){var s=this.querySelector('.sub');if(s){s.className='sub'}}}
var size=16;window.resize=function(n){size=Math.max(12,Math.min(24,size+n));
document.getElementById('zoom').style.fontSize=size+'px'};window.share=function(to){
window.open(to+'?url='+encodeURIComponent(location.href)+'&title='+document.title)}})();
"""


def by_editor(report: Report) -> bytes:
    """Pasted from Word into the editor of the system, which keeps the styles of spans and cells."""
    return _page(report, "".join(_article(report, _editor_line, _editor_cell)))


def by_word(report: Report) -> bytes:
    """Exported by Word and set into the page as it is."""
    return _page(report, "".join(_article(report, _word_line, _word_cell)))


def _page(report: Report, article: str) -> bytes:
    title = html.escape(report.title)
    lists = [
        f'<a href="/col/{n}/index.html" title="{e}">{e}</a>' for n, e in enumerate(_ENTRIES.split())
    ]
    entries = "".join(f"<li>{link}</li>\n" for link in lists)
    menu = "".join(
        f'<li><a href="/{n}/" target="_blank">{name}</a><ul class="sub">\n{entries}</ul></li>\n'
        for n, name in enumerate(_CHANNELS.split())
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta name="SiteName" content="云州市人民政府"><meta name="SiteDomain" content="yunzhou.example">
<meta name="ColumnName" content="政府信息公开年报"><meta name="ArticleTitle" content="{title}">
<meta name="ContentSource" content="{report.body}"><meta name="keywords" content="年报,公开">
<title>{title}_云州市人民政府</title>
<link rel="stylesheet" href="/images/css/base.css">
<link rel="stylesheet" href="/images/css/art.css">
<style>{_STYLES}</style>
<script src="/images/js/jquery.min.js"></script>
<script>{_SCRIPT * 3}</script>
</head>
<body>
<div style="display:none"><img src="/images/share.png" alt="云州市人民政府"></div>
<div class="head"><img src="/images/logo.png" alt="云州市人民政府">
<form action="/search" method="get">
<input type="text" name="q" placeholder="请输入关键字"><button type="submit">搜索</button>
</form></div>
<div class="nav"><ul>
{menu}</ul></div>
<div class="main"><div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/1/">政务公开</a>
&gt; <a href="/1/5/">政府信息公开年报</a></div>
<div class="side"><h3>法定主动公开内容</h3><ul>
{entries}</ul></div>
<div class="article"><h1>{title}</h1>
<div class="info"><span>发布日期：{report.signed_on} 09:30</span><span>来源：{report.body}</span>
<span>字体：[<a href="javascript:resize(2)">大</a> <a href="javascript:resize(-2)">小</a>]</span>
</div>
<div id="zoom" class="content">
<!--article-->
{article}
<!--/article-->
</div>
<div class="share"><a href="javascript:share('a')">分享到微信</a><a href="javascript:share('b')">\
分享到微博</a><a href="javascript:window.print()">打印本页</a></div>
</div></div>
<div class="foot"><ul>{entries}</ul>
<p>主办：云州市人民政府办公室　网站标识码：9990000001</p></div>
<script>{_SCRIPT}</script>
</body>
</html>
""".encode()


def _article(
    report: Report, line: Callable[[str, str], str], cell: Callable[[LaidOutCell], str]
) -> Iterator[str]:
    """The parts of a report; the small tables of section two are one, as Word shows them."""
    open_table = 0
    for part in flow(report):
        section = part.section if isinstance(part, LaidOutTable) else 0
        if open_table and section != open_table:
            yield "</tbody></table>\n"
        if section and section != open_table:
            yield '<table border="1" cellspacing="0" cellpadding="0" width="600" align="center" \
style="border-collapse:collapse;border:none"><tbody>\n'
        open_table = section
        match part:
            case Title(text):
                yield line(text, "text-align:center")
            case Heading(_, text) | BodyText(_, text):
                yield line(text, "text-indent:32px;line-height:37px")
            case LaidOutTable():
                for row in (*part.head, *part.body):
                    cells = "".join(cell(one) for one in row if not one.absent)
                    yield f'<tr style="height:27px">{cells}</tr>\n'
            case Signature(by, day):
                yield line(by, "text-align:right") + line(day, "text-align:right")


def _editor_line(text: str, style: str) -> str:
    span = "font-family:仿宋_GB2312;font-size:21px"
    return f'<p style="{style}"><span style="{span}">{html.escape(text, quote=False)}</span></p>\n'


def _editor_cell(cell: LaidOutCell) -> str:
    text = html.escape(cell.text, quote=False) or "&nbsp;"
    return (
        f'<td width="{cell.colspan * 56}" valign="center"{_spans(cell)} style="padding:0 7px;'
        'border-width:1px;border-style:solid;border-color:windowtext">'
        '<p style="text-align:center;line-height:24px"><span style="font-size:14px;'
        f'font-family:宋体">{text}</span></p></td>'
    )


def _word_line(text: str, style: str) -> str:
    return (
        f"<p class=MsoNormal style='{style};mso-pagination:widow-orphan'>\n"
        "<span style='font-size:16.0pt;font-family:仿宋_GB2312;mso-bidi-font-family:宋体;"
        f"color:black'>{html.escape(text, quote=False)}<span lang=EN-US><o:p></o:p></span></span>"
        "</p>\n\n"
    )


def _word_cell(cell: LaidOutCell) -> str:
    text = html.escape(cell.text, quote=False) or "&nbsp;"
    language = " lang=EN-US" if cell.text.isascii() else ""
    return (
        f"\n<td width={cell.colspan * 62}{_spans(cell)} style='width:{cell.colspan * 46.4:.1f}pt;"
        "border-top:none;border-left:none;border-bottom:solid windowtext 1.0pt;border-right:solid "
        "windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt;"
        "height:20.25pt'>\n<p class=MsoNormal align=center style='text-align:center;"
        f"mso-pagination:widow-orphan'><span{language}\nstyle='font-size:10.0pt;font-family:宋体;"
        f"mso-bidi-font-family:宋体;color:black'>{text}<o:p></o:p></span></p>\n</td>"
    )


def _spans(cell: LaidOutCell) -> str:
    columns = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    rows = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    return columns + rows
