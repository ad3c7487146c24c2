/* What the tests of roles share: certificates that each role takes, and what calls came to in one line. */
#ifndef CERTWRIGHT_TEST_USAGE_H
#define CERTWRIGHT_TEST_USAGE_H

#include "store.h"

/* The scope that is the whole installation. */
#define EVERYWHERE NULL, 0

enum { DAY = 86400 };

/* srv1.corp.example. */
static inline cw_host *this_host(void) {
    const cw_str names[] = {ITEM("srv1.corp.example"), ITEM("srv1")}, addresses[] = {ITEM("10.0.0.5")};
    cw_host *host = NULL;
    OK(cw_host_new(names, 2, addresses, 1, &host, &error));
    return host;
}

/* A role of a host's own that is not essential, for clients: they need no names of a host, nor an RSA key, which is slow to make. */
static inline void define_quick(const cw_store *store, const char *name) {
    cw_role *role = NULL;
    bool changed = false;
    OK(cw_role_new(TEXT(name), &role, &error));
    OK(cw_role_set_essential(role, false, &error));
    OK(cw_role_set_purpose(role, CW_PURPOSE_CLIENT, &error));
    OK(cw_store_define_role(store, role, &changed, &error));
    CHECK(changed);
    cw_role_free(role);
}

/* Gives a certificate to a role. */
static inline void assign(const cw_store *store, const cw_entry *entry, const char *role, const char *scope) {
    cw_assigned *assigned = NULL;
    bool changed = false;
    OK(cw_store_assign(store, THUMBPRINT(entry), TEXT(role), TEXT(scope), NULL, &assigned, &error));
    OK(cw_assigned_changed(assigned, &changed, &error));
    CHECK(changed);
    cw_assigned_free(assigned);
}

/* A self-signed certificate with its key that ends after so many days, which may have passed. */
static inline cw_entry *create_for_days(const cw_store *store, const char *subject, int64_t now, int64_t days) {
    cw_self_signed *wanted = NULL;
    cw_entry *entry = NULL;
    OK(cw_self_signed_new(TEXT(subject), &wanted, &error));
    OK(cw_self_signed_valid_from_time(wanted, now - 1000 * DAY, &error));
    OK(cw_self_signed_valid_to_time(wanted, now + days * DAY, &error));
    OK(cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    cw_self_signed_free(wanted);
    return entry;
}

/* The renewal of a certificate; freed by the caller. */
static inline cw_entry *renew(const cw_store *store, const cw_entry *entry) {
    cw_renewed *renewed = NULL;
    const cw_entry *made = NULL;
    cw_entry *copy = NULL;
    OK(cw_store_renew(store, THUMBPRINT(entry), NULL, &renewed, &error));
    OK(cw_renewed_entry(renewed, &made, &error));
    OK(cw_entry_clone(made, &copy, &error));
    cw_renewed_free(renewed);
    return copy;
}

/* Two certificates must be the same. */
#define SAME(one, other) TEXT_IS(thumbprint_of(one), thumbprint_of(other).data)

/* A text must hold another one. */
#define SAYS(text, part)                                              \
    do {                                                              \
        cw_str says_text = (text);                                    \
        if (says_text.data == NULL || strstr(says_text.data, part) == NULL) { \
            fprintf(stderr, "got %s\n", says_text.data == NULL ? "none" : says_text.data); \
            test_fail(__LINE__, __FILE__, #text " does not say " #part); \
        }                                                             \
    } while (0)

#endif
