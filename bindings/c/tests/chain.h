/* What the tests of chains share: those of the folder `chain`, and a verdict in one line. */
#ifndef CERTWRIGHT_TEST_CHAIN_H
#define CERTWRIGHT_TEST_CHAIN_H

#include "test.h"

/* 2026-11-24T12:00:00Z, at which all but one of the certificates are valid. */
static const int64_t WHEN = 1795521600;

static cw_certificate *root, *ca, *leaf;

static inline void open_chain(void) {
    root = test_certificate("chain/root.pem");
    ca = test_certificate("chain/ca.pem");
    leaf = test_certificate("chain/leaf.pem");
}

static inline void close_chain(void) {
    cw_certificate_free(root);
    cw_certificate_free(ca);
    cw_certificate_free(leaf);
}

/* With the root and that time. */
static inline cw_verify_options *options_at_that_time(void) {
    cw_verify_options *options = NULL;
    OK(cw_verify_options_new(&options, &error));
    OK(cw_verify_options_root(options, root, &error));
    OK(cw_verify_options_at(options, WHEN, &error));
    return options;
}

/* How many certificates the path has; whatever is wrong with it fails the test. */
static inline size_t verify(const cw_certificate *first, const cw_certificate *second, const cw_verify_options *options) {
    const cw_certificate *chain[] = {first, second};
    cw_verified *verified = NULL;
    size_t count = 0;
    OK(cw_verify_chain(chain, 2, options, &verified, &error));
    OK(cw_verified_path_count(verified, &count, &error));
    cw_verified_free(verified);
    return count;
}

/* The code of the first reason against the best path, of which there is no other; valid until the next call. */
static inline const char *refused(const cw_certificate *first, const cw_certificate *second, const cw_verify_options *options) {
    static char code[64];
    const cw_certificate *chain[] = {first, second};
    cw_verified *verified = NULL;
    cw_error *why = NULL;
    size_t count = 0;
    const cw_refused_path *path = NULL;
    const cw_reason *reason = NULL;
    cw_str text;
    CHECK(cw_verify_chain(chain, 2, options, &verified, &why) == CW_STATUS_UNTRUSTED && verified == NULL);
    OK(cw_error_refused_path_count(why, &count, &error));
    CHECK(count == 1);
    OK(cw_error_refused_path_at(why, 0, &path, &error));
    OK(cw_refused_path_reason_at(path, 0, &reason, &error));
    OK(cw_reason_code(reason, &text, &error));
    snprintf(code, sizeof code, "%s", text.data);
    cw_error_free(why);
    return code;
}

#define REFUSED(wanted, first, second, options)                                       \
    do {                                                                              \
        const char *refused_for = refused(first, second, options);                    \
        if (strcmp(refused_for, wanted) != 0) {                                       \
            fprintf(stderr, "got %s\n", refused_for);                                 \
            test_fail(__LINE__, __FILE__, "not refused as " wanted);                  \
        }                                                                             \
    } while (0)

#endif
