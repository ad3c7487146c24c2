"""A chain that OpenSSL made goes through the store and out again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import certwright as cw

from .agreement import facts_of
from .programs import ALIAS, PASSWORD, Certtool, Keytool, Nss, OpenSSL, match, pem_blocks, run
from .pyca import Cryptography


@dataclass(frozen=True)
class Chain:
    """Files of OpenSSL; the leaf's key is the only one kept."""

    root: Path
    intermediate: Path
    leaf: Path
    key: Path

    def certificates(self) -> list[cw.Certificate]:
        """Leaf, intermediate, root."""
        return [cw.Certificate.from_pem(path.read_bytes()) for path in (self.leaf, self.intermediate, self.root)]


def make_chain(openssl: OpenSSL, folder: Path, kinds: tuple[str, str, str]) -> Chain:
    """Root, intermediate and leaf with keys of these kinds."""
    folder.mkdir(exist_ok=True)

    def issue(name: str, kind: str, issuer: str, *extensions: str) -> None:
        key, listed = folder / f"{name}.key", folder / f"{name}.extensions"
        openssl.make_key(kind, key)
        request = openssl("req", "-new", "-key", key, "-subj", f"/O=Example/CN={name}").out
        listed.write_text("\n".join(("subjectKeyIdentifier=hash", "authorityKeyIdentifier=keyid", *extensions)) + "\n")
        by = ("-signkey", key) if name == issuer else ("-CA", folder / f"{issuer}.pem", "-CAkey", folder / f"{issuer}.key")
        made = openssl("x509", "-req", *by, "-extfile", listed, "-days", "36500", given=request)
        (folder / f"{name}.pem").write_bytes(made.out)

    authority = ("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign")
    issue("root", kinds[0], "root", *authority)
    issue("intermediate", kinds[1], "root", *authority)
    issue("leaf", kinds[2], "intermediate", "subjectAltName=DNS:leaf.example", "extendedKeyUsage=serverAuth")
    return Chain(*(folder / name for name in ("root.pem", "intermediate.pem", "leaf.pem", "leaf.key")))


@pytest.fixture(scope="session")
def chain(openssl: OpenSSL, tmp_path_factory: pytest.TempPathFactory) -> Chain:
    return make_chain(openssl, tmp_path_factory.mktemp("chain"), ("rsa2048", "p384", "p256"))


def openssl_pfx(openssl: OpenSSL, chain: Chain, folder: Path) -> Path:
    above, pfx = folder / "above.pem", folder / "theirs.pfx"
    above.write_text(chain.root.read_text() + chain.intermediate.read_text())
    with_chain = ("-inkey", chain.key, "-in", chain.leaf, "-certfile", above, "-name", ALIAS)
    openssl("pkcs12", "-export", *with_chain, "-out", pfx, "-passout", f"pass:{PASSWORD}")
    return pfx


def in_pem(chain: Chain) -> bytes:
    return b"".join(path.read_bytes() for path in (chain.root, chain.key, chain.intermediate, chain.leaf))


def imported(store: cw.Store, chain: Chain, openssl: OpenSSL, folder: Path) -> cw.Entry:
    """The leaf as the store has it."""
    store.import_file(openssl_pfx(openssl, chain, folder), password=PASSWORD)
    return store.get(openssl.facts(chain.leaf).sha1)


def test_openssl_holds_the_chain_to_be_right(chain: Chain, openssl: OpenSSL) -> None:
    openssl("verify", "-x509_strict", "-CAfile", chain.root, "-untrusted", chain.intermediate, chain.leaf)


def test_each_signature_is_found_right_and_no_other(chain: Chain) -> None:
    leaf, intermediate, root = chain.certificates()
    assert [leaf.self_signed, intermediate.self_signed, root.self_signed] == [False, False, True]
    assert [leaf.is_signed_by(intermediate), intermediate.is_signed_by(root), root.is_signed_by(root)] == [True, True, True]
    # None: the key is of another kind than the signature
    assert True not in [leaf.is_signed_by(root), intermediate.is_signed_by(leaf), root.is_signed_by(intermediate), leaf.is_signed_by(leaf)]


def test_the_store_finds_the_chain_of_a_pfx(chain: Chain, openssl: OpenSSL, store: cw.Store, tmp_path: Path) -> None:
    leaf, intermediate, root = chain.certificates()
    entry = imported(store, chain, openssl, tmp_path)
    assert entry.friendly_name == ALIAS
    assert entry.chain() == [intermediate]
    assert entry.identity().chain == [intermediate]
    assert store.get(intermediate).stores == ["Intermediate"]
    assert store.get(root).stores == ["Intermediate"]  # nothing becomes trusted by an import
    assert facts_of(leaf) == facts_of(entry)


def test_the_store_finds_the_chain_of_a_pem_in_any_order(chain: Chain, store: cw.Store) -> None:
    leaf, intermediate, _ = chain.certificates()
    report = store.import_file(in_pem(chain))
    assert [bag.note for bag in report.bags] == [None] * 4
    assert store.get(leaf).identity().chain == [intermediate]


def test_the_store_finds_the_chain_when_its_parts_come_one_by_one(chain: Chain, store: cw.Store) -> None:
    leaf, intermediate, _ = chain.certificates()
    store.import_file(chain.leaf)
    assert store.get(leaf).chain() == []
    store.import_file(chain.root)
    store.import_file(chain.intermediate)
    (bag,) = store.import_file(chain.key).bags
    assert bag.taken
    assert store.get(leaf).identity().chain == [intermediate]


def test_an_exported_pfx_holds_the_chain_for_each_program(
    chain: Chain, openssl: OpenSSL, certtool: Certtool, keytool: Keytool, nss: Nss, store: cw.Store, tmp_path: Path
) -> None:
    pfx = tmp_path / "ours.pfx"
    pfx.write_bytes(store.export(imported(store, chain, openssl, tmp_path), with_key=True, password=PASSWORD, iterations=2000))

    text = openssl("pkcs12", "-in", pfx, "-passin", f"pass:{PASSWORD}", "-nokeys").text
    assert [cw.Certificate.from_pem(block.encode()) for block in pem_blocks(text, "CERTIFICATE")] == chain.certificates()[:2]
    assert pem_blocks(certtool.pfx_info(pfx, PASSWORD), "CERTIFICATE") == pem_blocks(text, "CERTIFICATE")

    listed = keytool.list(pfx, PASSWORD, "-v", "-alias", ALIAS)
    assert match(r"^Certificate chain length: (.*)$", listed) == "2"
    assert [line for line in listed.splitlines() if line.startswith("Owner: ")] == ["Owner: CN=leaf, O=Example", "Owner: CN=intermediate, O=Example"]

    database = nss.imported(pfx, PASSWORD)
    run((nss.certutil, "-A", "-d", database, "-n", "root", "-t", "C,,", "-a", "-i", chain.root))
    assert "certificate is valid" in run((nss.certutil, "-V", "-d", database, "-n", ALIAS, "-u", "V", "-e")).text


def test_an_exported_pem_holds_the_chain_that_openssl_verifies(chain: Chain, openssl: OpenSSL, store: cw.Store, tmp_path: Path) -> None:
    pem = tmp_path / "ours.pem"
    pem.write_bytes(store.export(imported(store, chain, openssl, tmp_path), format="pem", with_key=True))
    openssl("verify", "-x509_strict", "-CAfile", chain.root, "-untrusted", pem, "-verify_hostname", "leaf.example", pem)
    assert openssl.signer_of(openssl.request(pem)) == openssl.facts(chain.leaf).public_key


def test_pyca_finds_the_chain_in_an_exported_pfx(
    chain: Chain, openssl: OpenSSL, cryptography: Cryptography, store: cw.Store, tmp_path: Path
) -> None:
    pfx = tmp_path / "ours.pfx"
    pfx.write_bytes(store.export(imported(store, chain, openssl, tmp_path), with_key=True, password=PASSWORD, iterations=2000))
    assert cryptography.chain_in_pfx(pfx, PASSWORD) == [one.der for one in chain.certificates()[:2]]


def test_a_pfx_with_the_root_added_gives_java_all_three(
    chain: Chain, openssl: OpenSSL, keytool: Keytool, store: cw.Store, tmp_path: Path
) -> None:
    identity = imported(store, chain, openssl, tmp_path).identity()
    pfx = tmp_path / "ours.pfx"
    pfx.write_bytes(cw.write_pkcs12([identity], certificates=[chain.certificates()[2]], password=PASSWORD, iterations=2000))
    listed = keytool.list(pfx, PASSWORD, "-v", "-alias", ALIAS)
    assert match(r"^Certificate chain length: (.*)$", listed) == "3"


def test_a_chain_whose_issuer_cannot_be_verified_here_is_found_by_its_key_ids(openssl: OpenSSL, store: cw.Store, tmp_path: Path) -> None:
    odd = make_chain(openssl, tmp_path / "odd", ("secp256k1", "secp256k1", "p256"))
    leaf, intermediate, _ = odd.certificates()
    assert leaf.is_signed_by(intermediate) is None
    store.import_file(in_pem(odd))
    assert store.get(leaf).identity().chain == [intermediate]
