"""Serve a folder at http://127.0.0.1:PORT until Ctrl+C; opens a browser where there is a screen."""

from __future__ import annotations

import os
import sys
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Pages(SimpleHTTPRequestHandler):
    """The files of the folder, as UTF-8, without a line on the terminal for each request."""

    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
    }

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(folder: str, port: int) -> int:
    """Serve on the first free port from `port` on."""
    handler = partial(Pages, directory=folder)
    for candidate in range(port, port + 20):
        try:
            server = ThreadingHTTPServer(("127.0.0.1", candidate), handler)
            break
        except OSError:
            print(f"端口 {candidate} 已被占用")
    else:
        print(f"没有空闲端口；可用 make run PORT=… 另选，或直接打开 {folder}/index.html")
        return 1
    address = f"http://127.0.0.1:{server.server_port}/"
    print(f"请在浏览器中打开 {address} ；按 Ctrl+C 结束", flush=True)
    if sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY"):
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
