/* Whom a store trusts: by decision, by its named stores, by the system's roots; and what it says where it does not. */
#include "chain.h"
#include "store.h"

static cw_peer_options *options_without_system(void) {
    cw_peer_options *options = NULL;
    OK(cw_peer_options_new(&options, &error));
    OK(cw_peer_options_system_roots(options, CW_SYSTEM_ROOTS_NONE, &error));
    return options;
}

static cw_peer_options *options_of_then(void) {
    cw_peer_options *options = options_without_system();
    OK(cw_peer_options_at(options, WHEN, &error));
    return options;
}

static void import(const cw_store *store, const char *file, const char *into) {
    cw_bytes data = test_read(file);
    cw_import_options *options = NULL;
    cw_imported *imported = NULL;
    OK(cw_import_options_new(&options, &error));
    OK(cw_import_options_store(options, TEXT(into), &error));
    OK(cw_store_import(store, OCTETS(data), NULL, options, &imported, &error));
    cw_imported_free(imported);
    cw_import_options_free(options);
    cw_bytes_free(&data);
}

static cw_octets der_of(const cw_certificate *certificate) {
    cw_octets der;
    OK(cw_certificate_der(certificate, &der, &error));
    return der;
}

static cw_str sha256_of(const cw_certificate *certificate) {
    cw_str text;
    OK(cw_certificate_sha256(certificate, &text, &error));
    return text;
}

static bool is_same(const cw_certificate *one, const cw_certificate *other) {
    bool same = false;
    OK(cw_certificate_equal(one, other, &same, &error));
    return same;
}

static uint32_t basis_of(cw_trusted *trusted) {
    uint32_t basis = 0;
    OK(cw_trusted_basis(trusted, &basis, &error));
    cw_trusted_free(trusted);
    return basis;
}

/* What trust rests on: the last of a path of so many. */
static const cw_certificate *end_of(const cw_trusted *trusted, size_t wanted) {
    const cw_certificate *found = NULL;
    size_t count = 0;
    OK(cw_trusted_path_count(trusted, &count, &error));
    CHECK(count == wanted);
    OK(cw_trusted_path_at(trusted, count - 1, &found, &error));
    return found;
}

/* A certificate in which one extension stands twice: the subject's key identifier says that it is another. */
static cw_octets made_unreadable(const cw_certificate *certificate) {
    cw_octets der = der_of(certificate);
    uint8_t *copy = malloc(der.len);
    CHECK(copy != NULL);
    memcpy(copy, der.data, der.len);
    size_t at = 0;
    while (at + 3 < der.len && memcmp(copy + at, "\x55\x1d\x0e", 3) != 0) at++;
    CHECK(at + 3 < der.len);
    copy[at + 2] = 0x23;
    der.data = copy;
    return der;
}

/* The code of the first reason of what is not trusted. */
#define UNTRUSTED_FOR(wanted, ...)                                                 \
    do {                                                                           \
        cw_error *untrusted_why = NULL;                                            \
        const cw_refused_path *untrusted_path = NULL;                              \
        const cw_reason *untrusted_reason = NULL;                                  \
        cw_str untrusted_text;                                                     \
        cw_status untrusted_status;                                                \
        untrusted_status = __VA_ARGS__;                                           \
        CHECK(untrusted_status == CW_STATUS_UNTRUSTED);                            \
        OK(cw_error_refused_path_at(untrusted_why, 0, &untrusted_path, &error));   \
        OK(cw_refused_path_reason_at(untrusted_path, 0, &untrusted_reason, &error)); \
        OK(cw_reason_code(untrusted_reason, &untrusted_text, &error));             \
        TEXT_IS(untrusted_text, wanted);                                           \
        OK(cw_reason_advice(untrusted_reason, &untrusted_text, &error));           \
        CHECK(untrusted_text.len > 0);                                             \
        NULLS_OF(cw_reason_advice, untrusted_reason, "reason", cw_str);            \
        cw_error_free(untrusted_why);                                              \
    } while (0)

static void what_cannot_be_read_above_the_leaf_is_left_out(void) {
    cw_store *store = create_store("unreadable.db");
    cw_peer_options *options = options_of_then();
    const cw_octets unreadable = made_unreadable(ca), ders[] = {der_of(leaf), unreadable, {NULL, 0}, der_of(ca)};
    const cw_octets first[] = {unreadable, ders[0], ders[3]};
    cw_certificate *none = NULL;
    cw_trusted *trusted = NULL;
    import(store, "chain/root.pem", "TrustedRoot");
    FAILS(CW_STATUS_MALFORMED_CERTIFICATE, cw_certificate_from_der(unreadable.data, unreadable.len, &none, &error));
    OK(cw_store_verify_server_der(store, ders, 4, TEXT("srv1.example.com"), 0, options, &trusted, &error));
    CHECK(is_same(end_of(trusted, 3), root));
    cw_trusted_free(trusted);
    OK(cw_store_verify_client_der(store, ders, 4, options, &trusted, &error));
    CHECK(is_same(end_of(trusted, 3), root));
    cw_trusted_free(trusted);
    UNTRUSTED_FOR("issuer_not_found", cw_store_verify_client_der(store, ders, 3, options, &trusted, &untrusted_why));
    FAILS(CW_STATUS_MALFORMED_CERTIFICATE, cw_store_verify_server_der(store, first, 3, TEXT("srv1.example.com"), 0, options, &trusted, &error));
    FAILS(CW_STATUS_MALFORMED_CERTIFICATE, cw_store_verify_client_der(store, first, 3, options, &trusted, &error));
    free((void *)unreadable.data);
    cw_peer_options_free(options);
    cw_store_free(store);
}

static void a_root_of_the_store_or_of_the_system_is_believed(void) {
    cw_store *store = create_store("roots.db");
    cw_peer_options *options = options_of_then();
    const cw_certificate *chain[] = {leaf, ca, NULL};
    const cw_octets ders[] = {der_of(leaf), der_of(ca)}, damaged[] = {{ders[0].data, ders[0].len - 1}}, missing[] = {{NULL, 1}};
    cw_trusted *trusted = NULL;
    const cw_trust_decision *decision = NULL;
    size_t count = 0;
#define SERVER(...) cw_store_verify_server(store, chain, 2, TEXT("srv1.example.com"), 0, __VA_ARGS__)
    UNTRUSTED_FOR("issuer_not_found", SERVER(options, &trusted, &untrusted_why));
    OK(cw_peer_options_root(options, root, &error));
    OK(SERVER(options, &trusted, &error));
    CHECK(basis_of(trusted) == CW_BASIS_SYSTEM);
    UNTRUSTED_FOR("issuer_not_found", cw_store_verify_client(store, chain, 2, options, &trusted, &untrusted_why));
    OK(cw_peer_options_system_roots(options, CW_SYSTEM_ROOTS_OS, &error));
    CHECK(SERVER(options, &trusted, NULL) == CW_STATUS_UNTRUSTED);

    import(store, "chain/root.pem", "TrustedRoot");
    OK(SERVER(options, &trusted, &error));
    OK(cw_trusted_decision(trusted, &decision, &error));
    CHECK(decision == NULL && is_same(end_of(trusted, 3), root));
    OK(cw_trusted_note_count(trusted, &count, &error));
    CHECK(count == 0);
    NULLS_OF(cw_trusted_basis, trusted, "trusted", uint32_t);
    NULLS_OF(cw_trusted_decision, trusted, "trusted", const cw_trust_decision *);
    NULLS_OF(cw_trusted_path_count, trusted, "trusted", size_t);
    NULLS_AT(cw_trusted_path_at, trusted, "trusted", 3, const cw_certificate *);
    NULLS_OF(cw_trusted_note_count, trusted, "trusted", size_t);
    NULLS_AT(cw_trusted_note_at, trusted, "trusted", 0, cw_str);
    CHECK(basis_of(trusted) == CW_BASIS_TRUSTED_ROOT);
    cw_trusted_free(NULL);

    OK(cw_store_verify_client(store, chain, 2, options, &trusted, &error));
    CHECK(basis_of(trusted) == CW_BASIS_TRUSTED_ROOT);
    OK(cw_store_verify_server_der(store, ders, 2, TEXT("srv1.example.com"), 443, options, &trusted, &error));
    CHECK(basis_of(trusted) == CW_BASIS_TRUSTED_ROOT);
    OK(cw_store_verify_client_der(store, ders, 2, options, &trusted, &error));
    CHECK(basis_of(trusted) == CW_BASIS_TRUSTED_ROOT);
    UNTRUSTED_FOR("host_mismatch", cw_store_verify_server_der(store, ders, 2, TEXT("srv2.example.com"), 443, options, &trusted, &untrusted_why));
    OK(cw_peer_options_at(options, INT64_C(2524608000), &error));
    UNTRUSTED_FOR("expired", SERVER(options, &trusted, &untrusted_why));

    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "chain", cw_store_verify_client(store, NULL, 0, NULL, &trusted, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "port", cw_store_verify_server(store, chain, 2, TEXT("a"), 65536, NULL, &trusted, &error));
    FAILS_NULL("store", cw_store_verify_server(NULL, chain, 2, TEXT("a"), 0, NULL, &trusted, &error));
    FAILS_NULL("chain", cw_store_verify_server(store, NULL, 1, TEXT("a"), 0, NULL, &trusted, &error));
    FAILS_NULL("chain", cw_store_verify_server(store, chain, 3, TEXT("a"), 0, NULL, &trusted, &error));
    FAILS_NULL("host", cw_store_verify_server(store, chain, 2, NULL, 1, 0, NULL, &trusted, &error));
    FAILS_NULL("out", cw_store_verify_server(store, chain, 2, TEXT("a"), 0, NULL, NULL, &error));
    FAILS_NULL("store", cw_store_verify_client(NULL, chain, 2, NULL, &trusted, &error));
    FAILS_NULL("chain", cw_store_verify_client(store, NULL, 1, NULL, &trusted, &error));
    FAILS_NULL("out", cw_store_verify_client(store, chain, 2, NULL, NULL, &error));
    FAILS(CW_STATUS_MALFORMED_CERTIFICATE, cw_store_verify_client_der(store, damaged, 1, NULL, &trusted, &error));
    FAILS_NULL("ders", cw_store_verify_client_der(store, missing, 1, NULL, &trusted, &error));
    FAILS_NULL("ders", cw_store_verify_client_der(store, NULL, 1, NULL, &trusted, &error));
    FAILS_NULL("store", cw_store_verify_client_der(NULL, ders, 2, NULL, &trusted, &error));
    FAILS_NULL("out", cw_store_verify_client_der(store, ders, 2, NULL, NULL, &error));
    FAILS_NULL("store", cw_store_verify_server_der(NULL, ders, 2, TEXT("a"), 0, NULL, &trusted, &error));
    FAILS_NULL("ders", cw_store_verify_server_der(store, NULL, 1, TEXT("a"), 0, NULL, &trusted, &error));
    FAILS_NULL("host", cw_store_verify_server_der(store, ders, 2, NULL, 1, 0, NULL, &trusted, &error));
    FAILS_NULL("out", cw_store_verify_server_der(store, ders, 2, TEXT("a"), 0, NULL, NULL, &error));
    FAILS_NULL("out", cw_peer_options_new(NULL, &error));
    FAILS_NULL("options", cw_peer_options_at(NULL, 0, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "at", cw_peer_options_at(options, INT64_MAX, &error));
    FAILS_NULL("options", cw_peer_options_system_roots(NULL, 1, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "system roots", cw_peer_options_system_roots(options, 0, &error));
    FAILS_NULL("options", cw_peer_options_root(NULL, root, &error));
    FAILS_NULL("certificate", cw_peer_options_root(options, NULL, &error));
    FAILS_NULL("options", cw_peer_options_revocation(NULL, 1, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "revocation", cw_peer_options_revocation(options, 0, &error));
    cw_peer_options_free(options);
    cw_peer_options_free(NULL);

    options = options_of_then();
    import(store, "chain/leaf.pem", "TrustedPeople");
    OK(SERVER(options, &trusted, &error));
    CHECK(basis_of(trusted) == CW_BASIS_TRUSTED_PEOPLE);
    cw_peer_options_free(options);
    cw_store_free(store);
}

static void lists_in_the_store_are_looked_at(void) {
    cw_store *store = create_store("crls.db");
    cw_peer_options *options = options_of_then();
    const cw_certificate *chain[] = {leaf, ca};
    cw_bytes data = test_read("chain/crls.pem");
    cw_imported *imported = NULL;
    const cw_import_report *report = NULL;
    const cw_bag *bag = NULL;
    const cw_crl *crl = NULL;
    const cw_name *issuer = NULL;
    cw_crls *crls = NULL;
    cw_crl *clone = NULL;
    cw_trusted *trusted = NULL;
    cw_str text;
    size_t count = 0;
    int64_t added = 0, of_clone = 0;
    import(store, "chain/root.pem", "TrustedRoot");
    import(store, "chain/ca.pem", "Intermediate");
    OK(cw_peer_options_revocation(options, CW_REVOCATION_REQUIRED, &error));
    UNTRUSTED_FOR("crl_missing", SERVER(options, &trusted, &untrusted_why));
    OK(cw_store_import(store, OCTETS(data), NULL, NULL, &imported, &error));
    OK(cw_imported_report(imported, &report, &error));
    OK(cw_import_report_bag_at(report, 0, &bag, &error));
    OK(cw_bag_what(bag, &text, &error));
    TEXT_IS(text, "CRL");
    OK(cw_bag_crl(bag, &crl, &error));
    CHECK(crl != NULL);
    OK(cw_crl_added(crl, &added, &error));
    CHECK(added == INT64_MIN);
    NULLS_OF(cw_bag_crl, bag, "bag", const cw_crl *);
    cw_imported_free(imported);
    OK(SERVER(options, &trusted, &error));
    cw_trusted_free(trusted);

    OK(cw_store_crls(store, &crls, &error));
    OK(cw_crls_count(crls, &count, &error));
    CHECK(count == 2);
    OK(cw_crls_at(crls, 0, &crl, &error));
    OK(cw_crl_clone(crl, &clone, &error));
    OK(cw_crl_added(crl, &added, &error));
    OK(cw_crl_added(clone, &of_clone, &error));
    CHECK(added > 0 && added == of_clone);
    OK(cw_crl_issuer(crl, &issuer, &error));
    OK(cw_name_text(issuer, &text, &error));
    CHECK(strcmp(text.data, "CN=CA") == 0 || strcmp(text.data, "CN=Root") == 0);
    OK(cw_crl_sha256(crl, &text, &error));
    CHECK(text.len == 64);
    OK(cw_store_remove_crl(store, text.data, text.len, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_remove_crl(store, text.data, text.len, &error));
    UNTRUSTED_FOR("crl_missing", SERVER(options, &trusted, &untrusted_why));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_remove_crl(store, TEXT("x"), &error));
    FAILS_NULL("store", cw_store_remove_crl(NULL, TEXT("x"), &error));
    FAILS_NULL("sha256", cw_store_remove_crl(store, NULL, 1, &error));
    NULLS_OF(cw_store_crls, store, "store", cw_crls *);
    NULLS_OF(cw_crl_issuer, crl, "crl", const cw_name *);
    NULLS_OF(cw_crl_sha256, crl, "crl", cw_str);
    NULLS_OF(cw_crl_added, crl, "crl", int64_t);
    cw_crl_free(clone);
    cw_crls_free(crls);
    cw_bytes_free(&data);
    cw_peer_options_free(options);
    cw_store_free(store);
}

static void look_at(const cw_trust_decision *decision, const cw_certificate *certificate) {
    const cw_certificate *found = NULL;
    cw_str text;
    uint64_t id = 0;
    uint32_t number = 0;
    int64_t since = 0, until = 0;
    bool is = false;
    OK(cw_trust_decision_id(decision, &id, &error));
    CHECK(id == 1);
    OK(cw_trust_decision_host(decision, &text, &error));
    TEXT_IS(text, "srv1");
    OK(cw_trust_decision_port(decision, &number, &error));
    CHECK(number == 9699);
    OK(cw_trust_decision_pin(decision, &number, &error));
    CHECK(number == CW_PIN_KEY);
    OK(cw_trust_decision_certificate(decision, &found, &error));
    CHECK(is_same(found, certificate));
    OK(cw_trust_decision_key_sha256(decision, &text, &error));
    CHECK(text.len == 64);
    OK(cw_trust_decision_by(decision, &text, &error));
    TEXT_IS(text, "admin");
    OK(cw_trust_decision_why(decision, &text, &error));
    TEXT_IS(text, "seen on its screen");
    OK(cw_trust_decision_since(decision, &since, &error));
    OK(cw_trust_decision_until(decision, &until, &error));
    CHECK(since > 0 && until == INT64_C(4102444800));
    OK(cw_trust_decision_holds_at(decision, until, &is, &error));
    CHECK(is);
    OK(cw_trust_decision_holds_at(decision, until + 1, &is, &error));
    CHECK(!is);
    NULLS_OF(cw_trust_decision_id, decision, "decision", uint64_t);
    NULLS_OF(cw_trust_decision_host, decision, "decision", cw_str);
    NULLS_OF(cw_trust_decision_port, decision, "decision", uint32_t);
    NULLS_OF(cw_trust_decision_pin, decision, "decision", uint32_t);
    NULLS_OF(cw_trust_decision_certificate, decision, "decision", const cw_certificate *);
    NULLS_OF(cw_trust_decision_key_sha256, decision, "decision", cw_str);
    NULLS_OF(cw_trust_decision_by, decision, "decision", cw_str);
    NULLS_OF(cw_trust_decision_why, decision, "decision", cw_str);
    NULLS_OF(cw_trust_decision_since, decision, "decision", int64_t);
    NULLS_OF(cw_trust_decision_until, decision, "decision", int64_t);
    FAILS_NULL("decision", cw_trust_decision_holds_at(NULL, 0, &is, &error));
    FAILS_NULL("out", cw_trust_decision_holds_at(decision, 0, NULL, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "at", cw_trust_decision_holds_at(decision, INT64_MAX, &is, &error));
}

static void a_decision_is_made_looked_at_and_removed(void) {
    cw_store *store = create_store("decisions.db");
    cw_identity *identity = test_identity("srv1"), *another = test_identity("srv1");
    const cw_certificate *own = NULL, *other = NULL;
    OK(cw_identity_certificate(identity, &own, &error));
    OK(cw_identity_certificate(another, &other, &error));
    cw_str shown = sha256_of(own);
    cw_trust_request *request = NULL;
    cw_trust_decision *decision = NULL;
    cw_trust_decisions *decisions = NULL;
    const cw_trust_decision *one = NULL;
    cw_trusted *trusted = NULL;
    cw_peer_options *options = options_without_system();
    size_t count = 0;
    bool changed = false;
#define AT_SRV1(certificate, ...) cw_store_verify_server(store, certificate, 1, TEXT("SRV1."), 9699, options, &trusted, __VA_ARGS__)
    CHECK(AT_SRV1(&own, NULL) == CW_STATUS_UNTRUSTED);
    OK(cw_trust_request_new(TEXT("srv1:9699"), &own, 1, shown.data, shown.len, &request, &error));
    OK(cw_trust_request_pin(request, CW_PIN_KEY, &error));
    OK(cw_trust_request_by(request, TEXT("admin"), &error));
    OK(cw_trust_request_why(request, TEXT("seen on its screen"), &error));
    OK(cw_trust_request_until(request, INT64_C(4102444800), &error));
    OK(cw_store_trust(store, request, &decision, &changed, &error));
    CHECK(changed);
    look_at(decision, own);
    cw_trust_decision_free(decision);
    OK(cw_store_trust(store, request, &decision, NULL, &error));
    cw_trust_decision_free(decision);
    OK(cw_store_trust(store, request, &decision, &changed, &error));
    CHECK(!changed);
    cw_trust_decision_free(decision);

    OK(AT_SRV1(&own, &error));
    OK(cw_trusted_decision(trusted, &one, &error));
    look_at(one, own);
    CHECK(basis_of(trusted) == CW_BASIS_DECISION);
    FAILS(CW_STATUS_SERVER_CERTIFICATE_CHANGED, AT_SRV1(&other, &error));
    CHECK(cw_store_verify_server(store, &own, 1, TEXT("srv1"), 0, options, &trusted, NULL) == CW_STATUS_UNTRUSTED);

    OK(cw_store_trust_decisions(store, &decisions, &error));
    OK(cw_trust_decisions_count(decisions, &count, &error));
    CHECK(count == 1);
    OK(cw_trust_decisions_at(decisions, 0, &one, &error));
    look_at(one, own);
    NULLS_OF(cw_store_trust_decisions, store, "store", cw_trust_decisions *);
    NULLS_OF(cw_trust_decisions_count, decisions, "decisions", size_t);
    NULLS_AT(cw_trust_decisions_at, decisions, "decisions", 1, const cw_trust_decision *);
    cw_trust_decisions_free(decisions);
    cw_trust_decisions_free(NULL);
    OK(cw_store_remove_trust_decision(store, 1, &decision, &error));
    look_at(decision, own);
    cw_trust_decision_free(decision);
    cw_trust_decision_free(NULL);
    FAILS(CW_STATUS_NOT_FOUND, cw_store_remove_trust_decision(store, 1, &decision, &error));
    FAILS_NULL("store", cw_store_remove_trust_decision(NULL, 1, &decision, &error));
    FAILS_NULL("out", cw_store_remove_trust_decision(store, 1, NULL, &error));

    OK(cw_trust_request_trusted_root(request, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "trusted root", cw_store_trust(store, request, &decision, &changed, &error));
    FAILS_NULL("store", cw_store_trust(NULL, request, &decision, &changed, &error));
    FAILS_NULL("request", cw_store_trust(store, NULL, &decision, &changed, &error));
    FAILS_NULL("out", cw_store_trust(store, request, NULL, &changed, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "pin", cw_trust_request_pin(request, 0, &error));
    FAILS_NULL("request", cw_trust_request_pin(NULL, 1, &error));
    FAILS_NULL("request", cw_trust_request_by(NULL, TEXT("a"), &error));
    FAILS_NULL("by", cw_trust_request_by(request, NULL, 1, &error));
    FAILS_NULL("request", cw_trust_request_why(NULL, TEXT("a"), &error));
    FAILS_NULL("why", cw_trust_request_why(request, NULL, 1, &error));
    FAILS_NULL("request", cw_trust_request_until(NULL, 0, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "until", cw_trust_request_until(request, INT64_MAX, &error));
    FAILS_NULL("request", cw_trust_request_trusted_root(NULL, &error));
    cw_trust_request_free(request);
    cw_trust_request_free(NULL);
    request = NULL;
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_trust_request_new(TEXT("srv1:1"), &own, 1, TEXT("x"), &request, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "port", cw_trust_request_new(TEXT("srv1"), &own, 1, shown.data, shown.len, &request, &error));
    FAILS_NULL("server", cw_trust_request_new(NULL, 1, &own, 1, shown.data, shown.len, &request, &error));
    FAILS_NULL("chain", cw_trust_request_new(TEXT("srv1:1"), NULL, 1, shown.data, shown.len, &request, &error));
    FAILS_NULL("thumbprint", cw_trust_request_new(TEXT("srv1:1"), &own, 1, NULL, 1, &request, &error));
    FAILS_NULL("out", cw_trust_request_new(TEXT("srv1:1"), &own, 1, shown.data, shown.len, NULL, &error));
    OK(cw_trust_request_new(TEXT("srv1:1"), NULL, 0, shown.data, shown.len, &request, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "chain", cw_store_trust(store, request, &decision, &changed, &error));
    cw_trust_request_free(request);
    cw_peer_options_free(options);
    cw_identity_free(identity);
    cw_identity_free(another);
    cw_store_free(store);
}

static void an_intermediate_ca_in_trusted_root_ends_the_path(void) {
    cw_store *store = create_store("intermediate.db");
    cw_peer_options *options = options_of_then();
    const cw_certificate *chain[] = {leaf, ca};
    const cw_trust_decision *decision = NULL;
    cw_trusted *trusted = NULL;
    import(store, "chain/ca.pem", "Intermediate");
    UNTRUSTED_FOR("issuer_not_found", SERVER(options, &trusted, &untrusted_why));
    import(store, "chain/ca.pem", "TrustedRoot");
    OK(SERVER(options, &trusted, &error));
    OK(cw_trusted_decision(trusted, &decision, &error));
    CHECK(decision == NULL && is_same(end_of(trusted, 2), ca));
    CHECK(basis_of(trusted) == CW_BASIS_TRUSTED_ROOT);
    cw_peer_options_free(options);
    cw_store_free(store);
}

static void a_stale_list_is_told_of_and_revokes_all_the_same(void) {
    cw_store *store = create_store("stale.db");
    cw_peer_options *options = options_of_then();
    cw_certificate *revoked = test_certificate("chain/revoked.pem");
    const cw_certificate *chain[] = {leaf, ca};
    cw_trusted *trusted = NULL;
    cw_str text;
    size_t count = 0;
    import(store, "chain/root.pem", "TrustedRoot");
    import(store, "chain/ca.pem", "Intermediate");
    import(store, "chain/stale-crl.pem", "Intermediate");
    OK(SERVER(options, &trusted, &error));
    OK(cw_trusted_note_count(trusted, &count, &error));
    CHECK(count == 1);
    OK(cw_trusted_note_at(trusted, 0, &text, &error));
    TEXT_IS(text, "the CRL of CN=CA in the store is stale: the next one was due on 2026-01-01T00:00:00Z");
    NULLS_AT(cw_trusted_note_at, trusted, "trusted", 1, cw_str);
    CHECK(basis_of(trusted) == CW_BASIS_TRUSTED_ROOT);
    chain[0] = revoked;
    UNTRUSTED_FOR("revoked", SERVER(options, &trusted, &untrusted_why));
    chain[0] = leaf;
    OK(cw_peer_options_revocation(options, CW_REVOCATION_REQUIRED, &error));
    UNTRUSTED_FOR("crl_unusable", SERVER(options, &trusted, &untrusted_why));
    cw_certificate_free(revoked);
    cw_peer_options_free(options);
    cw_store_free(store);
}

/* How many there are; the certificate of each must be this one. */
static size_t in_trusted_root(const cw_store *store, const cw_certificate *certificate) {
    cw_query *query = NULL;
    cw_find *find = NULL;
    cw_entry *entry = NULL;
    size_t count = 0;
    OK(cw_query_new(&query, &error));
    OK(cw_query_store(query, TEXT("TrustedRoot"), &error));
    OK(cw_store_find(store, query, &find, &error));
    for (;; count++) {
        OK(cw_find_next(find, &entry, &error));
        if (entry == NULL) {
            break;
        }
        CHECK(is_same(certificate_of(entry), certificate));
        cw_entry_free(entry);
    }
    cw_find_free(find);
    cw_query_free(query);
    return count;
}

static void a_decision_for_a_ca_holds_for_what_it_issues_and_puts_it_nowhere_else_unless_asked(void) {
    cw_store *store = create_store("ca.db");
    cw_peer_options *options = options_of_then();
    cw_certificate *lasting = test_certificate("chain/lasting-ca.pem"), *first = test_certificate("chain/lasting-leaf.pem"),
                   *renewed = test_certificate("chain/lasting-renewed.pem");
    const cw_certificate *shown[] = {first, lasting}, *chain[] = {renewed, lasting}, *elsewhere[] = {leaf, ca}, *found = NULL;
    cw_trust_request *request = NULL;
    cw_trust_decision *decision = NULL;
    cw_trusted *trusted = NULL;
    cw_str thumbprint = sha256_of(lasting);
    uint32_t pin = 0;
    bool changed = false;
    OK(cw_trust_request_new(TEXT("srv1.example.com:9699"), shown, 2, thumbprint.data, thumbprint.len, &request, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "thumbprint", cw_store_trust(store, request, &decision, &changed, &error));
    OK(cw_trust_request_pin(request, CW_PIN_CA, &error));
    OK(cw_store_trust(store, request, &decision, &changed, &error));
    OK(cw_trust_decision_pin(decision, &pin, &error));
    OK(cw_trust_decision_certificate(decision, &found, &error));
    CHECK(changed && pin == CW_PIN_CA && is_same(found, lasting));
    cw_trust_decision_free(decision);
    CHECK(in_trusted_root(store, lasting) == 0);
#define AT(host, port, chain, ...) cw_store_verify_server(store, chain, 2, TEXT(host), port, options, &trusted, __VA_ARGS__)
    OK(AT("srv1.example.com", 9699, chain, &error));
    CHECK(is_same(end_of(trusted, 2), lasting) && basis_of(trusted) == CW_BASIS_DECISION);
    FAILS(CW_STATUS_SERVER_CERTIFICATE_CHANGED, AT("srv1.example.com", 9699, elsewhere, &error));
    UNTRUSTED_FOR("root_not_trusted", AT("srv1.example.com", 443, chain, &untrusted_why));

    OK(cw_trust_request_trusted_root(request, &error));
    OK(cw_store_trust(store, request, &decision, &changed, &error));
    cw_trust_decision_free(decision);
    CHECK(changed && in_trusted_root(store, lasting) == 1);
    OK(AT("srv1.example.com", 443, chain, &error));
    CHECK(is_same(end_of(trusted, 2), lasting) && basis_of(trusted) == CW_BASIS_TRUSTED_ROOT);
    UNTRUSTED_FOR("host_mismatch", AT("srv2.example.com", 9699, chain, &untrusted_why));
    cw_trust_request_free(request);
    cw_certificate_free(lasting);
    cw_certificate_free(first);
    cw_certificate_free(renewed);
    cw_peer_options_free(options);
    cw_store_free(store);
}

/* A store with a decision about srv1:9699, whose certificate goes to `identity`. */
static cw_store *store_that_decided(const char *name, cw_identity **identity, cw_trust_request **request) {
    cw_store *store = create_store(name);
    const cw_certificate *own = NULL;
    cw_trust_decision *decision = NULL;
    *identity = test_identity("srv1");
    OK(cw_identity_certificate(*identity, &own, &error));
    cw_str shown = sha256_of(own);
    OK(cw_trust_request_new(TEXT("srv1:9699"), &own, 1, shown.data, shown.len, request, &error));
    OK(cw_trust_request_by(*request, TEXT("admin"), &error));
    OK(cw_trust_request_why(*request, TEXT("seen on its screen"), &error));
    OK(cw_store_trust(store, *request, &decision, NULL, &error));
    cw_trust_decision_free(decision);
    return store;
}

static void a_locked_store_decides_and_judges_nothing(void) {
    cw_identity *identity = NULL;
    const cw_certificate *own = NULL;
    cw_trust_request *request = NULL;
    cw_trust_decision *decision = NULL;
    cw_trust_decisions *decisions = NULL;
    cw_trusted *trusted = NULL;
    cw_open_options *open = NULL;
    bool changed = true;
    cw_store *store = store_that_decided("locked.db", &identity, &request);
    cw_store_free(store);
    OK(cw_open_options_new(&open, &error));
    OK(cw_open_options_locked(open, &error));
    OK(cw_store_open(TEXT(test_path("locked.db")), open, &store, &error));
    OK(cw_identity_certificate(identity, &own, &error));
    FAILS(CW_STATUS_STORE_LOCKED, cw_store_trust(store, request, &decision, &changed, &error));
    FAILS(CW_STATUS_STORE_LOCKED, cw_store_trust_decisions(store, &decisions, &error));
    FAILS(CW_STATUS_STORE_LOCKED, cw_store_remove_trust_decision(store, 1, &decision, &error));
    FAILS(CW_STATUS_STORE_LOCKED, cw_store_verify_server(store, &own, 1, TEXT("srv1"), 9699, NULL, &trusted, &error));
    FAILS(CW_STATUS_STORE_LOCKED, cw_store_verify_client(store, &own, 1, NULL, &trusted, &error));
    CHECK(changed && decision == NULL && decisions == NULL && trusted == NULL);
    cw_trust_request_free(request);
    cw_identity_free(identity);
    cw_open_options_free(open);
    cw_store_free(store);
}

static void a_decision_that_was_altered_is_believed_by_nobody_and_can_be_removed(void) {
    cw_identity *identity = NULL;
    const cw_certificate *own = NULL;
    cw_trust_request *request = NULL;
    cw_trust_decision *decision = NULL;
    cw_trust_decisions *decisions = NULL;
    cw_trusted *trusted = NULL;
    cw_peer_options *options = options_without_system();
    cw_store *store = store_that_decided("altered.db", &identity, &request);
    OK(cw_identity_certificate(identity, &own, &error));
    cw_store_free(store);
    CHECK(alter("altered.db", "adminseen on its screen") == 1); /* who and why stand side by side in its row alone */
    OK(cw_store_open(TEXT(test_path("altered.db")), NULL, &store, &error));
    FAILS_SAYING(CW_STATUS_TAMPERED, "the decision 1 to trust srv1:9699", AT_SRV1(&own, &error));
    FAILS(CW_STATUS_TAMPERED, cw_store_verify_server(store, &own, 1, TEXT("srv2"), 443, options, &trusted, &error));
    FAILS(CW_STATUS_TAMPERED, cw_store_trust_decisions(store, &decisions, &error));
    FAILS_SAYING(CW_STATUS_TAMPERED, "the decision 1, which was removed", cw_store_remove_trust_decision(store, 1, &decision, &error));
    UNTRUSTED_FOR("root_not_trusted", AT_SRV1(&own, &untrusted_why));
    OK(cw_store_trust(store, request, &decision, NULL, &error));
    cw_trust_decision_free(decision);
    OK(AT_SRV1(&own, &error));
    CHECK(basis_of(trusted) == CW_BASIS_DECISION);
    cw_trust_request_free(request);
    cw_identity_free(identity);
    cw_peer_options_free(options);
    cw_store_free(store);
}

int main(void) {
    open_chain();
    a_root_of_the_store_or_of_the_system_is_believed();
    what_cannot_be_read_above_the_leaf_is_left_out();
    lists_in_the_store_are_looked_at();
    an_intermediate_ca_in_trusted_root_ends_the_path();
    a_stale_list_is_told_of_and_revokes_all_the_same();
    a_decision_is_made_looked_at_and_removed();
    a_decision_for_a_ca_holds_for_what_it_issues_and_puts_it_nowhere_else_unless_asked();
    a_locked_store_decides_and_judges_nothing();
    a_decision_that_was_altered_is_believed_by_nobody_and_can_be_removed();
    close_chain();
    return 0;
}
