"""The graphic (图解) → the reports it carries as data."""

from __future__ import annotations

from lxml import etree

from gongkai.errors import BadInput
from gongkai.report.model import Report
from gongkai.report.read import json_
from gongkai.report.write.graphic import NAMESPACE

__all__ = ["load"]


def load(data: bytes) -> list[Report]:
    """Read back what `write.graphic.dump` wrote; BadInput for any other drawing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as e:
        raise BadInput("不是有效的SVG文件，或文件不完整") from e
    carried = root.findtext(f".//{{{NAMESPACE}}}report")
    if carried is None:
        raise BadInput("这幅SVG不带年度报告的数据；只有本软件写出的图解可以读回")
    return json_.load(carried)
