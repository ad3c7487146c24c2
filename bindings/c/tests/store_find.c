/* Certificates that are looked for: by thumbprint, by each condition, and exactly one. */
#include "store.h"

#include <time.h>

enum { DAY = 86400 };

/* A server's certificate with names and an address, a CA's, one that has expired, one that is archived, one of another store. */
static cw_store *filled_store(cw_entry **server) {
    cw_store *store = create_store("certs.db");
    cw_self_signed *wanted = NULL;
    cw_add_options *options = NULL;
    cw_entry *entry = NULL;
    cw_added *added = NULL;
    const cw_str tags[] = {ITEM("web")};

    OK(cw_self_signed_new(TEXT("CN=srv1,O=Example"), &wanted, &error));
    OK(cw_self_signed_dns_name(wanted, TEXT("srv1.corp.example"), &error));
    OK(cw_self_signed_ip_address(wanted, TEXT("10.0.0.5"), &error));
    OK(cw_self_signed_serial(wanted, TEXT("1234ABCD"), &error));
    OK(cw_add_options_new(&options, &error));
    OK(cw_add_options_friendly_name(options, TEXT("Front door"), &error));
    OK(cw_add_options_tags(options, tags, 1, &error));
    OK(cw_store_create_self_signed(store, wanted, options, server, &error));
    cw_self_signed_free(wanted);
    cw_add_options_free(options);

    OK(cw_self_signed_new(TEXT("CN=ca,O=Example"), &wanted, &error));
    OK(cw_self_signed_purpose(wanted, CW_PURPOSE_CA, &error));
    OK(cw_self_signed_key(wanted, CW_KEY_P384, &error));
    OK(cw_self_signed_no_expiry(wanted, &error));
    OK(cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    cw_entry_free(entry);
    cw_self_signed_free(wanted);

    OK(cw_self_signed_new(TEXT("CN=expired"), &wanted, &error));
    OK(cw_self_signed_valid_from_time(wanted, 1577836800, &error)); /* 2020 */
    OK(cw_self_signed_valid_to_time(wanted, 1577836800 + 10 * DAY, &error));
    OK(cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    cw_entry_free(entry);
    cw_self_signed_free(wanted);

    entry = create_entry(store, "CN=archived");
    OK(cw_store_archive(store, THUMBPRINT(entry), &added, &error));
    cw_added_free(added);
    cw_entry_free(entry);

    OK(cw_add_options_new(&options, &error));
    OK(cw_add_options_store(options, TEXT("TrustedPeople"), &error));
    cw_identity *identity = NULL;
    OK(cw_self_signed_new(TEXT("CN=friend"), &wanted, &error));
    OK(cw_self_signed_issue(wanted, NULL, &identity, &error));
    OK(cw_store_add_identity(store, identity, options, &added, &error));
    cw_added_free(added);
    cw_identity_free(identity);
    cw_self_signed_free(wanted);
    cw_add_options_free(options);
    return store;
}

/* How many are found after this call on a new query. */
#define FINDS(wanted_count, setter)                        \
    do {                                                   \
        cw_query *query = NULL;                            \
        OK(cw_query_new(&query, &error));                  \
        OK(setter);                                        \
        CHECK(count_of(store, query) == (wanted_count));   \
        cw_query_free(query);                              \
    } while (0)

static void each_condition_has_its_effect(const cw_store *store, const cw_entry *server) {
    const cw_certificate *certificate = certificate_of(server);
    cw_str sha256;
    cw_octets key_id, serial;
    const uint8_t other[] = {0xed, 0xcb, 0x54, 0x33}; /* less than nothing: its own number with the other sign */
    int64_t now = time(NULL);
    OK(cw_certificate_sha256(certificate, &sha256, &error));
    OK(cw_certificate_subject_key_id(certificate, &key_id, &error));
    OK(cw_certificate_serial_der(certificate, &serial, &error));
    CHECK(count_of(store, NULL) == 4);
    FINDS(1, cw_query_text(query, TEXT("front DOOR"), &error));
    FINDS(1, cw_query_text(query, TEXT("10.0.0.5"), &error));
    FINDS(4, cw_query_text(query, NULL, 0, &error));
    FINDS(1, cw_query_contains(query, TEXT("corp"), &error));
    FINDS(2, cw_query_subject(query, TEXT("O=Example"), &error));
    FINDS(0, cw_query_subject(query, TEXT("srv"), &error));
    FINDS(1, cw_query_issuer(query, TEXT("srv1"), &error));
    FINDS(1, cw_query_serial(query, TEXT("00 12 34 ab cd"), &error));
    FINDS(1, cw_query_serial_der(query, serial.data, serial.len, &error));
    FINDS(0, cw_query_serial_der(query, other, sizeof other, &error));
    FINDS(4, cw_query_serial_der(query, NULL, 0, &error));
    FINDS(2, cw_query_subject_contains(query, TEXT("exam"), &error));
    FINDS(2, cw_query_issuer_contains(query, TEXT("EXAM"), &error));
    FINDS(1, cw_query_thumbprint(query, THUMBPRINT(server), &error));
    FINDS(1, cw_query_thumbprint(query, sha256.data, sha256.len, &error));
    FINDS(1, cw_query_subject_key_id(query, key_id.data, key_id.len, &error));
    FINDS(4, cw_query_subject_key_id(query, NULL, 0, &error));
    FINDS(1, cw_query_dns_name(query, TEXT("*.corp.example"), &error));
    FINDS(1, cw_query_ip_address(query, TEXT(" 10.0.0.5 "), &error));
    FINDS(1, cw_query_friendly_name(query, TEXT("front door"), &error));
    FINDS(1, cw_query_tag(query, TEXT("WEB"), &error));
    FINDS(1, cw_query_store(query, TEXT("trusted people"), &error));
    FINDS(3, cw_query_store(query, TEXT("my"), &error));
    FINDS(3, cw_query_has_private_key(query, true, &error));
    FINDS(1, cw_query_has_private_key(query, false, &error));
    FINDS(1, cw_query_is_ca(query, true, &error));
    FINDS(3, cw_query_is_ca(query, false, &error));
    FINDS(4, cw_query_self_signed(query, true, &error));
    FINDS(0, cw_query_self_signed(query, false, &error));
    FINDS(1, cw_query_key_algorithm(query, TEXT("P384"), &error));
    FINDS(3, cw_query_signature_hash(query, TEXT("SHA-256"), &error));
    FINDS(1, cw_query_signature_hash(query, TEXT("sha384"), &error));
    FINDS(1, cw_query_validity_over(query, (int64_t)3000 * DAY, &error));
    FINDS(1, cw_query_validity_under(query, 11 * DAY, &error));
    FINDS(4, cw_query_archived(query, CW_ARCHIVED_NO, &error));
    FINDS(1, cw_query_archived(query, CW_ARCHIVED_ONLY, &error));
    FINDS(5, cw_query_archived(query, CW_ARCHIVED_ALSO, &error));
    FINDS(1, cw_query_expiring_before(query, now, &error));
    FINDS(3, cw_query_valid_at(query, now, &error));
    FINDS(1, cw_query_expired_at(query, now, true, &error));
    FINDS(3, cw_query_expired_at(query, now, false, &error));
    FINDS(2, cw_query_limit(query, 2, &error));
    FINDS(0, cw_query_limit(query, 0, &error));
}

static void the_order_is_as_asked(const cw_store *store) {
    static const struct { uint32_t order; const char *first, *last; } cases[] = {
        {CW_ORDER_ADDED, "CN=srv1,O=Example", "CN=friend"},
        {CW_ORDER_NOT_AFTER, "CN=expired", "CN=ca,O=Example"},
        {CW_ORDER_NOT_BEFORE, "CN=expired", NULL},
        {CW_ORDER_SUBJECT, "CN=ca,O=Example", "CN=srv1,O=Example"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int descending = 0; descending < 2; descending++) {
            const char *wanted = descending ? cases[i].last : cases[i].first;
            cw_query *query = NULL;
            cw_find *find = NULL;
            cw_entry *entry = NULL;
            cw_str subject;
            OK(cw_query_new(&query, &error));
            OK(cw_query_order(query, cases[i].order, &error));
            if (descending) {
                OK(cw_query_descending(query, &error));
            }
            OK(cw_store_find(store, query, &find, &error));
            cw_query_free(query);
            OK(cw_find_next(find, &entry, &error));
            OK(cw_certificate_subject(certificate_of(entry), &subject, &error));
            CHECK(wanted == NULL || strcmp(subject.data, wanted) == 0);
            cw_entry_free(entry);
            cw_find_free(find);
        }
    }
}

static void what_cannot_be_is_refused_and_changes_nothing(const cw_store *store) {
    cw_query *query = NULL;
    cw_find *find = NULL;
    OK(cw_query_new(&query, &error));
    FAILS(CW_STATUS_INVALID_SERIAL_NUMBER, cw_query_serial(query, TEXT("xyz"), &error));
    const uint8_t many[65] = {1};
    FAILS(CW_STATUS_INVALID_SERIAL_NUMBER, cw_query_serial_der(query, many, sizeof many, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_query_thumbprint(query, TEXT("12"), &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_query_ip_address(query, TEXT("10.0.0"), &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_query_store(query, TEXT(" "), &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_query_archived(query, 0, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_query_order(query, 5, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_query_valid_at(query, INT64_MAX, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_query_expiring_before(query, INT64_MIN, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_query_expired_at(query, INT64_MAX, true, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "tag: it is not UTF-8", cw_query_tag(query, "\xc3", 1, &error));
    CHECK(count_of(store, query) == 4);
    OK(cw_query_store(query, TEXT("nowhere"), &error));
    FAILS(CW_STATUS_UNKNOWN_STORE_NAME, cw_store_find(store, query, &find, &error));
    OK(cw_query_store(query, NULL, 0, &error));
    OK(cw_query_subject(query, TEXT("CN="), &error));
    cw_query_free(query);
    CHECK(find == NULL);
}

static void a_pasted_thumbprint_is_found(const cw_store *store, const cw_entry *server) {
    cw_get_options *options = NULL;
    cw_entry *entry = NULL;
    cw_query *query = NULL;
    char pasted[128] = "\xe2\x80\x8e"; /* U+200E, as a dialog of Windows gives it */
    const char *thumbprint = thumbprint_of(server).data;
    size_t len = strlen(pasted);
    for (size_t i = 0; thumbprint[i] != '\0'; i++) {
        pasted[len++] = (char)(thumbprint[i] >= 'A' ? thumbprint[i] + 'a' - 'A' : thumbprint[i]);
        if (i % 2 == 1) {
            pasted[len++] = ' ';
        }
    }
    OK(cw_store_get(store, pasted, len, NULL, &entry, &error));
    cw_entry_free(entry);
    entry = NULL;
    OK(cw_get_options_new(&options, &error));
    OK(cw_get_options_store(options, TEXT("CA"), &error));
    FAILS_SAYING(CW_STATUS_NOT_FOUND, "it is in Personal", cw_store_get(store, pasted, len, options, &entry, &error));
    OK(cw_get_options_store(options, NULL, 0, &error));
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_get_options_store(options, TEXT("\n"), &error));
    OK(cw_store_get(store, pasted, len, options, &entry, &error));
    cw_entry_free(entry);

    cw_entry *archived = NULL;
    OK(cw_query_new(&query, &error));
    OK(cw_query_archived(query, CW_ARCHIVED_ONLY, &error));
    OK(cw_store_select(store, query, &archived, &error));
    entry = NULL;
    FAILS_SAYING(CW_STATUS_NOT_FOUND, "archived", cw_store_get(store, THUMBPRINT(archived), options, &entry, &error));
    OK(cw_get_options_archived(options, &error));
    OK(cw_store_get(store, THUMBPRINT(archived), options, &entry, &error));
    cw_entry_free(entry);
    cw_entry_free(archived);
    cw_query_free(query);
    cw_get_options_free(options);
}

static void exactly_one_is_selected(const cw_store *store) {
    cw_query *query = NULL;
    cw_entry *entry = NULL;
    cw_selection *selection = NULL;
    const cw_entry *borrowed = NULL;
    cw_str text;
    size_t count = 0;
    FAILS(CW_STATUS_AMBIGUOUS, cw_store_select(store, NULL, &entry, &error));
    OK(cw_query_new(&query, &error));
    OK(cw_query_subject(query, TEXT("nobody"), &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_select(store, query, &entry, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_select_newest_valid(store, query, &selection, &error));
    CHECK(entry == NULL && selection == NULL);
    OK(cw_query_subject(query, NULL, 0, &error));
    OK(cw_query_is_ca(query, false, &error));
    OK(cw_store_select_newest_valid(store, query, &selection, &error));
    OK(cw_selection_entry(selection, &borrowed, &error));
    OK(cw_certificate_subject(certificate_of(borrowed), &text, &error));
    TEXT_IS(text, "CN=srv1,O=Example");
    OK(cw_selection_passed_over_count(selection, &count, &error));
    CHECK(count == 2);
    OK(cw_selection_passed_over_at(selection, 0, &text, &error));
    CHECK(strstr(text.data, "not valid now") != NULL);
    FAILS(CW_STATUS_INVALID_ARGUMENT, cw_selection_passed_over_at(selection, 2, &text, &error));
    cw_selection_free(selection);
    cw_query_free(query);
}

int main(void) {
    cw_entry *server = NULL;
    cw_store *store = filled_store(&server);
    each_condition_has_its_effect(store, server);
    the_order_is_as_asked(store);
    what_cannot_be_is_refused_and_changes_nothing(store);
    a_pasted_thumbprint_is_found(store, server);
    exactly_one_is_selected(store);

    /* an iterator and an entry keep the store open */
    cw_find *find = NULL;
    cw_entry *entry = NULL;
    OK(cw_store_find(store, NULL, &find, &error));
    cw_store_free(store);
    OK(cw_find_next(find, &entry, &error));
    CHECK(entry != NULL);
    cw_find_free(find);
    cw_entry_free(entry);
    cw_entry_free(server);
    return 0;
}
