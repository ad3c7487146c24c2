"""What other programs write and certwright does not read is named as what it is."""

from __future__ import annotations

import gzip
import io
import shlex
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import certwright as cw

from .programs import ALIAS, PASSWORD, Keytool, OpenSSL

Theirs = Callable[[str], tuple[Path, Path]]


@pytest.mark.parametrize("form", ["JKS", "JCEKS"])
def test_the_command_for_a_java_keystore_makes_a_pfx_that_is_read(form: str, keytool: Keytool, tmp_path: Path) -> None:
    store, made = tmp_path / "store", tmp_path / "store.p12"
    passwords = ("-storepass", PASSWORD, "-keypass", PASSWORD)
    keytool("-genkeypair", "-keystore", store, "-storetype", form, *passwords, "-alias", ALIAS, "-dname", "CN=java", *keytool.generates["p256"])
    found = cw.detect(store.read_bytes())
    assert (found.kind, found.why) == (form.lower(), f"it is a Java keystore ({form})")
    assert found.hint is not None
    program, *words = shlex.split(found.hint.replace("FILE", str(store)))
    assert program == "keytool"
    keytool(*words, "-srcstorepass", PASSWORD, "-deststorepass", PASSWORD)
    (identity,) = cw.read_file(made.read_bytes(), password=PASSWORD).identities
    assert (identity.certificate.subject, identity.friendly_name) == ("CN=java", ALIAS)


@pytest.mark.parametrize("form", ["DER", "PEM"])
@pytest.mark.parametrize(
    ("words", "kind", "what"),
    [
        (("req", "-new", "-subj", "/CN=a", "-key", "{key}"), "certificate-request", "a certificate request"),
        (("pkey", "-pubout", "-in", "{key}"), "public-key", "a public key"),
        (("rsa", "-RSAPublicKey_out", "-in", "{key}"), "public-key", "a public key"),
        (("dhparam", "512"), "der", "the parameters of a key"),
        (("ecparam", "-name", "prime256v1"), "der", "the parameters of a key"),
        (("pkcs8", "-topk8", "-passout", "pass:a", "-in", "{key}"), "encrypted-private-key", None),
        (("rsa", "-traditional", "-in", "{key}"), "private-key", None),
        (("x509", "-in", "{certificate}"), "certificate", None),
    ],
)
def test_what_openssl_writes_is_named(words: tuple[str, ...], kind: str, what: str | None, form: str, theirs: Theirs, openssl: OpenSSL) -> None:
    key, certificate = theirs("rsa2048")
    filled = [word.format(key=key, certificate=certificate) for word in words]
    data = openssl(filled[0], "-outform", form, *filled[1:]).out
    found = cw.detect(data)
    if what is None:
        assert found.kind == ("pem" if form == "PEM" else kind)
        return
    assert found.kind == kind
    assert what in found.why
    with pytest.raises(cw.UnknownFormat, match=f"it is {what}: "):
        cw.read_file(data)


def test_archives_are_named(theirs: Theirs) -> None:
    pem = theirs("p256")[1].read_bytes()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("certificate.pem", pem)
    assert cw.detect(archive.getvalue()).kind == "zip"
    assert cw.detect(gzip.compress(pem)).kind == "gzip"
