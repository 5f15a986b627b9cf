"""Writes the golden document of the API anew: python -m tests.web.api.write_openapi."""

from __future__ import annotations

import json
import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings.test")


def main() -> None:
    """Look at the difference before it is kept: others rely on this document."""
    import django

    django.setup()
    from gongkai.web.api.v1 import api

    text = json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1)
    Path(__file__).with_name("openapi.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
