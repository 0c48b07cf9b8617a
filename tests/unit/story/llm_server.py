"""A real HTTP server on the loopback that behaves as it is told, for the `openai` analyst."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WHOLE = {
    "genre": "horror", "emotions": ["dread", "panic"], "words": ["cold", "slow", "thin"],
    "title": "The Door", "function": "build",
}  # fmt: skip


def said(text, finish="stop"):
    """Return the body of a chat completion."""
    message = {"role": "assistant", "content": text}
    return {"model": "tiny", "choices": [{"message": message, "finish_reason": finish}]}


def answer(text=None, finish="stop", **changes):
    """Return a behaviour: answer 200 with a text, or with our whole answer and changes."""
    body = said(json.dumps({**WHOLE, **changes}) if text is None else text, finish)
    return lambda handler: handler.give(200, body)


def status(code, message="no", **headers):
    """Return a behaviour: an error of the API's form."""
    return lambda handler: handler.give(code, {"error": {"message": message}}, headers)


def raw(data, code=200):
    """Return a behaviour: these very bytes as body."""
    return lambda handler: handler.give_bytes(code, data)


def slow(seconds, then=None):
    """Return a behaviour: silence, then an answer."""

    def behave(handler):
        handler.server.stopped.wait(seconds)
        (then or answer())(handler)

    return behave


def drip(seconds):
    """Return a behaviour: a byte now and then, for some time."""

    def behave(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s and not handler.server.stopped.wait(0.05):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    return behave


def cut(handler):
    """Announce more bytes than are sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.wfile.flush()
    handler.close_connection = True


def hang_up(handler):
    """Close without a word."""
    handler.close_connection = True
    handler.connection.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.server.seen.append(("GET", self.path, dict(self.headers), None))
        self._behave(self.server.models)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append(("POST", self.path, dict(self.headers), body))
        script = self.server.script
        self._behave(script.pop(0) if len(script) > 1 else script[0])

    def _behave(self, behaviour):
        try:
            behaviour(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def give(self, code, body, headers=None):
        self.give_bytes(code, json.dumps(body).encode(), headers)

    def give_bytes(self, code, data, headers=None):
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name.replace("_", "-"), str(value))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def asked(self):
        """Bodies of the questions, in order."""
        return [body for method, _, _, body in self.seen if method == "POST"]


def models(*names):
    """Return a behaviour: list these models."""
    return lambda handler: handler.give(200, {"data": [{"id": name} for name in names]})


@contextmanager
def serving(*script, listing=None):
    """Serve the behaviours in turn (the last one for ever); yield the server."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.script, server.seen, server.stopped = list(script), [], threading.Event()
    server.models = listing or models("tiny")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
