"""Counts that are no applications: channels, publications, decisions, meetings, audiences."""

from __future__ import annotations

import re

from gongkai.report.claims.kinds import CASE_UNITS

__all__ = ["other_kind"]

_FOLLOWERS = re.compile(r"粉丝|关注|订阅|用户")
_VIEWS = re.compile(r"阅读|浏览|访问|点击|播放|点赞|转发|下载|曝光")
_PUBLISH = re.compile(
    r"发布|公布|公开|推送|发文|推文|刊发|刊登|更新|推出|发送|信息|转载|上传|制作|张贴"
)
_CHANNEL = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "new_media",
            r"两微一端|新媒体|微博(?:、|和|及|与)(?:政务)?微信|微信(?:公众号)?(?:、|和|及|与)(?:政务)?微博|双微",
        ),
        ("wechat", r"微信(?:公众号|公众平台|视频号)?|公众号"),
        ("weibo", r"微博"),
        ("app", r"客户端|APP|App"),
        ("portal", r"政府(?:门户)?网站?|人民政府(?:门户)?网|中国·|政务网"),
        ("website", r"门户网站?|官方网站?|官网|局网站?|委网站?|厅网站?|部门网站|本?单位网站?|网站"),
        (
            "other_channel",
            r"抖音|头条|快手|公报|电视|报纸|报刊|公开栏|公示栏|宣传栏|短信|电子屏|显示屏|广播|视频号|其他方式|其他渠道",
        ),
    )
)
_CHANNEL_UNITS = frozenset(
    ["条", "篇", "件", "期", "则", "次", "个", "份", "部", "余条", "条次"]
) | {""}
_SIMPLE = tuple(
    (kind, re.compile(pattern), units)
    for kind, pattern, units in (
        ("fee", r"信息处理费|收取[^,。;]{0,12}费|收费总?金额", frozenset(("元", ""))),
        ("press_conferences", r"新闻发布会|新闻发布活动", None),
        (
            "normative_documents",
            r"(?:制发|制定|印发|出台|新制定)(?:了)?(?:部门)?(?:行政)?规范性文件(?!解读)",
            CASE_UNITS,
        ),
        ("licences", r"行政许可(?:处理)?决定", CASE_UNITS),
        ("penalties", r"行政处罚(?:处理)?决定", CASE_UNITS),
        ("coercion", r"行政强制(?:处理)?决定", CASE_UNITS),
    )
)
_DISCLOSED = re.compile(
    r"(?:主动公开|公开发布|(?:^|共|累计|合计|总计|全年|年度?|依[法规]|社会|平台|渠道|方式|形式|[市县区局委厅镇道办室,、])公开)"
    r"(?:了|各类|各级|政府|政务|公开|有关|相关|、|数|条)*信息(?:数|总数|总量|数量|条数)?(?:共计?|累计|合计|总计|达到?|为|约|超过|近|:)*$"
    r"|主动公开(?:政府)?信息(?:总数|总量|数量|条数)?(?:为|达|共|:)?$|信息公开(?:总数|总量)(?:为|达|共|:)?$"
)
_MOVED = re.compile(r"(?:前进|上升|提升|下降|跃升|进步)了?$")  # ranks: 前进了三名
_LATE = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("interpretations", r"解读"),
        ("trainings", r"培训|研修班|讲座"),
        (
            "meetings",
            r"会议|常务会|例会|座谈会|推进会|全体会|党组会(?!同)|党委会(?!同)|办公会|调度会|动员会|部署会",
        ),
    )
)


def other_kind(left: str, right: str, unit: str) -> str:
    """What a figure counts by the words around it and its unit; "" when nothing tells."""
    for kind, pattern, units in _SIMPLE:
        if (pattern.search(left) or pattern.search(right)) and (units is None or unit in units):
            return kind
    if _FOLLOWERS.search(left) and not _PUBLISH.search(re.split(r"粉丝|关注|订阅|用户", left)[-1]):
        return "followers"
    if _VIEWS.search(left) and unit not in ("条", "篇", "条次"):
        return "views"
    if unit in ("人", "名", "人次", "位") and not _MOVED.search(left):
        return "people"
    if unit in _CHANNEL_UNITS:
        channel = _channel(left, right, unit)
        if channel:
            return channel
        if _DISCLOSED.search(left):
            return "disclosed_total"
    for kind, pattern in _LATE:
        if pattern.search(left) or pattern.search(right[:10]):
            return kind
    return "other_count"


_SITES = ("website", "portal")
_SEVERAL = re.compile(r"(?:等|以及)[^,。;]{0,8}(?:平台|渠道|媒体|方式|载体)")


def _channel(left: str, right: str, unit: str) -> str:
    """The one channel on which the items were published; "" for none or several."""
    if re.search(r"栏目|专栏|账号", left[-6:] + right[:4]):
        return ""
    met = {kind: named for kind, pattern in _CHANNEL if (named := pattern.search(left))}
    for kind, named in met.items():
        rest = left[named.end() :]
        if not _PUBLISH.search(left) and (
            unit == "个" or rest not in ("", "平台", "账号", "号", "上", "共", ":")
        ):
            continue
        if kind != "new_media" and _SEVERAL.search(left[named.start() :]):
            return ""
        sites = any(site in met for site in _SITES)
        if sites and any(k not in _SITES for k in met) and _together(met):
            return ""  # 网站和微信平台共公布202条
        return kind
    return ""


def _together(met: dict[str, re.Match[str]]) -> bool:
    """Whether channels stand side by side in one clause: 网站和微信."""
    first, *_, last = sorted(met.values(), key=lambda m: m.start())
    between = first.string[first.end() : last.start()]
    return len(between) <= 12 and bool(re.search(r"、|和|及|与", between))
