"""A right chain, and changes to it: each made anew with its signatures, from a seed."""

from __future__ import annotations

import datetime as dt
import functools
import ipaddress
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Optional, Union

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.name import _ASN1Type
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

Key = Union[ec.EllipticCurvePrivateKey, ed25519.Ed25519PrivateKey, rsa.RSAPrivateKey]

WHEN = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)
HOST = "srv1.example.com"


@functools.cache
def key(kind: str, number: int = 0) -> Key:
    """A key of a kind; the same for the same number."""
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1(), "k1": ec.SECP256K1()}[kind])


def common(text: str, kind: _ASN1Type = _ASN1Type.UTF8String) -> x509.Name:
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Example")
    return x509.Name([organization, x509.NameAttribute(NameOID.COMMON_NAME, text, kind)])


def usage(*bits: str) -> x509.KeyUsage:
    names = "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign encipher_only decipher_only"
    return x509.KeyUsage(**{name: name in bits for name in names.split()})


@dataclass
class Spec:
    """A certificate to be."""

    subject: x509.Name
    key: Key
    begin: dt.datetime = WHEN - 100 * DAY
    end: dt.datetime = WHEN + 100 * DAY
    issuer: Optional[x509.Name] = None
    """Another than the subject of its issuer."""
    signer: Optional[Key] = None
    """Another than the key of its issuer."""
    hash: Union[hashes.SHA256, hashes.SHA384, hashes.SHA512] = field(default_factory=hashes.SHA256)
    serial: int = 0x1234567890
    extensions: dict[ObjectIdentifier, tuple[x509.ExtensionType, bool]] = field(default_factory=dict)

    def set(self, extension: x509.ExtensionType, critical: bool) -> None:
        self.extensions[extension.oid] = (extension, critical)

    def remove(self, kind: type[x509.ExtensionType]) -> None:
        self.extensions.pop(kind.oid, None)

    def flip(self, kind: type[x509.ExtensionType]) -> None:
        extension, critical = self.extensions[kind.oid]
        self.extensions[kind.oid] = (extension, not critical)

    def sign(self, issuer: Spec) -> x509.Certificate:
        builder = x509.CertificateBuilder().subject_name(self.subject).issuer_name(self.issuer or issuer.subject)
        builder = builder.public_key(self.key.public_key()).serial_number(self.serial).not_valid_before(self.begin).not_valid_after(self.end)
        for extension, critical in self.extensions.values():
            builder = builder.add_extension(extension, critical)
        signer = self.signer or issuer.key
        return builder.sign(signer, None if isinstance(signer, ed25519.Ed25519PrivateKey) else self.hash)


@dataclass
class Chain:
    """Root, CA and leaf, with what is asked of them."""

    root: Spec
    ca: Spec
    leaf: Spec
    host: str = HOST
    extra: list[x509.Certificate] = field(default_factory=list)

    def pick(self, rng: random.Random) -> Spec:
        return rng.choice([self.root, self.ca, self.leaf])

    def rekey(self, spec: Spec, new: Key) -> None:
        """Another key for a certificate, and the identifiers that go with it."""
        spec.key = new
        self.identify()

    def identify(self) -> None:
        for spec, issuer in ((self.root, None), (self.ca, self.root), (self.leaf, self.ca)):
            spec.set(x509.SubjectKeyIdentifier.from_public_key(spec.key.public_key()), False)
            if issuer:
                spec.set(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), False)


def right() -> Chain:
    """With which nothing is wrong."""
    root, ca = (Spec(common(name), key("p256", number)) for number, name in enumerate(["Root", "CA"]))
    leaf = Spec(common(HOST), key("p256", 2))
    for spec in (root, ca):
        spec.set(x509.BasicConstraints(ca=True, path_length=None), True)
        spec.set(usage("key_cert_sign", "crl_sign"), True)
    leaf.set(x509.BasicConstraints(ca=False, path_length=None), True)
    leaf.set(usage("digital_signature"), True)
    leaf.set(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
    leaf.set(x509.SubjectAlternativeName([x509.DNSName(HOST)]), False)
    chain = Chain(root, ca, leaf)
    chain.identify()
    return chain


@dataclass(frozen=True)
class Mutation:
    """A chain that was changed, and what it is by the words of RFC 5280, and of the Baseline Requirements."""

    kind: str
    leaf: x509.Certificate
    between: list[x509.Certificate]
    root: x509.Certificate
    host: str
    rfc5280: bool
    webpki: bool


Change = Callable[[Chain, random.Random], None]
_CHANGES: dict[str, tuple[Change, bool, bool]] = {}


def change(rfc5280: bool, webpki: Optional[bool] = None) -> Callable[[Change], Change]:
    """Registers a kind of change, with whether the chain is still right by each profile; one word where they agree."""

    def register(function: Change) -> Change:
        _CHANGES[function.__name__] = (function, rfc5280, rfc5280 if webpki is None else webpki)
        return function

    return register


def mutations(seed: int, count: int) -> Iterator[Mutation]:
    rng = random.Random(seed)
    kinds = sorted(_CHANGES)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        function, rfc5280, webpki = _CHANGES[kind]
        chain = right()
        function(chain, rng)
        between = [chain.ca.sign(chain.root), *chain.extra]
        yield Mutation(kind, chain.leaf.sign(chain.ca), between, chain.root.sign(chain.root), chain.host, rfc5280, webpki)


# dates


@change(False)
def expired(chain: Chain, rng: random.Random) -> None:
    chain.pick(rng).end = WHEN - dt.timedelta(seconds=rng.choice([1, 60, 86400]))


@change(False)
def not_yet_valid(chain: Chain, rng: random.Random) -> None:
    chain.pick(rng).begin = WHEN + dt.timedelta(seconds=rng.choice([1, 60, 86400]))


@change(True)
def valid_to_the_second(chain: Chain, rng: random.Random) -> None:
    spec = chain.pick(rng)
    if rng.random() < 0.5:
        spec.begin = WHEN
    else:
        spec.end = WHEN


# flags


@change(False)
def ca_flag_unset(chain: Chain, rng: random.Random) -> None:
    rng.choice([chain.root, chain.ca]).set(x509.BasicConstraints(ca=False, path_length=None), True)


@change(False)
def ca_without_basic_constraints(chain: Chain, rng: random.Random) -> None:
    rng.choice([chain.root, chain.ca]).remove(x509.BasicConstraints)


@change(True, False)
def ca_basic_constraints_not_critical(chain: Chain, rng: random.Random) -> None:
    rng.choice([chain.root, chain.ca]).flip(x509.BasicConstraints)


@change(False)
def path_length_of_the_root_exceeded(chain: Chain, _: random.Random) -> None:
    chain.root.set(x509.BasicConstraints(ca=True, path_length=0), True)


@change(True)
def path_length_kept(chain: Chain, rng: random.Random) -> None:
    chain.root.set(x509.BasicConstraints(ca=True, path_length=rng.randint(1, 5)), True)
    chain.ca.set(x509.BasicConstraints(ca=True, path_length=rng.randint(0, 5)), True)


@change(False)
def ca_may_not_sign(chain: Chain, rng: random.Random) -> None:
    rng.choice([chain.root, chain.ca]).set(usage("crl_sign", "digital_signature"), True)


@change(True, False)
def ca_without_key_usage(chain: Chain, _: random.Random) -> None:
    chain.ca.remove(x509.KeyUsage)


@change(True)
def root_without_key_usage(chain: Chain, _: random.Random) -> None:
    chain.root.remove(x509.KeyUsage)


@change(False)
def leaf_may_sign_without_being_a_ca(chain: Chain, _: random.Random) -> None:
    chain.leaf.set(usage("digital_signature", "key_cert_sign"), True)


@change(True, False)
def leaf_is_a_ca(chain: Chain, _: random.Random) -> None:
    chain.leaf.set(x509.BasicConstraints(ca=True, path_length=None), True)
    chain.leaf.set(usage("digital_signature", "key_cert_sign"), True)


@change(True)
def leaf_without_basic_constraints(chain: Chain, _: random.Random) -> None:
    chain.leaf.remove(x509.BasicConstraints)


@change(True)
def leaf_without_key_usage(chain: Chain, _: random.Random) -> None:
    chain.leaf.remove(x509.KeyUsage)


@change(False)
def leaf_key_usage_is_of_no_use(chain: Chain, _: random.Random) -> None:
    chain.leaf.set(usage("content_commitment"), True)


# names


@change(False)
def issuer_is_another(chain: Chain, rng: random.Random) -> None:
    rng.choice([chain.leaf, chain.ca]).issuer = common("Somebody")


@change(True)
def issuer_in_other_case(chain: Chain, _: random.Random) -> None:
    chain.leaf.issuer = common("ca")


@change(True)
def issuer_with_more_blanks(chain: Chain, _: random.Random) -> None:
    chain.ca.subject = common("Issuing CA")
    chain.leaf.issuer = common(" Issuing  CA ")


@change(True)
def issuer_as_another_string_type(chain: Chain, _: random.Random) -> None:
    chain.leaf.issuer = common("CA", _ASN1Type.PrintableString)


@change(False)
def host_is_another(chain: Chain, rng: random.Random) -> None:
    chain.host = rng.choice(["srv2.example.com", "example.com", "srv1.example.org", "a.srv1.example.com", "srv1.example.co"])


@change(True)
def host_by_a_wildcard(chain: Chain, rng: random.Random) -> None:
    chain.leaf.subject = common("A server")
    chain.leaf.set(x509.SubjectAlternativeName([x509.DNSName("*.example.com")]), False)
    chain.host = rng.choice([HOST, "SRV2.example.com"])


@change(False)
def host_beyond_a_wildcard(chain: Chain, rng: random.Random) -> None:
    chain.leaf.set(x509.SubjectAlternativeName([x509.DNSName("*.example.com")]), False)
    chain.host = rng.choice(["example.com", "a.b.example.com"])


@change(False)
def wildcard_in_the_wrong_place(chain: Chain, rng: random.Random) -> None:
    chain.leaf.set(x509.SubjectAlternativeName([x509.DNSName(rng.choice(["sr*.example.com", "srv1.*.com", "*1.example.com"]))]), False)


@change(False)
def wildcard_over_a_public_suffix(chain: Chain, rng: random.Random) -> None:
    suffix = rng.choice(["com", "co.uk"])
    chain.leaf.set(x509.SubjectAlternativeName([x509.DNSName(f"*.{suffix}")]), False)
    chain.host = f"example.{suffix}"


@change(False)
def host_in_the_common_name_only(chain: Chain, _: random.Random) -> None:
    chain.leaf.remove(x509.SubjectAlternativeName)


@change(True, False)
def alternative_name_critical_beside_a_subject(chain: Chain, _: random.Random) -> None:
    chain.leaf.flip(x509.SubjectAlternativeName)


@change(False)
def alternative_name_not_critical_without_a_subject(chain: Chain, _: random.Random) -> None:
    chain.leaf.subject = x509.Name([])


@change(True)
def no_subject(chain: Chain, _: random.Random) -> None:
    chain.leaf.subject = x509.Name([])
    chain.leaf.flip(x509.SubjectAlternativeName)


# constraints


def _constrain(chain: Chain, rng: random.Random, *, permitted: Optional[x509.GeneralName] = None, excluded: Optional[x509.GeneralName] = None) -> None:
    lists = {"permitted_subtrees": [permitted] if permitted else None, "excluded_subtrees": [excluded] if excluded else None}
    rng.choice([chain.root, chain.ca]).set(x509.NameConstraints(**lists), True)


def _add_name(chain: Chain, name: x509.GeneralName) -> None:
    chain.leaf.set(x509.SubjectAlternativeName([x509.DNSName(HOST), name]), False)


@change(True)
def dns_name_permitted(chain: Chain, rng: random.Random) -> None:
    _constrain(chain, rng, permitted=x509.DNSName(rng.choice(["example.com", HOST, "com", "EXAMPLE.com"])))


@change(False)
def dns_name_not_permitted(chain: Chain, rng: random.Random) -> None:
    _constrain(chain, rng, permitted=x509.DNSName(rng.choice(["example.org", "rv1.example.com", "a.srv1.example.com"])))


@change(False)
def dns_name_excluded(chain: Chain, rng: random.Random) -> None:
    _constrain(chain, rng, excluded=x509.DNSName(rng.choice(["example.com", HOST, "com"])))


@change(True)
def dns_name_not_excluded(chain: Chain, rng: random.Random) -> None:
    _constrain(chain, rng, excluded=x509.DNSName(rng.choice(["example.org", "rv1.example.com", "a.srv1.example.com"])))


@change(False)
def wildcard_touches_what_is_excluded(chain: Chain, rng: random.Random) -> None:
    chain.leaf.set(x509.SubjectAlternativeName([x509.DNSName("*.example.com")]), False)
    _constrain(chain, rng, excluded=x509.DNSName("srv1.example.com"))


@change(False)
def dns_constraint_with_a_period(chain: Chain, rng: random.Random) -> None:
    _constrain(chain, rng, permitted=x509.DNSName(".example.com"))


@change(True)
def address_permitted(chain: Chain, rng: random.Random) -> None:
    _add_name(chain, x509.IPAddress(ipaddress.ip_address("10.1.2.3")))
    _constrain(chain, rng, permitted=x509.IPAddress(ipaddress.ip_network(rng.choice(["10.0.0.0/8", "10.1.2.3/32", "0.0.0.0/0"]))))


@change(False)
def address_not_permitted(chain: Chain, rng: random.Random) -> None:
    _add_name(chain, x509.IPAddress(ipaddress.ip_address("10.1.2.3")))
    _constrain(chain, rng, permitted=x509.IPAddress(ipaddress.ip_network(rng.choice(["11.0.0.0/8", "10.1.2.4/32", "fd00::/8"]))))


@change(False)
def mailbox_not_permitted(chain: Chain, rng: random.Random) -> None:
    _add_name(chain, x509.RFC822Name("user@mail.example.com"))
    _constrain(chain, rng, permitted=x509.RFC822Name(rng.choice(["example.com", ".mail.example.com", "other@mail.example.com"])))


@change(True)
def mailbox_permitted(chain: Chain, rng: random.Random) -> None:
    _add_name(chain, x509.RFC822Name("user@mail.example.com"))
    _constrain(chain, rng, permitted=x509.RFC822Name(rng.choice(["mail.example.com", ".example.com", "user@mail.example.com"])))


@change(False)
def uri_not_permitted(chain: Chain, rng: random.Random) -> None:
    _add_name(chain, x509.UniformResourceIdentifier("https://www.example.com:8443/path"))
    _constrain(chain, rng, permitted=x509.UniformResourceIdentifier(rng.choice(["example.com", ".www.example.com", "example.org"])))


@change(True)
def uri_permitted(chain: Chain, rng: random.Random) -> None:
    _add_name(chain, x509.UniformResourceIdentifier("https://www.example.com:8443/path"))
    _constrain(chain, rng, permitted=x509.UniformResourceIdentifier(rng.choice(["www.example.com", ".example.com"])))


def _organization(text: str) -> x509.DirectoryName:
    return x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, text)]))


@change(True)
def subject_permitted(chain: Chain, rng: random.Random) -> None:
    _constrain(chain, rng, permitted=_organization(rng.choice(["Example", "EXAMPLE"])))


@change(False)
def subject_not_permitted(chain: Chain, rng: random.Random) -> None:
    _constrain(chain, rng, permitted=_organization("Other"))


@change(False)
def subject_excluded(chain: Chain, rng: random.Random) -> None:
    _constrain(chain, rng, excluded=_organization("Example"))


@change(False, True)
def constraints_not_critical(chain: Chain, rng: random.Random) -> None:
    spec = rng.choice([chain.root, chain.ca])
    spec.set(x509.NameConstraints(permitted_subtrees=[x509.DNSName("example.com")], excluded_subtrees=None), False)


@change(False)
def constraints_in_the_leaf(chain: Chain, _: random.Random) -> None:
    chain.leaf.set(x509.NameConstraints(permitted_subtrees=[x509.DNSName("example.com")], excluded_subtrees=None), True)


# keys and signatures


@change(False)
def signed_by_another_key(chain: Chain, rng: random.Random) -> None:
    rng.choice([chain.leaf, chain.ca]).signer = key("p256", 9)


@change(True)
def key_of_a_public_kind(chain: Chain, rng: random.Random) -> None:
    spec, kind = chain.pick(rng), rng.choice(["p384", "rsa2048", "rsa3072"])
    chain.rekey(spec, key(kind))
    if kind == "p384":
        for below in {id(chain.root): [chain.root, chain.ca], id(chain.ca): [chain.leaf]}.get(id(spec), []):
            below.hash = hashes.SHA384()


@change(True, False)
def hash_of_another_curve(chain: Chain, _: random.Random) -> None:
    chain.rekey(chain.ca, key("p384"))


@change(True)
def ca_of_p521_with_sha512(chain: Chain, _: random.Random) -> None:
    chain.rekey(chain.ca, key("p521"))
    chain.leaf.hash = hashes.SHA512()


@change(True, False)
def key_of_ed25519(chain: Chain, rng: random.Random) -> None:
    chain.rekey(chain.pick(rng), key("ed25519"))


@change(True, False)
def leaf_of_secp256k1(chain: Chain, _: random.Random) -> None:
    chain.rekey(chain.leaf, key("k1"))


@change(False)
def ca_of_rsa_1024(chain: Chain, _: random.Random) -> None:
    chain.rekey(chain.ca, key("rsa1024"))


@change(True)
def p384_key_with_sha384(chain: Chain, rng: random.Random) -> None:
    spec, below = rng.choice([(chain.root, chain.ca), (chain.ca, chain.leaf)])
    chain.rekey(spec, key("p384"))
    below.hash = hashes.SHA384()


# order


@change(True)
def strangers_beside(chain: Chain, rng: random.Random) -> None:
    stranger = Spec(common("Stranger"), key("p256", 7))
    twin = replace(chain.ca, key=key("p256", 8), extensions=dict(chain.ca.extensions))
    chain.extra = [stranger.sign(stranger), twin.sign(stranger)]
    rng.shuffle(chain.extra)


@change(True)
def expired_twin_beside(chain: Chain, _: random.Random) -> None:
    twin = replace(chain.ca, end=WHEN - DAY, serial=77, extensions=dict(chain.ca.extensions))
    chain.extra = [twin.sign(chain.root)]


@change(True)
def root_sent_along(chain: Chain, _: random.Random) -> None:
    chain.extra = [chain.root.sign(chain.root)]


# extensions

PRIVATE = ObjectIdentifier("1.3.6.1.4.1.55738.666.2")


@change(False)
def unknown_critical_extension(chain: Chain, rng: random.Random) -> None:
    chain.pick(rng).set(x509.UnrecognizedExtension(PRIVATE, b"\x05\x00"), True)


@change(True)
def unknown_extension(chain: Chain, rng: random.Random) -> None:
    chain.pick(rng).set(x509.UnrecognizedExtension(PRIVATE, b"\x05\x00"), False)


@change(True, False)
def no_subject_key_id(chain: Chain, rng: random.Random) -> None:
    rng.choice([chain.root, chain.ca]).remove(x509.SubjectKeyIdentifier)


@change(True, False)
def no_authority_key_id(chain: Chain, rng: random.Random) -> None:
    rng.choice([chain.ca, chain.leaf]).remove(x509.AuthorityKeyIdentifier)


@change(True)
def authority_key_id_of_another(chain: Chain, _: random.Random) -> None:
    chain.leaf.set(x509.AuthorityKeyIdentifier(b"\x07" * 20, None, None), False)


@change(False)
def purpose_is_another(chain: Chain, rng: random.Random) -> None:
    other = rng.choice([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.CODE_SIGNING])
    chain.leaf.set(x509.ExtendedKeyUsage([other]), rng.random() < 0.5)


@change(True, False)
def no_purpose(chain: Chain, _: random.Random) -> None:
    chain.leaf.remove(x509.ExtendedKeyUsage)


@change(True, False)
def any_purpose(chain: Chain, _: random.Random) -> None:
    chain.leaf.set(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]), False)


@change(False)
def ca_of_another_purpose(chain: Chain, _: random.Random) -> None:
    chain.ca.set(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False)


@change(True)
def ca_of_this_purpose(chain: Chain, _: random.Random) -> None:
    chain.ca.set(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), False)


@change(True, False)
def root_with_a_purpose(chain: Chain, _: random.Random) -> None:
    chain.root.set(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)


@change(False)
def policy_demanded_and_missing(chain: Chain, _: random.Random) -> None:
    chain.ca.set(x509.PolicyConstraints(require_explicit_policy=0, inhibit_policy_mapping=None), True)


@change(True)
def policy_demanded_and_there(chain: Chain, _: random.Random) -> None:
    policies = x509.CertificatePolicies([x509.PolicyInformation(ObjectIdentifier("1.2.3"), None)])
    chain.ca.set(x509.PolicyConstraints(require_explicit_policy=0, inhibit_policy_mapping=None), True)
    for spec in (chain.ca, chain.leaf):
        spec.set(policies, False)


@change(False)
def policy_of_another_kind_than_the_ca(chain: Chain, _: random.Random) -> None:
    chain.ca.set(x509.PolicyConstraints(require_explicit_policy=0, inhibit_policy_mapping=None), True)
    for spec, policy in ((chain.ca, "1.2.3"), (chain.leaf, "1.2.4")):
        spec.set(x509.CertificatePolicies([x509.PolicyInformation(ObjectIdentifier(policy), None)]), False)


@change(True)
def nothing(chain: Chain, _: random.Random) -> None:
    """Nothing is changed."""
