/* Every function of the store itself with NULL in each pointer that must not be: a status, nothing written, nothing changed. */
#include "store.h"

/* Handles of every kind, to stand where NULL does not. */
static cw_store *store;
static cw_entry *entry;
static cw_open_options *open_options;
static cw_rotate_options *rotate_options;
static cw_new_protector *new_protector;
static cw_protectors *protectors;
static const cw_protector *protector;
static cw_store_info *info;
static cw_check_report *check_report;
static cw_texts *texts;
static cw_events *events;
static const cw_event *event;
static cw_watch *watch;

/* Where results would go: none may be written. */
static cw_str text;
static cw_bytes bytes;
static size_t number;
static uint32_t small;
static uint64_t large;
static int64_t time_found;
static bool yes;
static cw_check_report *new_cw_check_report;
static cw_event *new_cw_event;
static cw_events *new_cw_events;
static cw_new_protector *new_cw_new_protector;
static cw_protector *new_cw_protector;
static cw_protectors *new_cw_protectors;
static cw_store *new_cw_store;
static cw_store_info *new_cw_store_info;
static cw_texts *new_cw_texts;
static cw_watch *new_cw_watch;
static const cw_event *borrowed_cw_event;
static const cw_protector *borrowed_cw_protector;

/* How a store is opened. */
static void of_opening(void) {
    FAILS_NULL("out", cw_open_options_new(NULL, &error));
    FAILS_NULL("options", cw_open_options_key_file(NULL, TEXT("x"), &error));
    FAILS_NULL("path", cw_open_options_key_file(open_options, NULL, 1, &error));
    FAILS_NULL("options", cw_open_options_passphrase(NULL, TEXT("x"), &error));
    FAILS_NULL("passphrase", cw_open_options_passphrase(open_options, NULL, 1, &error));
    FAILS_NULL("options", cw_open_options_locked(NULL, &error));
    FAILS_NULL("options", cw_open_options_group(NULL, TEXT("x"), &error));
    FAILS_NULL("group", cw_open_options_group(open_options, NULL, 1, &error));
    FAILS_NULL("options", cw_open_options_others_read(NULL, &error));
    FAILS_NULL("options", cw_open_options_busy_deadline(NULL, 1, &error));
    FAILS_NULL("options", cw_open_options_actor(NULL, TEXT("x"), &error));
    FAILS_NULL("actor", cw_open_options_actor(open_options, NULL, 1, &error));
    FAILS_NULL("options", cw_open_options_ask_passphrase(NULL, NULL, NULL, &error));
    FAILS_NULL("options", cw_open_options_diagnostics(NULL, NULL, NULL, NULL, &error));
}

/* A store itself. */
static void of_stores(void) {
    FAILS_NULL("path", cw_store_create(NULL, 1, NULL, &new_cw_store, &error));
    FAILS_NULL("out", cw_store_create(TEXT("x"), NULL, NULL, &error));
    FAILS_NULL("path", cw_store_open(NULL, 1, NULL, &new_cw_store, &error));
    FAILS_NULL("out", cw_store_open(TEXT("x"), NULL, NULL, &error));
    FAILS_NULL("path", cw_store_upgrade(NULL, 1, NULL, &small, &small, &bytes, &error));
    FAILS_NULL("out_from", cw_store_upgrade(TEXT("x"), NULL, NULL, &small, &bytes, &error));
    FAILS_NULL("out_to", cw_store_upgrade(TEXT("x"), NULL, &small, NULL, &bytes, &error));
    FAILS_NULL("out_copy", cw_store_upgrade(TEXT("x"), NULL, &small, &small, NULL, &error));
    FAILS_NULL("store", cw_store_path(NULL, &text, &error));
    FAILS_NULL("out", cw_store_path(store, NULL, &error));
    FAILS_NULL("store", cw_store_is_locked(NULL, &yes, &error));
    FAILS_NULL("out", cw_store_is_locked(store, NULL, &error));
    FAILS_NULL("store", cw_store_clone(NULL, &new_cw_store, &error));
    FAILS_NULL("out", cw_store_clone(store, NULL, &error));
    FAILS_NULL("store", cw_store_report(NULL, &bytes, &error));
    FAILS_NULL("out", cw_store_report(store, NULL, &error));
}

/* What is told of it. */
static void of_infos(void) {
    FAILS_NULL("store", cw_store_info_of(NULL, &new_cw_store_info, &error));
    FAILS_NULL("out", cw_store_info_of(store, NULL, &error));
    FAILS_NULL("info", cw_store_info_path(NULL, &text, &error));
    FAILS_NULL("out", cw_store_info_path(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_key_file(NULL, &text, &error));
    FAILS_NULL("out", cw_store_info_key_file(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_key_file_why(NULL, &text, &error));
    FAILS_NULL("out", cw_store_info_key_file_why(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_key_file_beside(NULL, &yes, &error));
    FAILS_NULL("out", cw_store_info_key_file_beside(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_is_locked(NULL, &yes, &error));
    FAILS_NULL("out", cw_store_info_is_locked(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_id(NULL, &text, &error));
    FAILS_NULL("out", cw_store_info_id(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_schema(NULL, &small, &error));
    FAILS_NULL("out", cw_store_info_schema(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_written_by(NULL, &text, &error));
    FAILS_NULL("out", cw_store_info_written_by(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_certificates(NULL, &large, &error));
    FAILS_NULL("out", cw_store_info_certificates(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_private_keys(NULL, &large, &error));
    FAILS_NULL("out", cw_store_info_private_keys(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_events(NULL, &large, &error));
    FAILS_NULL("out", cw_store_info_events(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_store_count(NULL, &number, &error));
    FAILS_NULL("out", cw_store_info_store_count(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_store_at(NULL, 0, &text, &error));
    FAILS_NULL("out", cw_store_info_store_at(info, 0, NULL, &error));
    FAILS_NULL("info", cw_store_info_protector_count(NULL, &number, &error));
    FAILS_NULL("out", cw_store_info_protector_count(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_protector_at(NULL, 0, &borrowed_cw_protector, &error));
    FAILS_NULL("out", cw_store_info_protector_at(info, 0, NULL, &error));
    FAILS_NULL("info", cw_store_info_file_count(NULL, &number, &error));
    FAILS_NULL("out", cw_store_info_file_count(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_file_at(NULL, 0, &text, &text, &small, &error));
    FAILS_NULL("out_path", cw_store_info_file_at(info, 0, NULL, &text, &small, &error));
    FAILS_NULL("out_owner", cw_store_info_file_at(info, 0, &text, NULL, &small, &error));
    FAILS_NULL("out_mode", cw_store_info_file_at(info, 0, &text, &text, NULL, &error));
    FAILS_NULL("info", cw_store_info_warning_count(NULL, &number, &error));
    FAILS_NULL("out", cw_store_info_warning_count(info, NULL, &error));
    FAILS_NULL("info", cw_store_info_warning_at(NULL, 0, &text, &error));
    FAILS_NULL("out", cw_store_info_warning_at(info, 0, NULL, &error));
    FAILS_NULL("report", cw_check_report_ok(NULL, &yes, &error));
    FAILS_NULL("out", cw_check_report_ok(check_report, NULL, &error));
    FAILS_NULL("report", cw_check_report_verdict_count(NULL, &number, &error));
    FAILS_NULL("out", cw_check_report_verdict_count(check_report, NULL, &error));
    FAILS_NULL("report", cw_check_report_verdict_at(NULL, 0, &text, &yes, &text, &error));
    FAILS_NULL("out_what", cw_check_report_verdict_at(check_report, 0, NULL, &yes, &text, &error));
    FAILS_NULL("out_ok", cw_check_report_verdict_at(check_report, 0, &text, NULL, &text, &error));
    FAILS_NULL("out_found", cw_check_report_verdict_at(check_report, 0, &text, &yes, NULL, &error));
    FAILS_NULL("store", cw_store_check(NULL, NULL, NULL, &new_cw_check_report, &error));
    FAILS_NULL("out", cw_store_check(store, NULL, NULL, NULL, &error));
}

/* What opens it. */
static void of_protectors(void) {
    FAILS_NULL("texts", cw_texts_count(NULL, &number, &error));
    FAILS_NULL("out", cw_texts_count(texts, NULL, &error));
    FAILS_NULL("texts", cw_texts_at(NULL, 0, &text, &error));
    FAILS_NULL("out", cw_texts_at(texts, 0, NULL, &error));
    FAILS_NULL("protector", cw_protector_id(NULL, &text, &error));
    FAILS_NULL("out", cw_protector_id(protector, NULL, &error));
    FAILS_NULL("protector", cw_protector_kind(NULL, &text, &error));
    FAILS_NULL("out", cw_protector_kind(protector, NULL, &error));
    FAILS_NULL("protector", cw_protector_in_use(NULL, &yes, &error));
    FAILS_NULL("out", cw_protector_in_use(protector, NULL, &error));
    FAILS_NULL("protector", cw_protector_genuine(NULL, &small, &error));
    FAILS_NULL("out", cw_protector_genuine(protector, NULL, &error));
    FAILS_NULL("store", cw_store_protectors(NULL, &new_cw_protectors, &error));
    FAILS_NULL("out", cw_store_protectors(store, NULL, &error));
    FAILS_NULL("protectors", cw_protectors_count(NULL, &number, &error));
    FAILS_NULL("out", cw_protectors_count(protectors, NULL, &error));
    FAILS_NULL("protectors", cw_protectors_at(NULL, 0, &borrowed_cw_protector, &error));
    FAILS_NULL("out", cw_protectors_at(protectors, 0, NULL, &error));
    FAILS_NULL("path", cw_new_protector_key_file(NULL, 1, &new_cw_new_protector, &error));
    FAILS_NULL("out", cw_new_protector_key_file(TEXT("x"), NULL, &error));
    FAILS_NULL("passphrase", cw_new_protector_passphrase(NULL, 1, &new_cw_new_protector, &error));
    FAILS_NULL("out", cw_new_protector_passphrase(TEXT("x"), NULL, &error));
    FAILS_NULL("store", cw_store_add_protector(NULL, new_protector, &new_cw_protector, &error));
    FAILS_NULL("new_protector", cw_store_add_protector(store, NULL, &new_cw_protector, &error));
    FAILS_NULL("out", cw_store_add_protector(store, new_protector, NULL, &error));
    FAILS_NULL("store", cw_store_change_protector(NULL, TEXT("x"), new_protector, &new_cw_protector, &error));
    FAILS_NULL("id", cw_store_change_protector(store, NULL, 1, new_protector, &new_cw_protector, &error));
    FAILS_NULL("new_protector", cw_store_change_protector(store, TEXT("x"), NULL, &new_cw_protector, &error));
    FAILS_NULL("out", cw_store_change_protector(store, TEXT("x"), new_protector, NULL, &error));
    FAILS_NULL("store", cw_store_remove_protector(NULL, TEXT("x"), &new_cw_texts, &error));
    FAILS_NULL("id", cw_store_remove_protector(store, NULL, 1, &new_cw_texts, &error));
    FAILS_NULL("out", cw_rotate_options_new(NULL, &error));
    FAILS_NULL("options", cw_rotate_options_key_file(NULL, TEXT("x"), &error));
    FAILS_NULL("path", cw_rotate_options_key_file(rotate_options, NULL, 1, &error));
    FAILS_NULL("options", cw_rotate_options_passphrase(NULL, TEXT("x"), &error));
    FAILS_NULL("passphrase", cw_rotate_options_passphrase(rotate_options, NULL, 1, &error));
    FAILS_NULL("options", cw_rotate_options_drop_others(NULL, &error));
    FAILS_NULL("store", cw_store_rotate_key(NULL, NULL, &number, &new_cw_texts, &error));
    FAILS_NULL("out_private_keys", cw_store_rotate_key(store, NULL, NULL, &new_cw_texts, &error));
}

/* The journal. */
static void of_journals(void) {
    FAILS_NULL("store", cw_store_events(NULL, 0, 0, &new_cw_events, &error));
    FAILS_NULL("out", cw_store_events(store, 0, 0, NULL, &error));
    FAILS_NULL("events", cw_events_count(NULL, &number, &error));
    FAILS_NULL("out", cw_events_count(events, NULL, &error));
    FAILS_NULL("events", cw_events_at(NULL, 0, &borrowed_cw_event, &error));
    FAILS_NULL("out", cw_events_at(events, 0, NULL, &error));
    FAILS_NULL("store", cw_store_last_event(NULL, &large, &error));
    FAILS_NULL("out", cw_store_last_event(store, NULL, &error));
    FAILS_NULL("store", cw_store_last_event_before_milliseconds(NULL, 0, &large, &error));
    FAILS_NULL("out", cw_store_last_event_before_milliseconds(store, 0, NULL, &error));
    FAILS_NULL("store", cw_store_watch(NULL, 0, &new_cw_watch, &error));
    FAILS_NULL("out", cw_store_watch(store, 0, NULL, &error));
    FAILS_NULL("watch", cw_watch_next(NULL, 0, &new_cw_event, &error));
    FAILS_NULL("out", cw_watch_next(watch, 0, NULL, &error));
    FAILS_NULL("watch", cw_watch_since(NULL, &large, &error));
    FAILS_NULL("out", cw_watch_since(watch, NULL, &error));
    FAILS_NULL("event", cw_event_number(NULL, &large, &error));
    FAILS_NULL("out", cw_event_number(event, NULL, &error));
    FAILS_NULL("event", cw_event_at(NULL, &time_found, &error));
    FAILS_NULL("out", cw_event_at(event, NULL, &error));
    FAILS_NULL("event", cw_event_at_milliseconds(NULL, &time_found, &error));
    FAILS_NULL("out", cw_event_at_milliseconds(event, NULL, &error));
    FAILS_NULL("event", cw_event_actor(NULL, &text, &error));
    FAILS_NULL("out", cw_event_actor(event, NULL, &error));
    FAILS_NULL("event", cw_event_kind(NULL, &text, &error));
    FAILS_NULL("out", cw_event_kind(event, NULL, &error));
    FAILS_NULL("event", cw_event_thumbprint(NULL, &text, &error));
    FAILS_NULL("out", cw_event_thumbprint(event, NULL, &error));
    FAILS_NULL("event", cw_event_details(NULL, &text, &error));
    FAILS_NULL("out", cw_event_details(event, NULL, &error));
}

static void set_up(void) {
    store = create_store("certs.db");
    entry = create_entry(store, "srv1");
    OK(cw_open_options_new(&open_options, &error));
    OK(cw_rotate_options_new(&rotate_options, &error));
    OK(cw_new_protector_passphrase(TEXT("x"), &new_protector, &error));
    OK(cw_store_protectors(store, &protectors, &error));
    OK(cw_protectors_at(protectors, 0, &protector, &error));
    OK(cw_store_info_of(store, &info, &error));
    OK(cw_store_check(store, NULL, NULL, &check_report, &error));
    OK(cw_store_rotate_key(store, NULL, &number, &texts, &error));
    OK(cw_store_events(store, 0, SIZE_MAX, &events, &error));
    OK(cw_events_at(events, 0, &event, &error));
    OK(cw_store_watch(store, 0, &watch, &error));
    number = 0;
}

static void nothing_was_written(void) {
    CHECK(text.data == NULL && text.len == 0 && bytes.data == NULL && bytes.len == 0);
    CHECK(number == 0 && small == 0 && large == 0 && time_found == 0 && !yes);
    CHECK(new_cw_check_report == NULL &&
          new_cw_event == NULL &&
          new_cw_events == NULL &&
          new_cw_new_protector == NULL &&
          new_cw_protector == NULL &&
          new_cw_protectors == NULL &&
          new_cw_store == NULL &&
          new_cw_store_info == NULL &&
          new_cw_texts == NULL &&
          new_cw_watch == NULL);
    CHECK(borrowed_cw_event == NULL &&
          borrowed_cw_protector == NULL);
}

/* To free NULL does nothing, and everything that was made is freed once. */
static void tear_down(void) {
    cw_open_options_free(NULL);
    cw_texts_free(NULL);
    cw_protector_free(NULL);
    cw_protectors_free(NULL);
    cw_new_protector_free(NULL);
    cw_rotate_options_free(NULL);
    cw_store_info_free(NULL);
    cw_check_report_free(NULL);
    cw_events_free(NULL);
    cw_watch_free(NULL);
    cw_event_free(NULL);
    cw_store_free(NULL);
    cw_entry_free(NULL);
    cw_open_options_free(open_options);
    cw_texts_free(texts);
    cw_protectors_free(protectors);
    cw_new_protector_free(new_protector);
    cw_rotate_options_free(rotate_options);
    cw_store_info_free(info);
    cw_check_report_free(check_report);
    cw_events_free(events);
    cw_watch_free(watch);
    cw_entry_free(entry);
    cw_store_free(store);
}

int main(void) {
    set_up();
    of_opening();
    of_stores();
    of_infos();
    of_protectors();
    of_journals();

    nothing_was_written();
    CHECK(count_of(store, NULL) == 1);
    tear_down();
    return 0;
}
