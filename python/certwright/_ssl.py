"""A TLS context from an identity, without leaving the key in a file."""

from __future__ import annotations

import os
import ssl
import tempfile


def context(pem: bytes, server_side: bool) -> ssl.SSLContext:
    """A context with key, certificate and chain; a client's also verifies servers against the system's roots."""
    purpose = ssl.Purpose.CLIENT_AUTH if server_side else ssl.Purpose.SERVER_AUTH
    made = ssl.create_default_context(purpose)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    _load(made, pem)
    return made


def _load(made: ssl.SSLContext, pem: bytes) -> None:
    """OpenSSL reads keys from paths only: on Linux from memory that has one, elsewhere from a private file."""
    if hasattr(os, "memfd_create") and os.path.isdir("/proc/self/fd"):
        descriptor = os.memfd_create("certwright", os.MFD_CLOEXEC)
        try:
            with open(descriptor, "wb", closefd=False) as memory:
                memory.write(pem)
            made.load_cert_chain(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "identity.pem")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
        made.load_cert_chain(path)
