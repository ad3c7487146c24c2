"""`quickstart`: the main job from end to end, on real files and a real port."""

from __future__ import annotations

import http.server
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path
from typing import Callable, Optional, TypeVar

import click

import certwright as cw
from certwright.cli.common import Output, for_people

#: Where systems keep the roots that they trust: Debian, Red Hat, SUSE, Alpine.
_BUNDLES = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
]
T = TypeVar("T")

_PORT = 9699
_PAGE = b"served with a certificate from certwright\n"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default="quickstart")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def quickstart(folder: Path, as_json: bool) -> None:
    """Try everything on real files and a real port, in a new folder inside FOLDER (quickstart).

    Needs the openssl program. Nothing outside the folder is written.
    """
    tour = Tour(folder, Output(as_json))
    try:
        tour.run()
    finally:
        tour.stop()


class Tour:
    """The steps, each of which says what it did."""

    def __init__(self, folder: Path, output: Output) -> None:
        if shutil.which("openssl") is None:
            raise click.ClickException("the openssl program is not there; install it: apt-get install openssl")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = 1 + max((int(path.name) for path in folder.iterdir() if path.name.isdigit()), default=0)
        self.folder = (folder / str(number)).resolve()
        self.folder.mkdir(mode=0o700)
        self.output = output
        self.steps: list[tuple[str, str]] = []
        self.password = secrets.token_urlsafe(12)
        self.server: Optional[http.server.ThreadingHTTPServer] = None

    def run(self) -> None:
        self.output.say(f"Working in {self.folder}")
        store = self.step("make a store", self.make_store)
        entry = self.step("make this host's certificate", lambda: self.make_certificate(store))
        self.step("import the system's roots into TrustedRoot", lambda: self.import_roots(store))
        self.step("import a PFX that openssl made", lambda: self.import_pfx(store))
        self.step("import a PEM chain that openssl made", lambda: self.import_chain(store))
        self.step("list what is there", lambda: self.list_all(store))
        self.step("find by a badly pasted thumbprint", lambda: self.find(store, entry))
        certificate = self.step("export a PFX, read it into a second store", lambda: self.export(store, entry))
        url = self.step("serve HTTPS with the certificate", lambda: self.serve(entry))
        self.step("fetch a page, verified by Python's ssl", lambda: self.fetch_python(certificate))
        self.step("fetch a page, verified by openssl s_client", lambda: self.fetch_openssl(certificate))
        self.output.document(folder=str(self.folder), url=url, steps=[dict(step=step, result=result) for step, result in self.steps])
        self.output.table(["Step", "Result"], [[step, result] for step, result in self.steps], title="What was done")
        self.output.say(f"Look around: {sys.argv[0]} list --db {self.folder}/certs.db --key-file {self.folder}/key/certs.key --store Personal")

    def step(self, name: str, work: Callable[[], tuple[T, str]]) -> T:
        value, result = work()
        self.steps.append((name, result))
        self.output.say(f"- {name}: {result}")
        return value

    def make_store(self) -> tuple[cw.Store, str]:
        keys = self.folder / "key"
        keys.mkdir(mode=0o700)
        store = cw.Store.create(self.folder / "certs.db", key_file=keys / "certs.key")
        return store, "certs.db, its key file is key/certs.key"

    def make_certificate(self, store: cw.Store) -> tuple[cw.Entry, str]:
        names, _ = cw.local_host()
        entry = store.create_self_signed(
            names[0][:64] if names else "localhost",
            this_host=True,
            dns_names=["localhost"],
            ip_addresses=["127.0.0.1"],
            friendly_name="Quickstart",
        )
        return entry, f"{entry.subject}, {entry.key_algorithm}, valid to {for_people(entry.not_after)}, {entry.thumbprint}"

    def import_roots(self, store: cw.Store) -> tuple[None, str]:
        bundle = next((Path(path) for path in _BUNDLES if Path(path).is_file()), None)
        if bundle is None:
            raise click.ClickException("no CA bundle was found; install it: apt-get install ca-certificates")
        report = store.import_file(bundle, store="TrustedRoot")
        refused = [bag for bag in report.bags if not bag.taken]
        return None, f"{len(report.entries)} of {len(report.bags)} from {bundle}" + (f", not taken: {refused[0].note}" if refused else "")

    def import_pfx(self, store: cw.Store) -> tuple[None, str]:
        self.openssl("req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem -days 30 -subj /O=Quickstart/CN=rsa.example")
        self.openssl("pkcs12 -export -inkey rsa.key -in rsa.pem -name rsa -out rsa.pfx -passout stdin", self.password)
        report = store.import_file(self.folder / "rsa.pfx", password=self.password)
        return None, f"{report.format}: {', '.join(bag.what for bag in report.bags)}, key {report.entries[0].key_algorithm}"

    def import_chain(self, store: cw.Store) -> tuple[None, str]:
        curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes"
        (self.folder / "ca.ext").write_text("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n")
        (self.folder / "leaf.ext").write_text("subjectAltName=DNS:leaf.example\nextendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid\n")
        self.openssl(f"req -x509 {curve} -keyout root.key -out root.pem -days 30 -subj /CN=Root")
        self.openssl(f"req {curve} -keyout ca.key -out ca.csr -subj /CN=Issuer")
        self.openssl("x509 -req -in ca.csr -CA root.pem -CAkey root.key -CAcreateserial -out ca.pem -days 20 -extfile ca.ext")
        self.openssl(f"req {curve} -keyout leaf.key -out leaf.csr -subj /CN=leaf.example")
        self.openssl("x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out leaf.pem -days 10 -extfile leaf.ext")
        parts = ["leaf.key", "leaf.pem", "ca.pem"]
        chain = self.folder / "chain.pem"
        cw.write_file(chain, b"".join((self.folder / part).read_bytes() for part in parts))
        report = store.import_file(chain)
        leaf = next(entry for entry in report.entries if entry.has_private_key)
        above = ", ".join(certificate.subject for certificate in leaf.chain())
        return None, f"{report.format}: {', '.join(bag.what for bag in report.bags)}; the chain of {leaf.subject} is {above}"

    def list_all(self, store: cw.Store) -> tuple[None, str]:
        names = store.info().stores
        counts = {name: sum(1 for _ in store.find(store=name)) for name in names}
        return None, ", ".join(f"{name} {count}" for name, count in counts.items() if count)

    def find(self, store: cw.Store, entry: cw.Entry) -> tuple[None, str]:
        text = entry.thumbprint.lower()
        pasted = "\u200e" + " ".join(text[index : index + 2] for index in range(0, len(text), 2)) + "\u00a0"
        found = store.get(pasted)
        if found != entry:
            raise click.ClickException("another certificate was found")
        return None, f"{ascii(pasted[:15])}... is {found.friendly_name}"

    def export(self, store: cw.Store, entry: cw.Entry) -> tuple[Path, str]:
        pfx, pem = self.folder / "quickstart.pfx", self.folder / "quickstart.pem"
        cw.write_file(pfx, store.export(entry, with_key=True, password=self.password))
        cw.write_file(pem, store.export(entry, format="pem"), secret=False)
        second = cw.Store.create(self.folder / "second.db")
        report = second.import_file(pfx, password=self.password)
        copy = second.get(entry)
        if copy.identity().private_key.public_key_der != entry.public_key_der:
            raise click.ClickException("the key did not come back")
        return pem, f"{pfx.name}, {len(report.bags)} bags; {copy.thumbprint[:8]}... is there with its key"

    def serve(self, entry: cw.Entry) -> tuple[str, str]:
        server = _server()
        server.socket = entry.identity().ssl_context().wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.server = server
        url = f"https://127.0.0.1:{server.server_port}/"
        return url, url

    @property
    def port(self) -> int:
        assert self.server is not None  # the step before made it
        return self.server.server_port

    def fetch_python(self, certificate: Path) -> tuple[None, str]:
        context = ssl.create_default_context(cafile=str(certificate))
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as plain:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
                secure.sendall(b"GET / HTTP/1.0\r\n\r\n")
                version = secure.version()
                with secure.makefile("rb") as reader:
                    answer = reader.read()
        if not answer.endswith(_PAGE):
            raise click.ClickException("another page was served")
        return None, f"{version}, {len(_PAGE)} bytes"

    def fetch_openssl(self, certificate: Path) -> tuple[None, str]:
        line = f"s_client -connect 127.0.0.1:{self.port} -CAfile {certificate.name} -verify_return_error -verify_ip 127.0.0.1 -quiet -no_ign_eof"
        arguments = ["openssl", *line.split()]
        request = b"GET / HTTP/1.0\r\n\r\n"
        # the server answers at once and closes: openssl ends with it, not with its input
        with subprocess.Popen(arguments, cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdin is not None and process.stdout is not None and process.stderr is not None  # all are pipes
            process.stdin.write(request)
            process.stdin.flush()
            answer = process.stdout.read()
            process.stdin.close()
            said = process.stderr.read().decode(errors="replace")
        if not answer.endswith(_PAGE):
            raise click.ClickException(f"openssl did not get the page: {said.strip()[-300:]}")
        return None, f"verified against {certificate.name}, {len(_PAGE)} bytes"

    def openssl(self, line: str, standard_input: str = "") -> None:
        done = subprocess.run(["openssl", *line.split()], cwd=self.folder, input=standard_input + "\n", capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise click.ClickException(f"openssl {line.split()[0]} failed: {done.stderr.strip()[-300:]}")

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()


class _Page(http.server.BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(_PAGE)))
        self.end_headers()
        self.wfile.write(_PAGE)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the steps do."""


def _server() -> http.server.ThreadingHTTPServer:
    """On the first port from 9699 that is free."""
    for port in range(_PORT, _PORT + 100):
        try:
            return http.server.ThreadingHTTPServer(("127.0.0.1", port), _Page)
        except OSError:
            continue
    raise click.ClickException(f"no port from {_PORT} to {_PORT + 99} is free")

