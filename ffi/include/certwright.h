/**
 * @file certwright.h
 * certwright, a certificate manager as a library: certificates, a store shared by many processes and languages, files in
 * and out.
 *
 * What holds for every function:
 *
 * - Results. A function that can fail returns a cw_status, CW_STATUS_OK (0) if it did what it says. Its outputs (`out…`) are
 *   written only then; on failure nothing is written, changed or owned. `error`, always last, may be NULL; otherwise on
 *   failure it receives a new cw_error, which the caller frees; on success it is left alone.
 * - Order. What is worked on, inputs, outputs, `error`.
 * - Ownership. Who makes, frees: what a function gives by `cw_… **out` is freed by the function named cw_…_free, whose NULL
 *   does nothing. No call consumes a handle. cw_bytes is freed by cw_bytes_free, which wipes it. A cw_str, cw_octets, or a
 *   handle that is given by `const cw_… **out`, is only looked at: it is valid until the handle that it came from is freed,
 *   unless said otherwise.
 * - NULL. Where a pointer must not be NULL and is, the call returns CW_STATUS_INVALID_ARGUMENT. NULL with length 0 is an
 *   empty input. Of what may be missing (a password, a friendly name) NULL is none, which is not the same as an empty one.
 * - Text is UTF-8, with its length in octets; CW_ZERO_TERMINATED in place of the length means that it ends at its zero.
 * - Times are seconds since 1970-01-01T00:00:00Z, int64_t.
 * - Choices come in as uint32_t, with constants; others than those are CW_STATUS_INVALID_ARGUMENT.
 * - Options are handles with a setter for each; a setter may fail, and the handle then is as it was before.
 * - Threads. What never changes (certificates, keys, identities, entries, reports, a store) may be used by any number of
 *   threads at once. What a call changes (options, iterators) may be used by one thread at a time. Nothing is global.
 * - Callbacks get the `void *user` that was given with them, on the thread of the call, and must not unwind or longjmp. What a
 *   call was given is neither freed nor changed before it returns, not from a callback of its own either; other handles may
 *   be used in one.
 * - Stores. Any call on a store, or on what came out of one, may also give CW_STATUS_BUSY, CW_STATUS_IO, CW_STATUS_MOVED,
 *   CW_STATUS_DAMAGED, CW_STATUS_TAMPERED, CW_STATUS_OLDER_SCHEMA and CW_STATUS_NEWER_SCHEMA.
 * - A mistake inside the library is CW_STATUS_PANIC; it never unwinds into the caller. Of such a mistake alone the library
 *   writes a line to the standard error. Where no memory is left the process ends.
 */

#ifndef CERTWRIGHT_H
#define CERTWRIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define CW_MUST_USE __attribute__((warn_unused_result))
#else
#define CW_MUST_USE
#endif

/**
 * In place of the length of a text: it ends at its zero.
 */
#define CW_ZERO_TERMINATED SIZE_MAX

/**
 * Apache httpd 2.4.8 or later: SSLCertificateFile with the chain, SSLCertificateKeyFile.
 */
#define CW_LAYOUT_APACHE 1

/**
 * HAProxy: one file, crt, with certificate, chain and key.
 */
#define CW_LAYOUT_HAPROXY 2

/**
 * nginx: ssl_certificate with the chain, ssl_certificate_key.
 */
#define CW_LAYOUT_NGINX 3

/**
 * PostgreSQL: ssl_cert_file with the chain, ssl_key_file. It refuses a key that others than its account, or root and a group, can
 * read.
 */
#define CW_LAYOUT_POSTGRESQL 4

/**
 * A form of backup: PKCS#12, the certificates and keys that roles need, for any program.
 */
#define CW_BACKUP_KIND_PFX 1

/**
 * A form of backup: everything that the store holds, for disaster recovery.
 */
#define CW_BACKUP_KIND_BUNDLE 2

/**
 * How many files a PFX backup has: one that holds all.
 */
#define CW_BACKUP_FILES_ONE 1

/**
 * How many files a PFX backup has: one for each certificate.
 */
#define CW_BACKUP_FILES_EACH 2

/**
 * What a CA issues for the server is trusted.
 */
#define CW_PIN_CA 1

/**
 * Exactly one certificate is trusted.
 */
#define CW_PIN_CERTIFICATE 2

/**
 * Every certificate of a key is trusted.
 */
#define CW_PIN_KEY 3

/**
 * A diagnostic after which nothing is to be done.
 */
#define CW_DIAGNOSTIC_INFO 1

/**
 * A diagnostic that somebody should look at.
 */
#define CW_DIAGNOSTIC_WARNING 2

/**
 * An endpoint is HTTP without TLS.
 */
#define CW_ENDPOINT_HTTP 1

/**
 * An endpoint is HTTPS.
 */
#define CW_ENDPOINT_HTTPS 2

/**
 * An endpoint is switched off.
 */
#define CW_ENDPOINT_OFF 3

/**
 * A kind of file: PKCS#12, encrypted.
 */
#define CW_EXPORT_PFX 1

/**
 * A kind of file: PEM blocks; a key stands unencrypted unless there is a password.
 */
#define CW_EXPORT_PEM 2

/**
 * A kind of file: one certificate in DER.
 */
#define CW_EXPORT_DER 3

/**
 * A kind of file: PKCS#7 in DER, each certificate once; never a key.
 */
#define CW_EXPORT_P7B 4

/**
 * A file that is written is its owner's alone, from the first octet on: for what holds a private key.
 */
#define CW_SECRECY_SECRET 1

/**
 * A file that is written may be read by whoever the umask allows.
 */
#define CW_SECRECY_PUBLIC 2

/**
 * A file that is there already stays as it is, and writing fails.
 */
#define CW_REPLACE_NEVER 1

/**
 * A file that is there already is replaced.
 */
#define CW_REPLACE_EXISTING 2

/**
 * How it stands with a certificate: it and its key are here, and it is valid where that matters.
 */
#define CW_CERTIFICATE_STATE_GOOD 1

/**
 * How it stands with a certificate: it ends within 30 days, and that matters.
 */
#define CW_CERTIFICATE_STATE_EXPIRING 2

/**
 * How it stands with a certificate: it is not valid yet, and that matters.
 */
#define CW_CERTIFICATE_STATE_NOT_YET_VALID 3

/**
 * How it stands with a certificate: it has expired, and that matters.
 */
#define CW_CERTIFICATE_STATE_EXPIRED 4

/**
 * How it stands with a certificate: it has expired, and its key keeps decrypting.
 */
#define CW_CERTIFICATE_STATE_EXPIRED_DECRYPTING 5

/**
 * How it stands with a certificate: it is here, and its private key is not.
 */
#define CW_CERTIFICATE_STATE_KEY_MISSING 6

/**
 * How it stands with a certificate: its private key is here, and does not open.
 */
#define CW_CERTIFICATE_STATE_KEY_UNREADABLE 7

/**
 * How it stands with a certificate: it is not here, or its row cannot be read, which cw_store_check tells.
 */
#define CW_CERTIFICATE_STATE_CERTIFICATE_MISSING 8

/**
 * Beside the roots of the store, none counts.
 */
#define CW_SYSTEM_ROOTS_NONE 1

/**
 * Beside the roots of the store, those of the operating system count.
 */
#define CW_SYSTEM_ROOTS_OS 2

/**
 * A kind of key: ECDSA over P-256.
 */
#define CW_KEY_P256 1

/**
 * A kind of key: ECDSA over P-384.
 */
#define CW_KEY_P384 2

/**
 * A kind of key: Ed25519. Browsers, .NET and Apple refuse it for servers.
 */
#define CW_KEY_ED25519 3

/**
 * A kind of key: RSA with 2048 bits.
 */
#define CW_KEY_RSA_2048 4

/**
 * A kind of key: RSA with 3072 bits.
 */
#define CW_KEY_RSA_3072 5

/**
 * A kind of key: RSA with 4096 bits.
 */
#define CW_KEY_RSA_4096 6

/**
 * A server asks for a client certificate, and does without one as far as TLS is concerned.
 */
#define CW_CLIENT_CERTIFICATE_ASKED 1

/**
 * A server does not ask for a client certificate.
 */
#define CW_CLIENT_CERTIFICATE_NOT_ASKED 2

/**
 * A server refuses whoever has no client certificate.
 */
#define CW_CLIENT_CERTIFICATE_REQUIRED 3

/**
 * Of a protector: it was made by somebody without the store's key, and opens nothing.
 */
#define CW_GENUINE_NO 1

/**
 * Of a protector: it was made by somebody with the store's key.
 */
#define CW_GENUINE_YES 2

/**
 * Of a protector: who made it cannot be told, because the store is locked.
 */
#define CW_GENUINE_UNKNOWN 3

/**
 * Which are meant: only those that are not archived.
 */
#define CW_ARCHIVED_NO 1

/**
 * Which are meant: only archived ones.
 */
#define CW_ARCHIVED_ONLY 2

/**
 * Which are meant: archived ones and others.
 */
#define CW_ARCHIVED_ALSO 3

/**
 * An order: as they were added.
 */
#define CW_ORDER_ADDED 1

/**
 * An order: by the end of their validity.
 */
#define CW_ORDER_NOT_AFTER 2

/**
 * An order: by the beginning of their validity.
 */
#define CW_ORDER_NOT_BEFORE 3

/**
 * An order: by subject, as text; the case of ASCII letters does not matter.
 */
#define CW_ORDER_SUBJECT 4

/**
 * What is done where what is restored and what is here cannot both hold: nothing is restored.
 */
#define CW_CONFLICTS_REFUSE 1

/**
 * What is done where what is restored and what is here cannot both hold: what is here stays, and the other is kept beside it where that
 * can be.
 */
#define CW_CONFLICTS_KEEP_OURS 2

/**
 * What is done where what is restored and what is here cannot both hold: what is restored takes its place.
 */
#define CW_CONFLICTS_TAKE_THEIRS 3

/**
 * What becomes of a thing that is restored: it was not here.
 */
#define CW_RESTORE_OUTCOME_ADDED 1

/**
 * What becomes of a thing that is restored: it is here as it is.
 */
#define CW_RESTORE_OUTCOME_SAME 2

/**
 * What becomes of a thing that is restored: it and what is here cannot both hold, and nothing was said of which is meant.
 */
#define CW_RESTORE_OUTCOME_CONFLICT 3

/**
 * What becomes of a thing that is restored: what is here stays.
 */
#define CW_RESTORE_OUTCOME_KEPT 4

/**
 * What becomes of a thing that is restored: it took the place of what was here.
 */
#define CW_RESTORE_OUTCOME_REPLACED 5

/**
 * What becomes of a thing that is restored: it cannot be; the note says why.
 */
#define CW_RESTORE_OUTCOME_SKIPPED 6

/**
 * A certificate is for a TLS server.
 */
#define CW_PURPOSE_SERVER 1

/**
 * A certificate is for a TLS client.
 */
#define CW_PURPOSE_CLIENT 2

/**
 * A certificate is for a TLS server and client.
 */
#define CW_PURPOSE_BOTH 3

/**
 * A certificate is for a CA that signs certificates and CRLs.
 */
#define CW_PURPOSE_CA 4

/**
 * A certificate is for a key that others encrypt to; RSA only.
 */
#define CW_PURPOSE_ENCIPHER 5

/**
 * A certificate is for signing code.
 */
#define CW_PURPOSE_CODE_SIGN 6

/**
 * Windows of any version still met has to use the key.
 */
#define CW_KEY_READER_WINDOWS 1

/**
 * .NET Framework has to use the key.
 */
#define CW_KEY_READER_NET_FRAMEWORK 2

/**
 * SQL Server has to use the key.
 */
#define CW_KEY_READER_SQL_SERVER 3

/**
 * Trust rests on a decision about this server.
 */
#define CW_BASIS_DECISION 1

/**
 * Trust rests on a root of the system, which ends the path.
 */
#define CW_BASIS_SYSTEM 2

/**
 * Trust rests on this: the certificate is in TrustedPeople.
 */
#define CW_BASIS_TRUSTED_PEOPLE 3

/**
 * Trust rests on a certificate in TrustedRoot, which ends the path.
 */
#define CW_BASIS_TRUSTED_ROOT 4

/**
 * A chain may be for anything: extended key usage is not looked at.
 */
#define CW_CHAIN_PURPOSE_ANY 1

/**
 * A chain is that of a TLS client.
 */
#define CW_CHAIN_PURPOSE_CLIENT 2

/**
 * A chain is that of who signs programs.
 */
#define CW_CHAIN_PURPOSE_CODE_SIGNING 3

/**
 * A chain is that of who protects e-mail.
 */
#define CW_CHAIN_PURPOSE_EMAIL 4

/**
 * A chain is that of a TLS server.
 */
#define CW_CHAIN_PURPOSE_SERVER 5

/**
 * A chain is that of who signs timestamps.
 */
#define CW_CHAIN_PURPOSE_TIME_STAMPING 6

/**
 * Certificates keep to RFC 5280 section 6, and what it forbids so plainly that it need not be forgiven.
 */
#define CW_PROFILE_RFC5280 1

/**
 * Certificates also keep to the CA/Browser Forum's Baseline Requirements.
 */
#define CW_PROFILE_WEB_PKI 2

/**
 * A certificate that no revocation list covers passes.
 */
#define CW_REVOCATION_WHERE_GIVEN 1

/**
 * A certificate that no revocation list covers fails.
 */
#define CW_REVOCATION_REQUIRED 2

/**
 * The number of the ABI: a program works with every library of the number it was built with. It is part of the soname.
 */
#define CW_ABI_VERSION 1

/**
 * Whether a call did what it says, and if not, why. The numbers never change their meaning; later versions may add some.
 */
enum cw_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    /**
     * It did.
     */
    CW_STATUS_OK = 0,
    /**
     * Something that certwright itself must not let happen.
     */
    CW_STATUS_INTERNAL = 1,
    /**
     * The file is there; nothing was overwritten.
     */
    CW_STATUS_ALREADY_EXISTS = 2,
    /**
     * Several certificates match where exactly one is wanted.
     */
    CW_STATUS_AMBIGUOUS = 3,
    /**
     * The date can be read as two different days.
     */
    CW_STATUS_AMBIGUOUS_DATE = 4,
    /**
     * Another process holds the store for too long.
     */
    CW_STATUS_BUSY = 5,
    /**
     * The content is cut short or altered.
     */
    CW_STATUS_DAMAGED = 6,
    /**
     * An argument is not of the form it must have.
     */
    CW_STATUS_INVALID_ARGUMENT = 7,
    /**
     * The text is not a date.
     */
    CW_STATUS_INVALID_DATE = 8,
    /**
     * The text is not a serial number.
     */
    CW_STATUS_INVALID_SERIAL_NUMBER = 9,
    /**
     * The text is not a subject.
     */
    CW_STATUS_INVALID_SUBJECT = 10,
    /**
     * The text is not a thumbprint.
     */
    CW_STATUS_INVALID_THUMBPRINT = 11,
    /**
     * The end of the validity is not after its beginning.
     */
    CW_STATUS_INVALID_VALIDITY = 12,
    /**
     * The system refused to read or write a file.
     */
    CW_STATUS_IO = 13,
    /**
     * Others can read the key file.
     */
    CW_STATUS_KEY_FILE_EXPOSED = 14,
    /**
     * The key file of the store is not there.
     */
    CW_STATUS_KEY_FILE_MISSING = 15,
    /**
     * The key file does not open this store.
     */
    CW_STATUS_KEY_FILE_WRONG = 16,
    /**
     * The private key does not belong to the certificate.
     */
    CW_STATUS_KEY_MISMATCH = 17,
    /**
     * The bytes are not a certificate.
     */
    CW_STATUS_MALFORMED_CERTIFICATE = 18,
    /**
     * The bytes are not a private key.
     */
    CW_STATUS_MALFORMED_KEY = 19,
    /**
     * The store was written by a newer version.
     */
    CW_STATUS_NEWER_SCHEMA = 20,
    /**
     * The certificate is there without its private key.
     */
    CW_STATUS_NO_PRIVATE_KEY = 21,
    /**
     * The file is not a certificate store.
     */
    CW_STATUS_NOT_A_STORE = 22,
    /**
     * What was asked for is not there.
     */
    CW_STATUS_NOT_FOUND = 23,
    /**
     * The file is encrypted and no password was given.
     */
    CW_STATUS_PASSWORD_REQUIRED = 24,
    /**
     * The store was opened without its key.
     */
    CW_STATUS_STORE_LOCKED = 25,
    /**
     * The store was altered by someone without its key.
     */
    CW_STATUS_TAMPERED = 26,
    /**
     * The input is larger than what is taken.
     */
    CW_STATUS_TOO_LARGE = 27,
    /**
     * The file is of no kind that is read.
     */
    CW_STATUS_UNKNOWN_FORMAT = 28,
    /**
     * There is no named store of this name.
     */
    CW_STATUS_UNKNOWN_STORE_NAME = 29,
    /**
     * It is understood but cannot be done.
     */
    CW_STATUS_UNSUPPORTED = 30,
    /**
     * The input asks for more work than is allowed.
     */
    CW_STATUS_WORK_LIMIT = 31,
    /**
     * The password does not open it.
     */
    CW_STATUS_WRONG_PASSWORD = 32,
    /**
     * The last protector of a store cannot be removed.
     */
    CW_STATUS_LAST_PROTECTOR = 33,
    /**
     * The store was moved, replaced or deleted while it was open.
     */
    CW_STATUS_MOVED = 34,
    /**
     * The store lies on a network file system.
     */
    CW_STATUS_NETWORK_FILE_SYSTEM = 35,
    /**
     * The store was written by an older version and must be upgraded.
     */
    CW_STATUS_OLDER_SCHEMA = 36,
    /**
     * The certificate is still needed.
     */
    CW_STATUS_REQUIRED = 37,
    /**
     * The file is protected by an algorithm that is not to be relied on any more.
     */
    CW_STATUS_LEGACY_ALGORITHM = 38,
    /**
     * The file has no integrity check, and one was demanded.
     */
    CW_STATUS_UNAUTHENTICATED = 39,
    /**
     * The work was stopped because its progress callback asked for it.
     */
    CW_STATUS_CANCELLED = 40,
    /**
     * Certwright failed in a way that must not happen, and the call was stopped.
     */
    CW_STATUS_PANIC = 41,
    /**
     * No path leads from the certificate to a root that is right in all points.
     */
    CW_STATUS_UNTRUSTED = 42,
    /**
     * The server answers, and no TLS connection comes about.
     */
    CW_STATUS_HANDSHAKE_FAILED = 43,
    /**
     * The server presents another certificate than the one that was decided upon.
     */
    CW_STATUS_SERVER_CERTIFICATE_CHANGED = 44,
    /**
     * The server did not answer in time.
     */
    CW_STATUS_TIMED_OUT = 45,
    /**
     * No connection to the server comes about.
     */
    CW_STATUS_UNREACHABLE = 46,
    /**
     * The certificate cannot be a server's.
     */
    CW_STATUS_UNFIT_CERTIFICATE = 47,
    /**
     * The endpoint is not set to HTTPS, and has nothing to serve with.
     */
    CW_STATUS_ENDPOINT_STATE = 48,
    /**
     * The server did not take up the certificate that was written for it.
     */
    CW_STATUS_APPLY_FAILED = 49,
    /**
     * The key of an essential role is not here, and is never made anew.
     */
    CW_STATUS_MISSING = 50,
    /**
     * There is no role of this name.
     */
    CW_STATUS_UNKNOWN_ROLE = 51,
    /**
     * The store belongs to another installation, or is a copy of one that is still in use.
     */
    CW_STATUS_OTHER_INSTALLATION = 52,
    /**
     * What is to be restored and what is here cannot both hold; nothing was restored.
     */
    CW_STATUS_CONFLICT = 53,
    /**
     * Another store's key signed the bundle.
     */
    CW_STATUS_OTHER_SIGNER = 54,
    /**
     * A backup was made or read, and does not restore what it should hold.
     */
    CW_STATUS_NOT_RESTORABLE = 55,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum cw_status cw_status;
#else
typedef uint32_t cw_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Where a certificate goes, and what people call it.
 */
typedef struct cw_add_options cw_add_options;

/**
 * What an addition or another change came to; it never changes.
 */
typedef struct cw_added cw_added;

/**
 * What an application came to; it never changes.
 */
typedef struct cw_applied cw_applied;

/**
 * What is written where for a server that reads files, and how it takes them up. To be used by one thread at a time.
 */
typedef struct cw_apply_options cw_apply_options;

/**
 * How a certificate is assigned.
 */
typedef struct cw_assign_options cw_assign_options;

/**
 * What assigning, unassigning or releasing came to; it never changes.
 */
typedef struct cw_assigned cw_assigned;

/**
 * "This certificate serves this role in this scope, since then": current, retained because old data still needs it, or a former one.
 * It never changes, and belongs to what it came from.
 */
typedef struct cw_assignment cw_assignment;

/**
 * Assignments, by role and scope, the newest of each first; they never change.
 */
typedef struct cw_assignments cw_assignments;

/**
 * A backup that was made, as its store remembers it; it never changes.
 */
typedef struct cw_backup cw_backup;

/**
 * How one backup is made; what is not said follows the settings of the store.
 */
typedef struct cw_backup_options cw_backup_options;

/**
 * What came of the proof that a backup restores; it never changes.
 */
typedef struct cw_backup_proof cw_backup_proof;

/**
 * A backup that was made, and what came of its proof; it never changes.
 */
typedef struct cw_backup_report cw_backup_report;

/**
 * How backups of a store are made unless said otherwise: those that it has, or those that it is to have, which one thread at a time may
 * change. Its texts are valid until it is changed or freed.
 */
typedef struct cw_backup_settings cw_backup_settings;

/**
 * How it stands with the backups of a store; it never changes.
 */
typedef struct cw_backup_status cw_backup_status;

/**
 * Backups, the newest first; they never change.
 */
typedef struct cw_backups cw_backups;

/**
 * One thing in a file; it belongs to the report, and never changes.
 */
typedef struct cw_bag cw_bag;

/**
 * One X.509 certificate; it never changes. Any number of threads may look at it.
 */
typedef struct cw_certificate cw_certificate;

/**
 * The certificates above one, nearest first; it never changes.
 */
typedef struct cw_chain cw_chain;

/**
 * What a check or a preflight found: a verdict for each thing that was looked at, and one for each fault. It never changes.
 */
typedef struct cw_check_report cw_check_report;

/**
 * What is looked for among what could go.
 */
typedef struct cw_cleanup_options cw_cleanup_options;

/**
 * One certificate revocation list; it never changes. Reading checks its form; its signature and its dates are looked at when
 * a chain is verified with it. Any number of threads may use it.
 */
typedef struct cw_crl cw_crl;

/**
 * Certificate revocation lists of one file or of one store; it never changes.
 */
typedef struct cw_crls cw_crls;

/**
 * What deletions came to, one by one; they never change.
 */
typedef struct cw_deletions cw_deletions;

/**
 * What people call a certificate; what is not set stays.
 */
typedef struct cw_description cw_description;

/**
 * What a file is; it never changes.
 */
typedef struct cw_detected cw_detected;

/**
 * One endpoint of a store: the security settings of a server port, off, HTTP, or HTTPS with a certificate. Nothing is written
 * before it is set, or before its certificate is asked for. It keeps its store open. Once that is set up (subject,
 * host, dry run), any number of threads may use it.
 */
typedef struct cw_endpoint cw_endpoint;

/**
 * The settings of an endpoint, its certificate, what is to be known of them, and whether a change made them other than before; it
 * never changes. It keeps its store open.
 */
typedef struct cw_endpoint_change cw_endpoint_change;

/**
 * What a look at an endpoint's port came to; it never changes.
 */
typedef struct cw_endpoint_checked cw_endpoint_checked;

/**
 * The settings of one endpoint; they never change.
 */
typedef struct cw_endpoint_settings cw_endpoint_settings;

/**
 * The settings of every endpoint of a store, by name; they never change.
 */
typedef struct cw_endpoints cw_endpoints;

/**
 * Certificates as a store holds them; they never change.
 */
typedef struct cw_entries cw_entries;

/**
 * A certificate as a store holds it, at the moment it was read; it never changes. It keeps its store open.
 */
typedef struct cw_entry cw_entry;

/**
 * What went wrong: a status, one line of text that says what was wrong with which thing and what to do, and its parts.
 * Belongs to the caller, who frees it with cw_error_free.
 */
typedef struct cw_error cw_error;

/**
 * One line of the journal; it never changes.
 */
typedef struct cw_event cw_event;

/**
 * Lines of the journal, in order; it never changes.
 */
typedef struct cw_events cw_events;

/**
 * One certificate that has expired, or will. It never changes, and belongs to its report.
 */
typedef struct cw_expiring_certificate cw_expiring_certificate;

/**
 * What has expired or will within a time; it never changes, and keeps its store open.
 */
typedef struct cw_expiry_report cw_expiry_report;

/**
 * How certificates leave the store.
 */
typedef struct cw_export_options cw_export_options;

/**
 * The certificates that match, one after another, read in pages while one goes on; for one thread at a time. It keeps its
 * store open.
 */
typedef struct cw_find cw_find;

/**
 * One thing that is not as it should be; it never changes.
 */
typedef struct cw_finding cw_finding;

/**
 * Where cw_store_get looks.
 */
typedef struct cw_get_options cw_get_options;

/**
 * Names and addresses of a host; it never changes.
 */
typedef struct cw_host cw_host;

/**
 * A certificate, its private key, and the certificates above it, nearest first; it never changes. Any number of threads may
 * use it.
 */
typedef struct cw_identity cw_identity;

/**
 * How a file is taken in.
 */
typedef struct cw_import_options cw_import_options;

/**
 * Everything that a file holds, in its order; it never changes. Nothing in it is verified: who signed it, whether it has
 * expired, whether anyone should trust it. Any number of threads may look at it.
 */
typedef struct cw_import_report cw_import_report;

/**
 * What an import came to: what the file holds, and what became of each of its bags; it never changes.
 */
typedef struct cw_imported cw_imported;

/**
 * How one kind of system is made to trust an endpoint; it never changes.
 */
typedef struct cw_instruction cw_instruction;

/**
 * A certificate that a backup does not hold, and why. It never changes, and belongs to what it came from.
 */
typedef struct cw_left_out cw_left_out;

/**
 * Certificates that could go, each with why; they never change, and keep their store open.
 */
typedef struct cw_leftovers cw_leftovers;

/**
 * The identity that an endpoint serves with at present. Any number of threads may use it, nothing runs in the background, and it
 * keeps its store open.
 */
typedef struct cw_live_identity cw_live_identity;

/**
 * A subject or an issuer, octet for octet as it stands in a certificate; it never changes. Any number of threads may look at
 * it.
 */
typedef struct cw_name cw_name;

/**
 * A protector that is to be made.
 */
typedef struct cw_new_protector cw_new_protector;

/**
 * A private key of a kind that certwright cannot use, such as DSA or X25519, as it came out of a file; it never changes, and is
 * wiped when its last handle is freed. Nothing of it was checked but its form.
 */
typedef struct cw_opaque_key cw_opaque_key;

/**
 * How a store is made or opened.
 */
typedef struct cw_open_options cw_open_options;

/**
 * The overview of a store; it never changes, and keeps its store open.
 */
typedef struct cw_overview cw_overview;

/**
 * One certificate in one place: current, or retained. It never changes, and belongs to its overview.
 */
typedef struct cw_overview_line cw_overview_line;

/**
 * What is looked over.
 */
typedef struct cw_overview_options cw_overview_options;

/**
 * Where a callback puts the password that it is asked for. It is valid during that call only, and wiped after it.
 */
typedef struct cw_password cw_password;

/**
 * How a store judges what a peer presents. Unless said otherwise: at the time of the call, with the roots of the operating system
 * for servers, and whatever CRLs the store has. To be used by one thread at a time.
 */
typedef struct cw_peer_options cw_peer_options;

/**
 * A PFX that is to be written: identities, then certificates alone, then keys alone, each certificate and each key once. To be
 * used by one thread at a time.
 */
typedef struct cw_pfx_writer cw_pfx_writer;

/**
 * What a preflight looks at.
 */
typedef struct cw_preflight_options cw_preflight_options;

/**
 * A private key; it never changes, and is wiped when its last handle is freed. Any number of threads may use it.
 */
typedef struct cw_private_key cw_private_key;

/**
 * What a server presented; it never changes. Nothing of it was verified.
 */
typedef struct cw_probed cw_probed;

/**
 * What opens a store: a key file or a passphrase. It never changes.
 */
typedef struct cw_protector cw_protector;

/**
 * All that opens a store, at the moment it was asked; it never changes.
 */
typedef struct cw_protectors cw_protectors;

/**
 * How a certificate is made for a role that has none.
 */
typedef struct cw_provide_options cw_provide_options;

/**
 * What is looked for; all conditions that are set must hold. Setting one again replaces it; NULL takes a text away.
 */
typedef struct cw_query cw_query;

/**
 * How a file is read. Unless said otherwise: no password; 10,000,000 iterations, 256 MiB, 8 deep; nothing refused. To be used by
 * one thread at a time.
 */
typedef struct cw_read_options cw_read_options;

/**
 * One thing that is wrong with a path; it belongs to an error and never changes.
 */
typedef struct cw_reason cw_reason;

/**
 * A path that was tried, and all that is wrong with it; it belongs to an error and never changes.
 */
typedef struct cw_refused_path cw_refused_path;

/**
 * How a certificate is renewed.
 */
typedef struct cw_renew_options cw_renew_options;

/**
 * What a renewal came to; it never changes.
 */
typedef struct cw_renewed cw_renewed;

/**
 * A certificate that is required without a role, and why. It never changes, and belongs to its overview.
 */
typedef struct cw_required_otherwise cw_required_otherwise;

/**
 * One thing of a backup, and what becomes of it. It never changes, and belongs to what it came from.
 */
typedef struct cw_restore_line cw_restore_line;

/**
 * How a backup is restored, or proven.
 */
typedef struct cw_restore_options cw_restore_options;

/**
 * What a restore came to, or would come to; it never changes.
 */
typedef struct cw_restored cw_restored;

/**
 * What a certificate is for, and the rules that hold for it: one that a store knows, or one that is yet to be defined, which one
 * thread at a time may change.
 */
typedef struct cw_role cw_role;

/**
 * Roles: the built-in ones, then the host's own, by name; they never change.
 */
typedef struct cw_roles cw_roles;

/**
 * The secrets that a rotation of the store's key needs.
 */
typedef struct cw_rotate_options cw_rotate_options;

/**
 * The certificate that was selected, and those that were not; it never changes.
 */
typedef struct cw_selection cw_selection;

/**
 * A certificate that is to be made, self-signed. Nothing happens before it is issued. Unless said otherwise: for a TLS server,
 * an EC P-256 key (RSA 3072 to encipher, RSA 2048 for a reader), valid from now less 5 minutes for 5 years, a random serial
 * number of 16 octets, and no subjectAltName. To be used by one thread at a time.
 */
typedef struct cw_self_signed cw_self_signed;

/**
 * The public part of an endpoint's certificate for other machines, and how it is installed there; it never changes. There is no key
 * in it.
 */
typedef struct cw_shared cw_shared;

/**
 * A store: certificates, their keys sealed one by one, named stores, a journal; one file that any number of processes may
 * open. Any number of threads may use one handle. A child made by fork may go on with it: it opens the file anew by
 * itself, unless another thread of its parent was at work in the store at that moment, which is CW_STATUS_BUSY.
 */
typedef struct cw_store cw_store;

/**
 * Where a store is, what guards it, who may do what with its files, how much is in it, and what should be other than it
 * is, all at the moment it was asked; it never changes.
 */
typedef struct cw_store_info cw_store_info;

/**
 * One certificate took the place of another; it never changes.
 */
typedef struct cw_succession cw_succession;

/**
 * A list of texts; it never changes.
 */
typedef struct cw_texts cw_texts;

/**
 * "What this server presents is trusted": who said so, when, why, until when, and on what evidence; it never changes.
 */
typedef struct cw_trust_decision cw_trust_decision;

/**
 * Decisions, in the order in which they were made; they never change.
 */
typedef struct cw_trust_decisions cw_trust_decisions;

/**
 * What is to be trusted, and on what evidence. To be used by one thread at a time.
 */
typedef struct cw_trust_request cw_trust_request;

/**
 * A chain that is believed; it never changes.
 */
typedef struct cw_trusted cw_trusted;

/**
 * Files of systemd; they never change.
 */
typedef struct cw_unit_files cw_unit_files;

/**
 * A certificate that is not required, and why. It never changes, and belongs to what it came from.
 */
typedef struct cw_unneeded cw_unneeded;

/**
 * A path that is right in all points; it never changes.
 */
typedef struct cw_verified cw_verified;

/**
 * How cw_verify_chain judges. Unless said otherwise: without a root, so that no chain is trusted; at the time of the call; for
 * a TLS server of any name. To be used by one thread at a time.
 */
typedef struct cw_verify_options cw_verify_options;

/**
 * Lines of the journal as they are written, by whichever process; for one thread at a time. It keeps its store open.
 */
typedef struct cw_watch cw_watch;

/**
 * Everything in a store that refers to a certificate; it never changes, and keeps its store open.
 */
typedef struct cw_where_used cw_where_used;

/**
 * Text that belongs to somebody else: UTF-8, `len` octets, and a zero behind them, so that it can be used as a string of C
 * where it holds no zero itself. Each function says how long it is valid. Where there is none, `data` is NULL and `len` 0.
 */
typedef struct {
    /**
     * The text.
     */
    const char *data;
    /**
     * How many octets, without the zero.
     */
    size_t len;
} cw_str;

/**
 * Octets that belong to the caller: `len` of them, and a zero behind them, so that text can be used as a string of C.
 * Set it to `{NULL, 0}` before the first use; neither `data` nor `len` is changed after that; free it with cw_bytes_free,
 * which wipes it.
 */
typedef struct {
    /**
     * The octets.
     */
    uint8_t *data;
    /**
     * How many, without the zero.
     */
    size_t len;
} cw_bytes;

/**
 * Octets that belong to somebody else, and are looked at. Each function says how long they are valid. Where there are none,
 * `data` is NULL and `len` 0.
 */
typedef struct {
    /**
     * The octets; no zero stands behind them.
     */
    const uint8_t *data;
    /**
     * How many.
     */
    size_t len;
} cw_octets;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Options for Personal, without a name and tags.
 *
 * @param out  the options; the caller frees them with cw_add_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_add_options_new(cw_add_options **out, cw_error **error);

/**
 * Names the named store.
 *
 * @param options  the options
 * @param name, name_len  its name in any case: "Personal", "TrustedRoot", "Intermediate", "TrustedPeople", Windows'
 *     names for these, or one of your own; copied
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
 */
cw_status cw_add_options_store(cw_add_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Makes the named store if it is not there.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_add_options_create_store(cw_add_options *options, cw_error **error);

/**
 * Gives it a name for people.
 *
 * @param options  the options
 * @param name, name_len  the name; copied; NULL leaves the one that it has
 * @param error  NULL, or where an error goes
 */
cw_status cw_add_options_friendly_name(cw_add_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Gives it free words, beside those that it has.
 *
 * @param options  the options
 * @param tags, tags_count  the words, in place of those that were set before; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_add_options_tags(cw_add_options *options, const cw_str *tags, size_t tags_count, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param add_options  NULL, or one that nobody uses any more
 */
void cw_add_options_free(cw_add_options *add_options);

/**
 * Adds a certificate. One that is there gets the name, the tags and the place, as far as they are new.
 *
 * @param store  the store
 * @param certificate  the certificate
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  what it came to; the caller frees it with cw_added_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED, CW_STATUS_UNKNOWN_STORE_NAME, CW_STATUS_BUSY, CW_STATUS_OLDER_SCHEMA,
 *     CW_STATUS_MOVED
 */
cw_status cw_store_add(const cw_store *store,
                       const cw_certificate *certificate,
                       const cw_add_options *options,
                       cw_added **out,
                       cw_error **error);

/**
 * Adds a certificate with its private key; its chain goes to Intermediate. A key is never put into TrustedRoot or
 * TrustedPeople: a note then says that it was left out.
 *
 * @param store  the store
 * @param identity  the identity
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  what it came to; the caller frees it with cw_added_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_add
 */
cw_status cw_store_add_identity(const cw_store *store,
                                const cw_identity *identity,
                                const cw_add_options *options,
                                cw_added **out,
                                cw_error **error);

/**
 * Adds many certificates, their keys and their chains in one transaction: all or none.
 *
 * @param store  the store
 * @param identities, identities_count  so many handles of identities, none of them NULL
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out_changed  of how many certificates anything is other than before
 * @param error  NULL, or where an error goes
 * @return as cw_store_add
 */
cw_status cw_store_add_identities(const cw_store *store,
                                  const cw_identity *const *identities,
                                  size_t identities_count,
                                  const cw_add_options *options,
                                  size_t *out_changed,
                                  cw_error **error);

/**
 * Adds many certificates without keys in one transaction: all or none.
 *
 * @param store  the store
 * @param certificates, certificates_count  so many handles of certificates, none of them NULL
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out_changed  of how many certificates anything is other than before
 * @param error  NULL, or where an error goes
 * @return as cw_store_add
 */
cw_status cw_store_add_certificates(const cw_store *store,
                                    const cw_certificate *const *certificates,
                                    size_t certificates_count,
                                    const cw_add_options *options,
                                    size_t *out_changed,
                                    cw_error **error);

/**
 * Makes a self-signed certificate and keeps it with its key.
 *
 * @param store  the store
 * @param wanted  what is wanted; it is not changed
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  the entry; the caller frees it with cw_entry_free
 * @param error  NULL, or where an error goes
 * @return what cw_self_signed_issue gives, and as cw_store_add; CW_STATUS_INVALID_ARGUMENT for TrustedRoot and
 *     TrustedPeople, in which no key may be
 */
cw_status cw_store_create_self_signed(const cw_store *store,
                                      const cw_self_signed *wanted,
                                      const cw_add_options *options,
                                      cw_entry **out,
                                      cw_error **error);

/**
 * The newest certificate that is what is described, in this named store, with its key and valid now; or a new one.
 * Exactly one is made when several processes ask at once.
 *
 * @param store  the store
 * @param wanted  what is wanted; it is not changed
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  what it came to; the caller frees it with cw_added_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_create_self_signed
 */
cw_status cw_store_ensure_self_signed(const cw_store *store,
                                      const cw_self_signed *wanted,
                                      const cw_add_options *options,
                                      cw_added **out,
                                      cw_error **error);

/**
 * The certificate as the store holds it. It belongs to `added` and is valid until that is freed; cw_entry_clone makes
 * one that lives on.
 *
 * @param added  what is looked at
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 */
cw_status cw_added_entry(const cw_added *added, const cw_entry **out, cw_error **error);

/**
 * Whether anything is other than before.
 *
 * @param added  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_added_changed(const cw_added *added, bool *out, cw_error **error);

/**
 * How many things are to be known, such as that a key was left out.
 *
 * @param added  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_added_note_count(const cw_added *added, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. Valid until `added` is freed.
 *
 * @param added  what is looked at
 * @param index  counted from 0
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_added_note_at(const cw_added *added, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a result of a change. NULL does nothing.
 *
 * @param added  NULL, or one that nobody uses any more
 */
void cw_added_free(cw_added *added);

/**
 * Takes away the roles, assignments and successions that somebody without the key added or altered, which keep others from being read;
 * each is told in the journal. What they said before is not restored: assign again what serves.
 *
 * @param store  the store
 * @param out  what they were, for people; none where nothing was altered; the caller frees it with cw_texts_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED, CW_STATUS_IO
 */
cw_status cw_store_discard_altered(const cw_store *store,
                                   cw_texts **out,
                                   cw_error **error);

/**
 * Files of a layout, for a server that looks at them by itself unless a command is set.
 *
 * @param layout  one of CW_LAYOUT_…
 * @param certificate, certificate_len  the path of the file of the certificate and its chain, in UTF-8; with CW_LAYOUT_HAPROXY also
 *     of the key; copied
 * @param out  the options; the caller frees them with cw_apply_options_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another layout
 */
cw_status cw_apply_options_new(uint32_t layout,
                               const char *certificate,
                               size_t certificate_len,
                               cw_apply_options **out,
                               cw_error **error);

/**
 * Sets the file of the key, which every layout but CW_LAYOUT_HAPROXY wants.
 *
 * @param options  the options
 * @param path, path_len  its path, in UTF-8; copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_apply_options_key(cw_apply_options *options, const char *path, size_t path_len, cw_error **error);

/**
 * Sets the account that the files belong to.
 *
 * @param options  the options
 * @param owner, owner_len  its name or number; copied; NULL for the one that writes them
 * @param error  NULL, or where an error goes
 */
cw_status cw_apply_options_owner(cw_apply_options *options, const char *owner, size_t owner_len, cw_error **error);

/**
 * Sets the group that may read what holds the key.
 *
 * @param options  the options
 * @param group, group_len  its name or number; copied; NULL for none: nobody but the owner may
 * @param error  NULL, or where an error goes
 */
cw_status cw_apply_options_group(cw_apply_options *options, const char *group, size_t group_len, cw_error **error);

/**
 * Sets the command that makes the server read its files anew. No shell is between.
 *
 * @param options  the options
 * @param words, words_count  the program and its arguments, in place of those that were set before; copied; none for a server that
 *     looks at its files by itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_apply_options_reload(cw_apply_options *options,
                                  const cw_str *words,
                                  size_t words_count,
                                  cw_error **error);

/**
 * Sets where the server is looked for.
 *
 * @param options  the options
 * @param server, server_len  as for cw_probe; copied; NULL for "localhost" and the endpoint's port, with PostgreSQL's way of beginning
 *     TLS for CW_LAYOUT_POSTGRESQL
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what is no server
 */
cw_status cw_apply_options_server(cw_apply_options *options,
                                  const char *server,
                                  size_t server_len,
                                  cw_error **error);

/**
 * Sets how long the command may take, and then how long the server may take to serve the certificate.
 *
 * @param options  the options
 * @param milliseconds  how long; 30000 unless set
 * @param error  NULL, or where an error goes
 */
cw_status cw_apply_options_timeout(cw_apply_options *options, uint64_t milliseconds, cw_error **error);

/**
 * Frees options. NULL does nothing.
 *
 * @param options  NULL, or some that nobody uses any more
 */
void cw_apply_options_free(cw_apply_options *options);

/**
 * Writes an endpoint's certificate, chain and key for a server that reads files, has it read them, and connects until it serves that
 * certificate. If it does not in time, the former files are put back and read anew, and the error says why.
 *
 * Where the files are already as they should be and the certificate is served, nothing is done. A file with the key has the mode
 * 0600, or 0640 with a group, the other one 0644. The journal names the key that left the store. Paths of symbolic links are
 * refused. The command is a child of this process, which waits for it. After cw_endpoint_dry_run all of this is verified but the
 * command, and nothing is written; cw_applied_changed says whether it would be.
 *
 * @param endpoint  the endpoint
 * @param options  what is written where; they are not consumed
 * @param out  what it came to; the caller frees it with cw_applied_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_APPLY_FAILED with what went wrong, and whether the former files are back; as cw_endpoint_identity;
 *     CW_STATUS_INVALID_ARGUMENT for paths that do not fit the layout, or an account or a group that is not there; CW_STATUS_NOT_FOUND for a
 *     folder that is not there; CW_STATUS_IO, also where another process holds the folder
 */
cw_status cw_endpoint_apply(const cw_endpoint *endpoint,
                            const cw_apply_options *options,
                            cw_applied **out,
                            cw_error **error);

/**
 * Whether anything was written.
 *
 * @param applied  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_applied_changed(const cw_applied *applied, bool *out, cw_error **error);

/**
 * How many files there are.
 *
 * @param applied  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_applied_file_count(const cw_applied *applied, size_t *out, cw_error **error);

/**
 * The path of one of the files; the one with the certificate first.
 *
 * @param applied  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_applied_file_at(const cw_applied *applied, size_t index, cw_str *out, cw_error **error);

/**
 * Where the certificate was seen, such as "localhost:443".
 *
 * @param applied  what is looked at
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_applied_server(const cw_applied *applied, cw_str *out, cw_error **error);

/**
 * The certificate that is served there.
 *
 * @param applied  what is looked at
 * @param out  valid until it is freed, and never freed itself; cw_certificate_clone gives one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_applied_certificate(const cw_applied *applied, const cw_certificate **out, cw_error **error);

/**
 * Frees what an application came to; the files stay. NULL does nothing.
 *
 * @param applied  NULL, or one that nobody uses any more
 */
void cw_applied_free(cw_applied *applied);

/**
 * Options with which the role must be there.
 *
 * @param out  the options; the caller frees them with cw_assign_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_assign_options_new(cw_assign_options **out, cw_error **error);

/**
 * Defines the role if there is none of this name, with the rules of cw_role_new.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_assign_options_create_role(cw_assign_options *options, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param assign_options  NULL, or one that nobody uses any more
 */
void cw_assign_options_free(cw_assign_options *assign_options);

/**
 * Assigns a certificate to a role, in a scope or in the whole installation. It takes the place of the one that was current there,
 * which is retained where the role is essential. Names and dates of the certificate are not looked at; cw_store_preflight does that.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param role, role_len  the role's name; not kept
 * @param scope, scope_len  where it serves, of at most 128 characters; an empty one is the whole installation; not kept
 * @param options  how, or NULL for the defaults; they are not kept
 * @param out  what it came to; the caller frees it with cw_assigned_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_UNKNOWN_ROLE, CW_STATUS_NO_PRIVATE_KEY; CW_STATUS_TAMPERED for a key that does not open;
 *     CW_STATUS_UNSUPPORTED for a key that is not RSA where the role's certificates are encrypted to, because hosts decrypt with
 *     RSA; CW_STATUS_INVALID_ARGUMENT for a role or scope that is not of its form; CW_STATUS_INVALID_THUMBPRINT,
 *     CW_STATUS_STORE_LOCKED
 */
cw_status cw_store_assign(const cw_store *store,
                          const char *thumbprint,
                          size_t thumbprint_len,
                          const char *role,
                          size_t role_len,
                          const char *scope,
                          size_t scope_len,
                          const cw_assign_options *options,
                          cw_assigned **out,
                          cw_error **error);

/**
 * Ends the current assignment; one that is retained, or a former one, stays as it is. Where the role is essential the certificate is
 * retained, because old data may need it, and no other is made in its place.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param role, role_len  the role's name; not kept
 * @param scope, scope_len  where it serves, of at most 128 characters; an empty one is the whole installation; not kept
 * @param out  what it came to; the caller frees it with cw_assigned_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND if the certificate is not assigned there; CW_STATUS_UNKNOWN_ROLE, CW_STATUS_INVALID_ARGUMENT,
 *     CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_unassign(const cw_store *store,
                            const char *thumbprint,
                            size_t thumbprint_len,
                            const char *role,
                            size_t role_len,
                            const char *scope,
                            size_t scope_len,
                            cw_assigned **out,
                            cw_error **error);

/**
 * Ends the current assignment, and lets go of a certificate that is retained: nothing needs it there any more, and it can be deleted.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param role, role_len  the role's name; not kept
 * @param scope, scope_len  where it serves, of at most 128 characters; an empty one is the whole installation; not kept
 * @param out  what it came to; the caller frees it with cw_assigned_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_unassign, without CW_STATUS_UNKNOWN_ROLE
 */
cw_status cw_store_release(const cw_store *store,
                           const char *thumbprint,
                           size_t thumbprint_len,
                           const char *role,
                           size_t role_len,
                           const char *scope,
                           size_t scope_len,
                           cw_assigned **out,
                           cw_error **error);

/**
 * The assignment as it is then.
 *
 * @param assigned  what is looked at
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_assigned_assignment(const cw_assigned *assigned, const cw_assignment **out, cw_error **error);

/**
 * Whether anything is other than before.
 *
 * @param assigned  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_assigned_changed(const cw_assigned *assigned, bool *out, cw_error **error);

/**
 * SHA-1 of the certificate that was current there before, in upper-case hex.
 *
 * @param assigned  what is looked at
 * @param out  valid until it is freed; none if there was none
 * @param error  NULL, or where an error goes
 */
cw_status cw_assigned_replaced(const cw_assigned *assigned, cw_str *out, cw_error **error);

/**
 * How many things there are to be known, such as that the former certificate is retained.
 *
 * @param assigned  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_assigned_note_count(const cw_assigned *assigned, size_t *out, cw_error **error);

/**
 * One of the things to be known.
 *
 * @param assigned  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_assigned_note_at(const cw_assigned *assigned, size_t index, cw_str *out, cw_error **error);

/**
 * Frees what assigning came to. NULL does nothing.
 *
 * @param assigned  NULL, or one that nobody uses any more
 */
void cw_assigned_free(cw_assigned *assigned);

/**
 * Every assignment of a store, former ones included.
 *
 * @param store  the store
 * @param out  the assignments; the caller frees them with cw_assignments_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
 */
cw_status cw_store_assignments(const cw_store *store, cw_assignments **out, cw_error **error);

/**
 * What a certificate is for: its assignments as they are at the time of the call, former ones included.
 *
 * @param entry  the entry
 * @param out  the assignments; the caller frees them with cw_assignments_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_assignments
 */
cw_status cw_entry_assignments(const cw_entry *entry, cw_assignments **out, cw_error **error);

/**
 * How many there are.
 *
 * @param assignments  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_assignments_count(const cw_assignments *assignments, size_t *out, cw_error **error);

/**
 * One of them.
 *
 * @param assignments  what is looked at
 * @param index  counted from 0
 * @param out  valid until they are freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_assignments_at(const cw_assignments *assignments,
                            size_t index,
                            const cw_assignment **out,
                            cw_error **error);

/**
 * Frees assignments. NULL does nothing.
 *
 * @param assignments  NULL, or one that nobody uses any more
 */
void cw_assignments_free(cw_assignments *assignments);

/**
 * The role's name.
 *
 * @param assignment  what is looked at
 * @param out  valid as long as the assignment is
 * @param error  NULL, or where an error goes
 */
cw_status cw_assignment_role(const cw_assignment *assignment, cw_str *out, cw_error **error);

/**
 * Where it serves. The case of ASCII letters does not matter.
 *
 * @param assignment  what is looked at
 * @param out  valid as long as the assignment is; none: in the whole installation
 * @param error  NULL, or where an error goes
 */
cw_status cw_assignment_scope(const cw_assignment *assignment, cw_str *out, cw_error **error);

/**
 * SHA-1 of the certificate, in upper-case hex.
 *
 * @param assignment  what is looked at
 * @param out  valid as long as the assignment is
 * @param error  NULL, or where an error goes
 */
cw_status cw_assignment_thumbprint(const cw_assignment *assignment, cw_str *out, cw_error **error);

/**
 * SHA-256 of the certificate, in upper-case hex.
 *
 * @param assignment  what is looked at
 * @param out  valid as long as the assignment is
 * @param error  NULL, or where an error goes
 */
cw_status cw_assignment_sha256(const cw_assignment *assignment, cw_str *out, cw_error **error);

/**
 * Since when.
 *
 * @param assignment  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_assignment_since(const cw_assignment *assignment, int64_t *out, cw_error **error);

/**
 * Until when.
 *
 * @param assignment  what is looked at
 * @param out  the time; INT64_MIN while it is current
 * @param error  NULL, or where an error goes
 */
cw_status cw_assignment_until(const cw_assignment *assignment, int64_t *out, cw_error **error);

/**
 * Whether it is no longer current, and old data may still need it.
 *
 * @param assignment  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_assignment_retained(const cw_assignment *assignment, bool *out, cw_error **error);

/**
 * Whether the certificate is needed because of it: it is current or retained.
 *
 * @param assignment  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_assignment_holds(const cw_assignment *assignment, bool *out, cw_error **error);

/**
 * The backups of a store that were made and are still there as far as it knows, the newest first.
 *
 * @param store  the store
 * @param out  the backups; the caller frees them with cw_backups_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
 */
cw_status cw_store_backups(const cw_store *store, cw_backups **out, cw_error **error);

/**
 * How many there are.
 *
 * @param backups  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backups_count(const cw_backups *backups, size_t *out, cw_error **error);

/**
 * One of them.
 *
 * @param backups  what is looked at
 * @param index  counted from 0, the newest first
 * @param out  valid until they are freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backups_at(const cw_backups *backups, size_t index, const cw_backup **out, cw_error **error);

/**
 * Frees backups. NULL does nothing.
 *
 * @param backups  NULL, or one that nobody uses any more
 */
void cw_backups_free(cw_backups *backups);

/**
 * The newest backup that holds the private key of a certificate, as far as the store knows; the certificate need not be here.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param out  the backup, which the caller frees with cw_backup_free; NULL if there is none
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_THUMBPRINT; as cw_store_backups
 */
cw_status cw_store_backup_that_holds(const cw_store *store,
                                     const char *thumbprint,
                                     size_t thumbprint_len,
                                     cw_backup **out,
                                     cw_error **error);

/**
 * Its number, which its store never uses again.
 *
 * @param backup  what is looked at
 * @param out  the number
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_id(const cw_backup *backup, uint64_t *out, cw_error **error);

/**
 * When it was made.
 *
 * @param backup  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_at(const cw_backup *backup, int64_t *out, cw_error **error);

/**
 * What form it has.
 *
 * @param backup  what is looked at
 * @param out  one of CW_BACKUP_KIND_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_kind(const cw_backup *backup, uint32_t *out, cw_error **error);

/**
 * The folder or the URL that it was stored at.
 *
 * @param backup  what is looked at
 * @param out  valid until the backup is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_location(const cw_backup *backup, cw_str *out, cw_error **error);

/**
 * How many files it has there.
 *
 * @param backup  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_file_count(const cw_backup *backup, size_t *out, cw_error **error);

/**
 * One of its files. The texts are valid until the backup is freed.
 *
 * @param backup  what is looked at
 * @param index  counted from 0
 * @param out_name  its name in the location
 * @param out_size  how many octets it has
 * @param out_sha256  SHA-256 of it in upper-case hex
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_file_at(const cw_backup *backup,
                            size_t index,
                            cw_str *out_name,
                            uint64_t *out_size,
                            cw_str *out_sha256,
                            cw_error **error);

/**
 * The only scope that was taken.
 *
 * @param backup  what is looked at
 * @param out  valid until the backup is freed; none where all were
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_scope(const cw_backup *backup, cw_str *out, cw_error **error);

/**
 * How many certificates with their keys it holds.
 *
 * @param backup  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_keys(const cw_backup *backup, uint64_t *out, cw_error **error);

/**
 * How many certificates it holds in all.
 *
 * @param backup  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_certificates(const cw_backup *backup, uint64_t *out, cw_error **error);

/**
 * Whether it was restored here, and made elsewhere or by another program: its files are never removed.
 *
 * @param backup  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_restored(const cw_backup *backup, bool *out, cw_error **error);

/**
 * How many certificates should be in it whose keys could not be taken.
 *
 * @param backup  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_lacking_count(const cw_backup *backup, size_t *out, cw_error **error);

/**
 * One of these: SHA-1 in upper-case hex.
 *
 * @param backup  what is looked at
 * @param index  counted from 0
 * @param out  valid until the backup is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_lacking_at(const cw_backup *backup, size_t index, cw_str *out, cw_error **error);

/**
 * When it was last proven that it restores.
 *
 * @param backup  what is looked at
 * @param out  the time; INT64_MIN where only its contents were, see cw_backup_contents_proven
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proven(const cw_backup *backup, int64_t *out, cw_error **error);

/**
 * When its contents were last proven: with a key that was made for the proof alone where recipients open it.
 *
 * @param backup  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_contents_proven(const cw_backup *backup, int64_t *out, cw_error **error);

/**
 * Where it is and of when, for people.
 *
 * @param backup  what is looked at
 * @param out  valid until the backup is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_shown(const cw_backup *backup, cw_str *out, cw_error **error);

/**
 * Frees what cw_store_backup_that_holds gave. NULL does nothing.
 *
 * @param backup  NULL, or one that nobody uses any more
 */
void cw_backup_free(cw_backup *backup);

/**
 * How it stands with the backups of a store.
 *
 * @param store  the store
 * @param out  how; the caller frees it with cw_backup_status_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_backup_status(const cw_store *store, cw_backup_status **out, cw_error **error);

/**
 * When backups are made.
 *
 * @param status  what is looked at
 * @param out  valid until it is freed; none where only when somebody makes one
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_status_schedule(const cw_backup_status *status, cw_str *out, cw_error **error);

/**
 * The newest backup that was proven to restore.
 *
 * @param status  what is looked at
 * @param out  valid until it is freed, and never freed itself; NULL if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_status_last_proven(const cw_backup_status *status, const cw_backup **out, cw_error **error);

/**
 * SHA-256 of the key that signs this store's bundles, in hex. To be kept elsewhere, too: other stores are told by it whom to trust.
 *
 * @param status  what is looked at
 * @param out  valid until it is freed; none before it made one
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_status_signer(const cw_backup_status *status,
                                  cw_str *out,
                                  cw_error **error);

/**
 * When the next one is due, or tried again.
 *
 * @param status  what is looked at
 * @param out  the time; INT64_MIN without a schedule
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_status_next(const cw_backup_status *status, int64_t *out, cw_error **error);

/**
 * Whether that time has come.
 *
 * @param status  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_status_due(const cw_backup_status *status, bool *out, cw_error **error);

/**
 * Who is making it at present: user, program and process.
 *
 * @param status  what is looked at
 * @param out  valid until it is freed; none where nobody is
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_status_running(const cw_backup_status *status, cw_str *out, cw_error **error);

/**
 * How many scheduled ones failed in a row.
 *
 * @param status  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_status_failures(const cw_backup_status *status, uint32_t *out, cw_error **error);

/**
 * When the last of them did.
 *
 * @param status  what is looked at
 * @param out  the time; INT64_MIN where none did
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_status_failed_at(const cw_backup_status *status, int64_t *out, cw_error **error);

/**
 * Why it did, for people.
 *
 * @param status  what is looked at
 * @param out  valid until it is freed; none where none did
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_status_why(const cw_backup_status *status, cw_str *out, cw_error **error);

/**
 * Frees how it stands with backups. NULL does nothing.
 *
 * @param backup_status  NULL, or one that nobody uses any more
 */
void cw_backup_status_free(cw_backup_status *backup_status);

/**
 * Makes the scheduled backup if it is due: exactly one, when several processes ask at once. One that fails is told in the journal, and
 * due again after a pause that grows with each failure; it never switches the schedule off. To be called every few minutes.
 *
 * @param store  the store
 * @param password, password_len  the password; not copied; NULL for what the settings lead to
 * @param progress  as for cw_store_backup
 * @param user  what the callback gets; may be NULL
 * @param out_report  the backup, if it was due and was made, which the caller frees with cw_backup_report_free; else NULL
 * @param out_next  before which time none is due, if none is; INT64_MIN where one is, and without a schedule
 * @param out_elsewhere  who is making it, if another process is; else {NULL, 0}; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_backup
 */
cw_status cw_store_backup_if_due(const cw_store *store,
                                 const char *password,
                                 size_t password_len,
                                 int (*progress)(void *user, uint64_t done, uint64_t total),
                                 void *user,
                                 cw_backup_report **out_report,
                                 int64_t *out_next,
                                 cw_bytes *out_elsewhere,
                                 cw_error **error);

/**
 * Options with which a PFX is made as the settings of the store say.
 *
 * @param out  the options; the caller frees them with cw_backup_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_options_new(cw_backup_options **out, cw_error **error);

/**
 * Sets where it is stored.
 *
 * @param options  the options
 * @param location, location_len  a folder, or "s3://bucket/prefix"; copied; NULL for that of the settings
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_options_location(cw_backup_options *options,
                                     const char *location,
                                     size_t location_len,
                                     cw_error **error);

/**
 * Sets what form it has.
 *
 * @param options  the options
 * @param kind  one of CW_BACKUP_KIND_; CW_BACKUP_KIND_PFX unless said
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_backup_options_kind(cw_backup_options *options, uint32_t kind, cw_error **error);

/**
 * Sets how many files a PFX backup has.
 *
 * @param options  the options
 * @param files  one of CW_BACKUP_FILES_
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_backup_options_files(cw_backup_options *options, uint32_t files, cw_error **error);

/**
 * Takes only one scope, such as one database. Not of a bundle.
 *
 * @param options  the options
 * @param scope, scope_len  the scope; copied; NULL for all
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_options_scope(cw_backup_options *options, const char *scope, size_t scope_len, cw_error **error);

/**
 * Sets the password of a PFX, or the passphrase of a bundle.
 *
 * @param options  the options
 * @param password, password_len  the password, never empty; copied, and the copy is wiped; NULL for what the settings lead to
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_options_password(cw_backup_options *options,
                                     const char *password,
                                     size_t password_len,
                                     cw_error **error);

/**
 * Makes a bundle for a recipient in place of a password; each call adds one. They take the place of those of the settings.
 *
 * @param options  the options
 * @param recipient, recipient_len  of age, "age1…"; looked at when the bundle is made; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_options_recipient(cw_backup_options *options,
                                      const char *recipient,
                                      size_t recipient_len,
                                      cw_error **error);

/**
 * Says who has to open a PFX, which decides how it is encrypted.
 *
 * @param options  the options
 * @param name, name_len  such as "default", "windows-server-2016", "java8", "dotnet9"; not kept
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another name; the message has them all
 */
cw_status cw_backup_options_reader(cw_backup_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Sets the iterations of each of the two key derivations of a PFX, whose reader is then that of cw_backup_options_reader, and not that
 * of the settings.
 *
 * @param options  the options
 * @param count  1,000 to 5,000,000, for readers with 3DES less the more bags there are; others are refused when the backup is made; 0
 *     for what the loader of .NET 9 still opens
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_options_iterations(cw_backup_options *options,
                                       uint32_t count,
                                       cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param backup_options  NULL, or one that nobody uses any more
 */
void cw_backup_options_free(cw_backup_options *backup_options);

/**
 * What form the backup has.
 *
 * @param proof  what is looked at
 * @param out  one of CW_BACKUP_KIND_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_kind(const cw_backup_proof *proof, uint32_t *out, cw_error **error);

/**
 * How many certificates came out of it.
 *
 * @param proof  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_certificates(const cw_backup_proof *proof, uint64_t *out, cw_error **error);

/**
 * How many private keys did.
 *
 * @param proof  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_keys(const cw_backup_proof *proof, uint64_t *out, cw_error **error);

/**
 * How many of these signed something that their certificates verify.
 *
 * @param proof  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_signed(const cw_backup_proof *proof, uint64_t *out, cw_error **error);

/**
 * How many of these cannot sign here, and were compared octet by octet with those of the store.
 *
 * @param proof  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_compared_count(const cw_backup_proof *proof, size_t *out, cw_error **error);

/**
 * The certificate of one of those: SHA-1 in upper-case hex.
 *
 * @param proof  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_proof_compared_at(const cw_backup_proof *proof, size_t index, cw_str *out, cw_error **error);

/**
 * How many things could not be taken out of it.
 *
 * @param proof  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_skipped_count(const cw_backup_proof *proof, size_t *out, cw_error **error);

/**
 * One of these, with why.
 *
 * @param proof  what is looked at
 * @param index  counted from 0
 * @param out  valid until the proof is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_proof_skipped_at(const cw_backup_proof *proof,
                                     size_t index,
                                     const cw_restore_line **out,
                                     cw_error **error);

/**
 * How many certificates the store's roles need today that it does not hold.
 *
 * @param proof  what is looked at
 * @param out  how many; 0 in the proof of a backup that was made a moment ago, see cw_backup_report_lacking_count
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_missing_today_count(const cw_backup_proof *proof, size_t *out, cw_error **error);

/**
 * One of these, with why.
 *
 * @param proof  what is looked at
 * @param index  counted from 0
 * @param out  valid until the proof is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_proof_missing_today_at(const cw_backup_proof *proof,
                                           size_t index,
                                           const cw_left_out **out,
                                           cw_error **error);

/**
 * Whether all came out of it, and it holds all that is needed today.
 *
 * @param proof  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_complete(const cw_backup_proof *proof, bool *out, cw_error **error);

/**
 * Whether it was opened by what opens it for real, not only by a key that was made for the proof alone.
 *
 * @param proof  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_recipient_proven(const cw_backup_proof *proof, bool *out, cw_error **error);

/**
 * SHA-256 of the key that signed a bundle, in hex.
 *
 * @param proof  what is looked at
 * @param out  valid until it is freed; none of a PFX, which nobody signs
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_signer(const cw_backup_proof *proof, cw_str *out, cw_error **error);

/**
 * Whether that is this store's own key.
 *
 * @param proof  what is looked at
 * @param out  true or false; false of a PFX
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_own_signer(const cw_backup_proof *proof, bool *out, cw_error **error);

/**
 * When a bundle was made.
 *
 * @param proof  what is looked at
 * @param out  the time; INT64_MIN of a PFX
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_made(const cw_backup_proof *proof, int64_t *out, cw_error **error);

/**
 * How many things there are to be known.
 *
 * @param proof  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_proof_note_count(const cw_backup_proof *proof, size_t *out, cw_error **error);

/**
 * One of the things to be known.
 *
 * @param proof  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_proof_note_at(const cw_backup_proof *proof, size_t index, cw_str *out, cw_error **error);

/**
 * Frees what cw_store_verify_backup gave. NULL does nothing.
 *
 * @param proof  NULL, or one that nobody uses any more
 */
void cw_backup_proof_free(cw_backup_proof *proof);

/**
 * Makes a backup, and proves that it restores from where it is stored: into a store that lives for that alone, where each key is used
 * and everything compared with this store. One that does not is removed, and those before it stay; of those, the retention then lets go
 * what it may.
 *
 * A PFX takes the certificates that are assigned or retained in roles that are in the backup, and their keys and chains; a bundle takes
 * everything, in a library that makes them, and this one says CW_STATUS_UNSUPPORTED if it does not. Certificates whose keys are not here
 * are told of by cw_backup_report_lacking_at, and the others are backed up all the same.
 *
 * @param store  the store
 * @param options  how, or NULL for what the settings say; they are not kept
 * @param progress  NULL, or what is told now and then how many certificates are done, once for writing and once for the proof, of how
 *     many in all; a value other than 0 stops the work; called on this thread, and not kept
 * @param user  what the callback gets; may be NULL
 * @param out  the backup and its proof; the caller frees it with cw_backup_report_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT without a location, and for an empty password; CW_STATUS_PASSWORD_REQUIRED; CW_STATUS_NOT_FOUND
 *     where nothing is to be backed up, and for a location that is not there; CW_STATUS_NOT_RESTORABLE where the proof failed;
 *     CW_STATUS_CANCELLED if the callback stopped it; CW_STATUS_BUSY where the store does not hold still; CW_STATUS_UNSUPPORTED for
 *     what this library is built without, as S3; CW_STATUS_STORE_LOCKED
 */
cw_status cw_store_backup(const cw_store *store,
                          const cw_backup_options *options,
                          int (*progress)(void *user, uint64_t done, uint64_t total),
                          void *user,
                          cw_backup_report **out,
                          cw_error **error);

/**
 * The backup, as the store remembers it.
 *
 * @param report  what is looked at
 * @param out  valid until the report is freed, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_report_backup(const cw_backup_report *report, const cw_backup **out, cw_error **error);

/**
 * What came of the proof.
 *
 * @param report  what is looked at
 * @param out  valid until the report is freed, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_report_proof(const cw_backup_report *report, const cw_backup_proof **out, cw_error **error);

/**
 * How many certificates are not in it because they can be made again.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_report_left_out_count(const cw_backup_report *report, size_t *out, cw_error **error);

/**
 * One of these.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_report_left_out_at(const cw_backup_report *report,
                                       size_t index,
                                       const cw_left_out **out,
                                       cw_error **error);

/**
 * How many certificates should be in it, and are not here to be taken, or their keys are not. Something is wrong where there are any.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_report_lacking_count(const cw_backup_report *report,
                                         size_t *out,
                                         cw_error **error);

/**
 * One of these, with why.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_report_lacking_at(const cw_backup_report *report,
                                      size_t index,
                                      const cw_left_out **out,
                                      cw_error **error);

/**
 * How many files of earlier backups the retention let go.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_report_removed_count(const cw_backup_report *report, size_t *out, cw_error **error);

/**
 * The name of one of these.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_report_removed_at(const cw_backup_report *report, size_t index, cw_str *out, cw_error **error);

/**
 * How many things there are to be known.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_report_note_count(const cw_backup_report *report, size_t *out, cw_error **error);

/**
 * One of the things to be known.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_report_note_at(const cw_backup_report *report, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a report. NULL does nothing.
 *
 * @param backup_report  NULL, or one that nobody uses any more
 */
void cw_backup_report_free(cw_backup_report *backup_report);

/**
 * Settings of a store of which nothing was said: a PFX in one file, a password that is asked for, no schedule, all are kept.
 *
 * @param out  the settings; the caller frees them with cw_backup_settings_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_new(cw_backup_settings **out,
                                 cw_error **error);

/**
 * How backups of a store are made unless said otherwise.
 *
 * @param store  the store
 * @param out  the settings, which may be changed and given to cw_store_set_backup_settings; the caller frees them with
 *     cw_backup_settings_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for what was altered; CW_STATUS_DAMAGED for settings of a later version
 */
cw_status cw_store_backup_settings(const cw_store *store,
                                   cw_backup_settings **out,
                                   cw_error **error);

/**
 * Sets how backups of a store are made. They are kept in it, sealed.
 *
 * @param store  the store
 * @param settings  what they are to be; not consumed
 * @param password, password_len  the password that is sealed in the store where the source is "sealed"; not copied outside of it; NULL
 *     to keep one that is sealed already; any other source takes a sealed one away
 * @param out_changed  whether anything changed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a location, reader, recipient or rule that is not of its form, for an empty password, and for
 *     one that is not to be sealed; CW_STATUS_PASSWORD_REQUIRED where one is; CW_STATUS_STORE_LOCKED
 */
cw_status cw_store_set_backup_settings(const cw_store *store,
                                       const cw_backup_settings *settings,
                                       const char *password,
                                       size_t password_len,
                                       bool *out_changed,
                                       cw_error **error);

/**
 * Sets where they are stored.
 *
 * @param settings  what is changed
 * @param location, location_len  a folder, or "s3://bucket/prefix"; copied; NULL takes it away
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_set_location(cw_backup_settings *settings,
                                          const char *location,
                                          size_t location_len,
                                          cw_error **error);

/**
 * Sets what form a scheduled backup has.
 *
 * @param settings  what is changed
 * @param kind  one of CW_BACKUP_KIND_
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_backup_settings_set_kind(cw_backup_settings *settings, uint32_t kind, cw_error **error);

/**
 * Sets how many files a PFX backup has.
 *
 * @param settings  what is changed
 * @param files  one of CW_BACKUP_FILES_
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_backup_settings_set_files(cw_backup_settings *settings, uint32_t files, cw_error **error);

/**
 * Sets where the password comes from when none is given.
 *
 * @param settings  what is changed
 * @param source, source_len  "prompt": whoever makes the backup gives it; "file:PATH", by its full path; "environment:NAME"; or
 *     "sealed", in the store: then it dies with the machine, and without a copy elsewhere no backup opens when it is needed; not kept
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for anything else
 */
cw_status cw_backup_settings_set_password_source(cw_backup_settings *settings,
                                                 const char *source,
                                                 size_t source_len,
                                                 cw_error **error);

/**
 * Sets the recipients of bundles, which then need no password, in place of those that there are.
 *
 * @param settings  what is changed
 * @param recipients, recipients_count  of age, "age1…"; looked at when the settings are set; copied; NULL with count 0 for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_set_recipients(cw_backup_settings *settings,
                                            const cw_str *recipients,
                                            size_t recipients_count,
                                            cw_error **error);

/**
 * Says who has to open a PFX.
 *
 * @param settings  what is changed
 * @param name, name_len  such as "windows-server-2016"; looked at when the settings are set; copied; NULL for any
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_set_reader(cw_backup_settings *settings,
                                        const char *name,
                                        size_t name_len,
                                        cw_error **error);

/**
 * Sets when backups are made, by whoever calls cw_store_backup_if_due often enough.
 *
 * @param settings  what is changed
 * @param schedule, schedule_len  such as "every 6 hours", "daily at 03:30", "every 2 days at 03:30", "30 3 * * 1-5" with the five
 *     fields of cron; not kept; NULL for never
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what is no schedule
 */
cw_status cw_backup_settings_set_schedule(cw_backup_settings *settings,
                                          const char *schedule,
                                          size_t schedule_len,
                                          cw_error **error);

/**
 * Sets which backups are kept: each that one of the rules wants, and always the newest that was proven.
 *
 * @param settings  what is changed
 * @param retention, retention_len  "keep 7, daily 14, weekly 8, monthly 12", each of them at will, or "keep all"; not kept
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for anything else
 */
cw_status cw_backup_settings_set_retention(cw_backup_settings *settings,
                                           const char *retention,
                                           size_t retention_len,
                                           cw_error **error);

/**
 * Where they are stored.
 *
 * @param settings  what is looked at
 * @param out  valid until they are changed or freed; none where nothing was said
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_location(const cw_backup_settings *settings, cw_str *out, cw_error **error);

/**
 * What form a scheduled backup has.
 *
 * @param settings  what is looked at
 * @param out  one of CW_BACKUP_KIND_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_kind(const cw_backup_settings *settings, uint32_t *out, cw_error **error);

/**
 * How many files a PFX backup has.
 *
 * @param settings  what is looked at
 * @param out  one of CW_BACKUP_FILES_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_files(const cw_backup_settings *settings, uint32_t *out, cw_error **error);

/**
 * Where the password comes from.
 *
 * @param settings  what is looked at
 * @param out  as cw_backup_settings_set_password_source takes it; valid until they are changed or freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_password_source(const cw_backup_settings *settings, cw_str *out, cw_error **error);

/**
 * How many recipients bundles have.
 *
 * @param settings  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_recipient_count(const cw_backup_settings *settings, size_t *out, cw_error **error);

/**
 * One of these.
 *
 * @param settings  what is looked at
 * @param index  counted from 0
 * @param out  valid until they are changed or freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_backup_settings_recipient_at(const cw_backup_settings *settings,
                                          size_t index,
                                          cw_str *out,
                                          cw_error **error);

/**
 * Who has to open a PFX.
 *
 * @param settings  what is looked at
 * @param out  valid until they are changed or freed; none for any
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_reader(const cw_backup_settings *settings, cw_str *out, cw_error **error);

/**
 * When backups are made.
 *
 * @param settings  what is looked at
 * @param out  in the one form that each schedule has; valid until they are changed or freed; none for never
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_schedule(const cw_backup_settings *settings, cw_str *out, cw_error **error);

/**
 * Which backups are kept.
 *
 * @param settings  what is looked at
 * @param out  in the one form that each set of rules has; valid until they are changed or freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_backup_settings_retention(const cw_backup_settings *settings, cw_str *out, cw_error **error);

/**
 * Frees settings. NULL does nothing.
 *
 * @param backup_settings  NULL, or one that nobody uses any more
 */
void cw_backup_settings_free(cw_backup_settings *backup_settings);

/**
 * What it is: "certificate", "private key", "CRL", or what it is instead, such as "a certificate request".
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_what(const cw_bag *bag, cw_str *out, cw_error **error);

/**
 * Whether it is a certificate, a key that can be used, or a CRL; after an import into a store, whether the store holds it now.
 *
 * @param bag  what is looked at
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_taken(const cw_bag *bag,
                       bool *out,
                       cw_error **error);

/**
 * Why it was not taken, or what is to be known of it.
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed; none if there is nothing to say
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_note(const cw_bag *bag, cw_str *out, cw_error **error);

/**
 * Its name for people.
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed; none if the file gives none
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_friendly_name(const cw_bag *bag, cw_str *out, cw_error **error);

/**
 * The id by which a PFX ties key and certificate together; only a hint.
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed; none if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_local_key_id(const cw_bag *bag, cw_octets *out, cw_error **error);

/**
 * The provider of CryptoAPI or CNG that Windows kept the key in, and would put it into.
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed; none if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_key_provider(const cw_bag *bag, cw_str *out, cw_error **error);

/**
 * Whether Windows kept the key for the machine, not for a user.
 *
 * @param bag  what is looked at
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_machine_key(const cw_bag *bag, bool *out, cw_error **error);

/**
 * Whether it carries Oracle's mark of a certificate that Java trusts.
 *
 * @param bag  what is looked at
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_trusted(const cw_bag *bag, bool *out, cw_error **error);

/**
 * How it was encrypted, such as "AES-256-CBC, PBKDF2 with HMAC-SHA-256, 2048 iterations".
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed; none if it was not
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_encryption(const cw_bag *bag, cw_str *out, cw_error **error);

/**
 * The certificate that it is.
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed, and never freed itself; NULL if it is something else
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_certificate(const cw_bag *bag, const cw_certificate **out, cw_error **error);

/**
 * The private key that it is, if it can be used.
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed, and never freed itself; NULL if it is something else
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_private_key(const cw_bag *bag, const cw_private_key **out, cw_error **error);

/**
 * The private key that it is, if it is of a kind that cannot be used here.
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed, and never freed itself; NULL if it is something else
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_opaque_key(const cw_bag *bag, const cw_opaque_key **out, cw_error **error);

/**
 * The revocation list that it is.
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed, and never freed itself; NULL if it is something else
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_crl(const cw_bag *bag, const cw_crl **out, cw_error **error);

/**
 * Wipes and frees octets, and sets `bytes` to `{NULL, 0}`: to free them twice does nothing. NULL does nothing.
 */
void cw_bytes_free(cw_bytes *bytes);

/**
 * Reads one certificate in DER; nothing may follow it. Nothing is verified.
 *
 * @param der, der_len  the octets, at most 1 MiB
 * @param out  the certificate; the caller frees it with cw_certificate_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_MALFORMED_CERTIFICATE, CW_STATUS_TOO_LARGE
 */
cw_status cw_certificate_from_der(const uint8_t *der, size_t der_len, cw_certificate **out, cw_error **error);

/**
 * Reads the first certificate of a PEM text; what stands around the block is passed over. Nothing is verified.
 *
 * @param pem, pem_len  the text, in UTF-8 or UTF-16
 * @param out  the certificate; the caller frees it with cw_certificate_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_MALFORMED_CERTIFICATE, CW_STATUS_TOO_LARGE
 */
cw_status cw_certificate_from_pem(const uint8_t *pem, size_t pem_len, cw_certificate **out, cw_error **error);

/**
 * Its DER, octet for octet as it was read.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_der(const cw_certificate *certificate, cw_octets *out, cw_error **error);

/**
 * Its PEM: LF, 64 columns (RFC 7468).
 *
 * @param certificate  what is looked at
 * @param out  the text; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_to_pem(const cw_certificate *certificate, cw_bytes *out, cw_error **error);

/**
 * SHA-1 of its DER in upper-case hex: Windows' name for it. It identifies, and proves nothing.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_thumbprint(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * SHA-256 of its DER in upper-case hex.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_sha256(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * Its X.509 version.
 *
 * @param certificate  what is looked at
 * @param out  1, 2 or 3
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_version(const cw_certificate *certificate, uint32_t *out, cw_error **error);

/**
 * The beginning of its validity.
 *
 * @param certificate  what is looked at
 * @param out  seconds since 1970-01-01T00:00:00Z
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_not_before(const cw_certificate *certificate, int64_t *out, cw_error **error);

/**
 * The end of its validity; at this second it is still valid.
 *
 * @param certificate  what is looked at
 * @param out  seconds since 1970-01-01T00:00:00Z
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_not_after(const cw_certificate *certificate, int64_t *out, cw_error **error);

/**
 * Whether a time lies in its validity. Says nothing about trust.
 *
 * @param certificate  what is looked at
 * @param at  seconds since 1970-01-01T00:00:00Z
 * @param out  whether
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a time outside the years -9999 to 9999
 */
cw_status cw_certificate_is_valid_at(const cw_certificate *certificate, int64_t at, bool *out, cw_error **error);

/**
 * Whether two are the same, octet for octet.
 *
 * @param certificate  what is looked at
 * @param other  looked at too
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_equal(const cw_certificate *certificate,
                               const cw_certificate *other,
                               bool *out,
                               cw_error **error);

/**
 * Another handle of the same certificate, which lives on when this one is freed. Nothing is copied.
 *
 * @param certificate  what is looked at
 * @param out  the handle; the caller frees it with cw_certificate_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_clone(const cw_certificate *certificate, cw_certificate **out, cw_error **error);

/**
 * Frees a certificate. NULL does nothing.
 *
 * @param certificate  NULL, or one that nobody uses any more
 */
void cw_certificate_free(cw_certificate *certificate);

/**
 * How many key usages it has.
 *
 * @param certificate  what is looked at
 * @param out  how many; -1 if it has no such extension, which allows every use
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_key_usage_count(const cw_certificate *certificate, int64_t *out, cw_error **error);

/**
 * One of its key usages in the order of RFC 5280, such as "digitalSignature".
 *
 * @param certificate  what is looked at
 * @param index  counted from 0
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_certificate_key_usage_at(const cw_certificate *certificate, size_t index, cw_str *out, cw_error **error);

/**
 * How many extended key usages it has.
 *
 * @param certificate  what is looked at
 * @param out  how many; -1 if it has no such extension
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_extended_key_usage_count(const cw_certificate *certificate, int64_t *out, cw_error **error);

/**
 * One of its extended key usages: its name, such as "serverAuth", or its OID.
 *
 * @param certificate  what is looked at
 * @param index  counted from 0
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_certificate_extended_key_usage_at(const cw_certificate *certificate,
                                               size_t index,
                                               cw_str *out,
                                               cw_error **error);

/**
 * Whether its basicConstraints say that it is a CA.
 *
 * @param certificate  what is looked at
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_is_ca(const cw_certificate *certificate, bool *out, cw_error **error);

/**
 * The path length of its basicConstraints: how many CAs may stand below it.
 *
 * @param certificate  what is looked at
 * @param out  the length; -1 if none is set
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_path_length(const cw_certificate *certificate, int64_t *out, cw_error **error);

/**
 * Its subjectKeyIdentifier.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed; none if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_subject_key_id(const cw_certificate *certificate, cw_octets *out, cw_error **error);

/**
 * The keyIdentifier of its authorityKeyIdentifier.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed; none if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_authority_key_id(const cw_certificate *certificate, cw_octets *out, cw_error **error);

/**
 * The DER of its subjectPublicKeyInfo.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_public_key_der(const cw_certificate *certificate, cw_octets *out, cw_error **error);

/**
 * The kind of its key, such as "p256" or "rsa2048"; or another curve's name, or an OID.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_key_algorithm(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * The algorithm it is signed with, such as "ecdsa-with-SHA256"; an OID where it has no name here.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_signature_algorithm(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * The hash under its signature: "sha1", "sha224", "sha256", "sha384" or "sha512".
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed; none where the algorithm's name does not
 * say (Ed25519, RSA-PSS) or is not known
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_signature_hash(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * Whether subject and issuer are the same; the signature is not looked at.
 *
 * @param certificate  what is looked at
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_is_self_issued(const cw_certificate *certificate, bool *out, cw_error **error);

/**
 * Whether subject and issuer are the same and its own key verifies its signature. False also where the signature cannot be
 * verified here: see cw_certificate_is_signed_by.
 *
 * @param certificate  what is looked at
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_is_self_signed(const cw_certificate *certificate,
                                        bool *out,
                                        cw_error **error);

/**
 * Whether the key of another certificate verifies the signature on this one. Names, dates, and whether the other may sign
 * certificates are not looked at.
 *
 * @param certificate  what is looked at
 * @param issuer  the other one, looked at too
 * @param out  1 if so, 0 if not, -1 where it cannot be told here: RSA below 2048 or above 8192 bits, RSA-PSS with SHA-1,
 * with a salt of another length than the hash or with a key for RSA-PSS alone, DSA, Ed448, SHA-224, other curves than the NIST's
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_is_signed_by(const cw_certificate *certificate,
                                      const cw_certificate *issuer,
                                      int32_t *out,
                                      cw_error **error);

/**
 * Whom or what it is for, as RFC 4514 writes it.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_subject(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * Who made it, as RFC 4514 writes it.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_issuer(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * Its subject, in DER.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_subject_der(const cw_certificate *certificate, cw_octets *out, cw_error **error);

/**
 * Its issuer, in DER.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_issuer_der(const cw_certificate *certificate, cw_octets *out, cw_error **error);

/**
 * Its subject, whose attributes can be looked at one by one.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed, and never freed itself; cw_name_clone gives one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_subject_name(const cw_certificate *certificate, const cw_name **out, cw_error **error);

/**
 * Its issuer, whose attributes can be looked at one by one.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed, and never freed itself; cw_name_clone gives one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_issuer_name(const cw_certificate *certificate, const cw_name **out, cw_error **error);

/**
 * The common name of its subject; of several the last, which is the most specific.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed; none if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_common_name(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * Its serial number, unique only within one issuer: upper-case hex without the sign octet, a negative one with "-".
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_serial(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * The content octets of the DER of its serial number, as they stand in it: two's complement, with the sign octet.
 *
 * @param certificate  what is looked at
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_serial_der(const cw_certificate *certificate, cw_octets *out, cw_error **error);

/**
 * How many DNS names its subjectAltName holds.
 *
 * @param certificate  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_dns_name_count(const cw_certificate *certificate, size_t *out, cw_error **error);

/**
 * One of the DNS names of its subjectAltName.
 *
 * @param certificate  what is looked at
 * @param index  counted from 0
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_certificate_dns_name_at(const cw_certificate *certificate, size_t index, cw_str *out, cw_error **error);

/**
 * How many IP addresses its subjectAltName holds.
 *
 * @param certificate  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_ip_address_count(const cw_certificate *certificate, size_t *out, cw_error **error);

/**
 * One of the IP addresses of its subjectAltName, as text.
 *
 * @param certificate  what is looked at
 * @param index  counted from 0
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_certificate_ip_address_at(const cw_certificate *certificate, size_t index, cw_str *out, cw_error **error);

/**
 * How many names its subjectAltName holds, of all kinds.
 *
 * @param certificate  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_certificate_subject_alt_name_count(const cw_certificate *certificate, size_t *out, cw_error **error);

/**
 * The kind of one of the names of its subjectAltName: "dns", "ip", "email", "uri", "directory" or "other".
 *
 * @param certificate  what is looked at
 * @param index  counted from 0
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_certificate_subject_alt_name_kind_at(const cw_certificate *certificate,
                                                  size_t index,
                                                  cw_str *out,
                                                  cw_error **error);

/**
 * One of the names of its subjectAltName, of any kind: an address as text, a directory name as RFC 4514 writes it, of another
 * kind the tag and the content in hex.
 *
 * @param certificate  what is looked at
 * @param index  counted from 0
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_certificate_subject_alt_name_at(const cw_certificate *certificate,
                                             size_t index,
                                             cw_str *out,
                                             cw_error **error);

/**
 * Reads a thumbprint as people paste it: hidden characters, blanks, colons, dashes, 0x and the case of the digits do not
 * matter. 40 digits are SHA-1, 64 are SHA-256.
 *
 * @param text, text_len  the text, in UTF-8
 * @param out  its digits, in upper case; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_THUMBPRINT, which says how many digits there were
 */
cw_status cw_thumbprint_parse(const char *text,
                              size_t text_len,
                              cw_bytes *out,
                              cw_error **error);

/**
 * Reads a serial number as people paste it, always as an unsigned number: hidden characters, blanks, colons, dashes, 0x,
 * leading zeros and the case of the digits do not matter.
 *
 * @param text, text_len  the text, in UTF-8
 * @param out  it, as cw_certificate_serial gives it; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SERIAL_NUMBER
 */
cw_status cw_serial_parse(const char *text,
                          size_t text_len,
                          cw_bytes *out,
                          cw_error **error);

/**
 * Takes the content octets of the DER of a serial number; they may be negative or longer than they need be.
 *
 * @param der, der_len  the octets, 1 to 64
 * @param out  it, as cw_certificate_serial gives it; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SERIAL_NUMBER
 */
cw_status cw_serial_from_der(const uint8_t *der, size_t der_len, cw_bytes *out, cw_error **error);

/**
 * Reads a plain name ("Integration API", which becomes the common name) or a string of RFC 4514 ("CN=a, O=b").
 *
 * @param text, text_len  the text, in UTF-8
 * @param out  it, as RFC 4514 writes it; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SUBJECT
 */
cw_status cw_subject_parse(const char *text, size_t text_len, cw_bytes *out, cw_error **error);

/**
 * Reads the name of a named store, in any case: one of the four that are in every store, Windows' short or display name for
 * it ("My", "Trusted Root Certification Authorities"), or one of your own.
 *
 * @param text, text_len  the text, in UTF-8
 * @param out  it, as a store gives it: "Personal", "TrustedRoot", "Intermediate", "TrustedPeople", or your own; the caller
 *     frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if it is empty, longer than 64 characters, or holds a control character
 */
cw_status cw_store_name_parse(const char *text,
                              size_t text_len,
                              cw_bytes *out,
                              cw_error **error);

/**
 * Reads a date as people write it: 2026-01-31T12:00:00Z (an offset is required), YYYY-MM-DD, DD.MM.YYYY, and MM/DD/YYYY or
 * DD/MM/YYYY where only one of the two is a day or both are the same one.
 *
 * @param text, text_len  the text, in UTF-8
 * @param out  seconds since 1970-01-01T00:00:00Z; of a whole day those of its beginning in UTC
 * @param out_day  whether it is a whole day, without a time
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_DATE; CW_STATUS_AMBIGUOUS_DATE, with both readings
 */
cw_status cw_date_parse(const char *text,
                        size_t text_len,
                        int64_t *out,
                        bool *out_day,
                        cw_error **error);

/**
 * Checks that the file is whole; that every protector, every trusted place, every role and every assignment is sealed; that every
 * certificate's columns are those of its DER; that every private key opens and belongs to its certificate; that no line of the journal
 * was altered, is missing or was cut off. A locked store is checked as far as that goes without the key, and says so.
 *
 * Not seen: that the whole file was put back to an earlier state, and what somebody did who has file and key.
 *
 * @param store  the store
 * @param progress  NULL, or what is told now and then how much is done, of how much in all; a value other than 0 stops the
 *     work; called on this thread, and not kept
 * @param user  what the callback gets; may be NULL
 * @param out  what was found, which may be that something is wrong; the caller frees it with cw_check_report_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_CANCELLED if the callback stopped it; CW_STATUS_IO, CW_STATUS_MOVED
 */
cw_status cw_store_check(const cw_store *store,
                         int (*progress)(void *user, uint64_t done, uint64_t total),
                         void *user,
                         cw_check_report **out,
                         cw_error **error);

/**
 * Whether nothing is wrong.
 *
 * @param report  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_check_report_ok(const cw_check_report *report, bool *out, cw_error **error);

/**
 * How many verdicts there are.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_check_report_verdict_count(const cw_check_report *report, size_t *out, cw_error **error);

/**
 * One of the verdicts, counted from 0. The texts are valid until the report is freed.
 *
 * @param report  what a check found
 * @param index  which one, counted from 0
 * @param out_what  what was looked at: "file", "protectors", "certificates", "keys", "trust", "usage", "journal", or one
 *     certificate or key; of cw_store_preflight: "installation", "clock", "backup", a role with its certificate, or an endpoint
 * @param out_ok  whether it is as it should be
 * @param out_found  what was found
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT beyond the last
 */
cw_status cw_check_report_verdict_at(const cw_check_report *report,
                                     size_t index,
                                     cw_str *out_what,
                                     bool *out_ok,
                                     cw_str *out_found,
                                     cw_error **error);

/**
 * Frees a report. NULL does nothing.
 *
 * @param check_report  NULL, or one that nobody uses any more
 */
void cw_check_report_free(cw_check_report *check_report);

/**
 * All that a helper asks for first, as JSON, with no secret in it: versions, places and permissions, warnings, what
 * has expired or will soon, the last lines of the journal ("events"; why they cannot be told stands in
 * "events_error").
 *
 * @param store  the store
 * @param out  the text; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_report(const cw_store *store, cw_bytes *out, cw_error **error);

/**
 * Options for all scopes, and for those whose time is over.
 *
 * @param out  the options; the caller frees them with cw_cleanup_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_cleanup_options_new(cw_cleanup_options **out, cw_error **error);

/**
 * Looks only for what served in one scope, such as one database.
 *
 * @param options  the options
 * @param scope, scope_len  the scope; an empty one is the whole installation's; copied; NULL for all
 * @param error  NULL, or where an error goes
 */
cw_status cw_cleanup_options_scope(cw_cleanup_options *options, const char *scope, size_t scope_len, cw_error **error);

/**
 * Looks for those with a private key of which no role is known, too: somebody may use them without saying so, and one that has expired
 * may still decrypt.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_cleanup_options_unassigned(cw_cleanup_options *options,
                                        cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param cleanup_options  NULL, or one that nobody uses any more
 */
void cw_cleanup_options_free(cw_cleanup_options *cleanup_options);

/**
 * The certificates that could go, as cw_unneeded_is_over says: none that is required, none that is trusted or a chain may need (those
 * in TrustedRoot, TrustedPeople and Intermediate) before it has expired, and none that the journal says was assigned while no
 * assignment of it is known. Nothing is removed: cw_store_delete_all does that.
 *
 * @param store  the store
 * @param options  how, or NULL for the defaults; they are not kept
 * @param out  the certificates; the caller frees them with cw_leftovers_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_leftovers(const cw_store *store,
                             const cw_cleanup_options *options,
                             cw_leftovers **out,
                             cw_error **error);

/**
 * How many there are.
 *
 * @param leftovers  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_leftovers_count(const cw_leftovers *leftovers, size_t *out, cw_error **error);

/**
 * One of them.
 *
 * @param leftovers  what is looked at
 * @param index  counted from 0
 * @param out  valid until they are freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_leftovers_at(const cw_leftovers *leftovers, size_t index, const cw_unneeded **out, cw_error **error);

/**
 * Frees what could go. NULL does nothing.
 *
 * @param leftovers  NULL, or one that nobody uses any more
 */
void cw_leftovers_free(cw_leftovers *leftovers);

/**
 * Deletes several certificates in one transaction: all, or none where one of them is required. One that issued another is deleted
 * behind it. There is no way back.
 *
 * @param store  the store
 * @param thumbprints, thumbprints_count  which, SHA-1 or SHA-256 in hex, as they were pasted; not kept
 * @param out  what it came to, in the same order; the caller frees it with cw_deletions_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_delete
 */
cw_status cw_store_delete_all(const cw_store *store,
                              const cw_str *thumbprints,
                              size_t thumbprints_count,
                              cw_deletions **out,
                              cw_error **error);

/**
 * How many there are.
 *
 * @param deletions  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_deletions_count(const cw_deletions *deletions, size_t *out, cw_error **error);

/**
 * What one of them came to.
 *
 * @param deletions  what is looked at
 * @param index  counted from 0, in the order in which they were asked for
 * @param out_key_deleted  whether the private key is gone too
 * @param out_key_shared  whether the private key stayed, because another certificate here shares it
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_deletions_at(const cw_deletions *deletions,
                          size_t index,
                          bool *out_key_deleted,
                          bool *out_key_shared,
                          cw_error **error);

/**
 * Frees what deletions came to. NULL does nothing.
 *
 * @param deletions  NULL, or one that nobody uses any more
 */
void cw_deletions_free(cw_deletions *deletions);

/**
 * Reads one list in DER, of at most 100 MiB; nothing may follow it.
 *
 * @param der, der_len  the octets
 * @param out  the list; the caller frees it with cw_crl_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_DAMAGED if it is not a list; CW_STATUS_TOO_LARGE
 */
cw_status cw_crl_from_der(const uint8_t *der, size_t der_len, cw_crl **out, cw_error **error);

/**
 * Reads every list of a PEM text, or one in DER.
 *
 * @param data, data_len  the octets
 * @param out  the lists; the caller frees them with cw_crls_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNKNOWN_FORMAT if there is none in it; CW_STATUS_DAMAGED, CW_STATUS_TOO_LARGE
 */
cw_status cw_crls_read(const uint8_t *data, size_t data_len, cw_crls **out, cw_error **error);

/**
 * The lists that a store keeps, in the order in which they came: of each issuer and scope the newest. An import takes them in.
 *
 * @param store  the store
 * @param out  the lists; the caller frees them with cw_crls_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
 */
cw_status cw_store_crls(const cw_store *store,
                        cw_crls **out,
                        cw_error **error);

/**
 * Takes a list out of a store.
 *
 * @param store  the store
 * @param sha256, sha256_len  SHA-256 of its DER in hex; not kept
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_STORE_LOCKED, CW_STATUS_BUSY, CW_STATUS_INVALID_THUMBPRINT
 */
cw_status cw_store_remove_crl(const cw_store *store, const char *sha256, size_t sha256_len, cw_error **error);

/**
 * How many there are.
 *
 * @param crls  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_crls_count(const cw_crls *crls, size_t *out, cw_error **error);

/**
 * One of them, in the order of the file.
 *
 * @param crls  what is looked at
 * @param index  counted from 0
 * @param out  valid until they are freed, and never freed itself; cw_crl_clone gives one that lives on
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_crls_at(const cw_crls *crls, size_t index, const cw_crl **out, cw_error **error);

/**
 * Frees lists. NULL does nothing.
 *
 * @param crls  NULL, or some that nobody uses any more
 */
void cw_crls_free(cw_crls *crls);

/**
 * Whose list it is.
 *
 * @param crl  what is looked at
 * @param out  valid until the list is freed, and never freed itself; cw_name_clone gives one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_crl_issuer(const cw_crl *crl, const cw_name **out, cw_error **error);

/**
 * Its DER, octet for octet as it was read.
 *
 * @param crl  what is looked at
 * @param out  valid until the list is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_crl_der(const cw_crl *crl, cw_octets *out, cw_error **error);

/**
 * SHA-256 of its DER in upper-case hex.
 *
 * @param crl  what is looked at
 * @param out  valid until the list is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_crl_sha256(const cw_crl *crl, cw_str *out, cw_error **error);

/**
 * When it came into the store.
 *
 * @param crl  what is looked at
 * @param out  the time; INT64_MIN if it is of no store
 * @param error  NULL, or where an error goes
 */
cw_status cw_crl_added(const cw_crl *crl, int64_t *out, cw_error **error);

/**
 * When it was made.
 *
 * @param crl  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_crl_this_update(const cw_crl *crl, int64_t *out, cw_error **error);

/**
 * When the next one is due at the latest.
 *
 * @param crl  what is looked at
 * @param out  the time; INT64_MIN if it does not say
 * @param error  NULL, or where an error goes
 */
cw_status cw_crl_next_update(const cw_crl *crl, int64_t *out, cw_error **error);

/**
 * Another handle of the same list, which lives on when this one is freed. Nothing is copied.
 *
 * @param crl  what is looked at
 * @param out  the handle; the caller frees it with cw_crl_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_crl_clone(const cw_crl *crl, cw_crl **out, cw_error **error);

/**
 * Frees a list; not one of several. NULL does nothing.
 *
 * @param crl  NULL, or one that nobody uses any more
 */
void cw_crl_free(cw_crl *crl);

/**
 * Every decision of a store, those that have ended included.
 *
 * @param store  the store
 * @param out  the decisions; the caller frees them with cw_trust_decisions_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
 */
cw_status cw_store_trust_decisions(const cw_store *store, cw_trust_decisions **out, cw_error **error);

/**
 * How many there are.
 *
 * @param decisions  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decisions_count(const cw_trust_decisions *decisions, size_t *out, cw_error **error);

/**
 * One of them.
 *
 * @param decisions  what is looked at
 * @param index  counted from 0
 * @param out  valid until they are freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_trust_decisions_at(const cw_trust_decisions *decisions,
                                size_t index,
                                const cw_trust_decision **out,
                                cw_error **error);

/**
 * Frees decisions. NULL does nothing.
 *
 * @param decisions  NULL, or some that nobody uses any more
 */
void cw_trust_decisions_free(cw_trust_decisions *decisions);

/**
 * Takes a decision away.
 *
 * @param store  the store
 * @param id  its number
 * @param out  what it was; the caller frees it with cw_trust_decision_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_STORE_LOCKED, CW_STATUS_BUSY; CW_STATUS_TAMPERED for one that was altered, which is taken
 *     away as well
 */
cw_status cw_store_remove_trust_decision(const cw_store *store,
                                         uint64_t id,
                                         cw_trust_decision **out,
                                         cw_error **error);

/**
 * Its number in the store, which is never used again.
 *
 * @param decision  what is looked at
 * @param out  the number
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_id(const cw_trust_decision *decision, uint64_t *out, cw_error **error);

/**
 * The server's name in lower case, in A-labels, or its address.
 *
 * @param decision  what is looked at
 * @param out  valid until the decision is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_host(const cw_trust_decision *decision, cw_str *out, cw_error **error);

/**
 * The server's port.
 *
 * @param decision  what is looked at
 * @param out  the port
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_port(const cw_trust_decision *decision, uint32_t *out, cw_error **error);

/**
 * What of the certificate is trusted.
 *
 * @param decision  what is looked at
 * @param out  one of CW_PIN_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_pin(const cw_trust_decision *decision, uint32_t *out, cw_error **error);

/**
 * The certificate that whoever decided was shown; the CA's for CW_PIN_CA.
 *
 * @param decision  what is looked at
 * @param out  valid until the decision is freed, and never freed itself; cw_certificate_clone gives one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_certificate(const cw_trust_decision *decision,
                                        const cw_certificate **out,
                                        cw_error **error);

/**
 * SHA-256 of the certificate's SubjectPublicKeyInfo in upper-case hex: what RFC 7469 pins.
 *
 * @param decision  what is looked at
 * @param out  valid until the decision is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_key_sha256(const cw_trust_decision *decision, cw_str *out, cw_error **error);

/**
 * Who decided.
 *
 * @param decision  what is looked at
 * @param out  valid until the decision is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_by(const cw_trust_decision *decision, cw_str *out, cw_error **error);

/**
 * Why.
 *
 * @param decision  what is looked at
 * @param out  valid until the decision is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_why(const cw_trust_decision *decision, cw_str *out, cw_error **error);

/**
 * Since when.
 *
 * @param decision  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_since(const cw_trust_decision *decision, int64_t *out, cw_error **error);

/**
 * Until when.
 *
 * @param decision  what is looked at
 * @param out  the time, at which it still holds; INT64_MIN if it holds until it is removed
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_decision_until(const cw_trust_decision *decision, int64_t *out, cw_error **error);

/**
 * Whether it holds at a time.
 *
 * @param decision  what is looked at
 * @param at  the time
 * @param out  true or false
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a time beyond the years -9999 to 9999
 */
cw_status cw_trust_decision_holds_at(const cw_trust_decision *decision, int64_t at, bool *out, cw_error **error);

/**
 * Frees a decision; not one of several, and not one that a verdict rests on. NULL does nothing.
 *
 * @param decision  NULL, or one that nobody uses any more
 */
void cw_trust_decision_free(cw_trust_decision *decision);

/**
 * Sets a callback that is told what happens in the store that is no error and that an administrator would want in a log. It is
 * told on the thread of the call that brought it about, or of another one at that time, several threads at once; then the call is
 * done and holds no lock, so the callback may use the store. What its own calls bring about is not told. It must not leave by
 * longjmp or an exception.
 *
 * @param options  the options
 * @param tell  is told the level, one of CW_DIAGNOSTIC_; a code, which is one of "altered-row", "deleted-remains", "forked",
 *     "group-altered", "journal-strays", "key-file-beside", "key-replaced", "key-rotated", "newer-additions",
 *     "other-installation", "protector-altered", "protector-failed", "unlock-failed", "waited", "watch-behind", or of a later
 *     version; and a line of text without secrets. Both are valid during that call only. NULL tells nobody
 * @param user  handed to the callback; whoever sets it keeps it valid until `free_user` is called
 * @param free_user  NULL, or what is called once with `user` when nothing can be told any more: these options are freed or have
 *     another callback, and every store opened with them is closed, with all that was read from it. Also if this call fails
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_diagnostics(cw_open_options *options,
                                      void (*tell)(void *user, uint32_t level, cw_str code, cw_str message),
                                      void *user,
                                      void (*free_user)(void *user),
                                      cw_error **error);

/**
 * The endpoint of this name. Reads nothing.
 *
 * @param store  the store
 * @param name, name_len  1 to 64 letters a to z, digits, "-", "_" and ".", the first a letter or a digit; "api" is the usual one
 * @param out  the endpoint; the caller frees it with cw_endpoint_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another name
 */
cw_status cw_store_endpoint(const cw_store *store,
                            const char *name,
                            size_t name_len,
                            cw_endpoint **out,
                            cw_error **error);

/**
 * Sets the subject of the certificates that the endpoint makes by itself. It is read when one is to be made, and when HTTPS is
 * set: what cannot be a subject is CW_STATUS_INVALID_SUBJECT then.
 *
 * @param endpoint  the endpoint
 * @param subject, subject_len  a plain name ("Integration API"), or a string of RFC 4514 ("CN=a, O=b"); copied; the host's first
 *     name unless set
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_subject(cw_endpoint *endpoint,
                              const char *subject,
                              size_t subject_len,
                              cw_error **error);

/**
 * Sets the host: its names and addresses come into the certificates that the endpoint makes by itself, and those of other
 * certificates are compared with them.
 *
 * @param endpoint  the endpoint
 * @param host  the host; copied; the one that this runs on unless set
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_host(cw_endpoint *endpoint,
                           const cw_host *host,
                           cw_error **error);

/**
 * From then on its changes are verified and told, and not made: refusals are those of the change itself. A certificate that would be
 * made, or come from a file, is NULL in what is told. Who asks for one that is yet to be made gets CW_STATUS_INVALID_ARGUMENT.
 *
 * @param endpoint  the endpoint
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_dry_run(cw_endpoint *endpoint,
                              cw_error **error);

/**
 * Its name.
 *
 * @param endpoint  what is looked at
 * @param out  valid until the endpoint is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_name(const cw_endpoint *endpoint, cw_str *out, cw_error **error);

/**
 * Its settings, its certificate, and what is to be known of that: that it has expired, lacks a name of the host, or is no longer in
 * the store, where it is NULL. Before any were set: HTTPS on port 9699 with a certificate yet to be made. Changes nothing.
 *
 * @param endpoint  what is looked at
 * @param out  the settings; the caller frees them with cw_endpoint_change_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for settings that were altered, which cw_endpoint_reset takes away
 */
cw_status cw_endpoint_status(const cw_endpoint *endpoint,
                             cw_endpoint_change **out,
                             cw_error **error);

/**
 * Switches it off. Its certificate and port are kept.
 *
 * @param endpoint  the endpoint
 * @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_endpoint_disable(const cw_endpoint *endpoint, cw_endpoint_change **out, cw_error **error);

/**
 * Sets it to HTTP without TLS, which is for a network whose every part is trusted; a warning says so. Its certificate is kept.
 *
 * @param endpoint  the endpoint
 * @param port  its port; 0 keeps the one that is
 * @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a port above 65535; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_endpoint_http(const cw_endpoint *endpoint,
                           uint32_t port,
                           cw_endpoint_change **out,
                           cw_error **error);

/**
 * Sets it to HTTPS with the certificate that it has; with one that it makes by itself if it has none.
 *
 * @param endpoint  the endpoint
 * @param port  its port; 0 keeps the one that is
 * @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNFIT_CERTIFICATE, CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_NOT_FOUND of a certificate that was given, where it is gone, too;
 *     CW_STATUS_INVALID_ARGUMENT for a port above 65535; CW_STATUS_INVALID_SUBJECT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_endpoint_https(const cw_endpoint *endpoint,
                            uint32_t port,
                            cw_endpoint_change **out,
                            cw_error **error);

/**
 * Sets it to HTTPS with a certificate that it makes by itself, for 5 years, and makes anew when that has expired. The one that it has
 * or had is taken where that is valid and what would be made, by subject, names, addresses and kind of key; else another one is made.
 *
 * @param endpoint  the endpoint
 * @param port  its port; 0 keeps the one that is
 * @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a port above 65535; CW_STATUS_INVALID_SUBJECT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_endpoint_https_generated(const cw_endpoint *endpoint,
                                      uint32_t port,
                                      cw_endpoint_change **out,
                                      cw_error **error);

/**
 * Sets it to HTTPS with a certificate of the store. It is refused if its private key is not in the store or does not fit, if it is
 * not valid now, if it is not for servers, or if its key is RSA below 2048 bits. Whether clients trust it is not looked at.
 *
 * @param endpoint  the endpoint
 * @param port  its port; 0 keeps the one that is
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted
 * @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNFIT_CERTIFICATE with every reason in the message; CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_NOT_FOUND,
 *     CW_STATUS_AMBIGUOUS, CW_STATUS_INVALID_THUMBPRINT; CW_STATUS_INVALID_ARGUMENT for a port above 65535;
 *     CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_endpoint_https_stored(const cw_endpoint *endpoint,
                                   uint32_t port,
                                   const char *thumbprint,
                                   size_t thumbprint_len,
                                   cw_endpoint_change **out,
                                   cw_error **error);

/**
 * Sets it to HTTPS with a self-signed certificate, which is made as described and comes into Personal; one that is there already
 * and is as described is taken.
 *
 * @param endpoint  the endpoint
 * @param port  its port; 0 keeps the one that is
 * @param wanted  what is to be made; it is not consumed
 * @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNFIT_CERTIFICATE for one that is not for servers, and what cw_store_create_self_signed says;
 *     CW_STATUS_INVALID_ARGUMENT for a port above 65535; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_endpoint_https_self_signed(const cw_endpoint *endpoint,
                                        uint32_t port,
                                        const cw_self_signed *wanted,
                                        cw_endpoint_change **out,
                                        cw_error **error);

/**
 * Sets it to HTTPS with the certificate of a server in a file, which comes into the store; where the file has no key, the store has
 * it. It is refused as by cw_endpoint_https_stored, before anything comes into the store.
 *
 * @param endpoint  the endpoint
 * @param port  its port; 0 keeps the one that is
 * @param data, data_len  what is in the file
 * @param password, password_len  its password; NULL is none
 * @param name, name_len  the named store that the certificate comes into, if it is not in the store yet; NULL for Personal;
 *     not TrustedRoot or TrustedPeople, into which no key is put
 * @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNFIT_CERTIFICATE with every reason in the message; CW_STATUS_NO_PRIVATE_KEY; CW_STATUS_AMBIGUOUS where it holds
 *     several that could be meant; CW_STATUS_UNKNOWN_FORMAT where it holds none; what cw_store_import says;
 *     CW_STATUS_INVALID_ARGUMENT for such a named store or a port above 65535; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_endpoint_https_file(const cw_endpoint *endpoint,
                                 uint32_t port,
                                 const uint8_t *data,
                                 size_t data_len,
                                 const char *password,
                                 size_t password_len,
                                 const char *name,
                                 size_t name_len,
                                 cw_endpoint_change **out,
                                 cw_error **error);

/**
 * Makes it what it was before anything was set; its certificate stays in the store. Settings that were altered are taken away, too.
 *
 * @param endpoint  the endpoint
 * @param out  the settings as they are then; the caller frees them with cw_endpoint_change_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED
 */
cw_status cw_endpoint_reset(const cw_endpoint *endpoint,
                            cw_endpoint_change **out,
                            cw_error **error);

/**
 * Its certificate, as the store holds it. One that the endpoint makes by itself is made where there is none, and made anew where it
 * has expired or is not valid yet; exactly one, however many processes ask at once.
 *
 * @param endpoint  the endpoint
 * @param out  the entry; the caller frees it with cw_entry_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_ENDPOINT_STATE where it is not HTTPS; CW_STATUS_NOT_FOUND where its certificate was given and is no longer in
 *     the store; CW_STATUS_INVALID_ARGUMENT in a dry run where it is yet to be made; CW_STATUS_INVALID_SUBJECT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_endpoint_certificate(const cw_endpoint *endpoint,
                                  cw_entry **out,
                                  cw_error **error);

/**
 * What it serves with: certificate, key and chain. A certificate that was given and has expired is served all the same, because
 * clients then say so; cw_endpoint_status says it, too. A server that runs on asks cw_live_identity_get instead.
 *
 * @param endpoint  the endpoint
 * @param out  the identity; the caller frees it with cw_identity_free
 * @param error  NULL, or where an error goes
 * @return as cw_endpoint_certificate; CW_STATUS_NO_PRIVATE_KEY
 */
cw_status cw_endpoint_identity(const cw_endpoint *endpoint,
                               cw_identity **out,
                               cw_error **error);

/**
 * Frees an endpoint; its settings stay in the store. NULL does nothing.
 *
 * @param endpoint  NULL, or one that nobody uses any more
 */
void cw_endpoint_free(cw_endpoint *endpoint);

/**
 * Connects to an endpoint and compares what is served with what should be: the certificate and its chain, its names and dates,
 * versions of TLS; whether the former certificate is still served; and where it is off or HTTP, that no TLS is. That one is off is
 * proved by a connection that is refused; where none comes about for another reason, that is a finding. Up to three connections are
 * made. Nothing is changed: a certificate that is yet to be made is not. Whether clients trust the certificate is
 * not looked at; cw_store_verify_server says that.
 *
 * @param endpoint  the endpoint
 * @param server, server_len  where it is looked for, as for cw_probe; NULL for "localhost" and the endpoint's port
 * @param timeout_milliseconds  how long each connection may take; 0 for 10 seconds
 * @param out  what was found, also where nothing answers; the caller frees it with cw_endpoint_checked_free
 * @param error  NULL, or where an error goes
 * @return as cw_endpoint_status; CW_STATUS_INVALID_ARGUMENT for what is no server
 */
cw_status cw_endpoint_check(const cw_endpoint *endpoint,
                            const char *server,
                            size_t server_len,
                            uint64_t timeout_milliseconds,
                            cw_endpoint_checked **out,
                            cw_error **error);

/**
 * Whether all is as it should be: there is no finding.
 *
 * @param checked  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_checked_ok(const cw_endpoint_checked *checked, bool *out, cw_error **error);

/**
 * The endpoint's settings.
 *
 * @param checked  what is looked at
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_checked_settings(const cw_endpoint_checked *checked,
                                       const cw_endpoint_settings **out,
                                       cw_error **error);

/**
 * The certificate that should be served.
 *
 * @param checked  what is looked at
 * @param out  valid until it is freed, and never freed itself; NULL where none should be, or none was made yet
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_checked_expected(const cw_endpoint_checked *checked, const cw_entry **out, cw_error **error);

/**
 * Where it was looked, such as "localhost:9699".
 *
 * @param checked  what is looked at
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_checked_server(const cw_endpoint_checked *checked, cw_str *out, cw_error **error);

/**
 * What is served.
 *
 * @param checked  what is looked at
 * @param out  valid until it is freed, and never freed itself; NULL if nothing is
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_checked_served(const cw_endpoint_checked *checked, const cw_probed **out, cw_error **error);

/**
 * How many versions of TLS are spoken there, of 1.2 and 1.3.
 *
 * @param checked  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_checked_protocol_count(const cw_endpoint_checked *checked, size_t *out, cw_error **error);

/**
 * One of the versions of TLS: "TLSv1.2" or "TLSv1.3".
 *
 * @param checked  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_endpoint_checked_protocol_at(const cw_endpoint_checked *checked,
                                          size_t index,
                                          cw_str *out,
                                          cw_error **error);

/**
 * How many things are not as they should be.
 *
 * @param checked  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_checked_finding_count(const cw_endpoint_checked *checked, size_t *out, cw_error **error);

/**
 * One of the things that are not as they should be.
 *
 * @param checked  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_endpoint_checked_finding_at(const cw_endpoint_checked *checked,
                                         size_t index,
                                         const cw_finding **out,
                                         cw_error **error);

/**
 * What it is, for programs: "not_served", "served_although_off", "served_although_http", "other_certificate",
 * "former_certificate", "chain_differs", "expired", "not_yet_valid", "names", "unreachable".
 *
 * @param finding  what is looked at
 * @param out  valid as long as the finding is
 * @param error  NULL, or where an error goes
 */
cw_status cw_finding_code(const cw_finding *finding, cw_str *out, cw_error **error);

/**
 * What it is, for people: one sentence.
 *
 * @param finding  what is looked at
 * @param out  valid as long as the finding is
 * @param error  NULL, or where an error goes
 */
cw_status cw_finding_message(const cw_finding *finding, cw_str *out, cw_error **error);

/**
 * How many things there are to be known.
 *
 * @param checked  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_checked_note_count(const cw_endpoint_checked *checked, size_t *out, cw_error **error);

/**
 * One of the things to be known, such as the days that are left.
 *
 * @param checked  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_endpoint_checked_note_at(const cw_endpoint_checked *checked, size_t index, cw_str *out, cw_error **error);

/**
 * Frees what a look came to. NULL does nothing.
 *
 * @param checked  NULL, or one that nobody uses any more
 */
void cw_endpoint_checked_free(cw_endpoint_checked *checked);

/**
 * The settings of every endpoint that were ever set, by name.
 *
 * @param store  the store
 * @param out  the settings; the caller frees them with cw_endpoints_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for some that were altered
 */
cw_status cw_store_endpoints(const cw_store *store, cw_endpoints **out, cw_error **error);

/**
 * How many there are.
 *
 * @param endpoints  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoints_count(const cw_endpoints *endpoints, size_t *out, cw_error **error);

/**
 * Those of one.
 *
 * @param endpoints  what is looked at
 * @param index  counted from 0
 * @param out  valid until they are freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_endpoints_at(const cw_endpoints *endpoints,
                          size_t index,
                          const cw_endpoint_settings **out,
                          cw_error **error);

/**
 * Frees the settings of endpoints. NULL does nothing.
 *
 * @param endpoints  NULL, or some that nobody uses any more
 */
void cw_endpoints_free(cw_endpoints *endpoints);

/**
 * The endpoint's name.
 *
 * @param settings  what is looked at
 * @param out  valid as long as the settings are
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_settings_name(const cw_endpoint_settings *settings, cw_str *out, cw_error **error);

/**
 * Off, HTTP or HTTPS.
 *
 * @param settings  what is looked at
 * @param out  one of CW_ENDPOINT_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_settings_state(const cw_endpoint_settings *settings, uint32_t *out, cw_error **error);

/**
 * Its port.
 *
 * @param settings  what is looked at
 * @param out  the port
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_settings_port(const cw_endpoint_settings *settings, uint32_t *out, cw_error **error);

/**
 * SHA-256 of its certificate, which it keeps where it is off or HTTP.
 *
 * @param settings  what is looked at
 * @param out  in hex; valid as long as the settings are; none before one is wanted
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_settings_sha256(const cw_endpoint_settings *settings, cw_str *out, cw_error **error);

/**
 * Whether its certificate is one that the endpoint makes by itself, and makes anew when it has expired.
 *
 * @param settings  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_settings_generated(const cw_endpoint_settings *settings, bool *out, cw_error **error);

/**
 * The settings as they are then.
 *
 * @param change  what is looked at
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_change_settings(const cw_endpoint_change *change,
                                      const cw_endpoint_settings **out,
                                      cw_error **error);

/**
 * Whether anything is other than before.
 *
 * @param change  what is looked at
 * @param out  true or false; false for what cw_endpoint_status gave
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_change_changed(const cw_endpoint_change *change, bool *out, cw_error **error);

/**
 * The certificate.
 *
 * @param change  what is looked at
 * @param out  valid until it is freed, and never freed itself; NULL where the endpoint has none
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_change_certificate(const cw_endpoint_change *change, const cw_entry **out, cw_error **error);

/**
 * How many things there are to be known.
 *
 * @param change  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_endpoint_change_warning_count(const cw_endpoint_change *change, size_t *out, cw_error **error);

/**
 * One of the things to be known: that HTTP protects nothing, that the certificate has expired or is about to, that it is for none of
 * the host's names, that browsers refuse its key.
 *
 * @param change  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_endpoint_change_warning_at(const cw_endpoint_change *change,
                                        size_t index,
                                        cw_str *out,
                                        cw_error **error);

/**
 * Frees what a change came to; the endpoint is not changed by that. NULL does nothing.
 *
 * @param change  NULL, or one that nobody uses any more
 */
void cw_endpoint_change_free(cw_endpoint_change *change);

/**
 * Options with which all named stores are looked in, and archived certificates are left out.
 *
 * @param out  the options; the caller frees them with cw_get_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_get_options_new(cw_get_options **out, cw_error **error);

/**
 * Looks in one named store only.
 *
 * @param options  the options
 * @param name, name_len  its name in any case: "Personal", "TrustedRoot", "Intermediate", "TrustedPeople", Windows'
 *     names for these, or one of your own; copied; NULL looks everywhere
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
 */
cw_status cw_get_options_store(cw_get_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Gives archived certificates too.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_get_options_archived(cw_get_options *options, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param get_options  NULL, or one that nobody uses any more
 */
void cw_get_options_free(cw_get_options *get_options);

/**
 * The certificate with this thumbprint.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  the entry; the caller frees it with cw_entry_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND with what comes near in the message; CW_STATUS_AMBIGUOUS if two have the same SHA-1;
 *     CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_UNKNOWN_STORE_NAME; CW_STATUS_TAMPERED for one that was altered without
 *     the store's key
 */
cw_status cw_store_get(const cw_store *store,
                       const char *thumbprint,
                       size_t thumbprint_len,
                       const cw_get_options *options,
                       cw_entry **out,
                       cw_error **error);

/**
 * The certificate. It belongs to the entry and is valid until that is freed.
 *
 * @param entry  what is looked at
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 */
cw_status cw_entry_certificate(const cw_entry *entry, const cw_certificate **out, cw_error **error);

/**
 * The name for people; none if it has none. Valid until the entry is freed.
 *
 * @param entry  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_entry_friendly_name(const cw_entry *entry, cw_str *out, cw_error **error);

/**
 * How many tags it has.
 *
 * @param entry  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_entry_tag_count(const cw_entry *entry, size_t *out, cw_error **error);

/**
 * One of its tags, counted from 0. Valid until the entry is freed.
 *
 * @param entry  what is looked at
 * @param index  counted from 0
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_entry_tag_at(const cw_entry *entry, size_t index, cw_str *out, cw_error **error);

/**
 * How many named stores it is in.
 *
 * @param entry  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_entry_store_count(const cw_entry *entry, size_t *out, cw_error **error);

/**
 * The name of one of them, counted from 0. Valid until the entry is freed.
 *
 * @param entry  what is looked at
 * @param index  counted from 0
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_entry_store_at(const cw_entry *entry, size_t index, cw_str *out, cw_error **error);

/**
 * Whether it was archived.
 *
 * @param entry  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_entry_archived(const cw_entry *entry, bool *out, cw_error **error);

/**
 * Whether the store holds its private key.
 *
 * @param entry  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_entry_has_private_key(const cw_entry *entry, bool *out, cw_error **error);

/**
 * When it came into the store.
 *
 * @param entry  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_entry_added(const cw_entry *entry, int64_t *out, cw_error **error);

/**
 * The certificate, its private key, and the chain as far as the store has it.
 *
 * @param entry  the entry
 * @param out  the identity; the caller frees it with cw_identity_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED if the sealed key does not open
 */
cw_status cw_entry_identity(const cw_entry *entry, cw_identity **out, cw_error **error);

/**
 * The certificates above it that the store has, nearest first, without a self-signed one. None of them is thereby
 * trusted.
 *
 * @param entry  the entry
 * @param out  the certificates; the caller frees them with cw_chain_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_entry_chain(const cw_entry *entry, cw_chain **out, cw_error **error);

/**
 * Why the store must keep it, at the time of the call: it is assigned, retained or used by an endpoint, or issued what is valid and
 * here. Whether it is archived does not matter.
 *
 * @param entry  the entry
 * @param out  at most eight reasons, for people; none where it is not required; the caller frees them with cw_texts_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_entry_required(const cw_entry *entry,
                            cw_texts **out,
                            cw_error **error);

/**
 * Another handle of the same entry, for a part of the program that frees its own. Nothing is read anew.
 *
 * @param entry  the entry
 * @param out  the handle; the caller frees it with cw_entry_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_entry_clone(const cw_entry *entry, cw_entry **out, cw_error **error);

/**
 * Frees an entry. NULL does nothing.
 *
 * @param entry  NULL, or one that nobody uses any more
 */
void cw_entry_free(cw_entry *entry);

/**
 * How many certificates a chain has.
 *
 * @param chain  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_chain_count(const cw_chain *chain, size_t *out, cw_error **error);

/**
 * One of them, counted from 0, nearest first. It belongs to the chain and is valid until that is freed.
 *
 * @param chain  what is looked at
 * @param index  counted from 0
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_chain_at(const cw_chain *chain, size_t index, const cw_certificate **out, cw_error **error);

/**
 * Frees a chain. NULL does nothing.
 *
 * @param chain  NULL, or one that nobody uses any more
 */
void cw_chain_free(cw_chain *chain);

/**
 * The status of an error; CW_STATUS_OK of NULL.
 */
cw_status cw_error_status(const cw_error *error);

/**
 * What went wrong and what to do, in one line of English. Never a secret. Valid until the error is freed; none of NULL.
 */
cw_str cw_error_message(const cw_error *error);

/**
 * The parts of the message as JSON, such as {"path":"certs.db"}, for programs that say it in a language of their own. Valid
 * until the error is freed; none of NULL.
 */
cw_str cw_error_details(const cw_error *error);

/**
 * Frees an error. NULL does nothing.
 */
void cw_error_free(cw_error *error);

/**
 * What has expired or will within this time, with what it is for.
 *
 * @param store  the store
 * @param seconds  how far ahead is looked
 * @param out  the report; the caller frees it with cw_expiry_report_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a time that is negative; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_expiry_report(const cw_store *store, int64_t seconds, cw_expiry_report **out, cw_error **error);

/**
 * When it was made.
 *
 * @param report  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiry_report_at(const cw_expiry_report *report, int64_t *out, cw_error **error);

/**
 * How far ahead it looks.
 *
 * @param report  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiry_report_until(const cw_expiry_report *report, int64_t *out, cw_error **error);

/**
 * Whether there are more than it holds.
 *
 * @param report  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiry_report_more(const cw_expiry_report *report, bool *out, cw_error **error);

/**
 * How many certificates it holds: at most 1,000 that are yet to end, and 1,000 that ended last.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiry_report_certificate_count(const cw_expiry_report *report, size_t *out, cw_error **error);

/**
 * One of the certificates that are not archived or are required, the first to end first.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_expiry_report_certificate_at(const cw_expiry_report *report,
                                          size_t index,
                                          const cw_expiring_certificate **out,
                                          cw_error **error);

/**
 * One HTML page with a picture: self-contained, without scripts, fit to be mailed.
 *
 * @param report  what is looked at
 * @param out  the text; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiry_report_to_html(const cw_expiry_report *report, cw_bytes *out, cw_error **error);

/**
 * Frees a report of what expires. NULL does nothing.
 *
 * @param report  NULL, or one that nobody uses any more
 */
void cw_expiry_report_free(cw_expiry_report *report);

/**
 * The certificate.
 *
 * @param expiring  what is looked at
 * @param out  valid until the report is freed, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiring_certificate_entry(const cw_expiring_certificate *expiring,
                                        const cw_entry **out,
                                        cw_error **error);

/**
 * Whole days until its end.
 *
 * @param expiring  what is looked at
 * @param out  how many; negative where that has passed
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiring_certificate_days_left(const cw_expiring_certificate *expiring, int64_t *out, cw_error **error);

/**
 * Whether its end matters: it has no role, or one for which it does.
 *
 * @param expiring  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiring_certificate_expiry_matters(const cw_expiring_certificate *expiring, bool *out, cw_error **error);

/**
 * Whether it is required.
 *
 * @param expiring  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiring_certificate_required(const cw_expiring_certificate *expiring, bool *out, cw_error **error);

/**
 * How many assignments it has that hold.
 *
 * @param expiring  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_expiring_certificate_assignment_count(const cw_expiring_certificate *expiring,
                                                   size_t *out,
                                                   cw_error **error);

/**
 * One of the assignments: what it is for, current and retained.
 *
 * @param expiring  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_expiring_certificate_assignment_at(const cw_expiring_certificate *expiring,
                                                size_t index,
                                                const cw_assignment **out,
                                                cw_error **error);

/**
 * Tells in the journal of every certificate that ends within 30 days, and of every one that has ended: "near-expiry" and "expired",
 * once each. Those without a private key here are not told of, nor are archived ones that no role needs. cw_store_preflight,
 * cw_store_overview, cw_store_expiry_report and a watch do this by themselves.
 *
 * @param store  the store
 * @param out  how many lines were written; none by a store that is locked
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_IO, CW_STATUS_BUSY
 */
cw_status cw_store_tell_expiries(const cw_store *store,
                                 size_t *out,
                                 cw_error **error);

/**
 * How many statuses there are: their numbers go from 1 to this one, and 0 is CW_STATUS_OK, of which there is nothing to explain.
 *
 * @return how many
 */
uint32_t cw_status_count(void);

/**
 * The name of a status in JSON and in other languages, such as "not_found".
 *
 * @param number  the status
 * @param out  the name; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there is none of this number
 */
cw_status cw_status_code(uint32_t number, cw_bytes *out, cw_error **error);

/**
 * One line that says what a status means.
 *
 * @param number  the status
 * @param out  the line; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there is none of this number
 */
cw_status cw_status_meaning(uint32_t number, cw_bytes *out, cw_error **error);

/**
 * A sentence or two on what usually brings a status about.
 *
 * @param number  the status
 * @param out  the sentences; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there is none of this number
 */
cw_status cw_status_cause(uint32_t number, cw_bytes *out, cw_error **error);

/**
 * A sentence or two on what to do, with the command where there is one.
 *
 * @param number  the status
 * @param out  the sentences; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there is none of this number
 */
cw_status cw_status_cure(uint32_t number, cw_bytes *out, cw_error **error);

/**
 * The status that a number in text or a code such as "not_found" stands for, in either case and with dashes or underscores.
 *
 * @param text, text_len  the number or the code
 * @param out  the number
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT, with the codes that come nearest
 */
cw_status cw_status_parse(const char *text,
                          size_t text_len,
                          uint32_t *out,
                          cw_error **error);

/**
 * Options for a PFX without keys; it lacks a password yet.
 *
 * @param out  the options; the caller frees them with cw_export_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_export_options_new(cw_export_options **out, cw_error **error);

/**
 * Sets the kind of file.
 *
 * @param options  the options
 * @param format  one of CW_EXPORT_; CW_EXPORT_PFX unless said
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_export_options_format(cw_export_options *options, uint32_t format, cw_error **error);

/**
 * Lets private keys and chains go along.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_export_options_with_key(cw_export_options *options, cw_error **error);

/**
 * Sets the password of a PFX, or of the keys in PEM.
 *
 * @param options  the options
 * @param password, password_len  the password, never empty; copied, and the copy is wiped; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_export_options_password(cw_export_options *options,
                                     const char *password,
                                     size_t password_len,
                                     cw_error **error);

/**
 * Says who has to open a PFX, which decides how it is encrypted.
 *
 * @param options  the options
 * @param name, name_len  such as "default", "windows-server-2016", "java8", "dotnet9"; not kept
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another name; the message has them all
 */
cw_status cw_export_options_reader(cw_export_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Sets the iterations of each of the two key derivations of a PFX.
 *
 * @param options  the options
 * @param count  1,000 to 5,000,000, for readers with 3DES less the more bags there are; others are refused when a file is made; 0 for what the loader of .NET 9 still
 *     opens
 * @param error  NULL, or where an error goes
 */
cw_status cw_export_options_iterations(cw_export_options *options,
                                       uint32_t count,
                                       cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param export_options  NULL, or one that nobody uses any more
 */
void cw_export_options_free(cw_export_options *export_options);

/**
 * Makes a file that holds certificates. With keys it is sealed by the password, or secret in PEM without one, and the
 * journal names each key that left.
 *
 * @param store  the store
 * @param thumbprints, thumbprints_count  of each certificate SHA-1 or SHA-256 in hex, as it was pasted; at least one;
 *     not kept
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  the file; the caller frees it with cw_bytes_free, which wipes it
 * @param out_notes  NULL, or where a list goes of what is to be known of the file, such as that a common program will
 *     not open it; the caller frees it with cw_texts_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_STORE_LOCKED;
 *     CW_STATUS_PASSWORD_REQUIRED for a PFX without a password; CW_STATUS_UNSUPPORTED for a key that the reader cannot
 *     use; CW_STATUS_INVALID_ARGUMENT for none, for more than one certificate in DER, or a key in DER or PKCS#7
 */
cw_status cw_store_export(const cw_store *store,
                          const cw_str *thumbprints,
                          size_t thumbprints_count,
                          const cw_export_options *options,
                          cw_bytes *out,
                          cw_texts **out_notes,
                          cw_error **error);

/**
 * Reads the octets of a file: a PFX (PKCS#12), PKCS#7, PEM, one certificate or private key in DER, or base64 of these. The kind
 * is told by the content alone; every bag and every block is in the report, taken or with the reason why not. Nothing is
 * verified.
 *
 * @param data, data_len  the octets of the file
 * @param options  NULL for the defaults; looked at, but by one thread at a time
 * @param out  the report; the caller frees it with cw_import_report_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNKNOWN_FORMAT, with what it is instead; CW_STATUS_TOO_LARGE above 64 MiB; CW_STATUS_PASSWORD_REQUIRED,
 * CW_STATUS_WRONG_PASSWORD, also for damage where the two cannot be told apart; CW_STATUS_DAMAGED, CW_STATUS_UNSUPPORTED,
 * CW_STATUS_WORK_LIMIT, CW_STATUS_UNAUTHENTICATED, CW_STATUS_LEGACY_ALGORITHM, CW_STATUS_MALFORMED_CERTIFICATE,
 * CW_STATUS_MALFORMED_KEY; CW_STATUS_CANCELLED
 */
cw_status cw_read_file(const uint8_t *data,
                       size_t data_len,
                       const cw_read_options *options,
                       cw_import_report **out,
                       cw_error **error);

/**
 * Reads the octets of a PFX (PKCS#12), and of nothing else.
 *
 * @param data, data_len  the octets of the file
 * @param options  NULL for the defaults; looked at, but by one thread at a time
 * @param out  the report; the caller frees it with cw_import_report_free
 * @param error  NULL, or where an error goes
 * @return as cw_read_file, CW_STATUS_UNKNOWN_FORMAT also for PEM and DER
 */
cw_status cw_read_pkcs12(const uint8_t *data,
                         size_t data_len,
                         const cw_read_options *options,
                         cw_import_report **out,
                         cw_error **error);

/**
 * The octets of a regular file of at most 64 MiB.
 *
 * @param path, path_len  its path
 * @param out  the octets; the caller frees them with cw_bytes_free, which wipes them
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_TOO_LARGE; CW_STATUS_IO, also for a directory or a device
 */
cw_status cw_read_path(const char *path, size_t path_len, cw_bytes *out, cw_error **error);

/**
 * Writes a file whole or not at all: into a temporary file beside it, synced, then renamed.
 *
 * @param path, path_len  its path; a symbolic link is replaced itself
 * @param data, data_len  what is written
 * @param secrecy  CW_SECRECY_SECRET or CW_SECRECY_PUBLIC
 * @param replace  CW_REPLACE_NEVER or CW_REPLACE_EXISTING
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_ALREADY_EXISTS; CW_STATUS_NOT_FOUND if its folder is not there; CW_STATUS_IO; CW_STATUS_INVALID_ARGUMENT if the path
 * names no file
 */
cw_status cw_write_file(const char *path,
                        size_t path_len,
                        const uint8_t *data,
                        size_t data_len,
                        uint32_t secrecy,
                        uint32_t replace,
                        cw_error **error);

/**
 * The octets of a .p7b: signed data with these certificates, each once, and nothing signed. Their order is that of DER.
 *
 * @param certificates, count  handles of which none is NULL; at least one
 * @param out  the octets; the caller frees them with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT without a certificate
 */
cw_status cw_write_pkcs7(const cw_certificate *const *certificates, size_t count, cw_bytes *out, cw_error **error);

/**
 * Says what the octets of a file are, by the content alone, for far more kinds than are read. It reads no further than is needed
 * for that: whether it is whole, only cw_read_file says.
 *
 * @param data, data_len  the octets of the file
 * @param out  what it is; the caller frees it with cw_detected_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_detect(const uint8_t *data,
                    size_t data_len,
                    cw_detected **out,
                    cw_error **error);

/**
 * The kind in one word, such as "pkcs12", "certificate", "jks" or "zeros".
 *
 * @param detected  what is looked at
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_detected_kind(const cw_detected *detected, cw_str *out, cw_error **error);

/**
 * What tells it, such as "it is PEM with 2 blocks: a private key, a certificate".
 *
 * @param detected  what is looked at
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_detected_why(const cw_detected *detected, cw_str *out, cw_error **error);

/**
 * What makes it a file that can be read, such as a command in which FILE is its name.
 *
 * @param detected  what is looked at
 * @param out  valid until it is freed; none if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_detected_hint(const cw_detected *detected, cw_str *out, cw_error **error);

/**
 * Frees what a file is. NULL does nothing.
 *
 * @param detected  NULL, or one that nobody uses any more
 */
void cw_detected_free(cw_detected *detected);

/**
 * All that match. Changes made while they are read may or may not be seen.
 *
 * @param store  the store
 * @param query  what is looked for; NULL for all that are not archived; not kept
 * @param out  the iterator; the caller frees it with cw_find_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SUBJECT for a subject or issuer that cannot be read; CW_STATUS_UNKNOWN_STORE_NAME;
 *     CW_STATUS_STORE_LOCKED for a role or scope
 */
cw_status cw_store_find(const cw_store *store, const cw_query *query, cw_find **out, cw_error **error);

/**
 * The next one, or NULL behind the last. Of one that was altered this is an error, and the call after it goes on
 * behind that.
 *
 * @param find  the iterator
 * @param out  the entry, which the caller frees with cw_entry_free; NULL if there are no more
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_TAMPERED, CW_STATUS_DAMAGED, CW_STATUS_IO
 */
cw_status cw_find_next(cw_find *find, cw_entry **out, cw_error **error);

/**
 * Frees a search. NULL does nothing.
 *
 * @param find  NULL, or one that nobody uses any more
 */
void cw_find_free(cw_find *find);

/**
 * The one certificate that matches.
 *
 * @param store  the store
 * @param query  what is looked for; NULL for all that are not archived; not kept
 * @param out  the entry; the caller frees it with cw_entry_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_AMBIGUOUS with the candidates in the message; CW_STATUS_NOT_FOUND with what comes near; as
 *     cw_store_find
 */
cw_status cw_store_select(const cw_store *store, const cw_query *query, cw_entry **out, cw_error **error);

/**
 * Of all that match, the one an administrator would pick: valid now, with its private key, the latest notBefore. Says
 * which it passed over, and why.
 *
 * @param store  the store
 * @param query  what is looked for; NULL for all that are not archived; not kept
 * @param out  what was selected; the caller frees it with cw_selection_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, which names those that matched and were passed over; CW_STATUS_AMBIGUOUS if two began
 *     at the same second; as cw_store_find
 */
cw_status cw_store_select_newest_valid(const cw_store *store,
                                       const cw_query *query,
                                       cw_selection **out,
                                       cw_error **error);

/**
 * The one. It belongs to the selection and is valid until that is freed; cw_entry_clone makes one that lives on.
 *
 * @param selection  what is looked at
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 */
cw_status cw_selection_entry(const cw_selection *selection, const cw_entry **out, cw_error **error);

/**
 * How many of the others that matched are named; at most eight.
 *
 * @param selection  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_selection_passed_over_count(const cw_selection *selection, size_t *out, cw_error **error);

/**
 * One of them, counted from 0, with the reason. Valid until the selection is freed.
 *
 * @param selection  what is looked at
 * @param index  counted from 0
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_selection_passed_over_at(const cw_selection *selection, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a selection. NULL does nothing.
 *
 * @param selection  NULL, or one that nobody uses any more
 */
void cw_selection_free(cw_selection *selection);

/**
 * This host: its name, the full name that the hosts file gives to it, and its global addresses. Left out are loopback,
 * link-local, multicast and temporary addresses and those of container bridges. No name server is asked.
 *
 * @param out  the host; the caller frees it with cw_host_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_host_local(cw_host **out, cw_error **error);

/**
 * A host by its names and addresses, such as the public ones of a host behind a gateway.
 *
 * @param names, names_count  the full name first, then the short one; copied; certificates are made without those that none can hold
 * @param addresses, addresses_count  its addresses as text; copied
 * @param out  the host; the caller frees it with cw_host_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what is no address
 */
cw_status cw_host_new(const cw_str *names,
                      size_t names_count,
                      const cw_str *addresses,
                      size_t addresses_count,
                      cw_host **out,
                      cw_error **error);

/**
 * How many names it has.
 *
 * @param host  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_host_name_count(const cw_host *host, size_t *out, cw_error **error);

/**
 * One of its names: the full one first where it is known, then the short one.
 *
 * @param host  what is looked at
 * @param index  counted from 0
 * @param out  valid until the host is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_host_name_at(const cw_host *host, size_t index, cw_str *out, cw_error **error);

/**
 * How many addresses it has.
 *
 * @param host  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_host_address_count(const cw_host *host, size_t *out, cw_error **error);

/**
 * One of its addresses as text, IPv4 first.
 *
 * @param host  what is looked at
 * @param index  counted from 0
 * @param out  valid until the host is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_host_address_at(const cw_host *host, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a host. NULL does nothing.
 *
 * @param host  NULL, or one that nobody uses any more
 */
void cw_host_free(cw_host *host);

/**
 * Joins a certificate and its key. The chain is not verified. None of what is given is consumed.
 *
 * @param certificate  whose key it is
 * @param key  its private key
 * @param chain, chain_count  its issuers, nearest first, without the certificate itself; NULL with 0 is none
 * @param friendly_name, friendly_name_len  a name for people, which a PFX carries; NULL is none
 * @param out  the identity; the caller frees it with cw_identity_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_KEY_MISMATCH if the key is not the certificate's
 */
cw_status cw_identity_new(const cw_certificate *certificate,
                          const cw_private_key *key,
                          const cw_certificate *const *chain,
                          size_t chain_count,
                          const char *friendly_name,
                          size_t friendly_name_len,
                          cw_identity **out,
                          cw_error **error);

/**
 * Its certificate.
 *
 * @param identity  what is looked at
 * @param out  valid until the identity is freed, and never freed itself; cw_certificate_clone gives one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_identity_certificate(const cw_identity *identity, const cw_certificate **out, cw_error **error);

/**
 * Its private key.
 *
 * @param identity  what is looked at
 * @param out  valid until the identity is freed, and never freed itself; cw_private_key_clone gives one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_identity_private_key(const cw_identity *identity, const cw_private_key **out, cw_error **error);

/**
 * How many certificates are above its own.
 *
 * @param identity  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_identity_chain_count(const cw_identity *identity, size_t *out, cw_error **error);

/**
 * One of the certificates above its own, nearest first.
 *
 * @param identity  what is looked at
 * @param index  counted from 0
 * @param out  valid until the identity is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_identity_chain_at(const cw_identity *identity, size_t index, const cw_certificate **out, cw_error **error);

/**
 * Its name for people.
 *
 * @param identity  what is looked at
 * @param out  valid until the identity is freed; none if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_identity_friendly_name(const cw_identity *identity, cw_str *out, cw_error **error);

/**
 * Key, certificate and chain as one PEM text, as servers take it.
 *
 * @param identity  what is looked at
 * @param password, password_len  what the key is encrypted with; NULL is none, and the key then stands there for everyone to read
 * @param out  the text; the caller frees it with cw_bytes_free, which wipes it
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for an empty password
 */
cw_status cw_identity_to_pem(const cw_identity *identity,
                             const char *password,
                             size_t password_len,
                             cw_bytes *out,
                             cw_error **error);

/**
 * Another handle of the same identity, which lives on when this one is freed. The key is not copied.
 *
 * @param identity  what is looked at
 * @param out  the handle; the caller frees it with cw_identity_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_identity_clone(const cw_identity *identity, cw_identity **out, cw_error **error);

/**
 * Frees an identity. NULL does nothing.
 *
 * @param identity  NULL, or one that nobody uses any more
 */
void cw_identity_free(cw_identity *identity);

/**
 * Options with which certificates with a key go to Personal, other CA certificates to Intermediate, the rest to
 * Personal; none becomes trusted.
 *
 * @param out  the options; the caller frees them with cw_import_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_options_new(cw_import_options **out, cw_error **error);

/**
 * Puts all its certificates into one named store.
 *
 * @param options  the options
 * @param name, name_len  its name in any case, as for cw_add_options_store; copied; NULL for each to its own
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
 */
cw_status cw_import_options_store(cw_import_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Makes the named store if it is not there.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_options_create_store(cw_import_options *options, cw_error **error);

/**
 * Gives a name for people, in place of those in the file: to the certificates whose key is in it, or to the only one.
 *
 * @param options  the options
 * @param name, name_len  the name; copied; NULL for those in the file
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_options_friendly_name(cw_import_options *options,
                                          const char *name,
                                          size_t name_len,
                                          cw_error **error);

/**
 * Gives each certificate free words.
 *
 * @param options  the options
 * @param tags, tags_count  the words, in place of those that were set before; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_options_tags(cw_import_options *options, const cw_str *tags, size_t tags_count, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param import_options  NULL, or one that nobody uses any more
 */
void cw_import_options_free(cw_import_options *import_options);

/**
 * Reads a file and keeps what it holds, all in one transaction: a PFX, PKCS#7, PEM, one certificate or key in DER;
 * what it is is told by its content. A key is kept if a certificate in the file or in the store belongs to it.
 *
 * @param store  the store
 * @param data, data_len  the file
 * @param read  how the file is read, its password above all, or NULL for the defaults
 * @param options  where its certificates go, or NULL for each to its own place
 * @param out  what it came to; the caller frees it with cw_imported_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_WRONG_PASSWORD, CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_UNKNOWN_FORMAT, CW_STATUS_DAMAGED,
 *     CW_STATUS_TOO_LARGE, CW_STATUS_WORK_LIMIT, CW_STATUS_UNSUPPORTED, also for a key alone that belongs to no
 *     certificate here; CW_STATUS_CANCELLED by the callback that was asked for the password; CW_STATUS_UNAUTHENTICATED
 *     and CW_STATUS_LEGACY_ALGORITHM where the options demand it; as cw_store_add; then nothing was kept
 */
cw_status cw_store_import(const cw_store *store,
                          const uint8_t *data,
                          size_t data_len,
                          const cw_read_options *read,
                          const cw_import_options *options,
                          cw_imported **out,
                          cw_error **error);

/**
 * As cw_store_import, of a file that is on disk.
 *
 * @param store  the store
 * @param path, path_len  where it is, in UTF-8; not kept
 * @param read  how the file is read, its password above all, or NULL for the defaults
 * @param options  where its certificates go, or NULL for each to its own place
 * @param out  what it came to; the caller frees it with cw_imported_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_import, CW_STATUS_NOT_FOUND, CW_STATUS_IO
 */
cw_status cw_store_import_path(const cw_store *store,
                               const char *path,
                               size_t path_len,
                               const cw_read_options *read,
                               const cw_import_options *options,
                               cw_imported **out,
                               cw_error **error);

/**
 * What the file holds. It belongs to `imported` and is valid until that is freed.
 *
 * @param imported  what is looked at
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 */
cw_status cw_imported_report(const cw_imported *imported, const cw_import_report **out, cw_error **error);

/**
 * Whether the store is other than before.
 *
 * @param imported  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_imported_changed(const cw_imported *imported, bool *out, cw_error **error);

/**
 * How many certificates of the file the store holds now, each once.
 *
 * @param imported  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_imported_entry_count(const cw_imported *imported, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. It belongs to `imported` and is valid until that is freed.
 *
 * @param imported  what is looked at
 * @param index  counted from 0
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_imported_entry_at(const cw_imported *imported, size_t index, const cw_entry **out, cw_error **error);

/**
 * Of how many bags of the report it is told what became of them: of all.
 *
 * @param imported  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_imported_bag_count(const cw_imported *imported, size_t *out, cw_error **error);

/**
 * Whether the store holds a bag of the report now.
 *
 * @param imported  what is looked at
 * @param index  counted from 0
 * @param out  true or false
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_imported_bag_taken(const cw_imported *imported, size_t index, bool *out, cw_error **error);

/**
 * Whether the store is other than before by it.
 *
 * @param imported  what is looked at
 * @param index  counted from 0
 * @param out  true or false
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_imported_bag_changed(const cw_imported *imported, size_t index, bool *out, cw_error **error);

/**
 * Why it was not taken, or what is to be known; none if there is nothing to say.
 *
 * @param imported  what is looked at
 * @param index  counted from 0
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_imported_bag_note(const cw_imported *imported, size_t index, cw_str *out, cw_error **error);

/**
 * The certificate that it is, or belongs to; NULL if there is none. It belongs to `imported` and is valid until that
 * is freed.
 *
 * @param imported  what is looked at
 * @param index  counted from 0
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_imported_bag_entry(const cw_imported *imported, size_t index, const cw_entry **out, cw_error **error);

/**
 * Frees a result of an import. NULL does nothing.
 *
 * @param imported  NULL, or one that nobody uses any more
 */
void cw_imported_free(cw_imported *imported);

/**
 * Describes a store.
 *
 * @param store  the store
 * @param out  the description; the caller frees it with cw_store_info_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_info_of(const cw_store *store, cw_store_info **out, cw_error **error);

/**
 * The database. Valid until the description is freed, as every text of it.
 *
 * @param info  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_path(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * The key file that is used, or would be.
 *
 * @param info  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_key_file(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * Why it is this one.
 *
 * @param info  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_key_file_why(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * Whether the key file lies beside the database, where it protects only a lone copy of that.
 *
 * @param info  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_key_file_beside(const cw_store_info *info, bool *out, cw_error **error);

/**
 * Whether it was opened without its key.
 *
 * @param info  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_is_locked(const cw_store_info *info, bool *out, cw_error **error);

/**
 * What tells this store from others, in hex.
 *
 * @param info  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_id(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * The schema's major version.
 *
 * @param info  what is looked at
 * @param out  the number
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_schema(const cw_store_info *info, uint32_t *out, cw_error **error);

/**
 * The version of certwright that made it.
 *
 * @param info  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_written_by(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * How many certificates there are, archived ones included.
 *
 * @param info  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_certificates(const cw_store_info *info, uint64_t *out, cw_error **error);

/**
 * How many private keys there are.
 *
 * @param info  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_private_keys(const cw_store_info *info, uint64_t *out, cw_error **error);

/**
 * How many lines the journal has.
 *
 * @param info  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_events(const cw_store_info *info, uint64_t *out, cw_error **error);

/**
 * How many named stores there are.
 *
 * @param info  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_store_count(const cw_store_info *info, size_t *out, cw_error **error);

/**
 * The name of one of them, counted from 0.
 *
 * @param info  what is looked at
 * @param index  counted from 0
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_store_info_store_at(const cw_store_info *info, size_t index, cw_str *out, cw_error **error);

/**
 * How many protectors open it.
 *
 * @param info  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_protector_count(const cw_store_info *info, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. It belongs to the description and is valid until that is freed.
 *
 * @param info  what is looked at
 * @param index  counted from 0
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_store_info_protector_at(const cw_store_info *info,
                                     size_t index,
                                     const cw_protector **out,
                                     cw_error **error);

/**
 * How many files it has: the database, what lies beside it, the key file.
 *
 * @param info  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_file_count(const cw_store_info *info, size_t *out, cw_error **error);

/**
 * One of the files, counted from 0, with who may do what. The texts are valid until the description is freed.
 *
 * @param info  the description
 * @param index  which one, counted from 0
 * @param out_path  where it is
 * @param out_owner  user and group, such as "root:certs"
 * @param out_mode  the bits of its mode, such as 0600
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT beyond the last
 */
cw_status cw_store_info_file_at(const cw_store_info *info,
                                size_t index,
                                cw_str *out_path,
                                cw_str *out_owner,
                                uint32_t *out_mode,
                                cw_error **error);

/**
 * How many things should be other than they are.
 *
 * @param info  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_info_warning_count(const cw_store_info *info, size_t *out, cw_error **error);

/**
 * One of them, counted from 0.
 *
 * @param info  what is looked at
 * @param index  counted from 0
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_store_info_warning_at(const cw_store_info *info, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a description of a store. NULL does nothing.
 *
 * @param store_info  NULL, or one that nobody uses any more
 */
void cw_store_info_free(cw_store_info *store_info);

/**
 * Why a store is another installation's than the one that has it open. An installation is told by the name that the host gives it
 * (cw_open_options_installation), else by the machine and the store's path. Not seen: a copy on the same machine whose original was
 * moved away, and one between machines without an id.
 *
 * @param store  the store
 * @param out  why, for people; `data` is NULL if it is this one's; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED where it was altered, which cw_store_adopt mends
 */
cw_status cw_store_other_installation(const cw_store *store,
                                      cw_bytes *out,
                                      cw_error **error);

/**
 * Makes this installation the one whose store it is: after a move to another machine, or for a copy that goes its own way.
 *
 * @param store  the store
 * @param out  whether anything changed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED
 */
cw_status cw_store_adopt(const cw_store *store,
                         bool *out,
                         cw_error **error);

/**
 * Lines of the journal. Each is compared with its seal and its predecessor's, and the last with the sealed head,
 * unless the store is locked.
 *
 * @param store  the store
 * @param since  the number of the line behind which they begin; 0 for the first
 * @param limit  at most so many; SIZE_MAX for all
 * @param out  the lines; the caller frees them with cw_events_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_TAMPERED with the number of the line that was altered or is missing
 */
cw_status cw_store_events(const cw_store *store, uint64_t since, size_t limit, cw_events **out, cw_error **error);

/**
 * How many lines there are.
 *
 * @param events  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_events_count(const cw_events *events, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. It belongs to the lines and is valid until they are freed.
 *
 * @param events  what is looked at
 * @param index  counted from 0
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_events_at(const cw_events *events, size_t index, const cw_event **out, cw_error **error);

/**
 * Frees a list of lines. NULL does nothing.
 *
 * @param events  NULL, or one that nobody uses any more
 */
void cw_events_free(cw_events *events);

/**
 * The number of the last line of the journal.
 *
 * @param store  the store
 * @param out  the number; 0 if there is none
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_last_event(const cw_store *store, uint64_t *out, cw_error **error);

/**
 * The number of the last line before a time: the lines since that number are those from that time on.
 *
 * @param store  the store
 * @param milliseconds  the time, in milliseconds since 1970-01-01T00:00:00Z, as cw_event_at_milliseconds gives it
 * @param out  the number; 0 if there is none
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999; CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_last_event_before_milliseconds(const cw_store *store,
                                                  int64_t milliseconds,
                                                  uint64_t *out,
                                                  cw_error **error);

/**
 * Follows the journal, across processes. Whoever keeps the number of the last line it saw goes on from there another
 * time, and misses none. While it waits, it sees to it that the journal tells of certificates that near their end, as
 * cw_store_tell_expiries does.
 *
 * @param store  the store
 * @param since  the number of the line behind which it begins; 0 for the first
 * @param out  what gives the lines; the caller frees it with cw_watch_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_watch(const cw_store *store, uint64_t since, cw_watch **out, cw_error **error);

/**
 * The next line, waited for; or NULL if there was none. After an error it can be asked again.
 *
 * @param watch  what gives the lines
 * @param milliseconds  how long it is waited for at most; 0 looks and does not wait
 * @param out  the line, which the caller frees with cw_event_free; NULL if there was none
 * @param error  NULL, or where an error goes
 * @return as cw_store_events; CW_STATUS_INVALID_ARGUMENT if the journal has fewer lines than were seen: the store was
 *     put back to an earlier state
 */
cw_status cw_watch_next(cw_watch *watch, uint64_t milliseconds, cw_event **out, cw_error **error);

/**
 * The number of the last line that was given.
 *
 * @param watch  what is looked at
 * @param out  the number
 * @param error  NULL, or where an error goes
 */
cw_status cw_watch_since(const cw_watch *watch, uint64_t *out, cw_error **error);

/**
 * Frees a watch. NULL does nothing.
 *
 * @param watch  NULL, or one that nobody uses any more
 */
void cw_watch_free(cw_watch *watch);

/**
 * Its number, from 1 and without gaps.
 *
 * @param event  what is looked at
 * @param out  the number
 * @param error  NULL, or where an error goes
 */
cw_status cw_event_number(const cw_event *event, uint64_t *out, cw_error **error);

/**
 * When it was written.
 *
 * @param event  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_event_at(const cw_event *event, int64_t *out, cw_error **error);

/**
 * When it was written, in milliseconds since 1970-01-01T00:00:00Z.
 *
 * @param event  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_event_at_milliseconds(const cw_event *event, int64_t *out, cw_error **error);

/**
 * By whom: user, program and process, and what the program says of itself. Valid until the line is freed, or the list
 * that it is of, as every text of it.
 *
 * @param event  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_event_actor(const cw_event *event, cw_str *out, cw_error **error);

/**
 * What happened: "created", "upgraded", "issued", "added", "imported", "described", "archived", "unarchived",
 * "deleted", "key-exported", "refused", "unlock-failed", "protector-added", "protector-changed", "protector-removed",
 * "key-rotated", "trust-added", "trust-ended", "trust-removed", "endpoint-changed", "role-defined", "role-removed", "assigned",
 * "unassigned", "retained", "replaced", "near-expiry", "expired", "adopted", "discarded",
 * "backed-up", "backup-failed", "backup-proven", "backup-removed", "backup-settings", "restored".
 *
 * @param event  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_event_kind(const cw_event *event,
                        cw_str *out,
                        cw_error **error);

/**
 * SHA-1 of the certificate concerned; none if it concerns none.
 *
 * @param event  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_event_thumbprint(const cw_event *event, cw_str *out, cw_error **error);

/**
 * What else is to be known, as a JSON object of texts.
 *
 * @param event  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_event_details(const cw_event *event, cw_str *out, cw_error **error);

/**
 * Frees a line that was given by cw_watch_next; not one of a list. NULL does nothing.
 *
 * @param event  NULL, or one that nobody uses any more
 */
void cw_event_free(cw_event *event);

/**
 * SHA-1 of the certificate, in upper-case hex.
 *
 * @param left_out  what is looked at
 * @param out  valid until what it came from is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_left_out_thumbprint(const cw_left_out *left_out, cw_str *out, cw_error **error);

/**
 * The role that it serves.
 *
 * @param left_out  what is looked at
 * @param out  valid until what it came from is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_left_out_role(const cw_left_out *left_out, cw_str *out, cw_error **error);

/**
 * Where it serves that.
 *
 * @param left_out  what is looked at
 * @param out  valid until what it came from is freed; none where it is the whole installation
 * @param error  NULL, or where an error goes
 */
cw_status cw_left_out_scope(const cw_left_out *left_out, cw_str *out, cw_error **error);

/**
 * Its subject.
 *
 * @param left_out  what is looked at
 * @param out  valid until what it came from is freed; none where the certificate is not here
 * @param error  NULL, or where an error goes
 */
cw_status cw_left_out_subject(const cw_left_out *left_out, cw_str *out, cw_error **error);

/**
 * Why it is not in the backup, for people.
 *
 * @param left_out  what is looked at
 * @param out  valid until what it came from is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_left_out_why(const cw_left_out *left_out, cw_str *out, cw_error **error);

/**
 * What an endpoint serves with, followed from then on. Reads nothing.
 *
 * @param endpoint  the endpoint; it may be freed before this is
 * @param out  what follows it; the caller frees it with cw_live_identity_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_live_identity_new(const cw_endpoint *endpoint, cw_live_identity **out, cw_error **error);

/**
 * The identity as the store has it now. A server asks at each new connection: that costs one look at the journal's end unless the
 * store has changed. Connections that stand are not disturbed.
 *
 * Whenever certificate or chain became another one, by whichever process, the version is a greater one; the first is 1.
 *
 * @param live  what is looked at
 * @param known_version  the version that the caller has; 0 for none
 * @param out_version  the version that there is
 * @param out_identity  NULL if that is the known one; otherwise the identity, which the caller frees with cw_identity_free
 * @param error  NULL, or where an error goes
 * @return as cw_endpoint_identity. After CW_STATUS_ENDPOINT_STATE nothing is to be served; after another one, what was served before,
 *     which cw_live_identity_last gives
 */
cw_status cw_live_identity_get(const cw_live_identity *live,
                               uint64_t known_version,
                               uint64_t *out_version,
                               cw_identity **out_identity,
                               cw_error **error);

/**
 * What cw_live_identity_get gave last, to whichever thread. Reads nothing of the store, for where that cannot be read.
 *
 * @param live  what is looked at
 * @param known_version  the version that the caller has; 0 for none
 * @param out_version  the version that there is; 0 before anything was given
 * @param out_identity  NULL if that is the known one; otherwise the identity, which the caller frees with cw_identity_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_live_identity_last(const cw_live_identity *live,
                                uint64_t known_version,
                                uint64_t *out_version,
                                cw_identity **out_identity,
                                cw_error **error);

/**
 * Frees what follows an endpoint; the identities that it gave live on. NULL does nothing.
 *
 * @param live  NULL, or one that nobody uses any more
 */
void cw_live_identity_free(cw_live_identity *live);

/**
 * Reads a plain name ("Integration API", which becomes the common name) or a string of RFC 4514 ("CN=a, O=b").
 *
 * @param text, text_len  the text, in UTF-8
 * @param out  the name; the caller frees it with cw_name_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SUBJECT
 */
cw_status cw_name_parse(const char *text, size_t text_len, cw_name **out, cw_error **error);

/**
 * Takes the DER of a name; nothing may follow it.
 *
 * @param der, der_len  the octets
 * @param out  the name; the caller frees it with cw_name_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SUBJECT if it is not a sequence of sets of attributes
 */
cw_status cw_name_from_der(const uint8_t *der, size_t der_len, cw_name **out, cw_error **error);

/**
 * It, as RFC 4514 writes it: the last component of the DER first.
 *
 * @param name  what is looked at
 * @param out  valid until the name is freed; empty if it has no component
 * @param error  NULL, or where an error goes
 */
cw_status cw_name_text(const cw_name *name, cw_str *out, cw_error **error);

/**
 * Its DER.
 *
 * @param name  what is looked at
 * @param out  valid until the name is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_name_der(const cw_name *name, cw_octets *out, cw_error **error);

/**
 * Its common name; of several the last of the DER, which is the most specific.
 *
 * @param name  what is looked at
 * @param out  valid until the name is freed; none if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_name_common_name(const cw_name *name, cw_str *out, cw_error **error);

/**
 * How many attributes it has, in all its components.
 *
 * @param name  what is looked at
 * @param out  how many; 0 if it has no component
 * @param error  NULL, or where an error goes
 */
cw_status cw_name_attribute_count(const cw_name *name, size_t *out, cw_error **error);

/**
 * One of its attributes, in the order of the DER: the reverse of that of the text.
 *
 * @param name  what is looked at
 * @param index  counted from 0
 * @param out_component  of which component it is, counted from 0 in the order of the DER; several of one are those that the
 *     text joins by "+"
 * @param out_oid  its type as a dotted OID; as all texts, valid until the name is freed
 * @param out_short_name  the short name of its type, such as "CN"; none if it has none here
 * @param out_value  its value; "#" and the hex of its DER where that is no text
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_name_attribute_at(const cw_name *name,
                               size_t index,
                               size_t *out_component,
                               cw_str *out_oid,
                               cw_str *out_short_name,
                               cw_str *out_value,
                               cw_error **error);

/**
 * Another handle of the same name, which lives on when this one is freed.
 *
 * @param name  what is looked at
 * @param out  the handle; the caller frees it with cw_name_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_name_clone(const cw_name *name, cw_name **out, cw_error **error);

/**
 * Frees a name. NULL does nothing.
 *
 * @param name  NULL, or one that nobody uses any more
 */
void cw_name_free(cw_name *name);

/**
 * Its kind, such as "dsa"; the OID of the algorithm where it has no name here.
 *
 * @param key  what is looked at
 * @param out  valid until the key is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_opaque_key_kind(const cw_opaque_key *key, cw_str *out, cw_error **error);

/**
 * It as PKCS#8, unencrypted, as it came.
 *
 * @param key  what is looked at
 * @param out  the caller frees it with cw_bytes_free, which wipes it
 * @param error  NULL, or where an error goes
 */
cw_status cw_opaque_key_to_pkcs8_der(const cw_opaque_key *key, cw_bytes *out, cw_error **error);

/**
 * Another handle of the same key, which lives on when this one is freed. Nothing is copied.
 *
 * @param key  what is looked at
 * @param out  the handle; the caller frees it with cw_opaque_key_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_opaque_key_clone(const cw_opaque_key *key, cw_opaque_key **out, cw_error **error);

/**
 * Frees a key, and wipes it if this is its last handle. NULL does nothing.
 *
 * @param key  NULL, or one that nobody uses any more
 */
void cw_opaque_key_free(cw_opaque_key *key);

/**
 * Options with which a store is opened by its key file, `<path>.key`.
 *
 * @param out  the options; the caller frees them with cw_open_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_new(cw_open_options **out, cw_error **error);

/**
 * Names the key file, where it is not `<path>.key`. Recommended: beside the database it protects only a lone copy of
 * that.
 *
 * @param options  the options
 * @param path, path_len  where it is, in UTF-8; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_key_file(cw_open_options *options, const char *path, size_t path_len, cw_error **error);

/**
 * Opens with this passphrase in place of the key file. A new store gets it as its protector; and a key file only if
 * one is named.
 *
 * @param options  the options
 * @param passphrase, passphrase_len  the passphrase; copied, and the copy is wiped
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_passphrase(cw_open_options *options,
                                     const char *passphrase,
                                     size_t passphrase_len,
                                     cw_error **error);

/**
 * Sets a callback that is asked for the passphrase once the store turns out to need one, or when a store is made. It is asked
 * once for each store, on the thread of the call, and takes the place of a passphrase that was set.
 *
 * @param options  the options
 * @param ask  gives the passphrase by cw_password_give and returns 0; anything else stops the call with
 * CW_STATUS_CANCELLED. NULL asks nobody; a passphrase that was set is dropped then too
 * @param user  handed to the callback; whoever sets it keeps it valid until the options are freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_ask_passphrase(cw_open_options *options,
                                         int (*ask)(void *user, cw_password *password),
                                         void *user,
                                         cw_error **error);

/**
 * Opens without the key: public data can be read, nothing can be written, seals are not verified.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_locked(cw_open_options *options, cw_error **error);

/**
 * Makes the store for the members of this group: all of them may read and write it, key file included. Has no effect
 * on a store that is there.
 *
 * @param options  the options
 * @param group, group_len  its name or its number; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_group(cw_open_options *options, const char *group, size_t group_len, cw_error **error);

/**
 * Makes the store so that every account may read its public data: certificates and journal, never a key. Has no effect
 * on a store that is there.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_others_read(cw_open_options *options, cw_error **error);

/**
 * How long another process's write is waited for before a call returns CW_STATUS_BUSY; 10,000 milliseconds unless
 * said.
 *
 * @param options  the options
 * @param milliseconds  from 0 to 2,147,483,647, which are 24 days
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_busy_deadline(cw_open_options *options, uint32_t milliseconds, cw_error **error);

/**
 * What the program says of itself in the journal, behind user, program and process.
 *
 * @param options  the options
 * @param actor, actor_len  a few words; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_actor(cw_open_options *options, const char *actor, size_t actor_len, cw_error **error);

/**
 * What the host calls the installation that opens the store, where machine and path do not tell: in containers, or where stores are
 * moved. A store of another installation makes no keys for roles.
 *
 * @param options  the options
 * @param name, name_len  the name; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_open_options_installation(cw_open_options *options,
                                       const char *name,
                                       size_t name_len,
                                       cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param open_options  NULL, or one that nobody uses any more
 */
void cw_open_options_free(cw_open_options *open_options);

/**
 * Options for all scopes, and for what is required alone.
 *
 * @param out  the options; the caller frees them with cw_overview_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_options_new(cw_overview_options **out, cw_error **error);

/**
 * Looks over one scope only, such as one database.
 *
 * @param options  the options
 * @param scope, scope_len  the scope; an empty one is the whole installation's; copied; NULL for all
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_options_scope(cw_overview_options *options,
                                    const char *scope,
                                    size_t scope_len,
                                    cw_error **error);

/**
 * Gives what is not required, too, each with why.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_options_all(cw_overview_options *options, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param overview_options  NULL, or one that nobody uses any more
 */
void cw_overview_options_free(cw_overview_options *overview_options);

/**
 * What is required, by role and scope, and how it stands with each. Each key is opened; whether it signs what its certificate
 * verifies is for cw_store_preflight to prove.
 *
 * @param store  the store
 * @param options  how, or NULL for the defaults; they are not kept
 * @param out  the overview; the caller frees it with cw_overview_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_overview(const cw_store *store,
                            const cw_overview_options *options,
                            cw_overview **out,
                            cw_error **error);

/**
 * How many assignments hold: certificates that are current or retained somewhere.
 *
 * @param overview  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_assignment_count(const cw_overview *overview, size_t *out, cw_error **error);

/**
 * One of them, by role and scope, the current certificate of each before those that are retained.
 *
 * @param overview  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_overview_assignment_at(const cw_overview *overview,
                                    size_t index,
                                    const cw_overview_line **out,
                                    cw_error **error);

/**
 * How many certificates are required without a role: used by an endpoint, or the issuer of what is valid. None where one scope is
 * asked for.
 *
 * @param overview  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_otherwise_required_count(const cw_overview *overview,
                                               size_t *out,
                                               cw_error **error);

/**
 * One of these, with why.
 *
 * @param overview  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_overview_otherwise_required_at(const cw_overview *overview,
                                            size_t index,
                                            const cw_required_otherwise **out,
                                            cw_error **error);

/**
 * How many certificates are not required.
 *
 * @param overview  what is looked at
 * @param out  how many, whether they were asked for or not
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_others(const cw_overview *overview, uint64_t *out, cw_error **error);

/**
 * How many of these are given: none where they were not asked for; in one scope, those that served there.
 *
 * @param overview  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_not_required_count(const cw_overview *overview, size_t *out, cw_error **error);

/**
 * One of these, with why.
 *
 * @param overview  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_overview_not_required_at(const cw_overview *overview,
                                      size_t index,
                                      const cw_unneeded **out,
                                      cw_error **error);

/**
 * The newest backup that was proven to restore.
 *
 * @param overview  what is looked at
 * @param out  valid until it is freed, and never freed itself; NULL if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_last_backup(const cw_overview *overview, const cw_backup **out, cw_error **error);

/**
 * Frees an overview. NULL does nothing.
 *
 * @param overview  NULL, or one that nobody uses any more
 */
void cw_overview_free(cw_overview *overview);

/**
 * Role, scope, certificate, dates.
 *
 * @param line  what is looked at
 * @param out  valid until the overview is freed, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_line_assignment(const cw_overview_line *line, const cw_assignment **out, cw_error **error);

/**
 * How it stands with it.
 *
 * @param line  what is looked at
 * @param out  one of CW_CERTIFICATE_STATE_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_line_state(const cw_overview_line *line, uint32_t *out, cw_error **error);

/**
 * The same for people, such as "expired but still decrypting".
 *
 * @param line  what is looked at
 * @param out  valid until the overview is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_line_meaning(const cw_overview_line *line, cw_str *out, cw_error **error);

/**
 * Whether the role is served: the certificate does its work.
 *
 * @param line  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_line_serves(const cw_overview_line *line, bool *out, cw_error **error);

/**
 * The certificate.
 *
 * @param line  what is looked at
 * @param out  valid until the overview is freed, and never freed itself; NULL where it is not here
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_line_entry(const cw_overview_line *line, const cw_entry **out, cw_error **error);

/**
 * The role's rules.
 *
 * @param line  what is looked at
 * @param out  valid until the overview is freed, and never freed itself; NULL for a role that is not defined any more
 * @param error  NULL, or where an error goes
 */
cw_status cw_overview_line_role(const cw_overview_line *line, const cw_role **out, cw_error **error);

/**
 * Gives the password, from inside the callback. Of several calls the last one counts.
 *
 * @param password  what is changed
 * @param text, text_len  the password; it is copied, and may be empty
 * @param error  NULL, or where an error goes
 */
cw_status cw_password_give(cw_password *password, const char *text, size_t text_len, cw_error **error);

/**
 * The options that hold unless others are set.
 *
 * @param out  the options; the caller frees them with cw_peer_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_peer_options_new(cw_peer_options **out, cw_error **error);

/**
 * Sets when the chain must be right.
 *
 * @param options  the options
 * @param at  the time; that of the call unless set
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
 */
cw_status cw_peer_options_at(cw_peer_options *options, int64_t at, cw_error **error);

/**
 * Sets which roots of the system count for servers, by the rules for public CAs; takes back what cw_peer_options_root gave.
 *
 * @param options  the options
 * @param which  one of CW_SYSTEM_ROOTS_…; CW_SYSTEM_ROOTS_OS unless set
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_peer_options_system_roots(cw_peer_options *options,
                                       uint32_t which,
                                       cw_error **error);

/**
 * Adds a root to those that count in place of the system's. They are held to the rules for public CAs as well: a CA of one's own, which
 * keeps to fewer, belongs into TrustedRoot.
 *
 * @param options  the options
 * @param certificate  it is not consumed
 * @param error  NULL, or where an error goes
 */
cw_status cw_peer_options_root(cw_peer_options *options,
                               const cw_certificate *certificate,
                               cw_error **error);

/**
 * Sets what follows where no CRL in the store covers a certificate.
 *
 * @param options  the options
 * @param revocation  one of CW_REVOCATION_…; CW_REVOCATION_WHERE_GIVEN unless set
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_peer_options_revocation(cw_peer_options *options, uint32_t revocation, cw_error **error);

/**
 * Frees options. NULL does nothing.
 *
 * @param options  NULL, or some that nobody uses any more
 */
void cw_peer_options_free(cw_peer_options *options);

/**
 * Begins one. Unless said otherwise it is written with AES-256-CBC under PBKDF2 with HMAC-SHA-256, and HMAC-SHA-256 over the
 * whole: Windows Server 2019, OpenSSL 1.1, Java 8u301 and their successors read it.
 *
 * @param password, password_len  what opens it, not empty; it is copied, and wiped when the writer is freed
 * @param out  the writer; the caller frees it with cw_pfx_writer_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_pfx_writer_new(const char *password,
                            size_t password_len,
                            cw_pfx_writer **out,
                            cw_error **error);

/**
 * Adds a certificate with its key, chain and friendly name.
 *
 * @param writer  what is changed
 * @param identity  it is not consumed
 * @param error  NULL, or where an error goes
 */
cw_status cw_pfx_writer_add_identity(cw_pfx_writer *writer, const cw_identity *identity, cw_error **error);

/**
 * Adds a certificate alone.
 *
 * @param writer  what is changed
 * @param certificate  it is not consumed
 * @param friendly_name, friendly_name_len  a name for people, which is copied; NULL is none: in a file without keys, whose
 *     entries Java tells apart by name, it is then the common name
 * @param error  NULL, or where an error goes
 */
cw_status cw_pfx_writer_add_certificate(cw_pfx_writer *writer,
                                        const cw_certificate *certificate,
                                        const char *friendly_name,
                                        size_t friendly_name_len,
                                        cw_error **error);

/**
 * Adds a private key alone.
 *
 * @param writer  what is changed
 * @param key  it is not consumed
 * @param error  NULL, or where an error goes
 */
cw_status cw_pfx_writer_add_private_key(cw_pfx_writer *writer, const cw_private_key *key, cw_error **error);

/**
 * Sets who has to open it: what it is encrypted with, and what it may hold, follows from that.
 *
 * @param writer  what is changed
 * @param name, name_len  a name such as "windows-server-2016"; cw_reader_name gives them all
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a name that is not known, with those that are
 */
cw_status cw_pfx_writer_reader(cw_pfx_writer *writer, const char *name, size_t name_len, cw_error **error);

/**
 * Sets the iterations of each of the two key derivations.
 *
 * @param writer  what is changed
 * @param iterations  1,000 to 5,000,000, for readers with 3DES less the more bags there are, which is looked at when it is written; unless set, what the loader of .NET 9 still opens
 * @param error  NULL, or where an error goes
 */
cw_status cw_pfx_writer_iterations(cw_pfx_writer *writer,
                                   uint32_t iterations,
                                   cw_error **error);

/**
 * Writes the PFX into memory, and reads it back before it is done. Not checked: whether chains are right, whether anything has
 * expired, whether the password is any good.
 *
 * @param writer  its notes are replaced; it can be written again
 * @param out  the octets of the file; the caller frees them with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if the password is empty or not for this reader, there is nothing to write, or the number of
 * iterations is out of range; CW_STATUS_UNSUPPORTED for what this reader cannot hold
 */
cw_status cw_pfx_writer_write(cw_pfx_writer *writer,
                              cw_bytes *out,
                              cw_error **error);

/**
 * How many notes the last writing left.
 *
 * @param writer  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_pfx_writer_note_count(const cw_pfx_writer *writer, size_t *out, cw_error **error);

/**
 * What is to be known of what was written last, such as that a common program will not open it.
 *
 * @param writer  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is written again or the writer is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_pfx_writer_note_at(const cw_pfx_writer *writer, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a writer, and wipes its password. NULL does nothing.
 *
 * @param writer  NULL, or one that nobody uses any more
 */
void cw_pfx_writer_free(cw_pfx_writer *writer);

/**
 * How many readers there are that a PFX can be written for.
 *
 * @return how many
 */
size_t cw_reader_count(void);

/**
 * The name of one of the readers that a PFX can be written for, such as "windows-server-2016".
 *
 * @param index  counted from 0
 * @param out  the name; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_reader_name(size_t index, cw_bytes *out, cw_error **error);

/**
 * Options for the host that this runs on, which expects nothing.
 *
 * @param out  the options; the caller frees them with cw_preflight_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_preflight_options_new(cw_preflight_options **out, cw_error **error);

/**
 * Sets the host whose names servers' certificates must have.
 *
 * @param options  the options
 * @param host  the host; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_preflight_options_host(cw_preflight_options *options, const cw_host *host, cw_error **error);

/**
 * Expects a current certificate for this role; each call adds one. A role or scope that is not of its form is refused by
 * cw_store_preflight.
 *
 * @param options  the options
 * @param role, role_len  the role's name; copied
 * @param scope, scope_len  where it serves; an empty one is the whole installation; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_preflight_options_expect(cw_preflight_options *options,
                                      const char *role,
                                      size_t role_len,
                                      const char *scope,
                                      size_t scope_len,
                                      cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param preflight_options  NULL, or one that nobody uses any more
 */
void cw_preflight_options_free(cw_preflight_options *preflight_options);

/**
 * Whether this store can serve: every required certificate is here, its key opens, signs, and what it signs is verified by its
 * certificate; it is valid where that matters; servers' certificates are for this host; the clock is not before the journal's last
 * line; the store is this installation's; its last backup is not old, and holds what it should. What is wrong is a verdict, not an error.
 *
 * Not looked at: whether others trust the certificates, and what stands in files outside of the store.
 *
 * @param store  the store
 * @param options  how, or NULL for the defaults; they are not kept
 * @param progress  NULL, or what is told now and then how much is done, of how much in all; a value other than 0 stops the
 *     work; called on this thread, and not kept
 * @param user  what the callback gets; may be NULL
 * @param out  what was found, which may be that something is wrong: a verdict for each certificate that is required, and one for
 *     installation, clock, backup and each thing that is expected and missing; the caller frees it with cw_check_report_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_CANCELLED if the callback stopped it; CW_STATUS_INVALID_ARGUMENT for an expected role or scope that is not of
 *     its form; CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_preflight(const cw_store *store,
                             const cw_preflight_options *options,
                             int (*progress)(void *user, uint64_t done, uint64_t total),
                             void *user,
                             cw_check_report **out,
                             cw_error **error);

/**
 * Makes a new key. RSA takes a while: 3072 bits 150 ms in the middle, single ones a second.
 *
 * @param algorithm  one of CW_KEY_…
 * @param out  the key; the caller frees it with cw_private_key_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_private_key_generate(uint32_t algorithm, cw_private_key **out, cw_error **error);

/**
 * Reads PKCS#8, SEC1 or PKCS#1 in DER, encrypted PKCS#8 too, and checks that private and public key belong together.
 *
 * @param der, der_len  the octets
 * @param password, password_len  what it is encrypted with; NULL is none, which is not an empty one. For a key that is not encrypted it counts
 * for nothing
 * @param out  the key; the caller frees it with cw_private_key_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_MALFORMED_KEY; CW_STATUS_UNSUPPORTED for another algorithm or curve, RSA outside 2048 to 4096 bits, public exponents
 * below 65537; CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_WRONG_PASSWORD, CW_STATUS_DAMAGED; CW_STATUS_WORK_LIMIT above 10,000,000 iterations or 256 MiB
 */
cw_status cw_private_key_from_der(const uint8_t *der,
                                  size_t der_len,
                                  const char *password,
                                  size_t password_len,
                                  cw_private_key **out,
                                  cw_error **error);

/**
 * Reads the first private key of a PEM text, encrypted or not; text and certificates around it are passed over.
 *
 * @param pem, pem_len  the text
 * @param password, password_len  what it is encrypted with; NULL is none, which is not an empty one. For a key that is not encrypted it counts
 * for nothing
 * @param out  the key; the caller frees it with cw_private_key_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_MALFORMED_KEY; CW_STATUS_UNSUPPORTED for another algorithm or curve, RSA outside 2048 to 4096 bits, public exponents
 * below 65537; CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_WRONG_PASSWORD, CW_STATUS_DAMAGED; CW_STATUS_WORK_LIMIT above 10,000,000 iterations or 256 MiB
 */
cw_status cw_private_key_from_pem(const uint8_t *pem,
                                  size_t pem_len,
                                  const char *password,
                                  size_t password_len,
                                  cw_private_key **out,
                                  cw_error **error);

/**
 * Its kind: "p256", "p384", "ed25519", or "rsa" with the number of bits.
 *
 * @param key  what is looked at
 * @param out  valid until the key is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_private_key_algorithm(const cw_private_key *key, cw_str *out, cw_error **error);

/**
 * The DER of its public key, a SubjectPublicKeyInfo.
 *
 * @param key  what is looked at
 * @param out  valid until the key is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_private_key_public_key_der(const cw_private_key *key, cw_octets *out, cw_error **error);

/**
 * It as PKCS#8.
 *
 * @param key  what is looked at
 * @param password, password_len  what it is encrypted with, under PBES2 with AES-256; NULL is none, and the key then stands there for everyone to
 * read
 * @param out  the caller frees it with cw_bytes_free, which wipes it
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for an empty password
 */
cw_status cw_private_key_to_pkcs8_der(const cw_private_key *key,
                                      const char *password,
                                      size_t password_len,
                                      cw_bytes *out,
                                      cw_error **error);

/**
 * It as PKCS#8 in PEM.
 *
 * @param key  what is looked at
 * @param password, password_len  what it is encrypted with, under PBES2 with AES-256; NULL is none, and the key then stands there for everyone to
 * read
 * @param out  the caller frees it with cw_bytes_free, which wipes it
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for an empty password
 */
cw_status cw_private_key_to_pkcs8_pem(const cw_private_key *key,
                                      const char *password,
                                      size_t password_len,
                                      cw_bytes *out,
                                      cw_error **error);

/**
 * Whether the public key of a certificate is this key's.
 *
 * @param key  what is looked at
 * @param certificate  looked at too
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_private_key_matches(const cw_private_key *key,
                                 const cw_certificate *certificate,
                                 bool *out,
                                 cw_error **error);

/**
 * Signs with the one algorithm of its kind: ECDSA P-256 with SHA-256, P-384 with SHA-384 (both as DER), Ed25519, RSA
 * PKCS#1 v1.5 with SHA-256.
 *
 * @param key  what is looked at
 * @param message, message_len  what is signed
 * @param out  the signature; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_private_key_sign(const cw_private_key *key,
                              const uint8_t *message,
                              size_t message_len,
                              cw_bytes *out,
                              cw_error **error);

/**
 * Another handle of the same key, which lives on when this one is freed. Nothing is copied.
 *
 * @param key  what is looked at
 * @param out  the handle; the caller frees it with cw_private_key_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_private_key_clone(const cw_private_key *key, cw_private_key **out, cw_error **error);

/**
 * Frees a key, and wipes it if this is its last handle. NULL does nothing.
 *
 * @param key  NULL, or one that nobody uses any more
 */
void cw_private_key_free(cw_private_key *key);

/**
 * Connects to a server and takes what it presents, without believing it: versions 1.2 and 1.3 of TLS, with the host's name as
 * SNI. That the server holds the key of its certificate is verified, or a note says why not; nothing else is. Nothing is sent but
 * the handshake and what STARTTLS needs before it.
 *
 * @param server, server_len  "host:port", "[address]:port", or a URL such as "https://host/", "smtp://host" (STARTTLS),
 *     "postgres://host"
 * @param timeout_milliseconds  how long it may take in all; 0 for 10 seconds
 * @param out  what it presented; the caller frees it with cw_probed_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNREACHABLE, CW_STATUS_TIMED_OUT, CW_STATUS_HANDSHAKE_FAILED, each of which says why;
 *     CW_STATUS_INVALID_ARGUMENT for what is no server
 */
cw_status cw_probe(const char *server,
                   size_t server_len,
                   uint64_t timeout_milliseconds,
                   cw_probed **out,
                   cw_error **error);

/**
 * The server's name in lower case, in A-labels, or its address.
 *
 * @param probed  what is looked at
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_probed_host(const cw_probed *probed, cw_str *out, cw_error **error);

/**
 * The server's port.
 *
 * @param probed  what is looked at
 * @param out  the port
 * @param error  NULL, or where an error goes
 */
cw_status cw_probed_port(const cw_probed *probed, uint32_t *out, cw_error **error);

/**
 * The address and the port that answered, such as "10.0.0.5:443".
 *
 * @param probed  what is looked at
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_probed_address(const cw_probed *probed, cw_str *out, cw_error **error);

/**
 * How many certificates it presented.
 *
 * @param probed  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_probed_chain_count(const cw_probed *probed, size_t *out, cw_error **error);

/**
 * One of the certificates, in the order of the server: the leaf first.
 *
 * @param probed  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself; cw_certificate_clone gives one that lives on
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_probed_chain_at(const cw_probed *probed, size_t index, const cw_certificate **out, cw_error **error);

/**
 * The version of TLS that both speak: "TLSv1.2" or "TLSv1.3".
 *
 * @param probed  what is looked at
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_probed_protocol(const cw_probed *probed, cw_str *out, cw_error **error);

/**
 * The cipher suite, by its name in the IANA's registry.
 *
 * @param probed  what is looked at
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_probed_cipher(const cw_probed *probed, cw_str *out, cw_error **error);

/**
 * Whether the server asks for a client certificate.
 *
 * @param probed  what is looked at
 * @param out  one of CW_CLIENT_CERTIFICATE_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_probed_client_certificate(const cw_probed *probed, uint32_t *out, cw_error **error);

/**
 * How many things there are to be known.
 *
 * @param probed  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_probed_note_count(const cw_probed *probed, size_t *out, cw_error **error);

/**
 * One of the things to be known.
 *
 * @param probed  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_probed_note_at(const cw_probed *probed, size_t index, cw_str *out, cw_error **error);

/**
 * Frees what a server presented. NULL does nothing.
 *
 * @param probed  NULL, or one that nobody uses any more
 */
void cw_probed_free(cw_probed *probed);

/**
 * Draws a chain as lines of text, for people: who, issued by whom, for which names, how long still, thumbprints. Whether it is
 * right is not said.
 *
 * @param chain, chain_count  the certificates, the leaf first
 * @param at  the time by which the days that are left are counted
 * @param out  the lines; the caller frees them with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a time beyond the years -9999 to 9999
 */
cw_status cw_picture(const cw_certificate *const *chain,
                     size_t chain_count,
                     int64_t at,
                     cw_bytes *out,
                     cw_error **error);

/**
 * What tells it from the others, in hex. Valid until the protector is freed, or the list or the description that it is
 * of.
 *
 * @param protector  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_protector_id(const cw_protector *protector, cw_str *out, cw_error **error);

/**
 * "key-file" or "passphrase". Valid as its id is.
 *
 * @param protector  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_protector_kind(const cw_protector *protector, cw_str *out, cw_error **error);

/**
 * Whether this store was opened with it.
 *
 * @param protector  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_protector_in_use(const cw_protector *protector, bool *out, cw_error **error);

/**
 * Whether somebody with the store's key made it: one of CW_GENUINE_.
 *
 * @param protector  what is looked at
 * @param out  the number
 * @param error  NULL, or where an error goes
 */
cw_status cw_protector_genuine(const cw_protector *protector, uint32_t *out, cw_error **error);

/**
 * Frees a protector that was given by a change; not one of a list. NULL does nothing.
 *
 * @param protector  NULL, or one that nobody uses any more
 */
void cw_protector_free(cw_protector *protector);

/**
 * All that opens this store.
 *
 * @param store  the store
 * @param out  the list; the caller frees it with cw_protectors_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_protectors(const cw_store *store, cw_protectors **out, cw_error **error);

/**
 * How many there are.
 *
 * @param protectors  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_protectors_count(const cw_protectors *protectors, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. It belongs to the list and is valid until that is freed.
 *
 * @param protectors  what is looked at
 * @param index  counted from 0
 * @param out  borrowed: never freed by the caller, and valid as long as what it is of
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_protectors_at(const cw_protectors *protectors, size_t index, const cw_protector **out, cw_error **error);

/**
 * Frees a list of protectors. NULL does nothing.
 *
 * @param protectors  NULL, or one that nobody uses any more
 */
void cw_protectors_free(cw_protectors *protectors);

/**
 * A key file that is to be made; it may not be there yet. Nothing is made before a store is told of it.
 *
 * @param path, path_len  where it is, in UTF-8; copied
 * @param out  what is to be made; the caller frees it with cw_new_protector_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_new_protector_key_file(const char *path, size_t path_len, cw_new_protector **out, cw_error **error);

/**
 * A passphrase, to be made into a key by Argon2id (64 MiB, 3 passes, 4 lanes).
 *
 * @param passphrase, passphrase_len  the passphrase; copied, and the copy is wiped
 * @param out  what is to be made; the caller frees it with cw_new_protector_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_new_protector_passphrase(const char *passphrase,
                                      size_t passphrase_len,
                                      cw_new_protector **out,
                                      cw_error **error);

/**
 * Frees a description of a new protector. NULL does nothing.
 *
 * @param new_protector  NULL, or one that nobody uses any more
 */
void cw_new_protector_free(cw_new_protector *new_protector);

/**
 * Adds a protector: from then on the store opens with it, too.
 *
 * @param store  the store
 * @param new_protector  what is to be made
 * @param out  the protector; the caller frees it with cw_protector_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_ALREADY_EXISTS for a key file that is there; CW_STATUS_INVALID_ARGUMENT
 *     for an empty passphrase or a seventeenth protector
 */
cw_status cw_store_add_protector(const cw_store *store,
                                 const cw_new_protector *new_protector,
                                 cw_protector **out,
                                 cw_error **error);

/**
 * Puts a protector in the place of another one, which opens the store no more. Whoever knows the old secret and has an
 * older copy of the store still opens that; and may have the store's key, which cw_store_rotate_key changes.
 *
 * @param store  the store
 * @param id, id_len  its id, or the beginning of it
 * @param new_protector  what is to be made
 * @param out  the protector; the caller frees it with cw_protector_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_add_protector, and CW_STATUS_NOT_FOUND
 */
cw_status cw_store_change_protector(const cw_store *store,
                                    const char *id,
                                    size_t id_len,
                                    const cw_new_protector *new_protector,
                                    cw_protector **out,
                                    cw_error **error);

/**
 * Removes a protector.
 *
 * @param store  the store
 * @param id, id_len  its id, or the beginning of it
 * @param out_notes  NULL, or where a list goes of what is to be known then: whoever may know its secret can still have
 *     the store's key; the caller frees it with cw_texts_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_LAST_PROTECTOR, CW_STATUS_NOT_FOUND, CW_STATUS_STORE_LOCKED
 */
cw_status cw_store_remove_protector(const cw_store *store,
                                    const char *id,
                                    size_t id_len,
                                    cw_texts **out_notes,
                                    cw_error **error);

/**
 * Options without secrets: that of the protector that the store was opened with is known.
 *
 * @param out  the options; the caller frees them with cw_rotate_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_rotate_options_new(cw_rotate_options **out, cw_error **error);

/**
 * Adds a key file of the store.
 *
 * @param options  the options
 * @param path, path_len  where it is, in UTF-8; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_rotate_options_key_file(cw_rotate_options *options, const char *path, size_t path_len, cw_error **error);

/**
 * Adds a passphrase of the store.
 *
 * @param options  the options
 * @param passphrase, passphrase_len  the passphrase; copied, and the copy is wiped
 * @param error  NULL, or where an error goes
 */
cw_status cw_rotate_options_passphrase(cw_rotate_options *options,
                                       const char *passphrase,
                                       size_t passphrase_len,
                                       cw_error **error);

/**
 * Removes the protectors whose secret is not given.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_rotate_options_drop_others(cw_rotate_options *options, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param rotate_options  NULL, or one that nobody uses any more
 */
void cw_rotate_options_free(cw_rotate_options *rotate_options);

/**
 * Makes a new key for the store, and seals every private key, record and journal line anew under it, in one
 * transaction. Each protector's secret is needed to go on with it.
 *
 * @param store  the store
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out_private_keys  how many private keys were sealed anew
 * @param out_dropped  NULL, or where a list of the ids of the protectors that were removed goes; the caller frees it
 *     with cw_texts_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT, which names the protectors whose secret is missing; CW_STATUS_TAMPERED for a key
 *     that does not open; CW_STATUS_STORE_LOCKED; then the old key stays
 */
cw_status cw_store_rotate_key(const cw_store *store,
                              const cw_rotate_options *options,
                              size_t *out_private_keys,
                              cw_texts **out_dropped,
                              cw_error **error);

/**
 * Options for the host that this runs on, with a subject by the role.
 *
 * @param out  the options; the caller frees them with cw_provide_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_provide_options_new(cw_provide_options **out, cw_error **error);

/**
 * Sets its subject. Unless set: the host's first name for servers, else role and scope.
 *
 * @param options  the options
 * @param subject, subject_len  a plain name, or a string of RFC 4514, looked at when one is made; copied; NULL takes it away
 * @param error  NULL, or where an error goes
 */
cw_status cw_provide_options_subject(cw_provide_options *options,
                                     const char *subject,
                                     size_t subject_len,
                                     cw_error **error);

/**
 * Sets the host whose names and addresses a server's certificate is for.
 *
 * @param options  the options
 * @param host  the host; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_provide_options_host(cw_provide_options *options, const cw_host *host, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param provide_options  NULL, or one that nobody uses any more
 */
void cw_provide_options_free(cw_provide_options *provide_options);

/**
 * The certificate that is current for a role, in a scope or in the whole installation; where there is none yet, one is made with the
 * role's defaults and assigned. Exactly one is made, however many processes ask at once. One that is not valid where that matters,
 * is self-signed and may be renewed, is renewed, but never one of an essential role: cw_store_renew does that when asked to.
 *
 * The key of an essential role is never made anew: where one was ever assigned here and is not now, or is not readable, that is an
 * error. Only the journal and the assignments say whether one was: a host that moves from elsewhere imports and assigns first.
 *
 * @param store  the store
 * @param role, role_len  the role's name; not kept
 * @param scope, scope_len  where it serves, of at most 128 characters; an empty one is the whole installation; not kept
 * @param options  how, or NULL for the defaults; they are not kept
 * @param out  the certificate, whose key is in the store; the caller frees it with cw_entry_free
 * @param out_made  whether it was made, or renewed, by this call
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_MISSING, which names the last backup that holds the key; CW_STATUS_OTHER_INSTALLATION where a key would be made;
 *     CW_STATUS_UNKNOWN_ROLE, CW_STATUS_INVALID_ARGUMENT, CW_STATUS_INVALID_SUBJECT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_provide(const cw_store *store,
                           const char *role,
                           size_t role_len,
                           const char *scope,
                           size_t scope_len,
                           const cw_provide_options *options,
                           cw_entry **out,
                           bool *out_made,
                           cw_error **error);

/**
 * A query without conditions: all certificates that are not archived.
 *
 * @param out  the query; the caller frees it with cw_query_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_new(cw_query **out, cw_error **error);

/**
 * Which of the archived certificates and the others are meant.
 *
 * @param query  the query
 * @param archived  one of CW_ARCHIVED_; CW_ARCHIVED_NO unless said
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_query_archived(cw_query *query, uint32_t archived, cw_error **error);

/**
 * In which order they are given; those that are level, in the order in which they were added.
 *
 * @param query  the query
 * @param order  one of CW_ORDER_; CW_ORDER_ADDED unless said
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_query_order(cw_query *query, uint32_t order, cw_error **error);

/**
 * Gives them the other way round.
 *
 * @param query  the query
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_descending(cw_query *query, cw_error **error);

/**
 * Gives at most so many.
 *
 * @param query  the query
 * @param limit  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_limit(cw_query *query, size_t limit, cw_error **error);

/**
 * Frees a query. NULL does nothing.
 *
 * @param query  NULL, or one that nobody uses any more
 */
void cw_query_free(cw_query *query);

/**
 * With its private key in the store, or without.
 *
 * @param query  the query
 * @param wanted  with it, or without
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_has_private_key(cw_query *query, bool wanted, cw_error **error);

/**
 * CA or not, as basicConstraints says.
 *
 * @param query  the query
 * @param wanted  CA, or not
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_is_ca(cw_query *query, bool wanted, cw_error **error);

/**
 * Signed by its own key, which is proven, or not.
 *
 * @param query  the query
 * @param wanted  self-signed, or not
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_self_signed(cw_query *query, bool wanted, cw_error **error);

/**
 * The kind of its key: "p256", "rsa2048", or "rsa" for any size.
 *
 * @param query  the query
 * @param algorithm, algorithm_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_key_algorithm(cw_query *query, const char *algorithm, size_t algorithm_len, cw_error **error);

/**
 * The hash under its signature: "sha1", "sha256".
 *
 * @param query  the query
 * @param hash, hash_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_signature_hash(cw_query *query, const char *hash, size_t hash_len, cw_error **error);

/**
 * Valid for longer than this from beginning to end.
 *
 * @param query  the query
 * @param length  in seconds
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_validity_over(cw_query *query, int64_t length, cw_error **error);

/**
 * Valid for less than this from beginning to end.
 *
 * @param query  the query
 * @param length  in seconds
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_validity_under(cw_query *query, int64_t length, cw_error **error);

/**
 * Its validity ends before this time.
 *
 * @param query  the query
 * @param at  the time
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
 */
cw_status cw_query_expiring_before(cw_query *query, int64_t at, cw_error **error);

/**
 * Valid at this time.
 *
 * @param query  the query
 * @param at  the time
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
 */
cw_status cw_query_valid_at(cw_query *query, int64_t at, cw_error **error);

/**
 * Expired by this time, or not.
 *
 * @param query  the query
 * @param at  the time
 * @param expired  expired, or not
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
 */
cw_status cw_query_expired_at(cw_query *query, int64_t at, bool expired, cw_error **error);

/**
 * Anything that people name a certificate by, whole: a thumbprint, a serial number, a subject or one of its
 * components, a common name, a friendly name, a DNS name or an address. Case does not matter.
 *
 * @param query  the query
 * @param text, text_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_text(cw_query *query, const char *text, size_t text_len, cw_error **error);

/**
 * Part of the subject, of the friendly name or of a DNS name. Case does not matter.
 *
 * @param query  the query
 * @param contains, contains_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_contains(cw_query *query, const char *contains, size_t contains_len, cw_error **error);

/**
 * A subject or a run of its components, whole: `srv1` and `CN=srv1` find `CN=srv1,O=Example`, not `CN=srv10`. What
 * cannot be read is CW_STATUS_INVALID_SUBJECT when it is looked for.
 *
 * @param query  the query
 * @param subject, subject_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_subject(cw_query *query, const char *subject, size_t subject_len, cw_error **error);

/**
 * The same of the issuer.
 *
 * @param query  the query
 * @param issuer, issuer_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_issuer(cw_query *query, const char *issuer, size_t issuer_len, cw_error **error);

/**
 * The serial number, by the content octets of its DER, as cw_certificate_serial_der gives them: also a negative one, which
 * cw_query_serial takes for a positive one.
 *
 * @param query  the query
 * @param der, der_len  1 to 64 octets; copied; NULL with length 0 for none
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SERIAL_NUMBER
 */
cw_status cw_query_serial_der(cw_query *query,
                              const uint8_t *der,
                              size_t der_len,
                              cw_error **error);

/**
 * Part of the subject. Case does not matter.
 *
 * @param query  the query
 * @param part, part_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_subject_contains(cw_query *query, const char *part, size_t part_len, cw_error **error);

/**
 * Part of the issuer. Case does not matter.
 *
 * @param query  the query
 * @param part, part_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_issuer_contains(cw_query *query, const char *part, size_t part_len, cw_error **error);

/**
 * The serial number.
 *
 * @param query  the query
 * @param serial, serial_len  in hex, as it was pasted, with or without leading zeros; copied; NULL for none
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SERIAL_NUMBER
 */
cw_status cw_query_serial(cw_query *query, const char *serial, size_t serial_len, cw_error **error);

/**
 * The thumbprint, of either hash.
 *
 * @param query  the query
 * @param thumbprint, thumbprint_len  in hex, as it was pasted; NULL for none
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_THUMBPRINT
 */
cw_status cw_query_thumbprint(cw_query *query, const char *thumbprint, size_t thumbprint_len, cw_error **error);

/**
 * The subjectKeyIdentifier.
 *
 * @param query  the query
 * @param id, id_len  its octets; copied; NULL with length 0 for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_subject_key_id(cw_query *query, const uint8_t *id, size_t id_len, cw_error **error);

/**
 * A DNS name of the subjectAltName. `srv1.corp.example` also finds `*.corp.example`; `*.corp.example` also finds each
 * name with one label in place of the star.
 *
 * @param query  the query
 * @param dns_name, dns_name_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_dns_name(cw_query *query, const char *dns_name, size_t dns_name_len, cw_error **error);

/**
 * An address of the subjectAltName.
 *
 * @param query  the query
 * @param address, address_len  in text, of version 4 or 6; NULL for none
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what is not one
 */
cw_status cw_query_ip_address(cw_query *query, const char *address, size_t address_len, cw_error **error);

/**
 * The friendly name, whole. Case does not matter.
 *
 * @param query  the query
 * @param name, name_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_friendly_name(cw_query *query, const char *name, size_t name_len, cw_error **error);

/**
 * One of its tags, whole. Case does not matter.
 *
 * @param query  the query
 * @param tag, tag_len  copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_tag(cw_query *query, const char *tag, size_t tag_len, cw_error **error);

/**
 * The named store. One that is not there is CW_STATUS_UNKNOWN_STORE_NAME when it is looked for.
 *
 * @param query  the query
 * @param name, name_len  its name in any case; copied; NULL for all
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
 */
cw_status cw_query_store(cw_query *query, const char *name, size_t name_len, cw_error **error);

/**
 * With an assignment to this role that holds: current or retained. A search for it needs the store's key.
 *
 * @param query  the query
 * @param role, role_len  the role's name; copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_role(cw_query *query, const char *role, size_t role_len, cw_error **error);

/**
 * With an assignment in this scope that holds. A search for it needs the store's key.
 *
 * @param query  the query
 * @param scope, scope_len  the scope; an empty one is the whole installation; copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_scope(cw_query *query, const char *scope, size_t scope_len, cw_error **error);

/**
 * Required or not, as cw_entry_required says.
 *
 * @param query  the query
 * @param wanted  required, or not
 * @param error  NULL, or where an error goes
 */
cw_status cw_query_required(cw_query *query, bool wanted, cw_error **error);

/**
 * Makes options with their defaults.
 *
 * @param out  the options; the caller frees them with cw_read_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_read_options_new(cw_read_options **out, cw_error **error);

/**
 * Sets the password of a PFX or of an encrypted key.
 *
 * @param options  what is changed
 * @param password, password_len  it is copied, and wiped when the options are freed; NULL is none, which is not an empty one: tools write both kinds of
 * files
 * @param error  NULL, or where an error goes
 */
cw_status cw_read_options_password(cw_read_options *options,
                                   const char *password,
                                   size_t password_len,
                                   cw_error **error);

/**
 * Sets a callback that is asked for the password once a file turns out to need one and none was set. It is asked once for each
 * file, on the thread of the call.
 *
 * @param options  what is changed
 * @param ask  gives the password by cw_password_give and returns 0; anything else stops the call with CW_STATUS_CANCELLED.
 * NULL asks nobody
 * @param user  handed to the callback; whoever sets it keeps it valid until the options are freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_read_options_ask_password(cw_read_options *options,
                                       int (*ask)(void *user, cw_password *password),
                                       void *user,
                                       cw_error **error);

/**
 * Sets how many iterations of key derivation a file may ask for in all, lest it keep its reader busy for hours. Of scrypt
 * N*r*p counts.
 *
 * @param options  what is changed
 * @param limit  how many; 10,000,000 unless set
 * @param error  NULL, or where an error goes
 */
cw_status cw_read_options_max_iterations(cw_read_options *options,
                                         uint64_t limit,
                                         cw_error **error);

/**
 * Sets how much memory scrypt may ask for.
 *
 * @param options  what is changed
 * @param limit  octets; 256 MiB unless set
 * @param error  NULL, or where an error goes
 */
cw_status cw_read_options_max_scrypt_memory(cw_read_options *options, uint64_t limit, cw_error **error);

/**
 * Sets how deep the contents of a PFX may lie in one another.
 *
 * @param options  what is changed
 * @param limit  how deep; 8 unless set, and above 64 counts as 64
 * @param error  NULL, or where an error goes
 */
cw_status cw_read_options_max_nesting(cw_read_options *options, size_t limit, cw_error **error);

/**
 * Has a PFX refused that has no integrity check, which anyone may have altered (CW_STATUS_UNAUTHENTICATED).
 *
 * @param options  what is changed
 * @param error  NULL, or where an error goes
 */
cw_status cw_read_options_require_mac(cw_read_options *options, cw_error **error);

/**
 * Has encryption and integrity checks refused that are not to be relied on any more (CW_STATUS_LEGACY_ALGORITHM): DES, 3DES,
 * RC2, RC4, the derivations of PKCS#12 and PBES1, MD5 of a password; MACs with MD5 and SHA-1.
 *
 * @param options  what is changed
 * @param error  NULL, or where an error goes
 */
cw_status cw_read_options_refuse_legacy(cw_read_options *options,
                                        cw_error **error);

/**
 * Frees options, and wipes their password. NULL does nothing.
 *
 * @param options  NULL, or some that nobody uses any more
 */
void cw_read_options_free(cw_read_options *options);

/**
 * A description that changes nothing.
 *
 * @param out  the description; the caller frees it with cw_description_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_description_new(cw_description **out, cw_error **error);

/**
 * Sets the name for people.
 *
 * @param description  the description
 * @param name, name_len  the name; an empty one takes it away; copied; NULL leaves the one that it has
 * @param error  NULL, or where an error goes
 */
cw_status cw_description_friendly_name(cw_description *description,
                                       const char *name,
                                       size_t name_len,
                                       cw_error **error);

/**
 * Sets all its tags; others are taken away.
 *
 * @param description  the description
 * @param tags, tags_count  the tags, which may be none; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_description_tags(cw_description *description, const cw_str *tags, size_t tags_count, cw_error **error);

/**
 * Frees a description. NULL does nothing.
 *
 * @param description  NULL, or one that nobody uses any more
 */
void cw_description_free(cw_description *description);

/**
 * Sets what people call a certificate.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param description  what is set
 * @param out  the entry, and whether anything changed; the caller frees it with cw_added_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED
 */
cw_status cw_store_describe(const cw_store *store,
                            const char *thumbprint,
                            size_t thumbprint_len,
                            const cw_description *description,
                            cw_added **out,
                            cw_error **error);

/**
 * Archives a certificate: it is kept, and no longer offered by get, select and find unless asked for.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param out  the entry, and whether anything changed; the caller frees it with cw_added_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED
 */
cw_status cw_store_archive(const cw_store *store,
                           const char *thumbprint,
                           size_t thumbprint_len,
                           cw_added **out,
                           cw_error **error);

/**
 * Undoes cw_store_archive.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param out  the entry, and whether anything changed; the caller frees it with cw_added_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_archive
 */
cw_status cw_store_unarchive(const cw_store *store,
                             const char *thumbprint,
                             size_t thumbprint_len,
                             cw_added **out,
                             cw_error **error);

/**
 * Deletes a certificate, and its key unless another certificate here shares it. There is no way back. One whose row
 * was damaged can be deleted, too.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param out_key_deleted  whether the private key is gone too
 * @param out_key_shared  whether the private key stayed, because another certificate here shares it
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED; CW_STATUS_REQUIRED for one that
 *     is assigned or retained, that an endpoint uses, or that issued another that is still valid here
 */
cw_status cw_store_delete(const cw_store *store,
                          const char *thumbprint,
                          size_t thumbprint_len,
                          bool *out_key_deleted,
                          bool *out_key_shared,
                          cw_error **error);

/**
 * Options with which a new key is made, of the same kind.
 *
 * @param out  the options; the caller frees them with cw_renew_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_renew_options_new(cw_renew_options **out, cw_error **error);

/**
 * Renews with the key that it has. A new one is the better choice unless others hold a copy of the public key.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_renew_options_same_key(cw_renew_options *options, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param renew_options  NULL, or one that nobody uses any more
 */
void cw_renew_options_free(cw_renew_options *renew_options);

/**
 * Renews a self-signed certificate: the new one has its subject, names, purpose and all other extensions, its friendly name and
 * tags, and is valid for as long. It takes the old one's place in every named store, assignment and endpoint, and in decisions to
 * trust exactly it, in one transaction. The old one is archived; it is retained where a role is essential. One that was renewed
 * before is not renewed again: what superseded it is given.
 *
 * A CA certificate that issued what is still valid stays where it is, beside the new one. Of a period of use for the key and of
 * timestamps of CT logs, which were of the old certificate alone, nothing is taken over; nor is trust, where the old one was archived.
 * Not done: telling whoever has the old certificate elsewhere.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param options  how, or NULL for the defaults; they are not kept
 * @param out  what it came to; the caller frees it with cw_renewed_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT; CW_STATUS_UNSUPPORTED for one that another certificate issued, and for
 *     a kind of key that is not made here; CW_STATUS_NO_PRIVATE_KEY; CW_STATUS_INVALID_ARGUMENT for a role whose certificates are
 *     not renewed, and where the new one would end before the old one, as by a wrong clock; CW_STATUS_OTHER_INSTALLATION,
 *     CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_renew(const cw_store *store,
                         const char *thumbprint,
                         size_t thumbprint_len,
                         const cw_renew_options *options,
                         cw_renewed **out,
                         cw_error **error);

/**
 * The certificate that stands in the place of the old one.
 *
 * @param renewed  what is looked at
 * @param out  valid until what it is of is freed, and never freed itself; cw_entry_clone makes one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_renewed_entry(const cw_renewed *renewed, const cw_entry **out, cw_error **error);

/**
 * The old one, as it is then.
 *
 * @param renewed  what is looked at
 * @param out  valid until what it is of is freed, and never freed itself; cw_entry_clone makes one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_renewed_old(const cw_renewed *renewed, const cw_entry **out, cw_error **error);

/**
 * Whether this call made it; not where it was renewed before.
 *
 * @param renewed  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_renewed_changed(const cw_renewed *renewed, bool *out, cw_error **error);

/**
 * How many things there are to be known.
 *
 * @param renewed  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_renewed_note_count(const cw_renewed *renewed, size_t *out, cw_error **error);

/**
 * One of the things to be known, such as that the old one is retained.
 *
 * @param renewed  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_renewed_note_at(const cw_renewed *renewed, size_t index, cw_str *out, cw_error **error);

/**
 * Frees what a renewal came to. NULL does nothing.
 *
 * @param renewed  NULL, or one that nobody uses any more
 */
void cw_renewed_free(cw_renewed *renewed);

/**
 * The certificates that cw_store_renew could renew and that end within this time: self-signed, with their key, and required, or
 * valid and not archived. The first to end comes first.
 *
 * @param store  the store
 * @param seconds  how far ahead is looked
 * @param out  the certificates; the caller frees them with cw_entries_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_renewable_within(const cw_store *store,
                                    int64_t seconds,
                                    cw_entries **out,
                                    cw_error **error);

/**
 * How many there are.
 *
 * @param entries  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_entries_count(const cw_entries *entries, size_t *out, cw_error **error);

/**
 * One of them.
 *
 * @param entries  what is looked at
 * @param index  counted from 0
 * @param out  valid until they are freed, and never freed itself; cw_entry_clone makes one that lives on
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_entries_at(const cw_entries *entries, size_t index, const cw_entry **out, cw_error **error);

/**
 * Frees certificates of a store. NULL does nothing.
 *
 * @param entries  NULL, or one that nobody uses any more
 */
void cw_entries_free(cw_entries *entries);

/**
 * The kind of file: "DER", "PEM", "PKCS#12" or "PKCS#7".
 *
 * @param report  what is looked at
 * @param out  valid until the report is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_report_format(const cw_import_report *report, cw_str *out, cw_error **error);

/**
 * How many bags, blocks or elements the file holds.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_report_bag_count(const cw_import_report *report, size_t *out, cw_error **error);

/**
 * One bag of a PFX or PKCS#7, one block of PEM, or the whole of a DER file.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_import_report_bag_at(const cw_import_report *report, size_t index, const cw_bag **out, cw_error **error);

/**
 * How many notes there are.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_report_note_count(const cw_import_report *report, size_t *out, cw_error **error);

/**
 * What else is to be known, such as that the file has no integrity check.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_import_report_note_at(const cw_import_report *report, size_t index, cw_str *out, cw_error **error);

/**
 * How many certificates it holds, each counted once.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_report_certificate_count(const cw_import_report *report, size_t *out, cw_error **error);

/**
 * One of the certificates, in the order of the file, each once.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed, and never freed itself; cw_certificate_clone gives one that lives on
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_import_report_certificate_at(const cw_import_report *report,
                                          size_t index,
                                          const cw_certificate **out,
                                          cw_error **error);

/**
 * How many private keys it holds that can be used.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_report_private_key_count(const cw_import_report *report, size_t *out, cw_error **error);

/**
 * One of the private keys that can be used, in the order of the file.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed, and never freed itself; cw_private_key_clone gives one that lives on
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_import_report_private_key_at(const cw_import_report *report,
                                          size_t index,
                                          const cw_private_key **out,
                                          cw_error **error);

/**
 * How many private keys it holds of kinds that cannot be used here.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_report_opaque_key_count(const cw_import_report *report, size_t *out, cw_error **error);

/**
 * One of the private keys of kinds that cannot be used here, in the order of the file.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed, and never freed itself; cw_opaque_key_clone gives one that lives on
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_import_report_opaque_key_at(const cw_import_report *report,
                                         size_t index,
                                         const cw_opaque_key **out,
                                         cw_error **error);

/**
 * How many certificates have their private key in the same file.
 *
 * @param report  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_import_report_identity_count(const cw_import_report *report, size_t *out, cw_error **error);

/**
 * A certificate with its key and chain, matched by public key; the chain by name and signature out of this file, without a
 * self-signed root.
 *
 * @param report  what is looked at
 * @param index  counted from 0
 * @param out  valid until the report is freed, and never freed itself; cw_identity_clone gives one that lives on
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_import_report_identity_at(const cw_import_report *report,
                                       size_t index,
                                       const cw_identity **out,
                                       cw_error **error);

/**
 * Frees a report, and what belongs to it. NULL does nothing.
 *
 * @param report  NULL, or one that nobody uses any more
 */
void cw_import_report_free(cw_import_report *report);

/**
 * Options that restore nothing where there is a conflict; they lack a password yet.
 *
 * @param out  the options; the caller frees them with cw_restore_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_options_new(cw_restore_options **out, cw_error **error);

/**
 * Sets the password of a PFX, or the passphrase of a bundle.
 *
 * @param options  the options
 * @param password, password_len  the password; copied, and the copy is wiped; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_options_password(cw_restore_options *options,
                                      const char *password,
                                      size_t password_len,
                                      cw_error **error);

/**
 * Opens a bundle that is for recipients; each call adds one.
 *
 * @param options  the options
 * @param identity, identity_len  of age, "AGE-SECRET-KEY-1…"; looked at when a bundle is opened; copied, and the copy is wiped
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_options_identity(cw_restore_options *options,
                                      const char *identity,
                                      size_t identity_len,
                                      cw_error **error);

/**
 * Restores nothing, and says what would become of each thing.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_options_dry_run(cw_restore_options *options, cw_error **error);

/**
 * Says what is done where the backup and the store cannot both hold.
 *
 * @param options  the options
 * @param conflicts  one of CW_CONFLICTS_; CW_CONFLICTS_REFUSE unless said
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_restore_options_conflicts(cw_restore_options *options, uint32_t conflicts, cw_error **error);

/**
 * Says what the only key in a file is for that says nothing of roles, such as one of another program.
 *
 * @param options  the options
 * @param role, role_len  the role's name, which the store must know; copied
 * @param scope, scope_len  where it serves; an empty one is the whole installation; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_options_role(cw_restore_options *options,
                                  const char *role,
                                  size_t role_len,
                                  const char *scope,
                                  size_t scope_len,
                                  cw_error **error);

/**
 * Trusts the key of another store that signed a bundle.
 *
 * @param options  the options
 * @param sha256, sha256_len  SHA-256 of that key in hex, as that store shows it; copied; NULL for none
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_options_trust_signer(cw_restore_options *options,
                                          const char *sha256,
                                          size_t sha256_len,
                                          cw_error **error);

/**
 * Of a bundle that is damaged, takes what can be taken.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_options_salvage(cw_restore_options *options, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 *
 * @param restore_options  NULL, or one that nobody uses any more
 */
void cw_restore_options_free(cw_restore_options *restore_options);

/**
 * Restores a backup: the files and their password are all that it takes. Everything is taken out of them first, then comes into this
 * store in one transaction; roles, scopes, dates and names come back too. A file of another program is taken as well, for a role that is
 * given.
 *
 * Where this store has gone on since, what both cannot hold is a conflict, and unless said how it is resolved nothing is restored. What
 * is here already stays as it is. No password, no protector and no trust in a named store comes out of a PFX.
 *
 * @param store  the store
 * @param files, files_count  the paths of all files of a PFX backup, or that of one bundle; not kept
 * @param options  how, or NULL for the defaults; they are not kept
 * @param progress  NULL, or what is told now and then how much is done, of how much in all; a value other than 0 stops the work; called
 *     on this thread, and not kept
 * @param user  what the callback gets; may be NULL
 * @param out  what it came to; the caller frees it with cw_restored_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_CONFLICT, whose details name them all in "what"; CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_WRONG_PASSWORD;
 *     CW_STATUS_DAMAGED, CW_STATUS_TAMPERED for files that are not whole; CW_STATUS_OTHER_SIGNER for a bundle of another store whose key
 *     is not said to be trusted; CW_STATUS_UNSUPPORTED for one of a later version, and for a role whose rules the certificate does not
 *     fit; CW_STATUS_UNKNOWN_ROLE for a role that is given and not known;
 *     CW_STATUS_INVALID_ARGUMENT for one that is given to a file that names its own, or that holds several keys; CW_STATUS_NOT_FOUND,
 *     CW_STATUS_STORE_LOCKED; CW_STATUS_CANCELLED if the callback stopped it
 */
cw_status cw_store_restore(const cw_store *store,
                           const cw_str *files,
                           size_t files_count,
                           const cw_restore_options *options,
                           int (*progress)(void *user, uint64_t done, uint64_t total),
                           void *user,
                           cw_restored **out,
                           cw_error **error);

/**
 * Proves that files restore, at any time after they were made: takes everything out of them, uses each key, and says what the store's
 * roles need today that is not in them. Nothing is restored. A backup that the store remembers is then proven as of now. Where nothing
 * is given that opens them, the password that the settings lead to is tried.
 *
 * @param store  the store
 * @param files, files_count  as for cw_store_restore
 * @param options  password and identities; the others have no effect; or NULL for none; they are not kept
 * @param progress  as for cw_store_restore
 * @param user  what the callback gets; may be NULL
 * @param out  what came of it, by whom a bundle is signed included; the caller frees it with cw_backup_proof_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_restore, without CW_STATUS_CONFLICT and CW_STATUS_OTHER_SIGNER; CW_STATUS_KEY_MISMATCH for a key that does not
 *     sign what its certificate verifies
 */
cw_status cw_store_verify_backup(const cw_store *store,
                                 const cw_str *files,
                                 size_t files_count,
                                 const cw_restore_options *options,
                                 int (*progress)(void *user, uint64_t done, uint64_t total),
                                 void *user,
                                 cw_backup_proof **out,
                                 cw_error **error);

/**
 * What form the backup has.
 *
 * @param restored  what is looked at
 * @param out  one of CW_BACKUP_KIND_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_restored_kind(const cw_restored *restored, uint32_t *out, cw_error **error);

/**
 * Whether the store is other than before.
 *
 * @param restored  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_restored_changed(const cw_restored *restored, bool *out, cw_error **error);

/**
 * How many things the backup holds.
 *
 * @param restored  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_restored_line_count(const cw_restored *restored, size_t *out, cw_error **error);

/**
 * What becomes of one of these.
 *
 * @param restored  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_restored_line_at(const cw_restored *restored, size_t index, const cw_restore_line **out, cw_error **error);

/**
 * SHA-256 of the key that signed a bundle, in hex.
 *
 * @param restored  what is looked at
 * @param out  valid until it is freed; none of a PFX, which nobody signs
 * @param error  NULL, or where an error goes
 */
cw_status cw_restored_signer(const cw_restored *restored, cw_str *out, cw_error **error);

/**
 * How many things there are to be known.
 *
 * @param restored  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_restored_note_count(const cw_restored *restored, size_t *out, cw_error **error);

/**
 * One of the things to be known.
 *
 * @param restored  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_restored_note_at(const cw_restored *restored, size_t index, cw_str *out, cw_error **error);

/**
 * Frees what a restore came to. NULL does nothing.
 *
 * @param restored  NULL, or one that nobody uses any more
 */
void cw_restored_free(cw_restored *restored);

/**
 * What it is: "certificate", "assignment", "role", "endpoint", "decision", "succession", "crl", "settings", or what a file holds
 * instead.
 *
 * @param line  what is looked at
 * @param out  valid until what it came from is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_line_what(const cw_restore_line *line,
                               cw_str *out,
                               cw_error **error);

/**
 * The subject of a certificate, the place of an assignment, a name.
 *
 * @param line  what is looked at
 * @param out  valid until what it came from is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_line_name(const cw_restore_line *line, cw_str *out, cw_error **error);

/**
 * SHA-1 of the certificate concerned, in upper-case hex.
 *
 * @param line  what is looked at
 * @param out  valid until what it came from is freed; none where none is
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_line_thumbprint(const cw_restore_line *line, cw_str *out, cw_error **error);

/**
 * What becomes of it.
 *
 * @param line  what is looked at
 * @param out  one of CW_RESTORE_OUTCOME_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_line_outcome(const cw_restore_line *line, uint32_t *out, cw_error **error);

/**
 * Why, or what else is to be known, for people.
 *
 * @param line  what is looked at
 * @param out  valid until what it came from is freed; none where nothing is
 * @param error  NULL, or where an error goes
 */
cw_status cw_restore_line_note(const cw_restore_line *line, cw_str *out, cw_error **error);

/**
 * Describes a role with the rules that lose nothing: essential, in the backup, renewable, and expiry matters; its certificates are
 * for TLS servers and clients. Nothing happens before cw_store_define_role.
 *
 * @param name, name_len  1 to 64 letters a to z, digits, "-", "_" and ".", the first of them a letter or a digit; looked at when it
 *     is defined; copied
 * @param out  the role; the caller frees it with cw_role_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_new(const char *name,
                      size_t name_len,
                      cw_role **out,
                      cw_error **error);

/**
 * Sets what it is, for people.
 *
 * @param role  what is changed
 * @param description, description_len  one line of at most 200 characters; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_set_description(cw_role *role, const char *description, size_t description_len, cw_error **error);

/**
 * Sets whether what its key protects is gone with the key: it is then never made anew, and former ones are retained.
 *
 * @param role  what is changed
 * @param essential  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_set_essential(cw_role *role, bool essential, cw_error **error);

/**
 * Sets whether a backup takes its certificates along.
 *
 * @param role  what is changed
 * @param in_backup  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_set_in_backup(cw_role *role, bool in_backup, cw_error **error);

/**
 * Sets whether a certificate that has expired no longer serves. Where that does not matter, its key keeps decrypting.
 *
 * @param role  what is changed
 * @param expiry_matters  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_set_expiry_matters(cw_role *role, bool expiry_matters, cw_error **error);

/**
 * Sets what a certificate that is made for it is for.
 *
 * @param role  what is changed
 * @param purpose  one of CW_PURPOSE_…
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_role_set_purpose(cw_role *role, uint32_t purpose, cw_error **error);

/**
 * Sets the kind of key that is made for it.
 *
 * @param role  what is changed
 * @param algorithm  one of CW_KEY_…; 0 for what the purpose wants
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_role_set_default_key(cw_role *role, uint32_t algorithm, cw_error **error);

/**
 * Sets whether its certificate may be renewed.
 *
 * @param role  what is changed
 * @param renewable  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_set_renewable(cw_role *role, bool renewable, cw_error **error);

/**
 * Its name.
 *
 * @param role  what is looked at
 * @param out  valid until the role is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_name(const cw_role *role, cw_str *out, cw_error **error);

/**
 * What it is, for people.
 *
 * @param role  what is looked at
 * @param out  valid until the role is freed or another description is set
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_description(const cw_role *role, cw_str *out, cw_error **error);

/**
 * Whether what its key protects is gone with the key: it is never made anew, and former ones are retained.
 *
 * @param role  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_essential(const cw_role *role, bool *out, cw_error **error);

/**
 * Whether a backup takes its certificates along.
 *
 * @param role  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_in_backup(const cw_role *role, bool *out, cw_error **error);

/**
 * Whether a certificate that has expired no longer serves. Where that does not matter, its key keeps decrypting.
 *
 * @param role  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_expiry_matters(const cw_role *role, bool *out, cw_error **error);

/**
 * What a certificate that is made for it is for.
 *
 * @param role  what is looked at
 * @param out  one of CW_PURPOSE_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_purpose(const cw_role *role, uint32_t *out, cw_error **error);

/**
 * The kind of key that is made for it.
 *
 * @param role  what is looked at
 * @param out  one of CW_KEY_…; 0 for what the purpose wants
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_default_key(const cw_role *role, uint32_t *out, cw_error **error);

/**
 * Whether its certificate may be renewed.
 *
 * @param role  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_renewable(const cw_role *role, bool *out, cw_error **error);

/**
 * Whether every store knows it; its rules are then fixed.
 *
 * @param role  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_role_built_in(const cw_role *role, bool *out, cw_error **error);

/**
 * Frees a role; not one of several, and not one of an overview. NULL does nothing.
 *
 * @param role  NULL, or one that nobody uses any more
 */
void cw_role_free(cw_role *role);

/**
 * Every role of a store: the built-in ones, then the host's own, by name.
 *
 * @param store  the store
 * @param out  the roles; the caller frees them with cw_roles_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
 */
cw_status cw_store_roles(const cw_store *store, cw_roles **out, cw_error **error);

/**
 * How many there are.
 *
 * @param roles  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_roles_count(const cw_roles *roles, size_t *out, cw_error **error);

/**
 * One of them.
 *
 * @param roles  what is looked at
 * @param index  counted from 0
 * @param out  valid until they are freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_roles_at(const cw_roles *roles, size_t index, const cw_role **out, cw_error **error);

/**
 * Frees roles. NULL does nothing.
 *
 * @param roles  NULL, or one that nobody uses any more
 */
void cw_roles_free(cw_roles *roles);

/**
 * The role of this name.
 *
 * @param store  the store
 * @param name, name_len  its name; not kept
 * @param out  the role; the caller frees it with cw_role_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNKNOWN_ROLE, which names those that there are; as cw_store_roles
 */
cw_status cw_store_role(const cw_store *store, const char *name, size_t name_len, cw_role **out, cw_error **error);

/**
 * Defines a role of the host's own, or changes its rules. Certificates that were retained stay so.
 *
 * @param store  the store
 * @param role  what it is to be; not consumed
 * @param out_changed  whether anything changed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a name or description that is not of its form, a built-in role, and a key that does not go
 *     with the purpose; CW_STATUS_STORE_LOCKED
 */
cw_status cw_store_define_role(const cw_store *store,
                               const cw_role *role,
                               bool *out_changed,
                               cw_error **error);

/**
 * Takes a role of the host's own away.
 *
 * @param store  the store
 * @param name, name_len  its name; not kept
 * @param out_removed  whether it was there
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a built-in role, and for one that certificates are assigned to or retained for;
 *     CW_STATUS_STORE_LOCKED
 */
cw_status cw_store_remove_role(const cw_store *store,
                               const char *name,
                               size_t name_len,
                               bool *out_removed,
                               cw_error **error);

/**
 * Begins one, for a subject.
 *
 * @param subject, subject_len  a plain name ("Integration API"), or a string of RFC 4514 ("CN=a, O=b")
 * @param out  what is to be made; the caller frees it with cw_self_signed_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SUBJECT
 */
cw_status cw_self_signed_new(const char *subject, size_t subject_len, cw_self_signed **out, cw_error **error);

/**
 * Its subject, as RFC 4514 writes it.
 *
 * @param wanted  what is looked at
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_subject(const cw_self_signed *wanted, cw_str *out, cw_error **error);

/**
 * Adds a DNS name: ASCII letters, digits, hyphens; "*" as the whole first label.
 *
 * @param wanted  what is changed
 * @param name, name_len  the name
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what is no host name; an address is one for cw_self_signed_ip_address
 */
cw_status cw_self_signed_dns_name(cw_self_signed *wanted, const char *name, size_t name_len, cw_error **error);

/**
 * Adds an IP address.
 *
 * @param wanted  what is changed
 * @param address, address_len  the address, IPv4 or IPv6, as text
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what is no address
 */
cw_status cw_self_signed_ip_address(cw_self_signed *wanted, const char *address, size_t address_len, cw_error **error);

/**
 * Adds the names and the global addresses of this host. No name server is asked.
 *
 * @param wanted  what is changed
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_this_host(cw_self_signed *wanted, cw_error **error);

/**
 * Writes each address as a DNS name too, for old clients. RFC 9525 forbids it.
 *
 * @param wanted  what is changed
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_addresses_also_as_dns(cw_self_signed *wanted, cw_error **error);

/**
 * Sets what it is for: its key usage, extended key usage and basic constraints.
 *
 * @param wanted  what is changed
 * @param purpose  one of CW_PURPOSE_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_purpose(cw_self_signed *wanted, uint32_t purpose, cw_error **error);

/**
 * Sets the kind of its key.
 *
 * @param wanted  what is changed
 * @param algorithm  one of CW_KEY_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_key(cw_self_signed *wanted, uint32_t algorithm, cw_error **error);

/**
 * Sets a program that must be able to use the key.
 *
 * @param wanted  what is changed
 * @param reader  one of CW_KEY_READER_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_reader(cw_self_signed *wanted, uint32_t reader, cw_error **error);

/**
 * Sets when it begins. Today, here or in UTC, means now less 5 minutes; another day begins at 00:00:00Z.
 *
 * @param wanted  what is changed
 * @param date, date_len  a date, as cw_date_parse reads it
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_DATE, CW_STATUS_AMBIGUOUS_DATE
 */
cw_status cw_self_signed_valid_from(cw_self_signed *wanted, const char *date, size_t date_len, cw_error **error);

/**
 * Sets the second at which it begins.
 *
 * @param wanted  what is changed
 * @param at  seconds since 1970-01-01T00:00:00Z
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_valid_from_time(cw_self_signed *wanted, int64_t at, cw_error **error);

/**
 * Sets when it ends; of a day the last second in UTC. Of this and the next four, the last one called counts.
 *
 * @param wanted  what is changed
 * @param date, date_len  a date, as cw_date_parse reads it
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_DATE, CW_STATUS_AMBIGUOUS_DATE
 */
cw_status cw_self_signed_valid_to(cw_self_signed *wanted, const char *date, size_t date_len, cw_error **error);

/**
 * Sets the second at which it ends, and is still valid.
 *
 * @param wanted  what is changed
 * @param at  seconds since 1970-01-01T00:00:00Z
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_valid_to_time(cw_self_signed *wanted, int64_t at, cw_error **error);

/**
 * Lets it end so many days of 24 hours after its beginning.
 *
 * @param wanted  what is changed
 * @param days  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_valid_days(cw_self_signed *wanted, uint32_t days, cw_error **error);

/**
 * Lets it end at the same time of day so many years after its beginning; 29 February becomes 28.
 *
 * @param wanted  what is changed
 * @param years  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_valid_years(cw_self_signed *wanted, uint32_t years, cw_error **error);

/**
 * Lets it end at 9999-12-31T23:59:59Z, which RFC 5280 gives the meaning "none".
 *
 * @param wanted  what is changed
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_no_expiry(cw_self_signed *wanted, cw_error **error);

/**
 * Sets its serial number, in place of a random one.
 *
 * @param wanted  what is changed
 * @param serial, serial_len  the number, as cw_serial_parse reads it
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SERIAL_NUMBER; one of 0 or of more than 20 octets is refused when it is issued
 */
cw_status cw_self_signed_serial(cw_self_signed *wanted, const char *serial, size_t serial_len, cw_error **error);

/**
 * Makes the certificate, by the clock and the time zone of the system. Everything is checked before a key is made.
 *
 * @param wanted  what is to be made; it is not changed, and can be issued again
 * @param key  the key that it is for; NULL makes one of the kind asked for
 * @param out  certificate and key; the caller frees them with cw_identity_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_VALIDITY if it would not end after its beginning; CW_STATUS_INVALID_ARGUMENT for a key that does not go
 * with purpose or reader, or a time before 1950 or after 9999; CW_STATUS_INVALID_SERIAL_NUMBER
 */
cw_status cw_self_signed_issue(const cw_self_signed *wanted,
                               const cw_private_key *key,
                               cw_identity **out,
                               cw_error **error);

/**
 * Whether a certificate is what would be made: subject, names, purpose and kind of key. Dates are not compared.
 *
 * @param wanted  what is looked at
 * @param certificate  looked at too
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_self_signed_describes(const cw_self_signed *wanted,
                                   const cw_certificate *certificate,
                                   bool *out,
                                   cw_error **error);

/**
 * Frees what was to be made. NULL does nothing.
 *
 * @param wanted  NULL, or one that nobody uses any more
 */
void cw_self_signed_free(cw_self_signed *wanted);

/**
 * What other machines need to trust an endpoint. Its certificate is made if it is yet to be; of an endpoint that is not HTTPS, the
 * one that it has kept is taken.
 *
 * @param endpoint  the endpoint
 * @param host, host_len  the name under which they reach it; NULL for the host's first name
 * @param out  what they need; the caller frees it with cw_shared_free
 * @param error  NULL, or where an error goes
 * @return as cw_endpoint_certificate
 */
cw_status cw_endpoint_share(const cw_endpoint *endpoint,
                            const char *host,
                            size_t host_len,
                            cw_shared **out,
                            cw_error **error);

/**
 * What is to be trusted there: the endpoint's certificate if it is self-signed, else the root that its chain leads to, or the
 * certificate itself where the store does not have that.
 *
 * @param shared  what is looked at
 * @param out  valid until it is freed, and never freed itself; cw_certificate_clone gives one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_shared_certificate(const cw_shared *shared,
                                const cw_certificate **out,
                                cw_error **error);

/**
 * How many files the commands speak of.
 *
 * @param shared  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_shared_file_count(const cw_shared *shared, size_t *out, cw_error **error);

/**
 * The name of one of the files: the endpoint's with ".cer", which is in DER, or ".pem".
 *
 * @param shared  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_shared_file_name(const cw_shared *shared, size_t index, cw_str *out, cw_error **error);

/**
 * What is to be in one of the files.
 *
 * @param shared  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_shared_file_data(const cw_shared *shared, size_t index, cw_octets *out, cw_error **error);

/**
 * How many kinds of systems there are instructions for.
 *
 * @param shared  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_shared_instruction_count(const cw_shared *shared, size_t *out, cw_error **error);

/**
 * The instructions for one kind of system.
 *
 * @param shared  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_shared_instruction_at(const cw_shared *shared, size_t index, const cw_instruction **out, cw_error **error);

/**
 * Which kind of system: "certwright", "debian", "java", "macos", "nss", "red-hat", "windows", "windows-domain".
 *
 * @param instruction  what is looked at
 * @param out  valid as long as the instruction is
 * @param error  NULL, or where an error goes
 */
cw_status cw_instruction_system(const cw_instruction *instruction, cw_str *out, cw_error **error);

/**
 * What it is for, for people.
 *
 * @param instruction  what is looked at
 * @param out  valid as long as the instruction is
 * @param error  NULL, or where an error goes
 */
cw_status cw_instruction_title(const cw_instruction *instruction, cw_str *out, cw_error **error);

/**
 * How many commands there are.
 *
 * @param instruction  what is looked at
 * @param out  how many; 0 where it is done in a dialog, which the notes describe
 * @param error  NULL, or where an error goes
 */
cw_status cw_instruction_command_count(const cw_instruction *instruction, size_t *out, cw_error **error);

/**
 * One of the commands, in the order in which they are given.
 *
 * @param instruction  what is looked at
 * @param index  counted from 0
 * @param out  valid as long as the instruction is
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_instruction_command_at(const cw_instruction *instruction, size_t index, cw_str *out, cw_error **error);

/**
 * How many things there are to be known.
 *
 * @param instruction  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_instruction_note_count(const cw_instruction *instruction, size_t *out, cw_error **error);

/**
 * One of the things to be known.
 *
 * @param instruction  what is looked at
 * @param index  counted from 0
 * @param out  valid as long as the instruction is
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_instruction_note_at(const cw_instruction *instruction, size_t index, cw_str *out, cw_error **error);

/**
 * Frees what other machines need. NULL does nothing.
 *
 * @param shared  NULL, or one that nobody uses any more
 */
void cw_shared_free(cw_shared *shared);

/**
 * Makes a store, with a new key file `<path>.key` unless the options say otherwise. Nothing of it may be there.
 *
 * @param path, path_len  where it will be, in UTF-8; not kept
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  the store, open; the caller frees it with cw_store_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_ALREADY_EXISTS for a database or a key file that is there; CW_STATUS_NOT_FOUND if the folder is
 *     missing, or the group; CW_STATUS_NETWORK_FILE_SYSTEM; CW_STATUS_INVALID_ARGUMENT for an empty passphrase;
 *     CW_STATUS_CANCELLED by the callback that was asked for one; CW_STATUS_IO
 */
cw_status cw_store_create(const char *path,
                          size_t path_len,
                          const cw_open_options *options,
                          cw_store **out,
                          cw_error **error);

/**
 * Opens a store that is there; never makes one.
 *
 * @param path, path_len  where it is, in UTF-8; not kept
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  the store; the caller frees it with cw_store_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_NOT_A_STORE, CW_STATUS_NEWER_SCHEMA, CW_STATUS_OLDER_SCHEMA,
 *     CW_STATUS_KEY_FILE_MISSING, CW_STATUS_KEY_FILE_EXPOSED, CW_STATUS_KEY_FILE_WRONG, CW_STATUS_WRONG_PASSWORD,
 *     CW_STATUS_PASSWORD_REQUIRED for a store that only passphrases open, CW_STATUS_CANCELLED by the callback that was
 *     asked for one, CW_STATUS_NETWORK_FILE_SYSTEM, CW_STATUS_DAMAGED, CW_STATUS_BUSY, CW_STATUS_IO;
 *     CW_STATUS_TAMPERED for a database with what a store never has
 */
cw_status cw_store_open(const char *path,
                        size_t path_len,
                        const cw_open_options *options,
                        cw_store **out,
                        cw_error **error);

/**
 * Brings a store of an older major version to this one: copies it to a file beside it, then changes it in one
 * transaction. Programs of the older version cannot use it from then on. One that needs nothing is left as it is.
 *
 * @param path, path_len  where it is, in UTF-8; not kept
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out_from  the schema's major version before
 * @param out_to  and after
 * @param out_copy  the path of the copy of the store as it was, which the key file opens too; `data` is NULL if there
 *     was nothing to do; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_open; CW_STATUS_TAMPERED if journal or keys were altered; then the store is as it was
 */
cw_status cw_store_upgrade(const char *path,
                           size_t path_len,
                           const cw_open_options *options,
                           uint32_t *out_from,
                           uint32_t *out_to,
                           cw_bytes *out_copy,
                           cw_error **error);

/**
 * The path of its database, absolute; what is not UTF-8 in it is replaced. Valid until the store is freed.
 *
 * @param store  what is looked at
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_path(const cw_store *store, cw_str *out, cw_error **error);

/**
 * Whether it was opened without its key.
 *
 * @param store  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_is_locked(const cw_store *store, bool *out, cw_error **error);

/**
 * Another handle of the same open store, for a part of the program that frees its own. It opens nothing.
 *
 * @param store  the store
 * @param out  the handle; the caller frees it with cw_store_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_store_clone(const cw_store *store, cw_store **out, cw_error **error);

/**
 * Frees a handle of a store; the last one closes it. What was read from it (entries, iterators, watches) keeps it open until
 * that is freed as well. NULL does nothing.
 *
 * @param store  NULL, or one that nobody uses any more
 */
void cw_store_free(cw_store *store);

/**
 * What took the place of a certificate, which may be gone by now. Of several renewals, the next one.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param out  the succession, which the caller frees with cw_succession_free; NULL if nothing took its place
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for one that was altered
 */
cw_status cw_store_superseded_by(const cw_store *store,
                                 const char *thumbprint,
                                 size_t thumbprint_len,
                                 cw_succession **out,
                                 cw_error **error);

/**
 * SHA-1 of the certificate that was replaced, in upper-case hex.
 *
 * @param succession  what is looked at
 * @param out  valid as long as the succession is
 * @param error  NULL, or where an error goes
 */
cw_status cw_succession_old_thumbprint(const cw_succession *succession, cw_str *out, cw_error **error);

/**
 * Its SHA-256, in upper-case hex.
 *
 * @param succession  what is looked at
 * @param out  valid as long as the succession is
 * @param error  NULL, or where an error goes
 */
cw_status cw_succession_old_sha256(const cw_succession *succession, cw_str *out, cw_error **error);

/**
 * SHA-1 of the certificate that replaced it, in upper-case hex.
 *
 * @param succession  what is looked at
 * @param out  valid as long as the succession is
 * @param error  NULL, or where an error goes
 */
cw_status cw_succession_new_thumbprint(const cw_succession *succession, cw_str *out, cw_error **error);

/**
 * Its SHA-256, in upper-case hex.
 *
 * @param succession  what is looked at
 * @param out  valid as long as the succession is
 * @param error  NULL, or where an error goes
 */
cw_status cw_succession_new_sha256(const cw_succession *succession, cw_str *out, cw_error **error);

/**
 * When.
 *
 * @param succession  what is looked at
 * @param out  the time
 * @param error  NULL, or where an error goes
 */
cw_status cw_succession_at(const cw_succession *succession, int64_t *out, cw_error **error);

/**
 * Frees a succession; not one that belongs to something else. NULL does nothing.
 *
 * @param succession  NULL, or one that nobody uses any more
 */
void cw_succession_free(cw_succession *succession);

/**
 * How many texts a list has.
 *
 * @param texts  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_texts_count(const cw_texts *texts, size_t *out, cw_error **error);

/**
 * One of the texts, counted from 0. Valid until the list is freed.
 *
 * @param texts  what is looked at
 * @param index  counted from 0
 * @param out  the text; borrowed, never freed by the caller
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_texts_at(const cw_texts *texts, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a list of texts. NULL does nothing.
 *
 * @param texts  NULL, or one that nobody uses any more
 */
void cw_texts_free(cw_texts *texts);

/**
 * Asks that exactly this certificate be trusted at this server; for this name and port alone.
 *
 * @param server, server_len  "host:port" or a URL, as for cw_probe; not kept
 * @param chain, chain_count  what it presented to whoever decides, the leaf first; not consumed
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256, in hex, of the certificate that was shown: of the leaf, or of the CA for
 *     CW_PIN_CA; not kept
 * @param out  the request; the caller frees it with cw_trust_request_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for what is no server; CW_STATUS_INVALID_THUMBPRINT
 */
cw_status cw_trust_request_new(const char *server,
                               size_t server_len,
                               const cw_certificate *const *chain,
                               size_t chain_count,
                               const char *thumbprint,
                               size_t thumbprint_len,
                               cw_trust_request **out,
                               cw_error **error);

/**
 * Asks that exactly this certificate be trusted at the server that was looked at.
 *
 * @param probed  what it presented, and to whoever decides was shown; not consumed
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256, in hex, of the certificate that was shown: of the leaf, or of the CA for
 *     CW_PIN_CA; not kept
 * @param out  the request; the caller frees it with cw_trust_request_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_THUMBPRINT
 */
cw_status cw_trust_request_of_probed(const cw_probed *probed,
                                     const char *thumbprint,
                                     size_t thumbprint_len,
                                     cw_trust_request **out,
                                     cw_error **error);

/**
 * Sets what of the certificate is trusted.
 *
 * @param request  the request
 * @param pin  one of CW_PIN_…; CW_PIN_CERTIFICATE unless set
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_trust_request_pin(cw_trust_request *request, uint32_t pin, cw_error **error);

/**
 * Sets who decides.
 *
 * @param request  the request
 * @param by, by_len  the name; copied; NULL for the actor of the store
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_request_by(cw_trust_request *request, const char *by, size_t by_len, cw_error **error);

/**
 * Sets why.
 *
 * @param request  the request
 * @param why, why_len  the reason, for whoever reads it later; copied; empty unless set
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_request_why(cw_trust_request *request, const char *why, size_t why_len, cw_error **error);

/**
 * Sets until when it holds.
 *
 * @param request  the request
 * @param until  the last second; until it is removed unless set
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
 */
cw_status cw_trust_request_until(cw_trust_request *request, int64_t until, cw_error **error);

/**
 * Also puts the CA of CW_PIN_CA into TrustedRoot: from then on whatever it issues, for any name, is trusted.
 *
 * @param request  the request
 * @param error  NULL, or where an error goes
 */
cw_status cw_trust_request_trusted_root(cw_trust_request *request, cw_error **error);

/**
 * Frees a request. NULL does nothing.
 *
 * @param request  NULL, or one that nobody uses any more
 */
void cw_trust_request_free(cw_trust_request *request);

/**
 * Records that what a server presented is trusted. A decision for a certificate or its key may overrule the name and the unknown
 * issuer, never dates or purpose. The same decision again changes nothing. Nothing is fetched.
 *
 * @param store  the store
 * @param request  what is to be trusted; it is not consumed
 * @param out  the decision; the caller frees it with cw_trust_decision_free
 * @param out_changed  NULL, or where it goes whether the store is other than before
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a thumbprint that is of no certificate presented, or an end that has passed;
 *     CW_STATUS_UNTRUSTED for a certificate that no decision makes good; CW_STATUS_STORE_LOCKED, CW_STATUS_BUSY
 */
cw_status cw_store_trust(const cw_store *store,
                         const cw_trust_request *request,
                         cw_trust_decision **out,
                         bool *out_changed,
                         cw_error **error);

/**
 * Whether the store believes the chain that a server presents: by a decision about this server; because the leaf is in
 * TrustedPeople; by a root in TrustedRoot; or by a root of the system, and then by the rules of public CAs. Certificates of the
 * store fill gaps in the chain, and its CRLs are looked at; nothing is fetched.
 *
 * A decision overrules name and issuer, never dates, purpose or a revocation. Where there is one about a server that presents
 * something else, that is refused, whoever issued it.
 *
 * @param store  the store
 * @param chain, chain_count  what it presents, the leaf first; not consumed
 * @param host, host_len  a DNS name in A-labels, or an address; not kept
 * @param port  its port; 0 if it is not known: then no decision is looked for
 * @param options  how, or NULL for the defaults; they are not kept
 * @param out  what that rests on; the caller frees it with cw_trusted_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_SERVER_CERTIFICATE_CHANGED; CW_STATUS_UNTRUSTED, whose error has every reason: see cw_error_refused_path_at;
 *     CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED for a decision or CRL in the store that was altered, about whomever it is;
 *     CW_STATUS_WORK_LIMIT; CW_STATUS_INVALID_ARGUMENT for an empty chain and a host that is none
 */
cw_status cw_store_verify_server(const cw_store *store,
                                 const cw_certificate *const *chain,
                                 size_t chain_count,
                                 const char *host,
                                 size_t host_len,
                                 uint32_t port,
                                 const cw_peer_options *options,
                                 cw_trusted **out,
                                 cw_error **error);

/**
 * As cw_store_verify_server, of certificates as a TLS library hands them out. The first one must be readable; of the others
 * those are left out that are not, as none of them is needed that is at hand in the store.
 *
 * @param store  the store
 * @param ders, ders_count  what it presents, the leaf first, each certificate in DER; copied
 * @param host, host_len  a DNS name in A-labels, or an address; not kept
 * @param port  its port; 0 if it is not known: then no decision is looked for
 * @param options  how, or NULL for the defaults; they are not kept
 * @param out  what that rests on; the caller frees it with cw_trusted_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_verify_server; CW_STATUS_MALFORMED_CERTIFICATE and CW_STATUS_TOO_LARGE of the first one
 */
cw_status cw_store_verify_server_der(const cw_store *store,
                                     const cw_octets *ders,
                                     size_t ders_count,
                                     const char *host,
                                     size_t host_len,
                                     uint32_t port,
                                     const cw_peer_options *options,
                                     cw_trusted **out,
                                     cw_error **error);

/**
 * Whether the store believes the chain that a client presents: because the leaf is in TrustedPeople, or by a root in
 * TrustedRoot. Roots of the system do not count. Who the client is, its names say; that is for the caller to look at.
 *
 * @param store  the store
 * @param chain, chain_count  what it presents, the leaf first; not consumed
 * @param options  how, or NULL for the defaults; they are not kept
 * @param out  what that rests on; the caller frees it with cw_trusted_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNTRUSTED, whose error has every reason: see cw_error_refused_path_at; CW_STATUS_STORE_LOCKED;
 *     CW_STATUS_TAMPERED for a CRL in the store that was altered, of whomever it is; CW_STATUS_WORK_LIMIT;
 *     CW_STATUS_INVALID_ARGUMENT for an empty chain
 */
cw_status cw_store_verify_client(const cw_store *store,
                                 const cw_certificate *const *chain,
                                 size_t chain_count,
                                 const cw_peer_options *options,
                                 cw_trusted **out,
                                 cw_error **error);

/**
 * As cw_store_verify_client, of certificates as a TLS library hands them out. The first one must be readable; of the others
 * those are left out that are not, as none of them is needed that is at hand in the store.
 *
 * @param store  the store
 * @param ders, ders_count  what it presents, the leaf first, each certificate in DER; copied
 * @param options  how, or NULL for the defaults; they are not kept
 * @param out  what that rests on; the caller frees it with cw_trusted_free
 * @param error  NULL, or where an error goes
 * @return as cw_store_verify_client; CW_STATUS_MALFORMED_CERTIFICATE and CW_STATUS_TOO_LARGE of the first one
 */
cw_status cw_store_verify_client_der(const cw_store *store,
                                     const cw_octets *ders,
                                     size_t ders_count,
                                     const cw_peer_options *options,
                                     cw_trusted **out,
                                     cw_error **error);

/**
 * What trust rests on.
 *
 * @param trusted  what is looked at
 * @param out  one of CW_BASIS_…
 * @param error  NULL, or where an error goes
 */
cw_status cw_trusted_basis(const cw_trusted *trusted, uint32_t *out, cw_error **error);

/**
 * The decision that trust rests on.
 *
 * @param trusted  what is looked at
 * @param out  valid until it is freed, and never freed itself; NULL if it rests on something else
 * @param error  NULL, or where an error goes
 */
cw_status cw_trusted_decision(const cw_trusted *trusted, const cw_trust_decision **out, cw_error **error);

/**
 * How many certificates the path has.
 *
 * @param trusted  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_trusted_path_count(const cw_trusted *trusted, size_t *out, cw_error **error);

/**
 * One of the certificates of the path, from the leaf to what trust rests on.
 *
 * @param trusted  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself; cw_certificate_clone gives one that lives on
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_trusted_path_at(const cw_trusted *trusted, size_t index, const cw_certificate **out, cw_error **error);

/**
 * How many things there are to be known, such as that a CRL in the store is stale.
 *
 * @param trusted  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_trusted_note_count(const cw_trusted *trusted, size_t *out, cw_error **error);

/**
 * One of the things to be known.
 *
 * @param trusted  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_trusted_note_at(const cw_trusted *trusted, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a verdict. NULL does nothing.
 *
 * @param trusted  NULL, or one that nobody uses any more
 */
void cw_trusted_free(cw_trusted *trusted);

/**
 * A service of systemd and its timer for a command that makes the backup that is due. The timer also starts it at the schedule's own
 * minutes; written anew, should these change.
 *
 * @param command, command_count  such as "/usr/bin/certwright", "--db", "/srv/certs.db", "backup", "run", "--due": one text for each
 *     word, the first of them the program's full path; not kept
 * @param schedule, schedule_len  the schedule, as cw_backup_settings_schedule gives it; not kept
 * @param name, name_len  what sets them apart from those of other stores: certwright-backup-NAME; NULL for none; not kept
 * @param user, user_len  the account that the service runs under; NULL for root, or whoever's manager it is; not kept
 * @param out  the files; the caller frees them with cw_unit_files_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a command that systemd cannot start, and for a schedule, name or user that does not fit
 */
cw_status cw_systemd_units(const cw_str *command,
                           size_t command_count,
                           const char *schedule,
                           size_t schedule_len,
                           const char *name,
                           size_t name_len,
                           const char *user,
                           size_t user_len,
                           cw_unit_files **out,
                           cw_error **error);

/**
 * How many files there are.
 *
 * @param unit_files  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_unit_files_count(const cw_unit_files *unit_files, size_t *out, cw_error **error);

/**
 * One of the files. The texts are valid until they are freed.
 *
 * @param unit_files  what is looked at
 * @param index  counted from 0
 * @param out_name  its name, without a folder
 * @param out_text  what it holds
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_unit_files_at(const cw_unit_files *unit_files,
                           size_t index,
                           cw_str *out_name,
                           cw_str *out_text,
                           cw_error **error);

/**
 * Frees files of systemd. NULL does nothing.
 *
 * @param unit_files  NULL, or some that nobody uses any more
 */
void cw_unit_files_free(cw_unit_files *unit_files);

/**
 * A line for `crontab -e` that does the same. In /etc/crontab and /etc/cron.d the account's name stands before the command.
 *
 * @param command, command_count  as for cw_systemd_units
 * @param schedule, schedule_len  as for cw_systemd_units
 * @param out  the line; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for a command that cron cannot start, and for what is no schedule
 */
cw_status cw_cron_line(const cw_str *command,
                       size_t command_count,
                       const char *schedule,
                       size_t schedule_len,
                       cw_bytes *out,
                       cw_error **error);

/**
 * The certificate.
 *
 * @param required  what is looked at
 * @param out  valid as long as what it is of, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_required_otherwise_entry(const cw_required_otherwise *required, const cw_entry **out, cw_error **error);

/**
 * How many reasons there are.
 *
 * @param required  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_required_otherwise_why_count(const cw_required_otherwise *required, size_t *out, cw_error **error);

/**
 * One of the reasons why, for people.
 *
 * @param required  what is looked at
 * @param index  counted from 0
 * @param out  valid as long as what it is of
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_required_otherwise_why_at(const cw_required_otherwise *required,
                                       size_t index,
                                       cw_str *out,
                                       cw_error **error);

/**
 * The certificate.
 *
 * @param unneeded  what is looked at
 * @param out  valid as long as what it is of, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_unneeded_entry(const cw_unneeded *unneeded, const cw_entry **out, cw_error **error);

/**
 * How many reasons there are.
 *
 * @param unneeded  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_unneeded_why_count(const cw_unneeded *unneeded, size_t *out, cw_error **error);

/**
 * One of the reasons why, for people.
 *
 * @param unneeded  what is looked at
 * @param index  counted from 0
 * @param out  valid as long as what it is of
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_unneeded_why_at(const cw_unneeded *unneeded, size_t index, cw_str *out, cw_error **error);

/**
 * Whether its time is over: it served, or was superseded; or it has no private key, and is archived or has expired.
 *
 * @param unneeded  what is looked at
 * @param out  true or false
 * @param error  NULL, or where an error goes
 */
cw_status cw_unneeded_is_over(const cw_unneeded *unneeded, bool *out, cw_error **error);

/**
 * In how many places it served.
 *
 * @param unneeded  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_unneeded_served_count(const cw_unneeded *unneeded, size_t *out, cw_error **error);

/**
 * One of the places in which it served.
 *
 * @param unneeded  what is looked at
 * @param index  counted from 0
 * @param out  valid as long as what it is of, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_unneeded_served_at(const cw_unneeded *unneeded, size_t index, const cw_assignment **out, cw_error **error);

/**
 * How many paths were tried in vain, of an error of CW_STATUS_UNTRUSTED.
 *
 * @param failure  the error that is looked at
 * @param out  how many; 0 if it is an error of another status
 * @param error  NULL, or where an error of this call goes
 */
cw_status cw_error_refused_path_count(const cw_error *failure, size_t *out, cw_error **error);

/**
 * One of the paths that were tried in vain: first the best one, of which the message of the error speaks, then the others.
 *
 * @param failure  the error that is looked at
 * @param index  counted from 0
 * @param out  valid until that error is freed, and never freed itself
 * @param error  NULL, or where an error of this call goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_error_refused_path_at(const cw_error *failure,
                                   size_t index,
                                   const cw_refused_path **out,
                                   cw_error **error);

/**
 * How many certificates it has.
 *
 * @param path  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_refused_path_subject_count(const cw_refused_path *path, size_t *out, cw_error **error);

/**
 * The subject of one of its certificates, as RFC 4514 writes it: the leaf first, the root last where one was found.
 *
 * @param path  what is looked at
 * @param index  counted from 0
 * @param out  valid until the error is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_refused_path_subject_at(const cw_refused_path *path, size_t index, cw_str *out, cw_error **error);

/**
 * How many things are wrong with it.
 *
 * @param path  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_refused_path_reason_count(const cw_refused_path *path, size_t *out, cw_error **error);

/**
 * One of the things that are wrong with it.
 *
 * @param path  what is looked at
 * @param index  counted from 0
 * @param out  valid until the error is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_refused_path_reason_at(const cw_refused_path *path, size_t index, const cw_reason **out, cw_error **error);

/**
 * The word for it that stays, for programs, such as "expired"; of a rule that is broken the rule's, such as
 * "subject_alt_name_missing".
 *
 * @param reason  what is looked at
 * @param out  valid until the error is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_reason_code(const cw_reason *reason, cw_str *out, cw_error **error);

/**
 * Which certificate of the path it is about.
 *
 * @param reason  what is looked at
 * @param out  0 for the leaf; counted up to the root
 * @param error  NULL, or where an error goes
 */
cw_status cw_reason_place(const cw_reason *reason, size_t *out, cw_error **error);

/**
 * The subject of that certificate, as RFC 4514 writes it.
 *
 * @param reason  what is looked at
 * @param out  valid until the error is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_reason_certificate(const cw_reason *reason, cw_str *out, cw_error **error);

/**
 * It as a sentence for people, with the certificate and the values concerned, such as "CN=srv1 expired 3 days ago, on
 * 2026-11-19".
 *
 * @param reason  what is looked at
 * @param out  valid until the error is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_reason_message(const cw_reason *reason, cw_str *out, cw_error **error);

/**
 * What could be done about it, by whoever runs the server or by whoever trusts it: one sentence.
 *
 * @param reason  what is looked at
 * @param out  valid until the error is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_reason_advice(const cw_reason *reason, cw_str *out, cw_error **error);

/**
 * Looks for a path from the first certificate of a chain to a root, and judges it (RFC 5280 sections 6.1 and 6.3).
 *
 * Checked are signatures, dates, CA flags, path lengths, key usages, name constraints, policies, critical extensions, host or
 * mailbox, the revocation lists given, and the rules of the profile. Not checked: OCSP, Certificate Transparency, and anything
 * that the network would tell. The work is bounded, whatever the certificates say.
 *
 * @param chain, chain_count  the certificate in question, then others that may lie between it and a root, in any order
 * @param options  the roots, and how it is judged; it is not kept
 * @param out  the path; the caller frees it with cw_verified_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_UNTRUSTED, whose error has every reason: see cw_error_refused_path_at; CW_STATUS_WORK_LIMIT where no
 *     right path was found within the bounds; CW_STATUS_INVALID_ARGUMENT for an empty chain, a host, mailbox or policy that
 *     is none
 */
cw_status cw_verify_chain(const cw_certificate *const *chain,
                          size_t chain_count,
                          const cw_verify_options *options,
                          cw_verified **out,
                          cw_error **error);

/**
 * How many certificates the path has.
 *
 * @param verified  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_verified_path_count(const cw_verified *verified, size_t *out, cw_error **error);

/**
 * One of the certificates of the path: the leaf first; the last is the root, where that is a certificate.
 *
 * @param verified  what is looked at
 * @param index  counted from 0
 * @param out  valid until the path is freed, and never freed itself; cw_certificate_clone gives one that lives on
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_verified_path_at(const cw_verified *verified, size_t index, const cw_certificate **out, cw_error **error);

/**
 * Whom the root stands for.
 *
 * @param verified  what is looked at
 * @param out  valid until the path is freed, and never freed itself; cw_name_clone gives one that lives on
 * @param error  NULL, or where an error goes
 */
cw_status cw_verified_anchor_name(const cw_verified *verified, const cw_name **out, cw_error **error);

/**
 * The root, where it is a certificate.
 *
 * @param verified  what is looked at
 * @param out  valid until the path is freed, and never freed itself; NULL where the root is a name with a key
 * @param error  NULL, or where an error goes
 */
cw_status cw_verified_anchor_certificate(const cw_verified *verified, const cw_certificate **out, cw_error **error);

/**
 * Frees a path. NULL does nothing.
 *
 * @param verified  NULL, or one that nobody uses any more
 */
void cw_verified_free(cw_verified *verified);

/**
 * Options without a root.
 *
 * @param out  the options; the caller frees them with cw_verify_options_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_new(cw_verify_options **out, cw_error **error);

/**
 * Adds a root. Its dates, its path length and its constraints hold for what is below it, and the rules of the profile for
 * itself.
 *
 * @param options  the options
 * @param certificate  it is not consumed
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_root(cw_verify_options *options,
                                 const cw_certificate *certificate,
                                 cw_error **error);

/**
 * Adds a root that is a name with its key, without dates and constraints.
 *
 * @param options  the options
 * @param name  whom it stands for; not consumed
 * @param public_key, public_key_len  the DER of its SubjectPublicKeyInfo; copied
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_MALFORMED_KEY
 */
cw_status cw_verify_options_named_root(cw_verify_options *options,
                                       const cw_name *name,
                                       const uint8_t *public_key,
                                       size_t public_key_len,
                                       cw_error **error);

/**
 * Adds a certificate that may lie between, beside those of the chain; one that is of no use does no harm.
 *
 * @param options  the options
 * @param certificate  it is not consumed
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_intermediate(cw_verify_options *options,
                                         const cw_certificate *certificate,
                                         cw_error **error);

/**
 * Adds a revocation list, of any issuer. One that revokes a certificate always fails the chain; so does one that cannot be relied
 * on, unless only its time or its key is wrong and another one covers the certificate.
 *
 * @param options  the options
 * @param crl  it is not consumed
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_crl(cw_verify_options *options,
                                const cw_crl *crl,
                                cw_error **error);

/**
 * Sets when the chain must be right.
 *
 * @param options  the options
 * @param at  the time; that of the call unless set
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
 */
cw_status cw_verify_options_at(cw_verify_options *options, int64_t at, cw_error **error);

/**
 * Sets what the leaf is used for.
 *
 * @param options  the options
 * @param purpose  one of CW_CHAIN_PURPOSE_…; CW_CHAIN_PURPOSE_SERVER unless set
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_verify_options_purpose(cw_verify_options *options, uint32_t purpose, cw_error **error);

/**
 * Sets the host that the leaf must be for. What is none is CW_STATUS_INVALID_ARGUMENT when a chain is verified.
 *
 * @param options  the options
 * @param host, host_len  a DNS name in A-labels or an IP address; copied; NULL for none: it is not looked at
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_host(cw_verify_options *options, const char *host, size_t host_len, cw_error **error);

/**
 * Sets the mailbox that the leaf must be for. What is none is CW_STATUS_INVALID_ARGUMENT when a chain is verified.
 *
 * @param options  the options
 * @param email, email_len  such as user@example.com; copied; NULL for none: it is not looked at
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_email(cw_verify_options *options, const char *email, size_t email_len, cw_error **error);

/**
 * Sets how many intermediate certificates there may be, those not counted that a CA issued to itself.
 *
 * @param options  the options
 * @param depth  how many; never more than 30
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_max_depth(cw_verify_options *options, size_t depth, cw_error **error);

/**
 * Sets how much is asked of the form of certificates.
 *
 * @param options  the options
 * @param profile  one of CW_PROFILE_…; unless set CW_PROFILE_WEB_PKI for a server, else CW_PROFILE_RFC5280
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_verify_options_profile(cw_verify_options *options, uint32_t profile, cw_error **error);

/**
 * Sets what follows where no revocation list covers a certificate.
 *
 * @param options  the options
 * @param revocation  one of CW_REVOCATION_…; CW_REVOCATION_WHERE_GIVEN unless set
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_verify_options_revocation(cw_verify_options *options, uint32_t revocation, cw_error **error);

/**
 * Adds a policy that is accepted; any is unless one was added. Only looked at where a policy is demanded, by
 * cw_verify_options_require_policy or by a CA. What is no OID is CW_STATUS_INVALID_ARGUMENT when a chain is verified.
 *
 * @param options  the options
 * @param policy, policy_len  a dotted OID; copied
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_policy(cw_verify_options *options, const char *policy, size_t policy_len, cw_error **error);

/**
 * Demands a policy of the path (RFC 5280 section 6.1.1 (e)).
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_require_policy(cw_verify_options *options, cw_error **error);

/**
 * Forbids CAs to map policies to others (RFC 5280 section 6.1.1 (f)).
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_inhibit_policy_mapping(cw_verify_options *options, cw_error **error);

/**
 * Lets anyPolicy count for nothing (RFC 5280 section 6.1.1 (g)).
 *
 * @param options  the options
 * @param error  NULL, or where an error goes
 */
cw_status cw_verify_options_inhibit_any_policy(cw_verify_options *options, cw_error **error);

/**
 * Frees options. NULL does nothing.
 *
 * @param options  NULL, or some that nobody uses any more
 */
void cw_verify_options_free(cw_verify_options *options);

/**
 * The ABI of the library that is loaded; compare it with CW_ABI_VERSION of the header.
 */
uint32_t cw_abi_version(void);

/**
 * The version of the library that is loaded, such as "0.1.0". Valid for ever.
 */
cw_str cw_version(void);

/**
 * Everything in this store that refers to a certificate. What other programs and machines refer to, it cannot know.
 *
 * @param store  the store
 * @param thumbprint, thumbprint_len  SHA-1 or SHA-256 in hex, as it was pasted: blanks, colons, case and characters
 *     that cannot be seen do not matter
 * @param out  what refers to it; the caller frees it with cw_where_used_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED, CW_STATUS_TAMPERED
 */
cw_status cw_store_where_used(const cw_store *store,
                              const char *thumbprint,
                              size_t thumbprint_len,
                              cw_where_used **out,
                              cw_error **error);

/**
 * The certificate.
 *
 * @param used  what is looked at
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_entry(const cw_where_used *used, const cw_entry **out, cw_error **error);

/**
 * How many assignments it has, former ones included.
 *
 * @param used  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_assignment_count(const cw_where_used *used, size_t *out, cw_error **error);

/**
 * One of the assignments: what it is or was for.
 *
 * @param used  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_where_used_assignment_at(const cw_where_used *used,
                                      size_t index,
                                      const cw_assignment **out,
                                      cw_error **error);

/**
 * Of how many endpoints it is the certificate.
 *
 * @param used  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_endpoint_count(const cw_where_used *used, size_t *out, cw_error **error);

/**
 * The name of one of the endpoints.
 *
 * @param used  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_where_used_endpoint_at(const cw_where_used *used, size_t index, cw_str *out, cw_error **error);

/**
 * How many decisions there are to trust it, its key, or what it issues.
 *
 * @param used  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_decision_count(const cw_where_used *used, size_t *out, cw_error **error);

/**
 * One of the decisions.
 *
 * @param used  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_where_used_decision_at(const cw_where_used *used,
                                    size_t index,
                                    const cw_trust_decision **out,
                                    cw_error **error);

/**
 * How many are given of those that it issued which are valid and here: at most eight, and none where another CA certificate can
 * stand in for it.
 *
 * @param used  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_issued_count(const cw_where_used *used,
                                     size_t *out,
                                     cw_error **error);

/**
 * One of those that it issued.
 *
 * @param used  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_where_used_issued_at(const cw_where_used *used, size_t index, const cw_entry **out, cw_error **error);

/**
 * How many certificates above it are here, without a self-signed one.
 *
 * @param used  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_issuer_count(const cw_where_used *used, size_t *out, cw_error **error);

/**
 * SHA-1 of one of the certificates above it, nearest first, in upper-case hex.
 *
 * @param used  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_where_used_issuer_at(const cw_where_used *used, size_t index, cw_str *out, cw_error **error);

/**
 * Of how many certificates it took the place.
 *
 * @param used  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_supersedes_count(const cw_where_used *used, size_t *out, cw_error **error);

/**
 * One of those whose place it took.
 *
 * @param used  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed, and never freed itself
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_where_used_supersedes_at(const cw_where_used *used,
                                      size_t index,
                                      const cw_succession **out,
                                      cw_error **error);

/**
 * What took its place.
 *
 * @param used  what is looked at
 * @param out  valid until it is freed, and never freed itself; NULL if nothing did
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_superseded_by(const cw_where_used *used, const cw_succession **out, cw_error **error);

/**
 * How many other certificates of its key are here.
 *
 * @param used  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_same_key_count(const cw_where_used *used, size_t *out, cw_error **error);

/**
 * SHA-1 of one of the others of its key, in upper-case hex.
 *
 * @param used  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_where_used_same_key_at(const cw_where_used *used, size_t index, cw_str *out, cw_error **error);

/**
 * The last line of the journal that tells of its private key's leaving the store by itself, outside of a backup.
 *
 * @param used  what is looked at
 * @param out  valid until it is freed, and never freed itself; NULL if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_last_export(const cw_where_used *used, const cw_event **out, cw_error **error);

/**
 * The newest backup that holds its private key, as far as the store knows.
 *
 * @param used  what is looked at
 * @param out  valid until it is freed, and never freed itself; NULL if there is none
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_backup(const cw_where_used *used, const cw_backup **out, cw_error **error);

/**
 * How many reasons there are why it is required; 0 where it is not.
 *
 * @param used  what is looked at
 * @param out  how many
 * @param error  NULL, or where an error goes
 */
cw_status cw_where_used_required_count(const cw_where_used *used, size_t *out, cw_error **error);

/**
 * One of the reasons why it is required, for people.
 *
 * @param used  what is looked at
 * @param index  counted from 0
 * @param out  valid until it is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_where_used_required_at(const cw_where_used *used, size_t index, cw_str *out, cw_error **error);

/**
 * Frees what refers to a certificate. NULL does nothing.
 *
 * @param used  NULL, or one that nobody uses any more
 */
void cw_where_used_free(cw_where_used *used);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CERTWRIGHT_H */
