/* What the tests of endpoints share: one endpoint on a host that is given, and its settings in one line. */
#ifndef CERTWRIGHT_TEST_ENDPOINT_H
#define CERTWRIGHT_TEST_ENDPOINT_H

#include "store.h"

/* The endpoint `api` on srv1.corp.example. */
static inline cw_endpoint *open_api(const cw_store *store) {
    const cw_str names[] = {ITEM("srv1.corp.example"), ITEM("srv1")}, addresses[] = {ITEM("10.0.0.5")};
    cw_host *host = NULL;
    cw_endpoint *endpoint = NULL;
    OK(cw_host_new(names, 2, addresses, 1, &host, &error));
    OK(cw_store_endpoint(store, TEXT("api"), &endpoint, &error));
    OK(cw_endpoint_host(endpoint, host, &error));
    cw_host_free(host);
    return endpoint;
}

/* What is to be made, for srv1. */
static inline cw_self_signed *describe(const char *subject) {
    cw_self_signed *wanted = NULL;
    OK(cw_self_signed_new(TEXT(subject), &wanted, &error));
    OK(cw_self_signed_dns_name(wanted, TEXT("srv1.corp.example"), &error));
    return wanted;
}

/* A certificate with its key, for srv1, in Personal. */
static inline cw_entry *create_srv1(const cw_store *store) {
    cw_self_signed *wanted = describe("srv1");
    cw_entry *entry = NULL;
    OK(cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    cw_self_signed_free(wanted);
    return entry;
}

static inline cw_str sha256_of(const cw_certificate *certificate) {
    cw_str text;
    OK(cw_certificate_sha256(certificate, &text, &error));
    return text;
}

/* Where `told` lays down what a call came to. */
static cw_endpoint_change *came_to;

/* Frees what a call came to, and says whether anything was changed by it. */
static inline bool changed(void) {
    bool is = false;
    OK(cw_endpoint_change_changed(came_to, &is, &error));
    cw_endpoint_change_free(came_to);
    came_to = NULL;
    return is;
}

/* Whether the call, whose last argument but one is &came_to, changed anything; it must succeed. */
#define CHANGED(call) (test_ok(__LINE__, __FILE__, #call, call), changed())

static inline void serve_stored(const cw_endpoint *endpoint, uint32_t port, const cw_entry *entry) {
    CHECK(CHANGED(cw_endpoint_https_stored(endpoint, port, THUMBPRINT(entry), &came_to, &error)));
}

#endif
