/* What the tests of backups share: a folder for them, a certificate that is worth one, and files of a backup as an array. */
#ifndef CERTWRIGHT_TEST_BACKUP_H
#define CERTWRIGHT_TEST_BACKUP_H

#include "usage.h"

#include <sys/stat.h>

#define PASSWORD TEXT("correct horse battery")

enum { MAX_FILES = 4 };

/* A folder for backups; the same buffer again and again. */
static inline const char *backups_folder(void) {
    static char folder[4096];
    CHECK((size_t)snprintf(folder, sizeof folder, "%s", test_path("backups")) < sizeof folder);
    mkdir(folder, 0700);
    return folder;
}

/* Options that make a small PFX in that folder, fast. */
static inline cw_backup_options *backup_options(void) {
    cw_backup_options *options = NULL;
    OK(cw_backup_options_new(&options, &error));
    OK(cw_backup_options_location(options, TEXT(backups_folder()), &error));
    OK(cw_backup_options_password(options, PASSWORD, &error));
    OK(cw_backup_options_iterations(options, 1000, &error));
    return options;
}

static inline cw_restore_options *restore_options(void) {
    cw_restore_options *options = NULL;
    OK(cw_restore_options_new(&options, &error));
    OK(cw_restore_options_password(options, PASSWORD, &error));
    return options;
}

static inline const cw_backup *backup_of(const cw_backup_report *report) {
    const cw_backup *backup = NULL;
    OK(cw_backup_report_backup(report, &backup, &error));
    return backup;
}

/* The paths of a backup's files. */
struct paths {
    char texts[MAX_FILES][4096];
    cw_str files[MAX_FILES];
    size_t count;
};

static inline struct paths *paths_of(const cw_backup *backup) {
    static struct paths paths;
    cw_str location;
    OK(cw_backup_location(backup, &location, &error));
    OK(cw_backup_file_count(backup, &paths.count, &error));
    CHECK(paths.count > 0 && paths.count <= MAX_FILES);
    for (size_t i = 0; i < paths.count; i++) {
        cw_str name, sha256;
        uint64_t size = 0;
        OK(cw_backup_file_at(backup, i, &name, &size, &sha256, &error));
        CHECK(size > 100 && sha256.len == 64);
        CHECK((size_t)snprintf(paths.texts[i], sizeof paths.texts[i], "%s/%s", location.data, name.data) < sizeof paths.texts[i]);
        paths.files[i] = (cw_str){paths.texts[i], CW_ZERO_TERMINATED};
    }
    return &paths;
}

/* A text array as an argument of two. */
#define FILES(paths) (paths)->files, (paths)->count

#endif
