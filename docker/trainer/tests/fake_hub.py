"""A hub on loopback that serves one model folder: its file list, ranges, a gate, and breaks in the middle."""

from __future__ import annotations

import hashlib
import json
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMIT = "a" * 40


class FakeHub(ThreadingHTTPServer):
    """Serves `folder` as `owner/model`; with `token` it is gated; with `cut` the first large answer breaks off."""

    daemon_threads = True

    def __init__(self, folder: Path, *, token: str | None = None, cut: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder, self.token, self.cut = folder, token, cut
        self.requests: list[tuple[str, str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeHub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self._answer(body=False)

    def do_GET(self):
        self._answer(body=True)

    def _answer(self, body):
        hub = self.server
        path = self.path.split("?")[0]
        hub.requests.append((self.command, path, self.headers.get("Range")))
        if path.startswith("/api/models/owner/model"):
            return self._json(self._info())
        prefix = f"/owner/model/resolve/{COMMIT}/"
        if not path.startswith(prefix):
            return self._refuse(404, "RepoNotFound")
        if hub.token and self.headers.get("Authorization") != f"Bearer {hub.token}":
            return self._refuse(403, "GatedRepo")
        return self._file(hub.folder / path.removeprefix(prefix), body)

    def _info(self):
        files = sorted(path for path in self.server.folder.rglob("*") if path.is_file())
        return {
            "id": "owner/model", "sha": COMMIT, "private": False, "tags": [], "downloads": 0,
            "siblings": [
                {"rfilename": str(path.relative_to(self.server.folder)), "size": path.stat().st_size} for path in files
            ],
        }  # fmt: skip

    def _file(self, path, body):
        content = path.read_bytes()
        start = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").split("-")[0])
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("Accept-Ranges", "bytes")
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if body and self.server.cut and len(content) > 100_000:
            self.server.cut = False
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        elif body:
            self.wfile.write(content[start:])

    def _json(self, value):
        content = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _refuse(self, status, code):
        self.send_response(status)
        self.send_header("X-Error-Code", code)
        self.send_header("X-Error-Message", code)
        self.send_header("Content-Length", "0")
        self.end_headers()
