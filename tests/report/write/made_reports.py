"""Reports of an invented city, made in memory, for the tests of the writers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gongkai.report.forms import FORM_2019, FORM_2021, Form
from gongkai.report.model import Cell, Paragraph, Report, Section
from gongkai.report.read.values import parse_value

_LEAD = (
    "本报告按照《中华人民共和国政府信息公开条例》和国务院办公厅规定的格式编制，由总体情况、主动公开"
    "政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题"
    "及改进情况、其他需要报告的事项六个部分组成。",
    "所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。如对本报告有疑问，请与云州市人民政府"
    "办公室联系（地址：云州市河东区学府路1号；电话：0000-0000000）。",
)
_OVERVIEW = (
    "{year}年，云州市人民政府坚持以公开为常态、不公开为例外，围绕群众关心的就业、教育、医疗、养老等"
    "事项，把公开要求落到决策、执行、管理、服务、结果每一个环节。",
    "（一）主动公开。全年通过“云州政务”网站公开信息1,284条，其中政策文件96件、解读材料88件；"
    "办理结果、执行结果一并公布，重要政策均在文件印发后三个工作日内配发解读。",
    "（二）依申请公开",
    "全年新收政府信息公开申请31件，上年结转2件，办结30件，结转下年度3件，均在法定期限内答复；"
    "对需要补正的申请一次性告知补正事项，对涉及第三方权益的申请书面征求意见后再作决定。",
    "（三）政府信息管理。建立拟制公文时同步确定公开属性的工作机制，依申请公开、不予公开的须说明理由；"
    "对历年文件逐件清理，重新评定公开属性42件（其中转为主动公开17件）。",
    "（四）平台建设。市政府网站全年访问量约36.5万次，“云州发布”等3个账号推送信息900余条。",
    "（五）监督保障。组织培训2场，参加人员160余人次；工作考核占比4%，社会评议满意率96.8%，"
    "全年没有发生责任追究情形。",
)
_PROBLEMS = (
    "一是部分领域公开内容更新不够及时；二是政策解读的形式较为单一；三是基层公开队伍人员变动较大，业务"
    "能力有待提高。",
    "下一步，我市将制定分领域公开清单并按季度核查更新情况，推广图解、视频和场景式解读，为每个乡镇配备"
    "一名专职人员并开展轮训，确保问题逐项整改到位。",
)
_OTHER = "{year}年，本机关未收取信息处理费。除上述内容外，没有其他需要报告的事项。"
_TITLES = {
    1: "一、总体情况",
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
    5: "五、存在的主要问题及改进情况",
    6: "六、其他需要报告的事项",
}

# 自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他 by row; the totals are added below
_ROWS = {
    "new_applications": (24, 4, 0, 1, 2, 0),
    "carried_in": (2, 0, 0, 0, 0, 0),
    "granted": (9, 2, 0, 1, 1, 0),
    "partly_granted": (3, 0, 0, 0, 0, 0),
    "withheld_third_party": (1, 1, 0, 0, 0, 0),
    "withheld_deliberative": (1, 0, 0, 0, 0, 0),
    "unavailable_not_held": (5, 1, 0, 0, 1, 0),
    "declined_petition": (2, 0, 0, 0, 0, 0),
    "declined_repeat": (1, 0, 0, 0, 0, 0),
    "other": (1, 0, 0, 0, 0, 0),
    "other_rest": (1, 0, 0, 0, 0, 0),
    "carried_out": (3, 0, 0, 0, 0, 0),
}


def cell(raw: str) -> Cell:
    """The cell that a reader makes of that text."""
    read = parse_value(raw)
    return Cell(raw, read.value, read.state, read.unit)


def _raws(form: Form) -> list[str]:
    """Clean figures for every cell of the form; large numbers with separators."""
    raws = ["0"] * len(form.cells)
    stock = {
        "t2.rules.issued": "1",
        "t2.rules.in_force": "14",
        "t2.normative_documents.issued": "12",
        "t2.normative_documents.abolished": "5",
        "t2.normative_documents.in_force": "1,234",
        "t2.licences.decisions": "460,817",
        "t2.penalties.decisions": "2817",
        "t2.coercion.decisions": "96",
        "t2.administrative_charges.amount_collected": "10352.46",
        "t2.rules.disclosed_total_2019": "14",
        "t2.normative_documents_2019.made_2019": "12",
        "t2.normative_documents_2019.disclosed_2019": "12",
        "t2.normative_documents_2019.disclosed_total_2019": "1,234",
        "t2.licences.items_last_year": "303",
        "t2.licences.items_change": "增 25",
        "t2.licences.decisions_2019": "4608171",
        "t2.other_services.items_change": "+28",
        "t2.penalties.items_change": "-1",
        "t2.central_procurement.procurement_projects": "22（其中修订16件）",
        "t2.central_procurement.procurement_amount": "608（万元）",
    }
    for slug, raw in stock.items():
        if slug in form.by_slug:
            raws[form.by_slug[slug]] = raw
    handled = [0] * 7
    for row in form.rows:
        leaf = row.labels[-1].id
        parts = _ROWS.get(leaf, (0,) * 6)
        figures = [*parts, sum(parts)]
        if leaf == "handled_total":
            figures = handled
        elif row.labels[0].id == "outcomes":
            handled = [a + b for a, b in zip(handled, figures, strict=True)]
        for index, figure in zip(row.cells, figures, strict=True):
            raws[index] = str(figure)
    for group, figures in zip(
        form.groups, ((3, 1, 0, 0, 4), (1, 0, 0, 1, 2), (0, 0, 0, 0, 0)), strict=True
    ):
        for index, figure in zip((*group.parts, group.total), figures, strict=True):
            raws[index] = str(figure)
    return raws


def report(form: Form, year: int) -> Report:
    """A clean report of 云州市人民政府, every cell filled."""
    sections = [Section(0, "", [Paragraph(text.format(year=year)) for text in _LEAD])]
    prose = {1: _OVERVIEW, 5: _PROBLEMS, 6: (_OTHER,)}
    for number, title in _TITLES.items():
        paragraphs = [Paragraph(text.format(year=year)) for text in prose.get(number, ())]
        sections.append(Section(number, title, paragraphs, order=number))
    cells = [cell(raw) for raw in _raws(form)]
    fees = form.by_slug.get("t2.administrative_charges.amount_collected")
    if fees is not None:
        cells[fees] = cells[fees]._replace(unit="万元")  # the column names it
    return Report(
        file="云州市.json",
        form=form,
        year=year,
        body="云州市人民政府",
        region="云州市",
        title=f"云州市人民政府{year}年政府信息公开工作年度报告",
        cells=cells,
        sections=sections,
        signed_by="云州市人民政府",
        signed_on=date(year + 1, 1, 20),
    )


def report_2021() -> Report:
    """The report of 2025 on the form of 2021."""
    return report(FORM_2021, 2025)


def report_2019() -> Report:
    """The report of 2020 on the form of 2019, with signs, units and remarks in cells."""
    return report(FORM_2019, 2020)


def with_cells(base: Report, changes: dict[int, Cell | None]) -> Report:
    """The same report with other cells."""
    return replace(base, cells=[changes.get(i, one) for i, one in enumerate(base.cells)])
