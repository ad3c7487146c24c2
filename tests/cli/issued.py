"""A server's identity that a CA issued."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import certwright as cw

from .material import FAR_OFF, LONG_AGO


def issued_identity() -> tuple[cw.Identity, cw.Certificate]:
    """For localhost, with the CA in its chain; and the CA."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("issuer", "leaf")]
    made = []
    for serial, (name, key) in enumerate(zip(names, keys), 1):
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(names[0]).public_key(key.public_key()).serial_number(serial)
        builder = builder.not_valid_before(LONG_AGO).not_valid_after(FAR_OFF)
        builder = builder.add_extension(x509.BasicConstraints(ca=serial == 1, path_length=None), critical=True)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        made.append(cw.Certificate.from_cryptography(builder.sign(keys[0], hashes.SHA256())))
    return cw.Identity(made[1], cw.PrivateKey.from_cryptography(keys[1]), chain=[made[0]]), made[0]
