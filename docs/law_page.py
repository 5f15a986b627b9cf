"""The page docs/law.md: every value of the law that the software applies, from `gongkai.law`."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from enum import Enum
from importlib import import_module
from typing import Any

import gongkai.law
from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.bodies.kinds import REGIMES
from gongkai.law.bodies.responsibility import RESPONSIBILITY
from gongkai.law.calendar import national
from gongkai.law.decisions.codes import DECISIONS
from gongkai.law.decisions.exemptions import EXEMPTIONS
from gongkai.law.documents.notices import NOTICES
from gongkai.law.in_force import InForce
from gongkai.law.moves import MOVES
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.receipt import CHANNEL_RULES
from gongkai.terms import term

__all__ = ["law"]


def law() -> str:
    """Parameters by subject, then the tables of moves, channels, decisions and notices."""
    modules = list(_modules())
    values = [(module, p) for module in modules for p in getattr(module, "PARAMETERS", ())]
    versions = [v for _, p in values for v in p.versions]
    assumed = sum(not v.confirmed for v in versions)
    lines = [
        "# 法律参数",
        "",
        f"软件适用的每一个法定数值和规则，共 {len(values)} 项 {len(versions)} 个版本，"
        f"其中 {assumed} 个标“推定”。",
        "",
        "- **确认**：读到了条文原文。",
        "- **推定**：没有读到原文，或者法无明文，按其他条文、各地做法推出；说明写在备注里，"
        "改动只需改一行。",
        "",
        "适用哪个版本，看事实发生的日期，不看今天。",
    ]
    for module in modules:
        found = getattr(module, "PARAMETERS", ())
        if found:
            lines += ["", f"## {_title(module)}", "", *_parameters(found)]
    for title, head, rows in _tables():
        lines += ["", f"## {title}", "", *_table(head, rows)]
    lines += ["", "## 放假通知", "", *_notices()]
    return "\n".join(lines) + "\n"


def _modules() -> Iterator[Any]:
    prefix = "gongkai.law."
    for info in pkgutil.walk_packages(gongkai.law.__path__, prefix):
        yield import_module(info.name)


def _title(module: Any) -> str:
    """What stands before the colon of the module's docstring."""
    return str(module.__doc__).partition(":")[0].strip()


def _parameters(found: tuple[InForce[Any], ...]) -> list[str]:
    rows = [
        (
            p.zh,
            f"`{p.id}`",
            _value(v.value, p.unit),
            str(v.since),
            str(v.article),
            _standing(v.confirmed, v.note),
        )
        for p in found
        for v in p.versions
    ]
    return _table(("内容", "标识", "数值", "自", "依据", "状态"), rows)


def _value(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return f"{value} {unit}"
    if isinstance(value, tuple | frozenset):
        ordered = value if isinstance(value, tuple) else sorted(value)
        return "、".join(_value(one, unit) for one in ordered) or "无"
    if isinstance(value, Enum):
        return getattr(value, "zh", f"`{value.value}`")
    return str(value)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows),
    ]


def _tables() -> Iterator[tuple[str, tuple[str, ...], Iterable[tuple[str, ...]]]]:
    """The tables of the law: a title, the heads of the columns, the rows."""
    yield (
        "收到申请之日（按渠道）",
        ("渠道", "以何日为准的证据", "依据"),
        ((r.zh, r.evidence, str(r.article)) for r in CHANNEL_RULES),
    )
    yield (
        "办理状态和动作",
        ("状态", "动作", "此后", "依据"),
        ((m.state.zh, m.verb.zh, m.to.zh, str(m.article)) for m in MOVES.values()),
    )
    yield (
        "不予公开的理由",
        ("代码", "理由", "程度", "可以解除的情形", "决定", "依据"),
        (
            (e.code, e.zh, e.force.zh, "、".join(x.zh for x in e.lifts) or "无", e.decision,
             str(e.article))
            for e in EXEMPTIONS
        ),
    )  # fmt: skip
    yield (
        "处理决定",
        ("代码", "决定", "年报表三的行", "文书", "能否直接起诉", "作出前须有", "依据", "状态"),
        (
            (d.code, d.zh, term(d.row).zh, d.notice, d.suit.zh,
             "；".join(g.sentence for g in d.guards) or "无", "、".join(map(str, d.articles)),
             _standing(d.row_confirmed, d.note))
            for d in DECISIONS
        ),
    )  # fmt: skip
    yield (
        "文书",
        ("代码", "文书", "何时", "期限", "必备内容", "救济告知", "依据", "状态"),
        (
            (n.code, n.zh, n.trigger, n.limit.zh, "、".join(e.zh for e in n.elements) or "无",
             n.remedy.zh, str(n.article), _standing(n.confirmed, n.note))
            for n in NOTICES
        ),
    )  # fmt: skip
    yield (
        "申请人类型和表三的列",
        ("类型", "列", "状态"),
        ((k.zh, term(k.column).zh, _standing(k.confirmed, k.note)) for k in APPLICANT_KINDS),
    )
    yield (
        "复议、诉讼结果和表四的格",
        ("途径", "结果", "格", "依据", "状态"),
        (
            (
                o.forum.zh,
                o.zh,
                term(o.cell).zh if o.cell else "按一审结果",
                str(o.article),
                _standing(o.confirmed, o.note),
            )
            for o in OUTCOMES
        ),
    )
    yield (
        "机关的种类",
        ("种类", "受理申请", "填表三、表四", "救济", "说明", "状态"),
        (
            (r.kind.zh, "是" if r.on_application else "否", "是" if r.tables_3_4 else "否",
             r.remedies, r.reason, _standing(r.confirmed, r.note))
            for r in REGIMES
        ),
    )  # fmt: skip
    yield (
        "由谁负责公开",
        ("负责的机关", "理由", "依据", "状态"),
        (
            (r.holder.zh, r.reason, str(r.article), _standing(r.confirmed, r.note))
            for r in RESPONSIBILITY
        ),
    )


def _standing(confirmed: bool, note: str) -> str:
    return ("确认" if confirmed else "推定") + (f"：{note}" if note else "")


def _notices() -> list[str]:
    rows = [
        (
            str(layer.year) if layer.year else "临时调整",
            layer.notice.number,
            str(layer.notice.issued),
            "确认" if layer.notice.confirmed else "推定",
            str(len(layer.changes)),
        )
        for layer in national().layers
    ]
    return _table(("年度", "文号", "印发", "状态", "改变的日子"), rows)
