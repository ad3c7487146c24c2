"""One store from several languages: what C# writes, Python reads, and the reverse; and all of them at once."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

import certwright as cw

from . import dotnet
from .dotnet import RUNTIMES, Runtime
from .header import ROOT

each_runtime = pytest.mark.parametrize("runtime", RUNTIMES, ids=lambda runtime: runtime.name)


@each_runtime
def test_csharp_reads_what_python_wrote(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with cw.Store.create(path) as store:
        written = [store.create_self_signed(f"größe {number}") for number in range(3)]
    lines = runtime.run(assembly, library, "store", "read", path).splitlines()
    assert lines == [f"{entry.subject}\t{entry.sha256}\tTrue" for entry in written]


@each_runtime
def test_python_reads_what_csharp_wrote(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with cw.Store.create(path) as store:
        thumbprints = runtime.run(assembly, library, "store", "add", path, "größe", "3").splitlines()
        for number, thumbprint in enumerate(thumbprints):
            entry = store.get(thumbprint)
            assert entry.subject == f"CN=größe {number}"
            assert entry.dns_names == [f"srv{number}.example"]
            assert entry.identity().private_key.matches(entry)
        assert {event.kind for event in store.events() if "csharp" in event.actor} == {"issued"}
        assert store.check().ok


@each_runtime
def test_what_one_language_backs_up_the_other_restores(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path, backups = tmp_path / "certs.db", tmp_path / "backups"
    backups.mkdir()
    with cw.Store.create(path) as store:
        entry = store.create_self_signed("served")
        store.assign(entry.certificate, role="client", scope="db1")
        (name,) = runtime.run(assembly, library, "store", "backup", path, backups).splitlines()
        (made,) = store.backups()
        assert [file.name for file in made.files] == [name]
        assert store.verify_backup(backups / name, password="secret").complete
        with cw.Store.create(tmp_path / "python.db") as new:
            assert new.restore(backups / name, password="secret").changed
            assert new.get(entry.thumbprint).identity().private_key.matches(entry.certificate)
            assert [(one.role, one.scope) for one in new.assignments()] == [("client", "db1")]
        (file,) = store.backup(backups, password="secret").backup.files
    with cw.Store.create(tmp_path / "csharp.db") as new:
        lines = runtime.run(assembly, library, "store", "restore", new.path, backups / file.name).splitlines()
        assert lines == ["certificate CN=served: added", "assignment client (db1): added"]
        assert new.get(entry.thumbprint).identity().private_key.matches(entry.certificate)


def present(listener: socket.socket, context: ssl.SSLContext) -> None:
    """Shakes hands with whoever comes first."""
    listener.settimeout(60)
    connection, _ = listener.accept()
    with connection, context.wrap_socket(connection, server_side=True) as tls:
        assert tls.recv(1) == b""


@each_runtime
def test_csharp_and_python_believe_by_each_others_decisions(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with cw.Store.create(path) as store:
        server = store.create_self_signed("localhost", dns_names=["localhost"])
        with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as threads:
            port = listener.getsockname()[1]
            looked_at = threads.submit(present, listener, server.identity().ssl_context())
            (line,) = runtime.run(assembly, library, "store", "trust", path, f"localhost:{port}").splitlines()
            looked_at.result()
            assert line == f"localhost {port} {server.sha256}"
        (made,) = store.decisions()
        assert (made.by, made.certificate.sha256) == ("csharp", server.sha256)
        assert store.verify([made.certificate], "localhost", port).decision == made
        store.trust("other.example:443", [made.certificate], server.sha256, pin="key", by="python")
        lines = runtime.run(assembly, library, "store", "decisions", path).splitlines()
        assert lines == [
            f"Decision 1: the certificate of localhost port {port} by csharp",
            "Decision 2: the key of other.example port 443 by python",
        ]


@each_runtime
def test_csharp_and_python_set_one_endpoint(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with cw.Store.create(path) as store:
        (line,) = runtime.run(assembly, library, "store", "endpoint", path, "9443").splitlines()
        endpoint = store.endpoint()
        status = endpoint.status()
        assert line == f"api: https on port 9443 {status.settings.sha256}"
        assert store.endpoints() == [status.settings] and status.settings.generated
        assert endpoint.certificate().subject == "CN=Integration API"
        assert endpoint.identity().private_key.matches(endpoint.certificate())
        assert {event.kind for event in store.events() if "csharp" in event.actor} == {"issued", "endpoint-changed"}
        assert store.check().ok
        endpoint.http(8080)
        store.endpoint("web").disable()
        lines = runtime.run(assembly, library, "store", "endpoints", path).splitlines()
        assert lines == ["api: http on port 8080 True", "web: off on port 9699 True"]


@each_runtime
def test_settings_that_were_altered_are_refused_and_taken_away_by_a_reset(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with cw.Store.create(path) as store:
        store.endpoint().disable()
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE endpoints SET port = 1")
    lines = runtime.run(assembly, library, "store", "endpoints", path).splitlines()
    assert lines == ["tampered", "api: https on port 9699 True"]


@each_runtime
def test_assignments_that_were_altered_are_discarded(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with cw.Store.create(path) as store:
        entry = store.create_self_signed("a")
        store.assign(entry.certificate, role="client")
        store.assign(entry.certificate, role="front", create_role=True)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE assignments SET scope = 'db1' WHERE role = 'front'")
    lines = runtime.run(assembly, library, "store", "discard", path).splitlines()
    assert lines == ["tampered", f"the assignment of {entry.sha256} to front", "client discarded 0"]


def issued(number: int, issuer: tuple[x509.Certificate, rsa.RSAPrivateKey] | None) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    """A CA, or what it issues for localhost; RSA, because Mono serves nothing else."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"number {number}")])
    above, signer = (issuer[0].subject, issuer[1]) if issuer else (name, key)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(above).public_key(key.public_key()).serial_number(number)
    builder = builder.not_valid_before(datetime(2001, 1, 1)).not_valid_after(datetime(2999, 1, 1))
    is_ca = number <= 2
    builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    if not is_ca:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in this_host()]), critical=False)
    return builder.sign(signer, hashes.SHA256()), key


def this_host() -> list[str]:
    """The names by which an endpoint's certificate is compared with this host, and localhost."""
    return ["localhost", *cw.self_signed("names", this_host=True).certificate.dns_names]


@each_runtime
def test_csharp_serves_the_chain_that_python_sets(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    root = issued(1, None)
    ca = issued(2, root)
    above = cw.Certificate.from_cryptography(ca[0])
    kept = dotnet.SDK / "home" / ".dotnet" / "corefx" / "cryptography" / "x509stores" / "ca" / f"{above.thumbprint}.pfx"
    with cw.Store.create(path) as store:
        leaves = [cw.Identity(cw.Certificate.from_cryptography(leaf), cw.PrivateKey.from_cryptography(key), [above]) for leaf, key in (issued(3, ca), issued(4, ca))]
        for leaf in leaves:
            store.add(leaf)
        endpoint = store.endpoint()
        endpoint.https(certificate=leaves[0].certificate)
        try:
            with runtime.start(assembly, library, "store", "serve", path) as serving:
                assert serving.stdin and serving.stdout
                server = f"localhost:{int(serving.stdout.readline())}"
                for leaf in leaves:
                    endpoint.https(certificate=leaf.certificate)
                    check = endpoint.check(server)
                    assert check.ok, check.findings
                    assert check.served and check.served.chain == [leaf.certificate, above]
                serving.stdin.close()
                assert serving.wait(60) == 0
        finally:
            kept.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def in_c(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in C, with the library beside it under the name that its header's number gives it."""
    folder = tmp_path_factory.mktemp("c")
    (folder / "libcertwright.so.1").symlink_to(library)
    source, include = Path(__file__).with_name("add.c"), ROOT / "ffi" / "include"
    dotnet.run("cc", "-std=c11", "-Wall", "-Wextra", "-pedantic", "-Werror", f"-I{include}", source, library, f"-Wl,-rpath,{folder}", "-o", folder / "add")
    return folder / "add"


def test_four_languages_write_at_once(assembly: Path, library: Path, in_c: Path, tmp_path: Path) -> None:
    path, count = tmp_path / "certs.db", 10
    printed: dict[str, list[str]] = {}

    def csharp(runtime: Runtime) -> None:
        printed[runtime.name] = runtime.run(assembly, library, "store", "add", path, runtime.name, str(count)).splitlines()

    def c() -> None:
        printed["c"] = dotnet.run(in_c, path, "c", str(count)).stdout.splitlines()

    def rust() -> None:
        commands = [f"open {path}", *(f"new rust-{number}" for number in range(count))]
        done = subprocess.run([ROOT / "build" / "worker"], input="\n".join(commands), capture_output=True, text=True, check=True)
        assert "error" not in done.stdout
        printed["rust"] = [entry.thumbprint for entry in store.find(subject_contains="rust-")]

    with cw.Store.create(path) as store, ThreadPoolExecutor() as threads:
        others = [threads.submit(csharp, runtime) for runtime in RUNTIMES] + [threads.submit(c), threads.submit(rust)]
        printed["python"] = [store.create_self_signed(f"python {number}").thumbprint for number in range(count)]
        for other in others:
            other.result()
        assert {name: len(thumbprints) for name, thumbprints in printed.items()} == dict.fromkeys(["core", "mono", "c", "rust", "python"], count)
        assert sorted(entry.thumbprint for entry in store.find()) == sorted(sum(printed.values(), []))
        assert [event.number for event in store.events()] == list(range(1, store.last_event + 1))
        assert store.check().ok
    for runtime in RUNTIMES:
        assert len(runtime.run(assembly, library, "store", "read", path).splitlines()) == 5 * count


@each_runtime
def test_what_is_behind_something_altered_is_found(runtime: Runtime, assembly: Path, library: Path, tmp_path: Path) -> None:
    path = tmp_path / "certs.db"
    with cw.Store.create(path) as store:
        for name in ("a", "b", "c"):
            store.create_self_signed(name)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE certificates SET der = x'3000' WHERE id = 2")
    assert runtime.run(assembly, library, "store", "survey", path).splitlines() == ["CN=a", "damaged", "CN=c"]


@each_runtime
def test_the_roots_of_the_system_count_where_they_are_wanted(
    runtime: Runtime, assembly: Path, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cw.Store.create(tmp_path / "certs.db").close()
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    for file, verdict in [("root.pem", "System CN=Root"), ("leaf.pem", "issuer_not_found")]:
        monkeypatch.setenv("SSL_CERT_FILE", str(ROOT / "core/tests/data/chain" / file))  # in place of what the machine trusts
        default, wanted, unwanted = runtime.run(assembly, library, "store", "roots", tmp_path / "certs.db").splitlines()
        assert (default, wanted, unwanted) == (verdict, verdict, "issuer_not_found")
