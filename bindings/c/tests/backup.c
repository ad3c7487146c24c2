/* Backups: made, proven, remembered; restored into a new store, and into one that has gone on. */
#include "backup.h"

#include <unistd.h>

struct progress {
    uint64_t done, total;
    int calls, stop;
    const char *spoil;
};

/* Cuts a file short once something was stored, if it is to. */
static int progress(void *user, uint64_t done, uint64_t total) {
    struct progress *seen = user;
    CHECK(done <= total && done >= seen->done);
    seen->done = done;
    seen->total = total;
    seen->calls++;
    if (seen->spoil != NULL && done > 0) {
        char command[8192];
        CHECK((size_t)snprintf(command, sizeof command, "truncate -s -1 '%s'/*", seen->spoil) < sizeof command);
        CHECK(system(command) == 0);
        seen->spoil = NULL;
    }
    return seen->stop;
}

/* A role of the host's own whose certificates are not in the backup. */
static void define_left_out(const cw_store *store, const char *name) {
    cw_role *role = NULL;
    bool changed = false;
    OK(cw_role_new(TEXT(name), &role, &error));
    OK(cw_role_set_purpose(role, CW_PURPOSE_CLIENT, &error));
    OK(cw_role_set_in_backup(role, false, &error));
    OK(cw_store_define_role(store, role, &changed, &error));
    cw_role_free(role);
}

static void a_backup_is_made_proven_and_remembered(const cw_store *store, const cw_entry *one, const cw_entry *other) {
    cw_backup_options *options = backup_options();
    cw_backup_report *report = NULL;
    struct progress seen = {0, 0, 0, 0, NULL};
    OK(cw_backup_options_files(options, CW_BACKUP_FILES_EACH, &error));
    OK(cw_backup_options_kind(options, CW_BACKUP_KIND_PFX, &error));
    OK(cw_backup_options_reader(options, TEXT("windows-server-2016"), &error));
    OK(cw_store_backup(store, options, progress, &seen, &report, &error));
    CHECK(seen.calls >= 4 && seen.done == 4 && seen.total == 4);

    const cw_backup *backup = backup_of(report), *same = NULL;
    int64_t at = 0, proven = 0, contents = 0;
    uint64_t id = 0, keys = 0, certificates = 0, size = 0;
    uint32_t kind = 0;
    size_t count = 9;
    cw_str text, sha256;
    OK(cw_backup_id(backup, &id, &error));
    OK(cw_backup_at(backup, &at, &error));
    OK(cw_backup_proven(backup, &proven, &error));
    OK(cw_backup_contents_proven(backup, &contents, &error));
    OK(cw_backup_kind(backup, &kind, &error));
    OK(cw_backup_keys(backup, &keys, &error));
    OK(cw_backup_certificates(backup, &certificates, &error));
    bool restored = true;
    OK(cw_backup_restored(backup, &restored, &error));
    CHECK(!restored);
    CHECK(id == 1 && at > 1700000000 && kind == CW_BACKUP_KIND_PFX && keys == 2 && certificates == 2);
    CHECK(proven >= at && proven - at < 600 && contents == proven); /* it took its time */
    OK(cw_backup_location(backup, &text, &error));
    SAYS(text, "/backups");
    OK(cw_backup_scope(backup, &text, &error));
    TEXT_IS(text, NULL);
    OK(cw_backup_shown(backup, &text, &error));
    SAYS(text, "backup 1 (");
    OK(cw_backup_lacking_count(backup, &count, &error));
    CHECK(count == 0);
    OK(cw_backup_file_count(backup, &count, &error));
    CHECK(count == 2);
    OK(cw_backup_file_at(backup, 0, &text, &size, &sha256, &error));
    SAYS(text, "certwright_client_");
    NULLS_OF(cw_backup_id, backup, "backup", uint64_t);
    NULLS_OF(cw_backup_at, backup, "backup", int64_t);
    NULLS_OF(cw_backup_kind, backup, "backup", uint32_t);
    NULLS_OF(cw_backup_location, backup, "backup", cw_str);
    NULLS_OF(cw_backup_file_count, backup, "backup", size_t);
    NULLS_OF(cw_backup_scope, backup, "backup", cw_str);
    NULLS_OF(cw_backup_keys, backup, "backup", uint64_t);
    NULLS_OF(cw_backup_certificates, backup, "backup", uint64_t);
    NULLS_OF(cw_backup_restored, backup, "backup", bool);
    NULLS_OF(cw_backup_lacking_count, backup, "backup", size_t);
    NULLS_AT(cw_backup_lacking_at, backup, "backup", 0, cw_str);
    NULLS_OF(cw_backup_proven, backup, "backup", int64_t);
    NULLS_OF(cw_backup_contents_proven, backup, "backup", int64_t);
    NULLS_OF(cw_backup_shown, backup, "backup", cw_str);
    FAILS_NULL("backup", cw_backup_file_at(NULL, 0, &text, &size, &sha256, &error));
    FAILS_NULL("out_name", cw_backup_file_at(backup, 0, NULL, &size, &sha256, &error));
    FAILS_NULL("out_size", cw_backup_file_at(backup, 0, &text, NULL, &sha256, &error));
    FAILS_NULL("out_sha256", cw_backup_file_at(backup, 0, &text, &size, NULL, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "there are 2", cw_backup_file_at(backup, 2, &text, &size, &sha256, &error));

    const cw_backup_proof *proof = NULL;
    bool is = false;
    OK(cw_backup_report_proof(report, &proof, &error));
    OK(cw_backup_proof_kind(proof, &kind, &error));
    OK(cw_backup_proof_certificates(proof, &certificates, &error));
    OK(cw_backup_proof_keys(proof, &keys, &error));
    OK(cw_backup_proof_signed(proof, &id, &error));
    CHECK(kind == CW_BACKUP_KIND_PFX && certificates == 2 && keys == 2 && id == 2);
    OK(cw_backup_proof_complete(proof, &is, &error));
    CHECK(is);
    OK(cw_backup_proof_recipient_proven(proof, &is, &error));
    CHECK(is);
    OK(cw_backup_proof_own_signer(proof, &is, &error));
    OK(cw_backup_proof_signer(proof, &text, &error));
    OK(cw_backup_proof_made(proof, &at, &error));
    CHECK(!is && text.data == NULL && at == INT64_MIN);

    const cw_left_out *left_out = NULL;
    OK(cw_backup_report_left_out_count(report, &count, &error));
    CHECK(count == 1);
    OK(cw_backup_report_left_out_at(report, 0, &left_out, &error));
    OK(cw_left_out_thumbprint(left_out, &text, &error));
    TEXT_IS(text, thumbprint_of(other).data);
    OK(cw_left_out_role(left_out, &text, &error));
    TEXT_IS(text, "quick");
    OK(cw_left_out_scope(left_out, &text, &error));
    TEXT_IS(text, "there");
    OK(cw_left_out_subject(left_out, &text, &error));
    TEXT_IS(text, "CN=other");
    OK(cw_left_out_why(left_out, &text, &error));
    SAYS(text, "made again");
    OK(cw_backup_report_lacking_count(report, &count, &error));
    CHECK(count == 0);
    OK(cw_backup_report_removed_count(report, &count, &error));
    CHECK(count == 0);
    OK(cw_backup_report_note_count(report, &count, &error));
    CHECK(count == 0);
    NULLS_OF(cw_backup_report_backup, report, "report", const cw_backup *);
    NULLS_OF(cw_backup_report_proof, report, "report", const cw_backup_proof *);
    NULLS_OF(cw_backup_report_left_out_count, report, "report", size_t);
    NULLS_AT(cw_backup_report_left_out_at, report, "report", 1, const cw_left_out *);
    NULLS_OF(cw_backup_report_lacking_count, report, "report", size_t);
    NULLS_AT(cw_backup_report_lacking_at, report, "report", 0, const cw_left_out *);
    NULLS_OF(cw_backup_report_removed_count, report, "report", size_t);
    NULLS_AT(cw_backup_report_removed_at, report, "report", 0, cw_str);
    NULLS_OF(cw_backup_report_note_count, report, "report", size_t);
    NULLS_AT(cw_backup_report_note_at, report, "report", 0, cw_str);
    NULLS_OF(cw_left_out_thumbprint, left_out, "left_out", cw_str);
    NULLS_OF(cw_left_out_role, left_out, "left_out", cw_str);
    NULLS_OF(cw_left_out_scope, left_out, "left_out", cw_str);
    NULLS_OF(cw_left_out_subject, left_out, "left_out", cw_str);
    NULLS_OF(cw_left_out_why, left_out, "left_out", cw_str);
    NULLS_OF(cw_backup_proof_kind, proof, "proof", uint32_t);
    NULLS_OF(cw_backup_proof_certificates, proof, "proof", uint64_t);
    NULLS_OF(cw_backup_proof_keys, proof, "proof", uint64_t);
    NULLS_OF(cw_backup_proof_signed, proof, "proof", uint64_t);
    NULLS_OF(cw_backup_proof_compared_count, proof, "proof", size_t);
    NULLS_AT(cw_backup_proof_compared_at, proof, "proof", 0, cw_str);
    NULLS_OF(cw_backup_proof_skipped_count, proof, "proof", size_t);
    NULLS_AT(cw_backup_proof_skipped_at, proof, "proof", 0, const cw_restore_line *);
    NULLS_OF(cw_backup_proof_missing_today_count, proof, "proof", size_t);
    NULLS_AT(cw_backup_proof_missing_today_at, proof, "proof", 0, const cw_left_out *);
    NULLS_OF(cw_backup_proof_complete, proof, "proof", bool);
    NULLS_OF(cw_backup_proof_recipient_proven, proof, "proof", bool);
    NULLS_OF(cw_backup_proof_signer, proof, "proof", cw_str);
    NULLS_OF(cw_backup_proof_own_signer, proof, "proof", bool);
    NULLS_OF(cw_backup_proof_made, proof, "proof", int64_t);
    NULLS_OF(cw_backup_proof_note_count, proof, "proof", size_t);
    OK(cw_backup_proof_note_count(proof, &count, &error));
    CHECK(count == 1);
    OK(cw_backup_proof_note_at(proof, 0, &text, &error));
    SAYS(text, "not to be relied on any more");
    NULLS_AT(cw_backup_proof_note_at, proof, "proof", 1, cw_str);

    cw_backups *backups = NULL;
    OK(cw_store_backups(store, &backups, &error));
    OK(cw_backups_count(backups, &count, &error));
    CHECK(count == 1);
    OK(cw_backups_at(backups, 0, &same, &error));
    OK(cw_backup_id(same, &id, &error));
    CHECK(id == 1);
    NULLS_OF(cw_store_backups, store, "store", cw_backups *);
    NULLS_OF(cw_backups_count, backups, "backups", size_t);
    NULLS_AT(cw_backups_at, backups, "backups", 1, const cw_backup *);
    cw_backups_free(backups);
    cw_backups_free(NULL);

    cw_backup *holds = NULL;
    OK(cw_store_backup_that_holds(store, THUMBPRINT(one), &holds, &error));
    OK(cw_backup_id(holds, &id, &error));
    CHECK(id == 1);
    cw_backup_free(holds);
    cw_backup_free(NULL);
    OK(cw_store_backup_that_holds(store, THUMBPRINT(other), &holds, &error));
    CHECK(holds == NULL);
    FAILS(CW_STATUS_INVALID_THUMBPRINT, cw_store_backup_that_holds(store, NULL, 0, &holds, &error));
    FAILS_NULL("store", cw_store_backup_that_holds(NULL, THUMBPRINT(one), &holds, &error));
    FAILS_NULL("thumbprint", cw_store_backup_that_holds(store, NULL, 1, &holds, &error));
    FAILS_NULL("out", cw_store_backup_that_holds(store, THUMBPRINT(one), NULL, &error));

    cw_where_used *used = NULL;
    cw_overview *overview = NULL;
    OK(cw_store_where_used(store, THUMBPRINT(one), &used, &error));
    OK(cw_where_used_backup(used, &same, &error));
    OK(cw_backup_id(same, &id, &error));
    CHECK(id == 1);
    NULLS_OF(cw_where_used_backup, used, "used", const cw_backup *);
    cw_where_used_free(used);
    OK(cw_store_where_used(store, THUMBPRINT(other), &used, &error));
    OK(cw_where_used_backup(used, &same, &error));
    CHECK(same == NULL);
    cw_where_used_free(used);
    OK(cw_store_overview(store, NULL, &overview, &error));
    OK(cw_overview_last_backup(overview, &same, &error));
    OK(cw_backup_id(same, &id, &error));
    CHECK(id == 1);
    NULLS_OF(cw_overview_last_backup, overview, "overview", const cw_backup *);
    cw_overview_free(overview);

    /* only one scope, which lacks nothing, and is proven later by its file alone */
    cw_backup_report *scoped = NULL;
    cw_restore_options *open = restore_options();
    cw_backup_proof *later = NULL;
    OK(cw_backup_options_scope(options, TEXT("here"), &error));
    OK(cw_store_backup(store, options, NULL, NULL, &scoped, &error));
    OK(cw_backup_scope(backup_of(scoped), &text, &error));
    TEXT_IS(text, "here");
    const struct paths *paths = paths_of(backup_of(scoped));
    seen = (struct progress){0, 0, 0, 0, NULL};
    OK(cw_store_verify_backup(store, FILES(paths), open, progress, &seen, &later, &error));
    CHECK(seen.calls > 0 && seen.done == seen.total);
    OK(cw_backup_proof_complete(later, &is, &error));
    CHECK(is);
    OK(cw_backup_proof_note_count(later, &count, &error));
    CHECK(count == 1);
    OK(cw_backup_proof_note_at(later, 0, &text, &error));
    SAYS(text, "not to be relied on"); /* as old Windows wants it */
    cw_backup_proof_free(later);
    cw_backup_proof_free(NULL);
    later = NULL;
    if (!test_is_slow()) { /* as each call of this kind it makes a store of its own, whose key takes its time */
        FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_verify_backup(store, FILES(paths), NULL, NULL, NULL, &later, &error));
    }
    FAILS_NULL("store", cw_store_verify_backup(NULL, FILES(paths), open, NULL, NULL, &later, &error));
    FAILS_NULL("files", cw_store_verify_backup(store, NULL, 1, open, NULL, NULL, &later, &error));
    FAILS_NULL("out", cw_store_verify_backup(store, FILES(paths), open, NULL, NULL, NULL, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "files", cw_store_verify_backup(store, NULL, 0, open, NULL, NULL, &later, &error));

    /* what the store needs since then */
    cw_backup_proof *stale = NULL;
    cw_entry *newer = create_entry(store, "newer");
    assign(store, newer, "client", "here");
    OK(cw_store_verify_backup(store, FILES(paths), open, NULL, NULL, &stale, &error));
    OK(cw_backup_proof_complete(stale, &is, &error));
    CHECK(!is);
    OK(cw_backup_proof_missing_today_count(stale, &count, &error));
    CHECK(count == 1);
    OK(cw_backup_proof_missing_today_at(stale, 0, &left_out, &error));
    OK(cw_left_out_thumbprint(left_out, &text, &error));
    TEXT_IS(text, thumbprint_of(newer).data);
    cw_backup_proof_free(stale);
    cw_entry_free(newer);
    cw_restore_options_free(open);
    cw_backup_report_free(scoped);
    cw_backup_report_free(report);
    cw_backup_report_free(NULL);
    cw_backup_options_free(options);
    cw_backup_options_free(NULL);
}

static void what_is_wrong_is_told_and_leaves_nothing(const cw_store *store) {
    cw_backup_options *options = NULL;
    cw_backup_report *report = NULL;
    cw_backups *backups = NULL;
    struct progress seen = {0, 0, 0, 1, NULL};
    size_t before = 0, after = 0;
    OK(cw_store_backups(store, &backups, &error));
    OK(cw_backups_count(backups, &before, &error));
    cw_backups_free(backups);
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "location", cw_store_backup(store, NULL, NULL, NULL, &report, &error));
    OK(cw_backup_options_new(&options, &error));
    OK(cw_backup_options_location(options, TEXT(backups_folder()), &error));
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_backup(store, options, NULL, NULL, &report, &error));
    OK(cw_backup_options_password(options, PASSWORD, &error));
    OK(cw_backup_options_location(options, TEXT(test_path("nowhere")), &error));
    FAILS(CW_STATUS_NOT_FOUND, cw_store_backup(store, options, NULL, NULL, &report, &error));
    OK(cw_backup_options_location(options, TEXT("s3://bucket/prefix"), &error));
    FAILS_SAYING(CW_STATUS_UNSUPPORTED, "s3", cw_store_backup(store, options, NULL, NULL, &report, &error));
    OK(cw_backup_options_location(options, TEXT(backups_folder()), &error));
    OK(cw_backup_options_scope(options, TEXT("of no use"), &error));
    FAILS_SAYING(CW_STATUS_NOT_FOUND, "of no use", cw_store_backup(store, options, NULL, NULL, &report, &error));
    OK(cw_backup_options_scope(options, NULL, 0, &error));
    OK(cw_backup_options_password(options, NULL, 0, &error));
    OK(cw_backup_options_password(options, TEXT(""), &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "password", cw_store_backup(store, options, NULL, NULL, &report, &error));
    cw_backup_options_free(options);

    options = backup_options();
    FAILS(CW_STATUS_CANCELLED, cw_store_backup(store, options, progress, &seen, &report, &error));
    char elsewhere[4096];
    CHECK((size_t)snprintf(elsewhere, sizeof elsewhere, "%s", test_path("spoilt")) < sizeof elsewhere);
    CHECK(mkdir(elsewhere, 0700) == 0);
    OK(cw_backup_options_location(options, TEXT(elsewhere), &error));
    seen = (struct progress){0, 0, 0, 0, elsewhere};
    FAILS_SAYING(CW_STATUS_NOT_RESTORABLE, "untouched", cw_store_backup(store, options, progress, &seen, &report, &error));
    CHECK(rmdir(elsewhere) == 0);
    CHECK(report == NULL);
    OK(cw_store_backups(store, &backups, &error));
    OK(cw_backups_count(backups, &after, &error));
    cw_backups_free(backups);
    CHECK(before == after);

    FAILS_NULL("out", cw_backup_options_new(NULL, &error));
    FAILS_NULL("options", cw_backup_options_location(NULL, TEXT("a"), &error));
    FAILS_NULL("location", cw_backup_options_location(options, NULL, 1, &error));
    FAILS_NULL("options", cw_backup_options_kind(NULL, CW_BACKUP_KIND_PFX, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "kind", cw_backup_options_kind(options, 3, &error));
    FAILS_NULL("options", cw_backup_options_files(NULL, CW_BACKUP_FILES_ONE, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "files", cw_backup_options_files(options, 0, &error));
    FAILS_NULL("options", cw_backup_options_scope(NULL, TEXT("a"), &error));
    FAILS_NULL("scope", cw_backup_options_scope(options, NULL, 1, &error));
    FAILS_NULL("options", cw_backup_options_password(NULL, TEXT("a"), &error));
    FAILS_NULL("password", cw_backup_options_password(options, NULL, 1, &error));
    FAILS_NULL("options", cw_backup_options_recipient(NULL, TEXT("a"), &error));
    FAILS_NULL("recipient", cw_backup_options_recipient(options, NULL, 1, &error));
    FAILS_NULL("options", cw_backup_options_reader(NULL, TEXT("default"), &error));
    FAILS_NULL("name", cw_backup_options_reader(options, NULL, 1, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "windows-server-2016", cw_backup_options_reader(options, TEXT("nobody"), &error));
    FAILS_NULL("options", cw_backup_options_iterations(NULL, 1000, &error));
    FAILS_NULL("store", cw_store_backup(NULL, options, NULL, NULL, &report, &error));
    FAILS_NULL("out", cw_store_backup(store, options, NULL, NULL, NULL, &error));

    OK(cw_backup_options_location(options, TEXT(backups_folder()), &error));
    OK(cw_backup_options_recipient(options, TEXT("age1nobody"), &error));
    OK(cw_backup_options_kind(options, CW_BACKUP_KIND_BUNDLE, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "is not a recipient", cw_store_backup(store, options, NULL, NULL, &report, &error));
    cw_backup_options_free(options);
}

/* How many lines of this kind have this outcome. */
static size_t outcomes(const cw_restored *restored, const char *what, uint32_t outcome) {
    size_t count = 0, found = 0;
    OK(cw_restored_line_count(restored, &count, &error));
    for (size_t i = 0; i < count; i++) {
        const cw_restore_line *line = NULL;
        uint32_t is = 0;
        cw_str text;
        OK(cw_restored_line_at(restored, i, &line, &error));
        OK(cw_restore_line_what(line, &text, &error));
        OK(cw_restore_line_outcome(line, &is, &error));
        found += test_text_is(text, what) && is == outcome;
    }
    return found;
}

static void a_new_store_has_it_all_and_one_that_went_on_says_what_cannot_hold(const cw_store *store, const cw_entry *two) {
    cw_backup_options *options = backup_options();
    cw_restore_options *open = restore_options();
    cw_backup_report *report = NULL;
    cw_restored *restored = NULL;
    const cw_restore_line *line = NULL;
    cw_entry *came = NULL;
    struct progress seen = {0, 0, 0, 0, NULL};
    uint32_t kind = 0;
    bool changed = false;
    size_t count = 0;
    cw_str text;
    OK(cw_store_backup(store, options, NULL, NULL, &report, &error));
    const struct paths *paths = paths_of(backup_of(report));
    CHECK(paths->count == 1);

    cw_store *next = create_store("next.db");
    OK(cw_store_restore(next, FILES(paths), open, progress, &seen, &restored, &error));
    CHECK(seen.calls > 0 && seen.done == seen.total);
    OK(cw_restored_kind(restored, &kind, &error));
    OK(cw_restored_changed(restored, &changed, &error));
    CHECK(kind == CW_BACKUP_KIND_PFX && changed);
    OK(cw_restored_signer(restored, &text, &error));
    TEXT_IS(text, NULL);
    OK(cw_restored_note_count(restored, &count, &error));
    CHECK(count == 0);
    CHECK(outcomes(restored, "certificate", CW_RESTORE_OUTCOME_ADDED) >= 2);
    CHECK(outcomes(restored, "assignment", CW_RESTORE_OUTCOME_ADDED) >= 2);
    OK(cw_restored_line_at(restored, 0, &line, &error));
    OK(cw_restore_line_name(line, &text, &error));
    CHECK(text.len > 0);
    OK(cw_restore_line_thumbprint(line, &text, &error));
    OK(cw_restore_line_note(line, &text, &error));
    TEXT_IS(text, NULL);
    NULLS_OF(cw_restored_kind, restored, "restored", uint32_t);
    NULLS_OF(cw_restored_changed, restored, "restored", bool);
    NULLS_OF(cw_restored_signer, restored, "restored", cw_str);
    NULLS_OF(cw_restored_line_count, restored, "restored", size_t);
    OK(cw_restored_line_count(restored, &count, &error));
    NULLS_AT(cw_restored_line_at, restored, "restored", count, const cw_restore_line *);
    NULLS_OF(cw_restored_note_count, restored, "restored", size_t);
    NULLS_AT(cw_restored_note_at, restored, "restored", 0, cw_str);
    NULLS_OF(cw_restore_line_what, line, "line", cw_str);
    NULLS_OF(cw_restore_line_name, line, "line", cw_str);
    NULLS_OF(cw_restore_line_thumbprint, line, "line", cw_str);
    NULLS_OF(cw_restore_line_outcome, line, "line", uint32_t);
    NULLS_OF(cw_restore_line_note, line, "line", cw_str);
    cw_restored_free(restored);
    cw_restored_free(NULL);
    restored = NULL;

    /* the key came along */
    cw_identity *identity = NULL;
    const cw_private_key *key = NULL;
    OK(cw_store_get(next, THUMBPRINT(two), NULL, &came, &error));
    OK(cw_entry_identity(came, &identity, &error));
    OK(cw_identity_private_key(identity, &key, &error));
    OK(cw_private_key_matches(key, certificate_of(came), &changed, &error));
    CHECK(changed);
    cw_identity_free(identity);
    cw_entry_free(came);

    /* that store goes on: another certificate serves in the same place */
    cw_entry *mine = create_entry(next, "mine");
    assign(next, mine, "client", "here");
    cw_store *gone_on = next;
    cw_restore_options *dry = restore_options();
    OK(cw_restore_options_dry_run(dry, &error));
    OK(cw_store_restore(gone_on, FILES(paths), dry, NULL, NULL, &restored, &error));
    OK(cw_restored_changed(restored, &changed, &error));
    CHECK(!changed && outcomes(restored, "assignment", CW_RESTORE_OUTCOME_CONFLICT) == 1);
    CHECK(outcomes(restored, "certificate", CW_RESTORE_OUTCOME_SAME) >= 2);
    cw_restored_free(restored);
    restored = NULL;
    cw_error *refused = NULL;
    CHECK(cw_store_restore(gone_on, FILES(paths), open, NULL, NULL, &restored, &refused) == CW_STATUS_CONFLICT);
    SAYS(cw_error_details(refused), "\"what\":[\"");
    SAYS(cw_error_message(refused), "client (here)");
    cw_error_free(refused);
    if (!test_is_slow()) {
        seen = (struct progress){0, 0, 0, 1, NULL};
        FAILS(CW_STATUS_CANCELLED, cw_store_restore(gone_on, FILES(paths), open, progress, &seen, &restored, &error));
        OK(cw_restore_options_conflicts(open, CW_CONFLICTS_KEEP_OURS, &error));
        OK(cw_store_restore(gone_on, FILES(paths), open, NULL, NULL, &restored, &error));
        CHECK(outcomes(restored, "assignment", CW_RESTORE_OUTCOME_KEPT) == 1);
        cw_restored_free(restored);
        OK(cw_restore_options_conflicts(open, CW_CONFLICTS_REFUSE, &error));
    }
    OK(cw_restore_options_conflicts(open, CW_CONFLICTS_TAKE_THEIRS, &error));
    OK(cw_store_restore(gone_on, FILES(paths), open, NULL, NULL, &restored, &error));
    CHECK(outcomes(restored, "assignment", CW_RESTORE_OUTCOME_REPLACED) == 1);
    cw_restored_free(restored);
    restored = NULL;

    OK(cw_restore_options_password(open, TEXT("wrong"), &error));
    FAILS(CW_STATUS_WRONG_PASSWORD, cw_store_restore(gone_on, FILES(paths), open, NULL, NULL, &restored, &error));
    OK(cw_restore_options_password(open, NULL, 0, &error));
    if (!test_is_slow()) {
        FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_restore(gone_on, FILES(paths), open, NULL, NULL, &restored, &error));
    }
    FAILS_NULL("store", cw_store_restore(NULL, FILES(paths), open, NULL, NULL, &restored, &error));
    FAILS_NULL("files", cw_store_restore(gone_on, NULL, 1, open, NULL, NULL, &restored, &error));
    FAILS_NULL("out", cw_store_restore(gone_on, FILES(paths), open, NULL, NULL, NULL, &error));
    CHECK(restored == NULL);
    FAILS_NULL("out", cw_restore_options_new(NULL, &error));
    FAILS_NULL("options", cw_restore_options_password(NULL, TEXT("a"), &error));
    FAILS_NULL("password", cw_restore_options_password(open, NULL, 1, &error));
    FAILS_NULL("options", cw_restore_options_identity(NULL, TEXT("a"), &error));
    FAILS_NULL("identity", cw_restore_options_identity(open, NULL, 1, &error));
    FAILS_NULL("options", cw_restore_options_dry_run(NULL, &error));
    FAILS_NULL("options", cw_restore_options_conflicts(NULL, CW_CONFLICTS_REFUSE, &error));
    FAILS_SAYING(CW_STATUS_INVALID_ARGUMENT, "conflicts", cw_restore_options_conflicts(open, 4, &error));
    FAILS_NULL("options", cw_restore_options_role(NULL, TEXT("a"), EVERYWHERE, &error));
    FAILS_NULL("role", cw_restore_options_role(open, NULL, 1, EVERYWHERE, &error));
    FAILS_NULL("scope", cw_restore_options_role(open, TEXT("a"), NULL, 1, &error));
    FAILS_NULL("options", cw_restore_options_trust_signer(NULL, TEXT("a"), &error));
    FAILS_NULL("sha256", cw_restore_options_trust_signer(open, NULL, 1, &error));
    FAILS_NULL("options", cw_restore_options_salvage(NULL, &error));
    OK(cw_restore_options_identity(open, TEXT("AGE-SECRET-KEY-1"), &error));
    OK(cw_restore_options_trust_signer(open, TEXT("00"), &error));
    OK(cw_restore_options_salvage(open, &error));
    cw_entry_free(mine);
    cw_restore_options_free(dry);
    cw_restore_options_free(open);
    cw_restore_options_free(NULL);
    cw_store_free(gone_on);
    cw_backup_report_free(report);
    cw_backup_options_free(options);
}

static void a_file_of_another_program_is_taken_for_a_role(const cw_store *store) {
    cw_restore_options *open = NULL;
    cw_restored *restored = NULL;
    const cw_restore_line *line = NULL;
    cw_str file = {test_data("pkcs12/openssl-default.p12"), CW_ZERO_TERMINATED}, text;
    size_t count = 0;
    OK(cw_restore_options_new(&open, &error));
    OK(cw_restore_options_password(open, TEXT("password"), &error));
    OK(cw_store_restore(store, &file, 1, open, NULL, NULL, &restored, &error));
    OK(cw_restored_note_count(restored, &count, &error));
    CHECK(count == 1);
    OK(cw_restored_note_at(restored, 0, &text, &error));
    SAYS(text, "nothing of roles");
    cw_restored_free(restored);
    restored = NULL;
    OK(cw_restore_options_role(open, TEXT("nobody"), EVERYWHERE, &error));
    FAILS(CW_STATUS_UNKNOWN_ROLE, cw_store_restore(store, &file, 1, open, NULL, NULL, &restored, &error));
    OK(cw_restore_options_role(open, TEXT("client"), TEXT("east"), &error));
    OK(cw_store_restore(store, &file, 1, open, NULL, NULL, &restored, &error));
    CHECK(outcomes(restored, "assignment", CW_RESTORE_OUTCOME_ADDED) == 1);
    OK(cw_restored_line_count(restored, &count, &error));
    for (size_t i = 0; i < count; i++) {
        OK(cw_restored_line_at(restored, i, &line, &error));
        OK(cw_restore_line_what(line, &text, &error));
        if (test_text_is(text, "assignment")) {
            OK(cw_restore_line_name(line, &text, &error));
            TEXT_IS(text, "client (east)");
            OK(cw_restore_line_thumbprint(line, &text, &error));
            CHECK(text.len == 40);
        }
    }
    cw_restored_free(restored);
    cw_restore_options_free(open);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    cw_entry *one = create_entry(store, "one"), *two = create_entry(store, "two"), *other = create_entry(store, "other");
    define_left_out(store, "quick");
    assign(store, one, "client", "here");
    assign(store, two, "client", "elsewhere");
    assign(store, other, "quick", "there");
    a_backup_is_made_proven_and_remembered(store, one, other);
    what_is_wrong_is_told_and_leaves_nothing(store);
    a_new_store_has_it_all_and_one_that_went_on_says_what_cannot_hold(store, two);
    a_file_of_another_program_is_taken_for_a_role(store);
    cw_entry_free(one);
    cw_entry_free(two);
    cw_entry_free(other);
    cw_store_free(store);
    return 0;
}
