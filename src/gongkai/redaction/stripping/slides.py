"""演示文稿: hidden slides, speaker's notes (no kept relationship leads there), hidden shapes."""

from __future__ import annotations

from gongkai.errors import BadInput
from gongkai.redaction.stripping.found import Stripped
from gongkai.redaction.stripping.package import Package, local, related, take_out

__all__ = ["strip_slides"]

_OUT = frozenset(
    {"extLst", "custShowLst", "photoAlbum", "modifyVerifier", "smartTags", "custDataLst"}
)


def strip_slides(package: Package) -> Stripped:
    """A presentation without what is not shown. BadInput when every slide is hidden."""
    show = package.tree(package.main)
    slides = [one for one in show.iter() if local(one) == "sldId"]
    left = len(slides)
    for slide in slides:
        id_ = related(slide)
        name = package.target(package.main, id_)
        if name in package.parts and package.tree(name).get("show") in ("0", "false"):
            package.drop_relationship(package.main, id_)
            take_out(slide)
            left -= 1
    if not left:
        raise BadInput("演示文稿里没有一张显示的幻灯片；请取消隐藏后再上传")
    package.log.add("隐藏的幻灯片", "演示文稿", len(slides) - left)
    package.prune()
    for one in [one for one in show if local(one) in _OUT]:
        take_out(one)
    for name in list(package.xml_parts()):
        if name.startswith("ppt/slides/"):
            for one in [one for one in package.tree(name).iter() if local(one) == "custDataLst"]:
                take_out(one)
    package.clean_drawings()
    return package.log.result(package.data())
