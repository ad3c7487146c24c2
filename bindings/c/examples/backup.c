/* Backs a store up into a folder, proves it, and restores it into a new store: backup CERTS.DB FOLDER NEW.DB; the password is in BACKUP_PASSWORD */
#include <certwright.h>
#include <stdio.h>
#include <stdlib.h>

static int show(void *user, uint64_t done, uint64_t total) {
    fprintf(stderr, "%s %llu of %llu\n", (const char *)user, (unsigned long long)done, (unsigned long long)total);
    return 0; /* anything else would stop it */
}

int main(int argc, char **argv) {
    cw_error *error = NULL;
    cw_store *store = NULL, *next = NULL;
    cw_backup_options *options = NULL;
    cw_restore_options *open = NULL;
    cw_backup_report *report = NULL;
    cw_restored *restored = NULL;
    const cw_backup *backup = NULL;
    const cw_restore_line *line = NULL;
    cw_str name = {NULL, 0}, sha256 = {NULL, 0}, note = {NULL, 0};
    uint64_t size = 0;
    size_t lines = 0;
    char path[4096], writes[] = "writes and proves", reads[] = "restores";
    const char *password = getenv("BACKUP_PASSWORD");

    if (argc != 4 || password == NULL) {
        fprintf(stderr, "usage: BACKUP_PASSWORD=... backup CERTS.DB FOLDER NEW.DB\n");
        return 2;
    }
    /* what roles need, in one PFX; it counts only once it was restored from where it is stored */
    int ok = cw_store_open(argv[1], CW_ZERO_TERMINATED, NULL, &store, &error) == CW_STATUS_OK &&
             cw_backup_options_new(&options, &error) == CW_STATUS_OK &&
             cw_backup_options_location(options, argv[2], CW_ZERO_TERMINATED, &error) == CW_STATUS_OK &&
             cw_backup_options_password(options, password, CW_ZERO_TERMINATED, &error) == CW_STATUS_OK &&
             cw_store_backup(store, options, show, writes, &report, &error) == CW_STATUS_OK &&
             cw_backup_report_backup(report, &backup, &error) == CW_STATUS_OK &&
             cw_backup_shown(backup, &note, &error) == CW_STATUS_OK &&
             cw_backup_file_at(backup, 0, &name, &size, &sha256, &error) == CW_STATUS_OK;
    if (ok) {
        printf("%s\n", note.data);
        snprintf(path, sizeof path, "%s/%s", argv[2], name.data);
    }

    /* the machine is gone: the file and its password are all that it takes */
    const cw_str file = {path, CW_ZERO_TERMINATED};
    ok = ok && cw_store_create(argv[3], CW_ZERO_TERMINATED, NULL, &next, &error) == CW_STATUS_OK &&
         cw_restore_options_new(&open, &error) == CW_STATUS_OK &&
         cw_restore_options_password(open, password, CW_ZERO_TERMINATED, &error) == CW_STATUS_OK &&
         cw_store_restore(next, &file, 1, open, show, reads, &restored, &error) == CW_STATUS_OK &&
         cw_restored_line_count(restored, &lines, &error) == CW_STATUS_OK;
    for (size_t i = 0; ok && i < lines; i++) {
        cw_str what = {NULL, 0}, of = {NULL, 0};
        ok = cw_restored_line_at(restored, i, &line, &error) == CW_STATUS_OK &&
             cw_restore_line_what(line, &what, &error) == CW_STATUS_OK && cw_restore_line_name(line, &of, &error) == CW_STATUS_OK;
        if (ok) {
            printf("%s %s\n", what.data, of.data);
        }
    }
    if (error != NULL) {
        fprintf(stderr, "%s\n", cw_error_message(error).data);
    }

    cw_error_free(error);
    cw_restored_free(restored);
    cw_restore_options_free(open);
    cw_store_free(next);
    cw_backup_report_free(report);
    cw_backup_options_free(options);
    cw_store_free(store);
    return !ok;
}
