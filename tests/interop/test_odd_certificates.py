"""Certificates that no one should make, and someone did: we read them, and say of them what OpenSSL says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

import certwright as cw

from .agreement import assert_agree
from .programs import PASSWORD, Nss, OpenSSL
from .pyca import digest_for, signing_key

Ours = Callable[[str], cw.Identity]
Theirs = Callable[[str], tuple[Path, Path]]


def assert_openssl_agrees(certificate: Path, openssl: OpenSSL, store: cw.Store) -> cw.Certificate:
    """Read from a file, and from the store, it says what OpenSSL says."""
    (read,) = cw.read_file(certificate.read_bytes()).certificates
    said = openssl.facts(certificate)
    assert_agree(read, said, openssl)
    store.import_file(certificate)
    assert_agree(store.get(said.sha256), said, openssl)
    return read


SERIALS = {
    "-5": "-05",
    "-128": "-80",
    "-0xC8": "-C8",
    "-0x0100": "-0100",
    "0": "00",
    "1": "01",
    "0x7F": "7F",
    "0x80": "80",
    "0x00FF01": "FF01",
    "0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF": "7F" + "FF" * 19,
    "0x8000000000000000000000000000000000000000": "80" + "00" * 19,  # 21 octets with the one for the sign
    "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF": "FF" * 20,
    "0x0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20": "0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20",
}


@pytest.mark.parametrize("serial", SERIALS)
def test_a_serial_number_is_what_openssl_says_digit_for_digit(
    serial: str, theirs: Theirs, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    path = tmp_path / "odd.pem"
    openssl.make_certificate(theirs("p256")[0], path, "/CN=odd", "-set_serial", serial)
    read = assert_openssl_agrees(path, openssl, store)
    assert read.serial == SERIALS[serial]
    assert openssl("x509", "-in", path, "-noout", "-serial").text == f"serial={read.serial}\n"


@pytest.mark.parametrize("serial", [serial for serial in SERIALS if not serial.startswith("-")])  # a pasted one is unsigned
def test_a_serial_number_as_openssl_prints_it_finds_its_certificate(
    serial: str, theirs: Theirs, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    path = tmp_path / "odd.pem"
    openssl.make_certificate(theirs("p256")[0], path, "/CN=odd", "-set_serial", serial)
    store.import_file(path)
    printed = openssl("x509", "-in", path, "-noout", "-serial").text.removeprefix("serial=").strip()
    assert store.select(serial=printed).serial == SERIALS[serial]


def test_nss_makes_a_serial_number_of_its_own_that_we_read(nss: Nss, openssl: OpenSSL, tmp_path: Path) -> None:
    pfx = tmp_path / "theirs.pfx"
    nss.generate("p256", pfx, PASSWORD, "CN=made here")
    (read,) = cw.read_file(pfx.read_bytes(), password=PASSWORD).certificates
    assert int(read.serial, 16) == 987654321 == nss.facts_in(nss.database(pfx.with_suffix(".nss"))).serial


# Subjects as OpenSSL takes them on its command line: the first component of the DER first.
SUBJECTS = {
    "none": "/",
    "quotes and signs": '/C=DE/O=Grüße, "Söhne" <x>;\\+#=/CN=back \\\\ slash',
    "a leading number sign": "/CN=#lead",
    "blanks at the ends": "/O= lead and trail /CN= ",
    "a line break": "/CN=line\nbreak",
    "a tab and a delete": "/CN=a\tb\x7fc",
    "several OU and DC": "/DC=com/DC=example/OU=one/OU=two/CN=a",
    "the same twice": "/CN=a/CN=a/CN=b",
    "beyond 16 bits": "/CN=😀 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "combining": "/CN=Zoe\u0308",
    "every type": "/CN=a/SN=b/GN=c/initials=d/title=e/dnQualifier=f/serialNumber=g/UID=h/emailAddress=i@example.org/L=k/ST=l"
    "/postalCode=m/organizationIdentifier=VATDE-1/OU=n/O=o/DC=p/C=DE",
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_is_what_openssl_says(name: str, theirs: Theirs, openssl: OpenSSL, store: cw.Store, tmp_path: Path) -> None:
    path = tmp_path / "odd.pem"
    openssl.make_certificate(theirs("p256")[0], path, SUBJECTS[name])
    read = assert_openssl_agrees(path, openssl, store)
    if read.subject:
        assert cw.parse_subject(read.subject) == read.subject


def test_a_component_of_several_values_is_what_openssl_says_in_any_order(
    theirs: Theirs, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    path = tmp_path / "odd.pem"
    openssl.make_certificate(theirs("p256")[0], path, "/O=Example/CN=a+serialNumber=5+OU=b/C=DE", "-multivalue-rdn")
    (read,) = store.import_file(path).entries

    def values(subject: str) -> list[list[str]]:
        return [sorted(component.split("+")) for component in subject.split(",")]

    # RFC 4514 leaves the order open: OpenSSL turns it around
    assert values(read.subject) == values(openssl.facts(path).subject) == [["C=DE"], ["CN=a", "OU=b", "serialNumber=5"], ["O=Example"]]


def test_a_street_is_what_openssl_says_in_capitals(theirs: Theirs, openssl: OpenSSL, tmp_path: Path) -> None:
    path = tmp_path / "odd.pem"
    openssl.make_certificate(theirs("p256")[0], path, "/street=Way 1/CN=a")
    assert cw.Certificate.from_pem(path.read_bytes()).subject == "CN=a,STREET=Way 1"  # as RFC 4514 section 3 has it
    assert openssl.facts(path).subject == "CN=a,street=Way 1"


def configured(folder: Path, name: str, *lines: str) -> tuple[str, Path]:
    """The option that gives a request a configuration with this name in it."""
    path = folder / "openssl.cnf"
    top = ("oid_section = types", "[types]", "strange = 1.2.3.4.5", "[req]", "prompt = no", "utf8 = yes", "distinguished_name = name")
    path.write_text("\n".join((*top, *lines, "[name]", name)) + "\n", "utf-8")
    return "-config", path


# The bit that lets OpenSSL choose no other type of string.
STRINGS = {"PrintableString": ("0x2", "Zoe, (a)"), "T61String": ("0x4", "Zoë é ÿ"), "BMPString": ("0x800", "Zoë 密"), "UTF8String": ("0x2000", "Zoë 😀")}


@pytest.mark.parametrize("kind", STRINGS)
def test_a_name_in_each_type_of_string_is_what_openssl_says(
    kind: str, theirs: Theirs, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    mask, text = STRINGS[kind]
    path = tmp_path / "odd.pem"
    options = configured(tmp_path, f"CN = {text}", f"string_mask = MASK:{mask}")
    openssl("req", "-x509", "-key", theirs("p256")[0], "-days", "36500", "-out", path, *options)
    assert kind.upper() in openssl("asn1parse", "-in", path).text.replace(" ", "")
    assert assert_openssl_agrees(path, openssl, store).common_name == text


# Types that OpenSSL chooses for no common name: the tag is put in afterwards, which only the signature minds. OpenSSL reads
# no certificate with a VisibleString in its name.
TAGS = {
    "NUMERICSTRING": (0x12, "123 456", "123 456"),
    "IA5STRING": (0x16, "zoe@example", "zoe@example"),
    "UNIVERSALSTRING": (0x1C, "\0\0\0Z\0\0\0o\0\0\0e", "Zoe"),
}


@pytest.mark.parametrize("kind", TAGS)
def test_a_name_in_a_rare_type_of_string_is_what_openssl_says(
    kind: str, ours: Ours, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    tag, content, text = TAGS[kind]
    der = pyca_made(ours, content, 1).public_bytes(Encoding.DER)
    octets = bytes([len(content)]) + content.encode()
    path = tmp_path / "odd.der"
    path.write_bytes(der.replace(b"\x0c" + octets, bytes([tag]) + octets))
    assert openssl("asn1parse", "-inform", "DER", "-in", path).text.replace(" ", "").count(kind) >= 2
    assert assert_openssl_agrees(path, openssl, store).common_name == text


# RFC 4514 section 2.4: the value of a type without a short name is # and the hex of its DER, so that it can be read back whole.
def test_a_type_without_a_short_name_is_shown_as_rfc_4514_says(
    theirs: Theirs, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    path = tmp_path / "odd.pem"
    options = configured(tmp_path, "strange = hello")
    openssl("req", "-x509", "-key", theirs("p256")[0], "-days", "36500", "-out", path, *options)
    assert openssl.facts(path).subject == "1.2.3.4.5=#0C0568656C6C6F"
    assert_openssl_agrees(path, openssl, store)


def test_a_type_without_a_short_name_is_read_back_to_the_same_der(theirs: Theirs, openssl: OpenSSL, tmp_path: Path) -> None:
    path = tmp_path / "odd.pem"
    options = configured(tmp_path, "strange = hello", "string_mask = MASK:0x2")
    openssl("req", "-x509", "-key", theirs("p256")[0], "-days", "36500", "-out", path, *options)
    read = cw.Certificate.from_pem(path.read_bytes())
    assert cw.self_signed(read.subject).certificate.subject_der == read.subject_der


DATES = {
    "the last of UTCTime": ("20490101000000Z", "20491231235959Z"),
    "the first of GeneralizedTime": ("20500101000000Z", "20500101000001Z"),
    "without end": ("20200229120000Z", "99991231235959Z"),
    "23:59:00 in 9999": ("20200101000000Z", "99991231235900Z"),
    "from 1950": ("19500101000000Z", "19991231235959Z"),
    "from 1949": ("19491231235959Z", "20000101000000Z"),
    "an end before the beginning": ("20300101000000Z", "20200101000000Z"),
}


@pytest.mark.parametrize("name", DATES)
def test_dates_are_what_openssl_says(name: str, theirs: Theirs, openssl: OpenSSL, store: cw.Store, tmp_path: Path) -> None:
    path, key = tmp_path / "odd.pem", theirs("p256")[0]
    (tmp_path / "index").touch()
    configuration = tmp_path / "ca.cnf"
    lines = ("[ca]", "default_ca = x", "[x]", f"database = {tmp_path / 'index'}", f"new_certs_dir = {tmp_path}", "rand_serial = yes")
    configuration.write_text("\n".join((*lines, "default_md = sha256", "policy = any", "[any]", "commonName = supplied")) + "\n")
    (tmp_path / "request").write_bytes(openssl.request(key))
    begin, end = DATES[name]
    sign = ("ca", "-batch", "-selfsign", "-notext", "-config", configuration, "-keyfile", key, "-in", tmp_path / "request", "-out", path)
    openssl(*sign, "-startdate", begin, "-enddate", end)
    read = assert_openssl_agrees(path, openssl, store)
    assert [date.strftime("%Y%m%d%H%M%SZ") for date in (read.not_before, read.not_after)] == [begin, end]


@pytest.mark.parametrize(
    ("kind", "digest", "algorithm"),
    [
        ("rsa2048", "sha1", "sha1WithRSAEncryption"),
        ("rsa2048", "sha384", "sha384WithRSAEncryption"),
        ("rsa2048", "sha512", "sha512WithRSAEncryption"),
        ("p256", "sha384", "ecdsa-with-SHA384"),
        ("p384", "sha256", "ecdsa-with-SHA256"),
    ],
)
def test_a_signature_of_another_digest_is_named_and_verified(
    kind: str, digest: str, algorithm: str, theirs: Theirs, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    path = tmp_path / "odd.pem"
    openssl.make_certificate(theirs(kind)[0], path, "/CN=odd", f"-{digest}")
    read = assert_openssl_agrees(path, openssl, store)
    assert (read.signature_algorithm, read.self_signed, read.is_signed_by(read)) == (algorithm, True, True)
    assert f"Signature Algorithm: {algorithm}" in openssl("x509", "-in", path, "-noout", "-text").text


@pytest.mark.parametrize(
    ("kind", "options", "algorithm"),
    [
        ("p256", ("-sha512",), "ecdsa-with-SHA512"),
        ("p384", ("-sha512",), "ecdsa-with-SHA512"),
        ("p521", (), "ecdsa-with-SHA256"),
        ("p521", ("-sha384",), "ecdsa-with-SHA384"),
        ("p521", ("-sha512",), "ecdsa-with-SHA512"),
        ("rsa2048", ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"), "rsassaPss"),
    ],
)
def test_a_signature_that_few_programs_make_is_verified(
    kind: str, options: tuple[str, ...], algorithm: str, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    key, path = tmp_path / "odd.key", tmp_path / "odd.pem"
    openssl.make_key(kind, key)
    openssl.make_certificate(key, path, "/CN=odd", *options)
    read = assert_openssl_agrees(path, openssl, store)
    assert (read.key_algorithm, read.signature_algorithm, read.self_signed, read.is_signed_by(read)) == (kind, algorithm, True, True)


@pytest.mark.parametrize(
    ("kind", "options", "algorithm"),
    [
        ("rsa1024", (), "sha256WithRSAEncryption"),
        ("secp256k1", (), "ecdsa-with-SHA256"),
        ("rsa2048", ("-sigopt", "rsa_padding_mode:pss"), "rsassaPss"),
    ],
)
def test_a_signature_that_cannot_be_verified_here_is_named_and_left_open(
    kind: str, options: tuple[str, ...], algorithm: str, openssl: OpenSSL, store: cw.Store, tmp_path: Path
) -> None:
    key, path = tmp_path / "odd.key", tmp_path / "odd.pem"
    openssl.make_key(kind, key)
    openssl.make_certificate(key, path, "/CN=odd", *options)
    read = assert_openssl_agrees(path, openssl, store)
    assert (read.key_algorithm, read.signature_algorithm, read.is_signed_by(read)) == (kind, algorithm, None)
    openssl("verify", "-CAfile", path, path)  # which is right all the same


def test_a_forged_signature_is_found(theirs: Theirs, openssl: OpenSSL, tmp_path: Path) -> None:
    path = tmp_path / "odd.der"
    der = bytearray(openssl("x509", "-in", theirs("rsa2048")[1], "-outform", "DER").out)
    der[-1] ^= 1
    path.write_bytes(der)
    read = cw.Certificate.from_der(bytes(der))
    assert (read.self_signed, read.is_signed_by(read)) == (False, False)
    openssl("verify", "-check_ss_sig", "-CAfile", path, path, fails=True)


# The names by which people know them.
UNSUPPORTED = {"rsa1024": "1024", "p521": "p521", "secp256k1": "secp256k1", "ed448": "ed448", "rsa-pss": "rsa-pss"}


@pytest.fixture(params=UNSUPPORTED)
def unsupported(request: pytest.FixtureRequest, openssl: OpenSSL, tmp_path: Path) -> tuple[str, Path, Path]:
    """Kind, key and certificate."""
    key, certificate = tmp_path / "odd.key", tmp_path / "odd.pem"
    openssl.make_key(request.param, key)
    openssl.make_certificate(key, certificate, "/CN=odd")
    return request.param, key, certificate


def odd_pfx(unsupported: tuple[str, Path, Path], openssl: OpenSSL) -> bytes:
    _, key, certificate = unsupported
    return openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", f"pass:{PASSWORD}").out


def by_name(note: str | None) -> str:
    return (note or "").lower().replace("p-521", "p521").replace("rsassa-pss", "rsa-pss")


def test_a_key_that_is_not_supported_is_in_the_report_of_a_pfx_and_its_certificate_is_kept(
    unsupported: tuple[str, Path, Path], openssl: OpenSSL, store: cw.Store
) -> None:
    report = store.import_file(odd_pfx(unsupported, openssl), password=PASSWORD)
    assert [(bag.what, bag.taken) for bag in report.bags] == [("certificate", True), ("private key", False)]
    assert "is not supported" in (report.bags[1].note or "")
    (entry,) = report.entries
    assert (entry.key_algorithm, entry.has_private_key) == (unsupported[0], False)
    assert_agree(entry, openssl.facts(unsupported[2]), openssl)


def test_a_key_that_is_not_supported_is_named_in_the_report_of_a_pfx(unsupported: tuple[str, Path, Path], openssl: OpenSSL) -> None:
    report = cw.read_file(odd_pfx(unsupported, openssl), password=PASSWORD)
    assert UNSUPPORTED[unsupported[0]] in by_name(report.bags[1].note)


def test_a_key_that_is_not_supported_is_kept_as_it_is(unsupported: tuple[str, Path, Path], openssl: OpenSSL) -> None:
    public = openssl("pkey", "-in", unsupported[1], "-pubout", "-outform", "DER").out
    for data in (odd_pfx(unsupported, openssl), unsupported[1].read_bytes()):
        (kept,) = cw.read_file(data, password=PASSWORD).opaque_keys
        assert openssl("pkey", "-inform", "DER", "-pubout", "-outform", "DER", given=kept.to_pkcs8_der()).out == public


def test_a_key_that_is_not_supported_is_named_in_the_report_of_a_pem(unsupported: tuple[str, Path, Path]) -> None:
    _, key, certificate = unsupported
    report = cw.read_file(key.read_bytes() + certificate.read_bytes())
    assert [(bag.what, bag.taken) for bag in report.bags] == [("private key", False), ("certificate", True)]
    assert UNSUPPORTED[unsupported[0]] in by_name(report.bags[0].note)


def test_a_key_that_is_not_supported_is_named_by_the_error_of_an_import_of_it_alone(unsupported: tuple[str, Path, Path], store: cw.Store) -> None:
    with pytest.raises(cw.Unsupported) as raised:
        store.import_file(unsupported[1].read_bytes())
    assert UNSUPPORTED[unsupported[0]] in by_name(str(raised.value))


def pyca_made(ours: Ours, common_name: str, serial: int) -> x509.Certificate:
    key = signing_key(ours("p256").private_key.to_cryptography())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])
    begin, end = datetime(2020, 1, 1, tzinfo=timezone.utc), datetime(2030, 1, 1, tzinfo=timezone.utc)
    return x509.CertificateBuilder(name, name, key.public_key(), serial, begin, end).sign(key, digest_for(key))


def test_the_largest_serial_number_of_pyca_is_read(ours: Ours) -> None:
    # pyca makes none below one: ValueError
    largest = (1 << 159) - 1
    assert int(cw.Certificate.from_cryptography(pyca_made(ours, "odd", largest)).serial, 16) == largest


def test_a_version_1_certificate_is_read(theirs: Theirs, openssl: OpenSSL, store: cw.Store, tmp_path: Path) -> None:
    key, path = theirs("p256")[0], tmp_path / "odd.pem"
    path.write_bytes(openssl("x509", "-req", "-signkey", key, "-days", "36500", given=openssl.request(key)).out)
    read = assert_openssl_agrees(path, openssl, store)
    assert (read.version, read.self_signed, read.key_usage, read.is_ca) == (1, True, None, False)
