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
 *   does nothing. No call consumes a handle. cw_bytes is freed by cw_bytes_free, which wipes it. A cw_str is only looked at:
 *   it is valid until the handle that it came from is freed, unless said otherwise.
 * - NULL. Where a pointer must not be NULL and is, the call returns CW_STATUS_INVALID_ARGUMENT. NULL with length 0 is an
 *   empty input. Of what may be missing (a password, a friendly name) NULL is none, which is not the same as an empty one.
 * - Text is UTF-8, with its length in octets; CW_ZERO_TERMINATED in place of the length means that it ends at its zero.
 * - Times are seconds since 1970-01-01T00:00:00Z, int64_t.
 * - Choices come in as uint32_t, with constants; others than those are CW_STATUS_INVALID_ARGUMENT.
 * - Options are handles with a setter for each; a setter may fail, and the handle then is as it was before.
 * - Threads. What never changes (certificates, keys, identities, entries, reports, a store) may be used by any number of
 *   threads at once. What a call changes (options, iterators) may be used by one thread at a time. Nothing is global.
 * - Callbacks get the `void *user` that was given with them, on the thread of the call, and must not unwind or longjmp.
 * - A mistake inside the library is CW_STATUS_PANIC; it never unwinds into the caller.
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
 * A file that is written is its owner's alone, from the first octet on: for what holds a private key.
 */
#define CW_SECRET 1

/**
 * A file that is written may be read by whoever the umask allows.
 */
#define CW_PUBLIC 2

/**
 * A file that is there already stays as it is, and writing fails.
 */
#define CW_REPLACE_NEVER 1

/**
 * A file that is there already is replaced.
 */
#define CW_REPLACE_EXISTING 2

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
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum cw_status cw_status;
#else
typedef uint32_t cw_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * One thing in a file; it belongs to the report, and never changes.
 */
typedef struct cw_bag cw_bag;

/**
 * One X.509 certificate; it never changes. Any number of threads may look at it.
 */
typedef struct cw_certificate cw_certificate;

/**
 * What a file is; it never changes.
 */
typedef struct cw_detected cw_detected;

/**
 * What went wrong: a status, one line of text that says what was wrong with which thing and what to do, and its parts.
 * Belongs to the caller, who frees it with cw_error_free.
 */
typedef struct cw_error cw_error;

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
 * Everything that a file holds, in its order; it never changes. Nothing in it is verified: who signed it, whether it has
 * expired, whether anyone should trust it. Any number of threads may look at it.
 */
typedef struct cw_import_report cw_import_report;

/**
 * A private key of a kind that certwright cannot use, such as DSA or X25519, as it came out of a file; it never changes, and is
 * wiped when its last handle is freed. Nothing of it was checked but its form.
 */
typedef struct cw_opaque_key cw_opaque_key;

/**
 * Where a callback puts the password that it is asked for. It is valid during that call only, and wiped after it.
 */
typedef struct cw_password cw_password;

/**
 * A PFX that is to be written: identities, then certificates alone, then keys alone, each certificate and each key once. To be
 * used by one thread at a time.
 */
typedef struct cw_pfx_writer cw_pfx_writer;

/**
 * A private key; it never changes, and is wiped when its last handle is freed. Any number of threads may use it.
 */
typedef struct cw_private_key cw_private_key;

/**
 * How a file is read. Unless said otherwise: no password; 10,000,000 iterations, 256 MiB, 8 deep; nothing refused. To be used by
 * one thread at a time.
 */
typedef struct cw_read_options cw_read_options;

/**
 * A certificate that is to be made, self-signed. Nothing happens before it is issued. Unless said otherwise: for a TLS server,
 * an EC P-256 key (RSA 3072 to encipher, RSA 2048 for a reader), valid from now less 5 minutes for 5 years, a random serial
 * number of 16 octets, and no subjectAltName. To be used by one thread at a time.
 */
typedef struct cw_self_signed cw_self_signed;

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

/**
 * Octets that belong to the caller: `len` of them, and a zero behind them, so that text can be used as a string of C.
 * Set it to `{NULL, 0}` before the first use; free it with cw_bytes_free, which wipes it.
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

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * What it is: "certificate", "private key", or what it is instead, such as "a CRL".
 *
 * @param bag  what is looked at
 * @param out  valid until the report is freed
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_what(const cw_bag *bag, cw_str *out, cw_error **error);

/**
 * Whether it is a certificate or a key that can be used; after an import into a store, whether the store holds it now.
 *
 * @param bag  what is looked at
 * @param out  whether
 * @param error  NULL, or where an error goes
 */
cw_status cw_bag_taken(const cw_bag *bag, bool *out, cw_error **error);

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
 * @param out  1 if so, 0 if not, -1 where it cannot be told here: RSA below 2048 or above 8192 bits, RSA-PSS, P-521, DSA, Ed448,
 * SHA-224, ECDSA with SHA-512
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
cw_status cw_certificate_alt_name_count(const cw_certificate *certificate, size_t *out, cw_error **error);

/**
 * The kind of one of the names of its subjectAltName: "dns", "ip", "email", "uri", "directory" or "other".
 *
 * @param certificate  what is looked at
 * @param index  counted from 0
 * @param out  valid until the certificate is freed
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_ARGUMENT if there are not so many
 */
cw_status cw_certificate_alt_name_kind_at(const cw_certificate *certificate,
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
cw_status cw_certificate_alt_name_at(const cw_certificate *certificate,
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
 * Reads a plain name ("Integration API", which becomes the common name) or a string of RFC 4514 ("CN=a, O=b").
 *
 * @param text, text_len  the text, in UTF-8
 * @param out  it, as RFC 4514 writes it; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_INVALID_SUBJECT
 */
cw_status cw_subject_parse(const char *text, size_t text_len, cw_bytes *out, cw_error **error);

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
 * The status that a number in text or a code such as "not_found" stands for; case, dashes and underscores do not matter.
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
 * @param secrecy  CW_SECRET or CW_PUBLIC
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
 * This host: its name, the full name that the hosts file gives to it, and its global addresses. Left out are loopback,
 * link-local, multicast and temporary addresses and those of container bridges. No name server is asked.
 *
 * @param out  the host; the caller frees it with cw_host_free
 * @param error  NULL, or where an error goes
 */
cw_status cw_host_local(cw_host **out, cw_error **error);

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
 * Gives the password, from inside the callback. Of several calls the last one counts.
 *
 * @param password  what is changed
 * @param text, text_len  the password; it is copied, and may be empty
 * @param error  NULL, or where an error goes
 */
cw_status cw_password_give(cw_password *password, const char *text, size_t text_len, cw_error **error);

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
 * @param error  NULL, or where an error goes
 */
cw_status cw_pfx_writer_add_certificate(cw_pfx_writer *writer, const cw_certificate *certificate, cw_error **error);

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
 * @param iterations  1,000 to 5,000,000, which is looked at when it is written; unless set, what the loader of .NET 9 still opens
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
 * below 65537; CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_WRONG_PASSWORD; CW_STATUS_WORK_LIMIT above 10,000,000 iterations or 256 MiB
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
 * below 65537; CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_WRONG_PASSWORD; CW_STATUS_WORK_LIMIT above 10,000,000 iterations or 256 MiB
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
 * The ABI of the library that is loaded; compare it with CW_ABI_VERSION of the header.
 */
uint32_t cw_abi_version(void);

/**
 * The version of the library that is loaded, such as "0.1.0". Valid for ever.
 */
cw_str cw_version(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CERTWRIGHT_H */
