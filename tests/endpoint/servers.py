"""nginx and HAProxy on loopback, each in a folder of its own, reading its certificate from files."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
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


@contextmanager
def haproxy(folder: Path) -> Iterator[Site]:
    """HAProxy in master-worker mode with the file that lies in the folder already; SIGUSR2 makes it read that anew."""
    port = free_port()
    certificate, config, pid = folder / "site.pem", folder / "haproxy.cfg", folder / "haproxy.pid"
    config.write_text(
        f"global\n  pidfile {pid}\n"
        "defaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n"
        f"frontend site\n  bind 127.0.0.1:{port} ssl crt {certificate}\n  http-request return status 200 content-type text/plain string hello\n"
    )
    subprocess.run([HAPROXY, "-W", "-D", "-f", str(config)], check=True, timeout=60)
    master = int(pid.read_text().split()[0])
    try:
        yield Site("haproxy", port, certificate, None, ["kill", "-USR2", str(master)])
    finally:
        os.kill(master, signal.SIGTERM)


SERVERS = {"nginx": nginx, "haproxy": haproxy}
