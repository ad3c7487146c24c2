/* What a store needs, by role and scope, how it stands with each, and what could go. */
#include "usage.h"

#include <time.h>

static cw_overview *overview_of(const cw_store *store, const cw_overview_options *options) {
    cw_overview *overview = NULL;
    OK(cw_store_overview(store, options, &overview, &error));
    return overview;
}

static const cw_overview_line *line_of(const cw_overview *overview, size_t index) {
    const cw_overview_line *line = NULL;
    OK(cw_overview_assignment_at(overview, index, &line, &error));
    return line;
}

/* A line must be of this scope, state and certificate. */
static void line_is(const cw_overview_line *line, const char *scope, uint32_t state, const char *meaning, bool serves, const cw_entry *entry) {
    const cw_assignment *assignment = NULL;
    const cw_entry *found = NULL;
    const cw_role *role = NULL;
    cw_str text;
    uint32_t number = 0;
    bool is = !serves;
    OK(cw_overview_line_assignment(line, &assignment, &error));
    OK(cw_assignment_scope(assignment, &text, &error));
    TEXT_IS(text, scope);
    OK(cw_overview_line_state(line, &number, &error));
    CHECK(number == state);
    OK(cw_overview_line_meaning(line, &text, &error));
    TEXT_IS(text, meaning);
    OK(cw_overview_line_serves(line, &is, &error));
    CHECK(is == serves);
    OK(cw_overview_line_entry(line, &found, &error));
    SAME(found, entry);
    OK(cw_overview_line_role(line, &role, &error));
    OK(cw_assignment_role(assignment, &text, &error));
    const char *name = text.data;
    OK(cw_role_name(role, &text, &error));
    TEXT_IS(text, name);
}

/* A role whose certificates keep decrypting when they have expired. */
static void define_decrypting(const cw_store *store) {
    cw_role *role = NULL;
    bool changed = false;
    OK(cw_role_new(TEXT("archive"), &role, &error));
    OK(cw_role_set_expiry_matters(role, false, &error));
    OK(cw_store_define_role(store, role, &changed, &error));
    cw_role_free(role);
}

static cw_entry *create_for_later(const cw_store *store, int64_t now) {
    cw_self_signed *wanted = NULL;
    cw_entry *entry = NULL;
    OK(cw_self_signed_new(TEXT("later"), &wanted, &error));
    OK(cw_self_signed_valid_from_time(wanted, now + 10 * DAY, &error));
    OK(cw_store_create_self_signed(store, wanted, NULL, &entry, &error));
    cw_self_signed_free(wanted);
    return entry;
}

static void each_place_has_its_state(const cw_store *store) {
    int64_t now = time(NULL);
    cw_entry *old = create_for_days(store, "old", now, -5), *good = create_entry(store, "good"), *ends = create_for_days(store, "ends", now, 20),
             *ended = create_for_days(store, "ended", now, -5), *later = create_for_later(store, now), *served = create_entry(store, "served");
    cw_overview_options *options = NULL;
    cw_endpoint *endpoint = NULL;
    cw_endpoint_change *came_to = NULL;
    size_t count = 0;
    uint64_t others = 0;
    define_quick(store, "front");
    define_decrypting(store);
    assign(store, ended, "archive", "a");
    assign(store, old, "archive", "b");
    assign(store, good, "archive", "b");
    assign(store, good, "front", "");
    assign(store, ends, "front", "ending");
    assign(store, ended, "front", "ended");
    assign(store, later, "front", "later");
    OK(cw_store_endpoint(store, TEXT("api"), &endpoint, &error));
    OK(cw_endpoint_https_stored(endpoint, 0, THUMBPRINT(served), &came_to, &error));
    cw_endpoint_change_free(came_to);
    cw_endpoint_free(endpoint);
    cw_entry_free(create_entry(store, "nobody's"));

    cw_overview *overview = overview_of(store, NULL);
    OK(cw_overview_assignment_count(overview, &count, &error));
    CHECK(count == 7);
    line_is(line_of(overview, 0), "a", CW_CERTIFICATE_STATE_EXPIRED_DECRYPTING, "expired but still decrypting", true, ended);
    line_is(line_of(overview, 1), "b", CW_CERTIFICATE_STATE_GOOD, "good", true, good);
    line_is(line_of(overview, 2), "b", CW_CERTIFICATE_STATE_EXPIRED_DECRYPTING, "expired but still decrypting", true, old);
    line_is(line_of(overview, 3), NULL, CW_CERTIFICATE_STATE_GOOD, "good", true, good);
    line_is(line_of(overview, 4), "ended", CW_CERTIFICATE_STATE_EXPIRED, "expired", false, ended);
    line_is(line_of(overview, 5), "ending", CW_CERTIFICATE_STATE_EXPIRING, "expiring", true, ends);
    line_is(line_of(overview, 6), "later", CW_CERTIFICATE_STATE_NOT_YET_VALID, "not yet valid", false, later);

    const cw_required_otherwise *required = NULL;
    const cw_entry *entry = NULL;
    cw_str text;
    OK(cw_overview_otherwise_required_count(overview, &count, &error));
    CHECK(count == 1);
    OK(cw_overview_otherwise_required_at(overview, 0, &required, &error));
    OK(cw_required_otherwise_entry(required, &entry, &error));
    SAME(entry, served);
    OK(cw_required_otherwise_why_count(required, &count, &error));
    CHECK(count == 1);
    OK(cw_required_otherwise_why_at(required, 0, &text, &error));
    TEXT_IS(text, "the endpoint api uses it");
    OK(cw_overview_others(overview, &others, &error));
    CHECK(others == 1);
    OK(cw_overview_not_required_count(overview, &count, &error));
    CHECK(count == 0);
    const cw_overview_line *line = line_of(overview, 0);
    NULLS_OF(cw_overview_line_assignment, line, "line", const cw_assignment *);
    NULLS_OF(cw_overview_line_state, line, "line", uint32_t);
    NULLS_OF(cw_overview_line_meaning, line, "line", cw_str);
    NULLS_OF(cw_overview_line_serves, line, "line", bool);
    NULLS_OF(cw_overview_line_entry, line, "line", const cw_entry *);
    NULLS_OF(cw_overview_line_role, line, "line", const cw_role *);
    NULLS_OF(cw_required_otherwise_entry, required, "required", const cw_entry *);
    NULLS_OF(cw_required_otherwise_why_count, required, "required", size_t);
    NULLS_AT(cw_required_otherwise_why_at, required, "required", 1, cw_str);
    NULLS_OF(cw_overview_assignment_count, overview, "overview", size_t);
    NULLS_AT(cw_overview_assignment_at, overview, "overview", 7, const cw_overview_line *);
    NULLS_OF(cw_overview_otherwise_required_count, overview, "overview", size_t);
    NULLS_AT(cw_overview_otherwise_required_at, overview, "overview", 1, const cw_required_otherwise *);
    NULLS_OF(cw_overview_others, overview, "overview", uint64_t);
    NULLS_OF(cw_overview_not_required_count, overview, "overview", size_t);
    NULLS_AT(cw_overview_not_required_at, overview, "overview", 0, const cw_unneeded *);
    cw_overview_free(overview);
    cw_overview_free(NULL);

    OK(cw_overview_options_new(&options, &error));
    OK(cw_overview_options_scope(options, TEXT(" B "), &error));
    overview = overview_of(store, options);
    OK(cw_overview_assignment_count(overview, &count, &error));
    CHECK(count == 2);
    cw_overview_free(overview);
    OK(cw_overview_options_scope(options, TEXT(""), &error));
    overview = overview_of(store, options);
    OK(cw_overview_assignment_count(overview, &count, &error));
    CHECK(count == 1);
    cw_overview_free(overview);
    OK(cw_overview_options_scope(options, NULL, 0, &error));
    OK(cw_overview_options_all(options, &error));
    overview = overview_of(store, options);
    OK(cw_overview_assignment_count(overview, &count, &error));
    CHECK(count == 7);
    OK(cw_overview_not_required_count(overview, &count, &error));
    CHECK(count == 1);
    cw_overview_free(overview);
    FAILS_NULL("store", cw_store_overview(NULL, options, &overview, &error));
    FAILS_NULL("out", cw_store_overview(store, options, NULL, &error));
    FAILS_NULL("out", cw_overview_options_new(NULL, &error));
    FAILS_NULL("options", cw_overview_options_scope(NULL, TEXT("a"), &error));
    FAILS_NULL("scope", cw_overview_options_scope(options, NULL, 1, &error));
    FAILS_NULL("options", cw_overview_options_all(NULL, &error));
    cw_overview_options_free(options);
    cw_overview_options_free(NULL);
    cw_entry_free(old);
    cw_entry_free(good);
    cw_entry_free(ends);
    cw_entry_free(ended);
    cw_entry_free(later);
    cw_entry_free(served);
}

static void a_key_that_does_not_open_is_said(void) {
    cw_store *store = create_store("altered.db");
    cw_entry *entry = create_entry(store, "locked away");
    define_quick(store, "front");
    assign(store, entry, "front", "x");
    cw_store_free(store);
    cw_overview *overview = NULL;
    cw_entry_free(entry); /* the last that keeps it open */
    CHECK(alter("altered.db", "pkcs8") > 0);
    OK(cw_store_open(TEXT(test_path("altered.db")), NULL, &store, &error));
    OK(cw_store_overview(store, NULL, &overview, &error));
    uint32_t state = 0;
    OK(cw_overview_line_state(line_of(overview, 0), &state, &error));
    CHECK(state == CW_CERTIFICATE_STATE_KEY_UNREADABLE);
    cw_overview_free(overview);
    cw_store_free(store);
}

static cw_leftovers *leftovers_of(const cw_store *store, const cw_cleanup_options *options, size_t wanted) {
    cw_leftovers *leftovers = NULL;
    size_t count = 0;
    OK(cw_store_leftovers(store, options, &leftovers, &error));
    OK(cw_leftovers_count(leftovers, &count, &error));
    CHECK(count == wanted);
    return leftovers;
}

static void what_is_left_over_can_go_together(void) {
    cw_store *store = create_store("leftovers.db");
    cw_entry *first = create_entry(store, "first"), *unused = create_entry(store, "unused");
    cw_cleanup_options *options = NULL;
    cw_deletions *deletions = NULL;
    const cw_unneeded *one = NULL;
    const cw_entry *found = NULL;
    const cw_assignment *served = NULL;
    cw_str text;
    size_t count = 0;
    bool is = false, shared = true;
    define_quick(store, "front");
    cw_leftovers_free(leftovers_of(store, NULL, 0));
    assign(store, first, "front", "test");
    cw_entry *second = renew(store, first);
    cw_leftovers *leftovers = leftovers_of(store, NULL, 1);
    OK(cw_leftovers_at(leftovers, 0, &one, &error));
    OK(cw_unneeded_entry(one, &found, &error));
    SAME(found, first);
    OK(cw_unneeded_why_count(one, &count, &error));
    CHECK(count == 3);
    OK(cw_unneeded_why_at(one, 0, &text, &error));
    SAYS(text, "it served front (test) from ");
    OK(cw_unneeded_is_over(one, &is, &error));
    CHECK(is);
    OK(cw_unneeded_served_count(one, &count, &error));
    CHECK(count == 1);
    OK(cw_unneeded_served_at(one, 0, &served, &error));
    OK(cw_assignment_scope(served, &text, &error));
    TEXT_IS(text, "test");
    NULLS_OF(cw_leftovers_count, leftovers, "leftovers", size_t);
    NULLS_AT(cw_leftovers_at, leftovers, "leftovers", 1, const cw_unneeded *);
    NULLS_OF(cw_unneeded_entry, one, "unneeded", const cw_entry *);
    NULLS_OF(cw_unneeded_why_count, one, "unneeded", size_t);
    NULLS_AT(cw_unneeded_why_at, one, "unneeded", 3, cw_str);
    NULLS_OF(cw_unneeded_is_over, one, "unneeded", bool);
    NULLS_OF(cw_unneeded_served_count, one, "unneeded", size_t);
    NULLS_AT(cw_unneeded_served_at, one, "unneeded", 1, const cw_assignment *);
    cw_leftovers_free(leftovers);
    cw_leftovers_free(NULL);
    OK(cw_cleanup_options_new(&options, &error));
    OK(cw_cleanup_options_scope(options, TEXT("elsewhere"), &error));
    cw_leftovers_free(leftovers_of(store, options, 0));
    OK(cw_cleanup_options_scope(options, NULL, 0, &error));
    OK(cw_cleanup_options_unassigned(options, &error));
    cw_leftovers_free(leftovers_of(store, options, 2));
    FAILS_NULL("store", cw_store_leftovers(NULL, options, &leftovers, &error));
    FAILS_NULL("out", cw_store_leftovers(store, options, NULL, &error));
    FAILS_NULL("out", cw_cleanup_options_new(NULL, &error));
    FAILS_NULL("options", cw_cleanup_options_scope(NULL, TEXT("a"), &error));
    FAILS_NULL("scope", cw_cleanup_options_scope(options, NULL, 1, &error));
    FAILS_NULL("options", cw_cleanup_options_unassigned(NULL, &error));
    cw_cleanup_options_free(options);
    cw_cleanup_options_free(NULL);

    const cw_str all[] = {thumbprint_of(first), thumbprint_of(second), thumbprint_of(unused)}, wrong[] = {{NULL, 1}, ITEM("12")};
    FAILS_SAYING(CW_STATUS_REQUIRED, "assigned to front", cw_store_delete_all(store, all, 3, &deletions, &error));
    CHECK(deletions == NULL && count_of(store, NULL) == 2);
    const cw_str gone[] = {all[0], all[2]};
    OK(cw_store_delete_all(store, gone, 2, &deletions, &error));
    OK(cw_deletions_count(deletions, &count, &error));
    CHECK(count == 2 && count_of(store, NULL) == 1);
    OK(cw_deletions_at(deletions, 1, &is, &shared, &error));
    CHECK(is && !shared);
    NULLS_OF(cw_deletions_count, deletions, "deletions", size_t);
    FAILS_NULL("deletions", cw_deletions_at(NULL, 0, &is, &shared, &error));
    FAILS_NULL("out_key_deleted", cw_deletions_at(deletions, 0, NULL, &shared, &error));
    FAILS_NULL("out_key_shared", cw_deletions_at(deletions, 0, &is, NULL, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "there are 2", cw_deletions_at(deletions, 2, &is, &shared, &error));
    cw_deletions_free(deletions);
    cw_deletions_free(NULL);
    OK(cw_store_delete_all(store, NULL, 0, &deletions, &error));
    cw_deletions_free(deletions);
    FAILS(CW_STATUS_NOT_FOUND, cw_store_delete_all(store, gone, 2, &deletions, &error));
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_delete_all(store, wrong + 1, 1, &deletions, &error));
    FAILS_NULL("store", cw_store_delete_all(NULL, all, 3, &deletions, &error));
    FAILS_NULL("thumbprints", cw_store_delete_all(store, NULL, 1, &deletions, &error));
    FAILS_NULL("thumbprints", cw_store_delete_all(store, wrong, 1, &deletions, &error));
    FAILS_NULL("out", cw_store_delete_all(store, all, 3, NULL, &error));
    cw_entry_free(first);
    cw_entry_free(second);
    cw_entry_free(unused);
    cw_store_free(store);
}

static void what_has_a_key_and_never_served_is_left_over_only_where_that_is_asked_for(void) {
    cw_store *store = create_store("unassigned.db");
    cw_entry *archived = create_entry(store, "archived"), *ended = create_for_days(store, "ended", time(NULL), -5);
    cw_added *added = NULL;
    cw_cleanup_options *options = NULL;
    const cw_unneeded *one = NULL;
    size_t count = 0;
    bool over = true;
    OK(cw_store_archive(store, THUMBPRINT(archived), &added, &error));
    cw_added_free(added);
    cw_leftovers_free(leftovers_of(store, NULL, 0));
    OK(cw_cleanup_options_new(&options, &error));
    OK(cw_cleanup_options_unassigned(options, &error));
    cw_leftovers *leftovers = leftovers_of(store, options, 2);
    for (size_t index = 0; index < 2; index++) {
        cw_str text;
        OK(cw_leftovers_at(leftovers, index, &one, &error));
        OK(cw_unneeded_is_over(one, &over, &error));
        CHECK(!over);
        OK(cw_unneeded_why_count(one, &count, &error));
        CHECK(count == 2);
        OK(cw_unneeded_why_at(one, 1, &text, &error));
        TEXT_IS(text, "no role is known that it had");
    }
    cw_leftovers_free(leftovers);
    cw_cleanup_options_free(options);
    cw_entry_free(archived);
    cw_entry_free(ended);
    cw_store_free(store);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    each_place_has_its_state(store);
    cw_store_free(store);
    a_key_that_does_not_open_is_said();
    what_is_left_over_can_go_together();
    what_has_a_key_and_never_served_is_left_over_only_where_that_is_asked_for();
    return 0;
}
