"""The native part of certwright."""

from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional, Sequence, Union, final

import ssl

from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509 import Certificate as PycaCertificate
from typing_extensions import disjoint_base

__all__ = [
    "AddResult",
    "Bag",
    "Certificate",
    "DeleteResult",
    "Entry",
    "EntryIterator",
    "Event",
    "Identity",
    "ImportReport",
    "PrivateKey",
    "STATUSES",
    "Store",
    "StoreInfo",
    "__version__",
    "local_host",
    "parse_date",
    "parse_serial",
    "parse_store_name",
    "parse_subject",
    "parse_thumbprint",
    "read_file",
    "read_path",
    "read_pkcs12",
    "self_signed",
    "write_file",
    "write_pkcs12",
]

__version__: str
STATUSES: list[tuple[int, str, str]]
"""Number, code and meaning of every status, in the order of the numbers."""

_Password = Union[str, bytes]
"""Text, or its UTF-8. Python keeps its own copy, which cannot be wiped."""
_Date = Union[str, date, datetime]
"""A date as people write it, a `date` (a whole day), or an aware `datetime`; a naive one is refused."""
_Path = Union[str, PathLike[str]]

@disjoint_base
class Certificate:
    """One parsed X.509 certificate; immutable.

    Parsing checks the form, and that no extension stands twice or is malformed. It does not check a signature, a date, or
    whether anyone should trust it.
    """

    @staticmethod
    def from_der(data: bytes) -> Certificate:
        """Reads one certificate of at most 1 MiB; nothing may follow it. Raises MalformedCertificate, TooLarge."""
    @staticmethod
    def from_pem(data: bytes) -> Certificate:
        """Reads the first certificate of a PEM text. Raises MalformedCertificate."""
    @classmethod
    def from_cryptography(cls, certificate: PycaCertificate) -> Certificate:
        """From an object of pyca/cryptography."""
    def to_cryptography(self) -> PycaCertificate:
        """As an object of pyca/cryptography, which must be installed."""
    @property
    def der(self) -> bytes:
        """The DER, byte for byte as it was read."""
    def to_pem(self) -> str:
        """PEM: LF, 64 columns (RFC 7468)."""
    @property
    def thumbprint(self) -> str:
        """SHA-1 of the DER, upper-case hex: Windows' name for a certificate. It identifies, and proves nothing."""
    @property
    def sha256(self) -> str:
        """SHA-256 of the DER, upper-case hex."""
    @property
    def version(self) -> int:
        """1, 2 or 3."""
    @property
    def subject(self) -> str:
        """The subject as RFC 4514 text, the last component of the DER first."""
    @property
    def issuer(self) -> str:
        """The issuer as RFC 4514 text."""
    @property
    def subject_der(self) -> bytes:
        """The subject as it stands in the certificate."""
    @property
    def issuer_der(self) -> bytes:
        """The issuer as it stands in the certificate."""
    @property
    def common_name(self) -> Optional[str]:
        """The most specific common name of the subject."""
    @property
    def serial(self) -> str:
        """The serial number: upper-case hex without the sign octet, a negative one with "-". Unique within one issuer only."""
    @property
    def not_before(self) -> datetime:
        """The beginning of the validity, UTC."""
    @property
    def not_after(self) -> datetime:
        """The end of the validity, UTC; still valid at this second."""
    @property
    def dns_names(self) -> list[str]:
        """The DNS names of the subjectAltName; their form is not checked."""
    @property
    def ip_addresses(self) -> list[str]:
        """The addresses of the subjectAltName."""
    @property
    def subject_alt_names(self) -> list[tuple[str, str]]:
        """Every entry of the subjectAltName as (kind, value): dns, ip, email, uri, directory, other."""
    @property
    def key_usage(self) -> Optional[list[str]]:
        """The keyUsage bits that are set, by name; None without the extension."""
    @property
    def extended_key_usage(self) -> Optional[list[str]]:
        """The extended key usages by name (serverAuth) or OID; None without the extension."""
    @property
    def is_ca(self) -> bool:
        """Whether basicConstraints says that it is a CA."""
    @property
    def path_length(self) -> Optional[int]:
        """The path length of basicConstraints."""
    @property
    def subject_key_id(self) -> Optional[bytes]:
        """The subjectKeyIdentifier."""
    @property
    def authority_key_id(self) -> Optional[bytes]:
        """The keyIdentifier of the authorityKeyIdentifier."""
    @property
    def public_key_der(self) -> bytes:
        """The subjectPublicKeyInfo."""
    @property
    def key_algorithm(self) -> str:
        """The kind of its key: p256, rsa2048; or another curve's name, or an OID."""
    @property
    def signature_algorithm(self) -> str:
        """The algorithm it is signed with, such as ecdsa-with-SHA256."""
    @property
    def self_signed(self) -> bool:
        """Whether subject and issuer are the same and its own key verifies its signature.

        False also where the signature cannot be verified here: RSA below 2048 or above 8192 bits, RSA-PSS, P-521, DSA,
        Ed448, SHA-224, ECDSA with SHA-512.
        """
    def is_signed_by(self, issuer: Certificate) -> Optional[bool]:
        """Whether the other's key verifies this one's signature; None where the algorithm is not supported.

        Names, dates, and whether the other may sign certificates are not looked at.
        """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Entry(Certificate):
    """A certificate as a store holds it, at the moment it was read. Accepted wherever a thumbprint is."""

    @property
    def certificate(self) -> Certificate:
        """The certificate without its store."""
    @property
    def friendly_name(self) -> Optional[str]:
        """The name for people."""
    @property
    def tags(self) -> list[str]:
        """Free words."""
    @property
    def stores(self) -> list[str]:
        """The named stores it is in."""
    @property
    def archived(self) -> bool:
        """Whether it was archived."""
    @property
    def has_private_key(self) -> bool:
        """Whether the store holds its private key."""
    @property
    def added(self) -> datetime:
        """When it came into the store, UTC."""
    def identity(self) -> Identity:
        """The certificate, its private key, and the chain as far as the store has it. Raises NoPrivateKey, StoreLocked, Tampered."""
    def chain(self) -> list[Certificate]:
        """The certificates above it that the store has, nearest first, without a self-signed one. None is thereby trusted."""

@final
class PrivateKey:
    """A private key in memory, wiped when it is collected, never printed, not picklable."""

    @staticmethod
    def generate(algorithm: str) -> PrivateKey:
        """A new key: p256, p384, ed25519, rsa2048, rsa3072 or rsa4096."""
    @staticmethod
    def from_der(data: bytes) -> PrivateKey:
        """Reads PKCS#8, SEC1 or PKCS#1, unencrypted. Raises MalformedKey, Unsupported."""
    @staticmethod
    def from_pem(data: bytes) -> PrivateKey:
        """Reads the first private key of a PEM text, unencrypted. Raises MalformedKey, Unsupported."""
    @classmethod
    def from_cryptography(cls, key: PrivateKeyTypes) -> PrivateKey:
        """From an object of pyca/cryptography."""
    def to_cryptography(self) -> PrivateKeyTypes:
        """As an object of pyca/cryptography, which must be installed."""
    @property
    def algorithm(self) -> str:
        """What kind of key it is."""
    @property
    def public_key_der(self) -> bytes:
        """The subjectPublicKeyInfo."""
    def to_pkcs8_der(self) -> bytes:
        """PKCS#8 version 1, unencrypted. Python's copy cannot be wiped."""
    def to_pkcs8_pem(self) -> str:
        """PKCS#8 version 1 as PEM, unencrypted. Python's copy cannot be wiped."""
    def matches(self, certificate: Certificate) -> bool:
        """Whether the certificate's public key is this key's."""
    def sign(self, message: bytes) -> bytes:
        """Signs: ECDSA P-256 with SHA-256, P-384 with SHA-384 (DER), Ed25519, RSA PKCS#1 v1.5 with SHA-256."""
    def __reduce__(self) -> Any: ...

@final
class Identity:
    """A certificate, its private key, and the certificates above it."""

    def __new__(
        cls, certificate: Certificate, private_key: PrivateKey, chain: Sequence[Certificate] = ..., *, friendly_name: Optional[str] = None
    ) -> Identity: ...
    @property
    def certificate(self) -> Certificate:
        """The certificate."""
    @property
    def private_key(self) -> PrivateKey:
        """Its private key."""
    @property
    def chain(self) -> list[Certificate]:
        """The certificates above it, nearest first."""
    @property
    def friendly_name(self) -> Optional[str]:
        """The name for people."""
    def to_pem(self) -> str:
        """Key, certificate and chain as one PEM text; the key is not encrypted."""
    def ssl_context(self, *, server_side: bool = True) -> ssl.SSLContext:
        """A ready context with this identity, TLS 1.2 or later.

        A server's does not ask for client certificates. A client's verifies servers against the system's roots.
        """
    def __reduce__(self) -> Any: ...

@final
class Bag:
    """One thing in a file: taken, or why not."""

    @property
    def what(self) -> str:
        """certificate, private key, or what it is instead."""
    @property
    def taken(self) -> bool:
        """Whether it could be read; after Store.import_file whether the store holds it."""
    @property
    def changed(self) -> bool:
        """After Store.import_file: whether the store is other than before."""
    @property
    def friendly_name(self) -> Optional[str]:
        """The name that the file gives to it."""
    @property
    def local_key_id(self) -> Optional[bytes]:
        """The id by which a PFX ties key and certificate together; only a hint."""
    @property
    def certificate(self) -> Optional[Certificate]:
        """The certificate, if it is one."""
    @property
    def private_key(self) -> Optional[PrivateKey]:
        """The private key, if it is one."""
    @property
    def note(self) -> Optional[str]:
        """Why it was not taken, or what is to be known."""

@final
class ImportReport:
    """Everything that a file holds, in its order."""

    @property
    def format(self) -> str:
        """DER, PEM or PKCS#12."""
    @property
    def bags(self) -> list[Bag]:
        """Every bag, block or element."""
    @property
    def notes(self) -> list[str]:
        """What else is to be known, such as that the file has no integrity check."""
    @property
    def certificates(self) -> list[Certificate]:
        """The certificates, each once."""
    @property
    def private_keys(self) -> list[PrivateKey]:
        """The private keys."""
    @property
    def identities(self) -> list[Identity]:
        """Certificates with their keys, matched by public key, and their chains out of this file."""
    @property
    def entries(self) -> list[Entry]:
        """After Store.import_file: the certificates as the store holds them."""

@final
class AddResult:
    """What an addition or change came to."""

    @property
    def entry(self) -> Entry:
        """The certificate as the store holds it."""
    @property
    def changed(self) -> bool:
        """Whether anything is other than before."""
    @property
    def notes(self) -> list[str]:
        """What is to be known, such as that a key was left out."""

@final
class DeleteResult:
    """What a deletion came to."""

    @property
    def key_deleted(self) -> bool:
        """The private key is gone too."""
    @property
    def key_shared(self) -> bool:
        """The private key stayed, because another certificate here shares it."""

@final
class Event:
    """One line of the journal."""

    @property
    def number(self) -> int:
        """From 1, without gaps."""
    @property
    def at(self) -> datetime:
        """When, UTC, in milliseconds."""
    @property
    def actor(self) -> str:
        """By whom."""
    @property
    def kind(self) -> str:
        """created, issued, added, imported, archived, unarchived, deleted, key-exported."""
    @property
    def thumbprint(self) -> Optional[str]:
        """SHA-1 of the certificate concerned."""
    @property
    def details(self) -> dict[str, str]:
        """What else is to be known."""

@final
class StoreInfo:
    """Where a store is, what guards it, how much is in it."""

    @property
    def path(self) -> Path:
        """The database."""
    @property
    def key_file(self) -> Path:
        """The key file that is used, or would be."""
    @property
    def key_file_beside(self) -> bool:
        """Whether the key file lies beside the database, where it protects only a lone copy of that."""
    @property
    def locked(self) -> bool:
        """Whether it was opened without its key."""
    @property
    def id(self) -> str:
        """What tells this store from others, in hex."""
    @property
    def schema(self) -> int:
        """The schema's major version."""
    @property
    def certificates(self) -> int:
        """How many certificates there are, archived ones included."""
    @property
    def private_keys(self) -> int:
        """How many private keys."""
    @property
    def stores(self) -> list[str]:
        """The named stores."""

@final
class EntryIterator(Iterator[Entry]):
    """The certificates that match, read in pages while it goes on."""

    def __iter__(self) -> EntryIterator: ...
    def __next__(self) -> Entry: ...

@final
class Store:
    """A store: certificates, their keys sealed one by one, named stores, a journal.

    Any number of threads may share one, any number of processes may open one file. Every change is one transaction, its
    line in the journal included.
    """

    @staticmethod
    def create(path: _Path, *, key_file: Optional[_Path] = None, actor: Optional[str] = None) -> Store:
        """Makes a store with a new key file (`<path>.key` unless said); neither may be there. Raises AlreadyExists, NotFound, Io."""
    @staticmethod
    def open(path: _Path, *, key_file: Optional[_Path] = None, locked: bool = False, actor: Optional[str] = None) -> Store:
        """Opens a store that is there; never makes one.

        A locked one is opened without its key: public data can be read, nothing written, and seals are not verified.
        Raises NotFound, NotAStore, NewerSchema, KeyFileMissing, KeyFileExposed, KeyFileWrong, Io.
        """
    @property
    def path(self) -> Path:
        """The database, absolute."""
    @property
    def locked(self) -> bool:
        """Whether it was opened without its key."""
    def info(self) -> StoreInfo:
        """Where it is, what guards it, how much is in it."""
    def create_self_signed(
        self,
        subject: str,
        *,
        dns_names: Sequence[str] = ...,
        ip_addresses: Sequence[str] = ...,
        this_host: bool = False,
        addresses_also_as_dns: bool = False,
        purpose: str = "server",
        key: Optional[str] = None,
        reader: Optional[str] = None,
        valid_from: Optional[_Date] = None,
        valid_to: Optional[_Date] = None,
        days: Optional[int] = None,
        years: Optional[int] = None,
        no_expiry: bool = False,
        store: Optional[str] = None,
        create_store: bool = False,
        friendly_name: Optional[str] = None,
        tags: Sequence[str] = ...,
    ) -> Entry:
        """Makes a self-signed certificate and keeps it with its key; options as for `self_signed`.

        `store` is the named store, Personal unless said; an unknown one needs `create_store`. Raises InvalidSubject,
        InvalidArgument, InvalidDate, AmbiguousDate, InvalidValidity, UnknownStoreName, StoreLocked.
        """
    def ensure_self_signed(
        self,
        subject: str,
        *,
        dns_names: Sequence[str] = ...,
        ip_addresses: Sequence[str] = ...,
        this_host: bool = False,
        addresses_also_as_dns: bool = False,
        purpose: str = "server",
        key: Optional[str] = None,
        reader: Optional[str] = None,
        valid_from: Optional[_Date] = None,
        valid_to: Optional[_Date] = None,
        days: Optional[int] = None,
        years: Optional[int] = None,
        no_expiry: bool = False,
        store: Optional[str] = None,
        create_store: bool = False,
        friendly_name: Optional[str] = None,
        tags: Sequence[str] = ...,
    ) -> AddResult:
        """The newest certificate in that named store that is what the options describe, valid now and with its key; or a new one."""
    def add(
        self,
        item: Union[Certificate, Identity],
        *,
        store: Optional[str] = None,
        create_store: bool = False,
        friendly_name: Optional[str] = None,
        tags: Sequence[str] = ...,
    ) -> AddResult:
        """Adds a certificate, or an identity with its key and chain. A key is never put into TrustedRoot or TrustedPeople."""
    def get(self, thumbprint: Union[str, Certificate], *, store: Optional[str] = None, archived: bool = False) -> Entry:
        """The certificate with this thumbprint, as it was pasted; `archived` takes archived ones too.

        Raises NotFound, which says what comes near, and InvalidThumbprint.
        """
    def select(
        self,
        text: Optional[str] = None,
        *,
        contains: Optional[str] = None,
        subject: Optional[str] = None,
        issuer: Optional[str] = None,
        serial: Optional[str] = None,
        dns_name: Optional[str] = None,
        ip_address: Optional[str] = None,
        friendly_name: Optional[str] = None,
        tag: Optional[str] = None,
        store: Optional[str] = None,
        has_private_key: Optional[bool] = None,
        is_ca: Optional[bool] = None,
        archived: Optional[bool] = False,
        expiring_before: Optional[datetime] = None,
        valid_at: Optional[datetime] = None,
        newest_valid: bool = False,
    ) -> Entry:
        """Exactly one; Ambiguous with the candidates, or NotFound with what comes near.

        `text` is anything that people name a certificate by, whole. `newest_valid` picks of all that match the one valid
        now, with its key, begun last. `archived`: False without, True only, None also archived ones.
        """
    def find(
        self,
        text: Optional[str] = None,
        *,
        contains: Optional[str] = None,
        subject: Optional[str] = None,
        issuer: Optional[str] = None,
        serial: Optional[str] = None,
        dns_name: Optional[str] = None,
        ip_address: Optional[str] = None,
        friendly_name: Optional[str] = None,
        tag: Optional[str] = None,
        store: Optional[str] = None,
        has_private_key: Optional[bool] = None,
        is_ca: Optional[bool] = None,
        archived: Optional[bool] = False,
        expiring_before: Optional[datetime] = None,
        valid_at: Optional[datetime] = None,
    ) -> EntryIterator:
        """All that match all conditions, in the order in which they came."""
    def import_file(
        self,
        file: Union[_Path, bytes],
        *,
        password: Optional[_Password] = None,
        store: Optional[str] = None,
        create_store: bool = False,
        friendly_name: Optional[str] = None,
        tags: Sequence[str] = ...,
        max_iterations: int = 10_000_000,
    ) -> ImportReport:
        """Reads a file (a path, or its bytes) and keeps what it holds, all in one transaction.

        Without `store`, certificates whose key is there go to Personal, CA certificates to Intermediate, others to
        Personal; none becomes trusted. Raises as `read_file`; then nothing was kept.
        """
    def export(
        self,
        certificates: Union[str, Certificate, Iterable[Union[str, Certificate]]],
        *,
        format: str = "pfx",
        with_key: bool = False,
        password: Optional[_Password] = None,
        iterations: Optional[int] = None,
    ) -> bytes:
        """The bytes of a file (pfx, pem, der) with one certificate or several; the journal names each key that left.

        In PEM a key is not encrypted. Raises NotFound, NoPrivateKey, PasswordRequired, InvalidArgument.
        """
    def archive(self, thumbprint: Union[str, Certificate]) -> AddResult:
        """Keeps the certificate, and offers it no longer unless asked for archived ones."""
    def unarchive(self, thumbprint: Union[str, Certificate]) -> AddResult:
        """Undoes `archive`."""
    def delete(self, thumbprint: Union[str, Certificate]) -> DeleteResult:
        """Deletes the certificate, and its key unless another certificate here shares it. There is no way back."""
    def events(self, since: int = 0, *, limit: int = 1000) -> list[Event]:
        """Lines of the journal after number `since`, at most `limit`, each compared with its seal. Raises Tampered."""
    @property
    def last_event(self) -> int:
        """The number of the last line of the journal."""

def self_signed(
    subject: str,
    *,
    dns_names: Sequence[str] = ...,
    ip_addresses: Sequence[str] = ...,
    this_host: bool = False,
    addresses_also_as_dns: bool = False,
    purpose: str = "server",
    key: Optional[str] = None,
    reader: Optional[str] = None,
    valid_from: Optional[_Date] = None,
    valid_to: Optional[_Date] = None,
    days: Optional[int] = None,
    years: Optional[int] = None,
    no_expiry: bool = False,
) -> Identity:
    """Makes a key and a self-signed certificate, kept nowhere.

    `subject` is a plain name or an RFC 4514 string. `this_host` adds this host's names and global addresses. `purpose`:
    server, client, both, ca, encipher, codesign. `key`: p256, p384, ed25519, rsa2048, rsa3072, rsa4096; unless said p256,
    rsa3072 to encipher, rsa2048 for a `reader` (windows, netframework, sql-server). Valid from now less 5 minutes for 5
    years; one of `valid_to`, `days`, `years`, `no_expiry`.
    """

def local_host() -> tuple[list[str], list[str]]:
    """Names and global addresses of this host; without loopback, link-local and temporary ones and container bridges."""

def parse_thumbprint(text: str) -> str:
    """The thumbprint in text as people paste it: upper-case hex of SHA-1 (40 digits) or SHA-256 (64). Raises InvalidThumbprint."""

def parse_serial(text: str) -> str:
    """The serial number in text as people paste it, read as unsigned: upper-case hex. Raises InvalidSerialNumber."""

def parse_store_name(text: str) -> str:
    """The name of a named store, given under any of its names; for the command line. Raises InvalidArgument."""

def parse_subject(text: str) -> str:
    """A plain name or an RFC 4514 string, as RFC 4514 writes it. Raises InvalidSubject."""

def parse_date(text: str) -> Union[date, datetime]:
    """A date as people write it: a `date`, or an aware `datetime` where a time was given. Raises AmbiguousDate, InvalidDate."""

def read_file(data: bytes, *, password: Optional[_Password] = None, max_iterations: int = 10_000_000) -> ImportReport:
    """Reads the bytes of a file: PFX, PEM, or one certificate or key in DER; at most 64 MiB.

    None and an empty password differ. Nothing is verified. `max_iterations` bounds the work of key derivation over the
    whole file. Raises UnknownFormat, WrongPassword, PasswordRequired, Damaged, Unsupported, WorkLimit, TooLarge.
    """

def read_path(path: _Path) -> bytes:
    """The bytes of a regular file of at most 64 MiB, for the command line. Raises NotFound, TooLarge, Io."""

def read_pkcs12(data: bytes, *, password: Optional[_Password] = None, max_iterations: int = 10_000_000) -> ImportReport:
    """Reads the bytes of a PFX, and of nothing else. Raises as `read_file`, UnknownFormat also for PEM and DER."""

def write_pkcs12(
    identities: Sequence[Identity], *, password: _Password, certificates: Sequence[Certificate] = ..., iterations: Optional[int] = None
) -> bytes:
    """The bytes of a PFX (AES-256, HMAC-SHA-256) with identities and their chains, then certificates alone.

    Read back before it is given out. The password is never empty. Raises InvalidArgument.
    """

def write_file(path: _Path, data: bytes, *, secret: bool = True, replace: bool = False) -> None:
    """Writes a file whole or not at all; for its owner alone (0600) unless it is no secret. Raises AlreadyExists, NotFound, Io."""
