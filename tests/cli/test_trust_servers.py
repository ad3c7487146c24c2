"""`trust probe`, `trust add`, `trust list`, `trust remove`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import certwright as cw

from .issued import issued_identity
from .program import Done, Program, snapshot
from .served import served

OF_PROBED = set("schema server host port address protocol cipher client_certificate certificates".split())
OF_CRL = set("sha256 issuer this_update next_update added".split())
OF_DECISION = set("id host port pin thumbprint sha256 key_sha256 subject by why since until holds".split())


@dataclass
class Site:
    """A server and a store, and the program that knows of both."""

    certwright: Program
    certificate: cw.Certificate
    port: int
    connections: list[str] = field(default_factory=list)

    @property
    def server(self) -> str:
        return f"localhost:{self.port}"

    def trust(self, *arguments: str, status: int = 0) -> Done:
        return self.certwright("trust", *arguments, "--db", "certs.db", status=status)

    def store(self) -> cw.Store:
        return cw.Store.open(self.certwright.folder / "certs.db")


@pytest.fixture
def site(certwright: Program) -> Iterator[Site]:
    cw.Store.create(certwright.folder / "certs.db")
    identity = cw.self_signed("srv1", dns_names=["localhost"], ip_addresses=["127.0.0.1"], no_expiry=True)
    connections: list[str] = []
    with served(identity, connections) as port:
        yield Site(certwright, identity.certificate, port, connections)


def test_a_server_that_is_not_trusted_is_told_with_what_could_be_done_and_status_3(site: Site) -> None:
    lines = site.trust("probe", site.server, status=3).out.splitlines()
    assert lines[:2] == [f"not trusted: {site.server}", "  0 CN=srv1 signed itself and is not among the roots that are trusted"]
    assert lines[2].startswith("    -> compare its thumbprint with what whoever runs the server says")
    assert "  CN=srv1  [self-signed]" in lines and f"    SHA-256 {site.certificate.sha256}" in lines
    assert lines[-1].endswith(f", at 127.0.0.1:{site.port}; the server asks for no client certificate")


def test_a_server_that_is_trusted_is_told_with_what_that_rests_on(site: Site) -> None:
    site.trust("add", site.server, "--yes", "--thumbprint", site.certificate.sha256, "--by", "Ada", "--until", "9999-01-01")
    first = site.trust("probe", f"https://{site.server}/").out.splitlines()[0]
    assert first.startswith(f"trusted: {site.server}, by decision 1 of Ada, for the certificate, since ")
    assert first.endswith(", until 9999-01-01 23:59Z")
    site.trust("remove", "1")
    site.store().add(site.certificate, store="TrustedPeople")
    assert site.trust("probe", site.server).out.splitlines()[0] == f"trusted: {site.server}, its certificate is in TrustedPeople"


def test_probe_prints_the_keys_that_are_promised(site: Site) -> None:
    keys = OF_PROBED | set("trusted picture basis decision reasons changed_from notes".split())
    document = site.trust("probe", site.server, "--json", status=3).json()
    assert set(document) == keys and document["trusted"] is False and document["decision"] is None
    assert [set(reason) for reason in document["reasons"]] == [{"code", "place", "certificate", "message", "advice"}]
    site.trust("add", site.server, "--yes", "--thumbprint", site.certificate.thumbprint)
    document = site.trust("probe", site.server, "--json").json()
    assert set(document) == keys and (document["trusted"], document["basis"]) == (True, "decision")
    assert set(document["decision"]) == OF_DECISION and document["reasons"] == []


def test_a_changed_certificate_is_told_with_old_and_new(site: Site) -> None:
    other = cw.self_signed("other", dns_names=["localhost"], no_expiry=True).certificate
    site.store().trust(site.server, [other], other)
    out = site.trust("probe", site.server, status=3).out
    assert f"the certificate of {other.sha256} is trusted there, and it presents {site.certificate.sha256}" in out
    assert site.trust("probe", site.server, "--json", status=3).json()["changed_from"] == other.sha256


def test_what_cannot_be_looked_at_is_an_error(site: Site) -> None:
    assert site.trust("probe", "localhost", "--json", status=1).error()["code"] == "invalid_argument"
    assert site.trust("probe", f"127.0.0.2:{site.port}", "--json", status=1).error()["code"] == "unreachable"
    site.trust("probe", site.server, "--starttls", "gopher", status=2)
    site.trust("probe", site.server, "--timeout", "0", status=2)


@pytest.mark.parametrize("said", [[], ["--yes"], ["--thumbprint", "{sha256}"]])
def test_without_a_terminal_nothing_is_trusted_unseen(site: Site, said: list[str]) -> None:
    words = [one.format(sha256=site.certificate.sha256) for one in said]
    assert "nothing is trusted unseen" in site.trust("add", site.server, *words, status=2).err
    assert (site.store().decisions(), site.connections) == ([], [])


def test_add_connects_once_and_says_what_it_did_and_the_same_again_changes_nothing(site: Site) -> None:
    command = ("add", site.server, "--yes", "--thumbprint", site.certificate.thumbprint.lower(), "--why", "asked Bob", "--by", "Ada")
    out = site.trust(*command).out
    assert f"  SHA-256 {site.certificate.sha256}" in out
    assert out.splitlines()[-1] == f"trusted: exactly CN=srv1, at {site.server} (decision 1)"
    assert len(site.connections) == 1
    assert site.trust(*command).out.splitlines()[-1] == f"was trusted already: exactly CN=srv1, at {site.server} (decision 1)"
    document = site.trust(*command, "--json").json()
    assert set(document) == OF_PROBED | set("changed thumbprint sha256 pin warnings decision others".split())
    assert (document["changed"], document["pin"], document["decision"]["why"], document["decision"]["by"]) == (False, "certificate", "asked Bob", "Ada")


def test_add_with_another_thumbprint_is_refused_with_what_is_presented(site: Site) -> None:
    err = site.trust("add", site.server, "--yes", "--thumbprint", "AB" * 32, status=2).err
    assert f"{'AB' * 32} is not the thumbprint of what {site.server} presented, which is {site.certificate.sha256} (CN=srv1)" in err
    assert site.store().decisions() == []


def test_a_dry_run_shows_and_changes_nothing(site: Site) -> None:
    before = snapshot(site.certwright.folder)
    assert site.trust("add", site.server, "--dry-run").out.splitlines()[-1] == f"would trust exactly CN=srv1, at {site.server}"
    document = site.trust("add", site.server, "--as-key", "--dry-run", "--json").json()
    assert (document["changed"], document["dry_run"], document["decision"], document["pin"]) == (False, True, None, "key")
    assert snapshot(site.certwright.folder) == before


def test_people_go_into_trusted_people(site: Site) -> None:
    command = ("add", site.server, "--people", "--yes", "--thumbprint", site.certificate.sha256)
    assert site.trust(*command).out.splitlines()[-1] == "trusted: exactly CN=srv1, wherever it is presented under its own names"
    assert [entry.stores for entry in site.store().find()] == [["TrustedPeople"]]
    assert site.store().decisions() == []


def test_a_ca_is_trusted_with_a_warning_of_what_that_means(certwright: Program) -> None:
    identity, ca = issued_identity()
    cw.Store.create(certwright.folder / "certs.db")
    with served(identity) as port:
        site = Site(certwright, identity.certificate, port)
        command = ("add", site.server, "--as-ca", "--yes", "--thumbprint", ca.sha256)
        out = site.trust(*command).out
        assert f"WARNING: whoever has the key of CN=issuer can then make certificates for localhost, and they are trusted at {site.server}" in out
        assert list(site.store().find(store="TrustedRoot")) == []
        document = site.trust(*command, "--trusted-root", "--json").json()
        assert document["changed"] is True and "certificates for every name" in document["warnings"][0]
        assert [entry.sha256 for entry in site.store().find(store="TrustedRoot")] == [ca.sha256]
        assert site.trust(*command, "--trusted-root", "--json").json()["changed"] is False


@pytest.mark.parametrize(
    "options",
    [["--as-key", "--as-ca"], ["--people", "--as-key"], ["--trusted-root"], ["--days", "1", "--until", "30d"], ["--people", "--why", "a"], ["--days", "0"]],
)
def test_options_that_exclude_one_another_are_refused_before_anything_is_connected_to(site: Site, options: list[str]) -> None:
    site.trust("add", site.server, "--yes", "--thumbprint", site.certificate.sha256, *options, status=2)
    assert site.connections == []


@pytest.mark.parametrize(("answer", "status", "count"), [("y", 0, 1), ("n", 1, 0), ("", 1, 0)])
def test_at_a_terminal_it_is_shown_and_asked_for(site: Site, answer: str, status: int, count: int) -> None:
    shown = site.certwright.at_terminal("trust", "add", site.server, "--db", "certs.db", answers=[("[y/N]:", answer)], status=status)
    assert shown.index(f"SHA-256 {site.certificate.sha256}") < shown.index("Does whoever runs the server say the same thumbprint")
    assert len(site.store().decisions()) == count and len(site.connections) == 1


def test_list_and_remove(site: Site) -> None:
    assert site.trust("list").out == "there are no decisions about servers\n"
    for option in ("--as-key", "--days=9"):
        site.trust("add", site.server, "--yes", "--thumbprint", site.certificate.sha256, option)
    table = site.trust("list").out
    assert site.server in table and site.certificate.sha256 in table
    decisions = site.trust("list", "--json").json()["decisions"]
    assert [set(decision) for decision in decisions] == [OF_DECISION] * 2
    assert [(decision["id"], decision["pin"], decision["until"] is None) for decision in decisions] == [(1, "key", True), (2, "certificate", False)]
    assert site.trust("remove", site.server, "--dry-run").out.splitlines() == [
        f"would remove: decision 1, the key at {site.server}",
        f"would remove: decision 2, the certificate at {site.server}",
    ]
    assert site.trust("remove", "1").out == f"removed: decision 1, the key at {site.server}\n"
    removed = site.trust("remove", f"https://{site.server}", "--json").json()
    assert removed["changed"] is True and [decision["id"] for decision in removed["decisions"]] == [2]
    assert site.trust("remove", "2", "--json", status=4).error()["code"] == "not_found"
    site.trust("remove", "nonsense", status=1)


def test_the_picture_is_shown_with_what_is_in_it_made_visible(site: Site) -> None:
    """A name is data: what would move the cursor is shown."""
    identity = cw.self_signed("CN=a\\1B[2Jb", dns_names=["localhost"], no_expiry=True)
    with served(identity) as port:
        done = site.trust("probe", f"localhost:{port}", "--json", status=3)
        assert "\x1b" not in json.dumps(done.json()["picture"])
        assert "\x1b" not in site.trust("probe", f"localhost:{port}", status=3).out


def test_the_crls_that_are_kept_are_listed_and_removed(certwright: Program, openssl_crl: Path) -> None:
    certwright("store", "init", "--db", "certs.db")
    refused = certwright("import", str(openssl_crl), "--db", "certs.db").out
    assert "no certificate of CN=A CA of openssl that verifies its signature" in refused
    certwright("import", str(openssl_crl.with_name("ca.pem")), "--db", "certs.db")
    imported = certwright("import", str(openssl_crl), "--db", "certs.db").out
    assert "CRL" in imported and "taken" in imported
    listed = certwright("trust", "list", "--db", "certs.db").out
    assert "CN=A CA of openssl" in listed and "(stale)" in listed, "openssl was told to make it for a day long gone"
    [crl] = certwright("trust", "list", "--db", "certs.db", "--json").json()["crls"]
    assert set(crl) == OF_CRL and crl["issuer"] == "CN=A CA of openssl"
    certwright("trust", "remove", crl["sha256"], "--dry-run", "--db", "certs.db")
    removed = certwright("trust", "remove", crl["sha256"].lower(), "--db", "certs.db", "--json").json()
    assert removed["changed"] is True and removed["crls"] == [crl] and removed["decisions"] == []
    assert certwright("trust", "list", "--db", "certs.db", "--json").json()["crls"] == []


@pytest.fixture
def openssl_crl(tmp_path: Path) -> Path:
    """A list that `openssl ca` made, in PEM, long due for renewal."""
    folder = tmp_path / "ca"
    folder.mkdir()
    (folder / "index.txt").touch()
    (folder / "crlnumber").write_text("01\n")
    settings = "[ca]\ndefault_ca=it\n[it]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ncrl_extensions=crl\n"
    (folder / "ca.cnf").write_text(settings + "[crl]\nauthorityKeyIdentifier=keyid\n")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key"]
    made = ["openssl", "req", "-x509", *key, "-subj", "/CN=A CA of openssl", "-out", "ca.pem"]
    dates = ["-crl_lastupdate", "20240101000000Z", "-crl_nextupdate", "20240201000000Z"]
    listed = ["openssl", "ca", "-gencrl", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", *dates, "-out", "list.pem"]
    for command in (made, listed):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "list.pem"
