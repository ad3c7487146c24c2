"""1,000 chains with one change each are judged by the words of RFC 5280 and of the Baseline Requirements (README.md)."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

import certwright as cw

from .chains import WHEN, Mutation, mutations

SEED, COUNT = 20261124, 1000

#: Where OpenSSL does not say what RFC 5280 does, and who is right.
OPENSSL_DIFFERS = {
    "any_purpose": "we: RFC 5280 section 4.2.1.12 lets anyExtendedKeyUsage stand for every purpose unless the application wants the particular one",
    "authority_key_id_of_another": "we: section 4.2.1.1 gives the identifier for finding the issuer; section 6.1 does not compare it",
    "ca_basic_constraints_not_critical": "OpenSSL by 4.2.1.9, a rule for who issues; 6.1.4 (k) does not look at it. Refused by our webpki",
    "ca_of_rsa_1024": "we: the RFC names no size; too short to be relied on",
    "ca_without_key_usage": "we: 6.1.4 (n) looks at keyUsage where it is present; that it must be is a rule for who issues. Refused by our webpki",
    "constraints_in_the_leaf": "we: 4.2.1.10, it must be used only in a CA certificate",
    "constraints_not_critical": "we: 4.2.1.10, it must be critical. Accepted by our webpki, as BR 7.1.2.5.2 allows it",
    "dns_constraint_with_a_period": "we: 4.2.1.10 has the period for URIs and mailboxes only",
    "host_in_the_common_name_only": "we: RFC 9525 section 2 takes no name from the subject",
    "no_authority_key_id": "OpenSSL by 4.2.1.1, a rule for who issues. Refused by our webpki",
    "no_subject_key_id": "OpenSSL by 4.2.1.2, a rule for who issues. Refused by our webpki",
    "root_without_key_usage": "we: a root is trusted as it is",
    "valid_to_the_second": "we: 4.1.2.5, the validity goes through notAfter, inclusive",
    "wildcard_in_the_wrong_place": "we: RFC 9525 section 6.3, the wildcard is the whole leftmost label; OpenSSL takes a part of one",
    "wildcard_over_a_public_suffix": "we: such a name speaks for names of many owners",
    "wildcard_touches_what_is_excluded": "we: the wildcard stands for a name that is excluded",
}

#: Where pyca does not say what the Baseline Requirements do, and who is right.
PYCA_DIFFERS = {
    "hash_of_another_curve": "we: BR 7.1.3.2.2, a key signs the hash of its curve's size",
    "issuer_as_another_string_type": "we: RFC 5280 section 7.1 compares the text",
    "issuer_in_other_case": "we: section 7.1 compares without regard to case",
    "issuer_with_more_blanks": "we: section 7.1 takes runs of blanks as one",
    "key_of_ed25519": "we: BR 6.1.5 knows RSA and the NIST curves only; pyca does not look at the key of a leaf",
    "leaf_key_usage_is_of_no_use": "we: such a key can take part in no handshake (RFC 8446 section 4.4.2.2)",
    "leaf_of_secp256k1": "we: BR 6.1.5",
    "no_authority_key_id": "we: RFC 5280 section 4.2.1.1; pyca asks for it in a leaf only",
    "no_purpose": "we: BR 7.1.2.7.6",
    "no_subject_key_id": "we: RFC 5280 section 4.2.1.2; pyca does not ask for it in a root",
    "policy_demanded_and_there": "we: pyca does not process policies and refuses them",
    "root_with_a_purpose": "we: BR 7.1.2.1.2",
    "root_without_key_usage": "pyca by BR 7.1.2.1.4; nobody but who trusts a root decides on it, and old ones in use have none",
    "subject_permitted": "we: pyca does not process constraints on directory names and refuses them",
    "uri_permitted": "we: pyca does not process constraints on URIs and refuses them",
    "wildcard_over_a_public_suffix": "we: BR 3.2.2.6",
}


@pytest.fixture(scope="module")
def chains() -> list[Mutation]:
    return list(mutations(SEED, COUNT))


def certwright(mutation: Mutation, profile: str) -> bool:
    leaf, root, *between = map(cw.Certificate.from_cryptography, [mutation.leaf, mutation.root, *mutation.between])
    try:
        found = cw.verify_chain([leaf], roots=[root], intermediates=between, at=WHEN, host=mutation.host, profile=profile)
    except cw.Untrusted as error:
        assert error.reasons and error.path
        return False
    assert (found.path[0], found.path[-1]) == (leaf, root)
    return True


def openssl(mutation: Mutation, folder: Path) -> bool:
    def write(name: str, certificates: Sequence[x509.Certificate]) -> Path:
        path = folder / name
        path.write_bytes(b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates))
        return path

    command = ["openssl", "verify", "-x509_strict", "-policy_check", "-policy", "1.2.3", "-purpose", "sslserver", "-no-CApath", "-no-CAstore"]
    command += ["-attime", str(int(WHEN.timestamp())), "-verify_hostname", mutation.host]
    files: list[str | Path] = ["-CAfile", write("root", [mutation.root]), "-untrusted", write("between", mutation.between), write("leaf", [mutation.leaf])]
    done = subprocess.run([*command, *files], capture_output=True)
    assert done.returncode in (0, 2), done.stderr
    return done.returncode == 0


def pyca(mutation: Mutation) -> bool:
    builder = PolicyBuilder().store(Store([mutation.root])).time(WHEN.astimezone(dt.timezone.utc).replace(tzinfo=None))
    try:
        builder.build_server_verifier(x509.DNSName(mutation.host)).verify(mutation.leaf, mutation.between)
    except VerificationError:
        return False
    return True


@pytest.mark.parametrize("profile", ["rfc5280", "webpki"])
def test_each_is_judged_by_the_words(chains: list[Mutation], profile: str) -> None:
    wrong = {mutation.kind for mutation in chains if certwright(mutation, profile) != getattr(mutation, profile)}
    assert wrong == set()
    assert len(chains) == COUNT


def test_openssl_differs_where_it_is_known_to_and_nowhere_else(chains: list[Mutation], tmp_path: Path) -> None:
    assert {mutation.kind for mutation in chains if openssl(mutation, tmp_path) != mutation.rfc5280} == OPENSSL_DIFFERS.keys()


def test_pyca_differs_where_it_is_known_to_and_nowhere_else(chains: list[Mutation]) -> None:
    assert {mutation.kind for mutation in chains if pyca(mutation) != mutation.webpki} == PYCA_DIFFERS.keys()
