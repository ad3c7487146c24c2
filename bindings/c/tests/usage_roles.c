/* Roles with their rules, and certificates that are given to them: assigned, retained, released. */
#include "usage.h"

/* What is known of a role must be this. */
static void role_is(const cw_role *role, const char *name, bool essential, bool in_backup, bool expiry_matters, uint32_t purpose, uint32_t key,
                    bool renewable, bool built_in) {
    cw_str text;
    uint32_t number = 99;
    bool is = false;
    OK(cw_role_name(role, &text, &error));
    TEXT_IS(text, name);
    OK(cw_role_essential(role, &is, &error));
    CHECK(is == essential);
    OK(cw_role_in_backup(role, &is, &error));
    CHECK(is == in_backup);
    OK(cw_role_expiry_matters(role, &is, &error));
    CHECK(is == expiry_matters);
    OK(cw_role_purpose(role, &number, &error));
    CHECK(number == purpose);
    OK(cw_role_default_key(role, &number, &error));
    CHECK(number == key);
    OK(cw_role_renewable(role, &is, &error));
    CHECK(is == renewable);
    OK(cw_role_built_in(role, &is, &error));
    CHECK(is == built_in);
}

static void six_are_built_in(const cw_store *store) {
    cw_roles *roles = NULL;
    cw_role *one = NULL;
    const cw_role *role = NULL;
    cw_str text;
    size_t count = 0;
    bool changed = false;
    OK(cw_store_roles(store, &roles, &error));
    OK(cw_roles_count(roles, &count, &error));
    CHECK(count == 6);
    OK(cw_roles_at(roles, 0, &role, &error));
    role_is(role, "ssl-connection", false, false, true, CW_PURPOSE_SERVER, 0, true, true);
    OK(cw_roles_at(roles, 1, &role, &error));
    role_is(role, "database", true, true, false, CW_PURPOSE_ENCIPHER, 0, true, true);
    OK(cw_role_description(role, &text, &error));
    SAYS(text, "database");
    OK(cw_store_role(store, TEXT("client"), &one, &error));
    role_is(one, "client", false, true, true, CW_PURPOSE_CLIENT, 0, true, true);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "built in", cw_store_define_role(store, one, &changed, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "built in", cw_store_remove_role(store, TEXT("client"), &changed, &error));
    FAILS_SAYING(CW_STATUS_UNKNOWN_ROLE, "ssl-connection, database", cw_store_role(store, TEXT("nobody"), &one, &error));
    FAILS(CW_STATUS_UNKNOWN_ROLE, cw_store_role(store, NULL, 0, &one, &error));
    NULLS_OF(cw_store_roles, store, "store", cw_roles *);
    NULLS_OF(cw_roles_count, roles, "roles", size_t);
    NULLS_AT(cw_roles_at, roles, "roles", 6, const cw_role *);
    FAILS_NULL("store", cw_store_role(NULL, TEXT("client"), &one, &error));
    FAILS_NULL("name", cw_store_role(store, NULL, 1, &one, &error));
    FAILS_NULL("out", cw_store_role(store, TEXT("client"), NULL, &error));
    cw_role_free(one);
    cw_role_free(NULL);
    cw_roles_free(roles);
    cw_roles_free(NULL);
}

static void a_host_defines_its_own(const cw_store *store) {
    cw_role *role = NULL, *read = NULL;
    cw_str text;
    bool changed = false, removed = true;
    OK(cw_role_new(TEXT("print-server"), &role, &error));
    role_is(role, "print-server", true, true, true, CW_PURPOSE_BOTH, 0, true, false);
    OK(cw_role_description(role, &text, &error));
    TEXT_IS(text, "");
    OK(cw_role_set_description(role, TEXT("prints"), &error));
    OK(cw_role_set_essential(role, false, &error));
    OK(cw_role_set_in_backup(role, false, &error));
    OK(cw_role_set_expiry_matters(role, false, &error));
    OK(cw_role_set_purpose(role, CW_PURPOSE_SERVER, &error));
    OK(cw_role_set_default_key(role, CW_KEY_P384, &error));
    OK(cw_role_set_renewable(role, false, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "purpose", cw_role_set_purpose(role, 7, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "algorithm", cw_role_set_default_key(role, 7, &error));
    OK(cw_store_define_role(store, role, &changed, &error));
    CHECK(changed);
    OK(cw_store_define_role(store, role, &changed, &error));
    CHECK(!changed);
    OK(cw_store_role(store, TEXT("print-server"), &read, &error));
    role_is(read, "print-server", false, false, false, CW_PURPOSE_SERVER, CW_KEY_P384, false, false);
    OK(cw_role_description(read, &text, &error));
    TEXT_IS(text, "prints");
    cw_role_free(read);

    OK(cw_role_set_default_key(role, 0, &error));
    OK(cw_store_define_role(store, role, &changed, &error));
    CHECK(changed);
    OK(cw_role_set_purpose(role, CW_PURPOSE_ENCIPHER, &error));
    OK(cw_role_set_default_key(role, CW_KEY_P256, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "RSA", cw_store_define_role(store, role, &changed, &error));
    OK(cw_role_set_description(role, TEXT("two\nlines"), &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "description", cw_store_define_role(store, role, &changed, &error));
    OK(cw_store_remove_role(store, TEXT("print-server"), &removed, &error));
    CHECK(removed);
    OK(cw_store_remove_role(store, TEXT("print-server"), &removed, &error));
    CHECK(!removed);

    OK(cw_role_new(NULL, 0, &read, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "role", cw_store_define_role(store, read, &changed, &error));
    cw_role_free(read);
    FAILS_NULL("name", cw_role_new(NULL, 1, &read, &error));
    FAILS_NULL("out", cw_role_new(TEXT("a"), NULL, &error));
    FAILS_NULL("role", cw_role_set_description(NULL, TEXT("a"), &error));
    FAILS_NULL("description", cw_role_set_description(role, NULL, 1, &error));
    FAILS_NULL("role", cw_role_set_essential(NULL, true, &error));
    FAILS_NULL("role", cw_role_set_in_backup(NULL, true, &error));
    FAILS_NULL("role", cw_role_set_expiry_matters(NULL, true, &error));
    FAILS_NULL("role", cw_role_set_purpose(NULL, CW_PURPOSE_SERVER, &error));
    FAILS_NULL("role", cw_role_set_default_key(NULL, 0, &error));
    FAILS_NULL("role", cw_role_set_renewable(NULL, true, &error));
    NULLS_OF(cw_role_name, role, "role", cw_str);
    NULLS_OF(cw_role_description, role, "role", cw_str);
    NULLS_OF(cw_role_essential, role, "role", bool);
    NULLS_OF(cw_role_in_backup, role, "role", bool);
    NULLS_OF(cw_role_expiry_matters, role, "role", bool);
    NULLS_OF(cw_role_purpose, role, "role", uint32_t);
    NULLS_OF(cw_role_default_key, role, "role", uint32_t);
    NULLS_OF(cw_role_renewable, role, "role", bool);
    NULLS_OF(cw_role_built_in, role, "role", bool);
    FAILS_NULL("store", cw_store_define_role(NULL, role, &changed, &error));
    FAILS_NULL("role", cw_store_define_role(store, NULL, &changed, &error));
    FAILS_NULL("out_changed", cw_store_define_role(store, role, NULL, &error));
    FAILS_NULL("store", cw_store_remove_role(NULL, TEXT("a"), &removed, &error));
    FAILS_NULL("name", cw_store_remove_role(store, NULL, 1, &removed, &error));
    FAILS_NULL("out_removed", cw_store_remove_role(store, TEXT("a"), NULL, &error));
    cw_role_free(role);
}

/* An assignment must be this one. */
static void assignment_is(const cw_assignment *one, const char *role, const char *scope, const cw_entry *entry, bool current, bool retained) {
    cw_str text, sha256;
    int64_t since = 0, until = 0;
    bool is = false;
    OK(cw_assignment_role(one, &text, &error));
    TEXT_IS(text, role);
    OK(cw_assignment_scope(one, &text, &error));
    TEXT_IS(text, scope);
    OK(cw_assignment_thumbprint(one, &text, &error));
    TEXT_IS(text, thumbprint_of(entry).data);
    OK(cw_certificate_sha256(certificate_of(entry), &sha256, &error));
    OK(cw_assignment_sha256(one, &text, &error));
    TEXT_IS(text, sha256.data);
    OK(cw_assignment_since(one, &since, &error));
    OK(cw_assignment_until(one, &until, &error));
    CHECK(since > 1700000000 && (current ? until == INT64_MIN : until >= since));
    OK(cw_assignment_retained(one, &is, &error));
    CHECK(is == retained);
    OK(cw_assignment_holds(one, &is, &error));
    CHECK(is == (current || retained));
}

/* What a call came to must be this, with as many notes. Then it is freed. */
static void came_to_be(cw_assigned *assigned, const char *scope, const cw_entry *entry, bool current, bool retained, bool changed,
                       const char *replaced, size_t notes) {
    const cw_assignment *one = NULL;
    cw_str text;
    size_t count = 99;
    bool is = false;
    OK(cw_assigned_assignment(assigned, &one, &error));
    assignment_is(one, "vault", scope, entry, current, retained);
    OK(cw_assigned_changed(assigned, &is, &error));
    CHECK(is == changed);
    OK(cw_assigned_replaced(assigned, &text, &error));
    TEXT_IS(text, replaced);
    OK(cw_assigned_note_count(assigned, &count, &error));
    CHECK(count == notes);
    if (notes > 0) {
        OK(cw_assigned_note_at(assigned, 0, &text, &error));
        SAYS(text, "retained");
    }
    NULLS_OF(cw_assigned_assignment, assigned, "assigned", const cw_assignment *);
    NULLS_OF(cw_assigned_changed, assigned, "assigned", bool);
    NULLS_OF(cw_assigned_replaced, assigned, "assigned", cw_str);
    NULLS_OF(cw_assigned_note_count, assigned, "assigned", size_t);
    NULLS_AT(cw_assigned_note_at, assigned, "assigned", notes, cw_str);
    NULLS_OF(cw_assignment_role, one, "assignment", cw_str);
    NULLS_OF(cw_assignment_scope, one, "assignment", cw_str);
    NULLS_OF(cw_assignment_thumbprint, one, "assignment", cw_str);
    NULLS_OF(cw_assignment_sha256, one, "assignment", cw_str);
    NULLS_OF(cw_assignment_since, one, "assignment", int64_t);
    NULLS_OF(cw_assignment_until, one, "assignment", int64_t);
    NULLS_OF(cw_assignment_retained, one, "assignment", bool);
    NULLS_OF(cw_assignment_holds, one, "assignment", bool);
    cw_assigned_free(assigned);
}

static size_t reasons_of(const cw_entry *entry, const char *first) {
    cw_texts *reasons = NULL;
    cw_str text;
    size_t count = 0;
    OK(cw_entry_required(entry, &reasons, &error));
    OK(cw_texts_count(reasons, &count, &error));
    if (count > 0) {
        OK(cw_texts_at(reasons, 0, &text, &error));
        SAYS(text, first);
    }
    cw_texts_free(reasons);
    return count;
}

static void one_is_assigned_replaced_and_let_go(const cw_store *store) {
    cw_entry *first = create_entry(store, "first"), *second = create_entry(store, "second");
    cw_assign_options *options = NULL;
    cw_assigned *assigned = NULL;
    cw_assignments *all = NULL;
    const cw_assignment *one = NULL;
    size_t count = 0;
    bool deleted = false, shared = false;
#define IN(thumbprint_of_it, scope) store, thumbprint_of_it, TEXT("vault"), scope
    FAILS(CW_STATUS_UNKNOWN_ROLE, cw_store_assign(IN(THUMBPRINT(first), TEXT("db1")), NULL, &assigned, &error));
    OK(cw_assign_options_new(&options, &error));
    FAILS(CW_STATUS_UNKNOWN_ROLE, cw_store_assign(IN(THUMBPRINT(first), TEXT("db1")), options, &assigned, &error));
    OK(cw_assign_options_create_role(options, &error));
    OK(cw_store_assign(IN(THUMBPRINT(first), TEXT(" db1 ")), options, &assigned, &error));
    came_to_be(assigned, "db1", first, true, false, true, NULL, 0);
    OK(cw_store_assign(IN(THUMBPRINT(first), TEXT("DB1")), NULL, &assigned, &error));
    came_to_be(assigned, "db1", first, true, false, false, NULL, 0);
    CHECK(reasons_of(first, "assigned to vault (db1)") == 1 && reasons_of(second, "") == 0);
    OK(cw_store_assign(IN(THUMBPRINT(second), TEXT("db1")), NULL, &assigned, &error));
    came_to_be(assigned, "db1", second, true, false, true, thumbprint_of(first).data, 1);
    CHECK(reasons_of(first, "retained") == 1);
    OK(cw_store_assign(IN(THUMBPRINT(second), EVERYWHERE), NULL, &assigned, &error));
    came_to_be(assigned, NULL, second, true, false, true, NULL, 0);

    OK(cw_store_assignments(store, &all, &error));
    OK(cw_assignments_count(all, &count, &error));
    CHECK(count == 3);
    OK(cw_assignments_at(all, 2, &one, &error));
    assignment_is(one, "vault", "db1", first, false, true);
    NULLS_OF(cw_assignments_count, all, "assignments", size_t);
    NULLS_AT(cw_assignments_at, all, "assignments", 3, const cw_assignment *);
    cw_assignments_free(all);
    cw_assignments_free(NULL);
    OK(cw_entry_assignments(first, &all, &error));
    OK(cw_assignments_count(all, &count, &error));
    CHECK(count == 1);
    cw_assignments_free(all);

    FAILS_SAYING(CW_STATUS_REQUIRED, "may need it; archive it, or end those uses first",
                 cw_store_delete(store, THUMBPRINT(first), &deleted, &shared, &error));
    OK(cw_store_unassign(IN(THUMBPRINT(first), TEXT("db1")), &assigned, &error));
    came_to_be(assigned, "db1", first, false, true, false, NULL, 1);
    OK(cw_store_release(IN(THUMBPRINT(first), TEXT("db1")), &assigned, &error));
    came_to_be(assigned, "db1", first, false, false, true, NULL, 0);
    OK(cw_store_release(IN(THUMBPRINT(first), TEXT("db1")), &assigned, &error));
    came_to_be(assigned, "db1", first, false, false, false, NULL, 0);
    OK(cw_store_delete(store, THUMBPRINT(first), &deleted, &shared, &error));
    CHECK(deleted && !shared);
    OK(cw_store_unassign(IN(THUMBPRINT(second), EVERYWHERE), &assigned, &error));
    came_to_be(assigned, NULL, second, false, true, true, NULL, 1);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "assigned to vault", cw_store_remove_role(store, TEXT("vault"), &deleted, &error));

    FAILS(CW_STATUS_NOT_FOUND, cw_store_unassign(IN(THUMBPRINT(second), TEXT("db2")), &assigned, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_release(IN(THUMBPRINT(second), TEXT("db2")), &assigned, &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_assign(IN(THUMBPRINT(first), TEXT("db1")), NULL, &assigned, &error));
    FAILS(CW_STATUS_UNSUPPORTED, cw_store_assign(store, THUMBPRINT(second), TEXT("database"), EVERYWHERE, NULL, &assigned, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "scope", cw_store_assign(IN(THUMBPRINT(second), TEXT("a\tb")), NULL, &assigned, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "role", cw_store_assign(store, THUMBPRINT(second), NULL, 0, EVERYWHERE, NULL, &assigned, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_assign(IN(TEXT("12"), EVERYWHERE), NULL, &assigned, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_unassign(IN(TEXT("12"), EVERYWHERE), &assigned, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_release(IN(TEXT("12"), EVERYWHERE), &assigned, &error));

#define EACH_NULL(function, ...)                                                                                              \
    do {                                                                                                                      \
        FAILS_NULL("store", function(NULL, THUMBPRINT(second), TEXT("vault"), EVERYWHERE, __VA_ARGS__ &assigned, &error));    \
        FAILS_NULL("thumbprint", function(store, NULL, 1, TEXT("vault"), EVERYWHERE, __VA_ARGS__ &assigned, &error));         \
        FAILS_NULL("role", function(store, THUMBPRINT(second), NULL, 1, EVERYWHERE, __VA_ARGS__ &assigned, &error));          \
        FAILS_NULL("scope", function(store, THUMBPRINT(second), TEXT("vault"), NULL, 1, __VA_ARGS__ &assigned, &error));      \
        FAILS_NULL("out", function(store, THUMBPRINT(second), TEXT("vault"), EVERYWHERE, __VA_ARGS__ NULL, &error));          \
    } while (0)
#define OPTIONS_TOO options,
    EACH_NULL(cw_store_assign, OPTIONS_TOO);
    EACH_NULL(cw_store_unassign, );
    EACH_NULL(cw_store_release, );
    NULLS_OF(cw_store_assignments, store, "store", cw_assignments *);
    NULLS_OF(cw_entry_assignments, second, "entry", cw_assignments *);
    NULLS_OF(cw_entry_required, second, "entry", cw_texts *);
    FAILS_NULL("out", cw_assign_options_new(NULL, &error));
    FAILS_NULL("options", cw_assign_options_create_role(NULL, &error));
    cw_assign_options_free(options);
    cw_assign_options_free(NULL);
    cw_assigned_free(NULL);
    cw_entry_free(first);
    cw_entry_free(second);
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

/* Of what the other test left: `second` is current in db1 and retained everywhere. */
static void certificates_are_found_by_what_they_are_for(const cw_store *store) {
    cw_entry_free(create_entry(store, "third"));
    FINDS(1, cw_query_role(query, TEXT("VAULT"), &error));
    FINDS(0, cw_query_role(query, TEXT("vaul"), &error));
    FINDS(2, cw_query_role(query, NULL, 0, &error));
    FINDS(1, cw_query_scope(query, TEXT("DB1"), &error));
    FINDS(0, cw_query_scope(query, TEXT("db2"), &error));
    FINDS(1, cw_query_scope(query, TEXT(""), &error));
    FINDS(2, cw_query_scope(query, NULL, 0, &error));
    FINDS(1, cw_query_required(query, true, &error));
    FINDS(1, cw_query_required(query, false, &error));
    cw_query *query = NULL;
    OK(cw_query_new(&query, &error));
    FAILS_NULL("query", cw_query_role(NULL, TEXT("a"), &error));
    FAILS_NULL("role", cw_query_role(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_scope(NULL, TEXT("a"), &error));
    FAILS_NULL("scope", cw_query_scope(query, NULL, 1, &error));
    FAILS_NULL("query", cw_query_required(NULL, true, &error));
    cw_query_free(query);
}

/* What was altered is discarded; it must be this one, and NULL is none. */
static void discards(const cw_store *store, const char *wanted) {
    cw_texts *altered = NULL;
    cw_str text;
    size_t count = 99;
    OK(cw_store_discard_altered(store, &altered, &error));
    OK(cw_texts_count(altered, &count, &error));
    CHECK(count == (wanted == NULL ? 0 : 1));
    if (wanted != NULL) {
        OK(cw_texts_at(altered, 0, &text, &error));
        SAYS(text, wanted);
    }
    cw_texts_free(altered);
}

static void what_was_altered_is_discarded(void) {
    cw_store *store = create_store("altered.db");
    cw_entry *entry = create_entry(store, "altered");
    cw_assignments *all = NULL;
    cw_events *events = NULL;
    const cw_event *event = NULL;
    cw_str text;
    uint64_t before = 0, last = 0;
    size_t count = 0;
    NULLS_OF(cw_store_discard_altered, store, "store", cw_texts *);
    define_quick(store, "front");
    assign(store, entry, "front", "of the shop");
    assign(store, entry, "front", "");
    OK(cw_store_last_event(store, &before, &error));
    discards(store, NULL);
    OK(cw_store_last_event(store, &last, &error));
    CHECK(last == before);
    cw_store_free(store);
    cw_entry_free(entry); /* the last that keeps it open */
    CHECK(alter("altered.db", "frontof the shop") > 0); /* role and scope stand side by side in its row and the indexes alone */
    OK(cw_store_open(TEXT(test_path("altered.db")), NULL, &store, &error));
    FAILS_SAYING(CW_STATUS_TAMPERED, " to gront", cw_store_assignments(store, &all, &error));
    discards(store, " to gront");
    discards(store, NULL);
    OK(cw_store_assignments(store, &all, &error));
    OK(cw_assignments_count(all, &count, &error));
    CHECK(count == 1);
    cw_assignments_free(all);
    OK(cw_store_events(store, before, SIZE_MAX, &events, &error));
    OK(cw_events_count(events, &count, &error));
    CHECK(count == 1);
    OK(cw_events_at(events, 0, &event, &error));
    OK(cw_event_kind(event, &text, &error));
    TEXT_IS(text, "discarded");
    cw_events_free(events);
    cw_store_free(store);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    six_are_built_in(store);
    a_host_defines_its_own(store);
    one_is_assigned_replaced_and_let_go(store);
    certificates_are_found_by_what_they_are_for(store);
    cw_store_free(store);
    what_was_altered_is_discarded();
    return 0;
}
