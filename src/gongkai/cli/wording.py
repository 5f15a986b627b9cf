"""click in Chinese: its help pages, and its complaints about a wrong call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import click

from gongkai.errors import BadInput
from gongkai.report.write.text import screen_width

__all__ = ["Command", "complaint", "listing", "unknown_command"]

_WIDEST = 30  # columns of a name in a help page; what stands beside a longer one begins below it


class Command(click.Command):
    """A command whose help and complaints are Chinese."""

    allow_extra_args = True  # refused below, in a sentence of our own

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what no argument takes, and say of each complaint which command it is about."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as problem:
            problem.ctx = problem.ctx or ctx  # click leaves it out of some
            raise
        if rest and not isinstance(self, click.Group) and not ctx.resilient_parsing:
            raise BadInput(f"多了参数 {' '.join(rest)}；{_see_help(ctx)}")
        return rest

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """-h and --help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示用法"
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write(f"用法：{ctx.command_path} {pieces.replace('[OPTIONS]', '[选项]')}\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every option with what it does."""
        rows = []
        for option in self.get_params(ctx):
            record = option.get_help_record(ctx)
            if record and isinstance(option, click.Option):
                must = "（必填）" if option.required else ""
                rows.append((record[0], f"{option.help or ''}{must}"))
        formatter.write("\n选项：\n" + listing(rows))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What stands below, as it is."""
        if self.epilog:
            formatter.write(f"\n{self.epilog}\n")


def listing(rows: Iterable[tuple[str, str]]) -> str:
    """Names with what they are, in two columns; a Chinese character takes two places."""
    rows = list(rows)
    width = max((w for name, _ in rows if (w := screen_width(name)) <= _WIDEST), default=0)
    return "".join(_entry(name, words, width) for name, words in rows)


def _entry(name: str, words: str, width: int) -> str:
    gap = width - screen_width(name)
    between = " " * (gap + 2) if gap >= 0 else "\n" + " " * (width + 4)
    return f"  {name}{between}{words}\n"


def complaint(problem: click.UsageError) -> str:
    """What is wrong with a call, and where help is."""
    return f"{_what(problem)}；{_see_help(problem.ctx)}"


def unknown_command(name: str, known: Iterable[str]) -> str:
    """The same for a command that there is not."""
    meant = _meant(get_close_matches(name, list(known), 1))
    return f"没有 {name} 这个命令{meant}；用 gongkai --help 查看全部命令"


def _what(problem: click.UsageError) -> str:
    match problem:
        case click.NoSuchOption():
            return f"没有 {problem.option_name} 这个选项{_meant(problem.possibilities)}"
        case click.MissingParameter(param=click.Parameter() as param):
            return f"缺少 {_name(param)}"
        case click.BadParameter(param=click.Parameter() as param):
            expected = "".join(_expected(param.type)) or f"（{problem.message}）"
            return f"{_name(param)} 的值不对{expected}"
        case click.BadOptionUsage():
            return f"{problem.option_name} {_value_wanted(problem)}"
    return "命令写得不对"


def _meant(like: Sequence[str] | None) -> str:
    return f"（是不是 {like[0]}？）" if like else ""


def _name(param: click.Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, click.Option) else str(param.metavar)


def _expected(kind: click.ParamType[Any]) -> Iterator[str]:
    match kind:
        case click.Choice():
            yield f"，应是 {'、'.join(map(str, kind.choices))} 之一"
        case click.IntRange():
            yield f"，应是{kind.min}到{kind.max}的整数"
        case _ if kind is click.INT:
            yield "，应是整数"


def _value_wanted(problem: click.BadOptionUsage) -> str:
    params = problem.ctx.command.get_params(problem.ctx) if problem.ctx else ()
    option = next((p for p in params if problem.option_name in p.opts), None)
    flag = isinstance(option, click.Option) and option.is_flag
    return "后面不带值" if flag else "后面要写上它的值"


def _see_help(ctx: click.Context | None) -> str:
    return f"用 {ctx.command_path if ctx else 'gongkai'} --help 查看用法"
