"""`api`: an endpoint switched off, set to HTTP and HTTPS, given certificates; and told."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

import certwright as cw

from .issued import issued_identity
from .material import foreign_certificate, issued
from .program import Done, Program, snapshot
from .test_json import OF_ENTRY

OF_ENDPOINT = {"name", "state", "port", "generated", "certificate", "warnings"}
SAFE = "HTTP protects nothing: whoever is on the way reads and changes what is sent; use it only in a safe intranet"


class Api:
    """A store, and `certwright api` on it."""

    def __init__(self, certwright: Program) -> None:
        self.certwright = certwright
        self.folder = certwright.folder
        self.store = cw.Store.create(self.folder / "certs.db")

    def __call__(self, *arguments: str | Path, status: int = 0, data: bytes = b"") -> Done:
        return self.certwright("api", *arguments, env={"CERTWRIGHT_DB": "certs.db"}, status=status, data=data)

    def json(self, *arguments: str, status: int = 0, data: bytes = b"") -> dict[str, Any]:
        return self(*arguments, "--json", status=status, data=data).json()

    def refused(self, *arguments: str | Path, status: int = 1) -> str:
        """The one line that it is refused with; nothing is changed."""
        before = self.store.last_event
        line = self(*arguments, status=status).err.splitlines()[-1]
        assert self.store.last_event == before
        return line.removeprefix("certwright: ")

    def settings(self, name: str = "api") -> tuple[str, int, bool, str | None]:
        settings = self.store.endpoint(name).settings()
        return settings.state, settings.port, settings.generated, settings.sha256

    def write(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path


@pytest.fixture
def api(certwright: Program) -> Api:
    return Api(certwright)


def test_status_of_what_was_never_set_changes_nothing(api: Api) -> None:
    document = api.json("status")
    assert document == {"schema": 1, "name": "api", "state": "https", "port": 9699, "generated": True, "certificate": None, "warnings": []}
    out = api("status").out
    assert "HTTPS" in out and "9699" in out and "made when it is first asked for" in out
    assert api.store.last_event == 1


def test_https_makes_a_certificate_once_and_keeps_it(api: Api) -> None:
    first = api.json("https")
    assert set(first) == OF_ENDPOINT | {"schema", "changed"} and set(first["certificate"]) == OF_ENTRY
    assert (first["changed"], first["generated"], first["certificate"]["stores"]) == (True, True, ["Personal"])
    assert (first["certificate"]["dns_names"], first["certificate"]["ip_addresses"]) == cw.local_host()
    again = api.json("https", "--port", "9699")
    assert (again["changed"], again["certificate"]) == (False, first["certificate"])
    assert api.json("status") == {key: value for key, value in again.items() if key != "changed"}


def test_changes_are_told_to_people(api: Api) -> None:
    lines = api("https", "port=", "4431").out.splitlines()
    entry = api.store.endpoint().certificate()
    assert lines[0] == "set: the endpoint api is HTTPS on port 4431"
    assert lines[1].startswith(f"  {entry.subject}, valid to 2") and lines[1].endswith("Z, renewed by itself")
    assert lines[2] == f"  {entry.thumbprint}"
    assert api("https").out.splitlines()[0] == "was so already: the endpoint api is HTTPS on port 4431"
    assert api("http").out.splitlines() == ["set: the endpoint api is HTTP on port 4431", f"warning: {SAFE}"]
    assert api("disable").out == "set: the endpoint api is switched off\n"
    assert api("disable").out == "was so already: the endpoint api is switched off\n"
    assert "yes: it is renewed by itself" in api("status").out


def test_certificate_and_port_outlast_http_and_off(api: Api) -> None:
    given = api.store.create_self_signed("srv1", dns_names=cw.local_host()[0])
    api("https", "certificate", "thumbprint=", given.thumbprint, "port=", "4431")
    assert api.json("http", "port=", "8080")["warnings"] == [SAFE]
    off = api.json("disable")
    assert (off["state"], off["port"], off["certificate"]["thumbprint"], off["warnings"]) == ("off", 8080, given.thumbprint, [])
    back = api.json("https", "--port", "4431")
    assert (back["changed"], back["certificate"]["thumbprint"], back["generated"]) == (True, given.thumbprint, False)


def test_enable_names_the_command_that_does_it(api: Api) -> None:
    assert api.refused("enable", status=2) == "use api https"
    assert api("enable", "--json", status=2).json()["error"]["message"] == "use api https"


@pytest.mark.parametrize("named", [["--name", "reports", "https"], ["https", "--name", "reports"], ["name=", "reports", "https"], ["https", "NAME=reports"]])
def test_another_endpoint_is_named_before_or_behind_the_command(api: Api, named: list[str]) -> None:
    assert api.json(*named)["name"] == "reports"
    assert [settings.name for settings in api.store.endpoints()] == ["reports"]


def test_a_name_that_does_not_do_is_refused(api: Api) -> None:
    assert api.refused("https", "--name", "A B").startswith("endpoint: it is of 1 to 64 letters a to z")
    assert api.refused("--name", "a", "https", "--name", "b", status=2) == "two endpoints are named: a and b"


def test_one_of_a_file_comes_into_the_store_once(api: Api) -> None:
    identity, issuer = issued_identity()
    api.write("server.pfx", cw.write_pkcs12([identity], password="geheim", iterations=1000))
    api.write("pw", "geheim\n")
    document = api.json("https", "certificate", "path=", "server.pfx", "passwordFile=", "pw")
    assert (document["changed"], document["generated"], document["certificate"]["sha256"]) == (True, False, identity.certificate.sha256)
    assert api.store.get(issuer).certificate == issuer, "with what is above it"
    before = api.store.last_event
    assert not api.json("https", "certificate", "--path", "server.pfx", "--password-file", "-", data=b"geheim")["changed"]
    assert api.store.last_event == before


def test_the_password_of_a_file_is_asked_for(api: Api) -> None:
    identity = cw.self_signed("srv1", no_expiry=True)
    api.write("server.pfx", cw.write_pkcs12([identity], password="geheim", iterations=1000))
    shown = api.certwright.at_terminal(
        "api", "https", "certificate", "path=", "server.pfx", "--db", "certs.db", answers=[("Password of server.pfx", "geheim")]
    )
    assert "geheim" not in shown and api.settings()[3] == identity.certificate.sha256
    assert api.refused("https", "certificate", "path=", "server.pfx") == "the PFX file is encrypted: give its password"


@pytest.mark.parametrize("given", [["password=", "hunter2"], ["password=hunter2"], ["PASSWORD", "=hunter2"], ['password="hunter2"']])
def test_a_password_is_never_an_argument(api: Api, given: list[str]) -> None:
    done = api("https", "certificate", "path=", "server.pfx", *given, status=2)
    assert done.err.splitlines()[-1] == (
        "certwright: a password is never an argument: whoever lists the processes of this machine sees it. Give passwordFile= FILE"
        " (- is standard input), or leave it out and it is asked for"
    )
    assert "hunter2" not in done.err + done.out


def test_a_file_without_a_key_is_joined_with_the_stored_one_or_refused(api: Api) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    api.write("renewed.crt", renewed := foreign_certificate("renewed", serial=2, key=key))
    certificate = cw.Certificate.from_der(renewed)
    assert api.refused("https", "certificate", "path=", "renewed.crt") == (
        f"a server needs the private key: that of {certificate.thumbprint} is not in the file or in the store; take a file that holds it, such as a PFX"
    )
    old = cw.Certificate.from_der(foreign_certificate("old", key=key))
    api.store.add(cw.Identity(old, cw.PrivateKey.from_cryptography(key)))
    assert api.json("https", "certificate", "path=", "renewed.crt")["certificate"]["sha256"] == certificate.sha256


def test_a_named_store_is_where_a_file_goes_and_where_a_thumbprint_must_be(api: Api) -> None:
    identity = cw.self_signed("srv1", no_expiry=True)
    path = api.write("server.pem", identity.to_pem())
    trusted = api.refused("https", "certificate", "path=", path, "store=", "TrustedPeople")
    assert trusted == "named store: a server's certificate comes with its key, which TrustedPeople never holds; leave it at Personal"
    assert "Elsewhere" in api.refused("https", "certificate", "path=", path, "store=", "Elsewhere")
    api("https", "certificate", "path=", path, "store=", "My")
    assert api.store.get(identity.certificate).stores == ["Personal"]
    missing = api.refused("https", "certificate", "thumbprint=", identity.certificate.sha256, "store=", "Intermediate", status=4)
    assert identity.certificate.sha256 in missing
    assert not api.json("https", "certificate", "thumbprint=", identity.certificate.thumbprint.lower(), "store=", "Personal")["changed"]


def test_a_self_signed_one_is_made_as_described_once(api: Api) -> None:
    described = ["subject=", "CN=Integration API, O=Example", "validFrom=", "2026-01-01", "validTo=", "2999-12-31", "key=", "p384"]
    names = ["dns=", "srv1.corp.example,srv1", "dns=", "api", "ip=", "10.0.0.5, 10.0.0.6"]
    made = api.json("https", "certificate", *described, *names)
    certificate = made["certificate"]
    assert (made["changed"], made["generated"], certificate["subject"]) == (True, False, "CN=Integration API,O=Example")
    assert (certificate["not_before"][:10], certificate["not_after"], certificate["key_algorithm"]) == ("2026-01-01", "2999-12-31T23:59:59Z", "p384")
    assert certificate["dns_names"] == ["srv1.corp.example", "srv1", "api"] and certificate["ip_addresses"] == ["10.0.0.5", "10.0.0.6"]
    assert made["warnings"] == [
        f"it is for srv1.corp.example, srv1, api, 10.0.0.5, 10.0.0.6, and for none of this host's names: {', '.join(cw.local_host()[0])}"
    ]
    assert not api.json("https", "certificate", *described, *names)["changed"]
    plain = api.json("https", "certificate", "subject=", "Integration API")["certificate"]
    assert (plain["dns_names"], plain["ip_addresses"]) == cw.local_host()
    assert int(plain["not_after"][:4]) - int(plain["not_before"][:4]) == 5


def test_back_to_generated_is_the_one_that_it_made_before(api: Api) -> None:
    own = api.json("https")["certificate"]
    api("https", "certificate", "subject=", "another")
    back = api.json("https", "certificate", "generated")
    assert (back["changed"], back["generated"], back["certificate"]) == (True, True, own)
    assert not api.json("https", "certificate", "--generated")["changed"]


def _unfit() -> list[tuple[str, bytes, str]]:
    """Files that hold what cannot be a server's, and what is said of each."""
    early = cw.self_signed("early", valid_from="2998-01-01")
    client = cw.self_signed("client", purpose="client", no_expiry=True)
    several = cw.self_signed("one").to_pem() + cw.self_signed("two").to_pem()
    authority, _ = issued()
    return [
        ("early.pem", early.to_pem().encode(), f"the certificate {early.certificate.thumbprint} (CN=early) cannot be a server's, because it becomes valid only in "),
        ("client.pem", client.to_pem().encode(), f"the certificate {client.certificate.thumbprint} (CN=client) cannot be a server's, because it is for clientAuth"),
        ("several.pem", several.encode(), "2 certificates match a server's certificate in the file; name one by its thumbprint"),
        ("authority.pem", authority.to_pem().encode(), "there is no certificate of a server in it"),
        ("text.txt", b"hello", ""),
    ]


def test_what_cannot_serve_is_refused_with_the_reason(api: Api) -> None:
    for name, data, words in _unfit():
        path = api.write(name, data)
        for dry_run in ([], ["--dry-run"]):
            assert words in api.refused("https", "certificate", "path=", path, *dry_run)
    assert api.refused("https", "certificate", "path=", "nothing.pfx", status=4) == "the file nothing.pfx is not there"
    assert api.refused("https", "certificate", "thumbprint=", "AB" * 20, status=4) == f"the certificate {'AB' * 20} is not there"
    assert api.refused("https", "certificate", "thumbprint=", "1234").startswith("not a thumbprint: it has 4 hexadecimal digits")
    keyless = api.store.add(cw.self_signed("a", no_expiry=True).certificate).entry
    assert api.refused("https", "certificate", "thumbprint=", keyless.thumbprint) == (
        f"a server needs the private key: that of {keyless.thumbprint} is not in the store; take a file that holds it, such as a PFX"
    )
    assert api.store.info().certificates == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "which certificate? Give one of path=, subject=, thumbprint= and generated"),
        (["subject=", "a", "generated"], "which certificate? Give one of path=, subject=, thumbprint= and generated, not subject and generated"),
        (["subject=", "a", "store=", "Personal"], "store= goes with path= or thumbprint="),
        (["path=", "a", "validTo=", "2030-01-01"], "validTo= goes with subject="),
        (["generated", "dns=", "a"], "dns= goes with subject="),
        (["thumbprint=", "a", "passwordFile=", "b"], "passwordFile= goes with path="),
        (["subject=", "a", "port=", "0"], "Invalid value for '--port': 0 is not in the range 1<=x<=65535."),
    ],
)
def test_parameters_that_do_not_go_together_are_refused(api: Api, arguments: list[str], words: str) -> None:
    assert api.refused("https", "certificate", *arguments, status=2) == words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["subject=", "CN=a,,O=b"], "not a subject"),
        (["subject=", "a", "key=", "dsa"], "key: it is one of p256, p384"),
        (["subject=", "a", "validTo=", "01/02/2030"], "the date 01/02/2030 can be"),
        (["subject=", "a", "validFrom=", "2030-01-02", "validTo=", "2030-01-01"], "the validity would end on"),
        (["subject=", "a", "dns=", "a..b"], "a..b"),
        (["subject=", "a", "ip=", "10.0.0"], "10.0.0"),
        (["subject=", "a", "validFrom=", "2998-01-01"], "cannot be a server's, because it becomes valid only in"),
    ],
)
def test_one_that_cannot_be_made_is_refused(api: Api, arguments: list[str], words: str) -> None:
    assert words in api.refused("https", "certificate", *arguments)


def test_options_before_the_certificate_are_refused(api: Api) -> None:
    assert api.refused("https", "port=", "1", "certificate", "generated", status=2) == "options of `api https certificate` come after its name"


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        (["disable"], ("off", 9699, True)),
        (["http", "port=", "8080"], ("http", 8080, True)),
        (["https", "port=", "4431"], ("https", 4431, True)),
        (["https", "certificate", "subject=", "a"], ("https", 9699, False)),
        (["https", "certificate", "path=", "server.pem"], ("https", 9699, False)),
    ],
)
def test_a_dry_run_tells_what_would_be_and_changes_nothing(api: Api, arguments: list[str], settings: tuple[str, int, bool]) -> None:
    api.write("server.pem", cw.self_signed("srv1", no_expiry=True).to_pem())
    before = snapshot(api.folder)
    document = api.json(*arguments, "--dry-run")
    assert set(document) == OF_ENDPOINT | {"schema", "changed", "dry_run", "would_change"}
    assert (document["changed"], document["dry_run"], document["would_change"], document["certificate"]) == (False, True, True, None)
    assert (document["state"], document["port"], document["generated"]) == settings
    assert api(*arguments, "--dry-run").out.startswith("would be set: the endpoint api is ")
    assert snapshot(api.folder) == before
    api(*arguments)
    assert api.settings()[:3] == settings
    assert api.json(*arguments, "--dry-run")["would_change"] is False


@pytest.mark.parametrize("named", [["reset"], ["reset", "name= api"], ["--name", "api", "reset"]])
def test_reset_forgets_the_settings_and_keeps_the_certificate(api: Api, named: list[str]) -> None:
    given = api.store.create_self_signed("srv1")
    api("https", "certificate", "thumbprint=", given.thumbprint, "port=", "4431")
    before = snapshot(api.folder)
    tried = api.json(*named, "--dry-run")
    assert set(tried) == OF_ENDPOINT | {"schema", "changed", "dry_run", "would_change"}
    assert (tried["changed"], tried["would_change"], tried["port"], tried["generated"]) == (False, True, 9699, True)
    assert api(*named, "--dry-run").out == "would be set: the endpoint api is HTTPS on port 9699\n"
    assert snapshot(api.folder) == before
    document = api.json(*named)
    assert set(document) == OF_ENDPOINT | {"schema", "changed"}
    assert (document["changed"], document["state"], document["port"], document["certificate"]) == (True, "https", 9699, None)
    assert api.store.endpoints() == [] and api.store.get(given) == given
    assert api(*named).out == "was so already: the endpoint api is HTTPS on port 9699\n"


def test_a_certificate_that_is_gone_is_told_and_stops_no_switching_off(api: Api) -> None:
    given = api.store.create_self_signed("srv1")
    api("https", "certificate", "thumbprint=", given.thumbprint)
    with contextlib.closing(sqlite3.connect(api.folder / "certs.db")) as stranger, stranger:
        stranger.execute("DELETE FROM certificates")
    assert f"{given.sha256}, which is gone" in api("status").out
    cure = "import it again, or give another one with `certwright api https certificate --name api`"
    assert api.json("status")["warnings"] == [f"its certificate {given.sha256} is no longer in the store; {cure}"]
    assert cure in api.refused("https", status=4)
    assert api.json("disable")["state"] == "off"
    api("https", "certificate", "generated")


def test_each_change_is_a_line_of_the_journal_with_its_command(api: Api) -> None:
    for arguments in (["https", "port=4431"], ["http"], ["disable"], ["https", "certificate", "subject=", "a"]):
        api(*arguments)
    lines = [(event.kind, event.details.get("state"), event.actor.split(": ")[-1]) for event in api.store.events()[1:]]
    assert lines == [
        ("endpoint-changed", "https", "certwright api https"),
        ("issued", None, "certwright api https"),
        ("endpoint-changed", "https", "certwright api https"),
        ("endpoint-changed", "http", "certwright api http"),
        ("endpoint-changed", "off", "certwright api disable"),
        ("issued", None, "certwright api https certificate"),
        ("endpoint-changed", "https", "certwright api https certificate"),
    ]


def test_processes_at_once_make_one_certificate(api: Api) -> None:
    processes = [api.certwright.start("api", "https", "--db", "certs.db") for _ in range(4)]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, b"")
    assert [entry.friendly_name for entry in api.store.find()] == ["api"]
    assert api.settings()[3] == next(api.store.find()).sha256


def test_a_store_that_is_not_there_is_not_made(certwright: Program) -> None:
    for command in ("status", "https", "disable"):
        done = certwright("api", command, "--db", "none.db", status=4)
        assert done.one_line() == "certwright: the store none.db is not there; make one with: certwright store init --db none.db"
    assert snapshot(certwright.folder) == {}


def test_settings_that_were_altered_are_told(api: Api) -> None:
    api("https")
    with contextlib.closing(sqlite3.connect(api.folder / "certs.db")) as stranger, stranger:
        stranger.execute("UPDATE endpoints SET state = 'http'")
    for command in ("status", "https", "disable"):
        assert "the settings of the endpoint api" in api.refused(command)
    assert api.json("reset")["changed"]
    api("status")


def test_one_that_was_given_and_ends_soon_is_told(api: Api) -> None:
    given = api.store.create_self_signed("srv1", dns_names=cw.local_host()[0], days=9)
    warnings = api.json("https", "certificate", "thumbprint=", given.sha256)["warnings"]
    told = f"it expires on {given.not_after.strftime('%Y-%m-%dT%H:%M:%SZ')}, and is not renewed by itself because it was given"
    assert warnings == [told] == api.json("status")["warnings"]
    assert api("status").out.splitlines()[-1] == f"warning: {told}"
    assert "no: it is not renewed by itself" in api("status").out
