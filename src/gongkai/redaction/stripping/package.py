"""An Office file as parts and relationships, from which only what is known to be shown is kept.

A part stays when it is reached by relationships of the kinds in KEPT; comments, thumbnails,
embedded files, pivot caches, macros, printer settings, custom XML and whatever a later Office
invents are not, and go.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from gongkai.errors import DamagedFile, FileTooLarge
from gongkai.redaction.limits import MAX_UNPACKED
from gongkai.redaction.stripping.found import Log
from gongkai.redaction.stripping.images import clean_image, cut_image
from gongkai.report.read.limits import MAX_XML, open_zip, read_member

__all__ = ["R", "Package", "local", "related", "take_out"]

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_AGAIN = ("Office 文件的内部结构已损坏", "请用 Word、Excel 或 WPS 打开后另存一份再试")
_KEPT = frozenset(
    {
        "officeDocument", "styles", "stylesWithEffects", "numbering", "settings", "webSettings",
        "fontTable", "theme", "themeOverride", "image", "header", "footer", "footnotes", "endnotes",
        "hyperlink", "worksheet", "chartsheet", "sharedStrings", "table", "drawing", "chart",
        "chartUserShapes", "chartStyle", "chartColorStyle", "diagramData", "diagramLayout",
        "diagramQuickStyle", "diagramColors", "diagramDrawing", "slide", "slideLayout",
        "slideMaster", "presProps", "viewProps", "tableStyles",
    }
)  # fmt: skip
_NAMES = (
    ("comment", "批注"), ("people", "批注作者"), ("person", "批注作者"), ("thumbnail", "缩略图"),
    ("core-properties", "文档属性（作者、时间等）"),
    ("extended-properties", "文档属性（单位、软件等）"),
    ("custom-properties", "自定义属性"), ("customXml", "自定义数据"), ("pivotCache", "透视表缓存"),
    ("pivotTable", "透视表"), ("oleObject", "嵌入对象"), ("package", "嵌入文件"),
    ("vbaProject", "宏"), ("printerSettings", "打印机设置"), ("externalLink", "外部链接的缓存"),
    ("notesSlide", "演讲者备注"), ("notesMaster", "备注母版"), ("handoutMaster", "讲义母版"),
    ("glossaryDocument", "构建基块"), ("vmlDrawing", "批注框和控件"), ("control", "控件"),
    ("ctrlProp", "控件"), ("font", "嵌入字体"), ("hdphoto", "图片原件"), ("video", "视频"),
    ("audio", "音频"), ("media", "音视频"), ("connections", "数据连接"), ("queryTable", "数据查询"),
    ("slicer", "切片器"), ("calcChain", "计算链"), ("attachedTemplate", "模板路径"),
    ("aFChunk", "嵌入文档"), ("subDocument", "子文档"), ("tags", "标记数据"),
    ("signature", "数字签名"),
)  # fmt: skip
_LISTS = frozenset(
    {
        "pivotCaches", "externalReferences", "oleObjects", "controls", "notesMasterIdLst",
        "handoutMasterIdLst", "custDataLst", "tableParts", "webPublishItems", "ext", "extLst",
        "AlternateContent", "Choice", "Fallback", "imgProps", "object",
    }
)  # fmt: skip
_PICTURES = {
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "png": "png",
    "gif": "gif",
    "bmp": "bmp",
    "tif": "tiff",
    "tiff": "tiff",
}
_PATH = re.compile(r"^(?:[A-Za-z]:[\\/]|\\\\|file:|/)|\.(?:jpe?g|png|gif|bmp|tiff?|emf|wmf)$", re.I)


def local(element: Any) -> str:
    """An element's name without its namespace; "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def related(element: Any, name: str = "id") -> str:
    """The relationship that an attribute names, in Transitional or Strict Open XML; "" for none."""
    return str(element.get(f"{{{R}}}{name}") or element.get(f"{{{_STRICT}}}{name}", ""))


def take_out(element: Any) -> None:
    """Remove an element, keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


class Package:
    """Parts by name, XML parsed on demand, relationships by source part."""

    def __init__(self, parts: dict[str, bytes], main: str) -> None:
        self.parts = parts
        self.main = main
        self.log = Log()
        self._trees: dict[str, Any] = {}

    @classmethod
    def of(cls, data: bytes, main: str) -> Package:
        """The package in a zip. DamagedFile, EncryptedFile, FileTooLarge."""
        parts: dict[str, bytes] = {}
        left = MAX_UNPACKED
        with open_zip(data) as archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                name = info.filename.replace("\\", "/").lstrip("/")
                if name in parts:
                    raise DamagedFile("Office 文件里有两个同名的部件", _AGAIN[1])
                parts[name] = read_member(archive, info, max(left, 0))
                left -= len(parts[name])
        package = cls(parts, main)
        for kind, target in package.targets(""):
            if kind == "officeDocument":
                package.main = target
        if package.main not in parts or "[Content_Types].xml" not in parts:
            raise DamagedFile(*_AGAIN)
        return package

    def tree(self, name: str) -> Any:
        """The root element of an XML part."""
        if name not in self._trees:
            data = self.parts[name]
            if len(data) > MAX_XML:
                raise FileTooLarge("Office 文件的部件过大", "请拆分后再试")
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True,
                load_dtd=False,
            )  # fmt: skip
            try:
                root = etree.fromstring(data, parser)
            except (etree.XMLSyntaxError, ValueError) as error:
                raise DamagedFile(*_AGAIN) from error
            if getattr(root.getroottree().docinfo, "doctype", ""):
                raise DamagedFile("Office 文件里有不该有的文档类型声明", _AGAIN[1])
            self._trees[name] = root
        return self._trees[name]

    def xml_parts(self) -> Iterator[str]:
        """Names of the XML parts, without relationships and types."""
        for name in list(self.parts):
            if name.endswith((".xml", ".vml")) and name != "[Content_Types].xml":
                yield name

    def relationships(self, source: str) -> list[Any]:
        """The relationship elements of a part ("" for the package)."""
        name = _rels_of(source)
        return list(self.tree(name)) if name in self.parts else []

    def targets(self, source: str) -> Iterator[tuple[str, str]]:
        """Kind and part of each inner relationship."""
        for one in self.relationships(source):
            if one.get("TargetMode") != "External":
                yield _kind(one), _resolved(source, one.get("Target", ""))

    def target(self, source: str, id_: str) -> str:
        """The part that an id of a part leads to; "" when there is none."""
        for one in self.relationships(source):
            if one.get("Id") == id_ and one.get("TargetMode") != "External":
                return _resolved(source, one.get("Target", ""))
        return ""

    def drop_relationship(self, source: str, id_: str) -> None:
        """Forget one relationship of a part."""
        for one in self.relationships(source):
            if one.get("Id") == id_:
                one.getparent().remove(one)

    def prune(self) -> None:
        """Keep what is reached over known relationships; take out what led elsewhere."""
        kept: dict[str, None] = {}
        waiting = [""]
        for source in waiting:  # grows
            for one in self.relationships(source):
                kind, name = _kind(one), _resolved(source, one.get("Target", ""))
                outside = one.get("TargetMode") == "External"
                if outside and kind == "hyperlink" and not _PATH.match(one.get("Target", "")):
                    continue
                if not outside and kind in _KEPT and name in self.parts:
                    if name not in kept:
                        kept[name] = None
                        waiting.append(name)
                    continue
                one.getparent().remove(one)
                self.log.add(_named(kind, outside), source or "文件", 1)
            if source:
                self._without_dangling(source)
        names = {_rels_of(source) for source in waiting} & set(self.parts)
        stray = set(self.parts) - set(kept) - names - {"[Content_Types].xml"}
        unreached = [name for name in stray if not name.endswith(".rels")]
        self.log.add("其他未显示的部件", "文件", len(unreached))
        for name in stray:
            del self.parts[name]
            self._trees.pop(name, None)
        types = self.tree("[Content_Types].xml")
        for one in list(types.iter(f"{{{_TYPES}}}Override")):
            if one.get("PartName", "").lstrip("/") not in self.parts:
                types.remove(one)

    def _without_dangling(self, source: str) -> None:
        """Take out the elements of a part that name a relationship which went."""
        if not source.endswith(".xml"):
            return
        known = {one.get("Id") for one in self.relationships(source)}
        for element in list(self.tree(source).iter()):
            if not isinstance(element.tag, str):
                continue
            for name, value in element.attrib.items():
                if name[1:].partition("}")[0] in (R, _STRICT) and value not in known:
                    del element.attrib[name]
                    self._let_go(element)

    def _let_go(self, element: Any) -> None:
        kind = local(element)
        if kind == "hyperlink":
            _unwrap(element)
            return
        if kind in ("blip", "imagedata", "hlinkClick", "hlinkHover", "fill", "settings", "style"):
            return
        parent = element.getparent()
        if parent is not None:
            take_out(element)
            while parent is not None and local(parent) in _LISTS and not len(parent):
                parent, gone = parent.getparent(), parent
                if parent is not None:
                    take_out(gone)

    def clean_drawings(self) -> None:
        """Hidden shapes, cropped parts of pictures, paths in descriptions, metadata of pictures."""
        self._cut_pictures()
        for name in self.xml_parts():
            for element in list(self.tree(name).iter()):
                if local(element) not in ("cNvPr", "docPr"):
                    continue
                if element.get("hidden") in ("1", "true"):
                    self._take_shape(element, name)
                for attribute in ("descr", "title"):
                    if _PATH.search(element.get(attribute, "")):
                        del element.attrib[attribute]
                        self.log.add("图片的原文件名", name)
        for name in list(self.parts):
            kind = _PICTURES.get(name.rpartition(".")[2].lower())
            if kind:
                self.parts[name] = clean_image(self.parts[name], kind, name, self.log)
            elif name.lower().endswith((".emf", ".wmf")):
                self.log.doubt(f"图片 {name} 是矢量图（EMF/WMF），其中的附带信息无法检查，请查看")

    def _take_shape(self, element: Any, name: str) -> None:
        shape = element.getparent()
        while shape is not None and local(shape) not in (
            "sp", "pic", "graphicFrame", "cxnSp", "grpSp", "drawing", "AlternateContent",
        ):  # fmt: skip
            shape = shape.getparent()
        if shape is not None and shape.getparent() is not None:
            anchor = shape.getparent()
            whole = local(anchor) in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
            take_out(anchor if whole else shape)
            self.log.add("隐藏的图形", name)

    def _cut_pictures(self) -> None:
        for name in self.xml_parts():
            if b"srcRect" not in self.parts[name]:
                continue
            for rect in [one for one in self.tree(name).iter() if local(one) == "srcRect"]:
                left, top, right, bottom = (_share(rect.get(side)) for side in "ltrb")
                parts = (left, top, right, bottom)
                blip = next((one for one in rect.getparent() if local(one) == "blip"), None)
                if blip is None or not any(part > 0 for part in parts):
                    continue
                whole = related(blip, "embed")
                picture = self.target(name, whole)
                cut = cut_image(self.parts[picture], parts) if picture in self.parts else None
                if cut is None:
                    self.log.doubt(
                        f"{name} 里有裁剪过的图片，被裁去的部分无法删除，请先在原软件中“压缩图片”"
                    )
                    continue
                space = _STRICT if f"{{{_STRICT}}}embed" in blip.attrib else R
                blip.set(f"{{{space}}}embed", self._add_picture(name, space, *cut))
                if not any(whole in one.attrib.values() for one in self.tree(name).iter()):
                    self.drop_relationship(name, whole)
                for side in "ltrb":
                    if side in rect.attrib and _share(rect.get(side)) > 0:
                        del rect.attrib[side]
                self.log.add("图片中被裁去的部分", name)
        reached = {
            target
            for part in ["", *self.parts]
            if not part.endswith(".rels")
            for _, target in self.targets(part)
        }
        for name in [name for name in self.parts if "/media/" in name and name not in reached]:
            del self.parts[name]

    def _add_picture(self, source: str, space: str, data: bytes, ending: str) -> str:
        number = 1
        folder = posixpath.dirname(source)
        while (made := f"{folder}/media/cut{number}.{ending}") in self.parts:
            number += 1
        self.parts[made] = data
        root = self.tree(_rels_of(source))
        taken = {one.get("Id") for one in root}
        id_ = next(f"cut{n}" for n in range(1, 100_000) if f"cut{n}" not in taken)
        etree.SubElement(
            root, f"{{{_RELS}}}Relationship", Id=id_, Type=f"{space}/image",
            Target=posixpath.relpath(made, folder),
        )  # fmt: skip
        types = self.tree("[Content_Types].xml")
        if not any(one.get("Extension", "").lower() == ending for one in types):
            etree.SubElement(
                types, f"{{{_TYPES}}}Default", Extension=ending, ContentType=f"image/{ending}"
            )
        return id_

    def data(self) -> bytes:
        """The package as a zip, the same for the same parts."""
        for name, root in self._trees.items():
            if name in self.parts:
                etree.cleanup_namespaces(root, keep_ns_prefixes=_declared(root))
                self.parts[name] = etree.tostring(
                    root, xml_declaration=True, encoding="UTF-8", standalone=True
                )
        out = io.BytesIO()
        first = ["[Content_Types].xml", "_rels/.rels"]
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in [*first, *sorted(set(self.parts) - set(first))]:
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                archive.writestr(info, self.parts[name])
        return out.getvalue()


def _declared(root: Any) -> list[str]:
    """Prefixes that are named in values (mc:Ignorable, Requires) and must stay declared."""
    return [prefix for prefix in root.nsmap if prefix]


def _rels_of(source: str) -> str:
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _resolved(source: str, target: str) -> str:
    base = "/" + posixpath.dirname(source)
    return posixpath.normpath(posixpath.join(base, unquote(target))).lstrip("/")


def _kind(relationship: Any) -> str:
    return str(relationship.get("Type", "")).rpartition("/")[2]


def _named(kind: str, outside: bool) -> str:
    if outside:
        return "指向本地或网络文件的链接"
    found = [zh for key, zh in _NAMES if kind.lower().startswith(key.lower())]
    return found[0] if found else "其他未显示的部件"


def _share(value: str | None) -> float:
    try:
        return float((value or "0").rstrip("%")) / (100 if "%" in (value or "") else 100_000)
    except ValueError:
        return 0.0


def _unwrap(element: Any) -> None:
    """Put the children of an element in its place."""
    parent = element.getparent()
    at = parent.index(element)
    for child in list(element):
        parent.insert(at, child)
        at += 1
    take_out(element)
