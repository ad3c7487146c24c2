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
