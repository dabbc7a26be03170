"""Packages come from an index, and what was loaded is not loaded again by the next try."""

import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.installation.install import install
from poplar_nn_plugin.worker.environment import worker_folder


@pytest.fixture
def index(shop, monkeypatch):
    """Serve the wheels of the shop on this computer, and return the names that were asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.strip("/").rpartition("/")[2]
            asked.append(name)
            wheels = {path.name: path for path in shop.wheels.glob("*.whl")}
            if name in wheels:
                body, kind = wheels[name].read_bytes(), "application/octet-stream"
            else:
                links = "".join(f'<a href="/files/{one}">{one}</a>' for one in wheels)
                body, kind = f"<!DOCTYPE html><html><body>{links}</body></html>", "text/html"
                body = body.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=3600" if name in wheels else "no-cache")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    place = f"127.0.0.1:{server.server_port}"
    monkeypatch.setenv("PIP_INDEX_URL", f"http://{place}/simple")
    monkeypatch.setenv("PIP_TRUSTED_HOST", place)  # pip keeps nothing of others without TLS
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    yield asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_next_try_loads_nothing_again_and_leaves_nothing(shop, quick_pip, log, index):
    def fail(python, progress):
        raise InstallationError("A small network does not run.")

    wanted = shop.wanted(wheels=None)
    with pytest.raises(InstallationError, match="small network"):
        install(shop.profile, wanted, fail, log())
    assert index.count("tiny-1.0-py3-none-any.whl") == 1
    assert shop.left() == {"installing.lock", "loaded"}

    told = log()
    install(shop.profile, wanted, lambda python, progress: None, told)

    assert index.count("tiny-1.0-py3-none-any.whl") == 1
    assert shop.version() == "1.0"
    assert shop.left() == {"worker", "installing.lock"}
    assert any("are loaded and take" in text for text in told.said)
    assert worker_folder(shop.profile).is_dir()
