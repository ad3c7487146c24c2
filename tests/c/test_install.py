"""`make install`, and programs outside the tree that use what it installs: by pkg-config and by CMake, shared and static."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import certwright as cw

from .peers import GONE_BY, issue, s_server

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "bindings/c/examples"
DATA = ROOT / "core/tests/data"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.c"))
WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Werror"]
COMPILERS = {
    "gcc": ["gcc", "-std=c11"],
    "clang": ["clang", "-std=c11"],
    "g++": ["g++", "-std=c++17", "-x", "c++"],
    "clang++": ["clang++", "-std=c++17", "-x", "c++"],
}
#: An account's number that nobody has.
NOBODY = 54321

Programs = Callable[[str], Path]


def output(*command: str | Path, **environment: str) -> str:
    """What a command writes; it must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prefix, below a folder that stands for the root. CW_INSTALL_FROM names a folder of libraries that are built already."""
    root = tmp_path_factory.mktemp("root")
    built = os.environ.get("CW_INSTALL_FROM")
    if built is None:
        output("make", "-C", ROOT, "install", "PREFIX=/opt/certwright", f"DESTDIR={root}")
    else:
        output(ROOT / "bindings/c/install", built, PREFIX="/opt/certwright", DESTDIR=str(root))
    moved = root / "moved"  # what was installed may be moved: nothing in it names where it was made for
    (root / "opt/certwright").rename(moved)
    return moved


def flags(installed: Path, *wanted: str) -> list[str]:
    return output("pkg-config", *wanted, "certwright", PKG_CONFIG_PATH=str(installed / "lib/pkgconfig")).split()


@pytest.fixture(scope="session", params=["shared", "static"])
def link(request: pytest.FixtureRequest, installed: Path) -> list[str]:
    """The flags that link a program, by pkg-config."""
    if request.param == "shared":
        return [*flags(installed, "--libs"), f"-Wl,-rpath,{installed}/lib"]
    return [flag.replace("-lcertwright", "-l:libcertwright.a") for flag in flags(installed, "--static", "--libs")]


@pytest.fixture(params=COMPILERS)
def programs(request: pytest.FixtureRequest, installed: Path, link: list[str], tmp_path: Path) -> Programs:
    """Compiles an example outside the tree."""

    def build(name: str) -> Path:
        source = shutil.copy(EXAMPLES / f"{name}.c", tmp_path)
        tls = ["-lssl", "-lcrypto"] if name in ("client_trust", "endpoint", "serve_tls") else []
        language = ["-x", "none"] if request.param.endswith("++") else []
        cflags = flags(installed, "--cflags")
        output(*COMPILERS[request.param], *WARNINGS, *cflags, source, *language, "-o", tmp_path / name, *link, *tls)
        return tmp_path / name

    return build


def run_examples(program: Programs, folder: Path) -> None:
    """What the examples do, one after another on one store."""
    database = folder / "certs.db"
    made = output(program("make_and_store"), database)
    found = re.fullmatch(r"([0-9A-F]{40}) made\n", made)
    assert found, made
    thumbprint = found[1]
    assert output(program("make_and_store"), database) == f"{thumbprint} was there\n"

    pasted = "\u200e" + " ".join(re.findall("..", thumbprint.lower()))
    shown = output(program("find"), database, pasted)
    assert f"thumbprint:  {thumbprint}\n" in shown and "name:        API\n" in shown and "private key: here\n" in shown
    missing = subprocess.run([program("find"), database, "00" * 20], capture_output=True, text=True)
    assert missing.returncode == 4 and "is not there" in missing.stderr, missing.stderr

    pfx = DATA / "pkcs12/openssl-default.p12"
    told = output(program("import"), database, pfx, PFX_PASSWORD="password")
    assert told.splitlines()[0] == "PKCS#12 with 2 things:" and told.count(": taken") == 2
    refused = subprocess.run([program("import"), database, pfx], capture_output=True, text=True)
    assert refused.returncode == 1 and "password" in refused.stderr

    served = output(program("serve_tls"), database, thumbprint)
    assert served == "hello, verified: TLSv1.3\n"

    chain, both = DATA / "chain", folder / "chain.pem"
    both.write_text("".join((chain / name).read_text() for name in ["leaf.pem", "ca-expired.pem", "ca.pem"]))
    verified = output(program("verify"), chain / "root.pem", both, "srv1.example.com", "2026-11-24")
    assert verified.splitlines() == ["CN=srv1.example.com", "CN=CA", "CN=Root"]
    refused = subprocess.run([program("verify"), chain / "root.pem", both, "srv2.example.com", "2026-11-24"], capture_output=True, text=True)
    assert refused.returncode == 3 and "is not trusted" in refused.stderr, refused.stderr
    assert [line.split(":")[0] for line in refused.stdout.splitlines()] == ["path 1", "  0 host_mismatch", "path 2", "  0 host_mismatch", "  1 expired"]

    if os.geteuid() == 0:  # the database is the service's, its key file is root's alone
        for path in [*folder.glob("certs.db"), *folder.glob("certs.db-*")]:
            os.chown(path, NOBODY, NOBODY)
        for above in [folder, *folder.parents]:
            if above.owner() == "root" and above != Path("/"):
                above.chmod(above.stat().st_mode | 0o011)
    counted = output(program("after_fork"), database, str(NOBODY))
    user = NOBODY if os.geteuid() == 0 else os.geteuid()
    assert sorted(counted.splitlines()) == [f"child, as user {user}: 2", f"parent, as user {user}: 2"]

    run_backup(program("backup"), folder)
    run_client_trust(program("client_trust"), folder)
    run_endpoint(program("endpoint"), folder)


def run_backup(program: Path, folder: Path) -> None:
    """What roles need comes into a new store by a file and its password alone."""
    store, backups, new = cw.Store.create(folder / "old.db"), folder / "backups", folder / "new.db"
    entry = store.create_self_signed("served")
    store.assign(entry.certificate, role="client", scope="db1")
    refused = subprocess.run([program, store.path, backups, new], capture_output=True, text=True, env={**os.environ, "BACKUP_PASSWORD": "secret"})
    assert refused.returncode == 1 and "is not there" in refused.stderr and not new.exists()
    backups.mkdir()
    told, *lines = output(program, store.path, backups, new, BACKUP_PASSWORD="secret").splitlines()
    (file,) = backups.iterdir()
    assert told.startswith("backup 1 (") and told.endswith(f": {file.name} in {backups}")
    assert lines == ["certificate CN=served", "assignment client (db1)"]
    with cw.Store.open(new) as restored:
        assert restored.get(entry.thumbprint).identity().private_key.matches(entry.certificate)
        assert [(one.role, one.scope) for one in restored.assignments()] == [("client", "db1")]


def run_client_trust(program: Path, folder: Path) -> None:
    """Whom a store believes is believed, and nobody else."""
    store = cw.Store.create(folder / "trust.db")
    root, unknown_root = issue("Example Root", host=None), issue("Unknown Root", host=None)
    between, own = issue("Example Issuer", root, host=None), issue("own", host="other.example")
    store.add(root.ours, store="TrustedRoot")

    def connect(port: int | str, host: str = "localhost") -> subprocess.CompletedProcess[str]:
        return subprocess.run([program, store.path, host, str(port)], capture_output=True, text=True, timeout=60)

    def accepted(port: int, host: str = "localhost") -> None:
        done = connect(port, host)
        assert (done.returncode, done.stdout, done.stderr) == (0, "TLSv1.3\n", "")

    def refused(port: int, words: str, *reasons: str) -> None:
        done = connect(port)
        assert (done.returncode, done.stdout) == (1, "no TLS: application verification failure\n"), done.stderr
        message, *rest = done.stderr.splitlines()
        assert words in message, message
        said = [line.split(":")[0].strip() for line in rest if line.startswith("  ")]
        assert said[: len(reasons)] == list(reasons) and bool(said) == bool(reasons), rest
        assert "certificate verify failed" in rest[-1]

    with s_server(issue("srv1", between), folder) as port:
        accepted(port)
    with s_server(own, folder, to_localhost=issue("srv1", root)) as port:
        accepted(port)
    def names(host: str) -> bool:
        """Whether the first message names the host (SNI)."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(60)
            with subprocess.Popen([program, store.path, host, str(listener.getsockname()[1])], stdout=subprocess.PIPE, stderr=subprocess.PIPE):
                connection, _ = listener.accept()
                with connection:
                    said = connection.recv(65536)
        assert said.startswith(b"\x16\x03")
        return host.encode() in said

    assert names("localhost") and not names("127.0.0.1")  # RFC 6066 allows no address there
    with s_server(issue("srv1", root, host="127.0.0.1"), folder) as port:
        accepted(port, "127.0.0.1")
        refused(port, "is for 127.0.0.1; not for localhost", "host_mismatch")
    for held, words, reasons in [
        (issue("other", between, host="other.example"), "is for other.example; not for localhost", ["host_mismatch"]),
        (issue("old", between, until=GONE_BY), "expired", ["expired"]),
        (issue("both", between, host="other.example", until=GONE_BY), "expired", ["expired", "host_mismatch"]),
        (issue("unknown", unknown_root), "was issued by CN=Unknown Root, whose certificate is not at hand", ["issuer_not_found"]),
        (issue("self-signed"), "signed itself", ["root_not_trusted"]),
    ]:
        with s_server(held, folder) as port:
            refused(port, words, *reasons)
    with s_server(own, folder) as port:
        refused(port, "CN=own is not trusted", "root_not_trusted", "host_mismatch")
        store.trust(f"localhost:{port}", [own.ours], own.ours)
        accepted(port)
    with s_server(issue("srv1", root), folder) as port:  # though the issuer is trusted
        store.trust(f"localhost:{port}", [own.ours], own.ours)
        refused(port, f"localhost:{port} presents another certificate than was decided upon")

    with socket.socket() as bound:  # where nobody listens
        bound.bind(("127.0.0.1", 0))
        done = connect(bound.getsockname()[1])
    assert (done.returncode, done.stdout) == (1, "no TLS\n") and "refused" in done.stderr, done.stderr
    for none in ["abc", "", "0", "-1", "65536", "65537", "4294967739", "443x", "443 "]:
        done = connect(none)
        assert (done.returncode, done.stdout) == (2, "") and "1 to 65535" in done.stderr, (none, done)


def run_endpoint(program: Path, folder: Path) -> None:
    """Another process changes what the server has to present: the next connection has that, and the one that stands goes on."""
    store = cw.Store.create(folder / "endpoint.db")
    other = issue("other")
    store.import_file(other.write(folder))

    def connect(port: int) -> ssl.SSLSocket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # which certificate it is, is looked at
        return context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=60))

    def presents_other(connection: ssl.SSLSocket) -> bool:
        return connection.getpeercert(binary_form=True) == other.ours.der

    def is_answered(connection: ssl.SSLSocket) -> bool:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection.recv(4096).endswith(b"\r\n\r\nhello\n")

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with subprocess.Popen([program, store.path, str(port)], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None and server.stdout.readline() == "serving\n"
            with connect(port) as before:
                assert not presents_other(before) and is_answered(before)
                output(program, store.path, str(port), other.ours.thumbprint)
                with connect(port) as after:
                    assert presents_other(after) and is_answered(after)
                assert is_answered(before)
        finally:
            server.kill()


def test_examples_build_with_pkg_config_and_do_what_they_say(programs: Programs, tmp_path: Path) -> None:
    built = {name: programs(name) for name in NAMES}
    run_examples(built.__getitem__, tmp_path)


def test_the_blocks_of_the_readme_work(installed: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", (ROOT / "bindings/c/README.md").read_text(), re.DOTALL | re.MULTILINE)
    assert [kind for kind, _ in blocks] == ["c", "console"]
    (_, program), (_, console) = blocks
    install, compile_it = (line.removeprefix("$ ") for line in console.splitlines())
    assert install == "make install PREFIX=/usr/local"  # what `installed` does, with another prefix
    (tmp_path / "program.c").write_text(program)
    environment = {**os.environ, "PKG_CONFIG_PATH": str(installed / "lib/pkgconfig"), "LD_LIBRARY_PATH": str(installed / "lib")}
    subprocess.run(compile_it, shell=True, check=True, cwd=tmp_path, env=environment)

    def run(*arguments: str) -> tuple[int, str, str]:
        done = subprocess.run([tmp_path / "a.out", *arguments], capture_output=True, text=True, cwd=tmp_path, env=environment)
        return done.returncode, done.stdout, done.stderr

    status, _, said = run()
    assert status == 1 and "certs.db" in said and len(said.splitlines()) == 1
    with cw.Store.create(tmp_path / "certs.db") as store:
        assert run() == (0, f"{store.endpoint().share('srv1.corp.example').instructions[0].commands[0]}\n", "")
        other = store.create_self_signed("other")
        assert store.endpoint().settings().port == 4431 and store.endpoint().certificate() != other
        assert run(other.thumbprint)[::2] == (0, "")
        assert store.endpoint().certificate() == other
        assert run("no thumbprint")[0] == 1 and store.endpoint().certificate() == other


@pytest.mark.parametrize("language", ["C", "CXX"])
def test_examples_build_with_cmake_and_do_what_they_say(installed: Path, tmp_path: Path, language: str) -> None:
    source = tmp_path / "outside"
    source.mkdir()
    shutil.copy(Path(__file__).with_name("CMakeLists.txt"), source)
    shutil.copytree(EXAMPLES, source / "examples")
    build = tmp_path / "build"
    output(
        "cmake", "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={installed}", "-DEXAMPLES=examples",
        f"-DAS_CXX={'ON' if language == 'CXX' else 'OFF'}", f"-DCMAKE_C_FLAGS={' '.join(WARNINGS)}", f"-DCMAKE_CXX_FLAGS={' '.join(WARNINGS)}",
    )  # fmt: skip
    output("cmake", "--build", build)
    for library in ["certwright", "certwright_static"]:
        folder = tmp_path / library
        folder.mkdir()
        run_examples({name: build / f"{name}-{library}" for name in NAMES}.__getitem__, folder)


def test_cmake_is_told_which_versions_fit(installed: Path, tmp_path: Path) -> None:
    version = flags(installed, "--modversion")[0]
    for wanted, fits in [(version, True), (f"{version} EXACT", True), ("0.0.9", False), ("0.2", False), ("99", False)]:
        project = "cmake_minimum_required(VERSION 3.20)\nproject(x C)\nfind_package(Certwright %s REQUIRED)\n" % wanted
        (tmp_path / "CMakeLists.txt").write_text(project)
        build = tmp_path / f"build-{wanted}"
        done = subprocess.run(["cmake", "-S", tmp_path, "-B", build, f"-DCMAKE_PREFIX_PATH={installed}"], capture_output=True, text=True)
        assert (done.returncode == 0) == fits, f"{wanted}: {done.stdout}{done.stderr}"


def test_the_shared_library_exports_the_functions_of_the_header_and_nothing_else(installed: Path) -> None:
    header = (installed / "include/certwright.h").read_text()
    declared = set(re.findall(r"^(?:\w+ )+\**(cw_\w+)\(", header, re.MULTILINE))
    exported = {line.split()[-1] for line in output("nm", "-D", "--defined-only", installed / "lib/libcertwright.so").splitlines()}
    assert exported == declared and len(declared) > 200


def test_the_archive_defines_nothing_else_either(installed: Path) -> None:
    symbols = output("nm", "-g", "--defined-only", installed / "lib/libcertwright.a").splitlines()
    names = {line.split()[-1] for line in symbols if line and not line.endswith(":")}
    assert names and {name for name in names if not name.startswith("cw_")} == set()


def test_the_soname_carries_the_number_of_the_abi(installed: Path) -> None:
    header = (installed / "include/certwright.h").read_text()
    number = re.search(r"^#define CW_ABI_VERSION (\d+)$", header, re.MULTILINE)
    assert number
    soname = f"libcertwright.so.{number[1]}"
    assert re.search(rf"SONAME\s+{re.escape(soname)}$", output("objdump", "-p", installed / f"lib/{soname}"), re.MULTILINE)
    assert (installed / "lib/libcertwright.so").readlink() == Path(soname)


def test_the_shared_library_needs_nothing_but_the_c_library(installed: Path) -> None:
    needed = set(re.findall(r"NEEDED\s+(\S+)", output("objdump", "-p", installed / "lib/libcertwright.so")))
    assert needed <= {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2", "ld-linux-x86-64.so.2"}


def test_the_shared_library_is_below_9_mb(installed: Path, tmp_path: Path) -> None:
    stripped = tmp_path / "stripped.so"
    output("strip", "-o", stripped, installed / "lib/libcertwright.so")
    if "CW_INSTALL_FROM" not in os.environ:  # of a release
        assert stripped.stat().st_size < 9_000_000


def test_where_it_goes_can_be_chosen(tmp_path: Path) -> None:
    script = ROOT / "bindings/c/install"
    for variables, status in [({"PREFIX": "relative"}, 2), ({"LIBDIR": "/usr/lib"}, 2), ({"DESTDIR": str(tmp_path)}, 1)]:
        done = subprocess.run([script, tmp_path / "none"], capture_output=True, text=True, env={**os.environ, **variables})
        assert done.returncode == status and done.stderr
        assert not list(tmp_path.iterdir())
