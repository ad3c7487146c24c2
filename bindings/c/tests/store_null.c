/* Every function of the store with NULL in each pointer that must not be: a status, nothing written, nothing changed. */
#include "store.h"

/* Handles of every kind, to stand where NULL does not. */
static cw_store *store;
static cw_entry *entry;
static cw_query *query;
static cw_open_options *open_options;
static cw_get_options *get_options;
static cw_add_options *add_options;
static cw_import_options *import_options;
static cw_export_options *export_options;
static cw_rotate_options *rotate_options;
static cw_new_protector *new_protector;
static cw_protectors *protectors;
static const cw_protector *protector;
static cw_store_info *info;
static cw_check_report *check_report;
static cw_texts *texts;
static cw_chain *chain;
static cw_find *find;
static cw_selection *selection;
static cw_added *added;
static cw_description *description;
static cw_imported *imported;
static cw_events *events;
static const cw_event *event;
static cw_watch *watch;
static const cw_certificate *certificate;
static cw_identity *identity;
static cw_self_signed *wanted;
static const cw_certificate *certificate_list[1];
static const cw_identity *identity_list[1];
static const uint8_t octets[1];
static const cw_str text_in = ITEM("x");

/* Where results would go: none may be written. */
static cw_str text;
static cw_bytes bytes;
static size_t number;
static uint32_t small;
static uint64_t large;
static int64_t time_found;
static bool yes;
static cw_add_options *new_cw_add_options;
static cw_added *new_cw_added;
static cw_chain *new_cw_chain;
static cw_check_report *new_cw_check_report;
static cw_description *new_cw_description;
static cw_entry *new_cw_entry;
static cw_event *new_cw_event;
static cw_events *new_cw_events;
static cw_export_options *new_cw_export_options;
static cw_find *new_cw_find;
static cw_get_options *new_cw_get_options;
static cw_identity *new_cw_identity;
static cw_import_options *new_cw_import_options;
static cw_imported *new_cw_imported;
static cw_new_protector *new_cw_new_protector;
static cw_open_options *new_cw_open_options;
static cw_protector *new_cw_protector;
static cw_protectors *new_cw_protectors;
static cw_query *new_cw_query;
static cw_rotate_options *new_cw_rotate_options;
static cw_selection *new_cw_selection;
static cw_store *new_cw_store;
static cw_store_info *new_cw_store_info;
static cw_texts *new_cw_texts;
static cw_watch *new_cw_watch;
static const cw_certificate *borrowed_cw_certificate;
static const cw_entry *borrowed_cw_entry;
static const cw_event *borrowed_cw_event;
static const cw_import_report *borrowed_cw_import_report;
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

/* What goes in. */
static void of_additions(void) {
    FAILS_NULL("out", cw_add_options_new(NULL, &error));
    FAILS_NULL("options", cw_add_options_store(NULL, TEXT("x"), &error));
    FAILS_NULL("name", cw_add_options_store(add_options, NULL, 1, &error));
    FAILS_NULL("options", cw_add_options_create_store(NULL, &error));
    FAILS_NULL("options", cw_add_options_friendly_name(NULL, TEXT("x"), &error));
    FAILS_NULL("name", cw_add_options_friendly_name(add_options, NULL, 1, &error));
    FAILS_NULL("options", cw_add_options_tags(NULL, &text_in, 1, &error));
    FAILS_NULL("tags", cw_add_options_tags(add_options, NULL, 1, &error));
    FAILS_NULL("store", cw_store_add(NULL, certificate, NULL, &new_cw_added, &error));
    FAILS_NULL("certificate", cw_store_add(store, NULL, NULL, &new_cw_added, &error));
    FAILS_NULL("out", cw_store_add(store, certificate, NULL, NULL, &error));
    FAILS_NULL("store", cw_store_add_identity(NULL, identity, NULL, &new_cw_added, &error));
    FAILS_NULL("identity", cw_store_add_identity(store, NULL, NULL, &new_cw_added, &error));
    FAILS_NULL("out", cw_store_add_identity(store, identity, NULL, NULL, &error));
    FAILS_NULL("store", cw_store_add_identities(NULL, identity_list, 1, NULL, &number, &error));
    FAILS_NULL("identities", cw_store_add_identities(store, NULL, 1, NULL, &number, &error));
    FAILS_NULL("out_changed", cw_store_add_identities(store, identity_list, 1, NULL, NULL, &error));
    FAILS_NULL("store", cw_store_add_certificates(NULL, certificate_list, 1, NULL, &number, &error));
    FAILS_NULL("certificates", cw_store_add_certificates(store, NULL, 1, NULL, &number, &error));
    FAILS_NULL("out_changed", cw_store_add_certificates(store, certificate_list, 1, NULL, NULL, &error));
    FAILS_NULL("store", cw_store_create_self_signed(NULL, wanted, NULL, &new_cw_entry, &error));
    FAILS_NULL("wanted", cw_store_create_self_signed(store, NULL, NULL, &new_cw_entry, &error));
    FAILS_NULL("out", cw_store_create_self_signed(store, wanted, NULL, NULL, &error));
    FAILS_NULL("store", cw_store_ensure_self_signed(NULL, wanted, NULL, &new_cw_added, &error));
    FAILS_NULL("wanted", cw_store_ensure_self_signed(store, NULL, NULL, &new_cw_added, &error));
    FAILS_NULL("out", cw_store_ensure_self_signed(store, wanted, NULL, NULL, &error));
    FAILS_NULL("added", cw_added_entry(NULL, &borrowed_cw_entry, &error));
    FAILS_NULL("out", cw_added_entry(added, NULL, &error));
    FAILS_NULL("added", cw_added_changed(NULL, &yes, &error));
    FAILS_NULL("out", cw_added_changed(added, NULL, &error));
    FAILS_NULL("added", cw_added_note_count(NULL, &number, &error));
    FAILS_NULL("out", cw_added_note_count(added, NULL, &error));
    FAILS_NULL("added", cw_added_note_at(NULL, 0, &text, &error));
    FAILS_NULL("out", cw_added_note_at(added, 0, NULL, &error));
}

/* What it holds. */
static void of_entries(void) {
    FAILS_NULL("out", cw_get_options_new(NULL, &error));
    FAILS_NULL("options", cw_get_options_store(NULL, TEXT("x"), &error));
    FAILS_NULL("name", cw_get_options_store(get_options, NULL, 1, &error));
    FAILS_NULL("options", cw_get_options_archived(NULL, &error));
    FAILS_NULL("store", cw_store_get(NULL, TEXT("00"), NULL, &new_cw_entry, &error));
    FAILS_NULL("thumbprint", cw_store_get(store, NULL, 1, NULL, &new_cw_entry, &error));
    FAILS_NULL("out", cw_store_get(store, TEXT("00"), NULL, NULL, &error));
    FAILS_NULL("entry", cw_entry_certificate(NULL, &borrowed_cw_certificate, &error));
    FAILS_NULL("out", cw_entry_certificate(entry, NULL, &error));
    FAILS_NULL("entry", cw_entry_friendly_name(NULL, &text, &error));
    FAILS_NULL("out", cw_entry_friendly_name(entry, NULL, &error));
    FAILS_NULL("entry", cw_entry_tag_count(NULL, &number, &error));
    FAILS_NULL("out", cw_entry_tag_count(entry, NULL, &error));
    FAILS_NULL("entry", cw_entry_tag_at(NULL, 0, &text, &error));
    FAILS_NULL("out", cw_entry_tag_at(entry, 0, NULL, &error));
    FAILS_NULL("entry", cw_entry_store_count(NULL, &number, &error));
    FAILS_NULL("out", cw_entry_store_count(entry, NULL, &error));
    FAILS_NULL("entry", cw_entry_store_at(NULL, 0, &text, &error));
    FAILS_NULL("out", cw_entry_store_at(entry, 0, NULL, &error));
    FAILS_NULL("entry", cw_entry_archived(NULL, &yes, &error));
    FAILS_NULL("out", cw_entry_archived(entry, NULL, &error));
    FAILS_NULL("entry", cw_entry_has_private_key(NULL, &yes, &error));
    FAILS_NULL("out", cw_entry_has_private_key(entry, NULL, &error));
    FAILS_NULL("entry", cw_entry_added(NULL, &time_found, &error));
    FAILS_NULL("out", cw_entry_added(entry, NULL, &error));
    FAILS_NULL("entry", cw_entry_identity(NULL, &new_cw_identity, &error));
    FAILS_NULL("out", cw_entry_identity(entry, NULL, &error));
    FAILS_NULL("entry", cw_entry_chain(NULL, &new_cw_chain, &error));
    FAILS_NULL("out", cw_entry_chain(entry, NULL, &error));
    FAILS_NULL("entry", cw_entry_clone(NULL, &new_cw_entry, &error));
    FAILS_NULL("out", cw_entry_clone(entry, NULL, &error));
    FAILS_NULL("chain", cw_chain_count(NULL, &number, &error));
    FAILS_NULL("out", cw_chain_count(chain, NULL, &error));
    FAILS_NULL("chain", cw_chain_at(NULL, 0, &borrowed_cw_certificate, &error));
    FAILS_NULL("out", cw_chain_at(chain, 0, NULL, &error));
}

/* What is looked for. */
static void of_queries(void) {
    FAILS_NULL("out", cw_query_new(NULL, &error));
    FAILS_NULL("query", cw_query_text(NULL, TEXT("x"), &error));
    FAILS_NULL("text", cw_query_text(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_contains(NULL, TEXT("x"), &error));
    FAILS_NULL("contains", cw_query_contains(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_subject(NULL, TEXT("x"), &error));
    FAILS_NULL("subject", cw_query_subject(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_issuer(NULL, TEXT("x"), &error));
    FAILS_NULL("issuer", cw_query_issuer(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_serial(NULL, TEXT("00"), &error));
    FAILS_NULL("serial", cw_query_serial(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_subject_contains(NULL, TEXT("x"), &error));
    FAILS_NULL("part", cw_query_subject_contains(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_issuer_contains(NULL, TEXT("x"), &error));
    FAILS_NULL("part", cw_query_issuer_contains(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_thumbprint(NULL, TEXT("00"), &error));
    FAILS_NULL("thumbprint", cw_query_thumbprint(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_subject_key_id(NULL, octets, 1, &error));
    FAILS_NULL("id", cw_query_subject_key_id(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_dns_name(NULL, TEXT("x"), &error));
    FAILS_NULL("dns_name", cw_query_dns_name(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_ip_address(NULL, TEXT("00"), &error));
    FAILS_NULL("address", cw_query_ip_address(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_friendly_name(NULL, TEXT("x"), &error));
    FAILS_NULL("name", cw_query_friendly_name(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_tag(NULL, TEXT("x"), &error));
    FAILS_NULL("tag", cw_query_tag(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_store(NULL, TEXT("x"), &error));
    FAILS_NULL("name", cw_query_store(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_has_private_key(NULL, true, &error));
    FAILS_NULL("query", cw_query_is_ca(NULL, true, &error));
    FAILS_NULL("query", cw_query_self_signed(NULL, true, &error));
    FAILS_NULL("query", cw_query_key_algorithm(NULL, TEXT("x"), &error));
    FAILS_NULL("algorithm", cw_query_key_algorithm(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_signature_hash(NULL, TEXT("x"), &error));
    FAILS_NULL("hash", cw_query_signature_hash(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_validity_over(NULL, 0, &error));
    FAILS_NULL("query", cw_query_validity_under(NULL, 0, &error));
    FAILS_NULL("query", cw_query_archived(NULL, 1, &error));
    FAILS_NULL("query", cw_query_expiring_before(NULL, 0, &error));
    FAILS_NULL("query", cw_query_valid_at(NULL, 0, &error));
    FAILS_NULL("query", cw_query_expired_at(NULL, 0, true, &error));
    FAILS_NULL("query", cw_query_order(NULL, 1, &error));
    FAILS_NULL("query", cw_query_descending(NULL, &error));
    FAILS_NULL("query", cw_query_limit(NULL, 0, &error));
}

/* What is found. */
static void of_finds(void) {
    FAILS_NULL("store", cw_store_find(NULL, NULL, &new_cw_find, &error));
    FAILS_NULL("out", cw_store_find(store, NULL, NULL, &error));
    FAILS_NULL("find", cw_find_next(NULL, &new_cw_entry, &error));
    FAILS_NULL("out", cw_find_next(find, NULL, &error));
    FAILS_NULL("store", cw_store_select(NULL, NULL, &new_cw_entry, &error));
    FAILS_NULL("out", cw_store_select(store, NULL, NULL, &error));
    FAILS_NULL("store", cw_store_select_newest_valid(NULL, NULL, &new_cw_selection, &error));
    FAILS_NULL("out", cw_store_select_newest_valid(store, NULL, NULL, &error));
    FAILS_NULL("selection", cw_selection_entry(NULL, &borrowed_cw_entry, &error));
    FAILS_NULL("out", cw_selection_entry(selection, NULL, &error));
    FAILS_NULL("selection", cw_selection_passed_over_count(NULL, &number, &error));
    FAILS_NULL("out", cw_selection_passed_over_count(selection, NULL, &error));
    FAILS_NULL("selection", cw_selection_passed_over_at(NULL, 0, &text, &error));
    FAILS_NULL("out", cw_selection_passed_over_at(selection, 0, NULL, &error));
}

/* What is changed. */
static void of_changes(void) {
    FAILS_NULL("out", cw_description_new(NULL, &error));
    FAILS_NULL("description", cw_description_friendly_name(NULL, TEXT("x"), &error));
    FAILS_NULL("name", cw_description_friendly_name(description, NULL, 1, &error));
    FAILS_NULL("description", cw_description_tags(NULL, &text_in, 1, &error));
    FAILS_NULL("tags", cw_description_tags(description, NULL, 1, &error));
    FAILS_NULL("store", cw_store_describe(NULL, TEXT("00"), description, &new_cw_added, &error));
    FAILS_NULL("thumbprint", cw_store_describe(store, NULL, 1, description, &new_cw_added, &error));
    FAILS_NULL("description", cw_store_describe(store, TEXT("00"), NULL, &new_cw_added, &error));
    FAILS_NULL("out", cw_store_describe(store, TEXT("00"), description, NULL, &error));
    FAILS_NULL("store", cw_store_archive(NULL, TEXT("00"), &new_cw_added, &error));
    FAILS_NULL("thumbprint", cw_store_archive(store, NULL, 1, &new_cw_added, &error));
    FAILS_NULL("out", cw_store_archive(store, TEXT("00"), NULL, &error));
    FAILS_NULL("store", cw_store_unarchive(NULL, TEXT("00"), &new_cw_added, &error));
    FAILS_NULL("thumbprint", cw_store_unarchive(store, NULL, 1, &new_cw_added, &error));
    FAILS_NULL("out", cw_store_unarchive(store, TEXT("00"), NULL, &error));
    FAILS_NULL("store", cw_store_delete(NULL, TEXT("00"), &yes, &yes, &error));
    FAILS_NULL("thumbprint", cw_store_delete(store, NULL, 1, &yes, &yes, &error));
    FAILS_NULL("out_key_deleted", cw_store_delete(store, TEXT("00"), NULL, &yes, &error));
    FAILS_NULL("out_key_shared", cw_store_delete(store, TEXT("00"), &yes, NULL, &error));
}

/* Files in and out. */
static void of_files(void) {
    FAILS_NULL("out", cw_import_options_new(NULL, &error));
    FAILS_NULL("options", cw_import_options_store(NULL, TEXT("x"), &error));
    FAILS_NULL("name", cw_import_options_store(import_options, NULL, 1, &error));
    FAILS_NULL("options", cw_import_options_create_store(NULL, &error));
    FAILS_NULL("options", cw_import_options_friendly_name(NULL, TEXT("x"), &error));
    FAILS_NULL("name", cw_import_options_friendly_name(import_options, NULL, 1, &error));
    FAILS_NULL("options", cw_import_options_tags(NULL, &text_in, 1, &error));
    FAILS_NULL("tags", cw_import_options_tags(import_options, NULL, 1, &error));
    FAILS_NULL("store", cw_store_import(NULL, octets, 1, NULL, NULL, &new_cw_imported, &error));
    FAILS_NULL("data", cw_store_import(store, NULL, 1, NULL, NULL, &new_cw_imported, &error));
    FAILS_NULL("out", cw_store_import(store, octets, 1, NULL, NULL, NULL, &error));
    FAILS_NULL("store", cw_store_import_path(NULL, TEXT("x"), NULL, NULL, &new_cw_imported, &error));
    FAILS_NULL("path", cw_store_import_path(store, NULL, 1, NULL, NULL, &new_cw_imported, &error));
    FAILS_NULL("out", cw_store_import_path(store, TEXT("x"), NULL, NULL, NULL, &error));
    FAILS_NULL("imported", cw_imported_report(NULL, &borrowed_cw_import_report, &error));
    FAILS_NULL("out", cw_imported_report(imported, NULL, &error));
    FAILS_NULL("imported", cw_imported_changed(NULL, &yes, &error));
    FAILS_NULL("out", cw_imported_changed(imported, NULL, &error));
    FAILS_NULL("imported", cw_imported_entry_count(NULL, &number, &error));
    FAILS_NULL("out", cw_imported_entry_count(imported, NULL, &error));
    FAILS_NULL("imported", cw_imported_entry_at(NULL, 0, &borrowed_cw_entry, &error));
    FAILS_NULL("out", cw_imported_entry_at(imported, 0, NULL, &error));
    FAILS_NULL("imported", cw_imported_bag_count(NULL, &number, &error));
    FAILS_NULL("out", cw_imported_bag_count(imported, NULL, &error));
    FAILS_NULL("imported", cw_imported_bag_taken(NULL, 0, &yes, &error));
    FAILS_NULL("out", cw_imported_bag_taken(imported, 0, NULL, &error));
    FAILS_NULL("imported", cw_imported_bag_changed(NULL, 0, &yes, &error));
    FAILS_NULL("out", cw_imported_bag_changed(imported, 0, NULL, &error));
    FAILS_NULL("imported", cw_imported_bag_note(NULL, 0, &text, &error));
    FAILS_NULL("out", cw_imported_bag_note(imported, 0, NULL, &error));
    FAILS_NULL("imported", cw_imported_bag_entry(NULL, 0, &borrowed_cw_entry, &error));
    FAILS_NULL("out", cw_imported_bag_entry(imported, 0, NULL, &error));
    FAILS_NULL("out", cw_export_options_new(NULL, &error));
    FAILS_NULL("options", cw_export_options_format(NULL, 1, &error));
    FAILS_NULL("options", cw_export_options_with_key(NULL, &error));
    FAILS_NULL("options", cw_export_options_password(NULL, TEXT("x"), &error));
    FAILS_NULL("password", cw_export_options_password(export_options, NULL, 1, &error));
    FAILS_NULL("options", cw_export_options_reader(NULL, TEXT("x"), &error));
    FAILS_NULL("name", cw_export_options_reader(export_options, NULL, 1, &error));
    FAILS_NULL("options", cw_export_options_iterations(NULL, 1, &error));
    FAILS_NULL("store", cw_store_export(NULL, &text_in, 1, NULL, &bytes, &new_cw_texts, &error));
    FAILS_NULL("thumbprints", cw_store_export(store, NULL, 1, NULL, &bytes, &new_cw_texts, &error));
    FAILS_NULL("out", cw_store_export(store, &text_in, 1, NULL, NULL, &new_cw_texts, &error));
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
    FAILS_NULL("store", cw_store_last_event_before(NULL, 0, &large, &error));
    FAILS_NULL("out", cw_store_last_event_before(store, 0, NULL, &error));
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
    certificate = certificate_of(entry);
    certificate_list[0] = certificate;
    OK(cw_entry_identity(entry, &identity, &error));
    identity_list[0] = identity;
    OK(cw_entry_chain(entry, &chain, &error));
    OK(cw_query_new(&query, &error));
    OK(cw_open_options_new(&open_options, &error));
    OK(cw_get_options_new(&get_options, &error));
    OK(cw_add_options_new(&add_options, &error));
    OK(cw_import_options_new(&import_options, &error));
    OK(cw_export_options_new(&export_options, &error));
    OK(cw_rotate_options_new(&rotate_options, &error));
    OK(cw_new_protector_passphrase(TEXT("x"), &new_protector, &error));
    OK(cw_store_protectors(store, &protectors, &error));
    OK(cw_protectors_at(protectors, 0, &protector, &error));
    OK(cw_store_info_of(store, &info, &error));
    OK(cw_store_check(store, NULL, NULL, &check_report, &error));
    OK(cw_store_rotate_key(store, NULL, &number, &texts, &error));
    OK(cw_store_find(store, NULL, &find, &error));
    OK(cw_store_select_newest_valid(store, NULL, &selection, &error));
    OK(cw_store_add(store, certificate, NULL, &added, &error));
    OK(cw_description_new(&description, &error));
    OK(cw_store_import_path(store, TEXT(test_data("pkcs12/certificate.pem")), NULL, NULL, &imported, &error));
    OK(cw_store_events(store, 0, SIZE_MAX, &events, &error));
    OK(cw_events_at(events, 0, &event, &error));
    OK(cw_store_watch(store, 0, &watch, &error));
    OK(cw_self_signed_new(TEXT("x"), &wanted, &error));
    number = 0;
}

static void nothing_was_written(void) {
    CHECK(text.data == NULL && text.len == 0 && bytes.data == NULL && bytes.len == 0);
    CHECK(number == 0 && small == 0 && large == 0 && time_found == 0 && !yes);
    CHECK(new_cw_add_options == NULL &&
          new_cw_added == NULL &&
          new_cw_chain == NULL &&
          new_cw_check_report == NULL &&
          new_cw_description == NULL &&
          new_cw_entry == NULL &&
          new_cw_event == NULL &&
          new_cw_events == NULL &&
          new_cw_export_options == NULL &&
          new_cw_find == NULL &&
          new_cw_get_options == NULL &&
          new_cw_identity == NULL &&
          new_cw_import_options == NULL &&
          new_cw_imported == NULL &&
          new_cw_new_protector == NULL &&
          new_cw_open_options == NULL &&
          new_cw_protector == NULL &&
          new_cw_protectors == NULL &&
          new_cw_query == NULL &&
          new_cw_rotate_options == NULL &&
          new_cw_selection == NULL &&
          new_cw_store == NULL &&
          new_cw_store_info == NULL &&
          new_cw_texts == NULL &&
          new_cw_watch == NULL);
    CHECK(borrowed_cw_certificate == NULL &&
          borrowed_cw_entry == NULL &&
          borrowed_cw_event == NULL &&
          borrowed_cw_import_report == NULL &&
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
    cw_get_options_free(NULL);
    cw_chain_free(NULL);
    cw_find_free(NULL);
    cw_selection_free(NULL);
    cw_add_options_free(NULL);
    cw_added_free(NULL);
    cw_description_free(NULL);
    cw_import_options_free(NULL);
    cw_imported_free(NULL);
    cw_export_options_free(NULL);
    cw_events_free(NULL);
    cw_watch_free(NULL);
    cw_event_free(NULL);
    cw_store_free(NULL);
    cw_entry_free(NULL);
    cw_query_free(NULL);
    cw_open_options_free(open_options);
    cw_texts_free(texts);
    cw_protectors_free(protectors);
    cw_new_protector_free(new_protector);
    cw_rotate_options_free(rotate_options);
    cw_store_info_free(info);
    cw_check_report_free(check_report);
    cw_get_options_free(get_options);
    cw_chain_free(chain);
    cw_find_free(find);
    cw_selection_free(selection);
    cw_add_options_free(add_options);
    cw_added_free(added);
    cw_description_free(description);
    cw_import_options_free(import_options);
    cw_imported_free(imported);
    cw_export_options_free(export_options);
    cw_events_free(events);
    cw_watch_free(watch);
    cw_self_signed_free(wanted);
    cw_identity_free(identity);
    cw_query_free(query);
    cw_entry_free(entry);
    cw_store_free(store);
}

int main(void) {
    set_up();
    of_opening();
    of_stores();
    of_infos();
    of_protectors();
    of_additions();
    of_entries();
    of_queries();
    of_finds();
    of_changes();
    of_files();
    of_journals();

    /* where several are given, none may be missing */
    const cw_certificate *missing = NULL;
    const cw_str without = {NULL, 1};
    FAILS_NULL("certificates", cw_store_add_certificates(store, &missing, 1, NULL, &number, &error));
    FAILS_NULL("tags", cw_add_options_tags(add_options, &without, 1, &error));

    nothing_was_written();
    CHECK(count_of(store, NULL) == 2);
    tear_down();
    return 0;
}
