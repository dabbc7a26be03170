"""A web server on this machine that knows ranges, as object storage does; run by itself.

It serves the folder it is started in, prints its address, and ends with its standard input. Of a
path that begins with ``/failing/`` every second request is answered by 503.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Give the address under which GDAL reads a folder: ``/vsicurl/http://127.0.0.1:…``."""
    process = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=folder,
    )
    with process:
        try:
            yield f"/vsicurl/{process.stdout.readline().strip()}"
        finally:
            process.stdin.close()


class RangeHandler(SimpleHTTPRequestHandler):
    """Answers with the range of a file that is asked for."""

    asked = 0

    def do_GET(self):
        if self.path.startswith("/failing/"):
            RangeHandler.asked += 1
            if RangeHandler.asked % 2:
                self.send_error(503)
                return
            self.path = self.path[len("/failing") :]
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        size, found = (
            path.stat().st_size,
            re.match(r"bytes=(\d+)-(\d*)", self.headers["Range"] or ""),
        )
        first, last = (
            (int(found[1]), min(int(found[2] or size), size - 1)) if found else (0, size - 1)
        )
        self.send_response(206 if found else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(last - first + 1))
        if found:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.end_headers()
        if self.command == "GET":
            with open(path, "rb") as file:
                file.seek(first)
                self.wfile.write(file.read(last - first + 1))

    do_HEAD = do_GET  # noqa: N815 (the library's name)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), RangeHandler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
