"""A drawing of text, bars and rules as SVG, without scripts and without anything from outside."""

from __future__ import annotations

from gongkai.report.write.text import markup

__all__ = ["BLUE", "DEEP", "INK", "LINE", "PAPER", "QUIET", "RED", "TINTS", "WASH",
           "Canvas", "width_of", "wrap"]  # fmt: skip

INK, QUIET, LINE, WASH, PAPER = "#1b2430", "#566273", "#d8dee6", "#f4f6f9", "#ffffff"
BLUE, DEEP, RED = "#1556a0", "#0d3c74", "#b3261e"
# shades for the parts of a whole, each apart from its neighbours
TINTS = ("#0d3c74", "#1556a0", "#5b8ec6", "#9fbfe0", "#7d8999", "#bcc5d1")
_FONTS = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"


def width_of(text: str, size: float) -> float:
    """About how wide the text is set: a Chinese character is square, others a little over half."""
    return sum(size if ord(c) > 0x2E7F else 0.58 * size for c in text)


def wrap(text: str, size: float, width: float) -> list[str]:
    """The text in lines of at most that width; never begins a line with a closing sign."""
    lines = [""]
    for c in text:
        if lines[-1] and c not in "，。、；：）》”" and width_of(lines[-1] + c, size) > width:
            lines.append("")
        lines[-1] += c
    return lines


class Canvas:
    """Collects shapes; y runs downwards, the text's y is its baseline."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.shapes: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str = INK,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """A line of text; anchor is start, middle or end."""
        weight = ' font-weight="600"' if bold else ""
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.shapes.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{weight}{place}>'
            f"{markup(text)}</text>"
        )

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle."""
        self.shapes.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:.1f}" height="{height:g}" fill="{colour}"/>'
        )

    def rule(self, x: float, y: float, width: float, colour: str = LINE, weight: float = 1) -> None:
        """A horizontal rule."""
        self.rect(x, y, width, weight, colour)

    def dump(self, height: int, title: str, description: str, metadata: str) -> str:
        """The drawing as a file; `metadata` is markup."""
        shapes = "\n".join(self.shapes)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" '
            f'width="{self.width}" height="{height}" role="img" aria-labelledby="title desc" '
            f'lang="zh-CN" font-family="{_FONTS}">\n'
            f'<title id="title">{markup(title)}</title>\n'
            f'<desc id="desc">{markup(description)}</desc>\n'
            f"<metadata>{metadata}</metadata>\n"
            f'<rect width="{self.width}" height="{height}" fill="{PAPER}"/>\n{shapes}\n</svg>\n'
        )
