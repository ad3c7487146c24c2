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

/* In place of the length of a text: it ends at its zero. */
#define CW_ZERO_TERMINATED SIZE_MAX



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
 * Where a certificate goes, and what people call it.
 */
typedef struct cw_add_options cw_add_options;

/**
 * What an addition or another change came to; it never changes.
 */
typedef struct cw_added cw_added;

/**
 * One X.509 certificate; it never changes. Any number of threads may look at it.
 */
typedef struct cw_certificate cw_certificate;

/**
 * The certificates above one, nearest first; it never changes.
 */
typedef struct cw_chain cw_chain;

/**
 * What a check found: a verdict for each thing that was looked at, and one for each fault. It never changes.
 */
typedef struct cw_check_report cw_check_report;

/**
 * What people call a certificate; what is not set stays.
 */
typedef struct cw_description cw_description;

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
 * How certificates leave the store.
 */
typedef struct cw_export_options cw_export_options;

/**
 * The certificates that match, one after another, read in pages while one goes on; for one thread at a time. It keeps its
 * store open.
 */
typedef struct cw_find cw_find;

/**
 * Where cw_store_get looks.
 */
typedef struct cw_get_options cw_get_options;

/**
 * A certificate, its private key and its chain; it never changes.
 */
typedef struct cw_identity cw_identity;

/**
 * How a file is taken in.
 */
typedef struct cw_import_options cw_import_options;

/**
 * What an import came to: what the file holds, and what became of each of its bags; it never changes.
 */
typedef struct cw_imported cw_imported;

/**
 * A protector that is to be made.
 */
typedef struct cw_new_protector cw_new_protector;

/**
 * How a store is made or opened.
 */
typedef struct cw_open_options cw_open_options;

/**
 * What opens a store: a key file or a passphrase. It never changes.
 */
typedef struct cw_protector cw_protector;

/**
 * All that opens a store, at the moment it was asked; it never changes.
 */
typedef struct cw_protectors cw_protectors;

/**
 * What is looked for; all conditions that are set must hold. Setting one again replaces it; NULL takes a text away.
 */
typedef struct cw_query cw_query;

/**
 * The secrets that a rotation of the store's key needs.
 */
typedef struct cw_rotate_options cw_rotate_options;

/**
 * The certificate that was selected, and those that were not; it never changes.
 */
typedef struct cw_selection cw_selection;

/**
 * What a self-signed certificate is to be.
 */
typedef struct cw_self_signed cw_self_signed;

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
 * A list of texts; it never changes.
 */
typedef struct cw_texts cw_texts;

/**
 * Lines of the journal as they are written, by whichever process; for one thread at a time. It keeps its store open.
 */
typedef struct cw_watch cw_watch;

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
 * Options for Personal, without a name and tags.
 *
 * @param out  the options; the caller frees them with cw_add_options_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_add_options_new(cw_add_options **out, cw_error **error);

/**
 * Names the named store.
 *
 * @param options  the options
 * @param name, name_len  its name in any case: "Personal", "TrustedRoot", "Intermediate", "TrustedPeople", Windows'
 *     names for these, or one of your own; copied
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
 */
cw_status cw_add_options_store(cw_add_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Makes the named store if it is not there.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_add_options_create_store(cw_add_options *options, cw_error **error);

/**
 * Gives it a name for people.
 *
 * @param options  the options
 * @param name, name_len  the name; copied; NULL leaves the one that it has
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_add_options_friendly_name(cw_add_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Gives it free words, beside those that it has.
 *
 * @param options  the options
 * @param tags, count  the words, in place of those that were set before; copied
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_add_options_tags(cw_add_options *options, const cw_str *tags, size_t count, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 */
void cw_add_options_free(cw_add_options *add_options);

/**
 * Adds a certificate. One that is there gets the name, the tags and the place, as far as they are new.
 *
 * @param store  the store
 * @param certificate  the certificate
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  what it came to; the caller frees it with cw_added_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param identities, count  so many handles of identities, none of them NULL
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out_changed  of how many certificates anything is other than before
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return as cw_store_add
 */
cw_status cw_store_add_identities(const cw_store *store,
                                  const cw_identity *const *identities,
                                  size_t count,
                                  const cw_add_options *options,
                                  size_t *out_changed,
                                  cw_error **error);

/**
 * Adds many certificates without keys in one transaction: all or none.
 *
 * @param store  the store
 * @param certificates, count  so many handles of certificates, none of them NULL
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out_changed  of how many certificates anything is other than before
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return as cw_store_add
 */
cw_status cw_store_add_certificates(const cw_store *store,
                                    const cw_certificate *const *certificates,
                                    size_t count,
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 */
cw_status cw_added_entry(const cw_added *added, const cw_entry **out, cw_error **error);

/**
 * Whether anything is other than before.
 */
cw_status cw_added_changed(const cw_added *added, bool *out, cw_error **error);

/**
 * How many things are to be known, such as that a key was left out.
 */
cw_status cw_added_note_count(const cw_added *added, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. Valid until `added` is freed.
 */
cw_status cw_added_note_at(const cw_added *added, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a result of a change. NULL does nothing.
 */
void cw_added_free(cw_added *added);

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
 * Checks that the file is whole; that every protector and every trusted place is sealed; that every certificate's columns
 * are those of its DER; that every private key opens and belongs to its certificate; that no line of the journal was
 * altered, is missing or was cut off. A locked store is checked as far as that goes without the key, and says so.
 *
 * Not seen: that the whole file was put back to an earlier state, and what somebody did who has file and key.
 *
 * @param store  the store
 * @param progress  NULL, or what is told now and then how much is done, of how much in all; a value other than 0 stops the
 *     work; called on this thread, and not kept
 * @param user  what the callback gets; may be NULL
 * @param out  what was found, which may be that something is wrong; the caller frees it with cw_check_report_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_CANCELLED if the callback stopped it; CW_STATUS_IO, CW_STATUS_MOVED
 */
cw_status cw_store_check(const cw_store *store,
                         int (*progress)(void *user, uint64_t done, uint64_t total),
                         void *user,
                         cw_check_report **out,
                         cw_error **error);

/**
 * Whether nothing is wrong.
 */
cw_status cw_check_report_ok(const cw_check_report *report, bool *out, cw_error **error);

/**
 * How many verdicts there are.
 */
cw_status cw_check_report_verdict_count(const cw_check_report *report, size_t *out, cw_error **error);

/**
 * One of the verdicts, counted from 0. The texts are valid until the report is freed.
 *
 * @param report  what a check found
 * @param index  which one, counted from 0
 * @param out_what  what was looked at: "file", "protectors", "certificates", "keys", "trust", "journal"; or one
 *     certificate or key
 * @param out_ok  whether it is as it should be
 * @param out_found  what was found
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 */
void cw_check_report_free(cw_check_report *check_report);

/**
 * All that a helper asks for first, as JSON, with no secret in it: versions, places and permissions, warnings, what
 * has expired or will soon, the last lines of the journal ("events"; why they cannot be told stands in
 * "events_error").
 *
 * @param store  the store
 * @param out  the text; the caller frees it with cw_bytes_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_report(const cw_store *store, cw_bytes *out, cw_error **error);

/**
 * Options with which all named stores are looked in, and archived certificates are left out.
 *
 * @param out  the options; the caller frees them with cw_get_options_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_get_options_new(cw_get_options **out, cw_error **error);

/**
 * Looks in one named store only.
 *
 * @param options  the options
 * @param name, name_len  its name in any case: "Personal", "TrustedRoot", "Intermediate", "TrustedPeople", Windows'
 *     names for these, or one of your own; copied; NULL looks everywhere
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
 */
cw_status cw_get_options_store(cw_get_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Gives archived certificates too.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_get_options_archived(cw_get_options *options, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 */
cw_status cw_entry_certificate(const cw_entry *entry, const cw_certificate **out, cw_error **error);

/**
 * The name for people; none if it has none. Valid until the entry is freed.
 */
cw_status cw_entry_friendly_name(const cw_entry *entry, cw_str *out, cw_error **error);

/**
 * How many tags it has.
 */
cw_status cw_entry_tag_count(const cw_entry *entry, size_t *out, cw_error **error);

/**
 * One of its tags, counted from 0. Valid until the entry is freed.
 */
cw_status cw_entry_tag_at(const cw_entry *entry, size_t index, cw_str *out, cw_error **error);

/**
 * How many named stores it is in.
 */
cw_status cw_entry_store_count(const cw_entry *entry, size_t *out, cw_error **error);

/**
 * The name of one of them, counted from 0. Valid until the entry is freed.
 */
cw_status cw_entry_store_at(const cw_entry *entry, size_t index, cw_str *out, cw_error **error);

/**
 * Whether it was archived.
 */
cw_status cw_entry_archived(const cw_entry *entry, bool *out, cw_error **error);

/**
 * Whether the store holds its private key.
 */
cw_status cw_entry_has_private_key(const cw_entry *entry, bool *out, cw_error **error);

/**
 * When it came into the store.
 */
cw_status cw_entry_added(const cw_entry *entry, int64_t *out, cw_error **error);

/**
 * The certificate, its private key, and the chain as far as the store has it.
 *
 * @param entry  the entry
 * @param out  the identity; the caller frees it with cw_identity_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_STORE_LOCKED; CW_STATUS_TAMPERED if the sealed key does not open
 */
cw_status cw_entry_identity(const cw_entry *entry, cw_identity **out, cw_error **error);

/**
 * The certificates above it that the store has, nearest first, without a self-signed one. None of them is thereby
 * trusted.
 *
 * @param entry  the entry
 * @param out  the certificates; the caller frees them with cw_chain_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_entry_chain(const cw_entry *entry, cw_chain **out, cw_error **error);

/**
 * Another handle of the same entry, for a part of the program that frees its own. Nothing is read anew.
 *
 * @param entry  the entry
 * @param out  the handle; the caller frees it with cw_entry_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_entry_clone(const cw_entry *entry, cw_entry **out, cw_error **error);

/**
 * Frees an entry. NULL does nothing.
 */
void cw_entry_free(cw_entry *entry);

/**
 * How many certificates a chain has.
 */
cw_status cw_chain_count(const cw_chain *chain, size_t *out, cw_error **error);

/**
 * One of them, counted from 0, nearest first. It belongs to the chain and is valid until that is freed.
 */
cw_status cw_chain_at(const cw_chain *chain, size_t index, const cw_certificate **out, cw_error **error);

/**
 * Frees a chain. NULL does nothing.
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
 * Options for a PFX without keys; it lacks a password yet.
 *
 * @param out  the options; the caller frees them with cw_export_options_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_export_options_new(cw_export_options **out, cw_error **error);

/**
 * Sets the kind of file.
 *
 * @param options  the options
 * @param format  one of CW_EXPORT_; CW_EXPORT_PFX unless said
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_export_options_format(cw_export_options *options, uint32_t format, cw_error **error);

/**
 * Lets private keys and chains go along.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_export_options_with_key(cw_export_options *options, cw_error **error);

/**
 * Sets the password of a PFX, or of the keys in PEM.
 *
 * @param options  the options
 * @param password, password_len  the password, never empty; copied, and the copy is wiped; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT for another name; the message has them all
 */
cw_status cw_export_options_reader(cw_export_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Sets the iterations of each of the two key derivations of a PFX.
 *
 * @param options  the options
 * @param count  1,000 to 5,000,000; others are refused when a file is made; 0 for what the loader of .NET 9 still
 *     opens
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_export_options_iterations(cw_export_options *options, uint32_t count, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 */
void cw_export_options_free(cw_export_options *export_options);

/**
 * Makes a file that holds certificates. With keys it is sealed by the password, or secret in PEM without one, and the
 * journal names each key that left.
 *
 * @param store  the store
 * @param thumbprints, count  of each certificate SHA-1 or SHA-256 in hex, as it was pasted; at least one; not kept
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  the file; the caller frees it with cw_bytes_free, which wipes it
 * @param out_notes  NULL, or where a list goes of what is to be known of the file, such as that a common program will
 *     not open it; the caller frees it with cw_texts_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_NO_PRIVATE_KEY, CW_STATUS_STORE_LOCKED;
 *     CW_STATUS_PASSWORD_REQUIRED for a PFX without a password; CW_STATUS_UNSUPPORTED for a key that the reader cannot
 *     use; CW_STATUS_INVALID_ARGUMENT for none, for more than one certificate in DER, or a key in DER or PKCS#7
 */
cw_status cw_store_export(const cw_store *store,
                          const cw_str *thumbprints,
                          size_t count,
                          const cw_export_options *options,
                          cw_bytes *out,
                          cw_texts **out_notes,
                          cw_error **error);

/**
 * All that match. Changes made while they are read may or may not be seen.
 *
 * @param store  the store
 * @param query  what is looked for; NULL for all that are not archived; not kept
 * @param out  the iterator; the caller frees it with cw_find_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_SUBJECT for a subject or issuer that cannot be read; CW_STATUS_UNKNOWN_STORE_NAME
 */
cw_status cw_store_find(const cw_store *store, const cw_query *query, cw_find **out, cw_error **error);

/**
 * The next one, or NULL behind the last. Of one that was altered this is an error, and the call after it goes on
 * behind that.
 *
 * @param find  the iterator
 * @param out  the entry, which the caller frees with cw_entry_free; NULL if there are no more
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_TAMPERED, CW_STATUS_DAMAGED, CW_STATUS_IO
 */
cw_status cw_find_next(cw_find *find, cw_entry **out, cw_error **error);

/**
 * Frees a search. NULL does nothing.
 */
void cw_find_free(cw_find *find);

/**
 * The one certificate that matches.
 *
 * @param store  the store
 * @param query  what is looked for; NULL for all that are not archived; not kept
 * @param out  the entry; the caller frees it with cw_entry_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_NOT_FOUND, which names those that matched and were passed over; CW_STATUS_AMBIGUOUS if two began
 *     at the same second; as cw_store_find
 */
cw_status cw_store_select_newest_valid(const cw_store *store,
                                       const cw_query *query,
                                       cw_selection **out,
                                       cw_error **error);

/**
 * The one. It belongs to the selection and is valid until that is freed; cw_entry_clone makes one that lives on.
 */
cw_status cw_selection_entry(const cw_selection *selection, const cw_entry **out, cw_error **error);

/**
 * How many of the others that matched are named; at most eight.
 */
cw_status cw_selection_passed_over_count(const cw_selection *selection, size_t *out, cw_error **error);

/**
 * One of them, counted from 0, with the reason. Valid until the selection is freed.
 */
cw_status cw_selection_passed_over_at(const cw_selection *selection, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a selection. NULL does nothing.
 */
void cw_selection_free(cw_selection *selection);

/**
 * Frees an identity. NULL does nothing.
 */
void cw_identity_free(cw_identity *identity);

/**
 * Options without a password. Certificates with a key go to Personal, other CA certificates to Intermediate, the rest
 * to Personal; none becomes trusted.
 *
 * @param out  the options; the caller frees them with cw_import_options_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_new(cw_import_options **out, cw_error **error);

/**
 * Sets the password of a PFX or of an encrypted key.
 *
 * @param options  the options
 * @param password, password_len  the password; copied, and the copy is wiped; NULL is none, which is not the same as
 *     an empty one: tools write both kinds of files
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_password(cw_import_options *options,
                                     const char *password,
                                     size_t password_len,
                                     cw_error **error);

/**
 * Puts all its certificates into one named store.
 *
 * @param options  the options
 * @param name, name_len  its name in any case, as for cw_add_options_store; copied; NULL for each to its own
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
 */
cw_status cw_import_options_store(cw_import_options *options, const char *name, size_t name_len, cw_error **error);

/**
 * Makes the named store if it is not there.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_create_store(cw_import_options *options, cw_error **error);

/**
 * Gives a name for people, in place of those in the file: to the certificates whose key is in it, or to the only one.
 *
 * @param options  the options
 * @param name, name_len  the name; copied; NULL for those in the file
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_friendly_name(cw_import_options *options,
                                          const char *name,
                                          size_t name_len,
                                          cw_error **error);

/**
 * Gives each certificate free words.
 *
 * @param options  the options
 * @param tags, count  the words, in place of those that were set before; copied
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_tags(cw_import_options *options, const cw_str *tags, size_t count, cw_error **error);

/**
 * Bounds how many iterations of key derivation a file may ask for in all, lest it keep its reader busy for hours;
 * 10,000,000 unless said.
 *
 * @param options  the options
 * @param most  how many
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_max_iterations(cw_import_options *options, uint64_t most, cw_error **error);

/**
 * Bounds how much memory scrypt may ask for; 256 MiB unless said.
 *
 * @param options  the options
 * @param most  in octets
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_max_scrypt_memory(cw_import_options *options, uint64_t most, cw_error **error);

/**
 * Bounds how deep the contents of a PFX may lie in one another; 8 unless said, and never above 64.
 *
 * @param options  the options
 * @param most  how deep
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_max_nesting(cw_import_options *options, size_t most, cw_error **error);

/**
 * Refuses a PFX without an integrity check, which anyone may have altered.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_require_mac(cw_import_options *options, cw_error **error);

/**
 * Refuses encryption and integrity checks that are not to be relied on any more, such as 3DES, RC2 and SHA-1.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_import_options_refuse_legacy(cw_import_options *options, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 */
void cw_import_options_free(cw_import_options *import_options);

/**
 * Reads a file and keeps what it holds, all in one transaction: a PFX, PKCS#7, PEM, one certificate or key in DER;
 * what it is is told by its content. A key is kept if a certificate in the file or in the store belongs to it.
 *
 * @param store  the store
 * @param data, data_len  the file
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  what it came to; the caller frees it with cw_imported_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_WRONG_PASSWORD, CW_STATUS_PASSWORD_REQUIRED, CW_STATUS_UNKNOWN_FORMAT, CW_STATUS_DAMAGED,
 *     CW_STATUS_TOO_LARGE, CW_STATUS_WORK_LIMIT, CW_STATUS_UNSUPPORTED, also for a key alone that belongs to no
 *     certificate here; CW_STATUS_UNAUTHENTICATED and CW_STATUS_LEGACY_ALGORITHM where the options demand it; as
 *     cw_store_add; then nothing was kept
 */
cw_status cw_store_import(const cw_store *store,
                          const uint8_t *data,
                          size_t data_len,
                          const cw_import_options *options,
                          cw_imported **out,
                          cw_error **error);

/**
 * As cw_store_import, of a file that is on disk.
 *
 * @param store  the store
 * @param path, path_len  where it is, in UTF-8; not kept
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  what it came to; the caller frees it with cw_imported_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return as cw_store_import, CW_STATUS_NOT_FOUND, CW_STATUS_IO
 */
cw_status cw_store_import_path(const cw_store *store,
                               const char *path,
                               size_t path_len,
                               const cw_import_options *options,
                               cw_imported **out,
                               cw_error **error);

/**
 * What kind of file it was: "PKCS#12", "PKCS#7", "PEM", "DER". Valid until `imported` is freed, as every text of it.
 */
cw_status cw_imported_format(const cw_imported *imported, cw_str *out, cw_error **error);

/**
 * Whether the store is other than before.
 */
cw_status cw_imported_changed(const cw_imported *imported, bool *out, cw_error **error);

/**
 * How many certificates of the file the store holds now, each once.
 */
cw_status cw_imported_entry_count(const cw_imported *imported, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. It belongs to `imported` and is valid until that is freed.
 */
cw_status cw_imported_entry_at(const cw_imported *imported, size_t index, const cw_entry **out, cw_error **error);

/**
 * How many things are to be known of the file as a whole, such as that it has no integrity check.
 */
cw_status cw_imported_note_count(const cw_imported *imported, size_t *out, cw_error **error);

/**
 * One of them, counted from 0.
 */
cw_status cw_imported_note_at(const cw_imported *imported, size_t index, cw_str *out, cw_error **error);

/**
 * How many bags, blocks or elements the file has.
 */
cw_status cw_imported_bag_count(const cw_imported *imported, size_t *out, cw_error **error);

/**
 * What one of them is, counted from 0: "certificate", "private key", or what else.
 */
cw_status cw_imported_bag_what(const cw_imported *imported, size_t index, cw_str *out, cw_error **error);

/**
 * The name for people that the file gives it; none if it gives none.
 */
cw_status cw_imported_bag_friendly_name(const cw_imported *imported, size_t index, cw_str *out, cw_error **error);

/**
 * Whether the store holds it now.
 */
cw_status cw_imported_bag_taken(const cw_imported *imported, size_t index, bool *out, cw_error **error);

/**
 * Whether the store is other than before by it.
 */
cw_status cw_imported_bag_changed(const cw_imported *imported, size_t index, bool *out, cw_error **error);

/**
 * Why it was not taken, or what is to be known; none if there is nothing to say.
 */
cw_status cw_imported_bag_note(const cw_imported *imported, size_t index, cw_str *out, cw_error **error);

/**
 * The certificate that it is, or belongs to; NULL if there is none. It belongs to `imported` and is valid until that
 * is freed.
 */
cw_status cw_imported_bag_entry(const cw_imported *imported, size_t index, const cw_entry **out, cw_error **error);

/**
 * Frees a result of an import. NULL does nothing.
 */
void cw_imported_free(cw_imported *imported);

/**
 * Describes a store.
 *
 * @param store  the store
 * @param out  the description; the caller frees it with cw_store_info_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_info_of(const cw_store *store, cw_store_info **out, cw_error **error);

/**
 * The database. Valid until the description is freed, as every text of it.
 */
cw_status cw_store_info_path(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * The key file that is used, or would be.
 */
cw_status cw_store_info_key_file(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * Why it is this one.
 */
cw_status cw_store_info_key_file_why(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * Whether the key file lies beside the database, where it protects only a lone copy of that.
 */
cw_status cw_store_info_key_file_beside(const cw_store_info *info, bool *out, cw_error **error);

/**
 * Whether it was opened without its key.
 */
cw_status cw_store_info_is_locked(const cw_store_info *info, bool *out, cw_error **error);

/**
 * What tells this store from others, in hex.
 */
cw_status cw_store_info_id(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * The schema's major version.
 */
cw_status cw_store_info_schema(const cw_store_info *info, uint32_t *out, cw_error **error);

/**
 * The version of certwright that made it.
 */
cw_status cw_store_info_written_by(const cw_store_info *info, cw_str *out, cw_error **error);

/**
 * How many certificates there are, archived ones included.
 */
cw_status cw_store_info_certificates(const cw_store_info *info, uint64_t *out, cw_error **error);

/**
 * How many private keys there are.
 */
cw_status cw_store_info_private_keys(const cw_store_info *info, uint64_t *out, cw_error **error);

/**
 * How many lines the journal has.
 */
cw_status cw_store_info_events(const cw_store_info *info, uint64_t *out, cw_error **error);

/**
 * How many named stores there are.
 */
cw_status cw_store_info_store_count(const cw_store_info *info, size_t *out, cw_error **error);

/**
 * The name of one of them, counted from 0.
 */
cw_status cw_store_info_store_at(const cw_store_info *info, size_t index, cw_str *out, cw_error **error);

/**
 * How many protectors open it.
 */
cw_status cw_store_info_protector_count(const cw_store_info *info, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. It belongs to the description and is valid until that is freed.
 */
cw_status cw_store_info_protector_at(const cw_store_info *info,
                                     size_t index,
                                     const cw_protector **out,
                                     cw_error **error);

/**
 * How many files it has: the database, what lies beside it, the key file.
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 */
cw_status cw_store_info_warning_count(const cw_store_info *info, size_t *out, cw_error **error);

/**
 * One of them, counted from 0.
 */
cw_status cw_store_info_warning_at(const cw_store_info *info, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a description of a store. NULL does nothing.
 */
void cw_store_info_free(cw_store_info *store_info);

/**
 * Lines of the journal. Each is compared with its seal and its predecessor's, and the last with the sealed head,
 * unless the store is locked.
 *
 * @param store  the store
 * @param since  the number of the line behind which they begin; 0 for the first
 * @param limit  at most so many; SIZE_MAX for all
 * @param out  the lines; the caller frees them with cw_events_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_TAMPERED with the number of the line that was altered or is missing
 */
cw_status cw_store_events(const cw_store *store, uint64_t since, size_t limit, cw_events **out, cw_error **error);

/**
 * How many lines there are.
 */
cw_status cw_events_count(const cw_events *events, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. It belongs to the lines and is valid until they are freed.
 */
cw_status cw_events_at(const cw_events *events, size_t index, const cw_event **out, cw_error **error);

/**
 * Frees a list of lines. NULL does nothing.
 */
void cw_events_free(cw_events *events);

/**
 * The number of the last line of the journal.
 *
 * @param store  the store
 * @param out  the number; 0 if there is none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_last_event(const cw_store *store, uint64_t *out, cw_error **error);

/**
 * The number of the last line before a time: the lines since that number are those from that time on.
 *
 * @param store  the store
 * @param time  the time
 * @param out  the number; 0 if there is none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_last_event_before(const cw_store *store, int64_t time, uint64_t *out, cw_error **error);

/**
 * Follows the journal, across processes. Whoever keeps the number of the last line it saw goes on from there another
 * time, and misses none.
 *
 * @param store  the store
 * @param since  the number of the line behind which it begins; 0 for the first
 * @param out  what gives the lines; the caller frees it with cw_watch_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_store_watch(const cw_store *store, uint64_t since, cw_watch **out, cw_error **error);

/**
 * The next line, waited for; or NULL if there was none. After an error it can be asked again.
 *
 * @param watch  what gives the lines
 * @param milliseconds  how long it is waited for at most; 0 looks and does not wait
 * @param out  the line, which the caller frees with cw_event_free; NULL if there was none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return as cw_store_events; CW_STATUS_INVALID_ARGUMENT if the journal has fewer lines than were seen: the store was
 *     put back to an earlier state
 */
cw_status cw_watch_next(cw_watch *watch, uint64_t milliseconds, cw_event **out, cw_error **error);

/**
 * The number of the last line that was given.
 */
cw_status cw_watch_since(const cw_watch *watch, uint64_t *out, cw_error **error);

/**
 * Frees a watch. NULL does nothing.
 */
void cw_watch_free(cw_watch *watch);

/**
 * Its number, from 1 and without gaps.
 */
cw_status cw_event_number(const cw_event *event, uint64_t *out, cw_error **error);

/**
 * When it was written.
 */
cw_status cw_event_at(const cw_event *event, int64_t *out, cw_error **error);

/**
 * When it was written, in milliseconds since 1970-01-01T00:00:00Z.
 */
cw_status cw_event_at_milliseconds(const cw_event *event, int64_t *out, cw_error **error);

/**
 * By whom: user, program and process, and what the program says of itself. Valid until the line is freed, or the list
 * that it is of, as every text of it.
 */
cw_status cw_event_actor(const cw_event *event, cw_str *out, cw_error **error);

/**
 * What happened: "created", "upgraded", "issued", "added", "imported", "described", "archived", "unarchived",
 * "deleted", "key-exported", "refused", "unlock-failed", "protector-added", "protector-changed", "protector-removed",
 * "key-rotated".
 */
cw_status cw_event_kind(const cw_event *event, cw_str *out, cw_error **error);

/**
 * SHA-1 of the certificate concerned; none if it concerns none.
 */
cw_status cw_event_thumbprint(const cw_event *event, cw_str *out, cw_error **error);

/**
 * What else is to be known, as a JSON object of texts.
 */
cw_status cw_event_details(const cw_event *event, cw_str *out, cw_error **error);

/**
 * Frees a line that was given by cw_watch_next; not one of a list. NULL does nothing.
 */
void cw_event_free(cw_event *event);

/**
 * Options with which a store is opened by its key file, `<path>.key`.
 *
 * @param out  the options; the caller frees them with cw_open_options_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_open_options_new(cw_open_options **out, cw_error **error);

/**
 * Names the key file, where it is not `<path>.key`. Recommended: beside the database it protects only a lone copy of
 * that.
 *
 * @param options  the options
 * @param path, path_len  where it is, in UTF-8; not kept
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_open_options_key_file(cw_open_options *options, const char *path, size_t path_len, cw_error **error);

/**
 * Opens with this passphrase in place of the key file. A new store gets it as its protector; and a key file only if
 * one is named.
 *
 * @param options  the options
 * @param passphrase, passphrase_len  the passphrase; copied, and the copy is wiped
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_open_options_passphrase(cw_open_options *options,
                                     const char *passphrase,
                                     size_t passphrase_len,
                                     cw_error **error);

/**
 * Asks for the passphrase when the store turns out to need one, and when a store is made. The callback writes it into
 * `buffer`, which has `size` octets (1024) and is wiped, sets `len` to how many octets it wrote, and returns 0; another
 * value gives up, and the call that opens returns CW_STATUS_CANCELLED. It takes the place of a passphrase given before.
 *
 * @param options  the options
 * @param ask  the callback; it is called on the thread that opens, at most once, as long as the options live
 * @param user  what the callback gets; may be NULL
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_open_options_passphrase_callback(cw_open_options *options,
                                              int (*ask)(void *user, char *buffer, size_t size, size_t *len),
                                              void *user,
                                              cw_error **error);

/**
 * Opens without the key: public data can be read, nothing can be written, seals are not verified.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_open_options_locked(cw_open_options *options, cw_error **error);

/**
 * Makes the store for the members of this group: all of them may read and write it, key file included. Has no effect
 * on a store that is there.
 *
 * @param options  the options
 * @param group, group_len  its name or its number; copied
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_open_options_group(cw_open_options *options, const char *group, size_t group_len, cw_error **error);

/**
 * Makes the store so that every account may read its public data: certificates and journal, never a key. Has no effect
 * on a store that is there.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_open_options_others_read(cw_open_options *options, cw_error **error);

/**
 * How long another process's write is waited for before a call returns CW_STATUS_BUSY; 10,000 milliseconds unless
 * said.
 *
 * @param options  the options
 * @param milliseconds  from 0 to 2,147,483,647, which are 24 days
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_open_options_busy_deadline(cw_open_options *options, uint32_t milliseconds, cw_error **error);

/**
 * What the program says of itself in the journal, behind user, program and process.
 *
 * @param options  the options
 * @param actor, actor_len  a few words; copied
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_open_options_actor(cw_open_options *options, const char *actor, size_t actor_len, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
 */
void cw_open_options_free(cw_open_options *open_options);

/**
 * What tells it from the others, in hex. Valid until the protector is freed, or the list or the description that it is
 * of.
 */
cw_status cw_protector_id(const cw_protector *protector, cw_str *out, cw_error **error);

/**
 * "key-file" or "passphrase". Valid as its id is.
 */
cw_status cw_protector_kind(const cw_protector *protector, cw_str *out, cw_error **error);

/**
 * Whether this store was opened with it.
 */
cw_status cw_protector_in_use(const cw_protector *protector, bool *out, cw_error **error);

/**
 * Whether somebody with the store's key made it: one of CW_GENUINE_.
 */
cw_status cw_protector_genuine(const cw_protector *protector, uint32_t *out, cw_error **error);

/**
 * Frees a protector that was given by a change; not one of a list. NULL does nothing.
 */
void cw_protector_free(cw_protector *protector);

/**
 * All that opens this store.
 *
 * @param store  the store
 * @param out  the list; the caller frees it with cw_protectors_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_IO, CW_STATUS_DAMAGED
 */
cw_status cw_store_protectors(const cw_store *store, cw_protectors **out, cw_error **error);

/**
 * How many there are.
 */
cw_status cw_protectors_count(const cw_protectors *protectors, size_t *out, cw_error **error);

/**
 * One of them, counted from 0. It belongs to the list and is valid until that is freed.
 */
cw_status cw_protectors_at(const cw_protectors *protectors, size_t index, const cw_protector **out, cw_error **error);

/**
 * Frees a list of protectors. NULL does nothing.
 */
void cw_protectors_free(cw_protectors *protectors);

/**
 * A key file that is to be made; it may not be there yet. Nothing is made before a store is told of it.
 *
 * @param path, path_len  where it is, in UTF-8; not kept
 * @param out  what is to be made; the caller frees it with cw_new_protector_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_new_protector_key_file(const char *path, size_t path_len, cw_new_protector **out, cw_error **error);

/**
 * A passphrase, to be made into a key by Argon2id (64 MiB, 3 passes, 4 lanes).
 *
 * @param passphrase, passphrase_len  the passphrase; copied, and the copy is wiped
 * @param out  what is to be made; the caller frees it with cw_new_protector_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_new_protector_passphrase(const char *passphrase,
                                      size_t passphrase_len,
                                      cw_new_protector **out,
                                      cw_error **error);

/**
 * Frees a description of a new protector. NULL does nothing.
 */
void cw_new_protector_free(cw_new_protector *new_protector);

/**
 * Adds a protector: from then on the store opens with it, too.
 *
 * @param store  the store
 * @param new_protector  what is to be made
 * @param out  the protector; the caller frees it with cw_protector_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_rotate_options_new(cw_rotate_options **out, cw_error **error);

/**
 * Adds a key file of the store.
 *
 * @param options  the options
 * @param path, path_len  where it is, in UTF-8; not kept
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_rotate_options_key_file(cw_rotate_options *options, const char *path, size_t path_len, cw_error **error);

/**
 * Adds a passphrase of the store.
 *
 * @param options  the options
 * @param passphrase, passphrase_len  the passphrase; copied, and the copy is wiped
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_rotate_options_passphrase(cw_rotate_options *options,
                                       const char *passphrase,
                                       size_t passphrase_len,
                                       cw_error **error);

/**
 * Removes the protectors whose secret is not given.
 *
 * @param options  the options
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_rotate_options_drop_others(cw_rotate_options *options, cw_error **error);

/**
 * Frees a set of options. NULL does nothing.
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT, which names the protectors whose secret is missing; CW_STATUS_TAMPERED for a key
 *     that does not open; CW_STATUS_STORE_LOCKED; then the old key stays
 */
cw_status cw_store_rotate_key(const cw_store *store,
                              const cw_rotate_options *options,
                              size_t *out_private_keys,
                              cw_texts **out_dropped,
                              cw_error **error);

/**
 * A query without conditions: all certificates that are not archived.
 *
 * @param out  the query; the caller frees it with cw_query_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_new(cw_query **out, cw_error **error);

/**
 * Anything that people name a certificate by, whole: a thumbprint, a serial number, a subject or one of its
 * components, a common name, a friendly name, a DNS name or an address. Case does not matter.
 *
 * @param query  the query
 * @param text, text_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_text(cw_query *query, const char *text, size_t text_len, cw_error **error);

/**
 * Part of the subject, of the friendly name or of a DNS name. Case does not matter.
 *
 * @param query  the query
 * @param contains, contains_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_contains(cw_query *query, const char *contains, size_t contains_len, cw_error **error);

/**
 * A subject or a run of its components, whole: `srv1` and `CN=srv1` find `CN=srv1,O=Example`, not `CN=srv10`. What
 * cannot be read is CW_STATUS_INVALID_SUBJECT when it is looked for.
 *
 * @param query  the query
 * @param subject, subject_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_subject(cw_query *query, const char *subject, size_t subject_len, cw_error **error);

/**
 * The same of the issuer.
 *
 * @param query  the query
 * @param issuer, issuer_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_issuer(cw_query *query, const char *issuer, size_t issuer_len, cw_error **error);

/**
 * The serial number.
 *
 * @param query  the query
 * @param serial, serial_len  in hex, as it was pasted, with or without leading zeros; copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_SERIAL_NUMBER
 */
cw_status cw_query_serial(cw_query *query, const char *serial, size_t serial_len, cw_error **error);

/**
 * Part of the subject. Case does not matter.
 *
 * @param query  the query
 * @param part, part_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_subject_contains(cw_query *query, const char *part, size_t part_len, cw_error **error);

/**
 * Part of the issuer. Case does not matter.
 *
 * @param query  the query
 * @param part, part_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_issuer_contains(cw_query *query, const char *part, size_t part_len, cw_error **error);

/**
 * The thumbprint, of either hash.
 *
 * @param query  the query
 * @param thumbprint, thumbprint_len  in hex, as it was pasted; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_THUMBPRINT
 */
cw_status cw_query_thumbprint(cw_query *query, const char *thumbprint, size_t thumbprint_len, cw_error **error);

/**
 * The subjectKeyIdentifier.
 *
 * @param query  the query
 * @param id, id_len  its octets; copied; NULL with length 0 for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_subject_key_id(cw_query *query, const uint8_t *id, size_t id_len, cw_error **error);

/**
 * A DNS name of the subjectAltName. `srv1.corp.example` also finds `*.corp.example`; `*.corp.example` also finds each
 * name with one label in place of the star.
 *
 * @param query  the query
 * @param dns_name, dns_name_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_dns_name(cw_query *query, const char *dns_name, size_t dns_name_len, cw_error **error);

/**
 * An address of the subjectAltName.
 *
 * @param query  the query
 * @param address, address_len  in text, of version 4 or 6; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT for what is not one
 */
cw_status cw_query_ip_address(cw_query *query, const char *address, size_t address_len, cw_error **error);

/**
 * The friendly name, whole. Case does not matter.
 *
 * @param query  the query
 * @param name, name_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_friendly_name(cw_query *query, const char *name, size_t name_len, cw_error **error);

/**
 * One of its tags, whole. Case does not matter.
 *
 * @param query  the query
 * @param tag, tag_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_tag(cw_query *query, const char *tag, size_t tag_len, cw_error **error);

/**
 * The named store. One that is not there is CW_STATUS_UNKNOWN_STORE_NAME when it is looked for.
 *
 * @param query  the query
 * @param name, name_len  its name in any case; copied; NULL for all
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT for what cannot be a name
 */
cw_status cw_query_store(cw_query *query, const char *name, size_t name_len, cw_error **error);

/**
 * With its private key in the store, or without.
 *
 * @param query  the query
 * @param wanted  with it, or without
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_has_private_key(cw_query *query, bool wanted, cw_error **error);

/**
 * CA or not, as basicConstraints says.
 *
 * @param query  the query
 * @param wanted  CA, or not
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_is_ca(cw_query *query, bool wanted, cw_error **error);

/**
 * Signed by its own key, which is proven, or not.
 *
 * @param query  the query
 * @param wanted  self-signed, or not
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_self_signed(cw_query *query, bool wanted, cw_error **error);

/**
 * The kind of its key: "p256", "rsa2048", or "rsa" for any size.
 *
 * @param query  the query
 * @param algorithm, algorithm_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_key_algorithm(cw_query *query, const char *algorithm, size_t algorithm_len, cw_error **error);

/**
 * The hash under its signature: "sha1", "sha256".
 *
 * @param query  the query
 * @param hash, hash_len  copied; NULL for none
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_signature_hash(cw_query *query, const char *hash, size_t hash_len, cw_error **error);

/**
 * Valid for longer than this from beginning to end.
 *
 * @param query  the query
 * @param length  in seconds
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_validity_over(cw_query *query, int64_t length, cw_error **error);

/**
 * Valid for less than this from beginning to end.
 *
 * @param query  the query
 * @param length  in seconds
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_validity_under(cw_query *query, int64_t length, cw_error **error);

/**
 * Which of the archived certificates and the others are meant.
 *
 * @param query  the query
 * @param archived  one of CW_ARCHIVED_; CW_ARCHIVED_NO unless said
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_query_archived(cw_query *query, uint32_t archived, cw_error **error);

/**
 * Its validity ends before this time.
 *
 * @param query  the query
 * @param at  the time
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
 */
cw_status cw_query_expiring_before(cw_query *query, int64_t at, cw_error **error);

/**
 * Valid at this time.
 *
 * @param query  the query
 * @param at  the time
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
 */
cw_status cw_query_valid_at(cw_query *query, int64_t at, cw_error **error);

/**
 * Expired by this time, or not.
 *
 * @param query  the query
 * @param at  the time
 * @param expired  expired, or not
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT beyond the years -9999 to 9999
 */
cw_status cw_query_expired_at(cw_query *query, int64_t at, bool expired, cw_error **error);

/**
 * In which order they are given; those that are level, in the order in which they were added.
 *
 * @param query  the query
 * @param order  one of CW_ORDER_; CW_ORDER_ADDED unless said
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_ARGUMENT for another number
 */
cw_status cw_query_order(cw_query *query, uint32_t order, cw_error **error);

/**
 * Gives them the other way round.
 *
 * @param query  the query
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_descending(cw_query *query, cw_error **error);

/**
 * Gives at most so many.
 *
 * @param query  the query
 * @param limit  how many
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_query_limit(cw_query *query, size_t limit, cw_error **error);

/**
 * Frees a query. NULL does nothing.
 */
void cw_query_free(cw_query *query);

/**
 * A description that changes nothing.
 *
 * @param out  the description; the caller frees it with cw_description_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_description_new(cw_description **out, cw_error **error);

/**
 * Sets the name for people.
 *
 * @param description  the description
 * @param name, name_len  the name; an empty one takes it away; copied; NULL leaves the one that it has
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_description_friendly_name(cw_description *description,
                                       const char *name,
                                       size_t name_len,
                                       cw_error **error);

/**
 * Sets all its tags; others are taken away.
 *
 * @param description  the description
 * @param tags, count  the tags, which may be none; copied
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_description_tags(cw_description *description, const cw_str *tags, size_t count, cw_error **error);

/**
 * Frees a description. NULL does nothing.
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_NOT_FOUND, CW_STATUS_INVALID_THUMBPRINT, CW_STATUS_STORE_LOCKED; CW_STATUS_REQUIRED for one that
 *     issued another that is still valid here
 */
cw_status cw_store_delete(const cw_store *store,
                          const char *thumbprint,
                          size_t thumbprint_len,
                          bool *out_key_deleted,
                          bool *out_key_shared,
                          cw_error **error);

/**
 * For a subject.
 *
 * @param subject, subject_len  a plain name, or a name of RFC 4514; copied
 * @param out  the description; the caller frees it with cw_self_signed_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 * @return CW_STATUS_INVALID_SUBJECT
 */
cw_status cw_self_signed_new(const char *subject, size_t subject_len, cw_self_signed **out, cw_error **error);

/**
 * Frees a description. NULL does nothing.
 */
void cw_self_signed_free(cw_self_signed *self_signed);

/**
 * Makes a store, with a new key file `<path>.key` unless the options say otherwise. Nothing of it may be there.
 *
 * @param path, path_len  where it will be, in UTF-8; not kept
 * @param options  how, or NULL for the defaults; it is not kept
 * @param out  the store, open; the caller frees it with cw_store_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
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
 */
cw_status cw_store_path(const cw_store *store, cw_str *out, cw_error **error);

/**
 * Whether it was opened without its key.
 */
cw_status cw_store_is_locked(const cw_store *store, bool *out, cw_error **error);

/**
 * Another handle of the same open store, for a part of the program that frees its own. It opens nothing.
 *
 * @param store  the store
 * @param out  the handle; the caller frees it with cw_store_free
 * @param error  NULL, or where an error goes, which the caller frees with cw_error_free
 */
cw_status cw_store_clone(const cw_store *store, cw_store **out, cw_error **error);

/**
 * Frees a handle of a store; the last one closes it. What was read from it (entries, iterators, watches) keeps it open until
 * that is freed as well. NULL does nothing.
 */
void cw_store_free(cw_store *store);

/**
 * How many texts a list has.
 */
cw_status cw_texts_count(const cw_texts *texts, size_t *out, cw_error **error);

/**
 * One of the texts, counted from 0. Valid until the list is freed.
 */
cw_status cw_texts_at(const cw_texts *texts, size_t index, cw_str *out, cw_error **error);

/**
 * Frees a list of texts. NULL does nothing.
 */
void cw_texts_free(cw_texts *texts);

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
