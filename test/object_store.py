"""Object storage on this machine that speaks enough of S3 and of Google's for GDAL; run by itself.

Its folders are its buckets. That of ``private`` asks for a request signed with the key `KEY`,
that of ``denied`` refuses everything; both answer as S3 does. It prints its port, and ends with its
standard input.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from range_server import RangeHandler

KEY, SECRET = "AKIDEXAMPLE0SEEN", "wJalrXUtnFEMI+never+to+be+seen"
_SIGNED = (f"Credential={KEY}/", f"GOOG1 {KEY}:")  # Amazon's way, and Google's


@contextmanager
def object_store(folder: Path) -> Iterator[str]:
    """Give the address, without a protocol, of object storage whose buckets lie in a folder."""
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
            yield f"127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.stdin.close()


class _Handler(RangeHandler):
    def do_GET(self):
        asked = urlsplit(self.path)
        bucket, _, key = asked.path.lstrip("/").partition("/")
        signed = self.headers["Authorization"] or ""
        known = any(way in signed for way in _SIGNED)
        if bucket == "denied" or (bucket == "private" and not known):
            self._refuse(403, "AccessDenied", "Access Denied")
        elif not Path(bucket).is_dir():
            self._refuse(404, "NoSuchBucket", "The specified bucket does not exist")
        elif not key:
            self._list(bucket)
        elif not Path(bucket, key).is_file():
            self._refuse(404, "NoSuchKey", "The specified key does not exist.")
        else:
            super().do_GET()

    do_HEAD = do_GET  # noqa: N815 (the library's name)

    def _refuse(self, status: int, code: str, message: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code><Message>{message}</Message></Error>")

    def _list(self, bucket: str) -> None:
        files = "".join(
            f"<Contents><Key>{path.name}</Key><Size>{path.stat().st_size}</Size>"
            "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
            for path in sorted(Path(bucket).iterdir())
        )
        self._answer(
            200,
            f"<ListBucketResult><Name>{bucket}</Name><Prefix/><IsTruncated>false</IsTruncated>"
            f"{files}</ListBucketResult>",
        )

    def _answer(self, status: int, text: str) -> None:
        body = f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    print(server.server_port, flush=True)
    Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
