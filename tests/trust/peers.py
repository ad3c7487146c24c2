"""Servers on loopback: ours in threads, and programs of others."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

Handler = Callable[[socket.socket], object]


@contextlib.contextmanager
def listening(handle: Handler, *, host: str = "127.0.0.1") -> Iterator[int]:
    """Hands each connection to a thread of its own; the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family, backlog=256) as server:

        def one(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):  # whoever connected may go at any time
                handle(connection)

        def accept() -> None:
            with contextlib.suppress(OSError):  # closed, at the end
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=one, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(10)


@contextlib.contextmanager
def serving(context: ssl.SSLContext, *, host: str = "127.0.0.1", seen: list[bytes] | None = None) -> Iterator[int]:
    """A small HTTPS server; `seen` gets all that came through TLS."""

    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as tls:
            asked = tls.recv(65536)
            if seen is not None:
                seen.append(asked)
            if asked:
                tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
                tls.unwrap()

    with listening(handle, host=host) as port:
        yield port


@contextlib.contextmanager
def s_server(*options: str | Path) -> Iterator[int]:
    """openssl s_server; the port that it says."""
    command = ["openssl", "s_server", "-accept", "127.0.0.1:0", *map(str, options)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None and process.stdin is not None
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if found := re.fullmatch(r"ACCEPT .*:(\d+)\s*", line):
                break
        else:
            raise AssertionError(f"openssl s_server does not serve: {''.join(said)}")
        drain = threading.Thread(target=process.stdout.read, daemon=True)
        drain.start()
        yield int(found[1])
    finally:
        process.kill()
        process.wait(10)


@contextlib.contextmanager
def nginx(folder: Path, server: str) -> Iterator[int]:
    """nginx with these directives in its server; it returns to us when it listens."""
    program = "/usr/sbin/nginx"
    port = free_port()
    config = folder / "nginx.conf"
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    config.write_text(
        f"worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {temporary}\n"
        f"server {{ listen 127.0.0.1:{port} ssl; {server} location / {{ return 200 'hello'; }} }} }}\n"
    )
    command = [program, "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")]
    subprocess.run(command, check=True, timeout=60)
    try:
        yield port
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, timeout=60)


def free_port() -> int:
    """One that was free just now: for programs that do not say which one they took."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
