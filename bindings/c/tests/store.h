/* What the tests of the store share: stores, certificates and searches in one line; and what alters a file. */
#ifndef CERTWRIGHT_TEST_STORE_H
#define CERTWRIGHT_TEST_STORE_H

#include "test.h"

/* One text of an array. */
#define ITEM(text) {(text), CW_ZERO_TERMINATED}

static inline cw_store *create_store(const char *name) {
    cw_store *store = NULL;
    OK(cw_store_create(TEXT(test_path(name)), NULL, &store, &error));
    return store;
}

/* A self-signed certificate with its key, in Personal. */
static inline cw_entry *create_entry(const cw_store *store, const char *subject) {
    cw_self_signed *wanted = NULL;
    cw_entry *entry = NULL;
    OK(cw_self_signed_new(TEXT(subject), &wanted, &error));
    OK(cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    cw_self_signed_free(wanted);
    return entry;
}

static inline const cw_certificate *certificate_of(const cw_entry *entry) {
    const cw_certificate *certificate = NULL;
    OK(cw_entry_certificate(entry, &certificate, &error));
    return certificate;
}

/* SHA-1 of an entry's certificate; valid as long as the entry. */
static inline cw_str thumbprint_of(const cw_entry *entry) {
    cw_str thumbprint;
    OK(cw_certificate_thumbprint(certificate_of(entry), &thumbprint, &error));
    return thumbprint;
}

/* A text that is looked at, as an argument of two. */
#define THUMBPRINT(entry) thumbprint_of(entry).data, thumbprint_of(entry).len

static inline size_t count_of(const cw_store *store, const cw_query *query) {
    cw_find *find = NULL;
    size_t count = 0;
    OK(cw_store_find(store, query, &find, &error));
    for (;;) {
        cw_entry *entry = NULL;
        OK(cw_find_next(find, &entry, &error));
        if (entry == NULL) {
            break;
        }
        cw_entry_free(entry);
        count++;
    }
    cw_find_free(find);
    return count;
}

/* Finds a text in a file and changes its first letter; says how often it was there. */
static inline int alter(const char *name, const char *text) {
    static char octets[1 << 22];
    int changed = 0;
    FILE *file = fopen(test_path(name), "r+b");
    CHECK(file != NULL);
    size_t len = fread(octets, 1, sizeof octets, file);
    for (size_t at = 0; at + strlen(text) <= len; at++) {
        if (memcmp(octets + at, text, strlen(text)) == 0) {
            CHECK(fseek(file, (long)at, SEEK_SET) == 0 && fputc(text[0] ^ 1, file) != EOF);
            changed++;
        }
    }
    CHECK(fclose(file) == 0);
    return changed;
}

#endif
