"""The native part of certwright."""

from datetime import date, datetime, timedelta
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Callable, ClassVar, Iterable, Iterator, Optional, Sequence, Union, final

import ssl

from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509 import Certificate as PycaCertificate
from typing_extensions import disjoint_base
import uvicorn

from certwright._errors import CertwrightError

__all__ = [
    "AddResult",
    "Applied",
    "Assigned",
    "Assignment",
    "Backup",
    "BackupFile",
    "BackupProof",
    "BackupReport",
    "BackupSettings",
    "BackupStatus",
    "Bag",
    "Certificate",
    "CheckReport",
    "Crl",
    "DeleteResult",
    "Detected",
    "DueBackup",
    "Endpoint",
    "EndpointChange",
    "EndpointCheck",
    "EndpointSettings",
    "Entry",
    "EntryIterator",
    "Event",
    "ExpiringCertificate",
    "ExpiryReport",
    "FileAccess",
    "Finding",
    "Identity",
    "ImportReport",
    "Instruction",
    "LeftOut",
    "LiveIdentity",
    "OpaqueKey",
    "Overview",
    "OverviewLine",
    "Preflight",
    "PrivateKey",
    "Probed",
    "Protector",
    "Provided",
    "READERS",
    "Renewed",
    "RequiredOtherwise",
    "RestoreLine",
    "Restored",
    "Role",
    "Rotated",
    "STATUSES",
    "Selection",
    "Shared",
    "StatusInfo",
    "Store",
    "StoreInfo",
    "Succession",
    "TrustDecision",
    "Trusted",
    "Unneeded",
    "Upgraded",
    "Verdict",
    "VerifiedChain",
    "Watch",
    "WhereUsed",
    "__version__",
    "built_in_roles",
    "backup_files",
    "cron_line",
    "detect",
    "explain",
    "local_host",
    "parse_date",
    "parse_serial",
    "parse_server",
    "parse_store_name",
    "parse_subject",
    "parse_thumbprint",
    "probe",
    "read_file",
    "read_path",
    "read_pkcs12",
    "self_signed",
    "statuses",
    "systemd_units",
    "verify_chain",
    "write_file",
    "write_pkcs12",
    "write_pkcs7",
]

__version__: str
READERS: tuple[str, ...]
"""The names of those for whom a PFX can be written."""
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

        False also where the signature cannot be verified here: RSA below 2048 or above 8192 bits, RSA-PSS with SHA-1,
        with a salt of another length than the hash or with a key for RSA-PSS alone, DSA, Ed448, SHA-224, other curves than the NIST's.
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
    @property
    def assignments(self) -> list[Assignment]:
        """What it is for, as the store says when asked: its assignments, former ones included. Raises StoreLocked, Tampered."""
    @property
    def required(self) -> list[str]:
        """Why the store must keep it, as it says when asked; empty where it need not.

        It is assigned, retained or used by an endpoint, or issued what is valid and here. At most eight reasons.
        """
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
    def from_der(data: bytes, *, password: Optional[_Password] = None) -> PrivateKey:
        """Reads PKCS#8, encrypted or not, SEC1 or PKCS#1. A password for a key that has none counts for nothing.

        Raises MalformedKey, Unsupported, PasswordRequired, WrongPassword, Damaged, WorkLimit.
        """
    @staticmethod
    def from_pem(data: bytes, *, password: Optional[_Password] = None) -> PrivateKey:
        """Reads the first private key of a PEM text, encrypted PKCS#8 and the old encryption of OpenSSL included.

        Raises as `from_der`.
        """
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
    def to_pkcs8_der(self, *, password: Optional[_Password] = None) -> bytes:
        """PKCS#8 version 1. Under a password: AES-256-CBC, PBKDF2 with HMAC-SHA-256, 600,000 iterations; never an empty one.

        Without, it is not encrypted, and Python's copy cannot be wiped. Raises InvalidArgument.
        """
    def to_pkcs8_pem(self, *, password: Optional[_Password] = None) -> str:
        """As `to_pkcs8_der`, as PEM."""
    def matches(self, certificate: Certificate) -> bool:
        """Whether the certificate's public key is this key's."""
    def sign(self, message: bytes) -> bytes:
        """Signs: ECDSA P-256 with SHA-256, P-384 with SHA-384 (DER), Ed25519, RSA PKCS#1 v1.5 with SHA-256."""
    def __reduce__(self) -> Any: ...

@final
class OpaqueKey:
    """A private key of a kind that cannot be used here, kept as it is; wiped when it is collected, never printed."""

    @property
    def kind(self) -> str:
        """Such as dsa, x25519, rsa-pss; the OID if it has no name here."""
    def to_pkcs8_der(self) -> bytes:
        """PKCS#8, unencrypted, as it came; nothing of it was checked but its form. Python's copy cannot be wiped."""
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
    def to_pem(self, *, password: Optional[_Password] = None) -> str:
        """Key, certificate and chain as one PEM text; without a password the key is not encrypted. Raises InvalidArgument."""
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
        """The private key, if it is one that can be used."""
    @property
    def opaque_key(self) -> Optional[OpaqueKey]:
        """The private key, if it is one of a kind that cannot be used here; then `taken` is False."""
    @property
    def key_provider(self) -> Optional[str]:
        """The provider of CryptoAPI or CNG that Windows kept the key in, and would put it into."""
    @property
    def machine_key(self) -> bool:
        """Whether Windows kept the key for the machine, not for a user."""
    @property
    def trusted(self) -> bool:
        """Whether it carries Oracle's mark of a certificate that Java trusts."""
    @property
    def encryption(self) -> Optional[str]:
        """How it was encrypted, such as `AES-256-CBC, PBKDF2 with HMAC-SHA-256, 2048 iterations`."""
    @property
    def note(self) -> Optional[str]:
        """Why it was not taken, or what is to be known."""

@final
class Detected:
    """What a file is."""

    @property
    def kind(self) -> str:
        """certificate, certificate-request, crl, der, empty, encrypted-private-key, gzip, html, jceks, jks, json,
        openssh-private-key, openssh-public-key, pem, pgp, pkcs12, pkcs7, private-key, public-key, putty-key, sqlite, text,
        truncated, unknown, xml, zeros, zip."""
    @property
    def why(self) -> str:
        """What tells it, such as "it is PEM with 2 blocks: a private key (PKCS#8), a certificate"."""
    @property
    def hint(self) -> Optional[str]:
        """What makes it a file that can be read, such as a command in which FILE is its name."""

@final
class ImportReport:
    """Everything that a file holds, in its order."""

    @property
    def format(self) -> str:
        """DER, PEM, PKCS#7 or PKCS#12."""
    @property
    def bags(self) -> list[Bag]:
        """Every bag, block or element."""
    @property
    def notes(self) -> list[str]:
        """What else is to be known, such as that the file has no integrity check, or what is odd about its text."""
    @property
    def certificates(self) -> list[Certificate]:
        """The certificates, each once."""
    @property
    def private_keys(self) -> list[PrivateKey]:
        """The private keys."""
    @property
    def opaque_keys(self) -> list[OpaqueKey]:
        """The private keys of kinds that cannot be used here, in the order of the file."""
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
        """By whom: user, program and process, and what the host says of itself."""
    @property
    def kind(self) -> str:
        """created, upgraded, issued, added, imported, described, archived, unarchived, deleted, key-exported, refused,
        unlock-failed, protector-added, protector-changed, protector-removed, key-rotated, trust-added, trust-ended, trust-removed,
        endpoint-changed, role-defined, role-removed, assigned, unassigned, retained, replaced, near-expiry, expired, adopted, discarded,
        backed-up, backup-failed, backup-proven, backup-removed, backup-settings, restored."""
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
    def key_file_why(self) -> str:
        """Why it is this one."""
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
    def written_by(self) -> str:
        """The version of certwright that made it."""
    @property
    def certificates(self) -> int:
        """How many certificates there are, archived ones included."""
    @property
    def private_keys(self) -> int:
        """How many private keys."""
    @property
    def events(self) -> int:
        """How many lines the journal has."""
    @property
    def stores(self) -> list[str]:
        """The named stores."""
    @property
    def protectors(self) -> list[Protector]:
        """What opens it."""
    @property
    def files(self) -> list[FileAccess]:
        """The files that are there, with who may do what."""
    @property
    def warnings(self) -> list[str]:
        """What should be other than it is."""

@final
class FileAccess:
    """A file of a store, with who may do what."""

    @property
    def path(self) -> Path:
        """Where it is."""
    @property
    def owner(self) -> str:
        """User and group: ``root:certs``."""
    @property
    def mode(self) -> int:
        """The bits of its mode, such as 0o600."""

@final
class Protector:
    """What opens a store, each by itself: a key file or a passphrase."""

    @property
    def id(self) -> str:
        """What tells it from the others, in hex."""
    @property
    def kind(self) -> str:
        """key-file or passphrase."""
    @property
    def in_use(self) -> bool:
        """Whether this store was opened with it."""
    @property
    def genuine(self) -> Optional[bool]:
        """Whether somebody with the store's key made it; None where the store is locked. One that is not opens nothing."""

@final
class Selection:
    """The certificate that was selected, and those that were not."""

    @property
    def entry(self) -> Entry:
        """The one."""
    @property
    def passed_over(self) -> list[str]:
        """The others that matched, each with the reason; at most eight."""

@final
class Rotated:
    """What a rotation of the store's key came to."""

    @property
    def private_keys(self) -> int:
        """How many private keys were sealed anew."""
    @property
    def dropped(self) -> list[str]:
        """The ids of the protectors that were removed."""

@final
class Verdict:
    """What a check found of one thing."""

    @property
    def what(self) -> str:
        """What was looked at: file, protectors, certificates, keys, trust, usage or journal; one certificate or key; of a preflight
        installation, clock, an endpoint, or a role and its certificate."""
    @property
    def ok(self) -> bool:
        """Whether it is as it should be."""
    @property
    def found(self) -> str:
        """What was found."""

@final
class CheckReport:
    """What a check found."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
    @property
    def verdicts(self) -> list[Verdict]:
        """One for each thing that was looked at, and one for each fault."""

@final
class Upgraded:
    """What an upgrade of a store came to."""

    @property
    def from_schema(self) -> int:
        """The schema's major version before."""
    @property
    def to_schema(self) -> int:
        """And after."""
    @property
    def copy(self) -> Optional[Path]:
        """The copy of the store as it was; None if there was nothing to do."""

@final
class Watch(Iterator[Event]):
    """Lines of the journal as they are written, by whichever process."""

    @property
    def since(self) -> int:
        """The number of the last line that was given: whoever keeps it goes on from there another time."""
    def __iter__(self) -> Watch: ...
    def __next__(self) -> Event: ...

@final
class StatusInfo:
    """A status: the kind of an error, the same in every language."""

    @property
    def number(self) -> int:
        """The number, which never changes its meaning."""
    @property
    def code(self) -> str:
        """The name in JSON, such as ``not_found``."""
    @property
    def meaning(self) -> str:
        """One line that says what it means."""
    @property
    def cause(self) -> str:
        """What usually brings it about."""
    @property
    def cure(self) -> str:
        """What to do, with the command where there is one."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...

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
    def create(
        path: _Path,
        *,
        key_file: Optional[_Path] = None,
        passphrase: Optional[_Password] = None,
        group: Optional[Union[str, int]] = None,
        others_read: bool = False,
        actor: Optional[str] = None,
        installation: Optional[str] = None,
        busy_deadline: Optional[Union[float, timedelta]] = None,
    ) -> Store:
        """Makes a store with a new key file (`<path>.key` unless said); neither may be there.

        With `passphrase` that opens it, and a key file is made only if it is named, too. The members of `group` (its name
        or number) may all read and write it, key file included; with `others_read` every account may read what is public.
        `installation` is what the host calls the installation whose store it is, where machine and path do not tell.
        Raises AlreadyExists, NotFound, NetworkFileSystem, Io.
        """
    @staticmethod
    def open(
        path: _Path,
        *,
        key_file: Optional[_Path] = None,
        passphrase: Optional[_Password] = None,
        locked: bool = False,
        actor: Optional[str] = None,
        installation: Optional[str] = None,
        busy_deadline: Optional[Union[float, timedelta]] = None,
    ) -> Store:
        """Opens a store that is there, with its key file or with `passphrase`; never makes one.

        A locked one is opened without its key: public data can be read, nothing written, and seals are not verified.
        `actor` is what the host says of itself in the journal; `installation` what it calls the installation that opens the store, where
        machine and path do not tell: in containers, or where stores are moved. Another process's write is waited for `busy_deadline`
        seconds, 10 unless said. Raises NotFound, NotAStore, NewerSchema, OlderSchema, KeyFileMissing, KeyFileExposed,
        KeyFileWrong, WrongPassword, PasswordRequired, NetworkFileSystem, Tampered, Io.
        """
    @staticmethod
    def upgrade(path: _Path, *, key_file: Optional[_Path] = None) -> Upgraded:
        """Brings a store of an older schema to this version's, in one transaction, after a copy of it was made beside it.

        Programs of the older version cannot use it from then on. One that needs nothing is left as it is.
        """
    def close(self) -> None:
        """Ends the use of the store: every later call raises InvalidArgument. Again does nothing.

        Entries that came out of it stay readable; its files are closed when none of them is left.
        """
    @property
    def closed(self) -> bool:
        """Whether it was closed."""
    def __enter__(self) -> Store:
        """The store itself, which is closed at the end of the block."""
    def __exit__(
        self, type: Optional[type[BaseException]], value: Optional[BaseException], traceback: Optional[TracebackType], /
    ) -> None: ...
    @property
    def path(self) -> Path:
        """The database, absolute; also when it was closed."""
    @property
    def locked(self) -> bool:
        """Whether it was opened without its key."""
    def info(self) -> StoreInfo:
        """Where it is and why, what guards it, who may do what with its files, how much is in it, what should be otherwise."""
    def protectors(self) -> list[Protector]:
        """What opens it."""
    def add_protector(self, *, key_file: Optional[_Path] = None, passphrase: Optional[_Password] = None) -> Protector:
        """Adds one: a new key file, made there, or a passphrase. From then on the store opens with it, too.

        Raises AlreadyExists, InvalidArgument, StoreLocked.
        """
    def change_protector(self, id: str, *, key_file: Optional[_Path] = None, passphrase: Optional[_Password] = None) -> Protector:
        """Puts a new one in the place of that with this id (or its beginning), which opens the store no more.

        Whoever knows the old secret still opens older copies, and may have the store's key: `rotate_key` changes that.
        """
    def remove_protector(self, id: str) -> list[str]:
        """Removes the one with this id (or its beginning); what is to be known then. Raises LastProtector, NotFound."""
    def rotate_key(
        self, *, key_files: Sequence[_Path] = ..., passphrases: Sequence[_Password] = ..., drop_others: bool = False
    ) -> Rotated:
        """Makes a new key for the store and seals everything anew under it, in one transaction.

        The secret it was opened with is known; `key_files` and `passphrases` give those of the other protectors, which
        else are an error or, with `drop_others`, removed. Raises InvalidArgument, Tampered, StoreLocked.
        """
    def check(self, progress: Optional[Callable[[int, int], Optional[bool]]] = None) -> CheckReport:
        """Proves that file, protectors, certificates, keys, trust and journal are whole; what is wrong is a verdict, not an error.

        `progress` is called with how much is done and of how much; False stops the work (Cancelled), and so does an
        exception. A locked store is checked as far as that goes without its key.
        """
    def report(self) -> dict[str, Any]:
        """All that a helper asks for first, as JSON would have it, with no secret in it.

        `version`, `sqlite`, `system`, `actor`, `at`, `store`, `expiries`, `events`, `events_error`.
        """
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
    def add_identities(
        self, identities: Iterable[Identity], *, store: Optional[str] = None, create_store: bool = False, tags: Sequence[str] = ...
    ) -> int:
        """Adds identities with their keys and chains, all in one transaction; how many changed anything."""
    def get(self, thumbprint: Union[str, Certificate], *, store: Optional[str] = None, archived: bool = False) -> Entry:
        """The certificate with this thumbprint, as it was pasted; `archived` takes archived ones too.

        Raises NotFound, which says what comes near, and InvalidThumbprint.
        """
    def select_newest_valid(self, text: Optional[str] = None, **conditions: Any) -> Selection:
        """The one an administrator would pick, and those that were passed over; the conditions are those of find.

        Valid now, with its private key, the latest notBefore. Raises NotFound, which names those that were passed over, and
        Ambiguous if two began at the same second.
        """
    def select(
        self,
        text: Optional[str] = None,
        *,
        newest_valid: bool = False,
        contains: Optional[str] = None,
        subject: Optional[str] = None,
        issuer: Optional[str] = None,
        serial: Optional[str] = None,
        subject_contains: Optional[str] = None,
        issuer_contains: Optional[str] = None,
        thumbprint: Optional[Union[str, Certificate]] = None,
        subject_key_id: Optional[Union[str, bytes]] = None,
        dns_name: Optional[str] = None,
        ip_address: Optional[str] = None,
        friendly_name: Optional[str] = None,
        tag: Optional[str] = None,
        store: Optional[str] = None,
        has_private_key: Optional[bool] = None,
        is_ca: Optional[bool] = None,
        self_signed: Optional[bool] = None,
        key_algorithm: Optional[str] = None,
        signature_hash: Optional[str] = None,
        validity_over: Optional[Union[int, timedelta]] = None,
        validity_under: Optional[Union[int, timedelta]] = None,
        archived: Optional[bool] = False,
        expiring_before: Optional[datetime] = None,
        valid_at: Optional[datetime] = None,
        expired: Optional[bool] = None,
        role: Optional[str] = None,
        scope: Optional[str] = None,
        required: Optional[bool] = None,
        order: Optional[str] = None,
        descending: bool = False,
        limit: Optional[int] = None,
    ) -> Entry:
        """Exactly one; Ambiguous with the candidates, or NotFound with what comes near.

        `text` is anything that people name a certificate by, whole. `newest_valid` picks of all that match the one valid
        now, with its key, begun last. The conditions are those of `find`.
        """
    def find(
        self,
        text: Optional[str] = None,
        *,
        contains: Optional[str] = None,
        subject: Optional[str] = None,
        issuer: Optional[str] = None,
        serial: Optional[str] = None,
        subject_contains: Optional[str] = None,
        issuer_contains: Optional[str] = None,
        thumbprint: Optional[Union[str, Certificate]] = None,
        subject_key_id: Optional[Union[str, bytes]] = None,
        dns_name: Optional[str] = None,
        ip_address: Optional[str] = None,
        friendly_name: Optional[str] = None,
        tag: Optional[str] = None,
        store: Optional[str] = None,
        has_private_key: Optional[bool] = None,
        is_ca: Optional[bool] = None,
        self_signed: Optional[bool] = None,
        key_algorithm: Optional[str] = None,
        signature_hash: Optional[str] = None,
        validity_over: Optional[Union[int, timedelta]] = None,
        validity_under: Optional[Union[int, timedelta]] = None,
        archived: Optional[bool] = False,
        expiring_before: Optional[datetime] = None,
        valid_at: Optional[datetime] = None,
        expired: Optional[bool] = None,
        role: Optional[str] = None,
        scope: Optional[str] = None,
        required: Optional[bool] = None,
        order: Optional[str] = None,
        descending: bool = False,
        limit: Optional[int] = None,
    ) -> EntryIterator:
        """All that match all conditions.

        `subject_contains` and `issuer_contains` are parts, `subject` and `issuer` whole components. `key_algorithm` is p256,
        rsa2048, or rsa for any size; `signature_hash` sha1, sha256. `validity_over` and `validity_under` compare the whole
        length of the validity, in days or as a timedelta. `archived`: False without, True only, None also archived ones.
        `expired` is as of now. `role` and `scope` are those of one assignment that is current or retained (an empty scope is the whole
        installation's); a locked store refuses them with StoreLocked. `required` is as `Entry.required` says. `order`: added (unless said), not_after, not_before, subject.
        """
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
        max_scrypt_memory: int = 268_435_456,
        max_nesting: int = 8,
        require_mac: bool = False,
        refuse_legacy: bool = False,
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
        reader: str = "default",
    ) -> bytes:
        """The bytes of a file (pfx, pem, der, p7b) with one certificate or several; the journal names each key that left.

        In PEM a key is encrypted if there is a password; der and p7b hold none. `reader` and `iterations` are for a PFX, as in `write_pkcs12`,
        warnings too. Raises NotFound, NoPrivateKey, PasswordRequired, InvalidArgument, Unsupported.
        """
    def archive(self, thumbprint: Union[str, Certificate]) -> AddResult:
        """Keeps the certificate, and offers it no longer unless asked for archived ones."""
    def unarchive(self, thumbprint: Union[str, Certificate]) -> AddResult:
        """Undoes `archive`."""
    def describe(
        self, thumbprint: Union[str, Certificate], *, friendly_name: Optional[str] = None, tags: Optional[Sequence[str]] = None
    ) -> AddResult:
        """Sets what people call it; what is None stays. An empty name takes it away; the tags are all its tags."""
    def delete(self, thumbprint: Union[str, Certificate]) -> DeleteResult:
        """Deletes the certificate, and its key unless another certificate here shares it. There is no way back.

        Raises Required for one that is assigned or retained, that an endpoint uses, or that issued another that is still valid here.
        """
    def verify(
        self,
        chain: Sequence[Certificate],
        host: Optional[str] = None,
        port: Optional[int] = None,
        *,
        purpose: str = "server",
        at: Optional[datetime] = None,
        system_roots: Union[bool, Iterable[Certificate]] = True,
        require_revocation: bool = False,
    ) -> Trusted:
        """Whether this store believes the chain that a peer presents, the leaf first.

        By a decision about the server `host` and `port`; because the leaf is in TrustedPeople; by a root in TrustedRoot; or by a
        root of the system (`system_roots=False`: none; certificates: these in their place). Without `port` no decision is looked
        for. A decision overrules name and issuer, never dates, purpose or a revocation. `purpose` is server, or client, which has
        no host. Nothing is fetched.

        Raises ServerCertificateChanged, Untrusted with every reason, StoreLocked, Tampered, WorkLimit, InvalidArgument.
        """
    def trust(
        self,
        server: str,
        chain: Sequence[Certificate],
        thumbprint: Union[str, Certificate],
        *,
        pin: str = "certificate",
        by: Optional[str] = None,
        why: str = "",
        until: Optional[datetime] = None,
        trusted_root: bool = False,
    ) -> TrustDecision:
        """Records that what a server presented is trusted, at this name and port alone; the same again changes nothing.

        `server` is ``host:port`` or a URL; `chain` what was shown to whoever decides, and `thumbprint` that of its first
        certificate, or of the CA where `pin` is ca. `pin` is certificate (exactly this one), key (every certificate of its key) or
        ca (what that CA issues for this server); `trusted_root` also puts the CA into TrustedRoot: then whatever it issues, for
        any name, is trusted here.

        Raises InvalidArgument, Untrusted for a certificate that no decision makes good, StoreLocked.
        """
    def decisions(self) -> list[TrustDecision]:
        """Every decision about a server, those that have ended included.

        Raises StoreLocked, Tampered.
        """
    def remove_decision(self, id: int) -> TrustDecision:
        """Takes a decision away; gives what it was.

        Raises NotFound, StoreLocked.
        """
    def crls(self) -> list[Crl]:
        """The certificate revocation lists that are kept; `import_file` takes them, the newest of each issuer and scope.

        Raises StoreLocked, Tampered.
        """
    def remove_crl(self, sha256: str) -> None:
        """Takes a list away, by the SHA-256 of its DER.

        Raises NotFound, StoreLocked.
        """
    def client_context(
        self,
        host: Optional[str] = None,
        port: Optional[int] = None,
        *,
        system_roots: Union[bool, Iterable[Certificate]] = True,
        require_revocation: bool = False,
    ) -> ssl.SSLContext:
        """An `ssl.SSLContext` for clients, by which the servers are believed that this store believes (`verify`).

        For sockets, asyncio, `httpx` (``verify=``) and whatever takes a context. `host` is who the server must be, whatever name is
        connected to; unless said, the name that is connected to. `port` is that of the decisions; unless said, that of the
        socket. asyncio, and httpx where it is asynchronous, hand over no socket: without `port` the decisions do not hold there.
        Verification cannot be switched off. A server that is not believed ends the handshake with an exception that is both an
        `ssl.SSLCertVerificationError` and Untrusted, ServerCertificateChanged or what else it was.
        """
    def endpoint(self, name: str = "api", subject: Optional[str] = None, *, dry_run: bool = False) -> Endpoint:
        """The endpoint of this name: 1 to 64 letters a to z, digits, ``-``, ``_`` and ``.``. Reads nothing.

        `subject` is that of the certificates that it makes by itself, a plain name or an RFC 4514 string; this host's first name
        unless said. With `dry_run` its changes are verified and told, and not made, and who asks for a certificate that is yet to be
        made is refused. Raises InvalidArgument.
        """
    def endpoints(self) -> list[EndpointSettings]:
        """The settings of every endpoint that were ever set, by name.

        Raises StoreLocked, Tampered.
        """
    def roles(self) -> list[Role]:
        """Every role: the built-in ones, then the host's own, by name.

        Raises StoreLocked, Tampered.
        """
    def role(self, name: str) -> Role:
        """The role of this name.

        Raises UnknownRole, StoreLocked, Tampered.
        """
    def define_role(self, role: Role) -> bool:
        """Defines a role of the host's own, or changes its rules; whether anything changed. What was retained stays so.

        Raises InvalidArgument for a built-in role, a name or description that is not of its form, and a key that does not go with the
        purpose; StoreLocked.
        """
    def remove_role(self, name: str) -> bool:
        """Takes a role of the host's own away; whether it was there.

        Raises InvalidArgument for a built-in role, and for one that certificates are assigned to or retained for; StoreLocked.
        """
    def assign(
        self, thumbprint: Union[str, Certificate], *, role: str, scope: Optional[str] = None, create_role: bool = False
    ) -> Assigned:
        """Assigns a certificate to a role, in a scope or in the whole installation.

        It takes the place of the one that was current there, which is retained where the role is essential. An unknown role needs
        `create_role`, and gets the rules of `Role`. Names and dates of the certificate are not looked at; `preflight` does that.

        Raises NotFound, UnknownRole, NoPrivateKey; Tampered for a key that does not open; Unsupported for a key that is not RSA where
        the role's certificates are encrypted to; InvalidArgument, StoreLocked.
        """
    def unassign(self, thumbprint: Union[str, Certificate], *, role: str, scope: Optional[str] = None) -> Assigned:
        """Ends the current assignment. Where the role is essential the certificate is retained, because old data may need it.

        Raises NotFound if it is not assigned there, UnknownRole, InvalidArgument, StoreLocked, Tampered.
        """
    def release(self, thumbprint: Union[str, Certificate], *, role: str, scope: Optional[str] = None) -> Assigned:
        """Ends an assignment, and lets go of a certificate that is retained: nothing needs it there any more, and it can be deleted.

        Raises as `unassign`.
        """
    def assignments(self) -> list[Assignment]:
        """Every assignment, former ones included, by role and scope, the newest of each first.

        Raises StoreLocked, Tampered.
        """
    def provide(
        self,
        role: str,
        scope: Optional[str] = None,
        *,
        subject: Optional[str] = None,
        dns_names: Sequence[str] = ...,
        ip_addresses: Sequence[str] = ...,
        this_host: Optional[bool] = None,
    ) -> Provided:
        """The certificate that is current for a role; where there is none yet, one is made with the role's defaults and assigned.

        Exactly one, however many processes ask at once. One that is not valid where that matters is renewed, if it is self-signed and
        may be, and no essential role has it. The key of an essential role is never made anew: where one was ever assigned here and is
        not now, or is not readable, that is Missing. `subject` is that of a new one: unless said, the host's first name for servers, else role and scope. A
        server's is for this host's names and addresses unless some are given; `this_host` adds them to those.

        Raises Missing, which names the last backup that holds the key; OtherInstallation where a key would be made; UnknownRole,
        InvalidArgument, InvalidSubject, StoreLocked, Tampered, Busy.
        """
    def renew(self, thumbprint: Union[str, Certificate], *, same_key: bool = False) -> Renewed:
        """Renews a self-signed certificate: the same subject, names, purpose, friendly name, tags and length of validity.

        It takes the old one's place in every named store, assignment and endpoint, and in decisions to trust exactly it, in one
        transaction. The old one is archived, unless it issued what is still valid, and retained where a role is essential. One that
        was renewed before is not renewed again: what superseded it is given. With a new key of the same kind, or the `same_key`. Who
        has the old certificate elsewhere is not told.

        Raises NotFound; Unsupported for one that another certificate issued, and for a kind of key that is not made here;
        NoPrivateKey; InvalidArgument for a role whose certificates are not renewed; OtherInstallation, StoreLocked, Tampered.
        """
    def renewable_within(self, ahead: timedelta) -> list[Entry]:
        """The certificates that `renew` could renew and that end within this time, the first to end first.

        Self-signed, with their key, not archived, and still valid or required.
        """
    def overview(self, *, scope: Optional[str] = None, all: bool = False) -> Overview:
        """What is required, by role and scope, and how it stands with each; with `all` also what is not, with why.

        Each key is opened; whether it signs what its certificate verifies is for `preflight` to prove. An empty `scope` is that of the
        whole installation. Raises StoreLocked, Tampered.
        """
    def leftovers(self, *, scope: Optional[str] = None, unassigned: bool = False) -> list[Unneeded]:
        """The certificates that could go: not required, and their time is over. Nothing is removed; `delete_all` does that.

        None that is trusted or that a chain may need (in TrustedRoot, TrustedPeople and Intermediate) before it has expired. `scope`:
        only what served there. `unassigned`: those with a private key of which no role is known, too: somebody may use them, and one
        that has expired may still decrypt.
        Raises StoreLocked, Tampered.
        """
    def delete_all(self, thumbprints: Iterable[Union[str, Certificate]]) -> list[DeleteResult]:
        """Deletes several certificates in one transaction: all, or none where one of them is required. Raises as `delete`."""
    def where_used(self, thumbprint: Union[str, Certificate]) -> WhereUsed:
        """Everything in this store that refers to a certificate. What other programs and machines refer to, it cannot know.

        Raises NotFound, StoreLocked, Tampered.
        """
    def superseded_by(self, thumbprint: Union[str, Certificate]) -> Optional[Succession]:
        """What took the place of a certificate, which may be gone by now; None if nothing did. Of several renewals, the next one.

        Raises StoreLocked, Tampered.
        """
    def preflight(
        self,
        *,
        host: Optional[Union[str, Sequence[str]]] = None,
        expected: Iterable[Union[str, tuple[str, Optional[str]]]] = ...,
        progress: Optional[Callable[[int, int], Optional[bool]]] = None,
    ) -> Preflight:
        """Whether this store can serve: every required certificate is here, and its key opens, signs and matches.

        Also that it is valid where that matters, that servers' certificates are for this host, that the clock is not before the
        journal's last line, and that the store is this installation's. What is wrong is a verdict, not an error. `host`: the names
        whose host it is for, one of which a certificate must have; this host's unless given. `expected`: roles, or roles with their
        scopes, that must have a current certificate. `progress` is as in `check`. Whether others trust the certificates is not
        looked at.

        Raises InvalidArgument, StoreLocked, Tampered, Io, Cancelled.
        """
    def backup(
        self,
        location: Optional[_Path] = None,
        *,
        kind: str = "pfx",
        files: Optional[str] = None,
        scope: Optional[str] = None,
        password: Optional[_Password] = None,
        recipients: Optional[Sequence[str]] = None,
        reader: Optional[str] = None,
        progress: Optional[Callable[[int, int], Optional[bool]]] = None,
    ) -> BackupReport:
        """Makes a backup, and proves that it restores from where it is stored.

        Into a store that lives for that alone, where each key is used and everything compared with this store. One that does not is
        removed, and those before it stay; of those, the retention then lets go what it may. `location` is a folder that is there, or
        ``s3://bucket/prefix``; `kind` pfx (the certificates that are assigned or retained in roles that are in the backup, their keys and
        chains) or bundle (everything); `files` one, or each for a file a certificate; `scope` takes only one scope into a PFX; `recipients`
        open a bundle in place of a password; `reader` is who has to open a PFX, as in `write_pkcs12`. What is not given follows
        `backup_settings`, but for `kind`. Certificates whose keys are not here are in `lacking`, and the others are backed up all the same.
        `progress` is as in `check`.

        Raises InvalidArgument without a location and for an empty password, PasswordRequired, NotFound where nothing is to be backed up
        and for a location that is not there, NotRestorable where the proof failed, Cancelled, Busy where the store does not hold still,
        StoreLocked, Io, Unsupported; of S3 Unreachable, TimedOut, HandshakeFailed.
        """
    def backups(self) -> list[Backup]:
        """The backups that were made and are still there as far as the store knows, the newest first. Raises StoreLocked, Tampered."""
    def backup_that_holds(self, thumbprint: Union[str, Certificate]) -> Optional[Backup]:
        """The newest backup that holds the private key of a certificate, as far as the store knows; the certificate need not be here.

        Raises StoreLocked, Tampered.
        """
    def backup_settings(self) -> BackupSettings:
        """How backups of this store are made unless said otherwise. Raises StoreLocked, Tampered, Damaged for those of a later version."""
    def set_backup_settings(
        self,
        *,
        location: Optional[_Path] = ...,
        kind: Optional[str] = ...,
        files: Optional[str] = ...,
        password_source: Optional[str] = ...,
        recipients: Optional[Iterable[str]] = ...,
        reader: Optional[str] = ...,
        schedule: Optional[str] = ...,
        retention: Optional[str] = ...,
        password: Optional[_Password] = None,
    ) -> bool:
        """Sets how backups are made; whether anything changed. What is not named stays as it is; None makes it what it is at first.

        `password_source` is prompt, file:PATH (absolute), environment:NAME or sealed, where `password` is what is sealed in the store.
        `schedule` is such as every 6 hours, daily at 03:30, or the five fields of cron; `retention` such as keep 7, weekly 8. Raises
        InvalidArgument for what is not of its form, PasswordRequired where one is to be sealed, StoreLocked.
        """
    def restore(
        self,
        files: Union[_Path, Iterable[_Path]],
        *,
        password: Optional[_Password] = None,
        identities: Optional[Iterable[_Password]] = None,
        dry_run: bool = False,
        conflicts: str = "refuse",
        role: Optional[str] = None,
        scope: Optional[str] = None,
        trust_signer: Optional[str] = None,
        salvage: bool = False,
        progress: Optional[Callable[[int, int], Optional[bool]]] = None,
    ) -> Restored:
        """Restores a backup: the files and their password are all that it takes.

        Everything is taken out of them first, then comes into this store in one transaction; roles, scopes, dates and names come back
        too. What is here already stays as it is. Where this store has gone on since, what both cannot hold is a conflict: `conflicts` is
        refuse (nothing is restored), keep (what is here) or replace. With `dry_run` nothing is restored, and what would become of each
        thing is said. A PFX of another program is taken for a `role` (and `scope`) that is given, where it holds one key. `identities`
        (``AGE-SECRET-KEY-1…``) open a bundle for recipients; `trust_signer` is SHA-256 of the key of another store that signed it;
        `salvage` takes what can be taken of one that is damaged. No password, no protector and no trust in a named store comes out of a
        PFX. `progress` is as in `check`.

        Raises Conflict, PasswordRequired, WrongPassword, Damaged, Tampered, OtherSigner, Unsupported, UnknownRole, InvalidArgument,
        StoreLocked, Cancelled, NotFound, Io.
        """
    def verify_backup(
        self,
        files: Union[_Path, Iterable[_Path]],
        *,
        password: Optional[_Password] = None,
        identities: Optional[Iterable[_Password]] = None,
        progress: Optional[Callable[[int, int], Optional[bool]]] = None,
    ) -> BackupProof:
        """Proves that files restore, at any time after they were made: takes everything out of them and uses each key.

        Says also what the store's roles need today that is not in them. A backup that the store remembers is then proven as of now.
        Without a password and identities, the password that the settings lead to is tried.
        Raises as `restore`, without Conflict and OtherSigner; KeyMismatch for a key that does not sign what its certificate verifies.
        """
    def backup_status(self) -> BackupStatus:
        """How it stands with the backups of this store: the schedule, the last proven one, the next, failures. Raises StoreLocked, Tampered."""
    def backup_if_due(
        self,
        *,
        password: Optional[_Password] = None,
        progress: Optional[Callable[[int, int], Optional[bool]]] = None,
    ) -> DueBackup:
        """Makes the scheduled backup if it is due: exactly one, when several processes ask at once.

        One that fails is told in the journal, and due again after a pause that grows with each failure; it never switches the schedule
        off. A process that is killed on the way keeps others from making it for 15 minutes. Raises as `backup`.
        """
    def watch_backups(
        self,
        told: Callable[[Union[BackupReport, CertwrightError]], object],
        *,
        password: Optional[_Password] = None,
        sleep: Optional[Callable[[float], Optional[bool]]] = None,
        progress: Optional[Callable[[int, int], Optional[bool]]] = None,
    ) -> None:
        """Makes every backup that becomes due, for as long as it is let: `told` hears of each that was made, and of each that failed.

        Between them it sleeps for at most a minute at a time, by `sleep` where that is given, which ends the watch by False. What the
        callbacks raise ends it too and comes out of it, as does a signal whose handler raises; a backup under way is then given up, and
        leaves no file. Raises StoreLocked, Moved.
        """
    def expiry_report(self, ahead: timedelta) -> ExpiryReport:
        """What has expired or will within this time, with what it is for.

        Raises InvalidArgument for a time that is negative, StoreLocked, Tampered.
        """
    def tell_expiries(self) -> int:
        """Tells in the journal of what ends within 30 days and of what has ended: near-expiry and expired, once each.

        How many lines were written; none by a store that is locked. Those without a private key here and archived ones are not told
        of. `preflight`, `overview`, `expiry_report` and a watch do this by themselves. Raises Io, Busy.
        """
    def other_installation(self) -> Optional[str]:
        """Why this store is another installation's; None if it is the one's that has it open.

        An installation is told by the name that the host gives it (`installation`), else by the machine and the store's path. Not
        seen: a copy on the same machine whose original was moved away, and one between machines without an id. Raises StoreLocked;
        Tampered where it was altered, which `adopt` mends.
        """
    def discard_altered(self) -> list[str]:
        """Takes away the roles, assignments and successions that somebody without the key added or altered; what they were.

        They keep others from being read. Each is told in the journal. What they said before is not restored: assign again what
        serves. Raises StoreLocked.
        """
    def adopt(self) -> bool:
        """Makes this installation the one whose store it is, after a move or for a copy that goes its own way; whether anything changed.

        Raises StoreLocked.
        """
    def events(self, since: Union[int, datetime] = 0, *, limit: int = 1000) -> list[Event]:
        """Lines of the journal after number `since` (or from that time on), at most `limit`, each compared with its seal.

        Raises Tampered.
        """
    def watch(self, since: Union[int, datetime] = 0, *, timeout: Optional[float] = None) -> Watch:
        """Follows the journal behind line `since`, waiting for lines of any process.

        Ends when there was none for `timeout` seconds; never, unless said.
        """
    def last_event_before(self, time: datetime) -> int:
        """The number of the last line before this time: `events` after it gives the lines from that time on."""
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

def explain(status: Union[int, str]) -> StatusInfo:
    """What is to be said of a status, given by its number (the `status` of an exception) or its code; case and dashes do not matter.

    Raises InvalidArgument, which names the codes that come nearest.
    """

def statuses() -> list[StatusInfo]:
    """Every status, in the order of the numbers."""

def local_host() -> tuple[list[str], list[str]]:
    """Names and global addresses of this host; without loopback, link-local and temporary ones and container bridges."""

def parse_thumbprint(text: str) -> str:
    """The thumbprint in text as people paste it: upper-case hex of SHA-1 (40 digits) or SHA-256 (64). Raises InvalidThumbprint."""

def parse_serial(text: str) -> str:
    """The serial number in text as people paste it, read as unsigned: upper-case hex. Raises InvalidSerialNumber."""

def parse_server(text: str) -> tuple[str, int]:
    """Host and port of ``host:port`` or a URL, in the form that a decision has them."""

def parse_store_name(text: str) -> str:
    """The name of a named store, given under any of its names; for the command line. Raises InvalidArgument."""

def parse_subject(text: str) -> str:
    """A plain name or an RFC 4514 string, as RFC 4514 writes it. Raises InvalidSubject."""

def parse_date(text: str) -> Union[date, datetime]:
    """A date as people write it: a `date`, or an aware `datetime` where a time was given. Raises AmbiguousDate, InvalidDate."""

def detect(data: bytes) -> Detected:
    """Says what the bytes of a file are, by their content, and why; whether it is whole only `read_file` says."""

def read_file(
    data: bytes,
    *,
    password: Optional[_Password] = None,
    max_iterations: int = 10_000_000,
    max_scrypt_memory: int = 268_435_456,
    max_nesting: int = 8,
    require_mac: bool = False,
    refuse_legacy: bool = False,
) -> ImportReport:
    """Reads the bytes of a file: PFX, PKCS#7, PEM, one certificate or key in DER, or base64 of these; at most 64 MiB.

    What a PEM block holds counts, not its label; text may be UTF-8 or UTF-16, indented, quoted, or on one line with
    escapes. Notes name what is odd. None and an empty password differ; where a file opens with the one it is not refused to who gives the other, and the
    notes say so. Nothing is verified. `max_iterations` bounds the work of key derivation over the whole file, retries
    included (of scrypt N*r*p counts), `max_scrypt_memory` its memory in bytes, `max_nesting` how deep
    the contents of a PFX may lie in one another (at most 64). `require_mac` refuses a PFX without an integrity
    check, `refuse_legacy` encryption and integrity checks that are not to be relied on any more: DES, 3DES, RC2, RC4, the
    derivations of PKCS#12 and PBES1, MACs with MD5 and SHA-1.

    Raises UnknownFormat, WrongPassword, PasswordRequired, Damaged, Unsupported, WorkLimit, TooLarge, Unauthenticated,
    LegacyAlgorithm.
    """

def read_path(path: _Path) -> bytes:
    """The bytes of a regular file of at most 64 MiB, for the command line. Raises NotFound, TooLarge, Io."""

def read_pkcs12(
    data: bytes,
    *,
    password: Optional[_Password] = None,
    max_iterations: int = 10_000_000,
    max_scrypt_memory: int = 268_435_456,
    max_nesting: int = 8,
    require_mac: bool = False,
    refuse_legacy: bool = False,
) -> ImportReport:
    """Reads the bytes of a PFX, and of nothing else. As `read_file`; raises UnknownFormat also for PEM and DER."""

def write_pkcs12(
    identities: Sequence[Identity] = ...,
    *,
    password: _Password,
    certificates: Sequence[Certificate] = ...,
    private_keys: Sequence[PrivateKey] = ...,
    iterations: Optional[int] = None,
    reader: str = "default",
) -> bytes:
    """The bytes of a PFX with identities and their chains, then certificates alone, then keys alone.

    `reader` is who has to open it, one of `READERS`: default (AES-256, HMAC-SHA-256), windows-server-2016 and java8 (3DES,
    HMAC-SHA-1), windows-server-2019, dotnet9 (its limits), java17-truststore (certificates alone), openssl-1.1, openssl3, nss,
    sql-server (RSA keys in a provider of CryptoAPI), fips (PBMAC1). What it cannot hold is refused before anything is written;
    what else is to be known comes as a UserWarning.

    Read back before it is given out. The password is never empty. `iterations` is 1,000 to 5,000,000, for
    readers with 3DES less the more bags there are; None is what .NET 9 still opens. Raises InvalidArgument, Unsupported.
    """

def write_pkcs7(certificates: Sequence[Certificate]) -> bytes:
    """The bytes of a .p7b (DER) with these certificates, each once; nothing is signed. Raises InvalidArgument.

    Their order is that of DER; a reader finds a chain by names. Read back before it is given out.
    """

def write_file(path: _Path, data: bytes, *, secret: bool = True, replace: bool = False) -> None:
    """Writes a file whole or not at all; for its owner alone (0600) unless it is no secret. Raises AlreadyExists, NotFound, Io."""

@final
class VerifiedChain:
    """A path that is right in all points."""

    @property
    def path(self) -> list[Certificate]:
        """The certificates, the leaf first; the last is the root, where that is a certificate."""
    @property
    def root(self) -> str:
        """The subject of the root."""

def verify_chain(
    chain: Sequence[Certificate],
    *,
    roots: Iterable[Union[Certificate, tuple[str, bytes]]] = ...,
    intermediates: Iterable[Certificate] = ...,
    crls: Iterable[bytes] = ...,
    at: Optional[datetime] = ...,
    purpose: str = "server",
    host: Optional[str] = ...,
    email: Optional[str] = ...,
    max_depth: Optional[int] = ...,
    profile: Optional[str] = ...,
    require_crls: bool = False,
    policies: Sequence[str] = ...,
    require_policy: bool = False,
    inhibit_policy_mapping: bool = False,
    inhibit_any_policy: bool = False,
) -> VerifiedChain:
    """Looks for a path from the first certificate to a root, and judges it (RFC 5280 sections 6.1 and 6.3).

    The other certificates of the chain count as intermediates, in any order. A root is a certificate, or a subject with the
    DER of its public key. `crls` are DER or PEM; one that cannot be relied on fails unless only its time or key is wrong
    and another one covers the certificate, and with `require_crls` also that none covers a certificate. `at` is now unless said otherwise. `purpose` is one of any, client, codesign, email, server,
    timestamping; `profile` rfc5280 or webpki (the default for a server). Without `host` and `email` it is not looked at whom
    the certificate is for. Nothing is fetched: no OCSP, no missing intermediate.

    Raises Untrusted with every reason, WorkLimit, InvalidArgument, InvalidDate; for a list Damaged, TooLarge, UnknownFormat; for a
    root InvalidSubject, MalformedKey.
    """

@final
class Probed:
    """What a server presented. That it holds the key of its certificate was verified, and nothing else."""

    @property
    def server(self) -> str:
        """The server as ``host:port``."""
    @property
    def host(self) -> str:
        """Its name in lower case, or its address."""
    @property
    def port(self) -> int:
        """Its port."""
    @property
    def address(self) -> str:
        """The address that answered, with its port."""
    @property
    def chain(self) -> list[Certificate]:
        """What it presented, in its order, the leaf first."""
    @property
    def protocol(self) -> str:
        """``TLSv1.2`` or ``TLSv1.3``."""
    @property
    def cipher(self) -> str:
        """The cipher suite, by its name in the IANA's registry."""
    @property
    def client_certificate(self) -> str:
        """Whether it asks for a client certificate: asked, not-asked or required."""
    @property
    def notes(self) -> list[str]:
        """What is to be known."""
    def picture(self, at: Optional[datetime] = None) -> str:
        """The chain as lines for people; days are counted from `at`, or from now."""

def probe(server: str, *, timeout: float = 10.0, starttls: Optional[str] = None) -> Probed:
    """Connects to a server, ``host:port`` or a URL, and takes what it presents, without believing it.

    Versions 1.2 and 1.3 of TLS. All of it takes at most `timeout` seconds. `starttls` is no, postgres or smtp; unless said, what
    the URL means. Nothing is sent beyond the handshake.

    Raises Unreachable, TimedOut, HandshakeFailed (which says why), InvalidArgument.
    """

@final
class TrustDecision:
    """What a server presents is trusted: who said so, when, why, until when, and on what evidence."""

    @property
    def id(self) -> int:
        """Its number, which is never used again."""
    @property
    def host(self) -> str:
        """The server's name in lower case, or its address."""
    @property
    def port(self) -> int:
        """The server's port."""
    @property
    def pin(self) -> str:
        """What is trusted: certificate, key or ca."""
    @property
    def certificate(self) -> Certificate:
        """The certificate that whoever decided was shown."""
    @property
    def key_sha256(self) -> str:
        """SHA-256 of its SubjectPublicKeyInfo, in hex."""
    @property
    def by(self) -> str:
        """Who decided."""
    @property
    def why(self) -> str:
        """Why."""
    @property
    def since(self) -> datetime:
        """Since when."""
    @property
    def until(self) -> Optional[datetime]:
        """Until when; None: until it is removed."""
    def holds(self, at: Optional[datetime] = None) -> bool:
        """Whether it holds at this time, or now."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Endpoint:
    """The security settings of one server port: off, HTTP, or HTTPS with a certificate. Made by `Store.endpoint`.

    Before anything is set it is HTTPS on port 9699, with a certificate that it makes when it is first asked for: for this host's names
    and addresses, for 5 years, in Personal. One that it made is renewed when it has expired; one that was given never is, but said.
    """

    @property
    def name(self) -> str:
        """Its name."""
    def settings(self) -> EndpointSettings:
        """Its settings. Raises StoreLocked, Tampered."""
    def status(self) -> EndpointChange:
        """Its settings, its certificate, and what is to be known of that: that it has expired, or lacks a name of this host.

        One that is no longer in the store is None, and a warning says so. Makes nothing. Raises StoreLocked, Tampered.
        """
    def disable(self) -> EndpointChange:
        """Switches it off. Its certificate and port are kept. Raises StoreLocked, Tampered."""
    def http(self, port: Optional[int] = None) -> EndpointChange:
        """HTTP without TLS, which is for a network whose every part is trusted. Its certificate is kept.

        Raises InvalidArgument, StoreLocked, Tampered.
        """
    def https(
        self,
        port: Optional[int] = None,
        *,
        certificate: Optional[Union[str, Certificate]] = None,
        file: Optional[Union[bytes, _Path]] = None,
        password: Optional[_Password] = None,
        store: Optional[str] = None,
        generated: bool = False,
        subject: Optional[str] = None,
        dns_names: Sequence[str] = ...,
        ip_addresses: Sequence[str] = ...,
        this_host: Optional[bool] = None,
        addresses_also_as_dns: bool = False,
        purpose: str = "server",
        key: Optional[str] = None,
        reader: Optional[str] = None,
        valid_from: Optional[_Date] = None,
        valid_to: Optional[_Date] = None,
        days: Optional[int] = None,
        years: Optional[int] = None,
        no_expiry: bool = False,
    ) -> EndpointChange:
        """HTTPS, with the certificate that it has, or a generated one if it has none; or with one of these:

        `certificate`, an entry or a thumbprint of this store; `file`, a path or bytes, whose certificate comes into the named store
        (Personal unless said) if it is not in the store yet, and where it has no key, the store must have it; `subject`, a
        self-signed one as `Store.ensure_self_signed` makes it, with this host's names and addresses unless some are given;
        `generated`, one that the endpoint makes by itself: the one that it has or had where that is valid and what would be made, by
        subject, names, addresses and kind of key, else another one.

        A certificate is refused if its private key is not in the store or does not fit, if it is not valid now, if it is not
        for servers, or if its key is RSA below 2048 bits. Whether clients trust it is not looked at. Where it is refused nothing is
        changed. Raises UnfitCertificate, NoPrivateKey, Unsupported for a file with a key of a kind that cannot be used, NotFound, also
        where one that was given is to be kept and is gone, Ambiguous, InvalidArgument, what `read_file` raises, StoreLocked, Tampered.
        """
    def reset(self) -> EndpointChange:
        """What it was before anything was set; its certificate stays in the store. Settings that were altered go, too.

        Raises StoreLocked.
        """
    def certificate(self) -> Entry:
        """Its certificate. One that it makes by itself is made where there is none, and made anew where it has expired or
        is not valid yet.

        Exactly one, however many processes ask at once. Raises EndpointState where it is not HTTPS, NotFound where it was given and is
        no longer in the store, InvalidArgument in a dry run where it is yet to be made, StoreLocked, Tampered.
        """
    def identity(self) -> Identity:
        """What it serves with: certificate, key and chain; `to_pem` gives them as PEM. Raises as `certificate`, and NoPrivateKey."""
    def live(self) -> LiveIdentity:
        """What it serves with, kept in step with the store: for servers that take no `ssl.SSLContext`. Reads nothing."""
    def ssl_context(self) -> ssl.SSLContext:
        """An `ssl.SSLContext` for servers (TLS 1.2 or later) that follows the store, also after that is closed.

        Each handshake is with the certificate that the endpoint has then, whichever process changed it; connections that stand go on,
        and sessions of another certificate are not resumed. Where the endpoint is no longer HTTPS, handshakes end with the alert
        access_denied (asyncio closes without sending it); where the store cannot be read, what was served before is served on. What is
        set on the context (ALPN, ciphers, roots for client certificates) holds for each connection; `load_cert_chain` and
        `sni_callback` are refused with ValueError.
        OpenSSL reads keys from paths only: it is given one in memory (`os.memfd_create`), so that on Linux the key is in no file on a
        disk at any time. Raises as `identity`.
        """
    def uvicorn_config(self, app: Any, **options: Any) -> uvicorn.Config:
        """A `uvicorn.Config` with this endpoint's port and `ssl_context`: ``uvicorn.Server(endpoint.uvicorn_config(app)).run()``.

        Without TLS where the endpoint is HTTP. From HTTPS to HTTP and back, and to another port, is a new start of the server. `options`
        go to uvicorn, which must be of version 0.47 or later; its `workers` and `reload` start processes that the context does not go to.
        Raises as `identity`.
        """

    def check(self, server: Optional[str] = None, *, starttls: Optional[str] = None, timeout: float = 10.0) -> EndpointCheck:
        """Connects and compares what is served with what should be: the certificate and its chain, its names and dates.

        Also whether the former certificate is still served, and where the endpoint is off or HTTP, that no TLS is. `server` is where
        it is looked for, ``host:port`` or a URL; unless given, localhost and the endpoint's port. Up to three connections, each of
        `timeout` seconds at most. Whether clients trust the certificate is not looked at. That nothing answers is a finding; where the
        endpoint is off, a connection that is refused is the proof that nothing is served, and any other failure is a finding.

        Raises as `status`, and InvalidArgument.
        """
    def apply(
        self,
        layout: str,
        certificate: _Path,
        key: Optional[_Path] = None,
        *,
        reload: Sequence[str] = ...,
        owner: Optional[str] = None,
        group: Optional[str] = None,
        server: Optional[str] = None,
        starttls: Optional[str] = None,
        timeout: float = 30.0,
    ) -> Applied:
        """Writes certificate, chain and key for a server that reads files, has it read them, and looks whether it serves them.

        `layout` is nginx, apache, haproxy (one file, without `key`) or postgresql. `reload` is the command that makes the server read its
        files: the program and its arguments; no shell is between. Then it is connected to, at `server` or at localhost and the
        endpoint's port, until it serves the certificate, for `timeout` seconds at most; if it does not, the former files are put back
        and read anew, and ApplyFailed says why. A file with the key is 0600, or 0640 with a `group`, and belongs to `owner`.
        Of an endpoint with `dry_run` all of this is verified but the command, and nothing is written; `changed` says whether it would be.

        Two processes apply to a folder one after the other. Raises ApplyFailed; as `identity`; NotFound for a folder that is not there;
        InvalidArgument; OSError, also where another process holds the folder.
        """
    def share(self, host: Optional[str] = None) -> Shared:
        """What other machines need to trust this endpoint, and the commands that install it there. There is no key in it.

        `host` is the name under which they reach it; unless given, this host's first name. Raises as `certificate`.
        """

@final
class Finding:
    """One thing that is not as it should be."""

    @property
    def code(self) -> str:
        """What kind of thing.

        One of not_served, served_although_off, served_although_http, other_certificate, former_certificate, chain_differs, expired,
        not_yet_valid, names, unreachable.
        """
    @property
    def message(self) -> str:
        """A sentence for people."""

@final
class EndpointCheck:
    """What a look at an endpoint's port came to."""

    @property
    def name(self) -> str:
        """The endpoint's name."""
    @property
    def state(self) -> str:
        """off, http or https."""
    @property
    def port(self) -> int:
        """The endpoint's port."""
    @property
    def server(self) -> str:
        """Where it was looked, as ``host:port``."""
    @property
    def expected(self) -> Optional[Entry]:
        """The certificate that should be served; None where none should be."""
    @property
    def served(self) -> Optional[Probed]:
        """What is served; None if nothing is."""
    @property
    def protocols(self) -> list[str]:
        """The versions that are spoken, of TLSv1.2 and TLSv1.3."""
    @property
    def findings(self) -> list[Finding]:
        """What is not as it should be."""
    @property
    def notes(self) -> list[str]:
        """What is to be known."""
    @property
    def ok(self) -> bool:
        """Whether all is as it should be: there are no findings."""

@final
class Applied:
    """What was written for a server, which serves it."""

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
    @property
    def files(self) -> list[Path]:
        """The files, the one with the certificate first."""
    @property
    def server(self) -> str:
        """Where the certificate was seen, as ``host:port``."""
    @property
    def certificate(self) -> Certificate:
        """The certificate that is served there."""

@final
class Shared:
    """The public part of an endpoint's certificate for other machines."""

    @property
    def certificate(self) -> Certificate:
        """What is to be trusted there: the endpoint's certificate if it is self-signed, else the root of its chain."""
    @property
    def files(self) -> list[tuple[str, bytes]]:
        """Names and contents of the files that the commands speak of: DER and PEM."""
    @property
    def instructions(self) -> list[Instruction]:
        """What installs it, for each kind of system."""

@final
class Instruction:
    """How one kind of system is made to trust an endpoint."""

    @property
    def system(self) -> str:
        """certwright, debian, java, macos, nss, red-hat, windows or windows-domain."""
    @property
    def title(self) -> str:
        """What it is for, in words."""
    @property
    def commands(self) -> list[str]:
        """The commands, one after another."""
    @property
    def notes(self) -> list[str]:
        """What is to be known."""

@final
class EndpointSettings:
    """The settings of an endpoint, at the moment they were read."""

    @property
    def name(self) -> str:
        """The endpoint's name."""
    @property
    def state(self) -> str:
        """off, http or https."""
    @property
    def port(self) -> int:
        """Its port."""
    @property
    def generated(self) -> bool:
        """Whether its certificate is one that it makes by itself, and renews."""
    @property
    def sha256(self) -> Optional[str]:
        """SHA-256 of its certificate, which is kept where it is off or HTTP; None until one is wanted."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class EndpointChange:
    """What a change of an endpoint came to."""

    @property
    def settings(self) -> EndpointSettings:
        """The settings as they are then."""
    @property
    def certificate(self) -> Optional[Entry]:
        """The certificate; None where the endpoint has none."""
    @property
    def changed(self) -> bool:
        """Whether anything is other than before."""
    @property
    def warnings(self) -> list[str]:
        """What is to be known."""

@final
class LiveIdentity:
    """What an endpoint serves with at present, also after the store was closed; for any number of threads."""

    def get(self) -> Identity:
        """As the store has it now: the same object as before unless the certificate or its chain is another one.

        To be asked for at each new connection, which costs one look at the journal's end unless the store has changed. Raises as
        `Endpoint.identity`: EndpointState where nothing is to be served; where the store cannot be read, `last` is what was served before.
        """
    @property
    def last(self) -> Optional[Identity]:
        """What `get` gave last; None before it gave anything."""

@final
class Role:
    """What a certificate is for, and the rules that hold for it. Six are built in; a host defines its own with `Store.define_role`."""

    def __new__(
        cls,
        name: str,
        *,
        description: str = "",
        essential: bool = True,
        in_backup: bool = True,
        expiry_matters: bool = True,
        purpose: str = "both",
        default_key: Optional[str] = None,
        renewable: bool = True,
    ) -> Role: ...
    @property
    def name(self) -> str:
        """1 to 64 letters a to z, digits, ``-``, ``_`` and ``.``, the first of them a letter or a digit."""
    @property
    def description(self) -> str:
        """What it is, for people."""
    @property
    def essential(self) -> bool:
        """What its key protects is gone with the key: it is never made anew, and former ones are retained."""
    @property
    def in_backup(self) -> bool:
        """A backup takes its certificates along."""
    @property
    def expiry_matters(self) -> bool:
        """A certificate that has expired no longer serves. Where it does not matter, its key keeps decrypting."""
    @property
    def purpose(self) -> str:
        """What a certificate that is made for it is for: server, client, both, ca, encipher, codesign."""
    @property
    def default_key(self) -> Optional[str]:
        """The kind of key that is made for it; None: what the purpose wants."""
    @property
    def renewable(self) -> bool:
        """Its certificate may be renewed."""
    @property
    def built_in(self) -> bool:
        """Whether every store knows a role of this name."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

def built_in_roles() -> list[Role]:
    """The roles that every store knows, for the command line."""

@final
class Assignment:
    """A certificate serves a role in a scope, since then: current, retained because old data still needs it, or a former one."""

    @property
    def role(self) -> str:
        """The role's name."""
    @property
    def scope(self) -> Optional[str]:
        """Where it serves; None: in the whole installation. The case of ASCII letters does not matter."""
    @property
    def thumbprint(self) -> str:
        """SHA-1 of the certificate."""
    @property
    def sha256(self) -> str:
        """SHA-256 of the certificate."""
    @property
    def since(self) -> datetime:
        """Since when."""
    @property
    def until(self) -> Optional[datetime]:
        """Until when; None while it is current."""
    @property
    def retained(self) -> bool:
        """Whether it is no longer current, and old data may still need it."""
    def holds(self) -> bool:
        """Whether the certificate is needed because of it: it is current or retained."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Assigned:
    """What assigning or unassigning came to."""

    @property
    def assignment(self) -> Assignment:
        """The assignment as it is then."""
    @property
    def changed(self) -> bool:
        """Whether anything is other than before."""
    @property
    def replaced(self) -> Optional[str]:
        """SHA-1 of the certificate that was current there before."""
    @property
    def notes(self) -> list[str]:
        """What is to be known, such as that the former certificate is retained."""

@final
class Succession:
    """One certificate took the place of another."""

    @property
    def old(self) -> str:
        """SHA-1 of the one that was replaced."""
    @property
    def old_sha256(self) -> str:
        """Its SHA-256."""
    @property
    def new(self) -> str:
        """SHA-1 of the one that replaced it."""
    @property
    def new_sha256(self) -> str:
        """Its SHA-256."""
    @property
    def at(self) -> datetime:
        """When."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Provided:
    """The certificate of a role."""

    @property
    def entry(self) -> Entry:
        """The certificate, whose key is in the store."""
    @property
    def made(self) -> bool:
        """Whether it was made, or renewed, by this call."""

@final
class Renewed:
    """What a renewal came to."""

    @property
    def entry(self) -> Entry:
        """The certificate that stands in the place of the old one."""
    @property
    def old(self) -> Entry:
        """The old one, as it is then."""
    @property
    def changed(self) -> bool:
        """Whether this call made it; not where it was renewed before."""
    @property
    def notes(self) -> list[str]:
        """What is to be known."""

@final
class Overview:
    """What is required in a store, and how it stands with it."""

    @property
    def assignments(self) -> list[OverviewLine]:
        """By role and scope, the current certificate of each before those that are retained."""
    @property
    def otherwise_required(self) -> list[RequiredOtherwise]:
        """What is required without a role. Empty where one scope is asked for."""
    @property
    def others(self) -> int:
        """How many certificates are not required."""
    @property
    def not_required(self) -> list[Unneeded]:
        """Those, where they were asked for; in one scope, those that served there."""

@final
class OverviewLine:
    """One certificate in one place: current, or retained."""

    @property
    def assignment(self) -> Assignment:
        """Role, scope, certificate, dates."""
    @property
    def state(self) -> str:
        """How it stands with it.

        good, expiring (within 30 days), not_yet_valid, expired, expired_decrypting (where its end does not matter), key_missing,
        key_unreadable or certificate_missing.
        """
    @property
    def meaning(self) -> str:
        """The state in words for people."""
    @property
    def serves(self) -> bool:
        """Whether the certificate does its work."""
    @property
    def entry(self) -> Optional[Entry]:
        """The certificate; None where it is not here."""
    @property
    def role(self) -> Optional[Role]:
        """The role's rules; None for a role that is not defined any more."""

@final
class RequiredOtherwise:
    """A certificate that is required without a role."""

    @property
    def entry(self) -> Entry:
        """The certificate."""
    @property
    def why(self) -> list[str]:
        """Why: an endpoint uses it, or it issued what is valid."""

@final
class Unneeded:
    """A certificate that is not required."""

    @property
    def entry(self) -> Entry:
        """The certificate."""
    @property
    def why(self) -> list[str]:
        """Why it is not required."""
    @property
    def is_over(self) -> bool:
        """Whether its time is over: it served, was superseded or archived, or has expired."""
    @property
    def served(self) -> list[Assignment]:
        """The places in which it served."""

@final
class WhereUsed:
    """Everything in a store that refers to a certificate."""

    @property
    def entry(self) -> Entry:
        """The certificate."""
    @property
    def assignments(self) -> list[Assignment]:
        """What it is and was for."""
    @property
    def endpoints(self) -> list[str]:
        """The endpoints whose certificate it is."""
    @property
    def decisions(self) -> list[TrustDecision]:
        """The decisions to trust it, its key, or what it issues."""
    @property
    def issued(self) -> list[Entry]:
        """The first eight of those that it issued which are valid and here.

        None where another CA certificate can stand in for it.
        """
    @property
    def issuers(self) -> list[str]:
        """The certificates above it that are here, by SHA-1, nearest first."""
    @property
    def supersedes(self) -> list[Succession]:
        """What it took the place of."""
    @property
    def superseded_by(self) -> Optional[Succession]:
        """What took its place."""
    @property
    def same_key(self) -> list[str]:
        """Other certificates of its key, by SHA-1."""
    @property
    def last_export(self) -> Optional[Event]:
        """The last line of the journal that tells of its private key's leaving the store by itself, outside of a backup."""
    @property
    def backup(self) -> Optional[Backup]:
        """The newest backup that holds its private key, as far as the store knows."""
    @property
    def required(self) -> list[str]:
        """Why it is required; empty where it is not."""

@final
class Preflight:
    """What a preflight found."""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
    @property
    def verdicts(self) -> list[Verdict]:
        """One for each certificate that is required, and for installation, clock and each thing that is expected and not there."""

@final
class ExpiryReport:
    """What has expired or will within a time."""

    @property
    def at(self) -> datetime:
        """When it was made."""
    @property
    def until(self) -> datetime:
        """How far ahead it looks."""
    @property
    def certificates(self) -> list[ExpiringCertificate]:
        """The certificates that are not archived or are required, the first to end first; at most 1,000."""
    @property
    def more(self) -> bool:
        """Whether there are more."""
    def to_html(self) -> str:
        """One HTML page with a picture: self-contained, without scripts, fit to be mailed."""

@final
class ExpiringCertificate:
    """One certificate that has expired, or will."""

    @property
    def entry(self) -> Entry:
        """The certificate."""
    @property
    def days_left(self) -> int:
        """Whole days until its end; negative where that has passed."""
    @property
    def assignments(self) -> list[Assignment]:
        """What it is for: current and retained."""
    @property
    def expiry_matters(self) -> bool:
        """Whether its end matters: it has no role, or one for which it does."""
    @property
    def required(self) -> bool:
        """Whether it is required."""

@final
class Crl:
    """A certificate revocation list, as a store keeps it. Who signed it is looked at when a chain is judged."""

    @property
    def sha256(self) -> str:
        """SHA-256 of its DER."""
    @property
    def issuer(self) -> str:
        """The CA whose list it is, as RFC 4514 text."""
    @property
    def this_update(self) -> datetime:
        """When it was made."""
    @property
    def next_update(self) -> Optional[datetime]:
        """When the next one is due at the latest."""
    @property
    def added(self) -> datetime:
        """When it came into the store."""
    @property
    def der(self) -> bytes:
        """The DER, byte for byte as it was read."""

@final
class Trusted:
    """A chain that is believed, and what that rests on."""

    @property
    def basis(self) -> str:
        """What it rests on: decision, system, trusted-people or trusted-root."""
    @property
    def decision(self) -> Optional[TrustDecision]:
        """The decision, if it is one."""
    @property
    def path(self) -> list[Certificate]:
        """The certificates from the leaf to what it rests on."""
    @property
    def notes(self) -> list[str]:
        """What is to be known, such as that a CRL is stale."""

@final
class Backup:
    """A backup that was made and proven, as a store remembers it."""

    @property
    def id(self) -> int:
        """Its number, which is never used again."""
    @property
    def at(self) -> datetime:
        """When it was made."""
    @property
    def kind(self) -> str:
        """What form it has: pfx or bundle."""
    @property
    def location(self) -> str:
        """The folder or the URL it was stored at."""
    @property
    def files(self) -> list[BackupFile]:
        """Its files there."""
    @property
    def scope(self) -> Optional[str]:
        """The only scope that was taken; None: all."""
    @property
    def keys(self) -> int:
        """How many certificates with their keys it holds."""
    @property
    def certificates(self) -> int:
        """How many certificates it holds in all."""
    @property
    def lacking(self) -> list[str]:
        """SHA-1 of the certificates that should be in it and whose keys could not be taken."""
    @property
    def proven(self) -> Optional[datetime]:
        """When it was last proven that it restores; None: only its contents were, see `contents_proven`."""
    @property
    def contents_proven(self) -> datetime:
        """When its contents were last proven, with a key that was made for the proof alone where recipients open it."""
    @property
    def restored(self) -> bool:
        """It was restored here, and made elsewhere or by another program: its files are never removed."""
    @property
    def shown(self) -> str:
        """Where it is and of when, for people."""

@final
class BackupFile:
    """One file of a backup."""

    @property
    def name(self) -> str:
        """Its name in the backup's location."""
    @property
    def size(self) -> int:
        """How many octets it has."""
    @property
    def sha256(self) -> str:
        """SHA-256 of it, in hex."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...

@final
class BackupReport:
    """A backup that was made, and what came of its proof."""

    @property
    def backup(self) -> Backup:
        """The backup, as the store remembers it."""
    @property
    def proof(self) -> BackupProof:
        """What came of the proof."""
    @property
    def left_out(self) -> list[LeftOut]:
        """What is not in it because it can be made again."""
    @property
    def lacking(self) -> list[LeftOut]:
        """What should be in it, and is not here to be taken: a finding."""
    @property
    def removed(self) -> list[str]:
        """Files of earlier backups that the retention let go."""
    @property
    def notes(self) -> list[str]:
        """What else is to be known."""

@final
class BackupProof:
    """What came of a proof that a backup restores."""

    @property
    def kind(self) -> str:
        """What form the backup has: pfx or bundle."""
    @property
    def complete(self) -> bool:
        """Whether all came out of it, and it holds all that is needed today."""
    @property
    def certificates(self) -> int:
        """How many certificates came out of it."""
    @property
    def keys(self) -> int:
        """How many private keys did."""
    @property
    def signed(self) -> int:
        """How many of them signed something that their certificates verify."""
    @property
    def compared(self) -> list[str]:
        """Certificates, by SHA-1, whose keys cannot sign here, and were compared octet by octet with those of the store."""
    @property
    def skipped(self) -> list[RestoreLine]:
        """What could not be taken out of it, with why."""
    @property
    def missing_today(self) -> list[LeftOut]:
        """What the store's roles need today that it does not hold."""
    @property
    def recipient_proven(self) -> bool:
        """Whoever is to open it did; False: only a key did that was made for the proof alone."""
    @property
    def signer(self) -> Optional[str]:
        """SHA-256 of the key that signed a bundle, in hex."""
    @property
    def own_signer(self) -> Optional[bool]:
        """Whether that is this store's own key; None for a PFX, which nobody signs."""
    @property
    def made(self) -> Optional[datetime]:
        """When a bundle was made."""
    @property
    def notes(self) -> list[str]:
        """What else is to be known."""

@final
class LeftOut:
    """A certificate that a backup does not hold, and why."""

    @property
    def thumbprint(self) -> str:
        """SHA-1 of the certificate."""
    @property
    def role(self) -> str:
        """The role that it serves."""
    @property
    def scope(self) -> Optional[str]:
        """Where; None: in the whole installation."""
    @property
    def subject(self) -> Optional[str]:
        """Its subject; None where the certificate is not here."""
    @property
    def why(self) -> str:
        """Why it is not in the backup."""

@final
class BackupSettings:
    """How backups are made unless said otherwise."""

    @property
    def location(self) -> Optional[str]:
        """A folder, or ``s3://bucket/prefix``."""
    @property
    def kind(self) -> str:
        """What form a scheduled backup has: pfx or bundle."""
    @property
    def files(self) -> str:
        """How many files a PFX backup has: one, or each for one a certificate."""
    @property
    def password_source(self) -> str:
        """Where the password comes from: prompt, file:PATH, environment:NAME or sealed."""
    @property
    def recipients(self) -> list[str]:
        """The recipients of bundles (``age1…``); where there are some, a bundle needs no password."""
    @property
    def reader(self) -> Optional[str]:
        """Who has to open a PFX."""
    @property
    def schedule(self) -> Optional[str]:
        """When backups are made; None: only when somebody makes one."""
    @property
    def retention(self) -> str:
        """Which of them are kept: keep all, or such as keep 7, weekly 8."""
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...

@final
class BackupStatus:
    """How it stands with the backups of a store."""

    @property
    def schedule(self) -> Optional[str]:
        """When backups are made; None: only when somebody makes one."""
    @property
    def last_proven(self) -> Optional[Backup]:
        """The newest backup that was proven to restore."""
    @property
    def next(self) -> Optional[datetime]:
        """When the next one is due, or tried again; it may be past."""
    @property
    def due(self) -> bool:
        """Whether that time has come."""
    @property
    def running(self) -> Optional[str]:
        """Who is making it at present."""
    @property
    def failures(self) -> int:
        """How many scheduled ones failed in a row."""
    @property
    def failed_at(self) -> Optional[datetime]:
        """When the last of them did."""
    @property
    def why(self) -> Optional[str]:
        """Why."""
    @property
    def signer(self) -> Optional[str]:
        """SHA-256 of the key that signs this store's bundles; None before it made one. Keep it elsewhere, to know them again."""

@final
class DueBackup:
    """What became of a backup that may have been due."""

    @property
    def report(self) -> Optional[BackupReport]:
        """The backup, where one was due and was made."""
    @property
    def next(self) -> Optional[datetime]:
        """When one is due, where none is; None without a schedule, too."""
    @property
    def running(self) -> Optional[str]:
        """Who is making it, where another process is."""

@final
class Restored:
    """What a restore came to, or would come to."""

    @property
    def kind(self) -> str:
        """What form the backup has: pfx or bundle."""
    @property
    def changed(self) -> bool:
        """Whether the store is other than before."""
    @property
    def lines(self) -> list[RestoreLine]:
        """What becomes of each thing."""
    @property
    def conflicts(self) -> list[RestoreLine]:
        """Those of them that cannot hold beside what is here."""
    @property
    def signer(self) -> Optional[str]:
        """SHA-256 of the key that signed a bundle, in hex."""
    @property
    def notes(self) -> list[str]:
        """What else is to be known."""

@final
class RestoreLine:
    """What becomes of one thing that is restored. `str()` of it is one line for people."""

    @property
    def what(self) -> str:
        """certificate, assignment, role, endpoint, decision, succession, crl, settings, or what a file holds instead."""
    @property
    def name(self) -> str:
        """The subject of a certificate, the place of an assignment, a name."""
    @property
    def thumbprint(self) -> Optional[str]:
        """SHA-1 of the certificate concerned."""
    @property
    def outcome(self) -> str:
        """What becomes of it: added, same, conflict, kept, replaced or skipped."""
    @property
    def note(self) -> Optional[str]:
        """Why, or what else is to be known."""

def systemd_units(command: Sequence[str], schedule: str, *, name: Optional[str] = None, user: Optional[str] = None) -> dict[str, str]:
    """A service of systemd and its timer, for a command such as ``/usr/bin/certwright backup run --due``, one text for each word.

    What each file is called, and what it holds. The timer looks every quarter of an hour, and at the schedule's own minutes: written
    anew should these change. `name` sets them apart from those of other stores; `user` is the account of the service, which takes
    variables, such as AWS_ACCESS_KEY_ID, from /etc/certwright-backup.env (with a name, certwright-backup-NAME.env). Raises
    InvalidArgument for a command that systemd cannot start, such as one without the program's full path.
    """

def backup_files(location: _Path) -> list[str]:
    """The names of the files at a location that look like backups of this program, in their order.

    For who has lost the store that remembers them. The location is a folder, or s3://bucket/prefix; a name is added to it for `restore`.

    Raises NotFound, OSError; of S3 also Unreachable, TimedOut, HandshakeFailed.
    """

def cron_line(command: Sequence[str], schedule: str) -> str:
    """A line for ``crontab -e`` that does the same. Raises InvalidArgument for a command that cron cannot start."""
