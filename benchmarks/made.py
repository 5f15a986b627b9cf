"""Random yearly reports of an invented city: both forms, figures that add up, prose that agrees."""

from __future__ import annotations

import random
from datetime import date

from gongkai.report.forms import FORM_2019, FORM_2021, Form
from gongkai.report.model import Cell, Paragraph, Report, Section, State
from gongkai.report.read.values import parse_value
from gongkai.terms import term

__all__ = ["cells", "reports"]

_BODIES = (
    *("云州市人民政府", "云州市教育局", "云州市公安局", "云州市卫生健康委员会", "清河县人民政府"),
    *("云州市自然资源局", "临江区人民政府", "云州市人力资源和社会保障局", "云州市生态环境局"),
)
_SECTIONS = ("overview", "proactive", "applications", "remedies", "problems", "other")
_NUMERALS = "一二三四五六"
_LEAD = (
    "本报告按照《中华人民共和国政府信息公开条例》的规定编制，由总体情况、主动公开政府信息情况、收到和处理"
    "政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的"
    "事项六个部分组成。所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    "如对本报告有疑问，请与{body}联系（地址：云州市河东区学府路1号；电话：0000-0000000）。",
)
_OVERVIEW = (
    "{year}年，{body}以群众关心的就业、教育、医疗、养老等事项为重点，把公开要求落到决策、执行、管理、"
    "服务、结果每一个环节，各项工作按年初的计划逐项完成，没有出现逾期公开和错误公开的情况。",
    "（一）主动公开情况。全年通过“云州政务”网站公开信息{a:,}条，其中政策文件{b}件、解读材料{c}件；"
    "办理结果、执行结果一并公布，重要政策均在文件印发后三个工作日内配发解读。图解、视频等形式的解读占比"
    "{d}%，政策咨询窗口答复来电来访{e}余人次。",
    "（二）依申请公开情况。全年新收政府信息公开申请{new}件，上年结转{carried_in}件，办结{done}件，"
    "结转下年度{carried_out}件。对需要补正的申请一次性告知补正事项，对涉及第三方权益的申请书面征求意见"
    "后再作决定，全部答复均在法定期限内作出。",
    "（三）政府信息管理情况。建立拟制公文时同步确定公开属性的工作机制，依申请公开、不予公开的须说明理由；"
    "对历年文件逐件清理，重新评定公开属性{f}件，其中转为主动公开{g}件；规范性文件全部在统一的平台集中"
    "发布，并标注有效性。",
    "（四）平台建设情况。门户网站全年访问量约{h}.5万次，“云州发布”等3个账号推送信息{e}余条，阅读量"
    "超过{b}万次。网站通过了适老化检测，专栏按季度巡查，发现的断链当日修复。",
    "（五）监督保障情况。组织培训{i}场，参加人员{e}余人次；把政务公开纳入年度考核，分值占比4%；社会评议"
    "满意率9{i}.8%，全年没有发生责任追究情形。",
)
_PROBLEMS = (
    "{year}年的工作还存在一些不足：一是部分领域公开内容更新不够及时；二是政策解读的形式较为单一；三是基层"
    "公开队伍人员变动较大，业务能力有待提高。",
    "针对上述问题，下一步将制定分领域公开清单并按季度核查更新情况，推广图解、视频和场景式解读，为每个"
    "乡镇配备一名专职人员并开展轮训，确保问题逐项整改到位。",
)
_OTHER = "{year}年，本机关未收取信息处理费。除上述内容外，没有其他需要报告的事项。"


def reports(count: int, seed: int = 7) -> list[Report]:
    """Reports with different figures, some on the one form and some on the other."""
    rng = random.Random(seed)
    return [_report(rng.choice((FORM_2021, FORM_2019)), n, rng) for n in range(count)]


def _report(form: Form, number: int, rng: random.Random) -> Report:
    year = rng.choice((2019, 2020) if form is FORM_2019 else (2021, 2022, 2023, 2024, 2025))
    body = _BODIES[number % len(_BODIES)]
    raws = cells(form, rng)
    words = {
        "year": str(year),
        "body": body,
        "new": raws[form.row("new_applications").cells[6]],
        "carried_in": raws[form.row("carried_in").cells[6]],
        "done": raws[form.row("handled_total").cells[6]],
        "carried_out": raws[form.row("carried_out").cells[6]],
    }
    figures: dict[str, object] = {
        "a": rng.randrange(1000, 30000),
        **{key: rng.randrange(20, 99) for key in "bcdfh"},
        "e": rng.randrange(2, 90) * 100,
        "g": rng.randrange(2, 19),
        "i": rng.randrange(2, 9),
    }
    words |= {key: words[key].strip() or "0" for key in words}
    prose = {0: _LEAD, 1: _OVERVIEW, 5: _PROBLEMS, 6: (_OTHER,)}
    sections = [
        Section(
            n,
            f"{_NUMERALS[n - 1]}、{term('section_' + _SECTIONS[n - 1]).zh}" if n else "",
            [Paragraph(text.format(**{**figures, **words})) for text in prose.get(n, ())],
            order=n,
        )
        for n in range(7)
    ]
    return Report(
        file=f"{number:06d}.json",
        form=form,
        year=year,
        body=body,
        title=f"{body}{year}年政府信息公开工作年度报告",
        cells=tuple(_cell(raw) for raw in raws),
        sections=sections,
        signed_by=body,
        signed_on=date(year + 1, 1, rng.randrange(4, 28)),
    )


def _cell(raw: str) -> Cell:
    read = parse_value(raw)
    return Cell("" if read.state is State.BLANK else raw, read.value, read.state, read.unit)


def cells(form: Form, rng: random.Random) -> list[str]:
    """Printed figures of every cell: table 3 and 4 add up, some zeros are left blank or struck."""
    raws = [str(rng.choice((0, 0, 1, 2, 14, 303, 4608))) for _ in form.cells]
    empty = rng.choice(("0", "0", "0", "", "/"))
    outcomes = [row for row in form.rows if row.labels[0].id == "outcomes"]
    figures: dict[int, int] = {}
    for column in range(6):
        for row in outcomes[:-1]:
            figures[row.cells[column]] = rng.choice((0, 0, 0, 0, 1, 3, 17, 120))
        handled = sum(figures[row.cells[column]] for row in outcomes[:-1])
        left, before = rng.randrange(4), rng.randrange(min(3, handled + 1))
        figures[outcomes[-1].cells[column]] = handled
        figures[form.rows[-1].cells[column]] = left
        figures[form.rows[1].cells[column]] = before
        figures[form.rows[0].cells[column]] = handled + left - before
    for row in form.rows:
        figures[row.cells[6]] = sum(figures[i] for i in row.cells[:6])
    for group in form.groups:
        for i in group.parts:
            figures[i] = rng.choice((0, 0, 0, 1, 5))
        figures[group.total] = sum(figures[i] for i in group.parts)
    for i, figure in figures.items():
        raws[i] = str(figure) if figure else empty
    for column in range(7):  # the rows that the prose speaks of are filled
        for row in (form.rows[0], form.rows[1], outcomes[-1], form.rows[-1]):
            raws[row.cells[column]] = str(figures[row.cells[column]])
    for slug, i in form.by_slug.items():
        raws[i] = _dressed(slug, raws[i], rng)
    return raws


def _dressed(slug: str, raw: str, rng: random.Random) -> str:
    """The ways in which bodies print a figure of table 2."""
    if slug.endswith(".items_change"):
        return rng.choice(("0", "+28", "增 25", "-1"))
    if slug.endswith(".amount_collected") and raw != "0":
        return f"{raw}.{rng.randrange(10, 99)}"
    if slug.endswith((".decisions", ".decisions_2019")):
        many = rng.randrange(100_000)
        return rng.choice((str(many), f"{many:,}", f"{many}件"))
    return raw
