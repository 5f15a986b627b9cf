"""An adapter that notes each letter in a file, and a worker to be killed while it sends.

`python -m tests.web.messages.slow` works until it is killed. GONGKAI_TEST_NOTES is the file.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.web.messages.adapters import Letter


class Slow:
    """A gateway that takes a moment; what it has accepted stands in the file."""

    def send(self, letter: Letter) -> None:
        """Note the key in one write, which a kill does not cut."""
        time.sleep(0.002)
        notes = os.open(os.environ["GONGKAI_TEST_NOTES"], os.O_WRONLY | os.O_APPEND)
        try:
            os.write(notes, f"{letter.key}\n".encode())
            time.sleep(0.002)
        finally:
            os.close(notes)


if __name__ == "__main__":
    import django

    django.setup()
    from gongkai.web.messages.work import Loop

    Loop(0.05).work(once=True)
