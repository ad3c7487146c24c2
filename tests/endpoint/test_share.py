"""The commands that make other machines trust an endpoint, run as they are printed, in scratch homes."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import certwright as cw


@pytest.fixture
def shared(endpoint: cw.Endpoint, tmp_path: Path) -> tuple[cw.Shared, Path]:
    """What others are given, in a folder of theirs."""
    endpoint.https(subject="srv1", dns_names=["localhost"])
    folder = tmp_path / "theirs"
    folder.mkdir()
    shared = endpoint.share("localhost")
    for name, octets in shared.files:
        (folder / name).write_bytes(octets)
    return shared, folder


def commands(shared: cw.Shared, system: str) -> list[str]:
    return next(one.commands for one in shared.instructions if one.system == system)


def run(command: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(command, shell=True, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def serving(endpoint: cw.Endpoint) -> Iterator[int]:
    """The endpoint, served until the end; its port."""
    context = endpoint.ssl_context()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        done = threading.Event()

        def serve() -> None:
            while True:
                tcp, _ = listener.accept()
                with tcp:
                    if done.is_set():
                        return
                    try:
                        with context.wrap_socket(tcp, server_side=True) as tls:
                            tls.recv(1024)
                            tls.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                    except (OSError, ssl.SSLError):
                        pass  # a client that does not trust it ends the handshake

        thread = threading.Thread(target=serve)
        thread.start()
        port: int = listener.getsockname()[1]
        try:
            yield port
        finally:
            done.set()
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
            thread.join(60)
            assert not thread.is_alive()


def test_nss_trusts_it_after_the_command(shared: tuple[cw.Shared, Path], tmp_path: Path) -> None:
    given, folder = shared
    home = tmp_path / "home"
    (home / ".pki" / "nssdb").mkdir(parents=True)
    run("certutil -N --empty-password -d sql:$HOME/.pki/nssdb", folder, HOME=str(home))
    verify = "certutil -V -u V -n api -d sql:$HOME/.pki/nssdb"
    for command in commands(given, "nss"):
        run(command, folder, HOME=str(home))
    assert "certificate is valid" in run(verify, folder, HOME=str(home))
    run("certutil -M -n api -t ,, -d sql:$HOME/.pki/nssdb", folder, HOME=str(home))
    untrusted = subprocess.run(verify, shell=True, cwd=folder, env={**os.environ, "HOME": str(home)}, capture_output=True, timeout=60)
    assert untrusted.returncode != 0, "it was the command that made it trusted"


def test_java_trusts_it_after_the_command(shared: tuple[cw.Shared, Path]) -> None:
    given, folder = shared
    [command] = commands(given, "java")
    assert " -cacerts " in command
    run(command.replace("-cacerts", "-keystore trust.p12 -storepass changeit"), folder)
    listed = run("keytool -list -keystore trust.p12 -storepass changeit -alias api", folder)
    assert "trustedCertEntry" in listed
    sha256 = given.certificate.sha256
    assert ":".join(sha256[at : at + 2] for at in range(0, 64, 2)) in listed


def test_debian_trusts_it_after_the_commands(shared: tuple[cw.Shared, Path], endpoint: cw.Endpoint, tmp_path: Path) -> None:
    """In folders of the test's own: update-ca-certificates takes them as options, and the first command is given them by a name."""
    given, folder = shared
    local, certs = tmp_path / "local", tmp_path / "certs"
    local.mkdir()
    certs.mkdir()
    install, update = commands(given, "debian")
    run(install.replace("/usr/local/share/ca-certificates/", f"{local}/"), folder)
    options = f"--localcertsdir {local} --etccertsdir {certs} --certsconf /dev/null --hooksdir {tmp_path}"
    run(f"{update} {options}", folder)
    with serving(endpoint) as port:
        fetch = ["curl", "--silent", "--show-error", "--max-time", "30", f"https://localhost:{port}/", "--cacert"]
        if shutil.which("curl"):
            assert subprocess.run([*fetch, str(certs / "ca-certificates.crt")], capture_output=True, text=True, timeout=60).stdout == "hello"
        command = ["openssl", "s_client", "-connect", f"localhost:{port}", "-servername", "localhost", "-verify_hostname", "localhost"]
        command += ["-verify_return_error", "-CAfile", str(certs / "ca-certificates.crt")]
        done = subprocess.run(command, input="Q\n", capture_output=True, text=True, timeout=60)
        assert "Verify return code: 0 (ok)" in done.stdout, done.stderr


def test_certwright_trusts_it_after_the_command(shared: tuple[cw.Shared, Path], endpoint: cw.Endpoint, tmp_path: Path) -> None:
    given, folder = shared
    db = tmp_path / "other" / "certs.db"
    db.parent.mkdir()
    other = cw.Store.create(db)
    with serving(endpoint) as port:
        [command] = commands(given, "certwright")
        assert command.startswith("certwright trust add localhost:9699 --thumbprint ")
        # the port of the test is another one than the endpoint's usual
        command = command.replace(":9699", f":{port}")
        told = json.loads(run(f"{command} --yes --json --db {db}", folder, PATH=f"{Path(os.sys.executable).parent}:{os.environ['PATH']}"))  # type: ignore[attr-defined]
        assert told["changed"] is True
        context = other.client_context()
        with socket.create_connection(("127.0.0.1", port), timeout=30) as tcp, context.wrap_socket(tcp, server_hostname="localhost") as tls:
            tls.sendall(b"x")
            assert tls.recv(4096).endswith(b"hello")


def test_the_files_hold_no_key(shared: tuple[cw.Shared, Path]) -> None:
    given, folder = shared
    for name, octets in given.files:
        assert b"PRIVATE" not in octets
        assert [bag.what for bag in cw.read_file((folder / name).read_bytes()).bags] == ["certificate"]
    macos = next(one for one in given.instructions if one.system == "macos")
    assert any("825 days" in note for note in macos.notes)
    windows = next(one for one in given.instructions if one.system == "windows")
    assert windows.commands == ["certutil -addstore -f Root api.cer"]
