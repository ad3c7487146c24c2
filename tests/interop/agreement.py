"""Comparing what certwright says with what another program says."""

from __future__ import annotations

import certwright as cw

from .programs import Certtool, Facts, Keytool, Nss, OpenSSL, Program
from .pyca import Cryptography

PROGRAMS: dict[str, tuple[str, ...]] = {
    "openssl": OpenSSL.keys,
    "certtool": Certtool.keys,
    "nss": Nss.keys,
    "keytool": Keytool.keys,
    "cryptography": Cryptography.keys,
}
"""The kinds of keys that each program knows, by the name of its fixture."""

EACH_PROGRAM_AND_KEY = [(program, kind) for program, kinds in PROGRAMS.items() for kind in kinds]


def facts_of(certificate: cw.Certificate) -> Facts:
    """What certwright says."""
    return Facts(
        sha1=certificate.thumbprint,
        sha256=certificate.sha256,
        serial=int(certificate.serial, 16),
        subject=certificate.subject,
        not_before=certificate.not_before,
        not_after=certificate.not_after,
        public_key=certificate.public_key_der,
    )


def assert_agree(certificate: cw.Certificate, said: Facts, program: Program) -> None:
    """Fails unless certwright and the program say the same of the certificate."""
    own = facts_of(certificate)
    assert said.sha1 == own.sha1
    assert said.sha256 == own.sha256
    assert said.serial == own.serial
    assert said.subject == program.shown(own.subject)
    assert (said.not_before, said.not_after) == (own.not_before, own.not_after)
    assert said.key in (None, certificate.key_algorithm)
    assert said.public_key in own.public_key
