/* What the tests in C share: checks that say where they failed, and a folder that is removed at the end. */
#ifndef CERTWRIGHT_TEST_H
#define CERTWRIGHT_TEST_H

#include <certwright.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the calls of a test leave their error; each check looks at it and frees it. */
static cw_error *error;

static inline void test_fail(int line, const char *file, const char *what) {
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    if (error != NULL) {
        fprintf(stderr, "  %u: %s\n", (unsigned)cw_error_status(error), cw_error_message(error).data);
    }
    exit(1);
}

/* What must be true. */
#define CHECK(condition)                                  \
    do {                                                  \
        if (!(condition)) {                               \
            test_fail(__LINE__, __FILE__, #condition);    \
        }                                                 \
    } while (0)

static inline void test_ok(int line, const char *file, const char *call, cw_status status) {
    if (status != CW_STATUS_OK || error != NULL) {
        test_fail(line, file, call);
    }
}

/* `says`, unless NULL, must stand in the message. */
static inline void test_fails(int line, const char *file, const char *call, cw_status wanted, const char *says, cw_status status) {
    if (status != wanted || error == NULL || cw_error_status(error) != status || cw_error_message(error).len == 0 ||
        (says != NULL && strstr(cw_error_message(error).data, says) == NULL)) {
        fprintf(stderr, "got %u, wanted %u: %s\n", (unsigned)status, (unsigned)wanted, says == NULL ? "" : says);
        test_fail(line, file, call);
    }
    cw_error_free(error);
    error = NULL;
}

/* A call, whose last argument is &error, that must succeed. */
#define OK(call) test_ok(__LINE__, __FILE__, #call, call)
/* One that must fail with this status. */
#define FAILS(status, call) test_fails(__LINE__, __FILE__, #call, status, NULL, call)
/* One that must fail with this status, and with this text in its message. */
#define FAILS_SAYING(status, says, call) test_fails(__LINE__, __FILE__, #call, status, says, call)
/* One that must fail because the argument of this name is NULL. */
#define FAILS_NULL(name, call) test_fails(__LINE__, __FILE__, #call, CW_STATUS_INVALID_ARGUMENT, name ": it is NULL", call)

/* Text literals as an argument of two. */
#define TEXT(text) (text), CW_ZERO_TERMINATED
/* Octets that were made, as an argument of two. */
#define OCTETS(bytes) (bytes).data, (bytes).len

static inline bool test_text_is(cw_str text, const char *wanted) {
    return wanted == NULL ? text.data == NULL && text.len == 0
                          : text.data != NULL && text.len == strlen(wanted) && strcmp(text.data, wanted) == 0;
}

/* A text that is looked at must be this one; NULL is none. */
#define TEXT_IS(text, wanted)                                                                 \
    do {                                                                                      \
        cw_str text_found = (text);                                                           \
        if (!test_text_is(text_found, wanted)) {                                              \
            fprintf(stderr, "got %s\n", text_found.data == NULL ? "none" : text_found.data);  \
            test_fail(__LINE__, __FILE__, #text " is not " #wanted);                          \
        }                                                                                     \
    } while (0)

/* Under valgrind, where 600,000 iterations of a key derivation or an RSA key take minutes. */
static inline bool test_is_slow(void) {
    return getenv("CW_TEST_VALGRIND") != NULL;
}

/* A file of the folder that `run` made for this program, in CW_TEST_FOLDER. The same buffer again and again. */
static inline const char *test_path(const char *name) {
    static char path[4096];
    const char *folder = getenv("CW_TEST_FOLDER");
    CHECK(folder != NULL);
    CHECK((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) < sizeof path);
    return path;
}

/* One of the core's test files, in CW_TEST_DATA. The same buffer again and again. */
static inline const char *test_data(const char *name) {
    static char path[4096];
    const char *folder = getenv("CW_TEST_DATA");
    CHECK(folder != NULL);
    CHECK((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) < sizeof path);
    return path;
}

/* A function that gives a fact of `handle` (named so in its errors), with NULL in each of its places. */
#define NULLS_OF(function, handle, name, type)              \
    do {                                                    \
        type nulls_out;                                     \
        FAILS_NULL(name, function(NULL, &nulls_out, &error)); \
        FAILS_NULL("out", function(handle, NULL, &error));  \
    } while (0)

/* One that gives what stands at an index, with NULL in each of its places and with indexes where there is nothing. */
#define NULLS_AT(function, handle, name, count, type)                                   \
    do {                                                                                \
        type nulls_out;                                                                 \
        FAILS_NULL(name, function(NULL, 0, &nulls_out, &error));                        \
        FAILS_NULL("out", function(handle, 0, NULL, &error));                           \
        char nulls_says[64];                                                            \
        snprintf(nulls_says, sizeof nulls_says, "there are %u, counted from 0", (unsigned)(count)); \
        FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, nulls_says, function(handle, (size_t)(count), &nulls_out, &error)); \
        FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, nulls_says, function(handle, SIZE_MAX, &nulls_out, &error)); \
    } while (0)

/* The octets of one of the core's test files. */
static inline cw_bytes test_read(const char *name) {
    cw_bytes bytes = {NULL, 0};
    OK(cw_read_path(TEXT(test_data(name)), &bytes, &error));
    return bytes;
}

/* The certificate of one of the core's test files, in PEM. */
static inline cw_certificate *test_certificate(const char *name) {
    cw_bytes pem = test_read(name);
    cw_certificate *certificate = NULL;
    OK(cw_certificate_from_pem(OCTETS(pem), &certificate, &error));
    cw_bytes_free(&pem);
    return certificate;
}

/* A self-signed certificate with its key. */
static inline cw_identity *test_identity(const char *subject) {
    cw_self_signed *wanted = NULL;
    cw_identity *identity = NULL;
    OK(cw_self_signed_new(TEXT(subject), &wanted, &error));
    OK(cw_self_signed_issue(wanted, NULL, &identity, &error));
    cw_self_signed_free(wanted);
    return identity;
}

#endif
