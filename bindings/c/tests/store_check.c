/* What is told of a store: its description, the check, the report; and what was altered behind its back. */
#include "store.h"

#include <unistd.h>

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

static void a_store_describes_itself(const cw_store *store) {
    cw_store_info *info = NULL;
    const cw_protector *protector = NULL;
    cw_str text, owner;
    uint64_t large = 0;
    uint32_t small = 0;
    size_t count = 0;
    bool yes = false;
    OK(cw_store_info_of(store, &info, &error));
    OK(cw_store_info_path(info, &text, &error));
    TEXT_IS(text, test_path("certs.db"));
    OK(cw_store_info_key_file(info, &text, &error));
    TEXT_IS(text, test_path("certs.db.key"));
    OK(cw_store_info_key_file_why(info, &text, &error));
    CHECK(text.len > 0);
    OK(cw_store_info_key_file_beside(info, &yes, &error));
    CHECK(yes);
    OK(cw_store_info_is_locked(info, &yes, &error));
    CHECK(!yes);
    OK(cw_store_info_id(info, &text, &error));
    CHECK(text.len == 32);
    OK(cw_store_info_schema(info, &small, &error));
    CHECK(small == 2);
    OK(cw_store_info_written_by(info, &text, &error));
    TEXT_IS(text, cw_version().data);
    OK(cw_store_info_certificates(info, &large, &error));
    CHECK(large == 70);
    OK(cw_store_info_private_keys(info, &large, &error));
    CHECK(large == 70);
    OK(cw_store_info_events(info, &large, &error));
    CHECK(large > 70);
    OK(cw_store_info_store_count(info, &count, &error));
    CHECK(count == 4);
    OK(cw_store_info_store_at(info, 0, &text, &error));
    TEXT_IS(text, "Personal");
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_info_store_at(info, 4, &text, &error));
    OK(cw_store_info_protector_count(info, &count, &error));
    CHECK(count == 1);
    OK(cw_store_info_protector_at(info, 0, &protector, &error));
    OK(cw_protector_kind(protector, &text, &error));
    TEXT_IS(text, "key-file");
    OK(cw_store_info_file_count(info, &count, &error));
    CHECK(count >= 2);
    OK(cw_store_info_file_at(info, 0, &text, &owner, &small, &error));
    TEXT_IS(text, test_path("certs.db"));
    CHECK(owner.len > 2 && strchr(owner.data, ':') != NULL && small == 0600);
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_store_info_file_at(info, count, &text, &owner, &small, &error));
    OK(cw_store_info_warning_count(info, &count, &error));
    CHECK(count == 2);
    OK(cw_store_info_warning_at(info, 0, &text, &error));
    CHECK(strstr(text.data, "beside") != NULL);
    cw_store_info_free(info);

    cw_bytes report = {NULL, 0};
    OK(cw_store_report(store, &report, &error));
    CHECK(report.data[0] == '{' && strlen((const char *)report.data) == report.len);
    CHECK(strstr((const char *)report.data, "\"events\":[{") != NULL && strstr((const char *)report.data, "\"events_error\":null") != NULL);
    cw_bytes_free(&report);
}

static void a_check_tells_how_far_it_is_and_can_be_stopped(const cw_store *store) {
    struct progress seen = {0, 0, 0, 0};
    cw_check_report *report = NULL;
    cw_str what, found;
    size_t count = 0;
    bool ok = false;
    OK(cw_store_check(store, progress, &seen, &report, &error));
    CHECK(seen.calls == 2 && seen.done == 128 && seen.total == 140);
    OK(cw_check_report_ok(report, &ok, &error));
    CHECK(ok);
    OK(cw_check_report_verdict_count(report, &count, &error));
    CHECK(count == 7);
    OK(cw_check_report_verdict_at(report, 0, &what, &ok, &found, &error));
    TEXT_IS(what, "file");
    TEXT_IS(found, "whole");
    CHECK(ok);
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_check_report_verdict_at(report, count, &what, &ok, &found, &error));
    cw_check_report_free(report);
    report = NULL;
    seen.stop = 7;
    FAILS(CW_STATUS_CANCELLED, cw_store_check(store, progress, &seen, &report, &error));
    CHECK(report == NULL && seen.calls == 3);
}

static void what_was_altered_is_found(void) {
    cw_store *store = create_store("altered.db");
    cw_check_report *report = NULL;
    cw_events *events = NULL;
    bool ok = true;
    cw_entry_free(create_entry(store, "altered.example"));
    cw_store_free(store);
    CHECK(access(test_path("altered.db"), F_OK) == 0 && alter("altered.db", "(uid ") > 0);
    OK(cw_store_open(TEXT(test_path("altered.db")), NULL, &store, &error));
    FAILS(CW_STATUS_TAMPERED, cw_store_events(store, 0, SIZE_MAX, &events, &error));
    CHECK(events == NULL);
    OK(cw_store_check(store, NULL, NULL, &report, &error));
    OK(cw_check_report_ok(report, &ok, &error));
    CHECK(!ok);
    cw_check_report_free(report);
    cw_store_free(store);

    /* where the tables themselves are others, nothing can be told any more */
    CHECK(alter("altered.db", "signature_hash TEXT") > 0);
    OK(cw_store_open(TEXT(test_path("altered.db")), NULL, &store, &error));
    report = NULL;
    FAILS(CW_STATUS_DAMAGED, cw_store_check(store, NULL, NULL, &report, &error));
    CHECK(report == NULL);
    cw_store_free(store);
}

int main(void) {
    enum { MANY = 70 };
    static cw_identity *identities[MANY];
    cw_store *store = create_store("certs.db");
    for (int i = 0; i < MANY; i++) {
        char subject[16];
        cw_self_signed *wanted = NULL;
        snprintf(subject, sizeof subject, "srv%d", i);
        OK(cw_self_signed_new(TEXT(subject), &wanted, &error));
        OK(cw_self_signed_issue(wanted, NULL, &identities[i], &error));
        cw_self_signed_free(wanted);
    }
    size_t changed = 0;
    OK(cw_store_add_identities(store, (const cw_identity *const *)identities, MANY, NULL, &changed, &error));
    CHECK(changed == MANY);
    for (int i = 0; i < MANY; i++) {
        cw_identity_free(identities[i]);
    }
    a_store_describes_itself(store);
    a_check_tells_how_far_it_is_and_can_be_stopped(store);
    what_was_altered_is_found();
    cw_store_free(store);
    return 0;
}
