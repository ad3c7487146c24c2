"""nginx and HAProxy on loopback, each in a folder of its own, reading its certificate from files."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NGINX = "/usr/sbin/nginx"
HAPROXY = "/usr/sbin/haproxy"


@dataclass
class Site:
    """A server that runs: where it listens, what it reads, and what makes it read that anew."""

    layout: str
    port: int
    certificate: Path
    key: "Path | None"
    reload: list[str]


def free_port() -> int:
    """One that was free just now: for programs that do not say which one they took."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def nginx(folder: Path) -> Iterator[Site]:
    """nginx with the files that lie in the folder already."""
    port = free_port()
    certificate, key, config = folder / "site.crt", folder / "site.key", folder / "nginx.conf"
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    config.write_text(
        f"worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {temporary}\n"
        f"server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {certificate}; ssl_certificate_key {key};"
        " location / { return 200 'hello'; } } }\n"
    )
    command = [NGINX, "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")]
    subprocess.run(command, check=True, timeout=60)
    try:
        yield Site("nginx", port, certificate, key, [*command, "-s", "reload"])
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, timeout=60)


RELOAD = """
import socket, sys
with socket.socket(socket.AF_UNIX) as master:
    master.settimeout(30)
    master.connect(sys.argv[1])
    master.sendall(b"reload\\n")
    while master.recv(4096):
        pass
"""
"""Asks HAProxy's master, which does so one after the other; of signals it loses those that come while it is busy with one."""


@contextmanager
def haproxy(folder: Path) -> Iterator[Site]:
    """HAProxy in master-worker mode with the file that lies in the folder already."""
    port = free_port()
    certificate, config, pid = folder / "site.pem", folder / "haproxy.cfg", folder / "haproxy.pid"
    config.write_text(
        f"global\n  pidfile {pid}\n"
        "defaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n"
        f"frontend site\n  bind 127.0.0.1:{port} ssl crt {certificate}\n  http-request return status 200 content-type text/plain string hello\n"
    )
    with tempfile.TemporaryDirectory() as short:  # for the path of a socket
        master = Path(short) / "master"
        subprocess.run([HAPROXY, "-W", "-D", "-S", str(master), "-f", str(config)], check=True, timeout=60)
        process = int(pid.read_text().split()[0])
        try:
            yield Site("haproxy", port, certificate, None, [sys.executable, "-c", RELOAD, str(master)])
        finally:
            os.kill(process, signal.SIGTERM)


SERVERS = {"nginx": nginx, "haproxy": haproxy}
