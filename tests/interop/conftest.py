"""Programs, and keys that are slow to make, once for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import certwright as cw

from .bouncycastle import BouncyCastle
from .matrix import Results
from .programs import ALIAS, PASSWORD, Certtool, Facts, Keytool, Nss, OpenSSL, Program
from .pyca import Cryptography


@pytest.fixture(scope="session")
def openssl() -> OpenSSL:
    return OpenSSL()


@pytest.fixture(scope="session")
def certtool() -> Certtool:
    return Certtool()


@pytest.fixture(scope="session")
def nss() -> Nss:
    return Nss()


@pytest.fixture(scope="session")
def keytool() -> Keytool:
    return Keytool()


@pytest.fixture(scope="session")
def cryptography() -> Cryptography:
    return Cryptography()


@pytest.fixture(scope="session")
def bouncycastle() -> Iterator[BouncyCastle]:
    program = BouncyCastle()
    yield program
    program.end()


@pytest.fixture
def program(request: pytest.FixtureRequest) -> Program:
    """The program with the name that the test was parametrised with."""
    found: Program = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def ours() -> Callable[[str], cw.Identity]:
    """Our own self-signed identity with each kind of key, valid from 2020 without end."""
    made: dict[str, cw.Identity] = {}

    def identity(kind: str) -> cw.Identity:
        if kind not in made:
            subject = f"CN=server {kind},OU=two,OU=one,O=Exämple,C=DE"
            one = cw.self_signed(subject, dns_names=["srv.example"], key=kind, valid_from="2020-01-01", no_expiry=True)
            made[kind] = cw.Identity(one.certificate, one.private_key, friendly_name=ALIAS)
        return made[kind]

    return identity


@pytest.fixture(scope="session")
def theirs(openssl: OpenSSL, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Path]]:
    """OpenSSL's key (PKCS#8) and self-signed certificate of each kind, both in PEM."""
    folder = tmp_path_factory.mktemp("openssl")

    def files(kind: str) -> tuple[Path, Path]:
        key, certificate = folder / f"{kind}.key", folder / f"{kind}.pem"
        if not certificate.exists():
            openssl.make_key(kind, key)
            openssl.make_certificate(key, certificate, f"/C=DE/O=Exämple/OU=one/OU=two/CN=theirs {kind}")
        return key, certificate

    return files


@pytest.fixture(scope="session")
def written_by(
    request: pytest.FixtureRequest, theirs: Callable[[str], tuple[Path, Path]], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], tuple[Path, Facts]]:
    """The PFX that a program (the name of its fixture) writes with OpenSSL's key of a kind, and what it says of it."""
    folder = tmp_path_factory.mktemp("written")
    made: dict[tuple[str, str], tuple[Path, Facts]] = {}

    def written(name: str, kind: str) -> tuple[Path, Facts]:
        if (name, kind) not in made:
            program: Program = request.getfixturevalue(name)
            pfx = folder / f"{name}-{kind}.pfx"
            program.write_pfx(pfx, PASSWORD, *theirs(kind))
            made[name, kind] = (pfx, program.facts_in_pfx(pfx, PASSWORD))
        return made[name, kind]

    return written


@pytest.fixture
def store(tmp_path: Path) -> cw.Store:
    made: cw.Store = cw.Store.create(tmp_path / "store.db")
    return made


RESULTS = pytest.StashKey[Results]()
TABLE = Path(__file__).resolve().parents[2] / "build/interop.md"


@pytest.fixture(scope="session")
def matrix_results(pytestconfig: pytest.Config) -> Results:
    """What the matrix of writers and readers found; written down at the end."""
    return pytestconfig.stash.setdefault(RESULTS, Results())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    results = config.stash.get(RESULTS, None)
    if results is None:
        return
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(results.markdown(), "utf-8")
    terminalreporter.section("PFX files, written and read (build/interop.md)")
    for line in results.summary():
        terminalreporter.write_line(line)
