"""The page of settings: every environment variable, by what the settings themselves declare."""

from __future__ import annotations

import gongkai.web.settings.base  # noqa: F401 - declares the settings
from gongkai.web.settings.environment import DECLARED


def settings() -> str:
    """A table: name, what it is for, default."""
    lines = [
        "# 设置",
        "",
        "平台的设置都是环境变量；正式安装写在 `/etc/gongkai/gongkai.env`，每行一项，如",
        "`GONGKAI_HOSTS=gk.example.gov.cn`。改动后重新启动 `gongkai-web` 和 `gongkai-worker`。",
        "标有“密”的含有密钥或口令，文件只应由管理员和服务读取。",
        "",
        "| 环境变量 | 用途 | 不写时 |",
        "|---|---|---|",
    ]
    for one in sorted(DECLARED.values(), key=lambda one: one.name):
        if one.name.startswith("GONGKAI_TEST"):
            continue
        text = one.zh + ("（密）" if one.secret else "")
        default = f"`{one.default}`" if one.default.isascii() and one.default else one.default
        lines.append(f"| `{one.name}` | {text} | {default or '空'} |".replace("||", "| |"))
    return "\n".join(lines) + "\n"
