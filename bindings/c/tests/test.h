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

/* A file of the folder that `run` made for this program, in CW_TEST_FOLDER. The same buffer again and again. */
static inline const char *test_path(const char *name) {
    static char path[4096];
    const char *folder = getenv("CW_TEST_FOLDER");
    CHECK(folder != NULL);
    CHECK((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) < sizeof path);
    return path;
}

/* A file among the core's test data, in CW_TEST_DATA. The same buffer again and again. */
static inline const char *test_data(const char *name) {
    static char path[4096];
    const char *folder = getenv("CW_TEST_DATA");
    CHECK(folder != NULL);
    CHECK((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) < sizeof path);
    return path;
}

#endif
