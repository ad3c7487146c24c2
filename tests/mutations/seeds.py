"""Writes the chains of each kind of change as seeds of the fuzz target `chain`: `python -m tests.mutations.seeds FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from .chains import DAY, WHEN, mutations, right

CHAIN, INTERMEDIATE, ROOT, CRL = range(4)


def part(role: int, der: bytes) -> bytes:
    return bytes([role]) + len(der).to_bytes(2, "big") + der


def with_crls() -> bytes:
    """A chain with a list of each CA, one of which revokes the leaf."""
    chain = right()
    parts = [part(CHAIN, chain.leaf.sign(chain.ca).public_bytes(Encoding.DER)), part(INTERMEDIATE, chain.ca.sign(chain.root).public_bytes(Encoding.DER))]
    parts.append(part(ROOT, chain.root.sign(chain.root).public_bytes(Encoding.DER)))
    for issuer in (chain.ca, chain.root):
        builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject).last_update(WHEN - DAY).next_update(WHEN + DAY)
        builder = builder.add_extension(x509.CRLNumber(1), critical=False)
        point = x509.IssuingDistributionPoint(
            full_name=[x509.UniformResourceIdentifier("http://ca.example/1.crl")],
            relative_name=None,
            only_contains_user_certs=False,
            only_contains_ca_certs=False,
            only_some_reasons=None,
            indirect_crl=False,
            only_contains_attribute_certs=False,
        )
        if issuer is chain.root:
            builder = builder.add_extension(point, critical=True)
        entry = x509.RevokedCertificateBuilder().serial_number(chain.leaf.serial).revocation_date(WHEN - DAY)
        entry = entry.add_extension(x509.CRLReason(x509.ReasonFlags.superseded), critical=False)
        parts.append(part(CRL, builder.add_revoked_certificate(entry.build()).sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)))
    return b"\x09" + b"".join(parts)


def main(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    seen = set()
    for mutation in mutations(1, 200):
        if mutation.kind in seen:
            continue
        seen.add(mutation.kind)
        parts = [part(CHAIN, mutation.leaf.public_bytes(Encoding.DER)), part(ROOT, mutation.root.public_bytes(Encoding.DER))]
        parts += [part(INTERMEDIATE, certificate.public_bytes(Encoding.DER)) for certificate in mutation.between]
        (folder / mutation.kind).write_bytes(bytes([len(seen) % 64]) + b"".join(parts))
    (folder / "crls").write_bytes(with_crls())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
