/* Whether a store can serve, what refers to a certificate, and what expires. */
#include "usage.h"

#include <time.h>

struct progress {
    uint64_t done, total;
    int calls, stop;
};

static int progress(void *user, uint64_t done, uint64_t total) {
    struct progress *seen = user;
    seen->done = done;
    seen->total = total;
    seen->calls++;
    return seen->stop;
}

/* One of the verdicts must be this. */
static void verdict_is(const cw_check_report *report, const char *what, bool ok, const char *found) {
    size_t count = 0;
    OK(cw_check_report_verdict_count(report, &count, &error));
    for (size_t i = 0; i < count; i++) {
        cw_str seen, told;
        bool is = false;
        OK(cw_check_report_verdict_at(report, i, &seen, &is, &told, &error));
        if (strstr(seen.data, what) == seen.data) {
            CHECK(is == ok);
            SAYS(told, found);
            return;
        }
    }
    test_fail(__LINE__, __FILE__, what);
}

static void a_host_asks_before_it_starts(const cw_store *store, const cw_host *host) {
    cw_entry *good = create_entry(store, "good"), *ended = create_for_days(store, "ended", time(NULL), -5), *made = NULL;
    cw_provide_options *provide = NULL;
    cw_preflight_options *options = NULL;
    cw_check_report *report = NULL;
    struct progress seen = {0, 0, 0, 0};
    bool ok = false;
    OK(cw_provide_options_new(&provide, &error));
    OK(cw_provide_options_host(provide, host, &error));
    OK(cw_store_provide(store, TEXT("ssl-connection"), EVERYWHERE, provide, &made, &ok, &error));
    cw_provide_options_free(provide);
    define_quick(store, "front");
    assign(store, good, "front", "good");
    OK(cw_preflight_options_new(&options, &error));
    OK(cw_preflight_options_host(options, host, &error));
    OK(cw_preflight_options_expect(options, TEXT("front"), TEXT("GOOD"), &error));
    OK(cw_store_preflight(store, options, progress, &seen, &report, &error));
    CHECK(seen.calls == 2 && seen.done == 2 && seen.total == 2);
    OK(cw_check_report_ok(report, &ok, &error));
    CHECK(ok);
    verdict_is(report, "installation", true, "this installation's");
    verdict_is(report, "clock", true, "not before");
    verdict_is(report, "front (good): ", true, "its key opens and signs");
    cw_check_report_free(report);

    const cw_str others[] = {ITEM("srv2.corp.example")};
    cw_host *elsewhere = NULL;
    OK(cw_host_new(others, 1, NULL, 0, &elsewhere, &error));
    assign(store, ended, "front", "ended");
    OK(cw_preflight_options_host(options, elsewhere, &error));
    OK(cw_preflight_options_expect(options, TEXT("database"), TEXT("db1"), &error));
    OK(cw_preflight_options_expect(options, TEXT("client"), EVERYWHERE, &error));
    OK(cw_store_preflight(store, options, NULL, NULL, &report, &error));
    OK(cw_check_report_ok(report, &ok, &error));
    CHECK(!ok);
    verdict_is(report, "database (db1)", false, "it is expected, and no certificate is assigned");
    verdict_is(report, "client", false, "it is expected");
    verdict_is(report, "front (ended): ", false, "expired");
    verdict_is(report, "ssl-connection: ", false, "it is for none of this host's names: srv2.corp.example");
    cw_check_report_free(report);
    report = NULL;
    seen.stop = 7;
    FAILS(CW_STATUS_CANCELLED, cw_store_preflight(store, options, progress, &seen, &report, &error));
    OK(cw_preflight_options_expect(options, NULL, 0, EVERYWHERE, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "role", cw_store_preflight(store, options, NULL, NULL, &report, &error));
    CHECK(report == NULL);
    OK(cw_store_preflight(store, NULL, NULL, NULL, &report, &error));
    cw_check_report_free(report);
    FAILS_NULL("store", cw_store_preflight(NULL, options, NULL, NULL, &report, &error));
    FAILS_NULL("out", cw_store_preflight(store, options, NULL, NULL, NULL, &error));
    FAILS_NULL("out", cw_preflight_options_new(NULL, &error));
    FAILS_NULL("options", cw_preflight_options_host(NULL, host, &error));
    FAILS_NULL("host", cw_preflight_options_host(options, NULL, &error));
    FAILS_NULL("options", cw_preflight_options_expect(NULL, TEXT("a"), EVERYWHERE, &error));
    FAILS_NULL("role", cw_preflight_options_expect(options, NULL, 1, EVERYWHERE, &error));
    FAILS_NULL("scope", cw_preflight_options_expect(options, TEXT("a"), NULL, 1, &error));
    cw_preflight_options_free(options);
    cw_preflight_options_free(NULL);
    cw_host_free(elsewhere);
    cw_entry_free(good);
    cw_entry_free(ended);
    cw_entry_free(made);
}

/* Trusts the one that a server on srv1:443 presents. */
static void trust(const cw_store *store, const cw_entry *entry) {
    const cw_certificate *chain[] = {certificate_of(entry)};
    cw_trust_request *request = NULL;
    cw_trust_decision *decision = NULL;
    cw_str sha256;
    bool changed = false;
    OK(cw_certificate_sha256(chain[0], &sha256, &error));
    OK(cw_trust_request_new(TEXT("srv1:443"), chain, 1, sha256.data, sha256.len, &request, &error));
    OK(cw_trust_request_why(request, TEXT("a test"), &error));
    OK(cw_store_trust(store, request, &decision, &changed, &error));
    CHECK(changed);
    cw_trust_request_free(request);
    cw_trust_decision_free(decision);
}

static void export_key(const cw_store *store, const cw_entry *entry) {
    const cw_str names[] = {thumbprint_of(entry)};
    cw_export_options *options = NULL;
    cw_bytes bytes = {NULL, 0};
    cw_texts *notes = NULL;
    OK(cw_export_options_new(&options, &error));
    OK(cw_export_options_format(options, CW_EXPORT_PEM, &error));
    OK(cw_export_options_with_key(options, &error));
    OK(cw_store_export(store, names, 1, options, &bytes, &notes, &error));
    cw_export_options_free(options);
    cw_texts_free(notes);
    cw_bytes_free(&bytes);
}

static void all_that_refers_to_a_certificate_is_found(const cw_store *store) {
    cw_entry *old = create_for_days(store, "used", time(NULL), 100);
    cw_renew_options *same_key = NULL;
    cw_renewed *renewed = NULL;
    cw_where_used *used = NULL;
    cw_endpoint *endpoint = NULL;
    cw_endpoint_change *came_to = NULL;
    const cw_entry *entry = NULL;
    const cw_assignment *assignment = NULL;
    const cw_trust_decision *decision = NULL;
    const cw_succession *succession = NULL;
    const cw_event *event = NULL;
    cw_str text;
    size_t count = 9;
    assign(store, old, "front", "used");
    OK(cw_renew_options_new(&same_key, &error));
    OK(cw_renew_options_same_key(same_key, &error));
    OK(cw_store_renew(store, THUMBPRINT(old), same_key, &renewed, &error));
    cw_renew_options_free(same_key);
    OK(cw_renewed_entry(renewed, &entry, &error));
    trust(store, entry);
    export_key(store, entry);
    OK(cw_store_endpoint(store, TEXT("api"), &endpoint, &error));
    OK(cw_endpoint_https_stored(endpoint, 0, THUMBPRINT(entry), &came_to, &error));
    cw_endpoint_change_free(came_to);
    cw_endpoint_free(endpoint);
    OK(cw_store_where_used(store, THUMBPRINT(entry), &used, &error));
    const cw_entry *found = NULL;
    OK(cw_where_used_entry(used, &found, &error));
    SAME(found, entry);
#define COUNTS(function, wanted)              \
    do {                                      \
        OK(function(used, &count, &error));   \
        CHECK(count == (wanted));             \
    } while (0)
    COUNTS(cw_where_used_assignment_count, 1);
    OK(cw_where_used_assignment_at(used, 0, &assignment, &error));
    OK(cw_assignment_scope(assignment, &text, &error));
    TEXT_IS(text, "used");
    COUNTS(cw_where_used_endpoint_count, 1);
    OK(cw_where_used_endpoint_at(used, 0, &text, &error));
    TEXT_IS(text, "api");
    COUNTS(cw_where_used_decision_count, 1);
    OK(cw_where_used_decision_at(used, 0, &decision, &error));
    OK(cw_trust_decision_why(decision, &text, &error));
    TEXT_IS(text, "a test");
    COUNTS(cw_where_used_issued_count, 0);
    COUNTS(cw_where_used_issuer_count, 0);
    COUNTS(cw_where_used_supersedes_count, 1);
    OK(cw_where_used_supersedes_at(used, 0, &succession, &error));
    OK(cw_succession_old_thumbprint(succession, &text, &error));
    TEXT_IS(text, thumbprint_of(old).data);
    OK(cw_where_used_superseded_by(used, &succession, &error));
    CHECK(succession == NULL);
    COUNTS(cw_where_used_same_key_count, 1);
    OK(cw_where_used_same_key_at(used, 0, &text, &error));
    TEXT_IS(text, thumbprint_of(old).data);
    OK(cw_where_used_last_export(used, &event, &error));
    OK(cw_event_kind(event, &text, &error));
    TEXT_IS(text, "key-exported");
    COUNTS(cw_where_used_required_count, 2);
    OK(cw_where_used_required_at(used, 0, &text, &error));
    TEXT_IS(text, "it is assigned to front (used)");
    NULLS_OF(cw_where_used_entry, used, "used", const cw_entry *);
    NULLS_OF(cw_where_used_superseded_by, used, "used", const cw_succession *);
    NULLS_OF(cw_where_used_last_export, used, "used", const cw_event *);
#define EACH_NULL(counts, gives, number, type)       \
    NULLS_OF(counts, used, "used", size_t);          \
    NULLS_AT(gives, used, "used", number, type)
    EACH_NULL(cw_where_used_assignment_count, cw_where_used_assignment_at, 1, const cw_assignment *);
    EACH_NULL(cw_where_used_endpoint_count, cw_where_used_endpoint_at, 1, cw_str);
    EACH_NULL(cw_where_used_decision_count, cw_where_used_decision_at, 1, const cw_trust_decision *);
    EACH_NULL(cw_where_used_issued_count, cw_where_used_issued_at, 0, const cw_entry *);
    EACH_NULL(cw_where_used_issuer_count, cw_where_used_issuer_at, 0, cw_str);
    EACH_NULL(cw_where_used_supersedes_count, cw_where_used_supersedes_at, 1, const cw_succession *);
    EACH_NULL(cw_where_used_same_key_count, cw_where_used_same_key_at, 1, cw_str);
    EACH_NULL(cw_where_used_required_count, cw_where_used_required_at, 2, cw_str);
    cw_where_used_free(used);
    cw_where_used_free(NULL);
    OK(cw_store_where_used(store, THUMBPRINT(old), &used, &error));
    OK(cw_where_used_superseded_by(used, &succession, &error));
    OK(cw_succession_new_thumbprint(succession, &text, &error));
    TEXT_IS(text, thumbprint_of(entry).data);
    OK(cw_where_used_last_export(used, &event, &error));
    CHECK(event == NULL);
    COUNTS(cw_where_used_required_count, 0);
    cw_where_used_free(used);
    FAILS(CW_STATUS_NOT_FOUND, cw_store_where_used(store, TEXT("3478CDA89A0D4E0B6E9C1E4C0A3B8F3E5D6C7B8A"), &used, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_where_used(store, NULL, 0, &used, &error));
    FAILS_NULL("store", cw_store_where_used(NULL, THUMBPRINT(old), &used, &error));
    FAILS_NULL("thumbprint", cw_store_where_used(store, NULL, 1, &used, &error));
    FAILS_NULL("out", cw_store_where_used(store, THUMBPRINT(old), NULL, &error));
    cw_renewed_free(renewed);
    cw_entry_free(old);
}

static void issuer_and_issued_are_found(void) {
    cw_store *store = create_store("chain.db");
    cw_certificate *ca = test_certificate("chain/ca.pem"), *leaf = test_certificate("chain/leaf.pem");
    const cw_certificate *both[] = {ca, leaf};
    cw_where_used *used = NULL;
    const cw_entry *issued = NULL;
    cw_str ca_thumbprint, leaf_thumbprint, text;
    size_t count = 0;
    OK(cw_store_add_certificates(store, both, 2, NULL, &count, &error));
    OK(cw_certificate_thumbprint(ca, &ca_thumbprint, &error));
    OK(cw_certificate_thumbprint(leaf, &leaf_thumbprint, &error));
    OK(cw_store_where_used(store, ca_thumbprint.data, ca_thumbprint.len, &used, &error));
    COUNTS(cw_where_used_issued_count, 1);
    OK(cw_where_used_issued_at(used, 0, &issued, &error));
    TEXT_IS(thumbprint_of(issued), leaf_thumbprint.data);
    COUNTS(cw_where_used_required_count, 1);
    OK(cw_where_used_required_at(used, 0, &text, &error));
    SAYS(text, "it issued");
    cw_where_used_free(used);
    OK(cw_store_where_used(store, leaf_thumbprint.data, leaf_thumbprint.len, &used, &error));
    COUNTS(cw_where_used_issuer_count, 1);
    OK(cw_where_used_issuer_at(used, 0, &text, &error));
    TEXT_IS(text, ca_thumbprint.data);
    cw_where_used_free(used);
    cw_certificate_free(ca);
    cw_certificate_free(leaf);
    cw_store_free(store);
}

static void what_expires_is_told(void) {
    cw_store *store = create_store("expiry.db");
    int64_t now = time(NULL), days = 0, at = 0, until = 0;
    cw_entry *ended = create_for_days(store, "<ended>", now, -5), *ends = create_for_days(store, "ends", now, 20),
             *later = create_entry(store, "later");
    cw_expiry_report *report = NULL;
    const cw_expiring_certificate *one = NULL;
    const cw_entry *found = NULL;
    const cw_assignment *assignment = NULL;
    cw_bytes html = {NULL, 0};
    cw_str text;
    size_t count = 9;
    bool is = false;
    OK(cw_store_tell_expiries(store, &count, &error));
    CHECK(count == 2);
    OK(cw_store_tell_expiries(store, &count, &error));
    CHECK(count == 0);
    NULLS_OF(cw_store_tell_expiries, store, "store", size_t);
    define_quick(store, "front");
    assign(store, ends, "front", "x");
    OK(cw_store_expiry_report(store, 30 * DAY, &report, &error));
    OK(cw_expiry_report_at(report, &at, &error));
    OK(cw_expiry_report_until(report, &until, &error));
    CHECK(at >= now && at < now + 600 && until - at == 30 * DAY);
    OK(cw_expiry_report_more(report, &is, &error));
    CHECK(!is);
    OK(cw_expiry_report_certificate_count(report, &count, &error));
    CHECK(count == 2);
    OK(cw_expiry_report_certificate_at(report, 0, &one, &error));
    OK(cw_expiring_certificate_entry(one, &found, &error));
    SAME(found, ended);
    OK(cw_expiring_certificate_days_left(one, &days, &error));
    OK(cw_expiring_certificate_expiry_matters(one, &is, &error));
    CHECK((days == -5 || days == -6) && is);
    OK(cw_expiring_certificate_required(one, &is, &error));
    CHECK(!is);
    OK(cw_expiry_report_certificate_at(report, 1, &one, &error));
    OK(cw_expiring_certificate_days_left(one, &days, &error));
    OK(cw_expiring_certificate_required(one, &is, &error));
    CHECK((days == 19 || days == 20) && is);
    OK(cw_expiring_certificate_assignment_count(one, &count, &error));
    CHECK(count == 1);
    OK(cw_expiring_certificate_assignment_at(one, 0, &assignment, &error));
    OK(cw_assignment_role(assignment, &text, &error));
    TEXT_IS(text, "front");
    OK(cw_expiry_report_to_html(report, &html, &error));
    CHECK(strstr((const char *)html.data, "&lt;ended") != NULL && strlen((const char *)html.data) == html.len);
    cw_bytes_free(&html);
    NULLS_OF(cw_expiry_report_at, report, "report", int64_t);
    NULLS_OF(cw_expiry_report_until, report, "report", int64_t);
    NULLS_OF(cw_expiry_report_more, report, "report", bool);
    NULLS_OF(cw_expiry_report_to_html, report, "report", cw_bytes);
    NULLS_OF(cw_expiry_report_certificate_count, report, "report", size_t);
    NULLS_AT(cw_expiry_report_certificate_at, report, "report", 2, const cw_expiring_certificate *);
    NULLS_OF(cw_expiring_certificate_entry, one, "expiring", const cw_entry *);
    NULLS_OF(cw_expiring_certificate_days_left, one, "expiring", int64_t);
    NULLS_OF(cw_expiring_certificate_expiry_matters, one, "expiring", bool);
    NULLS_OF(cw_expiring_certificate_required, one, "expiring", bool);
    NULLS_OF(cw_expiring_certificate_assignment_count, one, "expiring", size_t);
    NULLS_AT(cw_expiring_certificate_assignment_at, one, "expiring", 1, const cw_assignment *);
    cw_expiry_report_free(report);
    cw_expiry_report_free(NULL);
    OK(cw_store_expiry_report(store, INT64_MAX, &report, &error));
    OK(cw_expiry_report_certificate_count(report, &count, &error));
    CHECK(count == 3);
    cw_expiry_report_free(report);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "negative", cw_store_expiry_report(store, -1, &report, &error));
    FAILS_NULL("store", cw_store_expiry_report(NULL, DAY, &report, &error));
    FAILS_NULL("out", cw_store_expiry_report(store, DAY, NULL, &error));
    cw_entry_free(ended);
    cw_entry_free(ends);
    cw_entry_free(later);
    cw_store_free(store);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    cw_host *host = this_host();
    a_host_asks_before_it_starts(store, host);
    all_that_refers_to_a_certificate_is_found(store);
    issuer_and_issued_are_found();
    what_expires_is_told();
    cw_host_free(host);
    cw_store_free(store);
    return 0;
}
