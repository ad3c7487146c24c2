/* Bundles: everything that a store holds, sealed and signed. */
#include "backup.h"

/* A key of age that is for this test alone. */
#define RECIPIENT TEXT("age12r2mxq62rg5q8m37y6mv4xt20tf2704xh98vg30e3ktlsutgxaxqw7s88w")
#define IDENTITY TEXT("AGE-SECRET-KEY-123WZJFDZJEVKF4KQ6ZQFU9N0R3D8V5UT2NV3593EVSA4TU8WGNES8XP249")

static void one_for_a_recipient_opens_by_its_identity_and_names_its_signer(const cw_store *store, const cw_backup_report *report) {
    const cw_backup *backup = backup_of(report);
    const struct paths *paths = paths_of(backup);
    const cw_backup_proof *made = NULL;
    cw_backup_proof *proof = NULL;
    cw_restore_options *open = NULL;
    cw_restored *restored = NULL;
    char signer[128];
    int64_t at = 0;
    uint32_t kind = 0;
    size_t count = 0;
    bool is = false;
    cw_str text;
    OK(cw_backup_kind(backup, &kind, &error));
    CHECK(kind == CW_BACKUP_KIND_BUNDLE);
    OK(cw_backup_proven(backup, &at, &error));
    CHECK(at == INT64_MIN);
    OK(cw_backup_contents_proven(backup, &at, &error));
    CHECK(at > 1700000000);
    OK(cw_backup_report_proof(report, &made, &error));
    OK(cw_backup_proof_recipient_proven(made, &is, &error));
    CHECK(!is);

    OK(cw_restore_options_new(&open, &error));
    FAILS(CW_STATUS_PASSWORD_REQUIRED, cw_store_verify_backup(store, FILES(paths), open, NULL, NULL, &proof, &error));
    OK(cw_restore_options_identity(open, IDENTITY, &error));
    OK(cw_store_verify_backup(store, FILES(paths), open, NULL, NULL, &proof, &error));
    OK(cw_backup_proof_recipient_proven(proof, &is, &error));
    CHECK(is);
    OK(cw_backup_proof_own_signer(proof, &is, &error));
    CHECK(is);
    OK(cw_backup_proof_made(proof, &at, &error));
    CHECK(at > 1700000000);
    OK(cw_backup_proof_signer(proof, &text, &error));
    CHECK(text.len >= 64 && text.len < sizeof signer);
    memcpy(signer, text.data, text.len + 1);
    cw_backup_proof_free(proof);
    cw_backup_status *status_now = NULL;
    OK(cw_store_backup_status(store, &status_now, &error));
    OK(cw_backup_status_signer(status_now, &text, &error));
    TEXT_IS(text, signer);
    cw_backup_status_free(status_now);

    cw_store *next = create_store("next.db");
    cw_error *refused = NULL;
    CHECK(cw_store_restore(next, FILES(paths), open, NULL, NULL, &restored, &refused) == CW_STATUS_OTHER_SIGNER);
    SAYS(cw_error_details(refused), "\"fingerprint\":\"");
    SAYS(cw_error_message(refused), signer);
    cw_error_free(refused);
    OK(cw_restore_options_trust_signer(open, TEXT(signer), &error));
    OK(cw_store_restore(next, FILES(paths), open, NULL, NULL, &restored, &error));
    OK(cw_restored_kind(restored, &kind, &error));
    CHECK(kind == CW_BACKUP_KIND_BUNDLE);
    OK(cw_restored_changed(restored, &is, &error));
    CHECK(is);
    OK(cw_restored_signer(restored, &text, &error));
    TEXT_IS(text, signer);
    OK(cw_restored_line_count(restored, &count, &error));
    CHECK(count >= 2);
    cw_restored_free(restored);
    restored = NULL;
    CHECK(count_of(next, NULL) == count_of(store, NULL));

    /* one that was cut short is refused, and what can be taken of it is taken where that is asked for */
    char command[8192];
    CHECK((size_t)snprintf(command, sizeof command, "truncate -s -9 '%s'", paths->texts[0]) < sizeof command);
    CHECK(system(command) == 0);
    FAILS(CW_STATUS_DAMAGED, cw_store_restore(next, FILES(paths), open, NULL, NULL, &restored, &error));
    OK(cw_restore_options_salvage(open, &error));
    FAILS(CW_STATUS_DAMAGED, cw_store_restore(next, FILES(paths), open, NULL, NULL, &restored, &error)); /* all in one piece, which is lost */
    cw_restore_options_free(open);
    cw_store_free(next);
}

int main(void) {
    cw_store *store = create_store("certs.db");
    cw_entry *one = create_entry(store, "one");
    cw_backup_options *options = NULL;
    cw_backup_report *report = NULL;
    assign(store, one, "client", "here");
    OK(cw_backup_options_new(&options, &error));
    OK(cw_backup_options_location(options, TEXT(backups_folder()), &error));
    OK(cw_backup_options_kind(options, CW_BACKUP_KIND_BUNDLE, &error));
    OK(cw_backup_options_recipient(options, RECIPIENT, &error));
    OK(cw_store_backup(store, options, NULL, NULL, &report, &error));
    one_for_a_recipient_opens_by_its_identity_and_names_its_signer(store, report);
    cw_backup_report_free(report);
    cw_backup_options_free(options);
    cw_entry_free(one);
    cw_store_free(store);
    return 0;
}
