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
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum cw_status cw_status;
#else
typedef uint32_t cw_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * One X.509 certificate; it never changes. Any number of threads may look at it.
 */
typedef struct cw_certificate cw_certificate;

/**
 * What went wrong: a status, one line of text that says what was wrong with which thing and what to do, and its parts.
 * Belongs to the caller, who frees it with cw_error_free.
 */
typedef struct cw_error cw_error;

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

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Wipes and frees octets, and sets `bytes` to `{NULL, 0}`: to free them twice does nothing. NULL does nothing.
 */
void cw_bytes_free(cw_bytes *bytes);

/**
 * Reads one certificate in DER; nothing may follow it. Nothing is verified.
 *
 * @param der, der_len  the octets
 * @param out  the certificate; the caller frees it with cw_certificate_free
 * @param error  NULL, or where an error goes
 * @return CW_STATUS_MALFORMED_CERTIFICATE
 */
cw_status cw_certificate_from_der(const uint8_t *der, size_t der_len, cw_certificate **out, cw_error **error);

/**
 * Its subject, as RFC 4514 writes it. Valid until the certificate is freed.
 */
cw_status cw_certificate_subject(const cw_certificate *certificate, cw_str *out, cw_error **error);

/**
 * Frees a certificate. NULL does nothing.
 */
void cw_certificate_free(cw_certificate *certificate);

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
