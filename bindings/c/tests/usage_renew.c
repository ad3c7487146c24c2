/* Certificates that are made where a role needs them and renewed everywhere at once; and whose store it is that may do so. */
#include "usage.h"

#include <time.h>

static void one_is_made_where_there_is_none(const cw_store *store) {
    cw_provide_options *options = NULL;
    cw_host *host = this_host();
    cw_entry *entry = NULL, *again = NULL, *other = NULL;
    cw_assigned *assigned = NULL;
    cw_role *role = NULL;
    cw_str text;
    bool made = false;
    OK(cw_provide_options_new(&options, &error));
    OK(cw_provide_options_host(options, host, &error));
    OK(cw_store_provide(store, TEXT("ssl-connection"), EVERYWHERE, options, &entry, &made, &error));
    CHECK(made);
    OK(cw_certificate_subject(certificate_of(entry), &text, &error));
    TEXT_IS(text, "CN=srv1.corp.example");
    OK(cw_certificate_dns_name_at(certificate_of(entry), 1, &text, &error));
    TEXT_IS(text, "srv1");
    OK(cw_store_provide(store, TEXT("ssl-connection"), EVERYWHERE, options, &again, &made, &error));
    CHECK(!made);
    SAME(entry, again);
    OK(cw_provide_options_subject(options, TEXT("O=Example, CN=front"), &error));
    OK(cw_store_provide(store, TEXT("ssl-connection"), TEXT("front"), options, &other, &made, &error));
    CHECK(made);
    OK(cw_certificate_subject(certificate_of(other), &text, &error));
    TEXT_IS(text, "O=Example,CN=front");
    OK(cw_provide_options_subject(options, TEXT("CN="), &error));
    cw_entry_free(again);
    again = NULL;
    FAILS(CW_STATUS_INVALID_SUBJECT, cw_store_provide(store, TEXT("ssl-connection"), TEXT("back"), options, &again, &made, &error));
    OK(cw_provide_options_subject(options, NULL, 0, &error));

    OK(cw_role_new(TEXT("vault"), &role, &error));
    OK(cw_store_define_role(store, role, &made, &error));
    cw_role_free(role);
    cw_entry_free(entry);
    OK(cw_store_provide(store, TEXT("vault"), TEXT("db1"), NULL, &entry, &made, &error));
    CHECK(made);
    OK(cw_store_unassign(store, THUMBPRINT(entry), TEXT("vault"), TEXT("db1"), &assigned, &error));
    cw_assigned_free(assigned);
    text = thumbprint_of(entry);
    FAILS_SAYING(CW_STATUS_MISSING, text.data,
                 cw_store_provide(store, TEXT("vault"), TEXT("db1"), options, &again, &made, &error));
    FAILS(CW_STATUS_UNKNOWN_ROLE, cw_store_provide(store, TEXT("nobody"), EVERYWHERE, options, &again, &made, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "scope", cw_store_provide(store, TEXT("vault"), TEXT("a\nb"), options, &again, &made, &error));
    CHECK(again == NULL);
    FAILS_NULL("store", cw_store_provide(NULL, TEXT("vault"), EVERYWHERE, options, &again, &made, &error));
    FAILS_NULL("role", cw_store_provide(store, NULL, 1, EVERYWHERE, options, &again, &made, &error));
    FAILS_NULL("scope", cw_store_provide(store, TEXT("vault"), NULL, 1, options, &again, &made, &error));
    FAILS_NULL("out", cw_store_provide(store, TEXT("vault"), EVERYWHERE, options, NULL, &made, &error));
    FAILS_NULL("out_made", cw_store_provide(store, TEXT("vault"), EVERYWHERE, options, &again, NULL, &error));
    FAILS_NULL("out", cw_provide_options_new(NULL, &error));
    FAILS_NULL("options", cw_provide_options_subject(NULL, TEXT("a"), &error));
    FAILS_NULL("subject", cw_provide_options_subject(options, NULL, 1, &error));
    FAILS_NULL("options", cw_provide_options_host(NULL, host, &error));
    FAILS_NULL("host", cw_provide_options_host(options, NULL, &error));
    cw_provide_options_free(options);
    cw_provide_options_free(NULL);
    cw_host_free(host);
    cw_entry_free(entry);
    cw_entry_free(other);
}

static cw_octets public_key_of(const cw_entry *entry) {
    cw_octets key;
    OK(cw_certificate_public_key_der(certificate_of(entry), &key, &error));
    return key;
}

static bool have_same_key(const cw_entry *one, const cw_entry *other) {
    cw_octets first = public_key_of(one), second = public_key_of(other);
    return first.len == second.len && memcmp(first.data, second.data, first.len) == 0;
}

static void a_renewal_takes_the_place_of_the_old_one(const cw_store *store) {
    cw_entry *old = create_entry(store, "renewed");
    cw_renew_options *options = NULL;
    cw_renewed *renewed = NULL;
    cw_succession *succession = NULL;
    const cw_entry *made = NULL, *former = NULL;
    cw_entry *third = NULL;
    cw_str text, sha256;
    size_t count = 0;
    int64_t at = 0;
    bool is = false;
    assign(store, old, "vault", "renewals");
    OK(cw_store_superseded_by(store, THUMBPRINT(old), &succession, &error));
    CHECK(succession == NULL);
    OK(cw_renew_options_new(&options, &error));
    OK(cw_store_renew(store, THUMBPRINT(old), options, &renewed, &error));
    OK(cw_renewed_changed(renewed, &is, &error));
    CHECK(is);
    OK(cw_renewed_entry(renewed, &made, &error));
    OK(cw_renewed_old(renewed, &former, &error));
    SAME(former, old);
    OK(cw_entry_archived(former, &is, &error));
    CHECK(is && !have_same_key(made, old));
    OK(cw_certificate_subject(certificate_of(made), &text, &error));
    TEXT_IS(text, "CN=renewed");
    OK(cw_renewed_note_count(renewed, &count, &error));
    CHECK(count == 1);
    OK(cw_renewed_note_at(renewed, 0, &text, &error));
    SAYS(text, "is retained: old data of vault (renewals) may need it");
    NULLS_OF(cw_renewed_entry, renewed, "renewed", const cw_entry *);
    NULLS_OF(cw_renewed_old, renewed, "renewed", const cw_entry *);
    NULLS_OF(cw_renewed_changed, renewed, "renewed", bool);
    NULLS_OF(cw_renewed_note_count, renewed, "renewed", size_t);
    NULLS_AT(cw_renewed_note_at, renewed, "renewed", 1, cw_str);

    OK(cw_store_superseded_by(store, THUMBPRINT(old), &succession, &error));
    OK(cw_succession_old_thumbprint(succession, &text, &error));
    TEXT_IS(text, thumbprint_of(old).data);
    OK(cw_succession_old_sha256(succession, &text, &error));
    OK(cw_certificate_sha256(certificate_of(old), &sha256, &error));
    TEXT_IS(text, sha256.data);
    OK(cw_succession_new_thumbprint(succession, &text, &error));
    TEXT_IS(text, thumbprint_of(made).data);
    OK(cw_succession_new_sha256(succession, &text, &error));
    OK(cw_certificate_sha256(certificate_of(made), &sha256, &error));
    TEXT_IS(text, sha256.data);
    OK(cw_succession_at(succession, &at, &error));
    CHECK(at <= time(NULL) && at > time(NULL) - 600);
    NULLS_OF(cw_succession_old_thumbprint, succession, "succession", cw_str);
    NULLS_OF(cw_succession_old_sha256, succession, "succession", cw_str);
    NULLS_OF(cw_succession_new_thumbprint, succession, "succession", cw_str);
    NULLS_OF(cw_succession_new_sha256, succession, "succession", cw_str);
    NULLS_OF(cw_succession_at, succession, "succession", int64_t);
    cw_succession_free(succession);
    cw_succession_free(NULL);
    FAILS_NULL("store", cw_store_superseded_by(NULL, THUMBPRINT(old), &succession, &error));
    FAILS_NULL("thumbprint", cw_store_superseded_by(store, NULL, 1, &succession, &error));
    FAILS_NULL("out", cw_store_superseded_by(store, THUMBPRINT(old), NULL, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_superseded_by(store, NULL, 0, &succession, &error));

    OK(cw_entry_clone(made, &third, &error));
    cw_renewed_free(renewed);
    OK(cw_renew_options_same_key(options, &error));
    OK(cw_store_renew(store, THUMBPRINT(third), options, &renewed, &error));
    OK(cw_renewed_entry(renewed, &made, &error));
    CHECK(have_same_key(made, third));
    cw_renewed_free(renewed);
    OK(cw_store_renew(store, THUMBPRINT(third), NULL, &renewed, &error));
    OK(cw_renewed_changed(renewed, &is, &error));
    CHECK(!is);
    cw_renewed_free(renewed);
    cw_renewed_free(NULL);
    FAILS(CW_STATUS_NOT_FOUND, cw_store_renew(store, TEXT("3478CDA89A0D4E0B6E9C1E4C0A3B8F3E5D6C7B8A"), NULL, &renewed, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_renew(store, NULL, 0, NULL, &renewed, &error));
    FAILS_NULL("store", cw_store_renew(NULL, THUMBPRINT(old), options, &renewed, &error));
    FAILS_NULL("thumbprint", cw_store_renew(store, NULL, 1, options, &renewed, &error));
    FAILS_NULL("out", cw_store_renew(store, THUMBPRINT(old), options, NULL, &error));
    FAILS_NULL("out", cw_renew_options_new(NULL, &error));
    FAILS_NULL("options", cw_renew_options_same_key(NULL, &error));
    cw_renew_options_free(options);
    cw_renew_options_free(NULL);
    cw_entry_free(old);
    cw_entry_free(third);
}

static void those_that_end_soon_are_found(const cw_store *store) {
    int64_t now = time(NULL);
    cw_entry *later = create_for_days(store, "later", now, 20), *sooner = create_for_days(store, "sooner", now, 10);
    cw_entries *found = NULL;
    const cw_entry *entry = NULL;
    size_t count = 0;
    OK(cw_store_renewable_within(store, 30 * DAY, &found, &error));
    OK(cw_entries_count(found, &count, &error));
    CHECK(count == 2);
    OK(cw_entries_at(found, 0, &entry, &error));
    SAME(entry, sooner);
    NULLS_OF(cw_entries_count, found, "entries", size_t);
    NULLS_AT(cw_entries_at, found, "entries", 2, const cw_entry *);
    cw_entries_free(found);
    cw_entries_free(NULL);
    OK(cw_store_renewable_within(store, 15 * DAY, &found, &error));
    OK(cw_entries_count(found, &count, &error));
    CHECK(count == 1);
    cw_entries_free(found);
    OK(cw_store_renewable_within(store, INT64_MIN, &found, &error));
    cw_entries_free(found);
    OK(cw_store_renewable_within(store, INT64_MAX, &found, &error));
    cw_entries_free(found);
    FAILS_NULL("store", cw_store_renewable_within(NULL, DAY, &found, &error));
    FAILS_NULL("out", cw_store_renewable_within(store, DAY, NULL, &error));
    cw_entry_free(later);
    cw_entry_free(sooner);
}

/* The codes that were told. */
static char codes[256];

static void tell(void *user, uint32_t level, cw_str code, cw_str message) {
    (void)user, (void)level, (void)message;
    strcat(strcat(codes, code.data), " ");
}

static cw_store *open_as(const char *name) {
    cw_open_options *options = NULL;
    cw_store *store = NULL;
    OK(cw_open_options_new(&options, &error));
    OK(cw_open_options_installation(options, TEXT(name), &error));
    OK(cw_open_options_diagnostics(options, tell, NULL, NULL, &error));
    OK(cw_store_open(TEXT(test_path("plant.db")), options, &store, &error));
    cw_open_options_free(options);
    return store;
}

static void no_key_is_made_in_the_store_of_another_installation(void) {
    cw_open_options *options = NULL;
    cw_store *store = NULL;
    cw_bytes why = {NULL, 0};
    cw_entry *entry = NULL, *made = NULL;
    cw_renewed *renewed = NULL;
    bool is = false;
    OK(cw_open_options_new(&options, &error));
    OK(cw_open_options_installation(options, TEXT("plant A"), &error));
    OK(cw_store_create(TEXT(test_path("plant.db")), options, &store, &error));
    entry = create_entry(store, "a");
    OK(cw_store_other_installation(store, &why, &error));
    CHECK(why.data == NULL && why.len == 0);
    cw_store_free(store);
    store = open_as("plant B");
    CHECK(strstr(codes, "other-installation ") != NULL);
    OK(cw_store_other_installation(store, &why, &error));
    CHECK(why.data != NULL && strstr((const char *)why.data, "\"plant A\"") != NULL && strlen((const char *)why.data) == why.len);
    cw_bytes_free(&why);
    FAILS_SAYING(CW_STATUS_OTHER_INSTALLATION, "plant A", cw_store_provide(store, TEXT("client"), EVERYWHERE, NULL, &made, &is, &error));
    FAILS(CW_STATUS_OTHER_INSTALLATION, cw_store_renew(store, THUMBPRINT(entry), NULL, &renewed, &error));
    OK(cw_store_adopt(store, &is, &error));
    CHECK(is);
    OK(cw_store_adopt(store, &is, &error));
    CHECK(!is);
    OK(cw_store_provide(store, TEXT("client"), EVERYWHERE, NULL, &made, &is, &error));
    CHECK(is);
    NULLS_OF(cw_store_other_installation, store, "store", cw_bytes);
    NULLS_OF(cw_store_adopt, store, "store", bool);
    FAILS_NULL("options", cw_open_options_installation(NULL, TEXT("a"), &error));
    FAILS_NULL("name", cw_open_options_installation(options, NULL, 1, &error));
    cw_open_options_free(options);
    cw_entry_free(entry);
    cw_entry_free(made);
    cw_store_free(store);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    one_is_made_where_there_is_none(store);
    a_renewal_takes_the_place_of_the_old_one(store);
    those_that_end_soon_are_found(store);
    no_key_is_made_in_the_store_of_another_installation();
    cw_store_free(store);
    return 0;
}
